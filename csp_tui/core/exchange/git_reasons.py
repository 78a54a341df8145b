"""Why git failed: its own reason, made harmless for terminals, with what to do about it."""

from __future__ import annotations

import re
import shlex

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import WriteError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import cut, visible_line
from csp_tui.core.exchange.git_address import ssh_words, without_password

_LONGEST = 300
"""Terminal cells of a reason; the rest is cut off."""

SHALLOW = b"shallow roots are not allowed to be updated"
"""What git says, as it fetches nothing and calls it no failure, of a remote without its past."""

_CURES = (
    (
        SHALLOW.decode(),
        N_("the repository lacks its past; whoever runs it types there: git fetch --unshallow"),
    ),
    (
        r"REMOTE HOST IDENTIFICATION HAS CHANGED|host key for .* has changed",
        N_("the host has another key than before; ask who runs it, then type: {forget}"),
    ),
    (
        r"Host key verification failed|No .*host key is known",
        N_("connect once by hand and compare its key: {connect}"),
    ),
    (
        r"Permission denied \(|Too many authentication failures",
        N_("the host knows no key of yours, or ssh-agent does not hold it; try: {connect}"),
    ),
    (
        r"Authentication failed|could not read (Username|Password)|error: 40[13]|Access denied",
        N_("let git store the password first; try: {try_it}"),
    ),
    (
        r"dubious ownership|unsafe repository",
        N_("if you trust its owner: {trust}"),
    ),
    (
        r"[Pp]rotected branch|deny updating a hidden ref|refusing to update checked out branch",
        N_("the branch csp-tui must accept pushes of this user; ask who runs the repository"),
    ),
    (
        r"Out of memory",
        N_("the repository holds too large a file; look there who sent it: git log csp-tui"),
    ),
    (
        r"No space left|Out of diskspace|[Qq]uota exceeded|[Dd]isk full",
        N_("make room, here or where the repository is"),
    ),
    (
        r"corruption on the remote side",
        N_("mend it there with git fsck, or name a new repository: {sync}"),
    ),
    (
        r"hook declined|GL-HOOK-ERR",
        N_("ask who runs the repository"),
    ),
    (
        r"insufficient permission|unable to create temporary|Read-only file system"
        r"|(?<!: )Permission denied$|: Permission denied$",
        N_("this user must be able to write there; ask who runs the repository"),
    ),
    (
        r"(?i:could not resolve|name or service not known|name resolution|network is unreachable"
        r"|no route to host|connection (refused|timed out|reset|closed)|failed to connect"
        r"|couldn't connect|operation timed out|too slow|timeout)",
        N_("check the network and the address; nothing is lost"),
    ),
    (
        r"does not appear to be a git repository|(?i:repository.* not found|project.* not found"
        r"|could not be found|error: 404|not a git repository)",
        N_("make the repository there first, or name the right address: {sync}"),
    ),
    (
        r"(?i:unable to find remote helper|'remote-\S+' is not a git command|no path specified"
        r"|transport .* not allowed|malformed"
        r"|unsupported protocol|strange (pathname|hostname)|bad port|invalid (url|port))",
        N_("name the right address: {sync}"),
    ),
)
"""For each cause that git's users meet often: how it is recognized, and the cure."""

_DAMAGE = re.compile(
    r"(?i:corrupt|bad (object|tree|signature|index|pack|revision|file)|is empty|missing|unresolved"
    r"|unable to (read|find|map|parse|unpack|open|get)|(can|could) ?not (read|parse|open|load|find)"
    r"|(not|in)( a)? valid|invalid|mismatch|truncated|too (small|short|large)|inflate|garbage"
    r"|collision|did not send all|early eof|index-pack (failed|died)|unpack-objects failed"
    r"|failed to traverse|disagree|non-monotonic|wrong index|packfile|not found)"
)
"""What git says of objects that are damaged or missing."""

_SAYING_NOTHING = re.compile(
    r"(?i:fatal: could not read from remote repository|please make sure you have"
    r"|and the repository exists|.*failed to push some refs|hint:|to |from |done$|\* |@@"
    r"|warning: permanently)"
)
_PROGRESS = re.compile(r"(?:remote: )?[A-Z][\w ,-]+:? +\(?\d+[%,)]?.*|(?:remote: )?Total \d.*")
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_PREFIXES = re.compile(r"(?:(?:remote|fatal|error|warning|ERROR|ssh): )+")


def failure(command: str, said: bytes, address: str = "") -> WriteError:
    """Return the error for a call of git that failed: git's reason, and a cure if one is known.

    It has no password of an address.

    Args:
        command: git's command, such as ``fetch``.
        said: what git wrote, in English.
        address: the address of the remote; empty for a call that did not need it.
    """
    lines, address = [*map(without_password, _lines(said))], without_password(address)
    reason, cure = _known(lines) or (_first_reason(lines), "")
    cause = cut(visible_line(_PREFIXES.sub("", reason).strip().rstrip(".")), _LONGEST)
    if cure:
        cause = _("{reason}; {cure}").format(
            reason=cause, cure=_with_commands(cure, lines, address)
        )
    return WriteError(
        _("{command} failed").format(command=f"git {command}"), cause or _("git gave no reason")
    )


def is_damage(said: bytes) -> bool:
    """Return whether git failed because its repository here is damaged, as `said` shows.

    `said` is what git wrote. A cause with a known cure is no damage.
    """
    lines = [line for line in _lines(said) if not line.startswith("remote: ")]
    return not _known(lines) and any(map(_DAMAGE.search, lines))


def _known(lines: list[str]) -> tuple[str, str] | None:
    """Return the reason and the cure if _CURES knows why git failed; else None.

    The causes are looked for in the order of _CURES, each in all `lines`. The reason is the line in
    which the cause is found. If that is git's line on a refused push, the reason is what `_refusal`
    returns for it.
    """
    for pattern, cure in _CURES:
        if found := next((line for line in lines if re.search(pattern, line)), None):
            is_refused = found.startswith("!")
            return (_refusal(found, lines) if is_refused else found), cure
    return None


def _first_reason(lines: list[str]) -> str:
    if refused := next((line for line in lines if line.startswith("!")), None):
        return _refusal(refused, lines)
    saying = [line for line in lines if not _SAYING_NOTHING.match(line)]
    errors = [line for line in saying if line.startswith(("fatal: ", "error: "))]
    return (errors or saying[-1:] or [""])[0]


def _refusal(line: str, lines: list[str]) -> str:
    """Return why the remote refused a push, with what the remote itself said about it.

    `line` is git's line on the refusal, `lines` is all that git wrote.
    """
    why = line.rpartition("(")[2].removesuffix(")")
    words = [_PREFIXES.sub("", each).strip() for each in lines if each.startswith("remote: ")]
    said = " ".join(filter(None, words))
    return f"{cut(said, _LONGEST - 40)} ({why})" if said else why


def _lines(said: bytes) -> list[str]:
    text = _COLOURS.sub("", said.decode("utf-8", "replace"))
    lines = (line.strip(" \t\0") for line in re.split(r"[\r\n]+", text))
    return [line for line in lines if line and not _PROGRESS.fullmatch(line)]


def _with_commands(cure: str, lines: list[str], address: str) -> str:
    host = ssh_words(address)
    paths = (re.search(r"(?:repository at|repository) \(?'([^']+)'", line) for line in lines)
    path = next((found[1] for found in paths if found), address)
    trust = f"git config --global --add safe.directory {shlex.quote(visible_line(path))}"
    name = host.rpartition("@")[2].split()[-1:] or [""]
    port = re.match(r"-p (\d+) ", host)
    known_as = f"'[{name[0]}]:{port[1]}'" if port else name[0]
    return _(cure).format(
        connect=f"ssh {host}".rstrip(),
        forget=f"ssh-keygen -R {known_as}".rstrip(),
        trust=trust,
        try_it=f"GIT_TERMINAL_PROMPT=1 git ls-remote {shlex.quote(address)}",
        sync=command_line("sync ADDRESS"),
    )
