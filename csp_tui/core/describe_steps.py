"""A step in words: the same on the screen and in the plain commands."""

from __future__ import annotations

from datetime import date

from csp_tui.core.clock import short_day
from csp_tui.core.counting import LETTERS, RULE_CHANGED_LETTER
from csp_tui.core.describe import MARKS, RULE_CHANGED, RULE_CHANGED_MARK, WORDS, waiting
from csp_tui.core.groups import Group
from csp_tui.core.progress import Status
from csp_tui.core.step import Step

TITLES = {
    Group.CHASE: "To chase",
    Group.DUE: "Due",
    Group.CLOCK: "Yearly clock",
    Group.CONFIRM: "To confirm: the rule has changed",
    Group.READY: "Ready",
    Group.NOT_YET: "Not yet",
    None: "Done or not applicable",
}
"""What stands above the steps of each group."""

COUNTED = {
    Group.CHASE: "to chase",
    Group.DUE: "due",
    Group.CLOCK: "on the clock",
    Group.CONFIRM: "to confirm",
    Group.READY: "ready",
    Group.NOT_YET: "not yet",
}
"""How the steps of each group are counted: ``3 to chase``."""

MOST_NAMED = 3
"""Customers that are named in one step; more are counted."""

_STATUSES = {letter: status for status, letter in LETTERS.items()}


def title(step: Step, today: date) -> str:
    """Return what is to be done: the item, or the point of the clock with its day."""
    if step.point is not None:
        day = short_day(date.fromisoformat(step.due), today)
        return f"{step.point.name} on {day}: {step.point.meaning}"
    if step.item is None:
        return ""
    return f"{step.item.title}: {who(step)}" if step.is_each else step.item.title


def who(step: Step) -> str:
    """Return the customers whose step it is: few by name, of many the number."""
    if step.number <= MOST_NAMED and not step.settled:
        return ", ".join(name for _, name in step.customers)
    customers = f"{step.number} customer{'s' if step.number > 1 else ''}"
    return f"{customers} to do" if step.group is Group.READY else customers


def mark(step: Step) -> str:
    """Return the state of the step's item as three characters: ``[~]``."""
    if step.letter == RULE_CHANGED_LETTER:
        return RULE_CHANGED_MARK
    return MARKS[_status(step)]


def word(step: Step) -> str:
    """Return the state of the step's item in words."""
    return RULE_CHANGED if step.letter == RULE_CHANGED_LETTER else WORDS[_status(step)]


def remarks(step: Step, today: date) -> list[str]:
    """Return what else must be known of a step, in a few words each, the urgent first."""
    if step.point is not None:
        return [step.point.basis]
    found = []
    if step.letter == LETTERS[Status.WAITING]:
        chase_on = date.fromisoformat(step.chase) if step.chase else None
        found.append(waiting(step.whom, chase_on, today).short)
    elif waiting_number := sum(number for _, number in step.waits()):
        found.append(f"{waiting_number} waiting")
    if step.is_refused:
        number = f"{step.refused} " if step.refused < step.number else ""
        found.append(f"{number}refused: take it up again")
    if step.due:
        found.append(_due(date.fromisoformat(step.due), today))
    if step.group is not None and step.item is not None and step.item.irreversible:
        found.append("one way")
    if step.missing:
        found.append(f"not yet: {step.missing}")
    if not step.is_required:
        found.append("recommended")
    if step.owner and step.owner != step.partner.owner:
        found.append(f"owner {step.owner}")
    return found


def _due(day: date, today: date) -> str:
    late = (today - day).days
    if late > 0:
        return f"due since {late} d"
    return f"due {short_day(day, today)}" if late else "due today"


def _status(step: Step) -> Status:
    return _STATUSES.get(step.letter, Status.TODO)
