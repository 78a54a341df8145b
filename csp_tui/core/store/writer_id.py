"""The writer id: it names the data directory in which a history line was written."""

from __future__ import annotations

import os
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.ids import RandomBytes, is_id, random_id
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.locks import locked

_MOST_OTHERS = 20
"""Machines whose ids are kept; a further one gets a new id, which does no harm."""

LOCK = "_writer"
"""Name of the lock for making the id; it cannot be a partner's id."""


def writer_id(local: Path, random_bytes: RandomBytes) -> str:
    """Return the id of the data directory that holds `local`.

    It is made at the first call, and again in a copy of the directory: the id is kept with the
    directory's inode, which a copy does not share. Machines that share a directory see it under
    different devices; each has its own id, on a line of its own.

    Raises:
        WriteError: it cannot be kept.
        BusyError: another process is making it and does not finish.
    """
    make_directory(local)
    status = local.stat()
    inode = status.st_ino
    place = f"{status.st_dev}:{inode}"
    path = local / "writer"
    if known := _ids(path).get(place):
        return known
    with locked(local / "locks" / f"{LOCK}.lock", f"process {os.getpid()}"):
        if known := _ids(path).get(place):
            return known
        made = random_id(8, random_bytes)
        others = [(each, name) for each, name in _ids(path).items() if each.endswith(f":{inode}")]
        kept = [*others[-_MOST_OTHERS:], (place, made)]
        replace_file(path, "".join(f"{name} {each}\n" for each, name in kept).encode())
        return made


def _ids(path: Path) -> dict[str, str]:
    """Return the writer ids in a file, by the device and inode of their directory."""
    try:
        lines = read_file(path)[0].decode(errors="replace").splitlines()
    except CspTuiError:
        return {}
    found = (line.partition(" ") for line in lines)
    return {place: known for known, _, place in found if is_id(known)}
