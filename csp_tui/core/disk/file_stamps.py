"""The stamps of progress files, by which it is known that a file has not changed."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.base.errors import InvalidFileError, reason
from csp_tui.core.base.ids import is_id
from csp_tui.core.disk.directories import refuse_link

if TYPE_CHECKING:
    from csp_tui.core.disk.places import Places

YOUNG = 2_000_000_000
"""Nanoseconds: a file that changed more recently may change again within the same time stamp."""


class Source(NamedTuple):
    """The file that a row is made from.

    `id` is the file's name without its ending; `stamp` differs whenever the file has changed;
    `changed_ns` is when it last changed, in nanoseconds since 1970.
    """

    id: str
    stamp: tuple[int, ...]
    changed_ns: int


def why_not_listed(directory: Path) -> str:
    """Return why the progress files in `directory` cannot be listed; "" if they can, or if none is.

    For speed, a directory that can be opened is not read.
    """
    try:
        refuse_link(directory)
        with os.scandir(directory):
            pass
    except FileNotFoundError:
        return ""
    except OSError as error:
        return reason(error)
    except InvalidFileError as error:
        return error.short
    return ""


def progress_sources(directory: Path) -> list[Source]:
    """Return a Source for each progress file in `directory`, whose name is an id and ``.toml``.

    The list is empty if the directory does not exist.

    Raises:
        InvalidFileError: `directory` is a symbolic link, or cannot be read.
    """
    refuse_link(directory)
    found = []
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(".toml") and is_id(name[:-5]):
                    try:
                        now = entry.stat(follow_symlinks=False)
                    except FileNotFoundError:  # purged in this moment
                        continue
                    changed = now.st_mtime_ns
                    stamp = (now.st_ino, now.st_size, changed, now.st_ctime_ns)
                    found.append(Source(name[:-5], stamp, changed))
            return found
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InvalidFileError(directory, reason(error)) from error


def partner_sources(places: Places) -> list[Source]:
    """Return a Source for each partner's own progress file.

    Its `stamp` and `changed_ns` also change when a progress file of the partner's customers
    changes.

    Raises:
        InvalidFileError: the directory of these files is a symbolic link, or cannot be read.
    """
    sources = progress_sources(places.partners)
    states: dict[str, tuple[int, int, int, int]] = {}
    with contextlib.suppress(OSError), os.scandir(places.customers) as entries:
        states = {each.name: _state_of(each) for each in entries}
    if not states:
        return sources
    return [
        Source(each.id, (*each.stamp, *state), max(each.changed_ns, *state[:2]))
        if (state := states.get(each.id))
        else each
        for each in sources
    ]


def _state_of(directory: os.DirEntry[str]) -> tuple[int, int, int, int]:
    """Return four numbers; at least one changes when a file in `directory` changes.

    They are the time when the directory was modified, the latest time when a file was modified, the
    size of all files in bytes, and the latest time when the status of a file changed. All times are
    in nanoseconds. The first number is not enough, since an editor may write into a file in place.
    """
    newest = size = status = 0
    with contextlib.suppress(OSError), os.scandir(directory) as entries:
        for each in entries:
            now = each.stat(follow_symlinks=False)
            newest, size = max(newest, now.st_mtime_ns), size + now.st_size
            status = max(status, now.st_ctime_ns)
    return directory.stat().st_mtime_ns, newest, size, status


def is_old(changed_ns: int, now: datetime) -> bool:
    """Return whether a file that last changed at `changed_ns` did so more than YOUNG ago.

    One that changed later may change again within the same time stamp, unnoticed.

    Args:
        changed_ns: nanoseconds since 1970.
        now: the moment just before the file is read.
    """
    return changed_ns < young_from(now)


def young_from(now: datetime) -> int:
    """Return the time, in nanoseconds since 1970, from which on a change is YOUNG or younger."""
    return int(now.timestamp() * 1_000_000_000) - YOUNG
