"""What is to be done with an open item now: to chase, due, ready or not yet.

The first screen, the filters and ``next`` all ask here, so that their counts agree.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """The state of an item in lists: its status, or that its rule has changed since the tick."""

    TODO = "todo"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    NOT_APPLICABLE = "not-applicable"
    RULE_CHANGED = "rule-changed"


SETTLED = frozenset({State.DONE, State.NOT_APPLICABLE})
"""States in which nothing is to be done."""
MET = SETTLED | {State.RULE_CHANGED}
"""States in which a prerequisite no longer blocks."""
TICKED = frozenset({State.DONE, State.RULE_CHANGED})

SOON = 7
"""Days before its due day from which on an item is due."""


class StepGroup(StrEnum):
    """What is to be done with an open item; each is in exactly one group.

    What is refused is ready: somebody must take it up again or set it apart. What waits for
    somebody and is not to be chased yet is not yet to be done. The points of the yearly clock
    are a group of their own.
    """

    CHASE = "chase"
    DUE = "due"
    CLOCK = "clock"
    CONFIRM = "confirm"
    READY = "ready"
    NOT_YET = "not-yet"


class Days(NamedTuple):
    """The days up to which an item is to be chased, and is due."""

    chase: date
    due: date

    @classmethod
    def of(cls, today: date) -> Days:
        """Return those of a calendar day."""
        return cls(today, today + timedelta(days=SOON))


def group_of(
    state: State, chase_on: date | None, due: date | None, days: Days, *, lacks: bool = False
) -> StepGroup | None:
    """Return what is to be done with an item; None where there is nothing.

    Args:
        state: how far it is.
        chase_on: its day to chase, if it has one.
        due: its due day, if it has one.
        days: the days that have come.
        lacks: whether something that it needs is open.
    """
    if state in SETTLED:
        return None
    if state == State.RULE_CHANGED:
        return StepGroup.CONFIRM
    if state == State.WAITING and chase_on and chase_on <= days.chase:
        return StepGroup.CHASE
    if due and due <= days.due:
        return StepGroup.DUE
    if state == State.WAITING or (lacks and state != State.REFUSED):
        return StepGroup.NOT_YET
    return StepGroup.READY
