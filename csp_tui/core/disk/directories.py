"""Directories inside the data directory: made, listed and synced; symbolic links are refused."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError, WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.disk.owners import is_shared, keep_owner

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


def refuse_link(directory: Path) -> None:
    """Raise InvalidFileError if `directory` is a symbolic link."""
    with contextlib.suppress(OSError):  # no access: whoever reads the directory gets the error
        if directory.is_symlink():
            raise InvalidFileError(directory, _("is a symbolic link, which is not followed"))


def list_directory(directory: Path) -> list[str]:
    """Return the names in `directory`; an empty list where it does not exist.

    Raises:
        InvalidFileError: `directory` is a symbolic link, or cannot be read.
    """
    refuse_link(directory)
    try:
        return os.listdir(directory)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InvalidFileError(directory, reason(error)) from error


def is_directory(path: Path) -> bool:
    """Return whether there is a directory at `path` that can be reached."""
    with contextlib.suppress(OSError):
        return path.is_dir()
    return False


def make_directory(path: Path) -> None:
    """Make the directory `path` and its missing parents, durably.

    Each is shared with the group if its parent is, else private to the owner.

    Raises:
        WriteError: a directory cannot be made.
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
        give_to_owner(directory)
        return
    with group_let_in():
        directory.mkdir(mode=0o770)
    give_to_owner(directory)
    if not is_shared(directory):  # a file system that does not pass setgid on
        directory.chmod(0o2770)


def give_to_owner(directory: Path) -> None:
    """Give a directory that was just made to the owner of the one above it, if root made it.

    Raises like :func:`keep_owner`; the directory is removed then.
    """
    descriptor = os.open(directory, _DIRECTORY | os.O_NOFOLLOW)
    try:
        keep_owner(descriptor, directory)
    except (OSError, WriteError):
        with contextlib.suppress(OSError):
            directory.rmdir()
        raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def group_let_in() -> Iterator[None]:
    """Let files and directories that are made during the block be accessible to the group.

    Setting their mode afterwards would lock the group out for a moment, or for good if the process
    died before.
    """
    before = os.umask(0o007)
    try:
        yield
    finally:
        os.umask(before)


def sync_directory(path: Path) -> None:
    """Sync the directory `path`, so that new, moved and removed names are on the disk.

    Raises:
        OSError: the directory cannot be synced.
    """
    descriptor = os.open(path, _DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(source: Path, target: Path) -> None:
    """Move the file or directory `source` to `target`, on the same file system, durably.

    Raises:
        WriteError: the move failed, or may be lost in a power cut.
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
