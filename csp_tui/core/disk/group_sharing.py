"""Share a data directory that is already there with a group."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def share_with_group(data: Path, group: int) -> list[Path]:
    """Let the members of a group read and write a data directory and what is in it.

    Directories get the mode 2770 and files 0660, and all of them the group with the id `group`.
    ``.local/sync.git`` is left alone: it is of one user only. The data directory itself comes last,
    so it is not called shared before the rest is.

    Returns:
        What is as before, and so may not work for the group: links, what is no plain file, and what
        this user may not change. Empty if all is shared. Root leaves a file alone that has a second
        name, if it does not belong to the owner of the data directory.

    Raises:
        OSError: the data directory itself cannot be opened or changed.
    """
    left = []
    top = os.open(data, _FLAGS | os.O_DIRECTORY)
    try:
        owner = os.fstat(top).st_uid
        for where, directories, files, above in os.fwalk(dir_fd=top):
            if where == "./.local" and "sync.git" in directories:
                directories.remove("sync.git")
            for name in (*directories, *files):
                if not _is_shared_now(name, above, owner, group):
                    left.append(data / where / name)
        os.fchown(top, -1, group)
        os.fchmod(top, 0o2770)
    finally:
        os.close(top)
    return left


def _is_shared_now(name: str, above: int, owner: int, group: int) -> bool:
    try:
        descriptor = os.open(name, _FLAGS, dir_fd=above)
    except OSError:
        return False
    try:
        status = os.fstat(descriptor)
        is_directory = stat.S_ISDIR(status.st_mode)
        is_anothers = status.st_nlink > 1 and status.st_uid != owner
        if not is_directory and (is_anothers or not stat.S_ISREG(status.st_mode)):
            return False
        os.fchown(descriptor, -1, group)
        os.fchmod(descriptor, 0o2770 if is_directory else 0o660)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
