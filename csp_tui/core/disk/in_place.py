"""Files that are changed in place: a history grows at its end, a lock file stays."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from csp_tui.core.base.errors import WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import group_let_in, sync_directory
from csp_tui.core.disk.files import write_all
from csp_tui.core.disk.owners import is_shared, keep_owner


def cut_file(path: Path, size: int) -> None:
    """Cut the file at `path` to `size` bytes, durably; raises WriteError."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            os.ftruncate(descriptor, size)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise WriteError(_("cannot write {path}").format(path=path), reason(error)) from error


def append_to_file(path: Path, content: bytes) -> None:
    """Append `content` to the file at `path`, durably.

    A file that does not exist is made: 0660 in a shared directory, else 0600.

    Raises:
        WriteError: the content could not be appended; the file is cut back to its old size.
    """
    try:
        descriptor, is_new = open_or_make(path, os.O_WRONLY | os.O_APPEND)
        try:
            size = os.fstat(descriptor).st_size
            try:
                write_all(descriptor, content)
                os.fsync(descriptor)
                # Also for an old file: the process that made it may have died before its sync.
                sync_directory(path.parent)
            except OSError:
                with contextlib.suppress(OSError):
                    path.unlink() if is_new else os.ftruncate(descriptor, size)
                raise
        finally:
            os.close(descriptor)
    except OSError as error:
        raise WriteError(_("cannot write {path}").format(path=path), reason(error)) from error


def open_or_make(path: Path, flags: int) -> tuple[int, bool]:
    """Open the file at `path`, making it if needed; return its descriptor and whether it was made.

    A new file is 0660 in a shared directory, else 0600; if root makes it, it belongs to the owner
    of the directory. `flags` are those of `os.open`.

    Raises:
        WriteError: root cannot give it to the owner of its directory.
        OSError: the system failed to.
    """
    flags |= os.O_CLOEXEC | os.O_NOFOLLOW
    while True:
        with contextlib.suppress(FileNotFoundError):
            return os.open(path, flags), False
        with contextlib.suppress(FileExistsError):  # somebody else has made it in between
            return _make(path, flags | os.O_CREAT | os.O_EXCL), True


def _make(path: Path, flags: int) -> int:
    if is_shared(path.parent):
        with group_let_in():
            descriptor = os.open(path, flags, 0o660)
    else:
        descriptor = os.open(path, flags, 0o600)
    try:
        keep_owner(descriptor, path)
    except BaseException:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return descriptor
