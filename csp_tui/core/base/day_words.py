"""Days in words, as rows and panes show them: how near a day is counts more than its date.

The word before a day says what it is: due, to chase, planned. `worded_cells` is the width of both.
"""

from __future__ import annotations

import contextlib
from datetime import date

from csp_tui.core.base.days import month_name, month_of_year, short_day, short_weekday, whole_day
from csp_tui.core.base.language import _, pgettext
from csp_tui.core.base.text import width

_WEEK = 7
_FIRST, _LONG_DAY = date(2026, 9, 1), date(2026, 9, 30)
"""The first of a month and another day that take as many cells in a row as any."""
_BEFORE, _AFTER = date(2026, 8, 1), date(2026, 11, 1)
"""Two days from which rows say their dates, not weekdays or how far they are."""
_CLEAR = 180
"""Days away up to which a day of another year needs no year: no other one can be meant."""


def row_day(day: date, today: date) -> str:
    """Return `day` as a row shows it.

    It is ``today``, ``tomorrow``, the weekday such as ``Fri`` for the five days after tomorrow, and
    then ``18 Dec``; but ``Jan 2028`` if it is in another year and more than 180 days ahead. A past
    day is ``3 d ago``.
    """
    left = (day - today).days
    if left < 0:
        return _("{count} d ago").format(count=-left)
    if left == 0:
        return pgettext("day in a row", "today")
    if left == 1:
        return pgettext("day in a row", "tomorrow")
    if left < _WEEK:
        return short_weekday(day)
    return near_day(day, today)


def near_day(day: date, today: date) -> str:
    """Return `day` as ``18 Dec``, or as ``Jan 2028`` if that could be of another year."""
    return short_day(day, day) if needs_no_year(day, today) else month_of_year(day)


def needs_no_year(day: date, today: date) -> bool:
    """Return whether `day` can be shown without its year: no other year can be meant.

    It is in the year of `today`, or at most 180 days away.
    """
    return day.year == today.year or abs((day - today).days) <= _CLEAR


def due_day(day: date, today: date) -> str:
    """Return `day` as a row shows the day by which something must be done.

    It is ``11 d late`` if the day is past, else ``due today``, ``due Fri`` or ``due 14 Dec``.
    """
    late = (today - day).days
    if late > 0:
        return late_by(late)
    return pgettext("column", "due {day}").format(day=_day(day, today))


def late_by(days: int) -> str:
    """Return for how many `days` something is late, as a row shows it: ``11 d late``."""
    return _("{count} d late").format(count=days)


def chase_day(day: date, today: date) -> str:
    """Return the day to chase of what waits and is not late, as a row shows it: ``chase 28 Nov``.

    Before that day it is only to wait: ``until Fri``.
    """
    words = pgettext("column", "chase {day}")
    if day > today:
        words = pgettext("column", "until {day}")
    return words.format(day=_day(day, today))


def plan_day(day: date, today: date) -> str:
    """Return a planned day as a row shows it: ``plan Fri``, or ``plan 23 Nov``."""
    return _("plan {day}").format(day=_day(day, today))


def plan_late(_day: date, _today: date) -> str:
    """Return that a planned day is over, as a row shows it: ``plan late``."""
    return pgettext("column", "plan late")


def mend_day(day: date, today: date) -> str:
    """Return the last day to mend a missed yearly check, as a row shows it: ``mend today``."""
    return pgettext("column", "mend {day}").format(day=_day(day, today))


def point_day(name: str, day: date, today: date) -> str:
    """Return a point of the yearly clock, such as T-30, with its day: ``T-30 Wed``.

    Of a past day it is ``was 2 Nov``.
    """
    if day < today:
        return pgettext("column", "was {day}").format(day=_day(day, today))
    return f"{name} {_day(day, today)}"


def worded_cells(*, has_first: bool = True) -> int:
    """Return the most cells of a day with the word before it that is due, to chase or planned.

    Without `has_first`, the first of a month may take more cells, as it does in French. So may, in
    any case, a far day of which only month and year are said.
    """
    days, words = (_FIRST, _LONG_DAY) if has_first else (_LONG_DAY,), (due_day, chase_day, plan_day)
    ahead = [say(day, _BEFORE) for say in words for day in days]
    passed = [say(day, _AFTER) for say in (chase_day, plan_late) for day in days]
    return max(map(width, (*ahead, *passed)))


def _day(day: date, today: date) -> str:
    """Return `day` as it stands behind a word: ``today``, the weekday of the next six, or a date.

    The date is ``18 Dec``, or ``Jan 2028`` in another year and more than 180 days away.
    """
    left = (day - today).days
    if 0 < left < _WEEK:
        return short_weekday(day)
    return row_day(day, today) if left >= 0 else near_day(day, today)


def pane_day(day: date, today: date) -> str:
    """Return `day` as a pane shows it: ``Fri 18 Dec 2026, in 20 d``.

    The end is ``, today`` for today, and ``, 3 d ago`` for a past day.
    """
    left = (day - today).days
    if left == 0:
        sentence = _("{day}, today")
    else:
        sentence = _("{day}, in {count} d") if left > 0 else _("{day}, {count} d ago")
    return sentence.format(day=whole_day(day), count=abs(left))


def days_since(day: date, today: date) -> int:
    """Return how many days ago `day` was.

    It is 0 if `day` is ahead: to the east, where it may have been recorded, a day begins earlier.
    """
    return max(0, (today - day).days)


def month_and_year(day: date) -> str:
    """Return the month and year of `day`: ``March 2027``."""
    return _("{month} {year}").format(month=month_name(day.month), year=day.year)


def month_from(text: str) -> str:
    """Return a month such as ``2026-12`` as ``December 2026``; "" if there is no such month."""
    with contextlib.suppress(ValueError):
        return month_and_year(date.fromisoformat(f"{text}-01"))
    return ""
