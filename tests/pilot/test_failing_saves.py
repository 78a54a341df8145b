from __future__ import annotations

import fcntl
import os
import tomllib
from pathlib import Path

import pytest

from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.saving import file_watcher

from .helpers import (
    DIRECT,
    INDIRECT,
    NEW,
    FakeClock,
    add_partner,
    at_the_app,
    items,
    other_store,
    progress,
    wait_until,
    workplace_in,
)


async def test_a_change_that_cannot_be_written_stays_and_is_saved_once_it_can_be(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    history = workplace.places.history_file(partner.id)
    aside = history.rename(history.with_suffix(".aside"))
    history.mkdir()
    before = progress(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.see("not saved: 1")
        await seat.see(r"^> \[x\] Active MPN ID")
        assert progress(workplace) == before
        await seat.press("j", "k")
        await seat.see("^ Not saved: .*; trying again$")
        history.rmdir()
        aside.rename(history)
        await seat.see("Everything is saved now")
        await seat.wait_for_save()
        assert "ot saved: " not in seat.text
    assert items(workplace)["mpn-id"]["status"] == "done"


async def test_an_undo_behind_a_change_that_cannot_be_written_says_that_it_waits(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    history = workplace.places.history_file(partner.id)
    aside = history.rename(history.with_suffix(".aside"))
    history.mkdir()
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.see("^ Not saved: .*; trying again$")
        await seat.press("u")
        await seat.see(r"^ Not done yet: it waits until what is not saved can be saved\.$")
        history.rmdir()
        aside.rename(history)
        await seat.see("Undone: ")
        await seat.see(r"^> \[ \] Active MPN ID")
    assert "status" not in items(workplace)["mpn-id"]


async def test_the_reason_of_a_failed_save_can_be_read(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    history = workplace.places.history_file(partner.id)
    history.unlink()
    history.mkdir()
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.see("not saved: ")
        await seat.see("^ Not saved: ")


async def test_a_partner_that_another_program_holds_is_told_as_busy(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    lock = os.open(workplace.places.local / "locks" / f"{partner.id}.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        async with at_the_app(workplace) as seat:
            await seat.press("g", "space")
            await seat.see(r"saving")
            await seat.press("j", "k")
            await seat.see("not saved: 1")
            await seat.see("is being changed by")
            fcntl.flock(lock, fcntl.LOCK_UN)
            await seat.see("Everything is saved now")
    finally:
        os.close(lock)
    assert items(workplace)["mpn-id"]["status"] == "done"


async def test_a_data_directory_that_became_a_file_is_told(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    partners = workplace.places.partners
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        aside = partners.rename(partners.with_name("aside"))
        partners.write_text("in the way")
        await seat.press("g", "space")
        await seat.see("not saved: 1")
        partners.unlink()
        aside.rename(partners)
        await seat.see("Everything is saved now")
    assert items(workplace)["mpn-id"]["status"] == "done"


async def test_a_partner_that_cannot_be_added_is_told(workplace: Workplace):
    workplace.places.data.mkdir(parents=True)
    workplace.places.partners.write_text("in the way")
    async with at_the_app(workplace) as seat:
        await seat.press("a")
        await seat.answer("Name of the partner", "Contoso")
        await seat.see("Not saved:")
        workplace.places.partners.unlink()
        await seat.answer("Name of the partner")
        await seat.see("Contoso › start a checklist")


async def test_leaving_with_something_unsaved_asks_and_can_save_it_elsewhere(
    workplace: Workplace, tmp_path: Path
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    history = workplace.places.history_file(partner.id)
    history.unlink()
    history.mkdir()
    elsewhere = tmp_path / "elsewhere.toml"
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.see("not saved: 1")
        await seat.press("q")
        await seat.see("1 change is not saved")
        await seat.press("escape")
        await seat.see("not saved: 1")
        await seat.press("q")
        await seat.answer("1 change is not saved: save it to a file?", str(elsewhere))
        await seat.see("^ Partners.*  1")
    saved = tomllib.loads(elsewhere.read_text())
    assert saved["checklists"][DIRECT]["items"]["mpn-id"]["status"] == "done"
    assert "items" not in progress(workplace)["checklists"][DIRECT]


@pytest.mark.parametrize("key", ["]", "["])
async def test_going_to_another_run_with_something_unsaved_asks_too(workplace: Workplace, key: str):
    partner = add_partner(workplace, "Contoso", DIRECT)
    for checklist_id in ("keep-direct", "keep-security"):
        checklist = workplace.library.get(
            checklist_id, workplace.library.editions(checklist_id)[-1]
        )
        partner = workplace.store.load(partner.id)
        start = item_changes.start(partner, checklist, workplace.clock())
        workplace.store.change(partner.id, [start])
    history = workplace.places.history_file(partner.id)
    async with at_the_app(workplace) as seat:
        await seat.press("]")
        await seat.see("Keep direct")
        history.unlink()
        history.mkdir()
        await seat.press("g", "space")
        await seat.see("not saved: 1")
        await seat.press(key)
        await seat.see("1 change is not saved")


async def test_something_unsaved_can_be_given_up(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    history = workplace.places.history_file(partner.id)
    history.unlink()
    history.mkdir()
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.see("not saved: 1")
        await seat.press("v")
        await seat.see("^ Next ")
        await seat.press("?")
        await seat.see("^ Help ")
        await seat.press("ctrl+q")
        await seat.see("^ Contoso › Enroll")
        await seat.answer("1 change is not saved: save it to a file?", "give up")
        await seat.see("^ Partners.*  1")


async def test_what_is_typed_for_a_run_that_another_session_takes_away_stays_until_it_is_back(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    start = workplace.store.history(partner.id).lines()[-1]
    ben = other_store(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "-")
        await seat.see("^ Not applicable because")
        ben.revert(partner.id, start.id)
        await seat.answer("Not applicable because", "nobody sells there")
        await seat.see("not saved: 1")
        await seat.see('Not saved: the run "enroll-direct" is no longer started; trying again')
        await seat.see(r"^> \[-\] Active MPN ID")
        assert "items" not in progress(workplace)["checklists"][DIRECT]
        back = ben.history(partner.id).lines()[-1]
        ben.revert(partner.id, back.id)
        await seat.see("Everything is saved now")
    assert items(workplace)["mpn-id"]["reason"] == "nobody sells there"


async def test_a_form_of_a_run_that_another_session_takes_away_stays_and_can_be_kept_elsewhere(
    workplace: Workplace, tmp_path: Path
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    start = workplace.store.history(partner.id).lines()[-1]
    elsewhere = tmp_path / "elsewhere.toml"
    async with at_the_app(workplace) as seat:
        await seat.press("g", "e")
        await seat.see("Evidence")
        await seat.paste("PLA 1234567")
        other_store(workplace).revert(partner.id, start.id)
        await seat.press("ctrl+s")
        await seat.see("not saved: 1")
        await seat.press("q")
        await seat.answer("1 change is not saved: save it to a file?", str(elsewhere))
        await seat.see("^> Contoso +no list")
    kept = tomllib.loads(elsewhere.read_text())
    assert kept["checklists"][DIRECT]["items"]["mpn-id"]["evidence"] == "PLA 1234567"


async def test_a_partners_name_that_cannot_be_saved_is_asked_again_after_another_question(
    workplace: Workplace,
):
    workplace.places.data.mkdir(parents=True)
    workplace.places.partners.write_text("in the way")
    async with at_the_app(workplace) as seat:
        with seat.app.saver.held():
            await seat.press("a", *"Contoso", "enter", "a", *"Litware")
        with seat.app.saver.held():
            await seat.see_asked("Name of the partner: Litware( +(enter|ctrl)|$)")
        await seat.press("enter")
        await seat.see_asked("Not saved: .* Name of the partner: Contoso( +(enter|ctrl)|$)")
        await seat.press("escape")
        await seat.see_asked("Not saved: .* Name of the partner: Litware( +(enter|ctrl)|$)")
        workplace.places.partners.unlink()
        await seat.press("!", "enter")
        await seat.see("Litware! › start a checklist")


async def test_a_customers_name_that_cannot_be_saved_is_asked_again_after_another_question(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(file_watcher, "PAUSE", 3600)  # a customer is seen when it is saved
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    history = workplace.places.history_file(partner.id)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › To indirect")
        await seat.press("c")
        await seat.see("No customer yet")
        aside = history.rename(history.with_suffix(".aside"))
        history.mkdir()
        with seat.app.saver.held():
            await seat.press("a", *"Alpine", "enter", "a", *"Bellows")
        with seat.app.saver.held():
            await seat.see_asked("Name of the customer: Bellows( +(enter|ctrl)|$)")
        history.rmdir()
        aside.rename(history)
        await seat.press("enter")
        await seat.see_asked("Not saved: .* Name of the customer: Alpine( +(enter|ctrl)|$)")
        with seat.app.saver.held():
            await seat.press("!", "enter", "q", "a", *"Coho")
        await seat.see("  0 of 2 done  2 to do")
        await seat.see_asked("Name of the customer: Coho( +(enter|ctrl)|$)")
        await seat.press("ctrl+g")
        history.rename(aside)
        await seat.press("e")
        await seat.see("^> Name +Alpine!")
        await seat.press("ctrl+u", *"Cider", "ctrl+s")
        await seat.see("not saved: 1")
        await seat.see(r"^> +\[ \] Cider ")
        await seat.press("u", "q")
        await seat.see_asked("1 change is not saved: save it to a file[?]")
        await seat.press("ctrl+g")
        aside.rename(history)
        await seat.see(r"^> +\[ \] Alpine! ")


async def test_a_contact_that_cannot_be_saved_comes_back_although_the_user_was_about_to_leave(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam")
    history = workplace.places.history_file(partner.id)
    async with at_the_app(workplace) as seat:
        await seat.go_to("Contoso")
        await seat.press("@", "a")
        await seat.see("^> Name")
        await seat.press(*"Zoe")
        away = history.rename(history.with_suffix(".away"))
        with seat.app.saver.held():
            await seat.press("ctrl+s", "q")
            await seat.see("^ Saving ...")
            await seat.press("?")
            await seat.see("^ Help  ")
        seat.app.saver.finish()  # the messages of all jobs are posted then
        await seat.pilot.pause(0)
        await seat.press("q")
        await seat.see("^> Name +Zoe")
        await seat.see("^ Not saved: ")
        away.rename(history)
    assert "contact" not in str(progress(workplace, partner.id))


async def test_leaving_while_something_typed_is_being_saved_waits_for_it(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam")
    async with at_the_app(workplace) as seat:
        await seat.go_to("Contoso")
        await seat.press("@", "a")
        await seat.see("^> Name")
        with seat.app.saver.held():
            await seat.press(*"Zoe", "ctrl+s", "q")
            await seat.see("^ Saving ...")
        await seat.see("^ Partners")
    assert "Zoe" in str(progress(workplace, partner.id))


async def test_leaving_while_something_is_being_saved_loses_nothing_and_asks_where_it_is_seen(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        with seat.app.saver.held():
            await seat.press("g", "space", "q", "e")
            await seat.see("^> ")
            await seat.press("ctrl+q")
            await seat.see("^ Leaving when everything is saved")
            await seat.press("e")
            await seat.see("^> ")
            await seat.press(*"Zoe", "ctrl+p")
            await seat.see("^ Find")
            await seat.press("ctrl+q")
            await seat.answer("Drop what you typed?", "y")
            await seat.see("^ Partners")
            await seat.press("ctrl+q", "ctrl+q", "ctrl+q")
            await seat.answer("Leave without saving 1 change?", "n")
            assert seat.app.saver.unsaved()
            await seat.press("ctrl+q", "a", *"Litware")
        await seat.see("^> Contoso .* 1/11")
        await seat.see("Name of the partner: Litware")
        with seat.app.saver.held():
            await seat.press("enter", "ctrl+q")
            await seat.see("^ Leaving when everything is saved")
        await wait_until(seat.pilot, lambda: seat.app.return_code == 0)
    recorded = progress(workplace, partner.id)["checklists"][DIRECT]["items"]
    assert recorded["mpn-id"]["status"] == "done"
    assert len(workplace.store.partner_ids()) == 2


async def test_what_to_do_about_a_missing_history_is_read_whole_however_long_its_path(
    tmp_path: Path, clock: FakeClock
):
    workplace = workplace_in(tmp_path / "a-directory-with-a-long-name" / ("x" * 120), clock)
    partner = add_partner(workplace, "Contoso", DIRECT)
    history = workplace.places.history_file(partner.id)
    kept = history.rename(history.with_suffix(".aside"))
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.see_asked(
            "Not saved: the history is missing; put it back, or make an empty file there to go on "
            "without it "
        )
        kept.rename(history)
        await seat.see("Everything is saved now")
