from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.keys import all_keys

from .helpers import DIRECT, FakeClock, add_partner, at_the_app, items, wait_until, workplace_in


async def test_help_tells_the_data_directory_and_every_key(workplace: Workplace):
    async with at_the_app(workplace, (200, 200)) as seat:
        await seat.press("?")
        await seat.see("Where things are")
        assert str(workplace.places.data) in seat.text
        for name in ("MOVE", "PARTNERS", "RUN", "NEXT", "START", "ANYWHERE"):
            for action in getattr(all_keys, name):
                assert any(
                    line.split(maxsplit=len(action.shown.split()))
                    == [*action.shown.split(), action.title]
                    for line in seat.lines
                ), action
        for mark in ("[ ]", "[~]", "[x]", "[!]", "[-]", "[?]"):
            assert f"   {mark} " in seat.text
        await seat.see("ssh -C")
        await seat.see("gives no legal advice")


async def test_help_tells_a_long_data_directory_whole(tmp_path: Path, clock: FakeClock):
    data = tmp_path / "a-directory-with-a-long-name" / "and-another-one-inside-of-it" / "data"
    async with at_the_app(workplace_in(data, clock), (80, 200)) as seat:
        await seat.press("?")
        await seat.see("Where things are")
        text = "".join("".join(seat.lines).split())
        assert str(data) in text


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_help_scrolls_and_goes_back_where_one_was(workplace: Workplace, key: str):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("j", "j")
        row = seat.current
        await seat.press("?")
        await seat.see("^ Checklist of a partner")  # the keys of where one was come first
        await seat.press("j", "pagedown", "G")
        await seat.see("csp-tui is not Microsoft's")
        await seat.press("g")
        await seat.see("^ csp-tui 0")
        await seat.press("?", key)
        await seat.see("Contoso › Enroll")
        assert seat.current == row


async def test_the_palette_offers_and_runs_the_actions_of_the_screen(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace, (80, 60)) as seat:
        await seat.press("g", "ctrl+p")
        await seat.see(r"Tick or untick; all marked: tick +\(space\)")
        for action in (*all_keys.RUN, *all_keys.ANYWHERE):
            if action.id != "open-palette":
                assert f"({action.shown})" in seat.text
        await seat.press(*"tick", "enter", "enter")
        await seat.see("^ 1/11")
        await seat.wait_for_save()
        await seat.press("ctrl+p")
        await seat.see("Tick or untick")
        await seat.press("escape")
        await seat.see_gone("Tick or untick")
    assert items(workplace)["mpn-id"]["status"] == "done"


async def test_ctrl_g_closes_the_palette(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace, (80, 60)) as seat:
        await seat.press("ctrl+p")
        await seat.see("Tick or untick")
        await seat.press("ctrl+g")
        await wait_until(seat.pilot, lambda: "Tick or untick" not in seat.text, 1)
