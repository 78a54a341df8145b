"""What is urgent of a customer in a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from csp_tui.core.base.day_words import chase_day, due_day, plan_day, plan_late
from csp_tui.core.customers.counts import is_complete
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.runs.step_groups import SOON, Days, State, StepGroup, late_since
from csp_tui.core.runs.view import RunView

_NOT_BEGUN = frozenset((State.TODO, State.NOT_APPLICABLE))


class Pressing(NamedTuple):
    """A day on which, or by which, something is to be done for a customer."""

    is_late: bool
    day: date
    say: Callable[[date, date], str] = due_day
    """Puts the day into words: to chase, due or late, or planned."""
    item: str = ""
    """The id of the item whose day it is; "" for the planned day of the customer."""
    group: StepGroup | None = None
    """Whether the item is to chase or due: CHASE or DUE; None for the planned day."""

    def words(self, today: date) -> str:
        """Return the day as a row shows it: ``9 d late``, ``chase today`` or ``plan late``."""
        return self.say(self.day, today)


def pressing(row: CustomerSummary, view: RunView, today: date) -> Pressing | None:
    """Return the most urgent day of the customer `row` in a run: the first of `all_pressing`."""
    return next(iter(all_pressing(row, view, today)), None)


def all_pressing(row: CustomerSummary, view: RunView, today: date) -> list[Pressing]:
    """Return the urgent days of the customer `row` in a run.

    First comes the day that is late longest; behind those that are late, the next one. Days that
    count are: that of an item to chase now; that of an item that is overdue or due within a week;
    and, unless the customer is complete (see `counts.is_complete`), a planned day that is past or,
    while no item is begun, one within a week. There is none if the customer is archived or
    unreadable, or if the run is closed. `view` is the partner's own part of the run.
    """
    if view.is_closed or not row.is_active or row.error:
        return []
    return sorted(_all(row, view, today), key=lambda each: (not each.is_late, each.day))


def _all(row: CustomerSummary, view: RunView, today: date) -> Iterator[Pressing]:
    days = Days.of(today)
    for item in row.items_in(view.run.key):
        group = item.group(days)
        if group not in (StepGroup.CHASE, StepGroup.DUE):
            continue
        if since := late_since(item.state, item.chase_on, item.due, today):
            yield Pressing(True, since, due_day, item.item, group)
        elif day := item.chase_on if group is StepGroup.CHASE else item.due:
            say = chase_day if group is StepGroup.CHASE else due_day
            yield Pressing(False, day, say, item.item, group)
    day = row.planned
    if not day or day > today + timedelta(days=SOON):
        return
    states = row.states_in(view.run.key)
    if is_complete(states, view.customer_items):
        return
    if day < today:
        yield Pressing(True, day, plan_late)
    elif _NOT_BEGUN.issuperset(states):
        yield Pressing(False, day, plan_day)
