from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.base import language
from csp_tui.core.base.day_words import month_and_year
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import number

TODAY = date(2026, 11, 23)
BLANK = "\u00a0"


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        (date(2026, 11, 23), "23 Nov", "23 nov."),
        (date(2026, 3, 1), "1 Mar", "1er mars"),
        (date(2027, 5, 2), "2 May 2027", "2 mai 2027"),
    ],
)
def test_a_day_is_written_as_each_language_writes_it(day, english, french):
    assert short_day(day, TODAY) == english
    language.use("fr")
    assert short_day(day, TODAY) == french


def test_a_month_is_written_as_each_language_writes_it():
    assert month_and_year(date(2027, 3, 1)) == "March 2027"
    language.use("fr")
    assert month_and_year(date(2027, 3, 1)) == "mars 2027"


def test_numbers_are_written_as_each_language_writes_them():
    assert [number(1234567), number(1234.5, 1), number(-7)] == ["1,234,567", "1,234.5", "-7"]
    language.use("fr")
    assert number(1234567) == f"1{BLANK}234{BLANK}567"
    assert number(1234.5, 1) == f"1{BLANK}234,5"
