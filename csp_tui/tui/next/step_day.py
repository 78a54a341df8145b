"""The day of a step as a row shows it: late, to chase, due, or of the yearly clock."""

from __future__ import annotations

from datetime import date

from csp_tui.core.base.day_words import chase_day, due_day, mend_day, point_day, row_day
from csp_tui.core.base.language import pgettext
from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.step_groups import SOON, StepGroup
from csp_tui.tui.lines.tone import Tone


def when(step: Step, today: date, *, is_short: bool = False) -> tuple[str, Tone]:
    """Return the day of a step in words, and its tone: late, soon or plain text.

    It is the last day to mend a missed yearly check, or that this day is over; or the day since
    which the item is late. Else it is the day to chase of an item that waits, unless it is due, or
    the due day, or that of a point of the clock. The words are "" if there is no such day, or the
    item is only to confirm. A point before T is not late when its day has passed: only notices were
    due on it. If `is_short`, a day has no word before it that the heading of its group says.
    """
    return _words(step, today, is_short=is_short), tone_of(step, today)


def _words(step: Step, today: date, *, is_short: bool) -> str:
    if step.is_lapsed(today):
        return pgettext("column", "lapsed?")
    if until := step.mend_until(today):
        return (row_day if is_short else mend_day)(until, today)
    if late := step.late_since(today):
        return due_day(late, today)
    day = step.day
    if day is None:
        return ""
    if is_short and (day >= today or step.point is None):
        return row_day(day, today)
    if step.point is None:
        return chase_day(day, today) if step.is_to_chase else due_day(day, today)
    is_missed = step.point.days >= 0 and day < today
    return due_day(day, today) if is_missed else point_day(step.point.name, day, today)


def tone_of(step: Step, today: date) -> Tone:
    """Return the tone of the day of a step, as `when` has it; quicker, without the words."""
    if step.mend_until(today) or step.late_since(today):
        return Tone.LATE
    if step.is_to_chase:
        return Tone.SOON if step.group is StepGroup.CHASE else Tone.TEXT
    day, is_notice = step.day, step.point is not None and step.point.days < 0
    if day is None or (is_notice and day < today):
        return Tone.TEXT
    left = (day - today).days
    return Tone.LATE if left < 0 else Tone.SOON if left <= SOON else Tone.TEXT
