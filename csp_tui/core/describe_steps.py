"""A step in words: the same on the screen and in the plain commands."""

from __future__ import annotations

from datetime import date

from csp_tui.core.clock import short_day
from csp_tui.core.counting import LETTERS, RULE_CHANGED_LETTER
from csp_tui.core.describe import MARKS, RULE_CHANGED, RULE_CHANGED_MARK, WORDS, waiting
from csp_tui.core.next_steps import Group, Step
from csp_tui.core.progress import Status

TITLES = {
    Group.CHASE: "To chase",
    Group.DUE: "Due",
    Group.CONFIRM: "To confirm: the rule has changed",
    Group.READY: "Ready",
    Group.NOT_YET: "Not yet",
    None: "Done or not applicable",
}
"""What stands above the steps of each group."""

COUNTED = {
    Group.CHASE: "to chase",
    Group.DUE: "due",
    Group.CONFIRM: "to confirm",
    Group.READY: "ready",
    Group.NOT_YET: "not yet",
}
"""How the steps of each group are counted: ``3 to chase``."""

_STATUSES = {letter: status for status, letter in LETTERS.items()}


def title(step: Step, today: date) -> str:
    """Return what is to be done: the item, or the point of the clock with its day."""
    if step.point is not None:
        day = short_day(date.fromisoformat(step.due), today)
        return f"{step.point.name} on {day}: {step.point.meaning}"
    return step.item.title if step.item else ""


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
    if step.is_refused:
        found.append("refused: take it up again")
    if step.due:
        found.append(_due(date.fromisoformat(step.due), today))
    if step.group is not None and step.item is not None and step.item.irreversible:
        found.append("one way")
    if step.missing:
        found.append(f"not yet: {step.missing}")
    if not step.is_required:
        found.append("recommended")
    if step.owner != step.partner.owner:
        found.append(f"owner {step.owner}")
    return found


def _due(day: date, today: date) -> str:
    late = (today - day).days
    if late > 0:
        return f"due since {late} d"
    return f"due {short_day(day, today)}" if late else "due today"


def _status(step: Step) -> Status:
    return _STATUSES.get(step.letter, Status.TODO)
