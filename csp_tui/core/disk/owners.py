"""The owners of files: no user, not even root, takes a file away from its owner.

A replaced file keeps its owner and group. What root makes belongs to the owner of the directory
that it is in. Where that is not possible, nothing is written.
"""

from __future__ import annotations

import contextlib
import errno
import grp
import os
import pwd
import stat
import sys
from pathlib import Path

from csp_tui.core.base.errors import WriteError
from csp_tui.core.base.language import _
from csp_tui.core.disk.roots import root_of

_NOT_ALLOWED = (errno.EPERM, errno.EINVAL)
"""Errors of `chown` where this user, or this container, may not give a file to that owner."""

_ACL = "system.posix_acl_access"
_NO_ACL = (errno.ENODATA, errno.EOPNOTSUPP)
"""Errors of reading the list where a file, or its whole file system, has none."""


def is_shared(directory: Path) -> bool:
    """Return whether a data directory is shared with its group, and closed to others.

    That is the mode of ``init --shared``, 2770. A directory that others may enter or read, such as
    2775, does not count as shared.

    Raises:
        OSError: there is no such directory, or it cannot be reached.
    """
    mode = directory.stat().st_mode
    return lets_group_write(mode) and not mode & stat.S_IRWXO


def lets_group_write(mode: int) -> bool:
    """Return whether a directory of this `mode` is shared with its group, as 2770 and 2775 are.

    The group may write, and what is made there belongs to the group (setgid). What others may do
    does not matter here.
    """
    return bool(mode & stat.S_ISGID and mode & stat.S_IWGRP)


def is_in_shared(path: Path) -> bool:
    """Return whether `path` is in a data directory that is shared with its group.

    Only the mode of the data directory itself counts, as ``init --shared`` set it. False outside a
    data directory.
    """
    root = root_of(path)
    return root is not None and is_shared(Path(root))


def cache_trouble(cache: Path) -> str:
    """Return a sentence if the directory `cache` belongs to another user, whom nobody trusts.

    That is so for root with the home directory of somebody else, to whom belongs what root makes
    there. "" if it is one's own.
    """
    with contextlib.suppress(OSError):
        there = next(each for each in (cache, *cache.absolute().parents) if each.exists())
        owner, user = there.stat().st_uid, os.geteuid()
        if owner != user and (there == cache or not user):
            message = _(
                "the cache {path} belongs to {owner}, so that it is not used and each start reads "
                "all files; work as {owner}, or set XDG_CACHE_HOME to a directory of your own"
            )
            return message.format(path=cache, owner=owner_name(owner))
    return ""


def keep_owner(
    descriptor: int, path: Path, directory: int, before: os.stat_result | None = None
) -> None:
    """Give the right owner and group to a file or directory that was just made.

    If it will replace a file, these are the owner and group of that file. Else, if root made it,
    they are those of the directory that it is in.

    Args:
        descriptor: the open descriptor of what was made.
        path: where it is, or will be put.
        directory: the descriptor of the directory that it is in.
        before: the status of the file that it will replace; None if it replaces none.

    Raises:
        WriteError: this user may not change them, and the right owner or group would have no
            access.
        OSError: the owner or group cannot be read or changed.
    """
    made, wanted = os.fstat(descriptor), before
    if wanted is None:
        wanted = os.fstat(directory)
        if os.geteuid() or made.st_uid == wanted.st_uid:
            return
    if (made.st_uid, made.st_gid) == (wanted.st_uid, wanted.st_gid):
        return
    try:
        os.fchown(descriptor, wanted.st_uid, wanted.st_gid)
    except OSError as error:
        if error.errno not in _NOT_ALLOWED:
            raise
        if made.st_uid != wanted.st_uid and not is_in_shared(path):
            raise _taken_away(path, wanted) from error
        _keep_group(descriptor, path, wanted)


def _keep_group(descriptor: int, path: Path, wanted: os.stat_result) -> None:
    try:
        os.fchown(descriptor, -1, wanted.st_gid)
    except OSError as error:
        if error.errno not in _NOT_ALLOWED:
            raise
        if wanted.st_mode & stat.S_IRWXG:
            message = _("cannot write {path}: the group {group} would lose it; join that group")
            group = group_name(wanted.st_gid)
            raise WriteError(message.format(path=path, group=group)) from error


def keep_acl(descriptor: int, path: Path, directory: int) -> None:
    """Give a new file the access control list of the file that it will replace.

    The mode alone is not enough: of a file with a list, the group bits of the mode are only the
    most that the list may give. If the old file has no list, the new file loses the one that it got
    from its directory. On another system than Linux nothing is done.

    Args:
        descriptor: the open descriptor of the new file.
        path: the file that it will replace.
        directory: the descriptor of the directory that both are in.

    Raises:
        OSError: the list cannot be read or set.
    """
    if sys.platform != "linux":
        return
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW
    old = os.open(path.name, flags, dir_fd=directory)
    try:
        acl = os.getxattr(old, _ACL)
    except OSError as error:
        if error.errno not in _NO_ACL:
            raise
        with contextlib.suppress(OSError):  # there is none, as nearly always
            os.removexattr(descriptor, _ACL)
    else:
        os.setxattr(descriptor, _ACL, acl)
    finally:
        os.close(old)


def refuse_foreign(data: Path) -> None:
    """Raise WriteError if a data directory's owner could not read files made here.

    Allowed are: the user's own directory; one that a group shares; one such as ``/tmp``, where
    everybody has files of their own; one on a network disk that shows one owner for all files; and
    any directory for root, since what root makes is given to the owner. A directory that is missing
    or cannot be written to is not refused here.
    """
    try:
        status, user = data.stat(), os.geteuid()
        if user in (status.st_uid, 0):
            return
        if is_shared(data) or status.st_mode & stat.S_ISVTX:
            return
        from tempfile import TemporaryFile  # late: only for another user's directory

        with TemporaryFile(dir=data) as probe:
            is_own = os.fstat(probe.fileno()).st_uid == status.st_uid
    except OSError:  # missing, or not writable: that is told where something is written
        return
    if not is_own:
        raise _taken_away(data, status)


def _taken_away(path: Path, wanted: os.stat_result) -> WriteError:
    message = _(
        "cannot write {path}: it belongs to {owner}, who could not read what you write; work as "
        "{owner}, or in a directory made with csp-tui init --shared"
    )
    return WriteError(message.format(path=path, owner=owner_name(wanted.st_uid)))


def owner_name(number: int) -> str:
    """Return the login of a user id, or the id where there is no such user."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def group_name(number: int) -> str:
    """Return the name of a group id, or the id where there is no such group."""
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
