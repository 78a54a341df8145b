"""Time: clocks are passed in, so that tests set the time; days and moments in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

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

Clock = Callable[[], datetime]
"""Returns the present moment with a time zone."""


def system_clock() -> datetime:
    """Return the machine's present moment in UTC."""
    return datetime.now(UTC)


def to_milliseconds(moment: datetime) -> datetime:
    """Return `moment` in UTC, cut to whole milliseconds, as it is stored."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(moment: datetime) -> str:
    """Return `moment` as files have it: ``2026-11-23T10:45:12.004Z``."""
    return to_milliseconds(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_stamp(text: str) -> datetime:
    """Return the moment that :func:`stamp` wrote; raises ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no time zone: {text}")
    if not has_local_time(moment):
        raise ValueError(f"at the end of the calendar: {text}")
    return moment.astimezone(UTC)


def has_local_time(moment: datetime) -> bool:
    """Say whether `moment` exists in every time zone: years 1 and 9999 are left out."""
    return datetime.min.year < moment.year < datetime.max.year


def local_day(moment: datetime) -> date:
    """Return the calendar day of `moment` in the user's time zone."""
    return moment.astimezone().date()


def local_time(moment: datetime) -> str:
    """Return the user's local time of `moment`: ``HH:MM:SS``."""
    return moment.astimezone().strftime("%H:%M:%S")


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
