"""Running git on objects that are kept in a directory, with settings that nobody else can change.

Git has a private directory with settings made here, and with a link to the objects. It never reads
settings beside the objects, and its lock files are gone with the private directory. How to reach
the remote say the user's own settings of git.
"""

from __future__ import annotations

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, NamedTuple, NoReturn

from csp_tui.core.base.errors import UsageError, WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.exchange.git_environment import (
    OWN_SETTINGS,
    USERS_CHOICE,
    git_environment,
    has_own_ssh,
    time_limits,
)
from csp_tui.core.exchange.git_reasons import failure, is_damage

REMOTE = "csp-tui"
"""The name of the remote in the settings."""

LEAST = (2, 20)
"""The oldest git that will do: it lists no refs of other repositories if it is told not to."""

_LOOKS = 0.2
"""Seconds between two looks at a git that talks with the remote."""
_MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes; a small pack can unfold to any size, so git may not have more as it fetches."""
_MOST = 16 * 1024 * 1024
"""Bytes that git and the remote may write as messages."""


class DamagedError(Exception):
    """Objects are damaged or missing; making the repository anew helps and loses nothing.

    Args:
        error: the error to raise if making the repository anew does not help.
    """

    def __init__(self, error: WriteError) -> None:
        super().__init__(str(error))
        self.error = error


class Answer(NamedTuple):
    """A call of git that talked with the remote: its exit code, what it printed and complained."""

    code: int
    printed: bytes
    said: bytes


class Git:
    """Runs git; a context manager, which removes the private directory of git at its end.

    Args:
        objects: the directory of the objects.
        environ: the user's environment.
        address: the address of the remote; it may be empty if nothing is fetched or sent.
        patience: for how many seconds git and the remote may be silent.

    Raises:
        UsageError: git is not installed, or too old.
        WriteError: git cannot be run.
    """

    def __init__(
        self, objects: Path, environ: Mapping[str, str], address: str, patience: float
    ) -> None:
        self._objects = objects.absolute()
        self._users = environ
        self._environ = git_environment(environ)
        self._address = address
        self._patience = patience
        self._chosen: str | None = None
        self._at_end = contextlib.ExitStack()

    def __enter__(self) -> Git:
        try:
            with contextlib.ExitStack() as stack:
                made = stack.enter_context(TemporaryDirectory(prefix="csp-tui-git-"))
                self._directory = Path(made)
                (self._directory / "HEAD").write_bytes(HEAD)
                (self._directory / "config").write_bytes(settings(self._address))
                (self._directory / "refs").mkdir()
                (self._directory / "objects").symlink_to(self._objects)
                self._environ["GIT_DIR"] = self._environ["GIT_COMMON_DIR"] = made
                self._refuse_old()
                self._at_end = stack.pop_all()
        except OSError as error:
            raise WriteError(_("cannot run git"), reason(error)) from error
        return self

    def __exit__(self, *_why: object) -> None:
        self._at_end.close()

    def _refuse_old(self) -> None:
        version = self.run("version").decode(errors="replace")
        found = re.search(r"(\d+)\.(\d+)", version)
        if found and (int(found[1]), int(found[2])) < LEAST:
            message = _("git {version} is too old; sync needs git {least} or newer")
            least = ".".join(map(str, LEAST))
            raise UsageError(message.format(version=found[0], least=least))

    def ref(self, name: str) -> str:
        """Return the hash of the commit that a ref names; empty if there is no such ref."""
        return self.run("for-each-ref", "--format=%(objectname)", name).decode().strip()

    def set_ref(self, name: str, commit: str) -> None:
        """Let a ref name `commit`, which need not exist; an empty `commit` removes the ref."""
        path = self._directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if commit:
            path.write_text(f"{commit}\n", encoding="utf-8")
        else:
            path.unlink(missing_ok=True)

    def run(self, *words: str) -> bytes:
        """Run git without the remote and return what it printed.

        Raises:
            DamagedError: objects are damaged or missing.
            UsageError: git is not installed.
            WriteError: git failed otherwise.
        """
        with self._start(words, subprocess.DEVNULL, subprocess.PIPE, subprocess.PIPE) as process:
            printed, said = process.communicate()
        if process.returncode:
            raise_failure(words[0], said)
        return printed

    @contextlib.contextmanager
    def piped(self, *words: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        """Run git during the block; yield its standard input and its standard output.

        After the block, raises as `run` does if git has failed; a BrokenPipeError in the block
        counts as such a failure. If the block fails otherwise, git is killed.
        """
        with TemporaryFile() as said:
            process = self._start(words, subprocess.PIPE, subprocess.PIPE, said)
            given, printed = process.stdin, process.stdout
            if given is None or printed is None:
                raise AssertionError
            is_broken = False
            try:
                try:
                    yield given, printed
                except BrokenPipeError:
                    is_broken = True
                except BaseException:
                    process.kill()
                    raise
            finally:
                with contextlib.suppress(BrokenPipeError):
                    given.close()
                printed.close()
                code = process.wait()
            if code or is_broken:
                raise_failure(words[0], _read(said))

    def talk(self, *words: str, umask: int = 0o077) -> Answer:
        """Run git with the remote; return its exit code and what it wrote, at most 16 MiB each.

        `umask` is that of git; -1 leaves the user's.

        Raises:
            UsageError: git is not installed.
            WriteError: git and the remote were silent for too long, or wrote too much.
        """
        environ = self._limits()
        own_group = None if has_own_ssh(self._users, self._chosen or "") else 0
        with TemporaryFile() as printed, TemporaryFile() as said:
            process = self._start(
                words, subprocess.DEVNULL, printed, said, environ, umask=umask, group=own_group
            )
            try:
                if words[0] == "fetch" and sys.platform == "linux":  # hooks of a push need no limit
                    with contextlib.suppress(OSError, ValueError):  # it has ended, or has less
                        resource.prlimit(process.pid, resource.RLIMIT_DATA, (_MOST_MEMORY,) * 2)
                self._wait(words[0], process, (printed, said))
            finally:
                _end(process, has_own_group=own_group is not None)
            return Answer(process.returncode, _read(printed), _read(said))

    def _limits(self) -> dict[str, str]:
        if self._chosen is None:
            words = ("config", "--name-only", "--get-regexp", USERS_CHOICE)
            with self._start(
                words, subprocess.DEVNULL, subprocess.PIPE, subprocess.PIPE
            ) as process:
                chosen, said = process.communicate()
            if process.returncode > 1:  # 1: the user has none of them
                raise failure(words[0], said)
            self._chosen = chosen.decode(errors="replace").lower()
        return time_limits(self._users, self._chosen)

    def _wait(
        self, command: str, process: subprocess.Popen[bytes], files: tuple[IO[bytes], ...]
    ) -> None:
        size, since = 0, time.monotonic()
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LOOKS)
                return
            before, size = size, sum(os.fstat(file.fileno()).st_size for file in files)
            now = time.monotonic()
            if size != before:
                since = now
            if size > _MOST or now - since > self._patience:
                act = _("{command} failed").format(command=f"git {command}")
                silent = _(
                    "the remote was silent for {seconds} s; check the network, nothing is lost"
                )
                loud = _("the remote did not stop writing messages")
                cause = loud if size > _MOST else silent.format(seconds=round(self._patience))
                raise WriteError(act, cause)

    def _start(
        self,
        words: tuple[str, ...],
        given: int,
        printed: int | IO[bytes],
        said: int | IO[bytes],
        environ: Mapping[str, str] | None = None,
        *,
        umask: int = 0o077,
        group: int | None = None,
    ) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                ["git", *OWN_SETTINGS, *words],
                stdin=given,
                stdout=printed,
                stderr=said,
                env={**self._environ, **(environ or {})},
                cwd=self._directory,
                umask=umask,
                process_group=group,
            )
        except FileNotFoundError as error:
            raise UsageError(_("git is not installed here; sync needs it")) from error
        except OSError as error:
            raise WriteError(_("cannot run git"), reason(error)) from error


HEAD = b"ref: refs/heads/csp-tui\n"


def settings(address: str = "") -> bytes:
    """Return the content of git's settings file; with `address`, it also names the remote."""
    lines = ["[core]", "\trepositoryformatversion = 0", "\tbare = true"]
    lines += [f"\thooksPath = {os.devnull}", "\talternateRefsCommand = :"]
    if address:
        escaped = address.replace("\\", "\\\\").replace('"', '\\"')
        lines += [f'[remote "{REMOTE}"]', f'\turl = "{escaped}"']
    return "".join(f"{line}\n" for line in lines).encode()


def raise_failure(command: str, said: bytes, address: str = "") -> NoReturn:
    """Raise DamagedError if git failed because its repository is damaged, else WriteError.

    The arguments are those of `failure`, which makes the message.
    """
    error = failure(command, said, address)
    if is_damage(said):
        raise DamagedError(error)
    raise error


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(_MOST)


def _end(process: subprocess.Popen[bytes], *, has_own_group: bool) -> None:
    """End git if it still runs; with `has_own_group`, also the processes that it has started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if has_own_group:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.terminate()
        process.wait()
