"""Days as users type them, in either language."""

from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.base import language
from csp_tui.core.base.days import parse_day, parse_past_day
from csp_tui.core.base.errors import UsageError

TODAY = date(2026, 11, 28)  # a Saturday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("+5", date(2026, 12, 4)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 29)),
        ("demain", date(2026, 11, 29)),
        ("aujourd'hui", TODAY),
        ("aujourd\u2019hui", TODAY),
        ("friday", date(2026, 12, 4)),
        ("Vendredi", date(2026, 12, 4)),
        ("sat", date(2026, 12, 5)),
        ("5 dec", date(2026, 12, 5)),
        ("5 déc.", date(2026, 12, 5)),
        ("Dec 5", date(2026, 12, 5)),
        ("5 décembre 2027", date(2027, 12, 5)),
        ("5th December, 2027", date(2027, 12, 5)),
        ("1er mars", date(2027, 3, 1)),
        ("3 août", date(2027, 8, 3)),
        ("3 aout", date(2027, 8, 3)),
        ("28 nov", TODAY),
        ("27 nov", date(2027, 11, 27)),
        ("30/11/2026", date(2026, 11, 30)),
        ("11/30/2026", date(2026, 11, 30)),
        ("5.12.2026", date(2026, 12, 5)),
        ("5/5/2027", date(2027, 5, 5)),
        ("29 feb 2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed, day):
    assert parse_day(typed, TODAY) == day
    with language.speaking("fr"):
        if typed != "11/30/2026":
            assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("yesterday", date(2026, 11, 27)),
        ("hier", date(2026, 11, 27)),
        ("friday", date(2026, 11, 27)),
        ("samedi", date(2026, 11, 21)),
        ("5 dec", date(2025, 12, 5)),
        ("27 nov", date(2026, 11, 27)),
    ],
)
def test_of_what_has_happened_the_last_such_day_is_meant(typed, day):
    assert parse_past_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["tomorrow", "5 dec 2026", "+1"])
def test_what_has_happened_is_not_in_the_future(typed):
    with pytest.raises(UsageError, match="is in the future"):
        parse_past_day(typed, TODAY)


def test_a_day_that_may_be_two_is_refused_with_both_readings_or_read_by_the_language():
    with pytest.raises(UsageError) as error:
        parse_day("5/6/2027", TODAY)
    assert "5 Jun 2027 (2027-06-05) or 6 May 2027 (2027-05-06)" in str(error.value)
    assert error.value.short == "may be 5 Jun 2027 or 6 May 2027"
    with language.speaking("fr"):
        assert parse_day("5/6/2027", TODAY) == date(2027, 6, 5)


@pytest.mark.parametrize(
    "typed",
    [
        "soon",
        "31 feb",
        "29 feb",
        "5 ju",
        "5 jui",
        "32/1/2027",
        "13/13/2027",
        "5",
        "m",
        "5 dec 27",
        "+",
        "20261201",
        "2026-W50",
        "2026W501",
        "2026-W50-1",
        "2026-12-1",
    ],
)
def test_what_is_no_day_or_unclear_is_refused(typed):
    with pytest.raises(UsageError, match=r"is no date; write it like 2026-11-28 or \+5$"):
        parse_day(typed, TODAY)
    with pytest.raises(UsageError, match=r"write it like 2026-11-28$"):
        parse_past_day(typed, TODAY)
