"""How near a day is, in words, in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csp_tui.core.base.day_words import (
    chase_day,
    due_day,
    mend_day,
    pane_day,
    plan_day,
    point_day,
    row_day,
    worded_cells,
)
from csp_tui.core.base.language import speaking
from csp_tui.core.base.text import width

TODAY = date(2026, 11, 28)
"""A Saturday."""

WORDS = [
    (date(2025, 10, 24), "400 d ago", "400 d late", "il y a 400 j", "retard 400 j"),
    (date(2026, 11, 17), "11 d ago", "11 d late", "il y a 11 j", "retard 11 j"),
    (date(2026, 11, 27), "1 d ago", "1 d late", "il y a 1 j", "retard 1 j"),
    (date(2026, 11, 28), "today", "due today", "auj.", "éch. auj."),
    (date(2026, 11, 29), "tomorrow", "due Sun", "demain", "éch. dim."),
    (date(2026, 11, 30), "Mon", "due Mon", "lun.", "éch. lun."),
    (date(2026, 12, 4), "Fri", "due Fri", "ven.", "éch. ven."),
    (date(2026, 12, 5), "5 Dec", "due 5 Dec", "5 déc.", "éch. 5 déc."),
    (date(2026, 12, 18), "18 Dec", "due 18 Dec", "18 déc.", "éch. 18 déc."),
    (date(2027, 1, 1), "1 Jan", "due 1 Jan", "1er janv.", "éch. 1er janv."),
    (date(2027, 5, 27), "27 May", "due 27 May", "27 mai", "éch. 27 mai"),
    (date(2027, 5, 28), "May 2027", "due May 2027", "mai 2027", "éch. mai 2027"),
    (date(2028, 1, 20), "Jan 2028", "due Jan 2028", "janv. 2028", "éch. janv. 2028"),
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
        (date(2026, 11, 1), "was 1 Nov"),
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


@pytest.mark.parametrize(
    ("say", "day", "english", "french"),
    [
        (chase_day, date(2026, 11, 28), "chase today", "rel. auj."),
        (chase_day, date(2026, 11, 26), "chase 26 Nov", "rel. 26 nov."),
        (chase_day, date(2026, 11, 29), "until Sun", "att. dim."),
        (chase_day, date(2026, 12, 18), "until 18 Dec", "att. 18 déc."),
        (plan_day, date(2026, 12, 4), "plan Fri", "dès ven."),
        (plan_day, date(2026, 11, 21), "plan 21 Nov", "dès 21 nov."),
        (plan_day, date(2025, 11, 21), "plan Nov 2025", "dès nov. 2025"),
        (mend_day, date(2026, 11, 30), "mend Mon", "délai lun."),
    ],
)
def test_a_day_has_the_word_of_what_it_is_before_it(say, day: date, english: str, french: str):
    assert say(day, TODAY) == english
    with speaking("fr"):
        assert say(day, TODAY).replace("\xa0", " ") == french


@pytest.mark.parametrize(("code", "cells"), [("en", 12), ("fr", 14)])
def test_a_day_of_this_year_with_its_word_has_room_in_its_column(code: str, cells: int):
    with speaking(code):
        assert worded_cells() == cells
        for number in range(-99, 180):
            day = TODAY + timedelta(days=number)
            assert max(width(say(day, TODAY)) for say in (due_day, chase_day, plan_day)) <= cells
