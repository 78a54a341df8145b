"""Who may read and write the data directory, and whether locks hold there."""

from __future__ import annotations

import contextlib
import grp
import stat
from pathlib import Path

from csp_tui.core.directories import is_shared, refuse_link
from csp_tui.core.errors import CspTuiError, reason
from csp_tui.core.locks import locks_hold
from csp_tui.core.mounts import MOUNTINFO, mount_of
from csp_tui.core.paths import Places

WARNING = "WARNING: "


def sharing(data: Path) -> str:
    """Return who may read and write the data directory."""
    try:
        status = data.stat()
    except OSError:
        return "private (not made yet)"
    mode = status.st_mode
    if mode & stat.S_IWOTH:
        return f"{WARNING}anybody on this host may write here; chmod o-w it"
    if is_shared(data):
        return f"shared with the group {_group_name(status.st_gid)}"
    if mode & stat.S_IWGRP:
        return f"{WARNING}the group may write here, but it was not made with init --shared"
    return "private" if not mode & 0o077 else "others on this host may read here"


def _group_name(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def locking(places: Places) -> str:
    """Return whether locks keep a second writer out, as far as one machine can tell."""
    try:
        if not places.data.is_dir():
            return "not tried yet"
        for directory in (places.local, places.locks):
            refuse_link(directory)
        is_holding = locks_hold(places.locks)
        mount = mount_of(places.data.resolve(), _mountinfo())
    except CspTuiError as error:
        return str(error)
    except OSError as error:
        return reason(error)
    if is_holding:
        return f"hold {mount.reach}" if mount and mount.reach else "hold"
    kind = f" ({mount.kind})" if mount else ""
    return f"{WARNING}do not hold on this file system{kind}; files are compared before each write"


def _mountinfo() -> str:
    with contextlib.suppress(OSError):
        return MOUNTINFO.read_text(errors="surrogateescape")
    return ""
