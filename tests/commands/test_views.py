"""``--view``: the lists and acts of a kept view, as it is written in ``views.toml``."""

from __future__ import annotations

import pytest

from .test_over_partners import recorded, three  # noqa: F401 - a fixture


@pytest.fixture
def views(home):
    """The file of the views, with some in it."""
    path = home.config.parent / "views.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '[partners."Monday chase"]\nfilters = ["chase", "for Microsoft"]\norder = "name"\n'
        'other_way = true\n\n[partners.ben]\nfilters = ["owner Ben"]\n\n'
        '[partners.bad]\nfilters = ["lost"]\n\n[next.bank]\nfilters = ["for Bank"]\n\n'
        '[customers.bare]\nfilters = ["archived"]\n'
    )
    return path


def test_partners_are_listed_as_the_view_shows_them(call, three, views):  # noqa: F811
    rows = call("partners", "--view", "monday chase").rows
    assert [row[0] for row in rows] == ["Fabrikam", "Contoso Ltd"]
    rows = call(
        "partners", "--view", "Monday chase", "--sort", "name", "--filter", "owner ben"
    ).rows
    assert [row[0] for row in rows] == ["Fabrikam"]


def test_next_takes_views_of_steps_and_of_partners(call, three, views):  # noqa: F811
    assert {row[1] for row in call("next", "--view", "bank").rows} == {"Litware"}
    assert {row[1] for row in call("next", "--view", "ben").rows} == {"Fabrikam"}


def test_next_prints_a_folded_view_as_by_item_does(call, three, views):  # noqa: F811
    views.write_text("[next.asked]\nfilters = ['chase']\nby_item = true\n")
    folded = call("next", "--view", "asked")
    assert folded.code == 0
    assert folded.lines == call("next", "--by-item", "--view", "asked").lines
    views.write_text("[next.asked]\nfilters = ['chase']\n")
    assert call("next", "--view", "asked").lines != folded.lines


def test_an_act_over_all_partners_takes_a_view(call, three, views, home):  # noqa: F811
    assert call("chase", "--all", "--view", "Monday chase", "--item", "register", "--yes").code == 0
    assert ["chased" in recorded(home, each) for each in three] == [True, True, False]
    assert call("tick", three[0], "register", "--view", "ben").code == 2


def test_a_view_that_is_not_there_or_not_right_says_so_and_the_others_work(
    call,
    three,  # noqa: F811
    views,
):
    missing = call("partners", "--view", "Tuesday")
    assert missing.code == 3
    assert "Monday chase, ben, bad" in missing.err
    for command in (("partners",), ("next",), ("tick", "--all", "--yes")):
        wrong = call(*command, "--view", "bad")
        assert wrong.code == 4
        assert 'view "bad": there is no filter or order "lost"' in wrong.err
    views.write_text("[partners\n")
    assert call("partners", "--view", "ben").code == 4
    assert call("partners").code == 0
