"""How near a day is, in words, in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csp_tui.core.base.day_words import due_day, pane_day, point_day, row_day
from csp_tui.core.base.language import LANGUAGES, speaking
from csp_tui.core.base.text import width

TODAY = date(2026, 11, 28)
"""A Saturday."""

WORDS = [
    (date(2025, 10, 24), "400 d ago", "400 d late", "il y a 400 j", "J+400"),
    (date(2026, 11, 17), "11 d ago", "11 d late", "il y a 11 j", "J+11"),
    (date(2026, 11, 27), "1 d ago", "1 d late", "il y a 1 j", "J+1"),
    (date(2026, 11, 28), "today", "today", "auj.", "auj."),
    (date(2026, 11, 29), "tomorrow", "tomorrow", "demain", "demain"),
    (date(2026, 11, 30), "Mon", "Mon", "lun.", "lun."),
    (date(2026, 12, 4), "Fri", "Fri", "ven.", "ven."),
    (date(2026, 12, 5), "5 Dec", "5 Dec", "5 déc.", "5 déc."),
    (date(2026, 12, 18), "18 Dec", "18 Dec", "18 déc.", "18 déc."),
    (date(2027, 1, 1), "1 Jan", "1 Jan", "1er janv.", "1er janv."),
    (date(2027, 5, 27), "27 May", "27 May", "27 mai", "27 mai"),
    (date(2027, 5, 28), "May 2027", "May 2027", "mai 2027", "mai 2027"),
    (date(2028, 1, 20), "Jan 2028", "Jan 2028", "janv. 2028", "janv. 2028"),
]


@pytest.mark.parametrize(("day", "seen", "due", "seen_in_french", "due_in_french"), WORDS)
def test_a_row_says_how_near_a_day_is(
    day: date, seen: str, due: str, seen_in_french: str, due_in_french: str
):
    assert (row_day(day, TODAY), due_day(day, TODAY)) == (seen, due)
    with speaking("fr"):
        found = (row_day(day, TODAY), due_day(day, TODAY))
    assert tuple(text.replace("\xa0", " ") for text in found) == (seen_in_french, due_in_french)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 12, 2), "T-30 Wed"),
        (date(2026, 11, 28), "T-30 today"),
        (date(2026, 11, 1), "T-30 27 d ago"),
    ],
)
def test_a_point_of_the_clock_is_named_with_its_day(day: date, shown: str):
    assert point_day("T-30", day, TODAY) == shown


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        (date(2026, 12, 18), "Fri 18 Dec 2026, in 20 d", "ven. 18 déc. 2026, dans 20 j"),
        (date(2026, 11, 28), "Sat 28 Nov 2026, today", "sam. 28 nov. 2026, aujourd\u2019hui"),
        (date(2026, 11, 20), "Fri 20 Nov 2026, 8 d ago", "ven. 20 nov. 2026, il y a 8 j"),
    ],
)
def test_a_pane_says_the_date_and_how_far_it_is(day: date, english: str, french: str):
    assert pane_day(day, TODAY) == english
    with speaking("fr"):
        assert pane_day(day, TODAY).replace("\xa0", " ") == french


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_a_row_says_of_a_due_day_has_room_in_ten_cells(code: str):
    with speaking(code):
        for number in range(-999, 1500):
            assert width(due_day(TODAY + timedelta(days=number), TODAY)) <= 10
