"""How old guidance is, by its source and by the last check of its wording.

The rules of the programme change every year, so that an age is shown from one year on.
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
    """Return the first day in the date of a source; None where it is undated."""
    for year, month, day in _DAY.findall(text):
        try:
            return date(int(year), int(month), int(day or 1))
        except ValueError:
            continue
    return None


def age(day: date | None, today: date) -> str:
    """Return how long ago a day is, ``14 months`` or ``3 years``; empty up to a year."""
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
    """Return how old a source is, ``3 years old``; empty up to a year or where it is undated."""
    old = age(source_day(text), today)
    return _("{age} old").format(age=old) if old else ""


def dated(text: str, today: date) -> str:
    """Return the date of a source, with its age where it is old: ``2018-12-18, 7 years old``."""
    return ", ".join(filter(None, (text or _("undated"), source_age(text, today))))


def dated_briefly(text: str, today: date) -> str:
    """Return :func:`dated` for the day alone, without other words in the source's date."""
    day = source_day(text)
    return dated(day.isoformat() if day else "", today)


def checked(day: date | None, today: date) -> str:
    """Return the day of the last check of a wording; with its age from one year on."""
    if day is None:
        return ""
    old = age(day, today)
    if not old:
        return day.isoformat()
    return _("{day}, {age} ago").format(day=day.isoformat(), age=old)


def last_checked(checklist: Checklist) -> date | None:
    """Return the oldest day on which an item of a checklist was last checked."""
    return min((item.checked for item in checklist.items if item.checked), default=None)


def warnings(checklist: Checklist, today: date) -> Iterator[str]:
    """Yield warnings of an old checklist: ``source is 3 years old``."""
    if old := age(source_day(checklist.source_date), today):
        yield _("source is {age} old").format(age=old)
    if old := age(last_checked(checklist), today):
        yield _("wording last checked {age} ago").format(age=old)
