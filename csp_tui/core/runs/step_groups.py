"""What is to be done with an open item now: chase it, do it (due or ready), or not yet.

The first screen, the filters and ``next`` all use these functions, so that their counts agree.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeVar


class State(StrEnum):
    """The state of an item: its status, or RULE_CHANGED if its rule changed since its tick."""

    TODO = "todo"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    NOT_APPLICABLE = "not-applicable"
    RULE_CHANGED = "rule-changed"


SETTLED = frozenset({State.DONE, State.NOT_APPLICABLE})
"""States of an item with which nothing is to be done."""
MET = SETTLED | {State.RULE_CHANGED}
"""States of a prerequisite in which it no longer blocks other items."""
TICKED = frozenset({State.DONE, State.RULE_CHANGED})

SOON = 7
"""An item counts as due from this many days before its due day."""

REMINDER = 7
"""Days after its day to chase up to which an item is not late: that day is one's own reminder."""


def is_overdue(chase_on: date, today: date) -> bool:
    """Return whether a day to chase is more than `REMINDER` (7) days past, and so counts as late.

    The day is only one's own reminder: if each counted as late at once, long lists would be late
    from top to bottom.
    """
    return (today - chase_on).days > REMINDER


class StepGroup(StrEnum):
    """What is to be done with an open item; each item is in exactly one group.

    A refused item is READY, since somebody must take it up again or set it not applicable. A
    waiting item is NOT_YET until its day to chase. CLOCK is for the points of the yearly clock,
    MISSED for a yearly check whose day is over.
    """

    MISSED = "missed"
    CHASE = "chase"
    DUE = "due"
    CLOCK = "clock"
    CONFIRM = "confirm"
    READY = "ready"
    NOT_YET = "not-yet"


class Days(NamedTuple):
    """The latest day to chase, and the latest due day, for which something is to be done now."""

    chase: date
    due: date

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, today: date) -> Days:
        """Return the Days for `today`: `chase` is today itself, `due` is SOON (7) days later."""
        return cls(today, today + timedelta(days=SOON))

    @classmethod
    @lru_cache(maxsize=8)
    def over(cls, today: date) -> Days:
        """Return the last day to chase, and the last due day, that are late on `today`.

        A day to chase is late only if it is more than REMINDER (7) days past.
        """
        return cls(today - timedelta(days=REMINDER + 1), today - timedelta(days=1))

    @property
    def texts(self) -> tuple[str, str]:
        """The two days, `chase` and `due`, as summaries hold them: ``2026-11-29``."""
        return _texts(self.chase, self.due)


@lru_cache(maxsize=8)
def _texts(chase: date, due: date) -> tuple[str, str]:
    return chase.isoformat(), due.isoformat()


Day = TypeVar("Day", date, str)


def group_of(
    state: str,
    chase_on: Day | None,
    due: Day | None,
    days: tuple[Day, Day],
    *,
    lacks: bool = False,
) -> StepGroup | None:
    """Return the group of the step that an item makes, such as DUE or READY.

    None if the item is settled: done or not applicable.

    All days are dates, or all are texts as summaries hold them, which come in the same order.

    Args:
        state: the state of the item.
        chase_on: the day to chase it, if any.
        due: the due day, if any.
        days: the latest day to chase, and the latest due day, that count now: see `Days`.
        lacks: whether a prerequisite of the item is open.
    """
    if state in SETTLED:
        return None
    if state == State.RULE_CHANGED:
        return StepGroup.CONFIRM
    latest_chase, latest_due = days
    if state == State.WAITING and chase_on and chase_on <= latest_chase:
        return StepGroup.CHASE
    if due and due <= latest_due:
        return StepGroup.DUE
    if state == State.WAITING or (lacks and state != State.REFUSED):
        return StepGroup.NOT_YET
    return StepGroup.READY


def late_since(state: str, chase_on: date | None, due: date | None, today: date) -> date | None:
    """Return the day since which an item is late: its day to chase or its due day.

    If both are late (see `Days.over`), it is the earlier one. The day to chase counts only while
    the item waits. None if the item is not late, is settled, or is to confirm.
    """
    if state in MET:
        return None
    last_chase, last_due = Days.over(today)
    chase = chase_on if state == State.WAITING and chase_on and chase_on <= last_chase else None
    if due is None or due > last_due:
        return chase
    return min(chase, due) if chase else due
