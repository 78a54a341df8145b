"""What the rows of the list of partners tell where a filter or an order says what is looked for.

Without one, each row tells the most urgent thing of its run. That would hide why the row is there:
who looks for what is to chase wants to read what it is, not that something else is late.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import NamedTuple

from csp_tui.core.partners.now import Kind, Now, now_of, to_chase, to_confirm, to_do, to_take_up
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.step_groups import State, StepGroup, is_overdue

BY_FILTER: dict[str, Callable[[RunSummary, date], Now | None]] = {
    "chase": to_chase,
    "due": to_do,
    "rule-changed": to_confirm,
    "refused": to_take_up,
}
"""By the name of a filter, what it has found in a run."""


class Waiting(NamedTuple):
    """An item that waits, or the customers of whom an item waits in the same way."""

    since: date | None
    chase_on: date | None
    whom: str
    title: str
    """Title of the item; "" where the summary does not have it."""


def waiting_in(run: RunSummary) -> list[Waiting]:
    """Return what waits in an open run, that of its customers included; none of a closed run."""
    if run.outcome:
        return []
    first, *_party = run.waits or ("",)
    longest = run.waiting_since
    own = [
        Waiting(each.since, each.chase_on, each.whom, first if each.since == longest else "")
        for each in run.items
        if each.state == State.WAITING
    ]
    return own + [
        Waiting(each.since, each.chase_on, each.whom, run.title_of(each))
        for each in run.batches
        if each.state_text == State.WAITING
    ]


def parties_of(run: RunSummary) -> list[str]:
    """Return for whom an open run waits, each once; the one to chase first is the first."""
    found = sorted(waiting_in(run), key=lambda each: each.chase_on or date.max)
    return [*dict.fromkeys(each.whom for each in found if each.whom)]


def waits_longest(run: RunSummary, today: date) -> Now | None:
    """Return the item that waits longest: that it is late, to chase, or only waits.

    None if nothing waits in the run, or no day is known since which it does.
    """
    known = [each for each in waiting_in(run) if each.since]
    longest = min(known, key=lambda each: each.since or date.max, default=None)
    if longest is None:
        return None
    kind, number = Kind.WAITING, run.count_waiting()
    if longest.chase_on and is_overdue(longest.chase_on, today):
        kind, number = Kind.LATE, (today - longest.chase_on).days
    elif longest.chase_on and longest.chase_on <= today:
        kind, number = Kind.CHASE, run.number_in(StepGroup.CHASE, today)
    return Now(kind, number, subject=longest.title, whom=longest.whom)


def shown_now(
    row: PartnerSummary,
    run: RunSummary | None,
    today: date,
    filters: Collection[str],
    order: str,
) -> Now:
    """Return what a row tells of `run`: what is looked for, else the most urgent thing.

    Args:
        row: the partner.
        run: one of its runs; None for a partner without runs.
        today: the current day.
        filters: the names of the filters that are on; the first that has found something counts.
        order: the name of the order in which the list is.
    """
    now = now_of(row, run, today)
    if run is None or run.outcome or now.kind is Kind.UNREADABLE:
        return now
    if order == "waiting":
        return waits_longest(run, today) or now
    wanted = (BY_FILTER[name](run, today) for name in filters if name in BY_FILTER)
    return next((each for each in wanted if each is not None), now)
