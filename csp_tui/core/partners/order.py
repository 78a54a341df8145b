"""The orders in which the list of partners can be sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import IntEnum
from typing import Any

from csp_tui.core.base.choice import Choice, choice_named
from csp_tui.core.base.language import N_
from csp_tui.core.base.text import fold
from csp_tui.core.partners.clock_words import SOON, is_lapsed, next_t
from csp_tui.core.partners.filters import over_at
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.step_groups import Days, StepGroup

Order = Choice[Callable[[PartnerSummary, date], Any]]
"""A choice whose rule returns the sort key of a partner."""


def open_required(row: PartnerSummary) -> int:
    """Return how many required items are not done in the partner's open runs.

    Items of its customers do not count.
    """
    return sum(run.required_total - run.required_done for run in _open(row))


def waiting_since(row: PartnerSummary) -> date | None:
    """Return the day since which the partner's longest waiting item waits; None if none waits.

    Items of customers do not count.
    """
    return min((run.waiting_since for run in row.runs if run.waiting_since), default=None)


def _open(row: PartnerSummary) -> list[RunSummary]:
    return [run for run in row.runs if not run.outcome]


def by_clock(row: PartnerSummary, today: date) -> Any:
    """Return a sort key that puts first the partners closest to losing the right to sell.

    The earliest yearly check (T, see `clock_words.next_t`) comes first; on the same day, the
    partner with most open required items. Then come partners that can no longer mend a missed
    check, the latest first, and last those whose T is unknown.
    """
    day = next_t(row, today)
    if day is None:
        return (2, 0, 0)
    lapsed = is_lapsed(row, today)
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
    """Return a sort key that puts first the partner with a run on the oldest edition.

    Closed runs and runs on the newest edition do not count; partners without others come last.
    """
    return min((run.edition for run in row.runs if run.newer), default="~")


class Urgency(IntEnum):
    """The most urgent thing about a partner, from the most urgent to the least."""

    LAPSED = 0
    LATE = 1
    CHASE = 2
    DUE = 3
    CLOCK = 4
    CONFIRM = 5
    CLOSE = 6
    READY = 7
    WAITING = 8
    NOTHING = 9


def urgency(row: PartnerSummary, today: date) -> Urgency:
    """Return the most urgent thing about a partner, by its yearly clock and its open runs.

    NOTHING if there is nothing to do, and for an unreadable partner.
    """
    if is_lapsed(row, today):
        return Urgency.LAPSED
    day = next_t(row, today)
    if day is not None and day < today:
        return Urgency.LATE
    found = [_urgency_of(run, today) for run in _open(row)]
    if day is not None and (day - today).days <= SOON:
        found.append(Urgency.CLOCK)
    return min(found, default=Urgency.NOTHING)


def _urgency_of(run: RunSummary, today: date) -> Urgency:
    over, now = over_at(today), Days.of(today)
    if run.has_in(StepGroup.CHASE, over) or run.has_in(StepGroup.DUE, over):
        return Urgency.LATE
    if run.has_in(StepGroup.CHASE, now):
        return Urgency.CHASE
    if run.has_in(StepGroup.DUE, now):
        return Urgency.DUE
    if run.count_changed():
        return Urgency.CONFIRM
    if run.is_to_close:
        return Urgency.CLOSE
    if run.ready:
        return Urgency.READY
    return Urgency.WAITING if run.waiting else Urgency.NOTHING


ORDERS: tuple[Order, ...] = (
    Choice("name", N_("by name"), lambda _row, _today: 0),
    Choice("clock", N_("by clock"), by_clock),
    Choice("progress", N_("by progress"), _progress),
    Choice("changed", N_("by last change"), _changed),
    Choice("waiting", N_("waiting longest"), _waiting),
    Choice("edition", N_("oldest edition first"), _edition),
    Choice("urgency", N_("by urgency"), urgency),
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
    is the other way round.
    """

    def key(row: PartnerSummary) -> Any:
        is_last = bool(row.error) and order is not BY_NAME
        return (is_last, order.rule(row, today) if not is_last else 0, fold(row.name), row.id)

    return sorted(rows, key=key, reverse=is_reversed)
