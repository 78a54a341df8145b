"""The writer id: which data directory a history line was written in."""

from __future__ import annotations

import os
from pathlib import Path

from csp_tui.core.directories import make_directory
from csp_tui.core.errors import CspTuiError
from csp_tui.core.files import read_file, replace_file
from csp_tui.core.ids import RandomBytes, random_id
from csp_tui.core.locks import locked

LOCK = "_writer"
"""Name of the lock under which the id is made; no partner has such an id."""


def writer_id(local: Path, random_bytes: RandomBytes) -> str:
    """Return the id of the data directory that holds `local`.

    It is made at the first call, and anew where the directory is a copy: the id is kept
    together with the directory's own inode, which a copy does not share.

    Raises:
        WriteError: it cannot be kept.
        BusyError: another process is making it, and does not come to an end.
    """
    make_directory(local)
    status = local.stat()
    place = f"{status.st_dev}:{status.st_ino}"
    path = local / "writer"
    if known := _known(path, place):
        return known
    with locked(local / "locks" / f"{LOCK}.lock", f"process {os.getpid()}"):
        if known := _known(path, place):
            return known
        made = random_id(8, random_bytes)
        replace_file(path, f"{made} {place}\n".encode())
        return made


def _known(path: Path, place: str) -> str:
    try:
        known, _, known_place = read_file(path)[0].decode(errors="replace").strip().partition(" ")
    except CspTuiError:
        return ""
    return known if known_place == place else ""
