from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from csp_tui.core.base import language
from csp_tui.core.history.acts import Act
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, OLD, Seat, add_partner, at_the_app, harmful, items, progress

ITEM = "mpn-id"


@pytest.fixture(autouse=True)
def partner_id(workplace: Workplace) -> str:
    return add_partner(workplace, "Contoso", DIRECT).id


async def open_form(seat: Seat) -> None:
    await seat.see(r"^> \[.\] Active MPN ID")
    await seat.press("e")
    await seat.see("^ Asked for: MPN ID, location and country")


async def test_the_form_saves_every_field_in_one_step(workplace: Workplace):
    async with at_the_app(workplace, (80, 30)) as seat:
        await open_form(seat)
        for value in ("PLA 1234567", "2026-11-20", "", "today", "2026-12-24", "ben"):
            await seat.paste(value)
            await seat.press("tab")
        await seat.press(*"first line", "enter", *"second")
        await seat.press("ctrl+s")
        await seat.see(r"Active MPN ID .* 24 Dec")
        await seat.see(r"Evidence +PLA 1234567 \(as of 20 Nov\)")
        await seat.wait_for_save()
        saved = items(workplace)[ITEM]
        await seat.press("u")
        await seat.see_gone("Evidence +PLA 1234567")
    assert saved == {
        "evidence": "PLA 1234567",
        "as_of": date(2026, 11, 20),
        "on": date(2026, 11, 23),
        "due": date(2026, 12, 24),
        "owner": "ben",
        "note": "first line\nsecond",
    }
    assert not items(workplace)[ITEM].keys() & saved.keys()


async def test_emptying_a_field_takes_its_value_away(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await open_form(seat)
        await seat.paste("PLA 1234567")
        await seat.press("ctrl+s")
        await seat.see("Evidence +PLA 1234567")
        await open_form(seat)
        await seat.see("Evidence +PLA 1234567")
        await seat.press("ctrl+u", "ctrl+s")
        await seat.see("Proof ")
        await seat.see_gone("PLA 1234567")
        await seat.wait_for_save()
    assert "evidence" not in items(workplace)[ITEM]


@pytest.mark.parametrize("key", ["ctrl+g", "escape"])
async def test_the_form_is_cancelled_without_any_change(workplace: Workplace, key: str):
    before = progress(workplace)
    async with at_the_app(workplace) as seat:
        await open_form(seat)
        await seat.press(key)
        await seat.see("^ space done")
        await open_form(seat)
        await seat.press(*"qux?")
        await seat.see("Evidence +qux")
        await seat.press(*["tab"] * 6, *"note", key)
        await seat.see("Drop what you typed[?]")
        await seat.press("tab", "ctrl+s", key)
        await seat.see("ctrl.s save")
        await seat.press(*" stays", key)
        await seat.answer("Drop what you typed?", "n")
        await seat.see("Note +note stays")
        await seat.press("ctrl+q")
        await seat.answer("Drop what you typed?", "n")
        await seat.see("Note +note stays")
        await seat.press(key)
        await seat.answer("Drop what you typed?", "y")
        await seat.see("^ space done")
        assert "qux" not in seat.text
    assert progress(workplace) == before


async def test_a_date_that_is_none_keeps_the_form_open_and_says_so(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await open_form(seat)
        await seat.paste("PLA 1234567")
        await seat.press(*["tab"] * 4, *"31 Feb", "ctrl+s")
        await seat.see('Due: "31 Feb" is no date; write it like 2026-11-23')
        await seat.see("Evidence +PLA 1234567")
        assert "items" not in progress(workplace)["checklists"][DIRECT]
        await seat.press("ctrl+u", *"2027-02-28", "ctrl+s")
        await seat.see(r"Due +Sun 28 Feb 2027, in \d+ d")
        await seat.wait_for_save()
    assert items(workplace)[ITEM] == {"evidence": "PLA 1234567", "due": date(2027, 2, 28)}


async def test_control_characters_pasted_into_the_form_are_dropped(workplace: Workplace):
    async with at_the_app(workplace, (80, 30)) as seat:
        await open_form(seat)
        await seat.paste("a\x1b]52;c;eA==\x07b\x9b2Jc")
        await seat.press(*["tab"] * 6)
        await seat.paste("one\r\ntwo\x1b[2J\u202e\u2028\x85three\tfour")
        assert not list(harmful(seat.text))
        await seat.press("ctrl+s")
        await seat.see("Note +one")
        assert not list(harmful(seat.text))
        await seat.wait_for_save()
    assert items(workplace)[ITEM] == {
        "evidence": "a]52;c;eA==b2Jc",
        "note": "one\ntwo[2Jthree\tfour",
    }


async def test_saving_an_untouched_form_writes_nothing(workplace: Workplace, partner_id: str):
    path = workplace.places.progress_file(partner_id)
    before = path.read_bytes()
    async with at_the_app(workplace) as seat:
        await open_form(seat)
        await seat.press("ctrl+s")
        await seat.see("^ space done")
        await seat.press("q")
        await seat.see("^ Partners")
    assert path.read_bytes() == before


async def test_a_file_that_is_typed_is_kept_by_its_name_and_hash(
    workplace: Workplace, tmp_path: Path
):
    path = tmp_path / "approval [1].pdf"
    path.write_bytes(b"approved" * 100_000)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    async with at_the_app(workplace) as seat:
        await open_form(seat)
        await seat.press("tab", "tab")
        await seat.paste(str(path))
        await seat.press("ctrl+s")
        await seat.see(rf"File +approval \[1\]\.pdf {digest[:12]}$")
        await open_form(seat)
        await seat.see(rf"^  File +approval \[1\]\.pdf {digest[:12]}$")
        await seat.press("ctrl+s")
        await seat.see("^ space done")
        await seat.wait_for_save()
        saved = items(workplace)[ITEM]
        await open_form(seat)
        await seat.press("tab", "tab", "ctrl+u", "ctrl+s")
        await seat.see_gone("approval")
        await seat.press("q")
        await seat.see("^ Partners")
    assert saved == {"file": "approval [1].pdf", "sha256": digest}
    assert not items(workplace)[ITEM].keys() & saved.keys()


async def test_a_file_that_cannot_be_read_keeps_the_form_open_and_says_so(
    workplace: Workplace, tmp_path: Path
):
    async with at_the_app(workplace) as seat:
        await open_form(seat)
        await seat.press("tab", "tab")
        await seat.paste(str(tmp_path))
        await seat.press("ctrl+s")
        await seat.see_asked("File: not a regular file, so no proof: /")
        await seat.press("ctrl+u", *"~nobody-of-this-name/x", "ctrl+s")
        await seat.see("File: no file can have that name: ~nobody-of-this-name/x")
        await seat.press("ctrl+g")
    assert "items" not in progress(workplace)["checklists"][DIRECT]


async def test_evidence_that_ages_asks_for_its_day_without_inventing_it(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await open_form(seat)
        await seat.paste("MPN 5550123")
        await seat.press("ctrl+s")
        await seat.see(r"Evidence +MPN 5550123 \(as of \?\)")
        await seat.wait_for_save()
    assert items(workplace)[ITEM] == {"evidence": "MPN 5550123"}


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_form_of_a_waiting_item_changes_whom_case_and_chase_day(
    workplace: Workplace, size: tuple[int, int]
):
    async with at_the_app(workplace, size) as seat:
        await seat.see(r"^> \[.\] Active MPN ID")
        await seat.press("w", "enter", "enter", "enter")
        await open_form(seat)
        await seat.press(
            *["tab"] * 6, "ctrl+u", "tab", "tab", *"4711", "tab", "ctrl+u", *"2026-11-20"
        )
        await seat.press("ctrl+s")
        await seat.see("Waiting for: say for whom")
        await seat.press(*"Microsoft credit", "ctrl+s")
        await seat.see("Chase on: waiting only since 2026-11-23")
        await seat.press("ctrl+u", *"+2", "ctrl+s")
        await seat.see(r"Waits +for Microsoft credit since 23 Nov; until 25 Nov")
        await seat.wait_for_save()
    item = items(workplace)[ITEM]
    assert (item["waiting_for"], item["case"]) == ("Microsoft credit", "4711")
    assert item["chase_on"] == date(2026, 11, 25)


async def test_a_case_opened_long_ago_is_typed_in_with_a_chase_day_that_is_past(
    workplace: Workplace,
):
    async with at_the_app(workplace) as seat:
        await seat.see(r"^> \[.\] Active MPN ID")
        await seat.press("w", "enter", "enter", "enter")
        await open_form(seat)
        await seat.press(*["tab"] * 7, "ctrl+u", *"2026-09-20", "tab", "tab", "ctrl+u")
        await seat.press(*"2026-09-05", "ctrl+s")
        await seat.see("Chase on: waiting only since 2026-09-20")
        await seat.press("ctrl+u", *"2026-10-05", "ctrl+s")
        await seat.see("Waits +for Microsoft since 20 Sep; 49 d late")
        await seat.wait_for_save()
    item = items(workplace)[ITEM]
    assert (item["since"], item["chase_on"]) == (date(2026, 9, 20), date(2026, 10, 5))


async def test_what_became_true_is_not_in_the_future(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await open_form(seat)
        await seat.press(*["tab"] * 3, *"tomorrow", "ctrl+s")
        await seat.see("True since: 2026-11-24 is in the future; today is 2026-11-23")
        await seat.press("ctrl+g", "y")


async def test_days_recorded_to_the_east_where_it_is_tomorrow_already_stay(
    workplace: Workplace, partner_id: str
):
    item, tomorrow = workplace.library.get(DIRECT, OLD).by_id[ITEM], date(2026, 11, 24)
    changes = [
        item_changes.wait(DIRECT, item, "Microsoft", tomorrow, date(2026, 12, 1)),
        item_changes.edit(Act.EDIT, DIRECT, item, on=tomorrow),
    ]
    workplace.store.change(partner_id, changes)
    async with at_the_app(workplace, (80, 30)) as seat:
        await seat.press("g")
        await open_form(seat)
        await seat.see("True since +2026-11-24 +Tue 24 Nov 2026, in 1 d")
        await seat.paste("PLA 1234567")
        await seat.press("ctrl+s")
        await seat.wait_for_save()
        await seat.press("q", "s", "w")
        await seat.see("^> Contoso .* 0 d$")
    assert items(workplace)[ITEM]["evidence"] == "PLA 1234567"


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_day_is_understood_while_it_is_typed_and_doubted_once_it_is_left(
    workplace: Workplace, size: tuple[int, int]
):
    async with at_the_app(workplace, size) as seat:
        await open_form(seat)
        await seat.press("tab", *"friday")
        await seat.see("^> As of +friday +Fri 20 Nov 2026, 3 d ago$")
        await seat.press(*["tab"] * 3, *"frid")
        await seat.see("^> Due +frid +Fri 27 Nov 2026, in 4 d$")
        await seat.press("ctrl+u", *"2026-12-18")
        await seat.see("^> Due +2026-12-18  Fri 18 Dec 2026, in 25 d$")
        await seat.press("ctrl+u", *"5/6/2027")
        await seat.see("^> Due +5/6/2027$")
        await seat.press("tab")
        await seat.see("^  Due +5/6/2027 +may be 5 Jun 2027 or 6 May 2027$")
        await seat.press("shift+tab", "ctrl+u", *"soon", "tab")
        await seat.see("^  Due +soon +no date; write it like 2026-11-23")
        await seat.press("shift+tab", "ctrl+u", *"5 dec", "ctrl+s")
        await seat.see(r"> \[ \] Active MPN ID.* 5 Dec")
        await seat.wait_for_save()
    assert items(workplace)[ITEM] == {"as_of": date(2026, 11, 20), "due": date(2026, 12, 5)}


async def test_a_day_is_understood_in_french(workplace: Workplace):
    with language.speaking("fr"):
        async with at_the_app(workplace) as seat:
            await seat.see(r"^> \[.\] ")
            await seat.press("e")
            await seat.see("^ . prouver")
            await seat.press(*["tab"] * 4, *"mardi")
            await seat.see("mardi +mardi 24 nov. 2026, ")
            await seat.press("ctrl+u", *"1/12/2026")
            await seat.see("1/12/2026 +mardi 1er d.c. 2026, ")


async def test_the_question_when_to_chase_shows_which_day_is_meant(workplace: Workplace):
    question = " Chase on"
    async with at_the_app(workplace) as seat:
        await seat.see(r"^> \[.\] Active MPN ID")
        await seat.press("w", "enter", "enter")
        await seat.see_asked(f"{question}: 2026-1.-.. ... [0-9]+ ... 2026( |$)")
        await seat.press(*"fri")
        await seat.see_asked(f"{question}: fri +Fri 27 Nov 2026( |$)")
        await seat.press("enter")
        await seat.wait_for_save()
    assert items(workplace)[ITEM]["chase_on"] == date(2026, 11, 27)
