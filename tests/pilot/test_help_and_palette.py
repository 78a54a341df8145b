from __future__ import annotations

import re
from pathlib import Path

import pytest

from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.help.text import GROUPS
from csp_tui.tui.keys import all_keys

from .helpers import (
    DIRECT,
    INDIRECT,
    NEW,
    FakeClock,
    add_partner,
    at_the_app,
    fill_with_invented,
    items,
    workplace_in,
)


async def test_help_tells_the_data_directory_and_every_key(workplace: Workplace):
    async with at_the_app(workplace, (72, 300)) as seat:
        await seat.press("?")
        await seat.see("Where things are")
        text = " ".join(seat.text.split())
        for actions in (all_keys.ANYWHERE, all_keys.MOVE, *(each for _title, each in GROUPS)):
            for action in actions:
                assert f"{action.shown} {action.title}" in text, action
        await seat.see(f"data +{re.escape(str(workplace.places.data)[:40])}")
        await seat.see_asked("Colours are made for dark ground.*Over SSH")
        await seat.see("version +csp-tui [0-9]")
        await seat.see("ssh -C")
        await seat.see("gives no legal advice")


async def test_help_begins_with_the_marks_and_words_of_the_screen(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("?")
        await seat.see("^ Help  Checklist of a partner")
        assert seat.lines[2] == " Marks and words"
        for mark in ("[ ]", "[~]", "[x]", "[!]", "[-]", "[?]"):
            assert f" {mark}  " in seat.text
        for word in ("run", "edition", "late", "blocked", "one way", "T-90", "fact"):
            assert any(line.startswith(f" {word}  ") for line in seat.lines), word
        await seat.see("^ Keys here\n space +tick or untick")
        assert " planned " not in seat.text
        await seat.press("q", "q", "?")
        await seat.see("^ Help  Partners\n\n Words$")
        assert "[~]" not in seat.text
        assert " one way " not in seat.text


async def test_help_of_the_customers_says_which_item_keys_change(workplace: Workplace):
    add_partner(workplace, "Contoso", INDIRECT)
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.press("c", "?")
        await seat.see("^ Help  Customers")
        await seat.see("^ item +The head names the one that keys change. Under late, this week, ")


async def test_help_wraps_words_and_keys_on_a_small_screen(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace, (40, 12)) as seat:
        await seat.press("?", *["down"] * 9)
        await seat.see("^ run +One going-through of a\n +checklist by a partner")
        await seat.press(*["pagedown"] * 3, "down", "down")
        await seat.see("^ w +waiting for somebody; again:\n +chased today")


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
        await seat.see("^ Help  Checklist of a partner")
        await seat.press("j", "pagedown", "G")
        await seat.see("^ History")
        assert "Help" not in seat.text
        await seat.press("g")
        await seat.see("^ Help  Checklist of a partner")
        await seat.press("?", key)
        await seat.see("Contoso › Enroll")
        assert seat.current == row


async def test_help_keeps_its_place_when_the_size_of_the_terminal_changes(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("?")
        await seat.see("^ Help  Checklist of a partner")
        while seat.lines[0] != " Keys here":
            await seat.press("j")
        for size in ((50, 24), (120, 40), (80, 24)):
            await seat.pilot.resize_terminal(*size)
            await seat.see(r"\A Keys here\n")


async def test_the_palette_offers_and_runs_the_actions_of_the_screen(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace, (80, 60)) as seat:
        await seat.press("g", "ctrl+p")
        await seat.see("^> Tick or untick; all marked: tick +space$")
        for action in (*all_keys.RUN, *all_keys.ANYWHERE):
            if action.id != "open-palette":
                title = f"{action.title[:1].upper()}{action.title[1:]}"
                assert any(line[2:].split("  ")[0] == title for line in seat.lines), action
        await seat.press(*"TICK all", "enter")
        await seat.see("^ 1/11")
        await seat.wait_for_save()
    assert items(workplace)["mpn-id"]["status"] == "done"


@pytest.mark.parametrize("key", ["ctrl+g", "escape"])
async def test_the_palette_is_left_as_a_question_is(workplace: Workplace, key: str):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace, (80, 60)) as seat:
        await seat.press("ctrl+p", "q")
        await seat.see("^ Find  q")
        await seat.press(key)
        await seat.see_gone("^ Find ")
        await seat.see("Contoso › Enroll")


async def test_the_palette_opens_a_partner_and_an_item_of_it(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("ctrl+p", *"tailspin")
        await seat.see("^ Partners\n> Tailspin Toys")
        await seat.press("enter")
        await seat.see("^ .*Tailspin Toys ›")
        await seat.press("q", "ctrl+p", *"credit CONTOSO")
        await seat.see("^ Items of a partner\n> Go or no-go on cash")
        await seat.press("down", "enter")
        await seat.see("Contoso .* › Enroll")
        await seat.see("^> .*Credit approval received")


async def test_an_item_of_the_run_in_front_is_shown_there(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.press("f", "t", "ctrl+p", *"credit approv", "enter")
        await seat.see("^> .*Credit approval received")
        await seat.press("q")
        await seat.see("^ Partners")


async def test_the_palette_opens_the_matrix_at_a_customer(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("ctrl+p", *"consolidated mess", "enter")
        await seat.see("^> .*Consolidated Messenger")
        assert "Woodgrove" in seat.lines[0]


async def test_the_palette_opens_an_item_in_all_partners_and_a_checklist(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("ctrl+p", *"business verif")
        await seat.see("^ Items, in all partners\n> Business verification passed")
        await seat.press("enter")
        await seat.see("^ Next › Business verification passed")
        await seat.press("q", "ctrl+p", *"enroll direct-bill")
        await seat.see("^ Checklists to read\n> Enroll as a direct-bill partner")
        await seat.press("enter")
        await seat.see("for reading only")


async def test_the_palette_says_what_became_unreadable(workplace: Workplace):
    add_partner(workplace, "Adatum", DIRECT)
    contoso = add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("ctrl+p", *"conto")
        await seat.see("^> Contoso")
        workplace.places.progress_file(contoso.id).write_text("name = ")
        await seat.press("enter")
        await seat.see_asked("line 1: .* is missing after =")


async def test_a_name_that_nothing_has_is_said(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("ctrl+p", *"contoso zzz")
        await seat.see("Nothing has all of these words")
        await seat.press("enter", "ctrl+w", "enter")
        await seat.see("Contoso › Enroll")
