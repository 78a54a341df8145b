"""Filters and orders of the list of customers, for screen and command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from csp_tui.core.base.choice import Choice, choice_named
from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.text import fold
from csp_tui.core.customers.customers import CustomerSummary, is_complete
from csp_tui.core.runs.step_groups import MET, TICKED, Days, State, StepGroup
from csp_tui.core.runs.view import RunView


@dataclass(frozen=True, slots=True)
class Column:
    """The run and the chosen item, for filters.

    Args:
        view: the run, as the partner's own part.
        place: the place of the chosen item among the per-customer ones.
        today: the day in local time.
    """

    view: RunView
    place: int
    today: date

    def state(self, row: CustomerSummary) -> State | None:
        """Return the state of the chosen item; None if the row has none."""
        states = row.states_in(self.view.run.key)
        return states[self.place] if self.place < len(states) else None

    def is_complete(self, row: CustomerSummary) -> bool:
        """Return whether every required item that applies is done for a customer."""
        return is_complete(row.states_in(self.view.run.key), self.view.customer_items)


def progress(row: CustomerSummary, view: RunView) -> tuple[int, int]:
    """Return how many items are done for a customer, and how many apply."""
    states = row.states_in(view.run.key)
    done = sum(state in TICKED for state in states)
    return done, len(states) - states.count(State.NOT_APPLICABLE)


def _lacks(row: CustomerSummary, column: Column) -> bool:
    return column.state(row) not in MET


def _waits(row: CustomerSummary, column: Column) -> bool:
    return State.WAITING in row.states_in(column.view.run.key)


Test = Callable[[CustomerSummary, Column], bool]


def _has(group: StepGroup) -> Test:
    """Return the filter of customers with any item in a group."""

    def has(row: CustomerSummary, column: Column) -> bool:
        run, days = column.view.run, Days.of(column.today)
        return (
            run.closed is None
            and row.is_active
            and any(each.group(days) is group for each in row.items_in(run.key))
        )

    return has


ALL, LACKING, CHASE, DUE, ARCHIVED = "all", "lacking", "chase", "due", "archived"

FILTERS: tuple[Choice[Test], ...] = (
    Choice(ALL, N_("all customers"), lambda row, _column: row.is_active),
    Choice(LACKING, N_("lacking it"), lambda row, column: row.is_active and _lacks(row, column)),
    Choice(
        "waiting",
        N_("with something waiting"),
        lambda row, column: row.is_active and _waits(row, column),
    ),
    Choice(CHASE, N_("to chase"), _has(StepGroup.CHASE)),
    Choice(DUE, N_("due"), _has(StepGroup.DUE)),
    Choice(
        "incomplete",
        N_("not complete"),
        lambda row, column: row.is_active and not column.is_complete(row),
    ),
    Choice(
        "complete",
        N_("complete"),
        lambda row, column: row.is_active and column.is_complete(row),
    ),
    Choice(ARCHIVED, "", lambda row, _column: not row.is_active),
)
"""Only the last shows archived customers; its title is translated in a context."""


def filter_title(name: str) -> str:
    """Return the title of a filter."""
    if name == ARCHIVED:
        return pgettext("which customers", "archived")
    return _(choice_named(FILTERS, name).title)


def _share(row: CustomerSummary, view: RunView) -> float:
    done, total = progress(row, view)
    return done / total if total else 1.0


_LAST = date.max

ORDERS: tuple[Choice[Callable[[CustomerSummary, RunView], object]], ...] = (
    Choice("name", N_("by name"), lambda _row, _view: 0),
    Choice("planned", N_("by planned"), lambda row, _view: row.planned or _LAST),
    Choice("term-end", N_("by term end"), lambda row, _view: row.term_end or _LAST),
    Choice("progress", N_("by progress"), _share),
)
"""Customers that are equal in an order are sorted by name."""


def chosen(
    rows: Iterable[CustomerSummary], column: Column, filter_name: str, sort: str
) -> list[CustomerSummary]:
    """Return the rows that a filter keeps, in an order."""
    test, order = choice_named(FILTERS, filter_name).rule, choice_named(ORDERS, sort).rule
    found = [row for row in rows if test(row, column)]
    key: Callable[[CustomerSummary], tuple[object, ...]] = lambda row: (  # noqa: E731
        order(row, column.view),
        fold(row.name),
        row.id,
    )
    return sorted(found, key=key)


def column_counts(rows: Iterable[CustomerSummary], column: Column) -> tuple[int, int]:
    """Return for how many active customers the chosen item is done, and for how many it applies."""
    states = [column.state(row) for row in rows if row.is_active]
    done = sum(state in TICKED for state in states)
    return done, len(states) - states.count(State.NOT_APPLICABLE)


def place_of(view: RunView, item_id: str) -> int:
    """Return the place of an item among the per-customer ones; 0 for another item."""
    ids: Sequence[str] = [item.id for item in view.customer_items]
    return ids.index(item_id) if item_id in ids else 0
