"""One writer at a time: `flock` on a lock file that names its holder."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Condition, local

from csp_tui.core.base.errors import BusyError, CspTuiError, WriteError, reason
from csp_tui.core.base.language import N_, _
from csp_tui.core.disk.directories import make_directory, opened
from csp_tui.core.disk.in_place import open_or_make

PATIENCE = 2.0
"""Seconds to wait for a lock before BusyError is raised."""

BUSY = N_("this partner is being changed by {holder}; try again")
_PAUSE = 0.005

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
"""Error numbers of a file system that has no locks, or whose lock service is down."""


class _Gate:
    """Counts the locks of this process, and can keep its threads from taking more."""

    def __init__(self) -> None:
        self._held = 0
        self._is_closed = False
        self._news = Condition()
        self._of_thread = local()

    @contextlib.contextmanager
    def passed(self) -> Iterator[None]:
        """Count a lock during the block; wait first while the gate is closed.

        A thread that holds a lock already does not wait: it could not let go of that.
        """
        before = getattr(self._of_thread, "held", 0)
        with self._news:
            self._news.wait_for(lambda: before or not self._is_closed)
            self._held += 1
        self._of_thread.held = before + 1
        try:
            yield
        finally:
            self._of_thread.held = before
            with self._news:
                self._held -= 1
                self._news.notify_all()

    @contextlib.contextmanager
    def closed(self, patience: float) -> Iterator[bool]:
        """Close the gate during the block, which begins once no lock is held; see `none_held`."""
        with self._news:
            self._is_closed = True
            is_free = self._news.wait_for(lambda: not self._held, patience)
        try:
            yield is_free
        finally:
            with self._news:
                self._is_closed = False
                self._news.notify_all()


_GATE = _Gate()


def none_held(patience: float = PATIENCE) -> contextlib.AbstractContextManager[bool]:
    """Return a context manager; in its block this process holds no lock, and takes none.

    A thread that works through many partners waits before the next one, until the block ends. The
    block begins after `patience` seconds all the same; its value is whether no lock is held.
    """
    return _GATE.closed(patience)


@contextlib.contextmanager
def locked(
    path: Path,
    holder: str,
    patience: float = PATIENCE,
    *,
    is_kept: Callable[[], bool] = lambda: True,
    busy: str = BUSY,
) -> Iterator[None]:
    """Hold a lock on the file at `path` during the block; the file is made if it does not exist.

    `holder` is written into the file, so that the error which others get names the holder.
    Afterwards the file is emptied, and removed if `is_kept` returns False. A file that has another
    name (a hard link) is locked, but nothing is written to it. The lock ends with its process, so a
    crash blocks nobody. Where the file system has no locks, the block runs without a lock: files
    are compared before each write anyway. `busy` is the message of BusyError, in English.

    Raises:
        BusyError: another process held the lock for `patience` seconds.
        WriteError: the lock file cannot be made.
    """
    with _GATE.passed(), _locked(path, holder, patience, is_kept, busy):
        yield


@contextlib.contextmanager
def _locked(
    path: Path, holder: str, patience: float, is_kept: Callable[[], bool], busy: str
) -> Iterator[None]:
    descriptor = _open_locked(path, time.monotonic() + patience, busy)
    try:
        with contextlib.suppress(OSError):  # a full disk: the lock holds, unnamed
            if _has_one_name(descriptor):
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, holder.encode(errors="replace"), 0)
        yield
    finally:
        with contextlib.suppress(OSError, CspTuiError):
            if _has_one_name(descriptor):
                os.ftruncate(descriptor, 0)
            if not is_kept():
                with opened(path.parent) as directory:
                    os.unlink(path.name, dir_fd=directory)
        os.close(descriptor)


def _open_locked(path: Path, deadline: float, busy: str) -> int:
    """Open the file at `path`, wait until it can be locked, and return its descriptor.

    It is made if it does not exist. The lock is waited for until `deadline`, as
    ``time.monotonic()`` counts.

    Raises:
        BusyError: another process held the lock until then; `busy` is the message.
        WriteError: the file cannot be made, opened or locked.
    """
    while True:
        make_directory(path.parent)
        try:
            descriptor, _is_new = open_or_make(path, os.O_RDWR)
        except OSError as error:
            raise WriteError(
                _("cannot make the lock {path}").format(path=path), reason(error)
            ) from error
        try:
            _acquire(descriptor, deadline, busy)
            if _is_at(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # its last holder has removed it: others lock another file


def _has_one_name(descriptor: int) -> bool:
    """Return whether an open file has only one name, so that no other file shares its content."""
    return os.fstat(descriptor).st_nlink == 1


def _is_at(path: Path, descriptor: int) -> bool:
    """Return whether the open file is still the one at `path`."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    return False


def _acquire(descriptor: int, deadline: float, busy: str) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = _holder(descriptor) or _("another process")
                raise BusyError(_(busy).format(holder=holder)) from None
            time.sleep(_PAUSE)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise WriteError(_("cannot lock"), reason(error)) from error
            return


def _holder(descriptor: int) -> str:
    with contextlib.suppress(OSError):
        if _has_one_name(descriptor):
            return os.pread(descriptor, 200, 0).decode(errors="replace")
    return ""


def locks_hold(directory: Path) -> bool:
    """Return whether a lock in `directory` keeps out a second holder on this machine.

    A lock file is made, locked twice and removed to find out.

    Raises:
        WriteError: the file cannot be made.
    """
    path = directory / f"probe-{os.getpid()}.lock"
    with locked(path, "probe", is_kept=lambda: False):
        # A second open file is a second holder, in this process as in any other.
        descriptor, _is_new = open_or_make(path, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return False
