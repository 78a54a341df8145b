"""How old guidance is: the day of its source, and when its wording was last checked.

What is older than a year is said plainly, for the rules of the programme change every year.
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
    """Return the first day that a source's date names; None where it is undated."""
    for year, month, day in _DAY.findall(text):
        try:
            return date(int(year), int(month), int(day or 1))
        except ValueError:
            continue
    return None


def age(day: date | None, today: date) -> str:
    """Return how long ago a day is, ``14 months`` or ``3 years``; nothing up to a year."""
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
    """Return how old a source is, ``3 years old``; nothing where it is not, or is undated."""
    old = age(source_day(text), today)
    return _("{age} old").format(age=old) if old else ""


def dated(text: str, today: date) -> str:
    """Return the date of a source, with its age where it is old: ``2018-12-18, 7 years old``."""
    return ", ".join(filter(None, (text or _("undated"), source_age(text, today))))


def dated_briefly(text: str, today: date) -> str:
    """Return the day of a source without what the source says around it, with its age."""
    day = source_day(text)
    return dated(day.isoformat() if day else "", today)


def checked(day: date | None, today: date) -> str:
    """Return when a wording was last checked, with the time since where that is long."""
    if day is None:
        return ""
    old = age(day, today)
    if not old:
        return day.isoformat()
    return _("{day}, {age} ago").format(day=day.isoformat(), age=old)


def last_checked(checklist: Checklist) -> date | None:
    """Return the day on which the item of a checklist was checked that was not for longest."""
    return min((item.checked for item in checklist.items if item.checked), default=None)


def warnings(checklist: Checklist, today: date) -> Iterator[str]:
    """Yield what is to be said plainly of an old checklist: ``source is 3 years old``."""
    if old := age(source_day(checklist.source_date), today):
        yield _("source is {age} old").format(age=old)
    if old := age(last_checked(checklist), today):
        yield _("wording last checked {age} ago").format(age=old)
