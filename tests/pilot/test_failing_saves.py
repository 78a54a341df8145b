from __future__ import annotations

import fcntl
import os

from csp_tui.core.workplace import Workplace

from .helpers import DIRECT, add_partner, at_the_app, items, progress


async def test_a_change_that_cannot_be_written_is_told_and_taken_off_the_screen(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    history = workplace.places.history_file(partner.id)
    aside = history.rename(history.with_suffix(".aside"))
    history.mkdir()
    before = progress(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.see("NOT SAVED")
        await seat.see(r"^> \[ \] Active MPN ID")
        await seat.see("^ 0/11")
        assert progress(workplace) == before
        history.rmdir()
        aside.rename(history)
        await seat.press("space")
        await seat.wait_for_save()
        assert "NOT SAVED" not in seat.text
    assert items(workplace)["mpn-id"]["status"] == "done"


async def test_the_reason_of_a_failed_save_can_be_read(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    history = workplace.places.history_file(partner.id)
    history.unlink()
    history.mkdir()
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.see("NOT SAVED")
        await seat.pilot.pause(0.1)
        assert "Not saved: " in seat.bottom


async def test_a_partner_that_another_program_holds_is_told_as_busy(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    lock = os.open(workplace.places.local / "locks" / f"{partner.id}.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        async with at_the_app(workplace) as seat:
            await seat.press("g", "space")
            await seat.see(r"saving \.\.\.")
            await seat.press("j", "k")
            await seat.see("NOT SAVED")
            await seat.see("^ 0/11")
            fcntl.flock(lock, fcntl.LOCK_UN)
            await seat.press("space")
            await seat.wait_for_save()
    finally:
        os.close(lock)
    assert items(workplace)["mpn-id"]["status"] == "done"


async def test_a_data_directory_that_became_a_file_is_told(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    partners = workplace.places.partners
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso > Enroll")
        aside = partners.rename(partners.with_name("aside"))
        partners.write_text("in the way")
        await seat.press("g", "space")
        await seat.see("NOT SAVED")
        partners.unlink()
        aside.rename(partners)
        await seat.press("space")
        await seat.wait_for_save()
    assert items(workplace)["mpn-id"]["status"] == "done"


async def test_a_partner_that_cannot_be_added_is_told(workplace: Workplace):
    workplace.places.data.mkdir(parents=True)
    workplace.places.partners.write_text("in the way")
    async with at_the_app(workplace) as seat:
        await seat.press("a")
        await seat.answer("Name of the partner", "Contoso")
        await seat.see("Not saved: ")
        workplace.places.partners.unlink()
        await seat.press("a")
        await seat.answer("Name of the partner", "Contoso")
        await seat.see("Contoso > start a checklist")
