"""What is next for customers on the screen, and that all counts of it agree."""

from __future__ import annotations

import re
from datetime import date

import pytest

from csp_tui.core.next_steps.finder import next_steps
from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, INDIRECT, NEW, OLD, add_partner, at_the_app, other_store

TODAY, LATE = date(2026, 11, 23), date(2026, 11, 14)
SOON = date(2026, 11, 30)
NAMES = [f"Shop {number:02}" for number in range(12)]
IDS = [f"shop-{number:02}" for number in range(12)]


@pytest.fixture
def contoso(workplace: Workplace) -> str:
    """Return the id of a partner with twelve customers; two are to be chased, one item is due."""
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    add = [customer_changes.add(key, name) for key, name in zip(IDS, NAMES, strict=True)]
    by_id = workplace.library.get(INDIRECT, NEW).by_id
    wait = item_changes.wait(INDIRECT, by_id["gdap-own"], "the admin", LATE, LATE)
    due = item_changes.edit("set", INDIRECT, by_id["customer-consent"], due=SOON)
    each = [customer_changes.for_customer(wait, IDS[place]) for place in (4, 7)]
    each.append(customer_changes.for_customer(due, IDS[5]))
    workplace.store.change(partner.id, [*add, *each])
    return partner.id


async def test_customers_to_chase_are_named_and_enter_opens_them_at_the_item(
    workplace: Workplace, contoso
):
    add_partner(workplace, "Adatum")
    async with at_the_app(workplace, (100, 30)) as seat:
        await seat.press("v")
        await seat.see("^ Next .*  2 to chase  1 due  ")
        await seat.see("Your GDAP.*: Shop 04")
        await seat.go_to("Shop 04, Shop 07")
        await seat.press("enter")
        await seat.see("^ +Customer .*Done")
        await seat.see("Item 4 of 15: Your GDAP set up")
        assert "Shop 04" in seat.current
        assert "Shop 05" not in seat.text
        await seat.see("^ space done  ctrl[+]g show all ")
        await seat.press("f", "W")
        await seat.see("only to chase for this item, with something waiting: 2 of ")
        await seat.press("ctrl+g", "f", "d")
        await seat.see("only due: 1 of ")
        assert "Shop 05" in seat.current
        await seat.press("q")
        await seat.see("^ Next")
        await seat.go_to("Shop 05")
        await seat.press("enter")
        await seat.see("Item 1 of 15: Consent of the customer filed  only due for this item: ")
        assert "Shop 05" in seat.current


async def test_an_item_of_many_customers_is_one_row_that_opens_who_lacks_it(
    workplace: Workplace, contoso
):
    async with at_the_app(workplace, (100, 60)) as seat:
        await seat.press("v", "v")
        await seat.see("Consent of.*: 11 custom")
        assert len(re.findall(r"\[.\] Consent of", seat.text)) == 2
        await seat.narrow("Customer Agre")
        await seat.see("^> .*Customer Agre")
        await seat.press("enter")
        await seat.see("Item 3 of 15: Customer Agreement confirmed again  only lacking it")
        assert "Shop 00" in seat.current


async def test_the_filter_for_one_party_keeps_just_its_customers(workplace: Workplace, contoso):
    async with at_the_app(workplace, (100, 30)) as seat:
        await seat.press("v")
        await seat.see("^ Next")
        await seat.press("f", "w")
        await seat.see("a the admin +2")
        await seat.press("a")
        await seat.see("^ Next › Contoso  for the admin  2 late  2 to chase$")


async def test_what_another_session_does_for_a_customer_appears(workplace: Workplace, contoso):
    item = workplace.library.get(INDIRECT, NEW).by_id["gdap-own"]
    tick = customer_changes.for_customer(item_changes.tick(INDIRECT, item), IDS[4])
    async with at_the_app(workplace, (100, 30)) as seat:
        await seat.press("v")
        await seat.see("Shop 04, Shop 07")
        other_store(workplace).change(contoso, [tick])
        await seat.see("Your GDAP.*: Shop 07 ")


@pytest.mark.parametrize(("group", "letter"), [(StepGroup.CHASE, "c"), (StepGroup.DUE, "d")])
async def test_the_head_next_and_the_filters_count_the_same(
    workplace: Workplace, contoso, group, letter
):
    other = add_partner(workplace, "Adatum", DIRECT)
    by_id = workplace.library.get(DIRECT, OLD).by_id
    both, later = by_id["credit-check"], by_id["mpn-id"]
    workplace.store.change(
        other.id,
        [
            item_changes.edit_partner(other, anniversary="12"),
            item_changes.wait(DIRECT, both, "Microsoft", LATE, TODAY),
            item_changes.edit("set", DIRECT, both, due=LATE),
            item_changes.edit("set", DIRECT, later, due=SOON),
        ],
    )
    rows = workplace.overview.rows()
    number = next_steps(rows, workplace.library, TODAY).by_group[group]
    assert number == {StepGroup.CHASE: 3, StepGroup.DUE: 2}[group]
    word = "to chase" if group is StepGroup.CHASE else "due"
    async with at_the_app(workplace, (100, 40)) as seat:
        await seat.see(f"^ Partners.*  2.* {number} {word}")
        await seat.press("v")
        await seat.see(f"^ Next.*  {number} {word}")
        await seat.press("q")
        await seat.press("f", letter)
        await seat.see(f"^ Partners.*  2 .*  {word}")
        await seat.see("^. Contoso")
        await seat.see("^. Adatum")


async def test_a_customer_whose_file_cannot_be_read_is_named(workplace: Workplace, contoso):
    file = workplace.places.customer_file(contoso, "broken")
    file.write_text('format = 1\nname = "Bro\n')
    async with at_the_app(workplace, (120, 30)) as seat:
        await seat.press("v")
        await seat.see("Contoso › broken.toml: unreadable, line 2")


async def test_an_act_on_marks_names_its_item_and_the_row_of_customers_left_out(
    workplace: Workplace, contoso
):
    other = add_partner(workplace, "Adatum", DIRECT)
    item = workplace.library.get(DIRECT, OLD).by_id["mpn-id"]
    workplace.store.change(other.id, [item_changes.wait(DIRECT, item, "Microsoft", LATE, LATE)])
    async with at_the_app(workplace, (100, 30)) as seat:
        await seat.press("v")
        await seat.go_to("Shop 04, Shop 07")
        await seat.press("m")
        await seat.go_to("Adatum")
        await seat.press("m")
        await seat.see("2 marked")
        await seat.press("w")
        await seat.see(f"^ {item.title}, Adatum *$")
        await seat.see("Chased today[?] 1 row of customers is left out: enter opens it.")
        assert len(re.findall(r"^.?\*", seat.text, re.MULTILINE)) == 2
        await seat.press("enter")
        await seat.see("1 item chased today. u undoes that. 1 row of customers is left out")
        await seat.press("ctrl+g")
        await seat.go_to("Shop 04, Shop 07")
        await seat.press("m")
        await seat.go_to("Shop 05")
        await seat.press("m")
        await seat.see("2 marked")
        await seat.press("space")
        await seat.see("^ 2 rows of customers are left out: enter opens each")


async def test_the_hints_are_the_keys_that_act_on_the_row(workplace: Workplace, contoso):
    other = add_partner(workplace, "Adatum", DIRECT)
    item = workplace.library.get(DIRECT, OLD).by_id["mpn-id"]
    wait = item_changes.wait(DIRECT, item, "Microsoft", LATE, LATE)
    workplace.store.change(other.id, [wait])
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.press("v")
        await seat.see(" space done  w chased  enter open  b by item .* q back")
        await seat.go_to("Your GDAP")
        await seat.see("^ enter customers {8,}b by item .* q back")
        await seat.go_to("Restricted status")
        await seat.see(" space done  w wait +enter open  b by item .* q back")


async def test_u_in_the_list_of_partners_names_the_customer_whose_item_it_takes_back(
    workplace: Workplace, contoso
):
    add_partner(workplace, "Adatum")
    item = workplace.library.get(INDIRECT, NEW).by_id["customer-consent"]
    due = item_changes.edit("set", INDIRECT, item, due=LATE)
    workplace.store.change(contoso, [customer_changes.for_customer(due, IDS[3])])
    async with at_the_app(workplace) as seat:
        await seat.go_to("Contoso")
        await seat.press("u")
        await seat.answer("Take back in Contoso: changed Consent of the customer filed", "y")
        await seat.see_asked("Undone in Contoso, Shop 03: Consent of the customer filed")


async def test_next_from_the_customers_is_of_their_partner_and_again_of_all(
    workplace: Workplace, contoso
):
    add_partner(workplace, "Adatum", DIRECT)
    async with at_the_app(workplace, (100, 30)) as seat:
        await seat.go_to("Contoso")
        await seat.press("enter", "c")
        await seat.see("^ +Customer .*Done")
        await seat.press("v")
        await seat.see("^ Next › Contoso")
        await seat.press("q")
        await seat.see("^ +Customer .*Done")
        await seat.press("v", "v")
        await seat.see("^ Next  ")
        await seat.see("Adatum")
