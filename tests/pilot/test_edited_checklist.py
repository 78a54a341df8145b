from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.workplace.workplace import Workplace

from .helpers import add_partner, at_the_app, items

TEXT = """\
format = 1
title = "My own checklist"

[[sections]]
id = "one"
title = "One"

""" + "\n".join(
    f'[[sections.items]]\nid = "item-{number}"\ntitle = "Item {number}"\n' for number in range(40)
)
LINE = TEXT[: TEXT.index('title = "Item 30"')].count("\n") + 1


@pytest.fixture
def own(workplace: Workplace) -> Path:
    path = workplace.places.own_checklists / "own" / "2026-01.toml"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT)
    return path


def with_item(title: str) -> str:
    new = f'[[sections.items]]\nid = "new"\ntitle = "{title}"\n\n'
    return TEXT.replace("[[sections.items]]", f"{new}[[sections.items]]", 1)


async def test_an_open_run_shows_what_was_edited_and_keeps_the_place(
    workplace: Workplace, own: Path
):
    add_partner(workplace, "Contoso", "own", edition="2026-01")
    async with at_the_app(workplace) as seat:
        await seat.go_to("Item 30")
        await seat.press("space")
        await seat.wait_for_save()
        own.write_text(with_item("A new first item").replace('"Item 30"', '"Item 30, mended"'))
        await seat.see("The checklist was read again: 1 new, 1 with another rule")
        await seat.see("^ 1/41")
        assert seat.current.startswith("[?] Item 30, mended")

        own.write_text(TEXT.replace('title = "Item 30"', 'title = "Item 30'))
        await seat.see(f"Shown as before: line {LINE}: is not TOML")
        await seat.see(f"1/41 [━─]+ +checklist unreadable line {LINE}")
        assert seat.current.startswith("[?] Item 30, mended")
        await seat.press("j", "space")  # work goes on with the last good state
        await seat.see("^ 2/41")
        await seat.see("saved")
        await seat.see(f"checklist unreadable line {LINE}")
        assert "Shown as before" not in seat.text

        own.write_text(TEXT)
        await seat.see("The checklist was read again: 1 gone, 1 with another rule")
        await seat.see("^ 2/40")
        await seat.see_gone("unreadable")
        assert seat.current == "[x] Item 31"
    assert {key: each["status"] for key, each in items(workplace, "own").items()} == {
        "item-30": "done",
        "item-31": "done",
    }


async def test_the_item_under_the_cursor_may_go(workplace: Workplace, own: Path):
    add_partner(workplace, "Contoso", "own", edition="2026-01")
    async with at_the_app(workplace) as seat:
        await seat.go_to("Item 30")
        await seat.press("m", "k", "enter")
        own.write_text(TEXT.replace('id = "item-30"', 'id = "renamed"'))
        await seat.see("read again: 1 new, 1 gone")
        await seat.press("q")
        await seat.see(r"^> \[ \] Item 30")
        await seat.see_gone("1 marked")


async def test_a_file_that_is_taken_away_leaves_what_is_shown(workplace: Workplace, own: Path):
    add_partner(workplace, "Contoso", "own", edition="2026-01")
    async with at_the_app(workplace) as seat:
        await seat.see("Item 3")
        own.unlink()
        await seat.see("Shown as before: there is no edition")
        await seat.press("space")
        await seat.see("^ 1/40")
        own.write_text(TEXT)
        await seat.see("The checklist was read again: the same items and rules")


async def test_an_edition_of_ones_own_takes_the_place_of_the_shipped_one_while_it_is_open(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", "enroll-direct")
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        path = workplace.places.own_checklists / "enroll-direct" / "2018-12.toml"
        path.parent.mkdir(parents=True)
        path.write_text(TEXT)
        await seat.see("My own checklist")
        await seat.see(r"\(local\)|local")


async def test_a_checklist_that_is_read_without_a_partner_follows_its_file(
    workplace: Workplace, own: Path
):
    async with at_the_app(workplace) as seat:
        await seat.see("No partner yet")
        await seat.go_to("My own checklist")
        await seat.press("enter")
        await seat.see("for reading only")
        await seat.press("G")
        own.write_text(with_item("Another"))
        await seat.see("read again: 1 new")
        assert seat.current == "[ ] Item 39"
        own.write_text("format = 1\ntitle")
        await seat.see("Shown as before: line 2: is not TOML")
        assert seat.current == "[ ] Item 39"
        own.write_text(TEXT)
        await seat.see("read again: 1 gone")


async def test_an_edit_in_place_appears_among_the_partners_and_the_next_steps(
    workplace: Workplace, own: Path
):
    add_partner(workplace, "Contoso", "own", edition="2026-01")
    add_partner(workplace, "Fabrikam")
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso .* 0/40")
        own.write_text(with_item("A new first item"))
        await seat.see("^> Contoso .* 0/41")
        own.write_text(with_item("A mended first item"))
        await seat.see("A mended first item")
        await seat.press("v")
        await seat.see("^ Next .*\n(.*\n)+.*A mended first item")
        own.write_text(with_item("Another first item"))
        await seat.see("Another first item")
