"""Directories inside the data directory: made, listed and synced; symbolic links are refused."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError, WriteError, reason
from csp_tui.core.base.language import N_, _
from csp_tui.core.disk.owners import is_in_shared, keep_owner, lets_group_write
from csp_tui.core.disk.roots import root_of, target_of

LINK = N_("is a symbolic link, which is not followed")

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_CANNOT_SYNC = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
"""Errors of syncing a directory on a file system that knows only how to sync files."""
_LINK = (errno.ENOTDIR, errno.ELOOP, errno.EMLINK)
"""Errors of opening a symbolic link as a directory, or a link that is not to be followed."""


def refuse_link(directory: Path) -> None:
    """Raise InvalidFileError if `directory` is a symbolic link, as far as that can be seen."""
    with contextlib.suppress(OSError):  # no access: whoever reads the directory gets the error
        if directory.is_symlink():
            raise InvalidFileError(directory, _(LINK))


@contextlib.contextmanager
def opened(directory: Path) -> Iterator[int]:
    """Yield the descriptor of `directory`, for use as `dir_fd`.

    The descriptor stays that of the directory that was opened, even if another takes its place.
    Below a data directory no symbolic link is followed.

    Raises:
        InvalidFileError: a directory on the way from the data directory is a symbolic link.
        OSError: a directory cannot be opened.
    """
    descriptor = _open(directory)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _open(directory: Path) -> int:
    root = root_of(directory)
    if root is None:
        return os.open(directory, _DIRECTORY)
    names = directory.parts[len(Path(root).parts) :]
    descriptor: int | None = None
    for number, name in enumerate((target_of(root), *names)):
        try:
            below = os.open(name, _DIRECTORY | os.O_NOFOLLOW, dir_fd=descriptor)
        except OSError as error:
            if error.errno in _LINK and _is_link(name, descriptor):
                raise InvalidFileError(Path(root, *names[:number]), _(LINK)) from error
            raise
        finally:
            if descriptor is not None:
                os.close(descriptor)
        descriptor = below
    return below


def _is_link(name: str, directory: int | None) -> bool:
    with contextlib.suppress(OSError):
        return stat.S_ISLNK(os.stat(name, dir_fd=directory, follow_symlinks=False).st_mode)
    return False


def list_directory(directory: Path) -> list[str]:
    """Return the names in `directory`; an empty list where it does not exist.

    Raises:
        InvalidFileError: `directory` cannot be read, or is a symbolic link in a data directory.
    """
    try:
        with opened(directory) as descriptor:
            return os.listdir(descriptor)
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
    """Make the directory `path` and its missing parents, durably; do nothing if it exists.

    Each is shared with the group if it is in a shared data directory, else private to the owner.

    Raises:
        InvalidFileError: a directory on the way from the data directory is a symbolic link.
        WriteError: a directory cannot be made, or a file is in its place.
    """
    try:
        if path.is_dir():
            return
        make_missing = [path, *path.parents]
        for directory in reversed([each for each in make_missing if not each.exists()]):
            with contextlib.suppress(FileExistsError):
                _make(directory)
        if not path.is_dir():
            raise WriteError(_("{path} is not a directory").format(path=path))
    except OSError as error:
        raise WriteError(
            _("cannot make the directory {path}").format(path=path), reason(error)
        ) from error


def _make(directory: Path) -> None:
    is_for_group = is_in_shared(directory.parent)
    with opened(directory.parent) as above:
        with group_let_in() if is_for_group else contextlib.nullcontext():
            os.mkdir(directory.name, 0o770 if is_for_group else 0o700, dir_fd=above)
        give_to_owner(directory, above)
        with opened(directory) as made:
            mode = os.fstat(made).st_mode
            if is_for_group and not lets_group_write(mode):  # a file system that hands nothing down
                os.fchmod(made, 0o2770)
            elif not is_for_group and mode & stat.S_ISGID:
                os.fchmod(made, 0o700)
        sync_opened(above)


def give_to_owner(directory: Path, above: int) -> None:
    """Give a directory that was just made to the owner of its parent, if root made it.

    `above` is the descriptor of the parent. Raises as :func:`keep_owner` does; the new directory is
    then removed.
    """
    descriptor = os.open(directory.name, _DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
    try:
        keep_owner(descriptor, directory, above)
    except (OSError, WriteError):
        with contextlib.suppress(OSError):
            os.rmdir(directory.name, dir_fd=above)
        raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def group_let_in() -> Iterator[None]:
    """Let the group use files and directories that are made during the block.

    If their mode were set afterwards, the group would be locked out for a moment, or for good if
    the process died before.
    """
    before = os.umask(0o007)
    try:
        yield
    finally:
        os.umask(before)


def sync_opened(descriptor: int) -> None:
    """Sync the open directory `descriptor`, unless its file system can sync no directory.

    Raises:
        OSError: the directory cannot be synced.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise


def sync_directory(path: Path) -> None:
    """Sync the directory `path`, so that new, moved and removed names are on the disk.

    Raises:
        InvalidFileError: a directory on the way is a symbolic link.
        OSError: the directory cannot be synced.
    """
    with opened(path) as descriptor:
        sync_opened(descriptor)


def move(source: Path, target: Path) -> None:
    """Move the file or directory `source` to `target`, on the same file system, durably.

    A file or empty directory that is at `target` is replaced.

    Raises:
        InvalidFileError: a directory on the way is a symbolic link.
        WriteError: the move failed, or may be lost in a power cut.
    """
    try:
        with opened(source.parent) as old, opened(target.parent) as new:
            os.rename(source.name, target.name, src_dir_fd=old, dst_dir_fd=new)
            sync_opened(new)
            sync_opened(old)
    except OSError as error:
        raise WriteError(
            _("cannot move {source} to {target}").format(source=source, target=target),
            reason(error),
        ) from error
