"""Reading and replacing files without losing data.

A symbolic link in the data directory is refused: replacing it would leave its target with old
data, and it could lead out of the directory.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.errors import (
    InvalidFileError,
    NotDurableError,
    NotFoundError,
    WriteError,
    reason,
)
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import LINK, opened, sync_directory
from csp_tui.core.disk.owners import is_in_shared, keep_acl, keep_owner
from csp_tui.core.disk.roots import root_of

LARGEST = 16 * 1024 * 1024
"""Bytes; a larger file is not read."""
_AT_ONCE = 64 * 1024
"""How many bytes are read at once: enough for most progress files."""
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW


class Version(NamedTuple):
    """The state of a file: inode, size and times of change, to notice that the file has changed."""

    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


def version_of(status: os.stat_result) -> Version:
    """Return the version of a file from its `status`, the result of `stat`."""
    return Version(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def current_version(path: Path) -> Version | None:
    """Return the present version of the file at `path`; None if it cannot be found."""
    try:
        return version_of(path.lstat())
    except OSError:
        return None


def read_file(
    path: Path, *, follow_links: bool = False, largest: int = LARGEST, is_own: bool = False
) -> tuple[bytes, Version]:
    """Return the bytes of the regular file at `path`, and the version that they belong to.

    With `is_own`, a file that another user has, or may write, is refused.

    Raises:
        NotFoundError: there is no such file.
        InvalidFileError: the file cannot be read, is not regular, or is larger than `largest`
            bytes; or it is a symbolic link (unless `follow_links`), or below one in a data
            directory.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow_links else os.O_NOFOLLOW)
    try:
        if root_of(path) is None:
            descriptor = os.open(path, flags)
        else:
            with opened(path.parent) as directory:
                descriptor = os.open(path.name, flags, dir_fd=directory)
    except FileNotFoundError as error:
        raise NotFoundError(_("{path}: no such file").format(path=path)) from error
    except OSError as error:
        what = _(LINK) if error.errno == errno.ELOOP else reason(error)
        raise InvalidFileError(path, what) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise InvalidFileError(path, _("is not a regular file"))
        if is_own and (status.st_uid != os.geteuid() or status.st_mode & _WRITABLE_BY_OTHERS):
            raise InvalidFileError(path, _("permission denied"))
        if status.st_size > largest:
            raise InvalidFileError(
                path, _("is larger than {size} MiB").format(size=largest // 1024 // 1024)
            )
        return _read_all(descriptor, largest, status.st_size), version_of(status)
    except OSError as error:
        raise InvalidFileError(path, reason(error)) from error
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, most: int, size: int) -> bytes:
    """Return what can be read, at most `most` bytes; `size` is how many there probably are."""
    parts = []
    while most > 0 and (part := os.read(descriptor, min(most, max(_AT_ONCE, size)))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


class MovedError(Exception):
    """A file changed between reading and writing; the caller tries again."""


def refuse_moved(path: Path, version: Version | None) -> None:
    """Raise MovedError if the file at `path` no longer has this version; None means no file."""
    if current_version(path) != version:
        raise MovedError


class Prepared(NamedTuple):
    """New content for the file at `path`, written to a temporary file in the same directory.

    `version` is the one that the file will have when the new content is in place; `temporary` is
    the temporary file's name.
    """

    path: Path
    version: Version
    temporary: str

    def put_in_place(self, check: Callable[[], None]) -> Version:
        """Replace the file by the new content and return its new version.

        `check` is called just before; if it raises, nothing is replaced.

        Raises:
            InvalidFileError: a directory on the way is a symbolic link.
            WriteError: the file could not be replaced.
        """
        try:
            with opened(self.path.parent) as directory:
                check()
                names = self.temporary, self.path.name
                os.replace(*names, src_dir_fd=directory, dst_dir_fd=directory)
        except OSError as error:
            raise WriteError(
                _("cannot write {path}").format(path=self.path), reason(error)
            ) from error
        now = current_version(self.path)
        # Its new name has changed its change time; another program's file may be there already.
        return now if now is not None and now[:3] == self.version[:3] else self.version

    def drop(self) -> None:
        """Remove the temporary file, if that is possible; the file at `path` stays unchanged."""
        with contextlib.suppress(OSError, InvalidFileError), opened(self.path.parent) as directory:
            os.unlink(self.temporary, dir_fd=directory)


def prepare_file(
    path: Path, content: bytes, *, is_private: bool = False, is_durable: bool = True
) -> Prepared:
    """Write `content` to a temporary file in the directory of `path`, sync it, and return it.

    Without `is_durable` it is not synced: `make_contents_durable` does so for many files. If there
    is a file at `path`, the temporary file has its owner, group, mode and access control list.
    Otherwise its mode is 0660 in a shared data directory and 0600 elsewhere, and a file that root
    makes belongs to the owner of the directory. With `is_private` the mode is always 0600.

    Raises:
        InvalidFileError: a directory on the way is a symbolic link.
        WriteError: the content could not be written, or the file would be taken from its owner; no
            temporary file is left.
    """
    temporary = f".{path.name}.{os.urandom(4).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        with opened(path.parent) as directory:
            before = _regular(path, directory)
            descriptor = os.open(temporary, flags, 0o600, dir_fd=directory)
            try:
                keep_owner(descriptor, path, directory, before)
                if before is not None and not is_private:
                    keep_acl(descriptor, path, directory)
                os.fchmod(descriptor, 0o600 if is_private else _mode_for(path, before))
                write_all(descriptor, content)
                if is_durable:
                    os.fsync(descriptor)
                return Prepared(path, version_of(os.fstat(descriptor)), temporary)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(temporary, dir_fd=directory)
                raise
            finally:
                os.close(descriptor)
    except OSError as error:
        raise WriteError(_("cannot write {path}").format(path=path), reason(error)) from error


def replace_file(
    path: Path,
    content: bytes,
    check: Callable[[], None] = lambda: None,
    *,
    is_private: bool = False,
) -> Version:
    """Replace the file at `path` with `content`, atomically and durably.

    Return the file's new version. `check` is called just before the replacement; if it raises, the
    old file stays. Owner and mode are as `prepare_file` sets them; with `is_private` the mode is
    0600.

    Raises:
        InvalidFileError: a directory on the way is a symbolic link.
        WriteError: the old file is unchanged, and no temporary file is left.
        NotDurableError: the new file is in place, but may be lost in a power cut.
    """
    prepared = prepare_file(path, content, is_private=is_private)
    try:
        version = prepared.put_in_place(check)
    except BaseException:
        prepared.drop()
        raise
    make_durable(path.parent)
    return version


def make_durable(directory: Path) -> None:
    """Sync `directory`, so that files replaced in it survive a power cut.

    Raises:
        NotDurableError: the directory could not be synced.
    """
    try:
        sync_directory(directory)
    except OSError as error:
        raise NotDurableError(
            _("cannot sync {directory}").format(directory=directory), reason(error)
        ) from error


TEMPORARY = re.compile(r"\.([a-z0-9_][a-z0-9_-]*)(?:\..+)?\.[0-9a-f]{8}\.tmp\Z")
"""The name of a temporary file; the first group is the id that its file is named after."""


def _regular(path: Path, directory: int) -> os.stat_result | None:
    """Return the status of the file to replace; None where there is no file.

    `directory` is the open descriptor of the directory in which it is.

    Raises:
        WriteError: the file is not a regular file.
    """
    try:
        status = os.stat(path.name, dir_fd=directory, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise WriteError(_("cannot write {path}: it is not a regular file").format(path=path))
    return status


def _mode_for(path: Path, before: os.stat_result | None) -> int:
    if before is not None:
        return stat.S_IMODE(before.st_mode)
    return 0o660 if is_in_shared(path) else 0o600


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of `content` to the open file `descriptor`.

    Raises:
        OSError: it could not be written, or only a part of it.
    """
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
