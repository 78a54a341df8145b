"""The orders in which the list of partners can be sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from csp_tui.core.base.choice import Choice, choice_named
from csp_tui.core.base.language import N_
from csp_tui.core.base.text import fold
from csp_tui.core.partners.clock_words import is_lapsed, next_t
from csp_tui.core.partners.now import now_of
from csp_tui.core.partners.rows import PartnerRun, PartnerSummary, RunSummary
from csp_tui.core.runs.step_groups import State

Order = Choice[Callable[[PartnerSummary, date], Any]]
"""A choice whose rule returns the sort key of a partner."""


def open_required(row: PartnerSummary) -> int:
    """Return how many required items are not done in the partner's open runs.

    Items of its customers do not count.
    """
    return sum(run.required_total - run.required_done for run in _open(row))


def waiting_since(row: PartnerSummary) -> date | None:
    """Return the day since which the item that waits longest waits; None if no such day is known.

    Items of open runs count, those of the partner's customers too.
    """
    return min(filter(None, map(run_waits_since, row.runs)), default=None)


def run_waits_since(run: RunSummary) -> date | None:
    """Return what `waiting_since` does for one run; None if it is closed."""
    if run.outcome:
        return None
    waits = (each.since for each in run.batches if each.state == State.WAITING)
    return min(filter(None, (run.waiting_since, *waits)), default=None)


def _open(row: PartnerSummary) -> list[RunSummary]:
    return [run for run in row.runs if not run.outcome]


def by_clock(row: PartnerSummary, today: date) -> Any:
    """Return a sort key that puts first the partners closest to losing the right to sell.

    The earliest yearly check (T, see `clock_words.next_t`) comes first; on the same day, the
    partner with most open required items. Then come partners for whom it is too late to mend a
    missed check, the one with the latest T first, and last those whose T is unknown.
    """
    day = next_t(row, today)
    if day is None:
        return (2, 0, 0)
    lapsed = day < today and is_lapsed(row, today)
    return (int(lapsed), -day.toordinal() if lapsed else day.toordinal(), -open_required(row))


def _progress(row: PartnerSummary, _today: date) -> Any:
    runs = _open(row) or row.runs
    total = sum(run.total for run in runs)
    return sum(run.done for run in runs) / total if total else 0.0


def _changed(row: PartnerSummary, _today: date) -> Any:
    return -row.changed.timestamp() if row.changed else 0.0


def _waiting(row: PartnerSummary, _today: date) -> Any:
    return waiting_since(row) or date.max


def _edition(row: PartnerSummary, _today: date) -> Any:
    """Return a sort key that puts first the partner with an open run on the oldest edition.

    Runs on the newest edition do not count; partners with no other run come last.
    """
    return min((run.edition for run in row.runs if run.newer), default="~")


def _urgency(row: PartnerSummary, today: date) -> Any:
    """Return a sort key that puts first the partner whose most urgent run is the most urgent."""
    return min(now_of(row, run, today).rank for run in row.runs or (None,))


ORDERS: tuple[Order, ...] = (
    Choice("name", N_("by name"), lambda _row, _today: 0),
    Choice("clock", N_("by clock"), by_clock),
    Choice("progress", N_("by progress"), _progress),
    Choice("changed", N_("by last change"), _changed),
    Choice("waiting", N_("waiting longest"), _waiting),
    Choice("edition", N_("oldest edition first"), _edition),
    Choice("urgency", N_("by urgency"), _urgency),
)
BY_NAME = ORDERS[0]


def order_called(name: str) -> Order:
    """Return the order with this name, such as ``urgency``.

    Raises:
        LookupError: there is no such order.
    """
    return choice_named(ORDERS, name)


def in_order(
    rows: Sequence[PartnerSummary], order: Order, today: date, *, is_reversed: bool = False
) -> list[PartnerSummary]:
    """Return `rows` sorted by `order`; where it does not tell them apart, by name, then by id.

    Unreadable partners come last, except in the order by name. With `is_reversed`, the whole list
    is the other way round, unreadable ones first.
    """
    return sorted(rows, key=lambda row: key_of(row, order, today), reverse=is_reversed)


def keyed_by_waiting(row: PartnerSummary) -> list[tuple[Any, PartnerRun]]:
    """Return the runs of a partner, each behind a key that puts first what waits longest.

    A partner without runs is there once. No other run has the same key. Unreadable partners and
    what waits for nobody come last.
    """
    found = []
    for number, run in enumerate(row.runs or (None,)):
        since = run_waits_since(run) if run else None
        key = bool(row.error), since or date.max, fold(row.name), row.id, number
        found.append((key, (row, run)))
    return found


def key_of(row: PartnerSummary, order: Order, today: date) -> Any:
    """Return the key by which `in_order` sorts a partner: no other partner has the same."""
    is_last = bool(row.error) and order is not BY_NAME
    return (is_last, order.rule(row, today) if not is_last else 0, fold(row.name), row.id)
