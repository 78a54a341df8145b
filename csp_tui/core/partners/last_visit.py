"""What others have changed since the user last left the full-screen app.

What is new goes by the place in the history files, not by time: a sync adds at the end what was
changed elsewhere before the last visit.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.base.clock import from_stamp, local_day, stamp
from csp_tui.core.base.days import day_name, short_day
from csp_tui.core.base.errors import MALFORMED, CspTuiError
from csp_tui.core.base.language import _, item_count, partner_count
from csp_tui.core.disk.directories import make_directory, opened
from csp_tui.core.disk.files import read_file

if TYPE_CHECKING:
    from csp_tui.core.base.actor import Actor
    from csp_tui.core.disk.places import Places
    from csp_tui.core.history.line import HistoryLine

_MOST_READ = 50
"""Of more partners, only the histories of those that changed last are read, so as to start soon."""
_ENDING = ".jsonl"


class Visit(NamedTuple):
    """When the user left the full-screen app, and what its histories held then."""

    moment: datetime
    sizes: Mapping[str, int]
    """The size of each partner's history, in bytes, by the partner's id."""


def _file(places: Places) -> Path:
    return places.cache_file("visit").with_suffix("")


def last_visit(places: Places) -> Visit | None:
    """Return when the user last left the full-screen app, and how long the histories were then.

    None if that was never recorded, or the record is unreadable.
    """
    try:
        found = json.loads(read_file(_file(places))[0])
        sizes = {str(key): int(size) for key, size in found["sizes"].items()}
        return Visit(from_stamp(found["at"]), sizes)
    except (CspTuiError, *MALFORMED):
        return None


def keep_visit(places: Places, now: datetime) -> None:
    """Record that the user leaves the full-screen app at `now`.

    Without a data directory nothing is done; failure is ignored. The file is not forced to the
    disk, so that leaving is quick. If it is lost, only the sentence of :func:`news` is missing at
    the next start.
    """
    with contextlib.suppress(CspTuiError, OSError):
        from csp_tui.core.disk.in_place import open_or_make

        if not places.data.is_dir():
            return
        sizes = {each: size for each, (size, _changed) in _histories(places).items()}
        make_directory(places.cache)
        descriptor, _is_new = open_or_make(_file(places), os.O_WRONLY | os.O_TRUNC)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(json.dumps({"at": stamp(now), "sizes": sizes}))


def news(places: Places, actor: Actor, visit: Visit, now: datetime) -> str:
    """Return a sentence on who has changed how many items since `visit`; empty if nobody has.

    Changes by `actor` are left out. If more than _MOST_READ (50) partners have changed, only those
    that changed last are looked at, and the sentence says so.
    """
    changed = sorted(
        (
            (moment, each)
            for each, (size, moment) in _histories(places).items()
            if size > visit.sizes.get(each, 0)
        ),
        reverse=True,
    )
    items: dict[str, set[tuple[str, str, str]]] = {}
    for _moment, partner_id in changed[:_MOST_READ]:
        for line in _lines_after(places, partner_id, visit.sizes.get(partner_id, 0)):
            if line.item and not actor.is_same(line.by, line.host, line.reviewer):
                items.setdefault(line.who, set()).add((partner_id, line.run, line.item))
    changes = ", ".join(_changed(who, items[who]) for who in sorted(items))
    if not changes:
        return ""
    message = _("Since {moment}: {changes}.")
    if len(changed) > _MOST_READ:
        message = _("Since {moment}, in the {count} partners changed last: {changes}.")
    return message.format(moment=when(visit.moment, now), changes=changes, count=_MOST_READ)


def _histories(places: Places) -> dict[str, tuple[int, int]]:
    """Return by partner id the size of its history, in bytes, and when it changed, in nanoseconds.

    Empty if there are no histories, or they cannot be read.
    """
    found: dict[str, tuple[int, int]] = {}
    with contextlib.suppress(CspTuiError, OSError), opened(places.history) as directory:
        for name in os.listdir(directory):
            if name.endswith(_ENDING):
                with contextlib.suppress(OSError):  # it was moved away meanwhile
                    status = os.stat(name, dir_fd=directory, follow_symlinks=False)
                    found[name.removesuffix(_ENDING)] = status.st_size, status.st_mtime_ns
    return found


def _lines_after(places: Places, partner_id: str, place: int) -> list[HistoryLine]:
    """Return a partner's history from the line on that holds the byte at `place`.

    Bytes count from 0. Damaged lines, and a last one that is not wholly written, are left out.
    Empty if the history is unreadable.
    """
    from csp_tui.core.history.line import decode_line  # late: rarely anybody has changed something
    from csp_tui.core.history.log import LARGEST

    found: list[HistoryLine] = []
    with contextlib.suppress(CspTuiError):
        content = read_file(places.history_file(partner_id), largest=LARGEST)[0]
        start = content.rfind(b"\n", 0, place) + 1
        for encoded in content[start:].split(b"\n")[:-1]:
            with contextlib.suppress(ValueError):
                found.append(decode_line(encoded))
    return found


def _changed(who: str, items: set[tuple[str, str, str]]) -> str:
    what = item_count(len(items))
    where = partner_count(len({partner_id for partner_id, _run, _item in items}))
    return _("{name} changed {items} in {partners}").format(name=who, items=what, partners=where)


def when(moment: datetime, now: datetime) -> str:
    """Return a moment in the past in words: the time of today, ``Mon 18:42``, or the day."""
    local, today = moment.astimezone(), local_day(now)
    if local.date() == today:
        return f"{local:%H:%M}"
    if today - local.date() < timedelta(days=7):
        return _("{weekday} {time}").format(weekday=day_name(local), time=f"{local:%H:%M}")
    return short_day(local.date(), today)
