"""The filters and orders of a list of customers, on the screen and in commands."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from csp_tui.core.base.choice import Choice, ValueFilter, choice_named, value_asked
from csp_tui.core.base.day_words import month_from
from csp_tui.core.base.days import whole_day
from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.model import Item
from csp_tui.core.customers.counts import count_item, is_complete, progress
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.urgency import all_pressing
from csp_tui.core.runs.step_groups import MET, State
from csp_tui.core.runs.view import RunView


@dataclass(frozen=True, slots=True)
class Column:
    """The chosen column of the customers' list: one per-customer item of a run.

    Some filters depend on it.

    Args:
        view: the partner's own part of the run.
        place: index of the item among the run's per-customer items.
        today: the present day in local time.
    """

    view: RunView
    place: int
    today: date

    def state(self, row: CustomerSummary) -> State | None:
        """Return the state of the chosen item for the customer `row`; None if it is unknown."""
        states = row.states_in(self.view.run.key)
        return states[self.place] if self.place < len(states) else None

    @property
    def item(self) -> Item:
        """The chosen item."""
        return self.view.customer_items[self.place]

    def items_in(self, row: CustomerSummary, *states: State) -> list[str]:
        """Return the ids of the items that are in one of `states` for the customer `row`."""
        known = zip(self.view.customer_items, row.states_in(self.view.run.key), strict=False)
        return [item.id for item, state in known if state in states]

    def is_complete(self, row: CustomerSummary) -> bool:
        """Return whether the customer `row` has done every required item that applies.

        False if the states of its items are unknown.
        """
        return is_complete(row.states_in(self.view.run.key), self.view.customer_items)


Test = Callable[[CustomerSummary, Column], bool]

_OF_ITEMS = ("waiting", "late", "this-week", "chase", "due")
"""The filters that show a customer for one of its items."""


def _items(name: str, row: CustomerSummary, column: Column) -> list[str]:
    """Return the ids of the items for which one of `_OF_ITEMS` shows a customer.

    The most urgent comes first, but those that wait are in the order of the checklist. "" stands
    for the planned day. A customer for whom something is late is not shown for what is to be done
    this week.
    """
    if name == "waiting":
        return column.items_in(row, State.WAITING)
    found = all_pressing(row, column.view, column.today)
    if name == "late":
        found = [each for each in found if each.is_late]
    elif name == "this-week":
        found = [each for each in found if not found[0].is_late]
    else:
        found = [each for each in found if each.group == name]
    return [each.item for each in found]


ALL, LACKING, ARCHIVED = "all", "lacking", "archived"
CHASE_IT, DUE_IT = "chase-it", "due-it"
OF_COLUMN = (LACKING, CHASE_IT, DUE_IT)
"""The filters that depend on the chosen item."""

FILTERS: tuple[Choice[Callable[[CustomerSummary, Column], object]], ...] = (
    Choice(ALL, N_("all customers"), lambda _row, _column: True),
    Choice(LACKING, N_("lacking it"), lambda row, column: column.state(row) not in MET),
    Choice("waiting", N_("with something waiting"), partial(_items, "waiting")),
    Choice("late", N_("late"), partial(_items, "late")),
    Choice("this-week", N_("this week"), partial(_items, "this-week")),
    Choice("chase", N_("to chase"), partial(_items, "chase")),
    Choice("due", N_("due"), partial(_items, "due")),
    Choice(
        CHASE_IT,
        N_("to chase for this item"),
        lambda row, column: column.item.id in _items("chase", row, column),
    ),
    Choice(
        DUE_IT,
        N_("due for this item"),
        lambda row, column: column.item.id in _items("due", row, column),
    ),
    Choice("incomplete", N_("not complete"), lambda row, column: not column.is_complete(row)),
    Choice("complete", N_("complete"), lambda row, column: column.is_complete(row)),
    Choice(ARCHIVED, "", lambda _row, _column: True),
)
"""The filters; only the last shows archived customers, and no others: see :func:`filter_called`.

Titles are in :func:`filter_title`.
"""


def _monday(week: str) -> str:
    """Return the Monday of a week such as ``2026-W49`` in words; "" if there is no such week."""
    with contextlib.suppress(ValueError):
        monday = datetime.strptime(f"{week}-1", "%G-W%V-%u").date()
        return whole_day(monday) if fold(f"{monday:%G-W%V}") == fold(week) else ""
    return ""


VALUE_FILTERS: tuple[ValueFilter[Callable[[CustomerSummary], str]], ...] = (
    ValueFilter("owner", N_("owner"), N_("owner {value}"), lambda row: row.owner),
    ValueFilter(
        "planned",
        N_("planned"),
        N_("planned {value}"),
        lambda row: row.planned_text[: len("2026-12")],
        month_from,
        N_("say a month, such as 2026-12"),
    ),
    ValueFilter(
        "week",
        N_("planned in the week"),
        N_("planned in the week of {value}"),
        lambda row: f"{row.planned:%G-W%V}" if row.planned else "",
        _monday,
        N_("say a week, such as 2026-W49"),
    ),
)
"""The filters on a value, such as ``owner amira`` or ``planned 2026-12``."""


def filter_called(name: str) -> Test:
    """Return the test of the filter with this name, such as ``chase`` or ``owner amira``.

    The test of ``archived`` passes archived customers, any other active ones. Case does not matter.

    Raises:
        LookupError: there is no such filter, or no customer can have the value; if there is more
            to say, its text says why.
    """
    kind, value = value_asked(VALUE_FILTERS, name)
    if kind is not None:
        wanted, value_of = fold(value), kind.rule
        if not kind.shown(value):
            raise LookupError(_(kind.hint))
        return lambda row, _column: row.is_active and fold(value_of(row)) == wanted
    found = choice_named(FILTERS, name)
    is_active = found.name != ARCHIVED
    return lambda row, column: row.is_active is is_active and bool(found.rule(row, column))


def filter_title(name: str) -> str:
    """Return the title of the filter with this name, in the current language.

    Raises:
        LookupError: there is no such filter.
    """
    if name == ARCHIVED:
        return pgettext("which customers", "archived")
    kind, value = value_asked(VALUE_FILTERS, name)
    return kind.title_of(value) if kind else _(choice_named(FILTERS, name).title)


def _share(row: CustomerSummary, view: RunView) -> float:
    done, total = progress(row.states_in(view.run.key))
    return done / total if total else 1.0


ORDERS: tuple[Choice[Callable[[CustomerSummary, RunView], Any]], ...] = (
    Choice("name", N_("by name"), lambda _row, _view: 0),
    Choice("planned", N_("by planned"), lambda row, _view: row.planned or date.max),
    Choice("term-end", N_("by term end"), lambda row, _view: row.term_end or date.max),
    Choice("progress", N_("by progress"), _share),
)
"""The orders; customers that an order does not tell apart are sorted by name."""


def chosen(
    rows: Iterable[CustomerSummary],
    column: Column,
    filters: Iterable[str],
    sort: str,
    *,
    is_reversed: bool = False,
) -> list[CustomerSummary]:
    """Return those of `rows` that all `filters` keep, in the order named `sort`.

    Without filters, all active customers are kept. Rows that the order does not tell apart are
    sorted by name. With `is_reversed`, the whole list is the other way round. `column` is the
    chosen column, on which some filters depend.

    Raises:
        LookupError: there is no such filter or order, or no customer can have a filter's value.
    """
    found, order = list(rows), choice_named(ORDERS, sort).rule
    for test in map(filter_called, [*filters] or [ALL]):
        found = [row for row in found if test(row, column)]
    found.sort(key=lambda row: (order(row, column.view), fold(row.name), row.id))
    return found[::-1] if is_reversed else found


def place_for(row: CustomerSummary, column: Column, names: Collection[str]) -> int:
    """Return the index of the item for which the filters `names` show the customer `row`.

    It is the chosen item of `column`, if it is one of several; else the most urgent one. Where the
    filters find a planned day alone, any open item is meant. The chosen item also stays if none of
    the filters looks for items, or if one of them depends on it.
    """
    if not set(OF_COLUMN).isdisjoint(names):
        return column.place
    each = (_items(name, row, column) for name in names if name in _OF_ITEMS)
    if found := next(filter(None, each), []):
        found = [*filter(None, found)] or column.items_in(row, *set(State) - MET)
    stays = not found or column.item.id in found
    return column.place if stays else item_place(column.view, found[0])


def column_counts(rows: Iterable[CustomerSummary], column: Column) -> tuple[int, int]:
    """Return for how many active customers an item is done, and for how many it applies.

    The item is that of `column`; archived customers in `rows` are not counted.
    """
    view = column.view
    customers = [row.states_in(view.run.key) for row in rows if row.is_active]
    return count_item(customers, view.customer_items, column.place)


def item_place(view: RunView, item_id: str) -> int:
    """Return the index of an item among a run's per-customer items; 0 if it is none of them."""
    ids: Sequence[str] = [item.id for item in view.customer_items]
    return ids.index(item_id) if item_id in ids else 0
