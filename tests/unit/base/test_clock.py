from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from csp_tui.core.base.clock import from_stamp, stamp, to_milliseconds
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
