"""The writer id: a random name of this data directory, held by every history line written here."""

from __future__ import annotations

import os
from collections.abc import Set
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.ids import RandomBytes, is_id, random_id
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.locks import locked

_MOST_OTHERS = 20
"""How many other machines' ids are kept; a machine whose id was dropped gets a new one."""

LOCK = "_writer"
"""Name of the lock that is held while an id is made; no partner can have this id."""


def writer_id(local: Path, random_bytes: RandomBytes) -> str:
    """Return the writer id of the data directory whose directory ``.local`` is `local`.

    The id is made at the first call and kept in the file ``writer``, together with device and inode
    of `local`. Since a copy has another inode, it gets an id of its own. Several machines that
    share the directory see different devices; each has its own line in the file.

    Raises:
        WriteError: the id cannot be written.
        BusyError: another process holds the lock for making an id.
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


def give_up_writer_id(local: Path, gone: Set[str]) -> bool:
    """Delete the writer ids of the data directory if one of them is in `gone`; return whether.

    Lines of a writer in `gone` exist elsewhere, but not here: this directory was put back from a
    backup, or is a copy. Under the old id two different lines would get the same number. All ids
    are given up, since other machines that share the directory would not notice by themselves; the
    next call of `writer_id` makes a new one.

    Raises:
        WriteError: the file with the ids cannot be written.
        BusyError: another process holds the lock for making an id.
    """
    path = local / "writer"
    if gone.isdisjoint(_ids(path).values()):
        return False
    with locked(local / "locks" / f"{LOCK}.lock", f"process {os.getpid()}"):
        if gone.isdisjoint(_ids(path).values()):
            return False
        replace_file(path, b"")
        return True


def writer_ids(local: Path) -> set[str]:
    """Return the writer ids of a data directory: one for each machine that changed it.

    A copy of a data directory has those of the original until its first change. Empty if the file
    with the ids is missing or unreadable.
    """
    return {*_ids(local / "writer").values()}


def _ids(path: Path) -> dict[str, str]:
    """Return the writer ids in the file at `path`, by device and inode (``device:inode``).

    Empty if the file cannot be read.
    """
    try:
        lines = read_file(path)[0].decode(errors="replace").splitlines()
    except CspTuiError:
        return {}
    found = (line.partition(" ") for line in lines)
    return {place: known for known, _, place in found if is_id(known)}
