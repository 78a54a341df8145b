"""Kept views: a name for what a list shows, and the way back to it."""

from __future__ import annotations

import tomllib

import pytest

from csp_tui.core.workplace.workplace import Workplace

from .helpers import add_partner, at_the_app
from .test_many_partners import three  # noqa: F401 - a fixture


async def test_a_view_of_the_partners_is_kept_shown_and_replaced(workplace: Workplace, three):  # noqa: F811
    path = workplace.places.config / "views.toml"
    async with at_the_app(workplace, (120, 30)) as seat:
        await seat.press("f", "c", "s", "c", "f")
        await seat.see("= keep as view …")
        await seat.press("=")
        await seat.answer("Name of the view", "Monday [b]chase")
        await seat.see('Kept as view "Monday .b.chase"; f shows it')
        assert tomllib.loads(path.read_text())["partners"] == {
            "Monday [b]chase": {"filters": ["chase"], "order": "clock"}
        }
        await seat.press("f", "0", "s", "n")
        await seat.see("^ Partners  3 .* 1 to chase")
        await seat.press("f")
        await seat.see("1 Monday .b.chase")
        await seat.press("1")
        await seat.see("^ Partners.*  1 of 3  to chase, by clock")
        await seat.press("f", "=")
        await seat.answer("Name of the view", "monday [b]CHASE")
        await seat.answer("Replace the view", "n")
        await seat.press("f", "0", "f", "=")
        await seat.answer("Name of the view", "Monday [b]chase")
        await seat.answer("Replace the view", "y")
        await seat.see("Kept as view")
    assert tomllib.loads(path.read_text())["partners"]["Monday [b]chase"]["filters"] == []


async def test_a_view_that_cannot_be_read_says_why_and_the_others_are_shown(
    workplace: Workplace,
    three,  # noqa: F811
):
    path = workplace.places.config / "views.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '[partners.bad]\nfilters = 1\n[partners.lost]\nfilters = ["x"]\n'
        '[partners.mine]\nfilters = ["mine"]\n[next.due]\nfilters = ["for Microsoft"]\n'
    )
    async with at_the_app(workplace, (120, 30)) as seat:
        await seat.press("f", "1")
        await seat.see('views.toml: line 1: view "bad": filters must be a list')
        await seat.press("f", "2")
        await seat.see('view "lost": there is no filter or order "x"')
        await seat.see("^ Partners  3 .* 1 to chase")
        await seat.press("f", "3")
        await seat.see("^ Partners.*  1 of 3  mine")
        await seat.press("v", "v", "f", "1")
        await seat.see("^ Next  for Microsoft .* 1 to chase")
        path.write_text("broken")
        await seat.press("f", "=")
        await seat.answer("Name of the view", "x")
        await seat.see("views.toml: line 1")
    assert path.read_text() == "broken"


async def test_more_views_than_digits_are_behind_one_letter(workplace: Workplace):
    for name in ("Contoso", "Fabrikam"):
        add_partner(workplace, name)
    path = workplace.places.config / "views.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"[partners.v{n:02}]\nfilters = []\n" for n in range(1, 12)))
    async with at_the_app(workplace, (120, 30)) as seat:
        await seat.see("^> Contoso")
        await seat.press("f")
        await seat.see("9 v09")
        await seat.see("v views …")
        await seat.press("v")
        await seat.see("k v11")
        await seat.press("k")
        await seat.see_gone("v11")


async def test_the_last_filter_and_order_come_back_at_the_next_start(workplace: Workplace, three):  # noqa: F811
    path = workplace.places.cache_file("view-partners")
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners  3")
        await seat.press("f", "c", "s", "u", "s", "-")
        await seat.see("^ Partners.*  1 of 3  to chase, by urgency, the other way")
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  1 of 3  to chase, by urgency, the other way")
        written = path.stat().st_mtime_ns
        await seat.press("p")
        await seat.see("^ +1 amira ")
        await seat.go_to(" amira ")
        await seat.press("enter")
        await seat.see("^ Partners.*  1 of 3  owner amira")
    assert path.stat().st_mtime_ns == written
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  1 of 3  to chase, by urgency, the other way")
        await seat.press("ctrl+g", "s", "n")
        await seat.see("^ Partners  3")
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners  3 .* 1 to chase")


async def test_filters_of_next_come_back_unfolded_and_a_view_keeps_the_folding_too(
    workplace: Workplace,
    three,  # noqa: F811
):
    async with at_the_app(workplace) as seat:
        await seat.press("v", "b", "f", "r", "f", "=")
        await seat.answer("Name of the view", "Ready")
        await seat.see("Kept as view")
        await seat.press("i")
        await seat.see("^ Next › ")
        await seat.press("f", "m", "q", "q")
        await seat.see("^ Partners  3")
    async with at_the_app(workplace) as seat:
        await seat.press("v")
        await seat.see("^ Next  ready  ")
        await seat.see("^ +When +Partner ")
        await seat.press("b")
        await seat.see("^ +When +Item +Partners")
        await seat.press("q", "v", "b")
        await seat.see("^ +When +Item +Partners")
        await seat.press("ctrl+g", "b")
        await seat.see("^ Next .* to chase")
        await seat.see("^ +When +Partner ")
        await seat.press("f", "1")
        await seat.see("^ Next  by item, ready  ")
        await seat.see("^ +When +Item +Partners")
        await seat.press("ctrl+g", "b")
    async with at_the_app(workplace) as seat:
        await seat.press("v")
        await seat.see("^ Next .* to chase")
        await seat.see("^ +When +Partner ")


async def test_a_damaged_last_filter_of_next_is_told_and_all_is_shown(workplace: Workplace, three):  # noqa: F811
    path = workplace.places.cache_file("view-next")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"filters": ["lost"], "by_item": true}')
    async with at_the_app(workplace) as seat:
        await seat.press("v")
        await seat.see("The last filter and order cannot be read, so all are shown")
        await seat.see("^ +When +Partner ")
    assert "lost" in path.read_text()


@pytest.mark.parametrize("content", ["{", "[]", '{"filters": ["lost"]}', '{"filters": 1}'])
async def test_a_damaged_last_filter_is_told_and_stays_until_something_is_chosen(
    workplace: Workplace,
    three,  # noqa: F811
    content: str,
):
    path = workplace.places.cache_file("view-partners")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners  3")
        await seat.see("The last filter and order cannot be read, so all are shown")
    assert path.read_text() == content
    async with at_the_app(workplace) as seat:
        await seat.press("f", "c")
        await seat.see("^ Partners.*  1 of 3  to chase")
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  1 of 3  to chase")
