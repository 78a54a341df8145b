"""Days in words, as rows and panes show them: how near a day is counts more than its date.

A row has at most 10 cells for a day; the words of both languages keep to that.
"""

from __future__ import annotations

from datetime import date

from csp_tui.core.base.days import month_of_year, short_day, short_weekday, whole_day
from csp_tui.core.base.language import _, pgettext

_WEEK = 7
_CLEAR = 180
"""Days ahead up to which a day of another year needs no year: no earlier one can be meant."""


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
    if day.year != today.year and left > _CLEAR:
        return month_of_year(day)
    return short_day(day, day)


def due_day(day: date, today: date) -> str:
    """Return `day` as a row shows the day by which something must be done.

    It is ``11 d late`` if the day is past, else as `row_day` returns it.
    """
    late = (today - day).days
    return _("{count} d late").format(count=late) if late > 0 else row_day(day, today)


def point_day(name: str, day: date, today: date) -> str:
    """Return a point of the yearly clock, such as T-30, with its day: ``T-30 Wed``.

    The day is shown as `row_day` returns it.
    """
    return f"{name} {row_day(day, today)}"


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
