"""Reading and replacing files so that nothing is lost and nothing foreign is followed.

A symbolic link in the data directory is never followed: replacing it would leave its
target with old data, and it could lead out of the directory.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.errors import InvalidFileError, NotDurableError, NotFoundError, WriteError

LARGEST = 16 * 1024 * 1024
"""Bytes; a larger file is refused unread."""


class Version(NamedTuple):
    """What tells one state of a file from another without reading it."""

    inode: int
    size: int
    mtime_ns: int


def version_of(status: os.stat_result) -> Version:
    """Return the version that `status` describes."""
    return Version(status.st_ino, status.st_size, status.st_mtime_ns)


def current_version(path: Path) -> Version | None:
    """Return the version of the file at `path` now, or None where there is none."""
    try:
        return version_of(path.lstat())
    except OSError:
        return None


def read_file(
    path: Path, *, follow_links: bool = False, largest: int = LARGEST
) -> tuple[bytes, Version]:
    """Return the bytes of the regular file at `path` and the version that was read.

    Raises:
        NotFoundError: there is no such file.
        InvalidFileError: it is no regular file, too large, or cannot be read.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow_links else os.O_NOFOLLOW)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError as error:
        raise NotFoundError(f"{path}: no such file") from error
    except OSError as error:
        what = "is a symbolic link, which is not followed" if error.errno == errno.ELOOP else None
        raise InvalidFileError(path, what or _reason(error)) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise InvalidFileError(path, "is not a regular file")
        if status.st_size > largest:
            raise InvalidFileError(path, f"is larger than {largest // 1024 // 1024} MiB")
        with os.fdopen(os.dup(descriptor), "rb") as stream:
            return stream.read(largest), version_of(status)
    except OSError as error:
        raise InvalidFileError(path, _reason(error)) from error
    finally:
        os.close(descriptor)


def refuse_link(directory: Path) -> None:
    """Raise InvalidFileError where a directory of the data is a symbolic link."""
    if directory.is_symlink():
        raise InvalidFileError(directory, "is a symbolic link, which is not followed")


def is_shared(directory: Path) -> bool:
    """Say whether a directory is set up for a group: writable by it, and handing it down."""
    mode = directory.stat().st_mode
    return bool(mode & stat.S_ISGID and mode & stat.S_IWGRP)


def make_directory(path: Path) -> None:
    """Make `path` and what is missing above it, for the owner alone or as its parent is shared.

    Raises:
        WriteError: it cannot be made.
    """
    try:
        if path.is_dir():
            return
        make_missing = [path, *path.parents]
        for directory in reversed([each for each in make_missing if not each.exists()]):
            with contextlib.suppress(FileExistsError):
                directory.mkdir(mode=0o700)
                if is_shared(directory.parent):
                    directory.chmod(0o2770)
                _sync_directory(directory.parent)
        if not path.is_dir():
            raise WriteError(f"{path} is not a directory")
    except OSError as error:
        raise WriteError(f"cannot make the directory {path}: {_reason(error)}") from error


def replace_file(path: Path, content: bytes) -> Version:
    """Replace the file at `path` with `content` as a whole, and make sure it is on the disk.

    Readers see the old file or the new one, never half. An existing file keeps its mode; a new
    one is for the owner alone, or for the group of a shared directory.

    Raises:
        WriteError: something failed; the old file is whole and no temporary file is left.
        NotDurableError: the new file is there, but whether it outlives a power cut is not sure.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        mode = _mode_for(path)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            try:
                os.fchmod(descriptor, mode)
                _write_all(descriptor, content)
                os.fsync(descriptor)
                written = version_of(os.fstat(descriptor))
            finally:
                os.close(descriptor)
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise WriteError(f"cannot write {path}: {_reason(error)}") from error
    try:
        _sync_directory(path.parent)
    except OSError as error:
        raise NotDurableError(f"cannot sync {path.parent}: {_reason(error)}") from error
    return written


def _mode_for(path: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise WriteError(f"cannot write {path}: it is not a regular file")
        return stat.S_IMODE(status.st_mode)
    return 0o660 if is_shared(path.parent) else 0o600


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def remove_file(path: Path) -> None:
    """Remove the file at `path`, if there is one, and make sure it is gone from the disk.

    Raises:
        WriteError: it could not be removed.
    """
    try:
        path.unlink()
        _sync_directory(path.parent)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise WriteError(f"cannot remove {path}: {_reason(error)}") from error


def cut_file(path: Path, size: int) -> None:
    """Cut the file at `path` to `size` bytes.

    Raises:
        WriteError: it could not be cut.
    """
    try:
        os.truncate(path, size)
    except OSError as error:
        raise WriteError(f"cannot write {path}: {_reason(error)}") from error


def append_to_file(path: Path, content: bytes) -> None:
    """Append `content` to the file at `path` and make sure it is on the disk.

    A new file gets the mode that :func:`replace_file` would give it.

    Raises:
        WriteError: it could not be appended; what was added is cut off again.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        is_new = not path.exists()
        descriptor = os.open(path, flags, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            try:
                if is_new and is_shared(path.parent):
                    os.fchmod(descriptor, 0o660)
                _write_all(descriptor, content)
                os.fsync(descriptor)
                if is_new:
                    _sync_directory(path.parent)
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(descriptor, size)
                raise
        finally:
            os.close(descriptor)
    except OSError as error:
        raise WriteError(f"cannot write {path}: {_reason(error)}") from error


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
