"""The directories of the data: made, listed and synced, and never left through a link."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError, WriteError, reason
from csp_tui.core.base.language import _


def refuse_link(directory: Path) -> None:
    """Raise InvalidFileError where a directory of the data is a symbolic link."""
    with contextlib.suppress(OSError):  # one that may not be seen is told when it is read
        if directory.is_symlink():
            raise InvalidFileError(directory, _("is a symbolic link, which is not followed"))


def list_directory(directory: Path) -> list[str]:
    """Return the names in a directory of the data; none where it is missing.

    Raises:
        InvalidFileError: it is a symbolic link, or may not be read.
    """
    refuse_link(directory)
    try:
        return os.listdir(directory)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InvalidFileError(directory, reason(error)) from error


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
                _make(directory)
                sync_directory(directory.parent)
        if not path.is_dir():
            raise WriteError(_("{path} is not a directory").format(path=path))
    except OSError as error:
        raise WriteError(
            _("cannot make the directory {path}").format(path=path), reason(error)
        ) from error


def _make(directory: Path) -> None:
    if not is_shared(directory.parent):
        directory.mkdir(mode=0o700)
        return
    with group_let_in():
        directory.mkdir(mode=0o770)
    if not is_shared(directory):  # where a directory does not hand down its bit
        directory.chmod(0o2770)


@contextlib.contextmanager
def group_let_in() -> Iterator[None]:
    """Let what is made during the block be open to the group from its first moment on.

    A mode that is set afterwards comes too late for another user, and never if the process dies.
    """
    before = os.umask(0o007)
    try:
        yield
    finally:
        os.umask(before)


def sync_directory(path: Path) -> None:
    """Make sure that the names in a directory are on the disk; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(source: Path, target: Path) -> None:
    """Move a file or directory within one file system, and make sure that it is there.

    Raises:
        WriteError: it could not be moved, or whether the move outlives a power cut is not sure.
    """
    try:
        source.rename(target)
        sync_directory(target.parent)
        sync_directory(source.parent)
    except OSError as error:
        raise WriteError(
            _("cannot move {source} to {target}").format(source=source, target=target),
            reason(error),
        ) from error
