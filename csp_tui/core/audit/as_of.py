"""Rebuilds the state of partners and customers at an earlier moment from the history.

What stood then follows from the lines up to that moment alone. Values that a file made by hand had
before its first line about them are taken from that line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.errors import InvalidFileError, NotFoundError, WriteError
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.places import Places
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import counting
from csp_tui.core.history.fold import corrections, fold
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.log import History
from csp_tui.core.history.outside_changes import outside_changes
from csp_tui.core.history.registers import by_register
from csp_tui.core.progress.change import Change, apply_or_skip
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.progress.reader import read_customer, read_partner
from csp_tui.core.store.catch_up import GoodCopy
from csp_tui.core.store.progress_files import ProgressFiles
from csp_tui.core.store.store import Store


@dataclass(frozen=True, slots=True)
class Past:
    """A partner as it was at a moment."""

    partner: Partner
    is_unsure: bool
    """Whether a change outside csp-tui was noticed after the moment, so may have been before it."""


def partner_as_of(places: Places, store: Store, partner_id: str, end: datetime) -> Past:
    """Return a partner as it was just before `end`, and whether that is sure.

    The partner's customers are not in the result.

    Raises:
        NotFoundError: there is no such partner, or its history is missing or has no line from
            before `end`.
        InvalidFileError: the partner's file or history is unreadable.
    """
    now = store.load(partner_id)
    path = places.progress_file(partner_id)
    copy = ProgressFiles(places).good_copy(read_file(path)[0], partner_id)
    history = store.history(partner_id)
    lines = [line for line in counting(history.lines()) if not line.customer]
    if now.heads:
        _refuse_missing(history, end)
    _require_a_beginning(now.name, lines, end)
    table, is_unsure = _table_then(path, copy, lines, lines, end)
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

    Customers that were added at `end` or later are left out. Those whose file is unreadable, or who
    were there before but have no history line from before `end`, are only named, as unknown.

    Raises:
        InvalidFileError: the history is unreadable.
    """
    by_customer: dict[str, list[HistoryLine]] = {}
    for line in counting(store.history(partner_id).lines()):
        by_customer.setdefault(line.customer, []).append(line)
    files, known, unknown, unsure = ProgressFiles(places), list[Customer](), list[str](), False
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
        copy = files.good_copy(read_file(path)[0], partner_id, key)
        moves = [line for line in by_customer.get("", ()) if line.moves]
        table, is_unsure = _table_then(path, copy, lines, [*lines, *moves], end)
        known.append(read_customer(table, key, path, ""))
        unsure = unsure or is_unsure
    return PastCustomers(known, unknown, unsure)


def _table_then(
    path: Path,
    copy: GoodCopy | None,
    lines: Sequence[HistoryLine],
    counting_lines: Sequence[HistoryLine],
    end: datetime,
) -> tuple[toml.Table, bool]:
    """Return the table of the file at `path` as it was just before `end`.

    The second value is whether that is unsure: a change outside csp-tui was noticed only after
    `end`, or is in the file now and not noticed yet.

    Args:
        path: the file.
        copy: the last good copy of the file; None if there is none.
        lines: the lines about the file; at least one.
        counting_lines: `lines`; for a customer also the lines of the partner that moved runs to
            other editions.
        end: the moment.
    """
    found = toml.parse(toml.decode(read_file(path)[0], path), path)
    later = [line for line in lines if line.when >= end]
    is_unsure = any(line.do in (Act.OUTSIDE, Act.FOUND) for line in later)
    if copy is not None and not copy.is_same and outside_changes(copy.table, found):
        is_unsure = True
    then = fold([line for line in counting_lines if line.when < end])
    data = deepcopy(found)
    first: dict[tuple[tuple[str, ...], str], Change] = {}
    for line in lines:
        for key, value in line.before.items():
            change = replace(line.change, to={key: value})
            if not by_register(line.customer, line.change.table, change.to).keys() & then.keys():
                first.setdefault((line.change.table, key), change)
    for change in [*first.values(), *corrections(then, lines[0].customer, data)]:
        apply_or_skip(data, change)
    return data, is_unsure


def _begin(lines: Iterable[HistoryLine]) -> datetime:
    """Return the earliest time of `lines`, of which there must be one.

    With a wrong clock it need not be the time of the first line.
    """
    return min(line.when for line in lines)


def _refuse_missing(history: History, end: datetime) -> None:
    """Raise NotFoundError without the file of the history, which was there."""
    try:
        history.refuse_missing()
    except WriteError as error:
        message = _("the state on {day} is not known: {why}")
        day = local_day(end - timedelta(milliseconds=1))
        raise NotFoundError(message.format(day=day, why=error)) from error


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
