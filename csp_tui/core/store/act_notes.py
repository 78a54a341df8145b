"""Notes of the acts on several partners that are being saved, each until its act is saved in all.

So the next start can say of an act that was cut off that it is half done. What was saved is in the
histories, under the name of its steps.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import from_stamp, stamp
from csp_tui.core.base.errors import MALFORMED, CspTuiError
from csp_tui.core.disk.directories import list_directory, make_directory
from csp_tui.core.disk.files import read_file, write_all
from csp_tui.core.disk.in_place import open_or_make
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import remove_file

_ENDING = ".lock"


class ActNote(NamedTuple):
    """The note of an act that this process is saving; while it is open, a lock on it says so."""

    path: Path
    descriptor: int

    def remove(self) -> None:
        """Remove the note: the act has ended."""
        with contextlib.suppress(CspTuiError):
            remove_file(self.path)
        os.close(self.descriptor)


class CutOffAct(NamedTuple):
    """An act on several partners whose process is gone before its end."""

    step: str
    """The name of its steps."""
    partners: int
    """In how many partners it was to be saved."""
    at: datetime
    is_undo: bool
    """Whether it took back another act."""


def _path(places: Places, step: str) -> Path:
    return places.acts / f"{step}{_ENDING}"


def write_note(places: Places, act: CutOffAct, actor: Actor) -> ActNote | None:
    """Write the note of an act that `actor` begins.

    It is not forced to the disk. If it cannot be written, return None: the act goes on without.
    """
    path = _path(places, act.step)
    known = {"partners": act.partners, "at": stamp(act.at), "undo": act.is_undo, **actor._asdict()}
    with contextlib.suppress(CspTuiError, OSError):
        make_directory(places.acts)
        descriptor, _is_new = open_or_make(path, os.O_RDWR)
        note = ActNote(path, descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            write_all(descriptor, json.dumps(known).encode())
        except OSError:
            note.remove()
        else:
            return note
    return None


def forget_act(places: Places, step: str) -> None:
    """Remove the note of an act that was cut off: the user knows of it, or has taken it back."""
    with contextlib.suppress(CspTuiError):
        remove_file(_path(places, step))


def acts_cut_off(places: Places, actor: Actor) -> list[CutOffAct]:
    """Return the acts of `actor` that were cut off, the newest first.

    Those that another process is saving now are not among them.
    """
    with contextlib.suppress(CspTuiError):
        names = [each for each in list_directory(places.acts) if each.endswith(_ENDING)]
        found = [act for each in names if (act := _read(places, each, actor))]
        return sorted(found, key=lambda each: each.at, reverse=True)
    return []


def _read(places: Places, name: str, actor: Actor) -> CutOffAct | None:
    """Return the act of a note; None if it goes on, is not of `actor`, or the note is damaged."""
    step = name.removesuffix(_ENDING)
    path = _path(places, step)
    with contextlib.suppress(CspTuiError, OSError, *MALFORMED):
        known = json.loads(read_file(path)[0])
        at, count, is_undo = from_stamp(known["at"]), int(known["partners"]), bool(known["undo"])
        if actor.is_same(known["by"], known["host"], known["reviewer"]) and not _is_held(path):
            return CutOffAct(step, count, at, is_undo)
    return None


def _is_held(path: Path) -> bool:
    """Return whether a process holds the note; OSError if its act has ended meanwhile."""
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
