"""A bare git repository, through which files get to other machines by the program git.

There is no work tree and no merge by git: files are read from one commit and written as the next,
so that no attribute, filter or hook of git changes them. Git never reads the settings in the
repository: each call has a private directory with settings made here, and with links to the objects
and refs of the repository. How to reach the remote say the user's own settings of git.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shlex
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from csp_tui.core.base.errors import NotFoundError, UsageError, WriteError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file

BRANCH = "csp-tui"
"""The branch that holds the files, in this repository and on the remote."""

_REF = f"refs/heads/{BRANCH}"
_NEW = "refs/csp-tui/new"
_FILE = b"100644"

Tree = Mapping[str, str]
"""The files of a commit: by name, git's hash of the content; empty for an entry that is no file."""


def blob_id(content: bytes) -> str:
    """Return git's hash of a file with this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


class Repository:
    """The repository in the directory `path`, which is made if it does not exist.

    Args:
        path: the directory of the repository.
        environ: the environment variables for git, which may say how to reach the remote.

    Raises:
        UsageError: git is not installed.
        WriteError: the repository could not be made.
    """

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        self._path = path
        own = {key: value for key, value in environ.items() if not _LOCAL.fullmatch(key)}
        self._environ = {**own, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
        self._address = ""
        for name in ("objects", "refs"):
            make_directory(path / name)
        _write(path / "HEAD", _HEAD)
        self._address = self._address_in(path / "config")
        _write(path / "config", _settings(self._address))

    def _address_in(self, config: Path) -> str:
        """Return the address of the remote in a file of settings; empty if there is none."""
        try:
            content = read_file(config)[0]
        except NotFoundError:
            return ""
        asked = ("--file", "-", "--no-includes", "--default", "", "--get", "remote.origin.url")
        return self._run("config", *asked, sent=content).decode("utf-8", "replace").strip()

    @property
    def remote(self) -> str:
        """The address of the remote, empty if it is not set; raises as :meth:`set_remote` does."""
        if self._address:
            _refuse_bad_address(self._address)
        return self._address

    def set_remote(self, address: str) -> None:
        """Set the address of the remote; raises UsageError if git could misunderstand it."""
        _refuse_bad_address(address)
        self._address = address
        _write(self._path / "config", _settings(address))

    def last(self) -> str:
        """Return the hash of the commit that the last sync ended with; empty if there was none."""
        return self._run("for-each-ref", "--format=%(objectname)", _REF).decode().strip()

    def fetch(self) -> str:
        """Fetch the remote's newest commit and return its hash; empty if it has no commit."""
        found = self._run("ls-remote", "--quiet", "origin", _REF).split()
        if not found:
            return ""
        self._run("fetch", "--quiet", "--no-tags", "origin", _REF)
        return found[0].decode()

    def tree(self, commit: str) -> Tree:
        """Return git's hash of each file of a commit, by file name; none for an empty `commit`.

        The hash is empty for an entry that is no file, such as a link.
        """
        found = {}
        if commit:
            for entry in self._run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")[:-1]:
                about, _tab, name = entry.partition(b"\t")
                mode, _kind, blob = about.split()
                is_file = mode in (_FILE, b"100755")
                found[name.decode("utf-8", "replace")] = blob.decode() if is_file else ""
        return found

    def has_held(self, names: Iterable[str]) -> bool:
        """Return whether any commit has, or had, a file with one of these names."""
        return bool(self._run("log", "-1", "--format=%H", "--all", "--", *names))

    def contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of files by their hashes, `blobs`.

        Raises:
            WriteError: git failed, or the repository lacks one of them.
        """
        asked = sorted({each for each in blobs if each})
        answer = self._run("cat-file", "--batch", sent="".join(f"{each}\n" for each in asked))
        found, place = {}, 0
        for blob in asked:
            end = answer.index(b"\n", place)
            about = answer[place:end].split()
            if len(about) < 3:  # <hash> missing
                message = _("{path} is damaged; remove it, then: {command}")
                command = f"csp-tui sync {shlex.quote(self._address)}"
                raise WriteError(message.format(path=self._path, command=command))
            size = int(about[2])
            found[blob] = answer[end + 1 : end + 1 + size]
            place = end + size + 2
        return found

    def commit(
        self, parent: str, message: str, who: str, at: int, files: Mapping[str, bytes | None]
    ) -> str:
        """Make a commit that changes files, and return its hash.

        Args:
            parent: the commit before it; empty for the first commit.
            message: the commit message, one line.
            who: the author.
            at: the time of the commit, in seconds since 1970.
            files: the new contents by file name; None removes a file.
        """
        name = re.sub(r"[<>\s]+", " ", who).strip() or "csp-tui"
        stream = [b"commit %s\n" % _NEW.encode(), f"committer {name} <> {at} +0000\n".encode()]
        stream.append(_data(message.encode()))
        stream.append(f"from {parent}\n".encode() if parent else b"")
        for path, content in files.items():
            if content is None:
                stream.append(b"D %s\n" % path.encode())
            else:
                stream.append(b"M %s inline %s\n" % (_FILE, path.encode()) + _data(content))
        self._run("update-ref", "-d", _NEW)
        self._run("fast-import", "--quiet", "--force", sent=b"".join(stream))
        return self._run("rev-parse", "--verify", _NEW).decode().strip()

    def push(self, commit: str) -> bool:
        """Send a commit to the remote; return False if somebody else was faster."""
        done = self._call("push", "--quiet", "--porcelain", "origin", f"{commit}:{_REF}")
        if done.returncode == 0:
            return True
        if b"[rejected]" in done.stdout or b"[remote rejected]" in done.stdout:
            return False
        raise _failed("push", done.stderr)

    def keep(self, commit: str) -> None:
        """Record that `commit` is the commit of the last sync, which `last` returns."""
        self._run("update-ref", _REF, commit)

    def _run(self, *words: str, sent: bytes | str = b"") -> bytes:
        done = self._call(*words, sent=sent)
        if done.returncode:
            raise _failed(words[0], done.stderr)
        return done.stdout

    def _call(self, *words: str, sent: bytes | str = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git with settings that nobody else can change; what it makes is private."""
        given = sent.encode() if isinstance(sent, str) else sent
        with TemporaryDirectory(prefix="csp-tui-git-") as directory:
            place = Path(directory)
            (place / "HEAD").write_bytes(_HEAD)
            (place / "config").write_bytes(_settings(self._address))
            for name in ("objects", "refs", "packed-refs"):
                (place / name).symlink_to(self._path.absolute() / name)
            environ = {**self._environ, "GIT_DIR": directory, "GIT_COMMON_DIR": directory}
            try:
                return subprocess.run(
                    ["git", *words],
                    input=given,
                    env=environ,
                    cwd=place,
                    capture_output=True,
                    check=False,
                    umask=-1 if words[0] == "push" else 0o077,  # a remote's modes are its own
                )
            except FileNotFoundError as error:
                raise UsageError(_("git is not installed here; sync needs it")) from error


_HEAD = f"ref: {_REF}\n".encode()


def _settings(address: str) -> bytes:
    """Return all the settings of a repository with the remote at `address`, which may be empty.

    The command lists no refs of another repository whose objects this one uses: git would read the
    settings of that repository, too.
    """
    escaped = address.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    lines = ["[core]", "\trepositoryformatversion = 0", "\tbare = true"]
    lines += [f"\thooksPath = {os.devnull}", "\talternateRefsCommand = :"]
    lines += ["[gc]", "\tauto = 0", "[maintenance]", "\tauto = false"]
    if address:
        lines += ['[remote "origin"]', f'\turl = "{escaped}"']
    return "".join(f"{line}\n" for line in lines).encode()


def _write(path: Path, content: bytes) -> None:
    """Make a file of the repository hold `content`; leave it alone if it does."""
    with contextlib.suppress(NotFoundError):
        if read_file(path)[0] == content:
            return
    replace_file(path, content, is_private=True)


def _refuse_bad_address(address: str) -> None:
    is_helper = re.match(r"[A-Za-z0-9+.-]+::", address)  # git would run a program of that name
    if not address or address.startswith("-") or is_helper or address != visible_line(address):
        message = _('"{address}" is no address of a git repository')
        raise UsageError(message.format(address=address))


_LOCAL = re.compile(r"GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|NAMESPACE|CONFIG.*|PREFIX)")
"""Environment variables that would make git use another repository."""


def _data(content: bytes) -> bytes:
    return b"data %d\n" % len(content) + content + b"\n"


def _failed(what: str, said: bytes) -> WriteError:
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    error = next((line for line in lines if line.startswith(("fatal:", "error:"))), "")
    reason = error.partition(":")[2] or (lines[-1] if lines else _("git gave no reason"))
    failed = _("{command} failed").format(command=f"git {what}")
    return WriteError(failed, visible_line(reason.strip()))
