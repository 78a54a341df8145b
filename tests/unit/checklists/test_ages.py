from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.checklists.ages import age, checked, dated, source_age, source_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 8, 26), ""),
        (date(2025, 11, 23), ""),
        (date(2025, 11, 22), "over a year"),
        (date(2025, 9, 23), "14 months"),
        (date(2024, 11, 24), "23 months"),
        (date(2023, 4, 24), "3 years"),
        (date(2024, 2, 29), "2 years"),
        (date(2027, 1, 1), ""),
        (None, ""),
    ],
)
def test_what_is_older_than_a_year_has_an_age(day, expected):
    assert age(day, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-10-29 (published 2018-12-20)", date(2018, 10, 29)),
        ("about 2026-03", date(2026, 3, 1)),
        ("undated, copy of 2025", None),
        ("FY26 page, undated", None),
        ("2026-13-45", None),
        ("", None),
    ],
)
def test_the_day_of_a_source_is_the_first_that_it_names(text, expected):
    assert source_day(text) == expected


def test_an_age_is_said_beside_the_date():
    assert dated("2023-04-24", TODAY) == "2023-04-24, 3 years old"
    assert dated("", TODAY) == "undated"
    assert source_age("2026-08-26 (per third-party notes)", TODAY) == ""
    assert checked(date(2025, 9, 1), TODAY) == "2025-09-01, 14 months ago"
    assert checked(None, TODAY) == ""
