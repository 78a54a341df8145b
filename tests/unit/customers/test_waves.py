from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.base.errors import UsageError
from csp_tui.core.customers.waves import Wave, parse_wave, planned_days, wave_count

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "wave"),
    [
        ("5 a day", Wave(5, is_weekly=False)),
        ("5d", Wave(5, is_weekly=False)),
        (" 5 per Day ", Wave(5, is_weekly=False)),
        ("5 par jour", Wave(5, is_weekly=False)),
        ("5/j", Wave(5, is_weekly=False)),
        ("20 a week", Wave(20, is_weekly=True)),
        ("20w", Wave(20, is_weekly=True)),
        ("20 par semaine", Wave(20, is_weekly=True)),
        ("20/sem.", Wave(20, is_weekly=True)),
        ("", None),
    ],
)
def test_a_wave_is_typed_in_english_or_french(typed: str, wave: Wave | None):
    assert parse_wave(typed) == wave


@pytest.mark.parametrize("typed", ["0 a day", "5", "a day", "5 a month", "-1d", "5.5 a day", "x"])
def test_what_is_no_wave_is_refused_with_an_example(typed: str):
    with pytest.raises(UsageError, match="write it like 5 a day or 20 a week"):
        parse_wave(typed)


def test_a_wave_a_day_goes_on_after_the_weekend():
    days = planned_days("abcde", FRIDAY, Wave(2, is_weekly=False))
    monday, tuesday = date(2026, 11, 30), date(2026, 12, 1)
    assert list(days.values()) == [FRIDAY, FRIDAY, monday, monday, tuesday]
    assert wave_count(Wave(2, is_weekly=False), 5) == 3


def test_a_wave_a_week_is_always_on_the_weekday_of_the_first():
    saturday = date(2026, 11, 28)
    days = planned_days("abc", saturday, Wave(1, is_weekly=True))
    assert list(days.values()) == [saturday, date(2026, 12, 5), date(2026, 12, 12)]


def test_without_a_wave_all_are_on_the_same_day():
    assert planned_days("ab", FRIDAY, None) == {"a": FRIDAY, "b": FRIDAY}


@pytest.mark.parametrize("is_weekly", [True, False])
def test_days_beyond_the_calendar_are_refused(is_weekly: bool):
    with pytest.raises(UsageError, match="too far ahead"):
        planned_days("ab", date.max, Wave(1, is_weekly=is_weekly))
