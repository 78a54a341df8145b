"""Two sessions on one run, of which one moves it to another edition while the other works."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from csp_tui.core.runs import customer_changes
from csp_tui.core.runs.moving import carry_out, moves_to_newest
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, INDIRECT, Seat, add_partner, at_the_app, items, other_store, progress

GONE, GONE_ID = "Application data gathered", "application-data"
"""An item that the newest edition lacks."""
RENAMED = "Active MPN ID for the selling location"
"""An item that has another id in the newest edition."""
KEPT = "Signatory able to bind the company"
NOT_COUNTED = r'Saved, but not counted: "{}" is not in edition 2026-08\. u undoes\.'

Move = Callable[[], None]


@pytest.fixture
def move(workplace: Workplace) -> Move:
    """Ben moves the only partner's run to the newest edition."""
    partner = add_partner(workplace, "Contoso", DIRECT, edition="2020-10")

    def move_it() -> None:
        ben = other_store(workplace)
        saved, errors = carry_out(
            ben, moves_to_newest(workplace.library, ben.load(partner.id), DIRECT)
        )
        assert (len(saved), errors) == (1, [])

    return move_it


def edition(workplace: Workplace) -> str:
    found: str = progress(workplace)["checklists"][DIRECT]["edition"]
    return found


async def test_a_tick_of_an_item_that_is_gone_is_kept_not_counted_and_told(
    workplace: Workplace, move: Move
):
    async with at_the_app(workplace) as seat:
        await seat.go_to(GONE)
        await seat.press("space")
        await seat.see_asked("Open before it")
        move()
        await seat.press("y")
        await seat.see_asked(NOT_COUNTED.format(GONE))
        await seat.see("^ 0/37 [━─]+  required 0/23")
        assert items(workplace)[GONE_ID]["status"] == "done"
        await seat.press("u")
        await seat.see(f'Undone: "{GONE_ID}" is to do again')
    assert (items(workplace)[GONE_ID], edition(workplace)) == ({}, "2026-08")


@pytest.mark.parametrize(
    ("key", "question"), [("-", "Not applicable because"), ("!", "Refused, by whom and why")]
)
async def test_an_answer_that_is_typed_meanwhile_is_kept_and_told(
    workplace: Workplace, move: Move, key: str, question: str
):
    async with at_the_app(workplace) as seat:
        await seat.go_to(GONE)
        await seat.press(key)
        await seat.see(question)
        move()
        await seat.see("^ 0/37")
        await seat.answer(question, "no such ID")
        await seat.see_asked(NOT_COUNTED.format(GONE_ID))
        await seat.see("^ 0/37 [━─]+  required 0/23")
    assert items(workplace)[GONE_ID]["reason"] == "no such ID"


async def test_evidence_that_is_typed_meanwhile_is_kept_and_told(workplace: Workplace, move: Move):
    async with at_the_app(workplace) as seat:
        await seat.go_to(GONE)
        await seat.press("e")
        await seat.see("Asked for")
        await seat.paste("MPN 4711")
        move()
        await seat.press("ctrl+s")
        await seat.see_asked(NOT_COUNTED.format(GONE))
    assert items(workplace)[GONE_ID] == {"evidence": "MPN 4711"}


async def test_a_tick_of_an_item_that_stays_is_counted(workplace: Workplace, move: Move):
    async with at_the_app(workplace) as seat:
        await seat.go_to(KEPT)
        move()
        await seat.press("space")
        await seat.see("^ 1/37 [━─]+  required 1/23")
        await seat.see("ben moved to another edition")
    assert (items(workplace)["endorsement"]["by"], edition(workplace)) == ("amira", "2026-08")


async def test_a_tick_under_another_rule_is_asked_again(workplace: Workplace, move: Move):
    async with at_the_app(workplace) as seat:
        await seat.go_to("USD 300,000 of CSP revenue")
        move()
        await seat.press("space")
        await seat.see(r"^ 1/37 [━─]+  1 to confirm: f x  required 1/23")


async def test_a_tick_of_an_item_with_another_id_counts_for_it_and_so_does_its_undo(
    workplace: Workplace, move: Move
):
    async with at_the_app(workplace) as seat:
        await seat.go_to(RENAMED)
        move()
        await seat.press("space")
        await seat.see("^ 1/37 [━─]+  1 to confirm: f x  required 1/23")
        assert items(workplace)["mpn-id"] == items(workplace)["partner-id"]
        await seat.press("u")
        await seat.see('Undone: "Partner programme active in the region" is to do again')
        await seat.see("^ 0/37 [━─]+  required 0/23")
    assert (items(workplace)["partner-id"], edition(workplace)) == ({}, "2026-08")


async def test_two_screens_on_one_run_agree_after_one_has_moved_it(
    workplace: Workplace, move: Move
):
    async with at_the_app(workplace) as amira, at_the_app(workplace) as ben:
        await amira.go_to(KEPT)
        await ben.press("E")
        await ben.see("y moves")
        await ben.press("y")
        await ben.see("Moved 1 run to 2026-08")
        await amira.see("^ 0/37")
        assert amira.current.startswith("[ ] Signatory with authority named")
        await amira.press("space")
        await amira.see("^ 1/37")
        await ben.see("^ 1/37")
    assert items(workplace)["endorsement"]["status"] == "done"


LEFT_OUT = "Direct subscriptions still managed"
"""An item of each customer in an old edition; the newest lacks it."""


@pytest.fixture
def move_with_customers(workplace: Workplace) -> Move:
    """Ben moves the only partner's run with two customers to the newest edition."""
    partner = add_partner(workplace, "Contoso", INDIRECT, edition="2021-10")
    names = {"alpine": "Alpine", "bellows": "Bellows"}
    workplace.store.change(partner.id, [customer_changes.add(*each) for each in names.items()])

    def move_it() -> None:
        ben = other_store(workplace)
        carry_out(ben, moves_to_newest(workplace.library, ben.load(partner.id), INDIRECT))

    return move_it


async def go_to_item(seat: Seat, title: str) -> None:
    """Go from the run to its customers, and choose the item."""
    await seat.see("Contoso › To indirect")
    await seat.press("c")
    await seat.see("Alpine")
    await seat.press("i")
    await seat.see("^ Choose an item")
    (letter,) = re.findall(rf"(\w) +\d+ {title[:12]}", seat.text.partition("Choose an item")[2])
    await seat.press(letter)
    await seat.see(f"of 7: {title}")


def of_alpine(workplace: Workplace) -> dict[str, str]:
    """Return the status of each item that Alpine's file has."""
    (partner_id,) = workplace.store.partner_ids()
    recorded = workplace.store.load_customer(partner_id, "alpine").run(INDIRECT).items
    return {item: progress.status.value for item, progress in recorded.items()}


async def test_the_columns_of_customers_become_those_of_the_new_edition(
    workplace: Workplace, move_with_customers: Move
):
    async with at_the_app(workplace) as seat:
        await go_to_item(seat, "Transfers checked on both sides")
        move_with_customers()
        await seat.see("of 15: Transfers checked on both sides")
        await seat.see("ben moved to another edition")
        await seat.press("-")
        await seat.answer("Not applicable because", "nothing was transferred")
        await seat.wait_for_save()
        await seat.see("  0 of 1 done  1 to do")
    assert of_alpine(workplace) == {"transfers-verified": "not-applicable"}


async def test_an_answer_for_a_customer_that_is_typed_meanwhile_is_kept_and_told(
    workplace: Workplace, move_with_customers: Move
):
    async with at_the_app(workplace) as seat:
        await go_to_item(seat, LEFT_OUT)
        await seat.press("-")
        await seat.see("Not applicable because")
        move_with_customers()
        await seat.see("/15 ")
        await seat.answer("Not applicable because", "none is left")
        await seat.see_asked(NOT_COUNTED.format("direct-billing-kept"))
        assert of_alpine(workplace) == {"direct-billing-kept": "not-applicable"}
        await seat.press("u")
        await seat.see("Undone: ")
    assert of_alpine(workplace)["direct-billing-kept"] == "todo"


async def test_a_change_of_marked_customers_that_is_not_counted_is_told(
    workplace: Workplace, move_with_customers: Move
):
    async with at_the_app(workplace) as seat:
        await go_to_item(seat, LEFT_OUT)
        await seat.press("m", "m", "-")
        await seat.see("not applicable because")
        with seat.app.saver.held():
            move_with_customers()
            await seat.answer("2 customers: not applicable because", "none is left")
        await seat.see_asked(NOT_COUNTED.format(".*"))
    assert of_alpine(workplace) == {"direct-billing-kept": "not-applicable"}
