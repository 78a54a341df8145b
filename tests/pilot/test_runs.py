from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from csp_tui.core.runs import item_changes, partner_runs
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    DIRECT,
    INDIRECT,
    OLD,
    FakeClock,
    add_partner,
    at_the_app,
    items,
    progress,
    workplace_in,
)


def run_of(workplace: Workplace, key: str = DIRECT) -> dict[str, object]:
    found: dict[str, object] = progress(workplace)["checklists"][key]
    return found


def close(workplace: Workplace, partner_id: str, key: str = DIRECT) -> None:
    workplace.store.change(
        partner_id, [partner_runs.close(key, partner_runs.COMPLETED, workplace.clock())]
    )


async def test_a_run_is_closed_with_an_outcome_stays_readable_and_is_opened_again(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("C")
        await seat.see_asked("Close: Enroll direct, [^?]+[?] 5 required items are open[.]")
        await seat.answer("5 required items are open.", "a")
        await seat.see("^ 0/11 [━─]+  closed 23 Nov: abandoned")
        await seat.wait_for_save()
        assert run_of(workplace)["outcome"] == "abandoned"
        await seat.press("C")
        await seat.see_gone("closed 23 Nov")
        await seat.wait_for_save()
    assert "closed" not in run_of(workplace)
    assert "outcome" not in run_of(workplace)


async def test_a_complete_run_is_offered_as_completed_and_u_undoes_closing(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    checklist = workplace.library.get(DIRECT, OLD)
    workplace.store.change(
        partner.id, [item_changes.tick(DIRECT, each) for each in checklist.items]
    )
    async with at_the_app(workplace) as seat:
        await seat.press("C")
        await seat.answer("Every required item is done.", "c")
        await seat.see("closed 23 Nov: completed")
        await seat.wait_for_save()
        await seat.press("u")
        await seat.see_gone("closed 23 Nov")


async def test_ticking_in_a_closed_run_asks_and_opens_it_again_in_one_step(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    close(workplace, partner.id)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.answer("It is closed 23 Nov: completed.", "n")
        await seat.press("space")
        await seat.answer("It is closed 23 Nov", "y")
        await seat.see(r"^> \[x\] Active MPN ID")
        await seat.see_gone("closed 23 Nov")
        await seat.wait_for_save()
        assert items(workplace)["mpn-id"]["status"] == "done"
        await seat.press("u")
        await seat.see("closed 23 Nov: completed")


async def test_a_closed_checklist_starts_again_unticked_with_last_times_evidence(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    item = workplace.library.get(DIRECT, OLD).by_id["mpn-id"]
    day = date(2026, 3, 2)
    proof = item_changes.edit("evidence", DIRECT, item, evidence="MPN 4711", as_of=day)
    workplace.store.change(partner.id, [item_changes.tick(DIRECT, item, day), proof])
    close(workplace, partner.id)
    async with at_the_app(workplace) as seat:
        await seat.press("]")
        await seat.see("start a checklist")
        await seat.see("closed 23 Nov: completed")
        await seat.press("g", *["down"] * 5, "enter")
        await seat.see("^ 0/11")
        await seat.see(r"^> \[ \] Active MPN ID")
        await seat.see(r"Last time done 2 Mar: MPN 4711 \(as of 2 Mar\)")
        await seat.press("]")
        await seat.see("^ 1/11 [━─]+  closed 23 Nov: completed")
        assert "Last time" not in seat.text
    assert run_of(workplace, "enroll-direct-2")["checklist"] == DIRECT


OPEN_ALREADY = "Start another run, Enroll direct 2: Contoso?"


async def test_starting_a_checklist_that_is_open_asks(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("]")
        await seat.see("start a checklist")
        assert "newest, 46 items" in seat.text
        assert "Move from direct bill" in seat.current
        await seat.press("g", "enter")
        await seat.answer(OPEN_ALREADY, "n")
        assert list(progress(workplace)["checklists"]) == [DIRECT]
        await seat.press("enter")
        await seat.answer(OPEN_ALREADY, "y")
        await seat.see("^ 0/37")
    assert list(progress(workplace)["checklists"]) == [DIRECT, "enroll-direct-2"]


async def test_closed_runs_come_last(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT, INDIRECT)
    close(workplace, partner.id)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › To indirect")
        await seat.press("[")
        await seat.see("This is the first checklist of this partner")
        await seat.press("]")
        await seat.see("Contoso › Enroll direct")
        await seat.see("closed 23 Nov")
        await seat.press("]")
        await seat.see("start a checklist")


@pytest.mark.parametrize("leave", ["q", "ctrl+q"])
async def test_run_and_item_are_remembered_in_another_process(
    workplace: Workplace, clock: FakeClock, leave: str
):
    add_partner(workplace, "Contoso", DIRECT, INDIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        await seat.press("]")
        await seat.see("Contoso › To indirect")
        await seat.press("g", "j", "j")
        chosen = seat.current
        await seat.press(leave)
    async with at_the_app(workplace_in(workplace.places.data, clock)) as seat:
        await seat.see("Contoso › To indirect")
        await seat.see(f"^> {re.escape(chosen)}")


async def test_the_list_of_partners_keeps_the_row_that_was_opened(workplace: Workplace):
    add_partner(workplace, "Adatum", DIRECT)
    contoso = add_partner(workplace, "Contoso", DIRECT, INDIRECT)
    async with at_the_app(workplace, partner_id=contoso.id, run=INDIRECT) as seat:
        await seat.see("Contoso › To indirect")
        await seat.press("j", "j")
        chosen = seat.current
        await seat.press("q")
        await seat.see("^> .*To indirect<")
        await seat.press("enter")
        await seat.see("Contoso › To indirect")
        await seat.see(f"^> {re.escape(chosen)}")


async def test_nothing_is_written_to_the_cache_while_the_cursor_moves(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "j", "j", "?", "q")
        assert not list(workplace.places.cache.glob("spots-*"))
        await seat.press("q")
        await seat.see("^ Partners")
        assert list(workplace.places.cache.glob("spots-*"))


async def test_a_yearly_check_that_another_run_has_met_is_not_missed_in_the_head(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    yearly = workplace.library.get("keep-reseller", "2026-08")
    month = item_changes.edit_partner(partner, anniversary="11")
    start = item_changes.start(partner, yearly, workplace.clock())
    partner = workplace.store.change(partner.id, [month, start]).partner
    async with at_the_app(workplace, (120, 40), partner_id=partner.id, run=DIRECT) as seat:
        await seat.see("^ 0/11 .*  check missed, mend ")
    (key,) = (each for each in partner.runs if each != DIRECT)
    ticks = [item_changes.tick(key, each) for each in yearly.items]
    workplace.store.change(partner.id, ticks)
    async with at_the_app(workplace, (120, 40), partner_id=partner.id, run=DIRECT) as seat:
        await seat.see("^ 0/11 ")
        assert "check missed" not in seat.text


@pytest.mark.parametrize("is_closed", [False, True])
async def test_a_run_of_no_yearly_checklist_meets_no_yearly_check_whatever_its_name(
    workplace: Workplace, is_closed: bool
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    once = workplace.library.get("onboard-reseller", "2026-11")
    month = item_changes.edit_partner(partner, anniversary="11")
    start = item_changes.start(partner, once, workplace.clock())
    start = replace(start, run="onboard-reseller-2026")
    partner = workplace.store.change(partner.id, [month, start]).partner
    changes = [item_changes.tick(start.run, each) for each in once.items]
    if is_closed:
        changes.append(partner_runs.close(start.run, partner_runs.COMPLETED, workplace.clock()))
    workplace.store.change(partner.id, changes)
    async with at_the_app(workplace, (120, 40), partner_id=partner.id, run=DIRECT) as seat:
        await seat.see("^ 0/11 .*  check missed, mend ")
