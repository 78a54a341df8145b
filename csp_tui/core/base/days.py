"""Days: as they are shown, as users type them, and business days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, pgettext

_SHORT_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)
_MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
_DAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday")),
    *(N_("Saturday"), N_("Sunday")),
)

_AHEAD = re.compile(r"\+([0-9]{1,3})")
_NEAR_DAYS = {"today": 0, "tomorrow": 1}


def add_business_days(day: date, count: int) -> date:
    """Return the day `count` business days (Monday to Friday) after `day`."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def short_day(day: date, today: date) -> str:
    """Return ``1 Mar``; with the year where it is not the year of `today`."""
    # Translators: where the first day of a month has a form of its own (French: 1er)
    number = str(day.day) if day.day > 1 else pgettext("day of a month", "1")
    text = _("{day} {month}") if day.year == today.year else _("{day} {month} {year}")
    return text.format(day=number, month=short_month(day), year=day.year)


def short_month(day: date) -> str:
    """Return the month of `day` in a few letters: ``Mar``."""
    return _(_SHORT_MONTHS[day.month - 1])


def month_name(number: int) -> str:
    """Return the name of a month, counted from 1: ``March``."""
    return _(_MONTHS[number - 1])


def day_name(day: date) -> str:
    """Return the day of the week: ``Monday``."""
    return _(_DAYS[day.weekday()])


def month_and_year(day: date) -> str:
    """Return ``March 2027``."""
    return _("{month} {year}").format(month=month_name(day.month), year=day.year)


def parse_day(text: str, today: date) -> date | None:
    """Return the day that a user typed, or None for nothing.

    It is written ``2026-11-30``, ``today``, ``tomorrow``, or ``+5`` for so many business days on.

    Raises:
        UsageError: it is no day.
    """
    text = text.strip()
    if not text:
        return None
    if text.casefold() in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[text.casefold()])
    if ahead := _AHEAD.fullmatch(text):
        return add_business_days(today, int(ahead[1]))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = _('"{text}" is no date; write it like {day} or +5')
        raise UsageError(message.format(text=text, day=today.isoformat())) from error


def parse_past_day(text: str, today: date) -> date | None:
    """Return the day that a user typed, which must not be in the future, or None for nothing.

    Raises:
        UsageError: it is no day, or in the future.
    """
    day = parse_day(text, today)
    if day is not None and day > today:
        message = _("{day} is in the future; today is {today}")
        raise UsageError(message.format(day=day, today=today))
    return day
