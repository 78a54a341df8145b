"""The day of a step as a row shows it: late, to chase, due, or of the yearly clock."""

from __future__ import annotations

from datetime import date

from csp_tui.core.base.day_words import due_day, row_day
from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.step_groups import MET, SOON, State, StepGroup
from csp_tui.tui.lines.tone import Tone


def when(step: Step, today: date) -> tuple[str, Tone]:
    """Return the day of a step in words, and its tone: late, soon or plain text.

    It is the day since which the item is late; else the day to chase of an item that waits, unless
    it is due; else the due day, or that of a point of the clock. The words are "" if there is no
    such day, or the item is only to confirm. A point before T is not late when its day has passed:
    only notices were due on it.
    """
    if late := step.late_since(today):
        return due_day(late, today), Tone.LATE
    day = _day(step)
    if day is None:
        return "", Tone.TEXT
    words = row_day if _is_to_chase(step) or _is_past_notice(step, today) else due_day
    return words(day, today), tone_of(step, today)


def tone_of(step: Step, today: date) -> Tone:
    """Return the tone of the day of a step, as `when` has it; quicker, without the words."""
    if step.late_since(today):
        return Tone.LATE
    if _is_to_chase(step):
        return Tone.SOON if step.group is StepGroup.CHASE else Tone.TEXT
    day = _day(step)
    if day is None or _is_past_notice(step, today):
        return Tone.TEXT
    left = (day - today).days
    return Tone.LATE if left < 0 else Tone.SOON if left <= SOON else Tone.TEXT


def urgency(step: Step, today: date) -> tuple[bool, date]:
    """Return a key that sorts what is late before the rest, and each by its day.

    What has no day comes last.
    """
    late = step.late_since(today)
    return late is None, late or _day(step) or date.max


def _day(step: Step) -> date | None:
    """Return the day to chase or the due day of a step, whichever counts; None if neither does."""
    if step.state in MET:
        return None
    return step.chase_on if _is_to_chase(step) else step.due


def _is_to_chase(step: Step) -> bool:
    """Return whether an item waits, now or later to be chased; one that is due is to be done."""
    return step.state == State.WAITING and step.group is not StepGroup.DUE


def _is_past_notice(step: Step, today: date) -> bool:
    """Return whether a step is a point before T whose day has passed."""
    return bool(step.point and step.point.days < 0 and step.due and step.due < today)
