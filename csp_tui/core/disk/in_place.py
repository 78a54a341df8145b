"""Files that are changed in place: a history grows at its end, a lock file stays."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from csp_tui.core.base.errors import WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import group_let_in, opened, sync_opened
from csp_tui.core.disk.files import write_all
from csp_tui.core.disk.owners import is_in_shared, keep_owner


def has_other_names(path: Path) -> bool:
    """Return whether the file at `path` has another name: a hard link that changes with it.

    False if there is no such file.
    """
    with contextlib.suppress(OSError):
        return path.lstat().st_nlink > 1
    return False


def cut_file(path: Path, size: int) -> None:
    """Cut the file at `path` to `size` bytes, durably.

    Raises:
        InvalidFileError: a directory on the way is a symbolic link.
        WriteError: the file could not be cut.
    """
    try:
        with opened(path.parent) as directory:
            flags = os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW
            descriptor = os.open(path.name, flags, dir_fd=directory)
        try:
            os.ftruncate(descriptor, size)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise WriteError(_("cannot write {path}").format(path=path), reason(error)) from error


def append_to_file(path: Path, content: bytes) -> None:
    """Append `content` to the file at `path`, durably.

    A file that does not exist is made: 0660 in a shared data directory, else 0600.

    Raises:
        InvalidFileError: a directory on the way is a symbolic link.
        WriteError: the content could not be appended; the file is cut back to its old size, or
            removed if it was just made.
    """
    try:
        with opened(path.parent) as directory:
            descriptor, is_new = _open_or_make(path, os.O_WRONLY | os.O_APPEND, directory)
            try:
                size = os.fstat(descriptor).st_size
                try:
                    write_all(descriptor, content)
                    os.fsync(descriptor)
                    # Also for an old file: the process that made it may have died before its sync.
                    sync_opened(directory)
                except OSError:
                    with contextlib.suppress(OSError):
                        if is_new:
                            os.unlink(path.name, dir_fd=directory)
                        else:
                            os.ftruncate(descriptor, size)
                    raise
            finally:
                os.close(descriptor)
    except OSError as error:
        raise WriteError(_("cannot write {path}").format(path=path), reason(error)) from error


def open_or_make(path: Path, flags: int) -> tuple[int, bool]:
    """Open the file at `path`, making it if needed; return its descriptor and whether it was made.

    A new file is 0660 in a shared data directory, else 0600; if root makes it, it belongs to the
    owner of the directory. `flags` are those of `os.open`.

    Raises:
        InvalidFileError: a directory on the way is a symbolic link.
        WriteError: root cannot give a new file to the owner of the directory.
        OSError: the file cannot be opened or made.
    """
    with opened(path.parent) as directory:
        return _open_or_make(path, flags, directory)


def _open_or_make(path: Path, flags: int, directory: int) -> tuple[int, bool]:
    flags |= os.O_CLOEXEC | os.O_NOFOLLOW
    while True:
        with contextlib.suppress(FileNotFoundError):
            return os.open(path.name, flags, dir_fd=directory), False
        with contextlib.suppress(FileExistsError):  # somebody else has made it in between
            return _make(path, flags | os.O_CREAT | os.O_EXCL, directory), True


def _make(path: Path, flags: int, directory: int) -> int:
    is_for_group = is_in_shared(path)
    with group_let_in() if is_for_group else contextlib.nullcontext():
        mode = 0o660 if is_for_group else 0o600
        descriptor = os.open(path.name, flags, mode, dir_fd=directory)
    try:
        keep_owner(descriptor, path, directory)
    except BaseException:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            os.unlink(path.name, dir_fd=directory)
        raise
    return descriptor
