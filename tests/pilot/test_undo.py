from __future__ import annotations

import pytest

from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.saving import file_watcher

from .helpers import DIRECT, INDIRECT, OLD, add_partner, at_the_app, items, other_store, progress


@pytest.fixture(autouse=True)
def partner_id(workplace: Workplace) -> str:
    return add_partner(workplace, "Contoso", DIRECT).id


async def test_several_steps_are_undone_and_done_again_one_by_one(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space", "j", "space", "-")
        await seat.see_asked("It is done")
        await seat.answer("Not applicable because", "no such thing")
        await seat.see("^ 1/10 [━─]+  required 1/4  1 reworded  1 n/a")
        await seat.press("u")
        await seat.see("^ 2/11")
        await seat.press("u")
        await seat.see("^ 1/11")
        await seat.press("U")
        await seat.see("^ 2/11")
        await seat.press("U")
        await seat.see("^ 1/10 [━─]+  required 1/4  1 reworded  1 n/a")
        await seat.press("u", "u", "u")
        await seat.see("^ 0/11")
        await seat.wait_for_save()
    assert {item.get("status", "todo") for item in items(workplace).values()} == {"todo"}


async def test_undo_brings_back_values_evidence_included_and_goes_to_the_item(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(file_watcher, "PAUSE", 3600)  # a look at the files shows all anew
    async with at_the_app(workplace) as seat:
        await seat.press("g", "-")
        await seat.answer("Not applicable because", "one [bold]reason")
        await seat.see(r"n/a +one \[bold\]reason")
        await seat.press("space")
        await seat.see_gone("n/a +one")
        await seat.press("G")
        await seat.see("Start of the next enrollment period")
        await seat.press("u")
        await seat.see(r"^> \[-\] Active MPN ID")
        await seat.see(r"n/a +one \[bold\]reason")
        await seat.wait_for_save()
    assert items(workplace)["mpn-id"]["reason"] == "one [bold]reason"


async def test_undo_leaves_a_run_at_its_start_and_redo_comes_back_into_it(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        for is_again in (False, True):
            await seat.press("g", "space")
            await seat.see("^ 1/11")
            await seat.press("u")
            await seat.see("^ 0/11")
            await seat.press("u")
            if not is_again:
                await seat.answer("Take back: started Enroll", "y")
            await seat.see("^> Contoso +no list")
            await seat.see("enroll-direct of Contoso is no longer started: U starts it again")
            await seat.press("U")
            await seat.see("Contoso › Enroll")
            await seat.see("^ 0/11")
            await seat.press("U")
            await seat.see("^ 1/11")
            await seat.press("u")
            await seat.see("^ 0/11")
            await seat.wait_for_save()
    assert progress(workplace)["checklists"][DIRECT]["edition"] == OLD


async def test_redo_goes_to_the_other_run_that_it_starts_again(workplace: Workplace, partner_id):
    partner = workplace.store.load(partner_id)
    other = workplace.library.get(INDIRECT, OLD)
    workplace.store.change(partner_id, [item_changes.start(partner, other, workplace.clock())])
    async with at_the_app(workplace, partner_id=partner_id, run=DIRECT) as seat:
        await seat.see("Contoso › Enroll")
        await seat.press("u")
        await seat.answer("Take back: started Move", "y")
        await seat.see("Undone: transition-to-indirect")
        assert INDIRECT not in workplace.store.load(partner_id).runs
        await seat.press("U")
        await seat.see("Contoso › To indirect")


async def test_a_start_that_another_login_takes_back_is_told_with_who_did(
    workplace: Workplace, partner_id: str
):
    start = workplace.store.history(partner_id).lines()[-1]
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        other_store(workplace).revert(partner_id, start.id)
        await seat.see("enroll-direct of Contoso is no longer started: .* ben took back")
        await seat.see("^> Contoso +no list")


async def test_an_undo_says_what_it_took_back(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.wait_for_save()
        await seat.press("u")
        await seat.see('Undone: "Active MPN ID for the selling location" is to do again')
        await seat.see("^ 0/11")


async def test_with_nothing_of_ones_own_left_undo_says_so(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        await seat.press("U")
        await seat.see("Nothing of yours to redo")
        await seat.press("g", "space", "u")
        await seat.see("^ 0/11")


async def test_undo_outlives_a_restart(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.wait_for_save()
    async with at_the_app(workplace) as seat:
        await seat.see("^ 1/11")
        await seat.press("u")
        await seat.see_asked("You made it before you opened csp-tui this time.")
        await seat.answer(
            "Take back: ticked Active MPN ID for the selling location, of 23 Nov", "y"
        )
        await seat.see("^ 0/11")


async def test_undo_asks_before_an_older_step_where_the_last_act_changed_nothing(
    workplace: Workplace,
):
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space", "j", "space")
        await seat.see("^ 2/11")
        await seat.press("!")
        await seat.see_asked("It is done")
        await seat.press("escape", "u")
        await seat.see_asked("Your last act changed nothing, so this is the step before it.")
        await seat.answer("Take back: ticked Signatory able to bind the company, of 23 Nov", "n")
        await seat.see("Nothing was taken back.")
        await seat.press("u")
        await seat.answer("Take back: ticked Signatory", "y")
        await seat.see("^ 1/11")
        await seat.press("u")
        await seat.see("^ 0/11")
        await seat.press("g", "space", "v")
        await seat.see(r"^> +\[ \] Signatory")
        await seat.press("space")
        await seat.see_gone("Signatory")
        await seat.press("-", "escape", "u")
        await seat.see_asked("Take back in Contoso: ticked .* Your last act changed nothing")


async def test_undo_is_refused_where_another_login_has_changed_the_item_since(
    workplace: Workplace, partner_id: str
):
    item = workplace.library.get(DIRECT, OLD).by_id["mpn-id"]
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.wait_for_save()
        other_store(workplace).change(partner_id, [item_changes.untick(DIRECT, item)])
        before = progress(workplace)
        await seat.press("u")
        await seat.see("Since then ben has changed mpn-id\\.")
        await seat.press("!", "escape")
        await seat.see_gone("Since then")
        await seat.press("u")
        await seat.see("Since then ben has changed mpn-id\\.")
    assert progress(workplace) == before


async def test_another_logins_step_is_never_taken_back(workplace: Workplace, partner_id: str):
    by_id = workplace.library.get(DIRECT, OLD).by_id
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.wait_for_save()
        other_store(workplace).change(partner_id, [item_changes.tick(DIRECT, by_id["endorsement"])])
        await seat.press("space")
        await seat.see("^ 1/11")
        await seat.wait_for_save()
        await seat.press("u", "u", "u")
        await seat.see("Since then ben has changed enroll-direct\\.")
        await seat.see(r"\[x\] Signatory able")
    assert items(workplace)["endorsement"]["by"] == "ben"


async def test_after_a_restore_nothing_older_is_redone(workplace: Workplace, partner_id: str):
    path = workplace.places.progress_file(partner_id)
    partner = workplace.store.load(partner_id)
    workplace.store.change(partner_id, [item_changes.edit_partner(partner, owner="ben")])
    workplace.store.undo(partner_id)
    path.write_text("damaged")
    async with at_the_app(workplace) as seat:
        await seat.press("R")
        await seat.see("Restored Contoso; u puts the damaged file back")
        await seat.press("U")
        await seat.see("Nothing of yours to redo")
        await seat.press("enter", "u")
        await seat.see("The last step restored a file: u in the list before puts the damaged one")
        await seat.press("q")
        await seat.see("^ Partners")
        await seat.press("u")
        await seat.see("The damaged file is back")
        await seat.press("U")
        await seat.see_gone("The damaged file is back")
    assert path.read_text() == "damaged"
    assert [line.do for line in workplace.store.history(partner_id).lines()][-1] == "restore"
