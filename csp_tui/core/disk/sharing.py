"""Phrases on who may read and write the data directory, and whether locks work in it."""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError, reason
from csp_tui.core.base.language import N_, _
from csp_tui.core.disk.directories import refuse_link
from csp_tui.core.disk.owners import group_name, is_shared
from csp_tui.core.disk.places import Places

WARNING = N_("WARNING: ")


def sharing(data: Path) -> str:
    """Return a phrase that says who may read and write the directory `data`.

    It begins with a warning if anybody may write there, or a group with which it is not shared. A
    directory that does not exist yet is called private. If it cannot be reached, the phrase says
    why.
    """
    try:
        status = data.stat()
    except FileNotFoundError:
        return _("private (not made yet)")
    except OSError as error:
        return reason(error)
    mode = status.st_mode
    if mode & stat.S_IWOTH:
        return _(WARNING) + _("anybody on this host may write here; chmod o-w it")
    if is_shared(data):
        return _("shared with the group {name}").format(name=group_name(status.st_gid))
    if mode & stat.S_IWGRP:
        return _(WARNING) + _(
            "the group may write here, but it was not made with init --shared; chmod g-w it, or "
            "2770 if that group shares it"
        )
    return _("others on this host may read here") if mode & 0o077 else _("private")


def locking(places: Places) -> str:
    """Return a phrase that says whether locks in the data directory keep out a second writer.

    If that cannot be tried, the phrase says why.
    """
    from csp_tui.core.disk.locks import locks_hold
    from csp_tui.core.disk.mounts import mount_of

    try:
        if not places.data.is_dir():
            return _("not tried yet")
        for directory in (places.local, places.locks):
            refuse_link(directory)
        is_holding = locks_hold(places.locks)
        mount = mount_of(places.data.resolve(), _mountinfo())
    except CspTuiError as error:
        return str(error)
    except OSError as error:
        return reason(error)
    if is_holding:
        return _("hold {reach}").format(reach=mount.reach) if mount and mount.reach else _("hold")
    if mount is None:
        return _(WARNING) + _(
            "do not hold on this file system; files are compared before each write"
        )
    message = _("do not hold on this file system ({kind}); files are compared before each write")
    return _(WARNING) + message.format(kind=mount.kind)


def _mountinfo() -> str:
    from csp_tui.core.disk.mounts import MOUNTINFO

    with contextlib.suppress(OSError):
        return MOUNTINFO.read_text(errors="surrogateescape")
    return ""
