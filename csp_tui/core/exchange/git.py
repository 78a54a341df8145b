"""A bare git repository, through which files get to other machines by the program git.

There is no work tree and no merge by git: files are read from one commit and written as the next,
so that no attribute, filter or hook of git changes them. The repository here is a copy of the
remote's, with nothing of value: where it is damaged, it is made anew.
"""

from __future__ import annotations

import contextlib
import random
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from csp_tui.core.base.errors import BusyError, NotFoundError, WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.exchange.git_contents import Blobs, NewCommit
from csp_tui.core.exchange.git_process import (
    HEAD,
    REMOTE,
    DamagedError,
    Git,
    raise_failure,
    settings,
)
from csp_tui.core.exchange.git_reasons import SHALLOW

BRANCH = "csp-tui"
"""The branch that holds the files, in this repository and on the remote."""

PATIENCE = 60.0
"""For how many seconds the remote may be silent."""

_REF = f"refs/heads/{BRANCH}"
_THERE = "refs/csp-tui/there"
_NEW = "refs/csp-tui/new"
_HASH = re.compile(rb"[0-9a-f]{40}\n")

_TRIES = 5
_MOST_PACKS = 20
"""So many small packs are put together into one."""
_LARGE = 4 * 1024 * 1024
"""Bytes; a larger pack stays as it is."""

Tree = Mapping[str, str]
"""The files of a commit: by name, git's hash of the content; empty for an entry that is no file."""


class Repository:
    """The repository in the directory `path`; a context manager, for one process at a time.

    Whatever of it does not exist is made. Nearly all methods may raise DamagedError, after which
    `make_anew` helps.

    Args:
        path: the directory of the repository.
        environ: the environment variables for git, which may say how to reach the remote.
        address: the address of the remote; it may be empty if nothing is fetched or sent.
        patience: for how many seconds git and the remote may be silent.

    Raises:
        UsageError: git is not installed, or too old.
        WriteError: the repository could not be made, or git cannot be run.
    """

    def __init__(
        self, path: Path, environ: Mapping[str, str], address: str = "", patience: float = PATIENCE
    ) -> None:
        self._path = path
        self.address = address
        self._git = Git(path / "objects", environ, address, patience)
        self.is_reached = False
        """Whether the remote has answered."""

    def __enter__(self) -> Repository:
        for name in (".", "objects", "objects/pack", "refs", "refs/heads"):
            if _kind(self._path / name) not in (None, stat.S_IFDIR, stat.S_IFLNK):
                self._remove()
        if _kind(self._path / _REF) not in (None, stat.S_IFREG, stat.S_IFLNK):
            self._remove()
        self._make()
        self._git.__enter__()
        self._git.set_ref(_REF, self.last())
        return self

    def __exit__(self, *why: object) -> None:
        self._git.__exit__(*why)

    def _make(self) -> None:
        for name in ("objects", "refs/heads"):
            make_directory(self._path / name)
        _write(self._path / "HEAD", HEAD)
        _write(self._path / "config", settings())

    def _remove(self) -> None:
        try:
            if self._path.is_dir():
                shutil.rmtree(self._path)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            act = _("cannot remove {path}").format(path=self._path)
            raise WriteError(act, reason(error)) from error

    def make_anew(self) -> None:
        """Replace the repository by an empty one; raises WriteError."""
        self._remove()
        self._make()
        for name in (_REF, _THERE, _NEW):
            self._git.set_ref(name, "")

    def repeat(self, sync: Callable[[], bool]) -> None:
        """Call `sync` until it returns True, with a short pause between the calls.

        It must return False if somebody else has pushed meanwhile. After five such calls it is not
        called again. If the repository is damaged, it is made anew once, and `sync` is called
        again.

        Raises:
            BusyError: `sync` has returned False five times.
            WriteError: the repository is damaged again, by what the remote sends.
        """
        attempt, is_made_anew = 0, False
        while attempt < _TRIES:
            if attempt:
                time.sleep(random.uniform(0.05, 0.1) * 2**attempt)  # so that one is first
            try:
                if sync():
                    return
            except DamagedError as damaged:
                if is_made_anew:
                    raise damaged.error from damaged
                self.make_anew()
                is_made_anew = True
            else:
                attempt += 1
        raise BusyError(_("others keep sending at the same time; try again"))

    def last(self) -> str:
        """Return the hash of the commit that the last sync ended with; empty if none is known."""
        try:
            content = read_file(self._path / _REF)[0]
        except NotFoundError:
            return ""
        return content.decode().strip() if _HASH.fullmatch(content) else ""

    def fetch(self) -> str:
        """Fetch the remote's branch; return the hash of its newest commit, or "".

        Raises:
            WriteError: the remote cannot be read.
            DamagedError: the repository here is damaged.
        """
        self._sweep()
        self._put_packs_together()
        words = ("fetch", "--progress", "--no-tags", REMOTE, f"+{_REF}:{_THERE}")
        code, _printed, said = self._git.talk(*words)
        self.is_reached |= SHALLOW in said
        if code or SHALLOW in said:
            if b"couldn't find remote ref" not in said.lower():
                raise_failure("fetch", said, self.address)
            self._git.set_ref(_THERE, "")
        self.is_reached = True
        return self._git.ref(_THERE)

    def tree(self, commit: str) -> Tree:
        """Return git's hash of each file in a commit by file name; empty for an empty `commit`.

        The hash of an entry that is no file, such as a link, is empty.
        """
        found = {}
        if commit:
            listed = self._git.run("ls-tree", "-r", "-z", "--full-tree", commit)
            for entry in listed.split(b"\0")[:-1]:
                about, _tab, name = entry.partition(b"\t")
                mode, _kind, blob = about.split()
                is_file = mode in (b"100644", b"100755")
                found[name.decode("utf-8", "replace")] = blob.decode() if is_file else ""
        return found

    def commits(self, commit: str, since: str) -> list[tuple[str, int]]:
        """Return who made each commit up to `commit` and when, the newest first; at most 100.

        The times are seconds since 1970, by the clock of who made the commit. The list ends with
        the commit `since`; if that is empty, it goes back to the first one. Empty if `commit` is.
        """
        if not commit:
            return []
        wanted = [commit, f"^{since}^@"] if since else [commit]
        said = self._git.run("log", "-100", "--format=%ct %cn", *wanted, "--")
        lines = said.decode("utf-8", "replace").splitlines()
        return [(who, int(at)) for at, _space, who in (line.partition(" ") for line in lines)]

    def follows(self, commit: str, earlier: str) -> bool:
        """Return whether `earlier` is `commit` or before it; False if one is empty or unknown."""
        words = ("merge-base", "--is-ancestor", earlier, commit)
        return bool(commit and earlier) and self._git.talk(*words).code == 0

    def has_held(self, names: Iterable[str]) -> bool:
        """Return whether a commit here has, or once had, a file with one of `names`."""
        return bool(self._git.run("rev-list", "-1", "--all", "--", *names))

    @contextlib.contextmanager
    def reading(self) -> Iterator[Blobs]:
        """Yield a reader of files by their hashes, which works until the block ends."""
        with (
            self._git.piped("cat-file", "--batch") as contents,
            self._git.piped("cat-file", "--batch-check") as sizes,
        ):
            yield (blobs := Blobs(contents, sizes))
            blobs.pass_over()

    @contextlib.contextmanager
    def writing(self, parent: str) -> Iterator[NewCommit]:
        """Yield a commit for the block to fill and finish; with `parent` "" it is the first."""
        self._git.set_ref(_NEW, "")
        words = ("fast-import", "--quiet", "--force", "--done")
        with self._git.piped(*words) as (given, printed):
            yield NewCommit(_NEW, given, printed, parent)

    def push(self, commit: str) -> bool:
        """Send a commit to the remote; return False if somebody else has pushed meanwhile.

        Raises:
            WriteError: the remote has refused the commit, or cannot be reached.
            DamagedError: the repository here is damaged.
        """
        options = ("--progress", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags")
        words = (*options, "--recurse-submodules=no", REMOTE, f"{commit}:{_REF}")
        # A remote that is a directory has modes of its own.
        code, printed, said = self._git.talk("push", *words, umask=-1)
        if code and not _FASTER.search(printed + said):
            raise_failure("push", said + b"\n" + printed, self.address)
        return code == 0

    def keep(self, commit: str) -> None:
        """Record that the last sync ended with `commit`, which `last` returns from now on."""
        _write(self._path / _REF, f"{commit}\n".encode())
        self._git.set_ref(_REF, commit)

    def _put_packs_together(self) -> None:
        """Put over 20 small packs, or loose objects, into one pack; drop what no commit holds."""
        packs = {path: path.stat().st_size for path in self._packs.glob("pack-*.pack")}
        large = [path for path, size in packs.items() if size > _LARGE]
        if len(packs) - len(large) > _MOST_PACKS or self._has_loose_objects():
            kept = (f"--keep-pack={path.name}" for path in large)
            self._git.run("repack", "-q", "-a", "-d", "-n", *kept)
        if self._has_loose_objects():  # of an earlier version, and in no commit
            self._git.run("prune", "--expire=now")

    @property
    def _packs(self) -> Path:
        return self._path / "objects" / "pack"

    def _has_loose_objects(self) -> bool:
        return any((self._path / "objects").glob("[0-9a-f][0-9a-f]/*"))

    def _sweep(self) -> None:
        """Delete what a killed git has left: temporary files, locks, packs without index."""
        objects = self._path / "objects"
        left = [*objects.glob("??/tmp_obj_*"), *objects.glob("info/*.lock"), *objects.glob("tmp_*")]
        for path in self._packs.glob("*"):
            parts = (path.with_suffix(".pack"), path.with_suffix(".idx"))
            is_whole = path.suffix != ".keep" and all(each.exists() for each in parts)
            if not is_whole and not path.name.startswith("multi-pack-index"):
                left.append(path)
        with contextlib.suppress(OSError):  # it only takes room
            for path in left:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


_FASTER = re.compile(
    rb"\[rejected\] \((?:fetch first|non-fast-forward|stale info)"
    rb"|cannot lock ref .*(?:is at [0-9a-f]+ but expected|reference already exists)"
    rb"|\((?:incorrect old value provided|reference already exists)\)"
)
"""What git says where the branch on the remote was changed since it was fetched."""


def _kind(path: Path) -> int | None:
    """Return the type of the file at `path`, such as S_IFDIR; None if there is nothing."""
    with contextlib.suppress(OSError):
        return stat.S_IFMT(path.lstat().st_mode)
    return None


def _write(path: Path, content: bytes) -> None:
    """Write `content` to a file of the repository, unless the file has it already."""
    with contextlib.suppress(NotFoundError):
        if read_file(path)[0] == content:
            return
    replace_file(path, content, is_private=True)
