"""The note in the forms of partner and customer."""

from __future__ import annotations

import tomllib

import pytest

from csp_tui.core.progress.change import Change
from csp_tui.core.runs import customer_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import INDIRECT, NEW, Seat, add_partner, at_the_app, progress, wait_until

CUSTOMER = "alpine-7f3a"


@pytest.fixture(autouse=True)
def partner_id(workplace: Workplace) -> str:
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    add_partner(workplace, "Fabrikam")
    added = customer_changes.add(CUSTOMER, "Alpine")
    workplace.store.change(partner.id, [added])
    return partner.id


def customer(workplace: Workplace, partner_id: str) -> dict[str, object]:
    return tomllib.loads(workplace.places.customer_file(partner_id, CUSTOMER).read_text())


async def to_the_note(seat: Seat) -> None:
    await seat.see("^> Name ")
    while "> Note" not in seat.text:
        await seat.press("tab")


async def test_a_note_of_a_partner_is_written_in_its_form(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("e")
        await to_the_note(seat)
        await seat.see("Anything worth knowing")
        await seat.press(*"one", "enter", *"two")
        await seat.see("not saved: 1")
        await seat.press("ctrl+s")
        await seat.see("^> Contoso")
        await wait_until(
            seat.pilot, lambda: progress(workplace, partner_id).get("note") == "one\ntwo"
        )
        await seat.press("e")
        await to_the_note(seat)
        await seat.press("ctrl+s")
        await seat.see("^> Contoso")
        await seat.press("u")
        await seat.see("Undone: your last step in Contoso.")
    assert "note" not in progress(workplace, partner_id)


async def test_a_note_of_a_customer_is_written_in_its_form(workplace: Workplace, partner_id: str):
    workplace.store.change(partner_id, [Change("edit", {"note": "old"}, customer=CUSTOMER)])
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("c")
        await seat.see("^> .*Alpine")
        await seat.press("e")
        await to_the_note(seat)
        await seat.see("^> Note +old")
        await seat.press(*"new", "enter", "ctrl+s")
        await seat.see("^> .*Alpine")
        await wait_until(seat.pilot, lambda: customer(workplace, partner_id)["note"] == "new\nold")


async def test_a_note_fits_into_a_small_terminal(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace, (40, 12)) as seat:
        await seat.see("^> Contoso")
        await seat.press("e")
        await to_the_note(seat)
        await seat.press(*"one", "enter", *"two")
        await seat.see("^> Note +one")
        await seat.see("^ +two")
