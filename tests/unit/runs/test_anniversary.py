from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.runs.anniversary import POINTS, anniversary, last_day, points

TODAY = date(2026, 11, 23)


def test_the_next_anniversary_is_the_first_of_its_month():
    assert anniversary(3, TODAY) == date(2027, 3, 1)
    assert anniversary(12, TODAY) == date(2026, 12, 1)


def test_the_month_itself_and_the_sixty_days_after_it_belong_to_the_same_anniversary():
    assert anniversary(11, TODAY) == date(2026, 11, 1)
    assert anniversary(10, TODAY) == date(2026, 10, 1)
    assert anniversary(9, TODAY) == date(2027, 9, 1)


def test_one_that_was_missed_stays_until_its_yearly_run_is_closed():
    known = date(2026, 1, 10)
    assert anniversary(3, TODAY, known) == date(2026, 3, 1)
    assert anniversary(3, TODAY, known, answered={2026}) == date(2027, 3, 1)
    assert anniversary(3, TODAY, known, answered={2026, 2027}) == date(2028, 3, 1)


def test_an_anniversary_from_before_the_partner_was_looked_after_is_not_asked_for():
    assert anniversary(3, TODAY, date(2026, 9, 1)) == date(2027, 3, 1)


def test_nothing_older_than_a_year_is_asked_for():
    assert anniversary(3, TODAY, date(2019, 1, 1)) == date(2026, 3, 1)


def test_every_point_has_a_day_a_meaning_and_a_basis():
    names = [each.name for each in points("direct-bill")]
    assert names == ["T-90", "T-60", "T-30", "T", "T+30", "T+60"]
    assert [each.name for each in points("")] == ["T-90", "T-60", "T-30", "T"]
    assert "fill in the model" in points("")[-1].meaning
    assert points("direct-bill")[0].day(date(2027, 3, 1)) == date(2026, 12, 1)
    for each in (point for group in POINTS.values() for point in group):
        assert each.meaning
        assert each.basis in ("official", "reported")


@pytest.mark.parametrize(
    ("model", "last"),
    [
        ("direct-bill", date(2026, 9, 30)),
        ("", date(2026, 8, 31)),
        ("indirect-reseller", date(2026, 8, 31)),
    ],
)
def test_the_last_day_depends_on_what_can_be_lost(model: str, last: date):
    assert last_day(model, date(2026, 8, 1)) == last
