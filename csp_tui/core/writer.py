"""The writer id: which data directory a history line was written in."""

from __future__ import annotations

from pathlib import Path

from csp_tui.core.errors import CspTuiError
from csp_tui.core.files import make_directory, read_file, replace_file
from csp_tui.core.ids import RandomBytes, random_id


def writer_id(local: Path, random_bytes: RandomBytes) -> str:
    """Return the id of the data directory that holds `local`.

    It is made at the first call, and anew where the directory is a copy: the id is kept
    together with the directory's own inode, which a copy does not share.

    Raises:
        WriteError: it cannot be kept.
    """
    make_directory(local)
    status = local.stat()
    place = f"{status.st_dev}:{status.st_ino}"
    path = local / "writer"
    try:
        known, _, known_place = read_file(path)[0].decode(errors="replace").strip().partition(" ")
        if known and known_place == place:
            return known
    except CspTuiError:
        pass
    made = random_id(8, random_bytes)
    replace_file(path, f"{made} {place}\n".encode())
    return made
