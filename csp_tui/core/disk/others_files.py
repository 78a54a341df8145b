"""Refuse files that other users may have written, before a program such as git trusts them."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError, WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import LINK
from csp_tui.core.disk.owners import owner_name

_MAY_ENTER = stat.S_IXGRP | stat.S_IXOTH


def refuse_others_files(data: Path, directory: Path) -> None:
    """Raise WriteError if others own or may write the data directory or anything in `directory`.

    A file that others cannot reach, because they may not enter a directory above it, is safe
    whatever its own mode. Root is treated like any user: what root made in another user's directory
    would be that user's.

    Args:
        data: the data directory; it may be missing.
        directory: a directory directly in `data`, checked with everything below it; it may be
            missing, too.

    Raises:
        InvalidFileError: something is a symbolic link, or its status cannot be read.
    """
    try:
        _refuse_owner(data)
        status = data.stat()
        _refuse_writable(data, data, status, _MAY_ENTER)
        _check(data, directory, status.st_mode & _MAY_ENTER)
    except FileNotFoundError:
        return
    except OSError as error:
        raise InvalidFileError(Path(error.filename or directory), reason(error)) from error


def _refuse_owner(data: Path) -> None:
    """Raise WriteError if another user owns the data directory.

    If the directory is missing, root is also refused where the nearest existing directory above it
    belongs to another user.
    """
    there = next(each for each in (data, *data.absolute().parents) if each.exists())
    owner, user = there.stat().st_uid, os.geteuid()
    if owner != user and (there == data or not user):
        message = _("cannot sync {path}: it belongs to {owner}; work as {owner}")
        raise WriteError(message.format(path=there, owner=owner_name(owner)))


def _check(data: Path, path: Path, who: int) -> None:
    """Check `path` and everything below it; raise as :func:`refuse_others_files` does.

    `who` is a mode with the execute bits of those who can reach `path`: of the group, of others, of
    both or of nobody.
    """
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise InvalidFileError(path, _(LINK))
    if status.st_uid != os.geteuid():
        message = _("{path} belongs to {owner}, and sync reads no file of others; remove it")
        raise WriteError(message.format(path=path, owner=owner_name(status.st_uid)))
    _refuse_writable(data, path, status, who)
    if stat.S_ISDIR(status.st_mode):
        for name in os.listdir(path):
            _check(data, path / name, who & status.st_mode)


def _refuse_writable(data: Path, path: Path, status: os.stat_result, who: int) -> None:
    if status.st_mode & (who << 1):
        message = _(
            "others may write {path}, and sync could run a program of theirs; close it: {command}"
        )
        command = f"chmod -R go-w {shlex.quote(os.fspath(data))}"
        raise WriteError(message.format(path=path, command=command))
