"""Which customers of a run are shown and in which order; screen and command share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.text import fold
from csp_tui.core.customers.customers import CustomerSummary, is_complete
from csp_tui.core.progress.model import Status
from csp_tui.core.runs.step_groups import MET, Days, StepGroup, group_of
from csp_tui.core.runs.view import DONE_LETTERS, LETTERS, RunView

WAITING = LETTERS[Status.WAITING]
NOT_APPLICABLE = LETTERS[Status.NOT_APPLICABLE]


@dataclass(frozen=True, slots=True)
class Column:
    """What a filter may ask besides the row itself.

    Args:
        view: the run, as the partner's own part.
        place: where the chosen item stands among the per-customer ones.
        today: the day.
    """

    view: RunView
    place: int
    today: date

    def letter(self, row: CustomerSummary) -> str:
        """Return the letter of the chosen item; empty where the row does not tell."""
        return row.letters(self.view.run.key)[self.place : self.place + 1]

    def is_complete(self, row: CustomerSummary) -> bool:
        """Say whether every required item that applies is done for a customer."""
        return is_complete(row.letters(self.view.run.key), self.view.customer_items)


def progress(row: CustomerSummary, view: RunView) -> tuple[int, int]:
    """Return how many items are done for a customer, and how many apply."""
    letters = row.letters(view.run.key)
    done = sum(letters.count(each) for each in DONE_LETTERS)
    return done, len(letters) - letters.count(NOT_APPLICABLE)


def _lacks(row: CustomerSummary, column: Column) -> bool:
    letter = column.letter(row)
    return not letter or letter not in MET


def _waits(row: CustomerSummary, column: Column) -> bool:
    return WAITING in row.letters(column.view.run.key)


Test = Callable[[CustomerSummary, Column], bool]


def _has(group: StepGroup) -> Test:
    """Return the filter of customers with any item in a group."""

    def has(row: CustomerSummary, column: Column) -> bool:
        run, days = column.view.run, Days.of(column.today)
        letters = row.letters(run.key)
        return (
            run.closed is None
            and row.is_active
            and any(
                group_of(letters[place], chase, due, days) is group
                for place, chase, due, *_rest in row.days.get(run.key, ())
                if place < len(letters)
            )
        )

    return has


ALL, LACKING, CHASE, DUE, ARCHIVED = "all", "lacking", "chase", "due", "archived"

FILTERS: Mapping[str, Test] = {
    ALL: lambda row, _column: row.is_active,
    LACKING: lambda row, column: row.is_active and _lacks(row, column),
    "waiting": lambda row, column: row.is_active and _waits(row, column),
    CHASE: _has(StepGroup.CHASE),
    DUE: _has(StepGroup.DUE),
    "incomplete": lambda row, column: row.is_active and not column.is_complete(row),
    "complete": lambda row, column: row.is_active and column.is_complete(row),
    ARCHIVED: lambda row, _column: not row.is_active,
}
"""Each filter by its name; only the last shows archived customers."""

_TOLD = {
    ALL: N_("all customers"),
    LACKING: N_("lacking it"),
    "waiting": N_("with something waiting"),
    CHASE: N_("to chase"),
    DUE: N_("due"),
    "incomplete": N_("not complete"),
    "complete": N_("complete"),
}
"""Each filter in words; the one that is missing means something else elsewhere."""


def told(filter_name: str) -> str:
    """Return a filter in words."""
    if filter_name == ARCHIVED:
        return pgettext("which customers", "archived")
    return _(_TOLD[filter_name])


_LAST = "9999"

SORTS: Mapping[str, Callable[[CustomerSummary, RunView], object]] = {
    "name": lambda _row, _view: 0,
    "planned": lambda row, _view: row.planned or _LAST,
    "term-end": lambda row, _view: row.term_end or _LAST,
    "progress": lambda row, view: _share(row, view),
}
"""Each order by its name; customers that are equal in it stand by name."""


def _share(row: CustomerSummary, view: RunView) -> float:
    done, total = progress(row, view)
    return done / total if total else 1.0


def chosen(
    rows: Iterable[CustomerSummary], column: Column, filter_name: str, sort: str
) -> list[CustomerSummary]:
    """Return the rows that a filter leaves, in an order."""
    test, order = FILTERS[filter_name], SORTS[sort]
    found = [row for row in rows if test(row, column)]
    key: Callable[[CustomerSummary], tuple[object, ...]] = lambda row: (  # noqa: E731
        order(row, column.view),
        fold(row.name),
        row.id,
    )
    return sorted(found, key=key)


def column_counts(rows: Iterable[CustomerSummary], column: Column) -> tuple[int, int]:
    """Return for how many active customers the chosen item is done, and to how many it applies."""
    letters = [column.letter(row) for row in rows if row.is_active]
    done = sum(letter != "" and letter in DONE_LETTERS for letter in letters)
    return done, len(letters) - letters.count(NOT_APPLICABLE)


def place_of(view: RunView, item_id: str) -> int:
    """Return where an item stands among the per-customer ones; 0 where it is none of them."""
    ids: Sequence[str] = [item.id for item in view.customer_items]
    return ids.index(item_id) if item_id in ids else 0
