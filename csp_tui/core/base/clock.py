"""Points in time. Code that needs the present is given a `Clock`, so that tests can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

Clock = Callable[[], datetime]
"""A function that returns the present moment, with a time zone."""


_LATEST_END = timedelta(hours=24 + 13)
"""More than any day needs, from its midnight in UTC, to end in every time zone."""
_STEP = timedelta(minutes=15)
"""Step of the search for the end of a day: shorter than any change of clocks (summer time)."""


def system_clock() -> datetime:
    """Return the machine's present moment in UTC."""
    return datetime.now(UTC)


def to_milliseconds(moment: datetime) -> datetime:
    """Return `moment` in UTC, cut to whole milliseconds, as it is stored."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(moment: datetime) -> str:
    """Return `moment` as it is written in files: ``2026-11-23T10:45:12.004Z``."""
    return to_milliseconds(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_stamp(text: str) -> datetime:
    """Return the moment in UTC that a time stamp in ISO format names, such as :func:`stamp` writes.

    Raises:
        ValueError: `text` is no such time, has no time zone, or is in the year 1 or 9999.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no time zone: {text}")
    if not has_local_time(moment):
        raise ValueError(f"at the end of the calendar: {text}")
    return moment.astimezone(UTC)


def has_local_time(moment: datetime) -> bool:
    """Return whether `moment` can be shown in every time zone; not in the years 1 and 9999.

    Near the ends of the calendar a time zone could move it out of Python's range.
    """
    return datetime.min.year < moment.year < datetime.max.year


def local_day(moment: datetime) -> date:
    """Return the calendar day of `moment` in the user's time zone."""
    return moment.astimezone().date()


def end_of_day(day: date) -> datetime:
    """Return the moment, in UTC, at which `day` ends in the user's time zone.

    The moment is searched for, since midnight cannot be computed everywhere: summer time may begin
    at midnight, which then does not exist, or end just after midnight, so that a day ends twice;
    then the later end is returned.
    """
    after = datetime(day.year, day.month, day.day, tzinfo=UTC) + _LATEST_END
    before = after - _STEP
    while local_day(before) > day:
        after, before = before, before - _STEP
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).seconds // 2)
        if local_day(middle) > day:
            after = middle
        else:
            before = middle
    return after


def local_time(moment: datetime) -> str:
    """Return the time of `moment` in the user's time zone: ``HH:MM:SS``."""
    return moment.astimezone().strftime("%H:%M:%S")
