"""What stood at an earlier moment, rebuilt from the history.

It is walked back from what is recorded now, line by line: so what was there before the first
line, in a file that was made by hand, is part of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from csp_tui.core import toml
from csp_tui.core.changes import Change, apply_to_table, values_at
from csp_tui.core.clock import local_day
from csp_tui.core.copies import Copies
from csp_tui.core.errors import NotFoundError
from csp_tui.core.files import read_file
from csp_tui.core.history_line import HistoryLine, parse_head
from csp_tui.core.outside import DO as OUTSIDE
from csp_tui.core.outside import outside_changes
from csp_tui.core.paths import Places
from csp_tui.core.progress import Partner
from csp_tui.core.progress_file import read_partner
from csp_tui.core.store import Store


@dataclass(frozen=True, slots=True)
class Past:
    """A partner as it stood at a moment."""

    partner: Partner
    is_unsure: bool
    """Something was changed outside csp-tui and first seen later: it may have stood already."""


def end_of(day: date) -> datetime:
    """Return the moment at which `day` ends where the user is."""
    return datetime.combine(day + timedelta(days=1), time()).astimezone()


def partner_as_of(places: Places, store: Store, partner_id: str, end: datetime) -> Past:
    """Return a partner, its customers aside, as it stood just before `end`.

    Raises:
        NotFoundError: there is no such partner, or none was there then as far as is known.
        InvalidFileError: its file or its history is unreadable.
    """
    now = store.load(partner_id)
    path = places.progress_file(partner_id)
    found = toml.parse(toml.decode(read_file(path)[0], path), path)
    copy = Copies(places.copies).table(partner_id)
    lines = [line for line in store.history(partner_id).lines() if not line.customer]
    _require_a_beginning(now.name, lines, end)
    recorded = recorded_table(found if copy is None else copy, lines)
    later = [line for line in lines if line.at >= end]
    is_unsure = any(line.do == OUTSIDE for line in later)
    if outside_changes(recorded, found):
        is_unsure = True
    walk_back(recorded, later)
    return Past(read_partner(recorded, partner_id, path, ""), is_unsure)


def walk_back(data: toml.Table, later: Sequence[HistoryLine]) -> None:
    """Take `later`, the oldest first, out of the table `data` again."""
    for line in reversed(later):
        _apply(data, Change(line.do, line.before, line.run, line.item, part=line.part))


def _require_a_beginning(name: str, lines: Sequence[HistoryLine], end: datetime) -> None:
    day = local_day(end - timedelta(milliseconds=1))
    if not lines:
        raise NotFoundError(f"{name} has no history; what stood on {day} is not known")
    first = lines[0]
    if first.at < end:
        return
    begin = local_day(first.at)
    if first.do == "add":
        raise NotFoundError(f"{name} was added on {begin}; on {day} there was nothing of it yet")
    raise NotFoundError(
        f"the history of {name} begins on {begin}; what stood on {day} is not known"
    )


def recorded_table(written: toml.Table, lines: Iterable[HistoryLine]) -> toml.Table:
    """Return the table that csp-tui wrote last, with the lines that it does not include yet."""
    data = deepcopy(written)
    heads = {key: parse_head(str(text))[0] for key, text in data.get("history", {}).items()}
    for line in lines:
        is_missing = line.count > heads.get(line.writer, 0)
        # A file without heads was made by hand: of the history it lacks what fits to it.
        if is_missing and (heads or values_at(data, line.change) == line.before):
            _apply(data, line.change)
    return data


def _apply(data: toml.Table, change: Change) -> None:
    with contextlib.suppress(ValueError):  # an altered line, which verify names
        apply_to_table(data, change)
