from __future__ import annotations

import pytest

from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, Seat, add_partner, at_the_app, items, other_store, progress

EARLY, EARLY_TITLE = "application-data", "Application data gathered"
DOOR = "Direct-bill agreement accepted"


@pytest.fixture(autouse=True)
def partner_id(workplace: Workplace) -> str:
    return add_partner(workplace, "Contoso [UK]", DIRECT).id


async def test_a_tick_out_of_order_is_asked_once_and_recorded(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.go_to(EARLY_TITLE)
        await seat.press("space")
        await seat.see_asked(
            rf'Tick: {EARLY_TITLE}, Contoso \[UK\]\? +Open before it: "Active MPN ID [^~]*"\.'
        )
        await seat.press("enter", "x")
        await seat.see("Open before it")
        await seat.press("n")
        await seat.see("^ Not ticked")
        assert seat.current.startswith("[ ]")
        await seat.press("space", "y")
        await seat.see(rf"^> \[x\] {EARLY_TITLE} +(optional  )?out of order")
        await seat.see("Done +23 Nov by amira; out of order")
        await seat.press("G", "g")
        await seat.wait_for_save()
        (early,) = items(workplace).values()
        await seat.go_to(EARLY_TITLE)
        await seat.press("space")
        await seat.see(rf"^> \[ \] {EARLY_TITLE} +optional  blocked")
        await seat.press("g", "space")
        await seat.go_to(EARLY_TITLE)
        await seat.press("space")
        await seat.see(rf"^> \[x\] {EARLY_TITLE}$")
        await seat.press("q")
        await seat.see("^ Partners")
    assert early["out_of_order"] is True
    assert not any("out_of_order" in item for item in items(workplace).values())


async def to_the_door(seat: Seat) -> None:
    await seat.go_to(DOOR)
    await seat.press("space")
    await seat.see_asked(rf"ONE WAY, tick: {DOOR}.* To go on type contoso-uk or the name:")


@pytest.mark.parametrize("typed", ["contoso [UK]", " CONTOSO  [uk]", "id"])
async def test_a_one_way_door_is_ticked_by_the_partners_name(
    workplace: Workplace, partner_id: str, typed: str
):
    async with at_the_app(workplace) as seat:
        await to_the_door(seat)
        await seat.paste(partner_id if typed == "id" else typed)
        await seat.press("enter")
        await seat.see(rf"^> \[x\] {DOOR} +(optional  )?out of order")
        await seat.wait_for_save()


@pytest.mark.parametrize("typed", ["", "y", "contoso"])
async def test_anything_else_does_not_tick_a_one_way_door(workplace: Workplace, typed: str):
    before = progress(workplace)
    async with at_the_app(workplace) as seat:
        await to_the_door(seat)
        await seat.press(*typed, "enter")
        await seat.see("^ Not ticked: that is neither this partner's id nor its name")
        assert seat.current.startswith("[ ]")
    assert progress(workplace) == before


async def test_unticking_asks_nothing_and_says_that_a_one_way_door_stays_gone_through(
    workplace: Workplace,
):
    async with at_the_app(workplace) as seat:
        await to_the_door(seat)
        await seat.press(*"contoso [uk]", "enter")
        await seat.see(rf"^> \[x\] {DOOR}")
        await seat.press("space")
        await seat.see(rf"^> \[ \] {DOOR} +one way")
        await seat.see("One way: outside csp-tui this undoes nothing")
        await seat.wait_for_save()


@pytest.mark.parametrize("size", [(60, 20), (20, 5)])
async def test_a_question_leaves_room_for_its_answer(workplace: Workplace, size: tuple[int, int]):
    async with at_the_app(workplace, size) as seat:
        await seat.go_to(EARLY_TITLE[:8])
        await seat.press("space")
        await seat.see_asked("y yes n no$")
        await seat.press("y")
        await seat.wait_for_save() if size[0] > 20 else await seat.press("q")
    assert items(workplace)[EARLY]["out_of_order"] is True


async def test_w_on_a_waiting_item_records_that_it_was_chased_today(
    workplace: Workplace, partner_id: str
):
    item = workplace.library.get(DIRECT, "2018-12").by_id["mpn-id"]
    since = workplace.today.replace(day=16)
    wait = item_changes.wait(DIRECT, item, "Microsoft", since, workplace.today, "47")
    other_store(workplace).change(partner_id, [wait])
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso .UK. › Enroll")
        await seat.press("g")
        await seat.press("w")
        await seat.see("^ Chased today[?] Again: 2026-11-30 +Mon 30 Nov 2026( |$)")
        await seat.answer("Chased today", "2026-11-22")
        await seat.see_asked("the day to chase cannot be before 2026-11-23")
        await seat.press("ctrl+u", *"+1", "enter")
        await seat.see("Waits +for Microsoft since 16 Nov; chased 23 Nov; until 24 Nov")
        await seat.wait_for_save()
        chased = items(workplace)["mpn-id"]
        await seat.press("H")
        await seat.see("amira chased Active MPN ID")
        await seat.press("q", "space")
        await seat.see_gone("chased 23 Nov")
        await seat.press("q")
        await seat.see("^ Partners")
    assert str(chased["chased"]) == "2026-11-23"
    assert str(chased["chase_on"]) == "2026-11-24"
    assert chased["waiting_for"] == "Microsoft"
    assert not items(workplace)["mpn-id"].keys() & {"chased", "chase_on", "waiting_for", "since"}
