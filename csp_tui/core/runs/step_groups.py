"""What is to be done with an open item now: the one place that says what is to chase or due.

The first screen, the filters and ``next`` all ask here, so that their counts agree.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

TODO, WAITING, DONE, REFUSED, NOT_APPLICABLE, RULE_CHANGED = "twdrnc"
"""The letters of the states in which an item can be."""

SETTLED = DONE + NOT_APPLICABLE
"""States in which nothing is to be done."""
MET = SETTLED + RULE_CHANGED
"""States of a prerequisite that holds up nothing."""

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
    """The days (ISO) up to which an item is to be chased, and is due."""

    chase: str
    due: str

    @classmethod
    def of(cls, today: date) -> Days:
        """Return those of a calendar day."""
        return cls(today.isoformat(), (today + timedelta(days=SOON)).isoformat())


def group_of(
    letter: str, chase: str, due: str, days: Days, *, lacks: bool = False
) -> StepGroup | None:
    """Return what is to be done with an item; None where there is nothing.

    Args:
        letter: its state.
        chase: its day to chase (ISO), if it has one.
        due: its due day (ISO), if it has one.
        days: what has come.
        lacks: whether something that it needs is open.
    """
    if letter in SETTLED:
        return None
    if letter == RULE_CHANGED:
        return StepGroup.CONFIRM
    if letter == WAITING and chase and chase <= days.chase:
        return StepGroup.CHASE
    if due and due <= days.due:
        return StepGroup.DUE
    if letter == WAITING or (lacks and letter != REFUSED):
        return StepGroup.NOT_YET
    return StepGroup.READY
