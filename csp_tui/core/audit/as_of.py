"""Rebuilds the state of partners and customers at an earlier moment from the history.

The present state is taken, and the changes of all history lines after that moment are undone in it.
So values that a file made by hand had before its first history line are kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.places import Places
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine, parse_head
from csp_tui.core.history.merge import Field, last_lines, stamp_of
from csp_tui.core.history.outside_changes import outside_changes
from csp_tui.core.progress.change import Change, apply_to_table, values_at
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.progress.reader import read_customer, read_partner
from csp_tui.core.store.good_copies import Copies
from csp_tui.core.store.store import Store


@dataclass(frozen=True, slots=True)
class Past:
    """A partner as it was at a moment."""

    partner: Partner
    is_unsure: bool
    """Whether a change outside csp-tui was noticed after the moment, so may have been before it."""


def partner_as_of(places: Places, store: Store, partner_id: str, end: datetime) -> Past:
    """Return a partner, without its customers, as it was just before `end`.

    Raises:
        NotFoundError: there is no such partner, or its history begins later.
        InvalidFileError: the partner's file or history is unreadable.
    """
    now = store.load(partner_id)
    path = places.progress_file(partner_id)
    copy = Copies(places.copies).table(partner_id)
    lines = [line for line in store.history(partner_id).lines() if not line.customer]
    _require_a_beginning(now.name, lines, end)
    table, is_unsure = _table_then(path, copy, lines, end)
    return Past(read_partner(table, partner_id, path, ""), is_unsure)


@dataclass(frozen=True, slots=True)
class PastCustomers:
    """The customers of a partner as they were at a moment."""

    known: Sequence[Customer]
    unknown: Sequence[str]
    """Names of customers whose state is not known: their history begins later, or their file is
    unreadable."""
    is_unsure: bool
    """Whether the state of at least one customer is unsure, as in :class:`Past`."""


def customers_as_of(places: Places, store: Store, partner_id: str, end: datetime) -> PastCustomers:
    """Return the customers of a partner as they were just before `end`.

    Raises:
        InvalidFileError: the history is unreadable.
    """
    by_customer: dict[str, list[HistoryLine]] = {}
    for line in store.history(partner_id).lines():
        by_customer.setdefault(line.customer, []).append(line)
    copies, known, unknown, unsure = Copies(places.copies), list[Customer](), list[str](), False
    for key in store.customer_ids(partner_id):
        try:
            now, lines = store.load_customer(partner_id, key), by_customer.get(key, [])
        except InvalidFileError:
            unknown.append(f"{key}.toml")
            continue
        if not lines or _begin(lines) >= end:
            if not lines or lines[0].do != Act.ADD:
                unknown.append(now.name)
            continue
        path = places.customer_file(partner_id, key)
        table, is_unsure = _table_then(path, copies.table(partner_id, key), lines, end)
        known.append(read_customer(table, key, path, ""))
        unsure = unsure or is_unsure
    return PastCustomers(known, unknown, unsure)


def _table_then(
    path: Path, copy: toml.Table | None, lines: Sequence[HistoryLine], end: datetime
) -> tuple[toml.Table, bool]:
    """Return the table of the file at `path` as it was just before `end`, and whether it is unsure.

    It is unsure if a change outside csp-tui was noticed only after `end`. `copy` is the last good
    copy of the file; `lines` are the history lines about the file.
    """
    found = toml.parse(toml.decode(read_file(path)[0], path), path)
    recorded = _recorded(found if copy is None else copy, lines)
    later = [line for line in lines if line.when >= end]
    is_unsure = any(line.do == Act.OUTSIDE for line in later)
    if outside_changes(recorded, found):
        is_unsure = True
    _walk_back(recorded, later, last_lines(line for line in lines if line.when < end))
    return recorded, is_unsure


def _walk_back(
    data: toml.Table, later: Iterable[HistoryLine], last: Mapping[Field, HistoryLine]
) -> None:
    """Undo the changes of the lines `later` in the table `data`, the latest first.

    Each field gets back the value that it had before the change, as the line records it. In two
    cases the field gets instead the value that its line in `last` set:

    - That line is by another writer: the two may not have known of each other's changes.
    - That line has the later time stamp, since its writer's clock was behind.

    Args:
        data: the table, which is changed.
        later: the lines from the wanted time on.
        last: for each field, the last line before that time that set it.
    """
    for line in sorted(later, key=stamp_of, reverse=True):
        before = dict(line.before)
        for key in before:
            known = last.get((line.customer, line.change.table, key))
            is_later = known is not None and stamp_of(known) > stamp_of(line)
            if known is not None and (is_later or known.writer != line.writer):
                before[key] = known.after[key]
        _apply(data, Change(line.do, before, line.run, line.item, part=line.part))


def _begin(lines: Iterable[HistoryLine]) -> datetime:
    """Return the earliest time of `lines`.

    The first line may have a later time, if a clock was wrong.
    """
    return min(line.when for line in lines)


def _require_a_beginning(name: str, lines: Sequence[HistoryLine], end: datetime) -> None:
    day = local_day(end - timedelta(milliseconds=1))
    if not lines:
        raise NotFoundError(
            _("{name} has no history; the state on {day} is not known").format(name=name, day=day)
        )
    first = lines[0]
    if _begin(lines) < end:
        return
    begin = local_day(_begin(lines))
    if first.do == Act.ADD:
        raise NotFoundError(
            _("{name} was added on {begin}; on {day} there was nothing of it yet").format(
                name=name, begin=begin, day=day
            )
        )
    raise NotFoundError(
        _("the history of {name} begins on {begin}; the state on {day} is not known").format(
            name=name, begin=begin, day=day
        )
    )


def _recorded(written: toml.Table, lines: Iterable[HistoryLine]) -> toml.Table:
    """Return a copy of the table `written`, with those changes of `lines` that `written` lacks."""
    data = deepcopy(written)
    heads = {key: parse_head(str(text))[0] for key, text in data.get("history", {}).items()}
    for line in lines:
        is_missing = line.count > heads.get(line.writer, 0)
        # A file without heads was made by hand: it lacks a line if it has the line's old values.
        if is_missing and (heads or values_at(data, line.change) == line.before):
            _apply(data, line.change)
    return data


def _apply(data: toml.Table, change: Change) -> None:
    with contextlib.suppress(ValueError):  # the line was altered; verify reports it
        apply_to_table(data, change)
