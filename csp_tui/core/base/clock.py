"""Moments: clocks are passed in, so that tests set the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the present moment with a time zone."""


_LATEST_END = timedelta(hours=24 + 13)
"""From midnight in UTC to the end of the same day in the zone that is farthest behind."""
_STEP = timedelta(minutes=15)
"""Shorter than any time that a clock was ever set back by."""


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


def end_of_day(day: date) -> datetime:
    """Return the moment after the last second of `day` in the user's time zone.

    No wall time is built by hand: where the clock jumps at midnight there is none, and where it
    is set back after midnight a day ends twice. The last end counts.
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
    """Return the user's local time of `moment`: ``HH:MM:SS``."""
    return moment.astimezone().strftime("%H:%M:%S")
