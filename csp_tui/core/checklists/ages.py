"""How old guidance is: since the date of its source, and since its rules were last checked.

The rules of the programme change every year, so an age is shown where it is more than a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.model import Checklist

_DAY = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
_YEAR = 12
"""Months."""


def source_day(text: str) -> date | None:
    """Return the first day named in the date of a source; None if it names no day.

    A source is a page or document that guidance comes from. `text` is its date as the source gives
    it, such as ``updated 2026-08-26`` or ``undated``; ``2026-08`` means the first of the month.
    """
    for year, month, day in _DAY.findall(text):
        try:
            return date(int(year), int(month), int(day or 1))
        except ValueError:
            continue
    return None


def age(day: date | None, today: date) -> str:
    """Return how long ago `day` is, like ``over a year``, ``14 months`` or ``3 years``.

    Empty if that is a year or less, or if `day` is None.
    """
    if day is None:
        return ""
    months = (today.year - day.year) * _YEAR + today.month - day.month - (today.day < day.day)
    if months < _YEAR or (months == _YEAR and today.day == day.day):
        return ""
    if months < 2 * _YEAR:
        if months == _YEAR:
            return _("over a year")
        return ngettext("{count} month", "{count} months", months).format(count=months)
    years = months // _YEAR
    return ngettext("{count} year", "{count} years", years).format(count=years)


def source_age(text: str, today: date) -> str:
    """Return how old a page or document is, such as ``3 years old``.

    `text` is the date that the page gives. Empty if the page is a year old or less, or if `text`
    names no day.
    """
    old = age(source_day(text), today)
    return _("{age} old").format(age=old) if old else ""


def dated(text: str, today: date) -> str:
    """Return the date of a page, with its age if over a year.

    For example ``2018-12-18, 7 years old``. `text` is returned as the page gives it; ``undated`` if
    it is empty.
    """
    return ", ".join(filter(None, (text or _("undated"), source_age(text, today))))


def dated_briefly(text: str, today: date) -> str:
    """Return the day in the date of a page, with its age if over a year.

    `text` is the date as the page gives it: ``updated 2018-12-18`` becomes ``2018-12-18, 7 years
    old``. ``undated`` if it names no day.
    """
    day = source_day(text)
    return dated(day.isoformat() if day else "", today)


def checked(day: date | None, today: date) -> str:
    """Return the day of a rule's last check: ``2026-08-01``; "" for None.

    If that is over a year ago, its age is added: ``2018-12-18, 7 years ago``.
    """
    if day is None:
        return ""
    old = age(day, today)
    if not old:
        return day.isoformat()
    return _("{day}, {age} ago").format(day=day.isoformat(), age=old)


def last_checked(checklist: Checklist) -> date | None:
    """Return the earliest of the days on which items of a checklist were last checked.

    At no later day can the whole checklist have been checked. None if no item names such a day.
    """
    return min((item.checked for item in checklist.items if item.checked), default=None)


def warnings(checklist: Checklist, today: date) -> Iterator[str]:
    """Yield a warning if the source of a checklist is over a year old.

    Yield another one if the day that `last_checked` returns is over a year ago. A day that is not
    known gives no warning.
    """
    if old := age(source_day(checklist.source_date), today):
        yield _("source is {age} old").format(age=old)
    if old := age(last_checked(checklist), today):
        yield _("wording last checked {age} ago").format(age=old)
