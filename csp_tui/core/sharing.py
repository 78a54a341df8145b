"""Who may read and write the data directory, and whether locks hold there."""

from __future__ import annotations

import grp
import stat
from pathlib import Path

from csp_tui.core.directories import is_shared
from csp_tui.core.errors import CspTuiError, reason
from csp_tui.core.locks import locks_hold
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
    """Return whether locks keep a second writer out."""
    try:
        if not places.data.is_dir():
            return "not tried yet"
        if locks_hold(places.locks):
            return "hold"
    except CspTuiError as error:
        return str(error)
    except OSError as error:
        return reason(error)
    return f"{WARNING}do not hold on this file system; files are compared before each write"
