"""On 40 columns, as a phone has them, rows of names that begin alike are told apart."""

from __future__ import annotations

import pytest

from csp_tui.core.base import language
from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, INDIRECT, NEW, add_partner, at_the_app

PHONE = (40, 12)
NORTH, SOUTH = "Contoso Distribution North", "Contoso Distribution South"
NORD, SUD = (f"Société Dupont Distribution {side}" for side in ("Nord", "Sud"))
NAMES = ("Partner 00123 Ltd", "Partner 00124 Ltd", NORTH, SOUTH, NORD, SUD)


@pytest.fixture
def alike(workplace: Workplace) -> None:
    for name in NAMES:
        add_partner(workplace, name, DIRECT, edition=NEW)


@pytest.mark.usefixtures("alike")
async def test_the_list_of_partners_keeps_the_ends_of_names_and_tells_the_current_one_whole(
    workplace: Workplace,
):
    async with at_the_app(workplace, PHONE) as seat:
        await seat.see(f"^ {NORTH}$")
        rows = [line[2:22].strip() for line in seat.lines[2:8]]
        assert rows == [
            "Contos…ibution North",
            "Contos…ibution South",
            "Partner 00123 Ltd",
            "Partner 00124 Ltd",
            "Sociét…ribution Nord",
            "Sociét…tribution Sud",
        ]
        await seat.press("j")
        await seat.see(f"^ {SOUTH}$")
        await seat.press("G")
        await seat.see(f"^ {SUD}$")
        await seat.press("enter")
        await seat.see(r"^ Soc…tion Sud › Enroll direct")


async def test_the_list_names_the_run_of_a_partner_with_several(workplace: Workplace):
    add_partner(workplace, "Fabrikam", DIRECT, INDIRECT, edition=NEW)
    add_partner(workplace, NORTH, DIRECT, edition=NEW)
    async with at_the_app(workplace, PHONE) as seat:
        await seat.go_to("Fabrikam")
        await seat.see("^ Fabrikam › Enroll direct$")
        await seat.press("j")
        await seat.see("^ Fabrikam › To indirect$")


@pytest.mark.usefixtures("alike")
async def test_next_tells_partners_apart_and_the_current_partner_and_item_whole(
    workplace: Workplace,
):
    async with at_the_app(workplace, PHONE) as seat:
        await seat.press("v")
        await seat.see(f"^ {NORTH} › ")
        await seat.see(r"^> Cont…ion North \[ \] Regions and th")
        await seat.press("/", *"go or no-go", "enter")
        for name in ("Cont…ion North", "Cont…ion South", "Part…00123 Ltd", "Soci…tion Nord"):
            await seat.see(rf"{name} \[ \] Go or no-go on")
        await seat.press("G")
        await seat.see(f"^ {SUD}$")
        await seat.press("ctrl+g", "b")
        await seat.see(r"^> \[ \] .* 6 partners$")
        await seat.go_to("Go or no-go")
        await seat.see("^ Go or no-go on cash and credit risk")


@pytest.mark.usefixtures("alike")
async def test_next_of_one_partner_tells_the_item_whole(workplace: Workplace):
    async with at_the_app(workplace, PHONE) as seat:
        await seat.press("enter")
        await seat.see("space done")
        await seat.press("v")
        await seat.see("^ Next › Contoso Distribution North")
        await seat.go_to("Go or no-go")
        await seat.see("^ Go or no-go on cash and credit risk$")


async def test_a_step_with_a_day_keeps_the_day_the_name_and_some_of_the_item(
    workplace: Workplace,
):
    item = workplace.library.get(DIRECT, NEW).by_id["tpd-advice"]
    due = item_changes.edit("set", DIRECT, item, due=workplace.today)
    for name in (NORTH, SOUTH):
        workplace.store.change(add_partner(workplace, name, DIRECT, edition=NEW).id, [due])
    async with at_the_app(workplace, PHONE) as seat:
        await seat.press("v")
        await seat.see(r"^> today +Cont…ion North \[ \] Technic")
        await seat.see(r"^  today +Cont…ion South \[ \] Technic")


@pytest.mark.parametrize(("code", "end"), [("en", "open"), ("fr", "ouverts")])
async def test_customers_keep_the_ends_of_names_and_the_current_one_is_told_whole(
    workplace: Workplace, code: str, end: str
):
    partner = add_partner(workplace, "Fabrikam", INDIRECT, edition=NEW)
    changes = [customer_changes.add(name[-5:].lower(), name) for name in (NORTH, SOUTH)]
    workplace.store.change(partner.id, changes)
    language.use(code)
    async with at_the_app(workplace, PHONE) as seat:
        await seat.press("c")
        await seat.see(f"^ {NORTH} +1 2 3 4$")
        await seat.see(f"› .* 2 {end}")
        await seat.press("j")
        await seat.see(f"^ {SOUTH} +1 2 3 4$")
        await seat.see(r"^>  \[ \] Contos…bution South")
