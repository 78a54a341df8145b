from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest

from csp_tui.core.base.clock import (
    end_of_day,
    from_stamp,
    local_day,
    stamp,
    to_milliseconds,
)
from csp_tui.core.base.days import add_business_days, short_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 4, date(2026, 11, 27)),
        (MONDAY, 5, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 12, 31), 3, date(2027, 1, 5)),
    ],
)
def test_business_days_skip_saturday_and_sunday(start, count, end):
    assert add_business_days(start, count) == end


def test_a_stamp_is_utc_with_milliseconds():
    moment = datetime(2026, 11, 23, 11, 45, 12, 4_999, tzinfo=timezone(timedelta(hours=1)))
    assert stamp(moment) == "2026-11-23T10:45:12.004Z"


def test_a_whole_second_keeps_its_milliseconds():
    assert stamp(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000Z"


def test_a_stamp_reads_back_as_the_stored_moment():
    moment = datetime(2026, 11, 23, 10, 45, 12, 4_999, tzinfo=UTC)
    assert from_stamp(stamp(moment)) == to_milliseconds(moment)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-23", "2026-11-23T10:45:12", "12:00Z"])
def test_what_is_no_moment_with_a_time_zone_is_no_stamp(text):
    with pytest.raises(ValueError, match=r"time zone|isoformat"):
        from_stamp(text)


def test_a_day_of_this_year_is_said_without_the_year():
    assert short_day(date(2026, 3, 1), MONDAY) == "1 Mar"
    assert short_day(date(2027, 3, 1), MONDAY) == "1 Mar 2027"


def changes_of_offset(zone: str, year: int) -> list[date]:
    """Return the days on which the clocks of a zone are changed."""
    here = ZoneInfo(zone)
    start = datetime(year, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(hours=12 * half) for half in range(2 * 366)]
    offsets = [each.astimezone(here).utcoffset() for each in moments]
    changed = [at for at in range(1, len(moments)) if offsets[at] != offsets[at - 1]]
    return [(moments[at] + timedelta(days=near)).date() for at in changed for near in (-1, 0, 1)]


@pytest.mark.parametrize("year", [1995, 2010, 2011, 2026])
def test_a_day_ends_after_its_last_second_in_every_zone(year, monkeypatch):
    checked = 0
    try:
        for zone in sorted(available_timezones()):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            for day in changes_of_offset(zone, year):
                end = end_of_day(day)
                assert local_day(end - timedelta(seconds=1)) <= day < local_day(end), (zone, day)
                later = (end + timedelta(minutes=7 * step) for step in range(24))
                assert all(local_day(each) > day for each in later), (zone, day)
                checked += 1
    finally:
        monkeypatch.undo()
        time.tzset()
    assert checked > 500


@pytest.mark.parametrize(
    ("zone", "day", "last"),
    [
        ("America/Santiago", date(2026, 9, 5), "2026-09-06T03:59:59Z"),  # no midnight
        ("Africa/Cairo", date(2026, 4, 23), "2026-04-23T21:59:59Z"),  # no midnight
        ("America/St_Johns", date(2010, 11, 6), "2010-11-07T03:29:59Z"),  # a midnight twice
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T09:59:59Z"),  # a day that never was
    ],
)
def test_a_day_ends_where_the_clock_jumps_at_midnight(zone, day, last, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert end_of_day(day) - timedelta(seconds=1) == datetime.fromisoformat(last)
    finally:
        monkeypatch.undo()
        time.tzset()
