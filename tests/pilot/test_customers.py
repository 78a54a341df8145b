from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key

from csp_tui.core.base import language
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import customer_changes, item_changes, partner_runs
from csp_tui.core.workplace.workplace import Workplace

from .helpers import INDIRECT, NEW, FakeClock, add_partner, at_the_app, other_store, tree

NAMES = ("Alpine Ski House", "Bellows College", "Coho Winery")
IDS = ("alpine", "bellows", "coho")


@pytest.fixture(autouse=True)
def partner_id(workplace: Workplace) -> str:
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    changes = [customer_changes.add(key, name) for key, name in zip(IDS, NAMES, strict=True)]
    workplace.store.change(partner.id, changes)
    return partner.id


@pytest.fixture
def item_of(workplace: Workplace, partner_id: str):
    """Returns what a customer's file says of an item."""

    def read(customer: str, item: str) -> dict[str, Any]:
        path = workplace.places.customer_file(partner_id, customer)
        run = tomllib.loads(path.read_text()).get("checklists", {}).get(INDIRECT, {})
        found: dict[str, Any] = run.get("items", {}).get(item, {})
        return found

    return read


async def open_matrix(seat) -> None:
    await seat.see("Contoso › To indirect")
    await seat.press("c")
    await seat.see("^ +Customer .*Done")


async def test_who_lacks_an_item_is_three_keys_away_from_the_partners(
    workplace: Workplace, partner_id: str
):
    add_partner(workplace, "Aardvark")
    gdap = item_changes.tick(INDIRECT, workplace.library.get(INDIRECT, NEW).by_id["gdap-own"])
    workplace.store.change(partner_id, [customer_changes.for_customer(gdap, "bellows")])
    async with at_the_app(workplace) as seat:
        await seat.see("^> Aardvark")
        await seat.press("G")
        await seat.press("c", "4", "f", "n")
        await seat.see("Item 4 of 15: Your GDAP set up")
        await seat.see("  only lacking it: 2 of 3  1 of 3 done  2 to do")
        assert "Alpine" in seat.text
        assert "Coho" in seat.text
        assert "Bellows" not in seat.text


async def test_a_move_of_the_cursor_among_many_customers_lets_no_file_be_watched_anew(
    workplace: Workplace, partner_id: str
):
    for number in range(150):
        path = workplace.places.customer_file(partner_id, f"customer-{number:03}")
        path.write_text(f'format = 1\nname = "Customer {number:03}"\n')
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        before = seat.app.screen.followed()
        await seat.press("down", "down", "down")
        assert "Customer 000" in seat.current
        assert seat.app.screen.followed() == before
        await seat.press("G")
        last = workplace.places.customer_file(partner_id, "customer-149")
        assert last in seat.app.screen.followed()


async def test_a_run_counts_the_customers_apart_and_leads_to_who_lacks_an_item(
    workplace: Workplace, item_of
):
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.see("customers 0/3")
        await seat.go_to("Your GDAP set up")
        assert seat.current.startswith("0/3 Your GDAP set up")
        await seat.press("space")
        await seat.see("ctrl[+]g show all")
        await seat.see("Item 4 of 15: Your GDAP set up  only lacking it: 3 of 3  0 of 3 done")
        await seat.press("space")
        await seat.answer("Open before it", "n")
        await seat.press("space")
        await seat.answer("Open before it", "y")
        await seat.see("  only lacking it: 3 of 3  1 of 3 done  2 to do")
        await seat.wait_for_save()
        await seat.press("q")
        await seat.see("^> 1/3 Your GDAP set up")
    assert item_of("alpine", "gdap-own")["status"] == "done"
    assert item_of("alpine", "gdap-own")["out_of_order"] is True


async def test_left_and_right_choose_the_item_whose_title_is_told(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.see("^ Item 1 of 15: Consent of the customer filed")
        await seat.press("right", "l")
        await seat.see("^ Item 3 of 15: Customer Agreement confirmed again")
        await seat.press("left", "h", "h")
        await seat.see("There are 15 items; this is the end")


async def test_in_80_columns_every_item_is_named_below_a_dozen_customers(
    workplace: Workplace, partner_id: str
):
    more = [customer_changes.add(f"shop-{number}", f"Shop {number}") for number in range(9)]
    workplace.store.change(partner_id, more)
    async with at_the_app(workplace, (80, 24)) as seat:
        await open_matrix(seat)
        names = [line for line in seat.text.splitlines() if re.match(" +[1-5] ", line)]
        numbers = re.findall(r"(?: |^) ?([0-9]+) [A-Z]", " ".join(names))
        assert sorted(map(int, numbers)) == list(range(1, 16))


async def test_an_item_is_chosen_from_a_menu_that_counts_who_lacks_it(
    workplace: Workplace, partner_id: str
):
    gdap = item_changes.tick(INDIRECT, workplace.library.get(INDIRECT, NEW).by_id["gdap-own"])
    workplace.store.change(partner_id, [customer_changes.for_customer(gdap, "bellows")])
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("4", "i")
        await seat.see(r"\*d 4 Your GDAP set up +2 ")
        await seat.press("l")
        await seat.see(
            "^ Item 12 of 15: What did not move replaced or cancelled  0 of 3 done  3 to do"
        )
        await seat.press("i", "ctrl+g")
        await seat.see_gone("customers who lack it")
        await seat.see("^ Item 12 of 15: What did not move replaced or cancelled")


async def test_items_without_room_are_on_pages_which_the_head_tells(workplace: Workplace):
    async with at_the_app(workplace, (60, 20)) as seat:
        await open_matrix(seat)
        await seat.see("^ Item 1 of 15: Consent of the customer filed  ‹1-6 of 15›")
        await seat.see("Done 1 2 3 4 5 6$")
        await seat.press("8")
        await seat.see("‹7-12 of 15›")
        await seat.see("Done 7 8 9 0 1 2$")
        await seat.press(*["right"] * 7)
        await seat.see("‹13-15 of 15›")
        await seat.see("Done 3 4 5$")


async def test_what_presses_has_a_column_and_is_counted_in_the_head(
    workplace: Workplace, partner_id: str
):
    item = workplace.library.get(INDIRECT, NEW).by_id["gdap-own"]
    today = date(2026, 11, 23)
    late = today - timedelta(days=9)
    waits = item_changes.wait(INDIRECT, item, "the admin", late, late)
    workplace.store.change(
        partner_id,
        [
            customer_changes.for_customer(waits, "alpine"),
            customer_changes.edit("bellows", planned=today + timedelta(days=1)),
            customer_changes.edit("coho", planned=today - timedelta(days=3)),
        ],
    )
    async with at_the_app(workplace, (100, 30)) as seat:
        await seat.press("c")
        await seat.see("To indirect  2 late: f l  1 this week: f s  3 open")
        await seat.see("^ +Customer +Now +Planned +Done")
        await seat.see("^> .*Alpine Ski House +9 d late ")
        await seat.see("^ +.*Bellows College +plan Tue +24 Nov ")
        await seat.see("^ +.*Coho Winery +plan late +20 Nov ")
        await seat.pilot.resize_terminal(80, 30)
        await seat.see("^ +Customer +When +Done")
        await seat.see("^> .*Alpine Ski House +9 d late +0/")
        await seat.see("^ +.*Bellows College +plan Tue +0/")
        await seat.press("s", "d")
        await seat.see("^ +Customer +Planned +Done")
        await seat.see("^ +.*Coho Winery +20 Nov +0/")
        await seat.see("^[> ] +.*Alpine Ski House +0/")
        await seat.press("s", "n")
        await seat.pilot.resize_terminal(100, 30)
        await seat.see("^ +Customer +Now +Planned +Done")
        await seat.press("f", "s")
        await seat.see("only this week")
        assert [name for name in ("Alpine", "Bellows", "Coho") if name in seat.text] == ["Bellows"]
        await seat.press("f", "S", "l")
        await seat.see("only late")
        await seat.see_gone("Bellows")
        await seat.press("ctrl+g")
        await seat.see("Bellows")
        await seat.press("g", "j", "j", "1", "w")
        await seat.answer("Waiting for", "Coho")
        await seat.answer("Case number", "")
        await seat.answer("Chase on")
        await seat.see("To indirect  2 late: f l  1 this week: f s  3 open")


@pytest.fixture
def late_ones(workplace: Workplace, partner_id: str) -> None:
    """Alpine waits too long for item 4, Bellows is over the due day of 3.

    Coho is over its planned day. Item 1 is done for all of them, 2 and 3 for Coho.
    """
    by_id = workplace.library.get(INDIRECT, NEW).by_id
    late = workplace.today - timedelta(days=9)

    def tick(item: str) -> Change:
        return item_changes.tick(INDIRECT, by_id[item])

    changes = [
        ("alpine", tick("customer-consent")),
        ("alpine", item_changes.wait(INDIRECT, by_id["gdap-own"], "the admin", late, late)),
        ("bellows", tick("customer-consent")),
        ("bellows", item_changes.edit(Act.EDIT, INDIRECT, by_id["mca-via-distributor"], due=late)),
        ("coho", tick("customer-consent")),
        ("coho", tick("customer-relationship")),
        ("coho", tick("mca-via-distributor")),
        ("coho", customer_changes.edit("coho", planned=late)),
    ]
    made = [customer_changes.for_customer(change, customer) for customer, change in changes]
    workplace.store.change(partner_id, made)


@pytest.mark.usefixtures("late_ones")
async def test_under_a_filter_keys_change_the_item_for_which_the_customer_is_shown(
    workplace: Workplace, item_of
):
    async with at_the_app(workplace, (100, 30)) as seat:
        await open_matrix(seat)
        await seat.see("^ Item 1 of 15: ")
        await seat.press("f", "l")
        await seat.see("only late: 3 of 3")
        await seat.see("^ Item 4 of 15: ")
        await seat.see(r"^>  \[~\] Alpine")
        await seat.press("j")
        await seat.see("^ Item 3 of 15: ")
        await seat.press("j")
        await seat.see("^ Item 4 of 15: ")  # the first that is open: the planned day is late
        await seat.press("g", "space")
        await seat.answer("Open before it: ", "y")
        await seat.see(r"^>  \[x\] Alpine")
        for key in (Key("j", "j"), Key("space", " ")):  # as they come over a slow line
            seat.app.post_message(key)
        await seat.answer("Open before it: ", "y")
        await seat.see("^ Item 3 of 15: ")
        await seat.see(r"^>  \[x\] Bellows")
        await seat.wait_for_save()
        await seat.press("k", "u")
        await seat.see(r"^>  \[ \] Bellows")
        await seat.press("u")
        await seat.see(r"^>  \[~\] Alpine")
        await seat.see("^ Item 4 of 15: ")
        await seat.press("U", "U")
        await seat.see(r"^>  \[ \] Coho")  # the others are not late any more
        await seat.see("^ Item 4 of 15: ")
        await seat.wait_for_save()
    assert item_of("alpine", "gdap-own")["status"] == "done"
    assert item_of("bellows", "mca-via-distributor")["status"] == "done"
    assert {item_of(each, "customer-consent")["status"] for each in IDS} == {"done"}


@pytest.mark.usefixtures("late_ones")
async def test_an_item_that_the_user_chooses_under_a_filter_stays_for_that_row(
    workplace: Workplace,
):
    async with at_the_app(workplace, (100, 30)) as seat:
        await open_matrix(seat)
        await seat.press("f", "L")
        await seat.see("^ Item 4 of 15: ")
        await seat.press("ctrl+g")
        await seat.see("^ Item 1 of 15: ")
        await seat.press("f", "w")
        await seat.see("only with something waiting: 1 of 3")
        await seat.see("^ Item 4 of 15: ")
        await seat.press("ctrl+g", "f", "l", "5")
        await seat.see("^ Item 5 of 15: ")
        await seat.press("k", "?", "q")
        await seat.see("^ Item 5 of 15: ")
        await seat.press("m")
        await seat.see(r"^>. \[ \] Bellows")
        await seat.press("m")
        await seat.see("2 marked")
        await seat.see("^ Item 5 of 15: ")
        await seat.press("ctrl+g", "k")
        await seat.see("^ Item 3 of 15: ")
        await seat.press("f", "N")
        await seat.see("only late, lacking it: 2 of 3")
        await seat.press("enter", "j")
        await seat.see("^ Item 3 of 15: ")


@pytest.mark.usefixtures("late_ones")
async def test_leaving_the_menu_of_filters_as_before_keeps_item_and_customers(
    workplace: Workplace,
):
    async with at_the_app(workplace, (100, 30)) as seat:
        await open_matrix(seat)
        await seat.press("3", "f", "n")
        await seat.see("^ Item 3 of 15: .*only lacking it: 2 of 3")
        await seat.press("f", "N", "L")
        await seat.see("^ Item 4 of 15: .*only late: 3 of 3")
        await seat.press("ctrl+g")
        await seat.see("^ Item 3 of 15: .*only lacking it: 2 of 3")
        assert "Coho" not in seat.text
        await seat.press("ctrl+g", "f", "l", "5")
        await seat.see("^ Item 5 of 15: .*only late: 3 of 3")
        await seat.press("f", "ctrl+g")
        await seat.see("^ Item 5 of 15: .*only late: 3 of 3")


async def test_a_day_that_is_far_away_has_its_year_and_stands_apart_from_the_count(
    workplace: Workplace, partner_id: str
):
    items = workplace.view(workplace.store.load(partner_id), INDIRECT).customer_items
    days = {"alpine": date(2028, 4, 6), "bellows": date(2025, 11, 20)}
    changes = [customer_changes.edit(each, planned=day) for each, day in days.items()]
    ticks = [item_changes.tick(INDIRECT, each) for each in items[:10]]
    changes += [customer_changes.for_customer(each, "alpine") for each in ticks]
    workplace.store.change(partner_id, changes)
    for size in ((80, 24), (140, 30)):
        async with at_the_app(workplace, size) as seat:
            await seat.press("c")
            await seat.see("^> .*Alpine Ski House .* Apr 2028 +10/15 ")
            await seat.see("^ +.*Bellows College +plan late ")
    async with at_the_app(workplace, (140, 30)) as seat:
        await seat.press("c")
        await seat.see("│ planned 6 Apr 2028$")


async def test_a_day_without_room_for_its_word_is_not_cut_in_french(
    workplace: Workplace, partner_id: str, clock: FakeClock
):
    clock.now = datetime(2027, 1, 4, 10, 42, tzinfo=UTC)
    item = workplace.library.get(INDIRECT, NEW).by_id["gdap-own"]
    waits = item_changes.wait(INDIRECT, item, "Ben", date(2026, 12, 1), date(2027, 1, 1))
    workplace.store.change(partner_id, [customer_changes.for_customer(waits, "alpine")])
    with language.speaking("fr"):
        async with at_the_app(workplace) as seat:
            await seat.press("c")
            await seat.see("^> .*Alpine Ski House +1er.janv. +0/15 ")


@pytest.mark.parametrize("size", [(40, 12), (60, 20)])
async def test_on_a_narrow_screen_the_question_names_item_and_customer(
    workplace: Workplace, size: tuple[int, int]
):
    async with at_the_app(workplace, size) as seat:
        await seat.press("c")
        await seat.see(r"^ +(Customer .*Done|Alpine Ski House) +1 2 3")
        await seat.press("3", "space")
        await seat.see("Item 3 of 15: Customer Ag")
        await seat.see_asked("Tick: Customer Agreement confir.*, Alpine Ski House\\?")


async def test_all_states_are_set_in_the_matrix(workplace: Workplace, item_of):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("4", "w")
        await seat.answer("Waiting for", "the admin")
        await seat.answer("Case number", "")
        await seat.answer("Chase on")
        await seat.see(r"^>  \[~\] Alpine")
        await seat.press("w")
        await seat.answer("Chased today? Again", "2020-01-01")
        await seat.answer("Again (the day to chase cannot be before", "2026-12-24")
        await seat.press("w")
        await seat.answer("Chased today already. Again", "2026-12-24")
        await seat.see("Chased today already: nothing new was written")
        await seat.press("j", "-")
        await seat.answer("Not applicable because", "no admin rights wanted")
        await seat.see(r"^>  \[-\] Bellows")
        await seat.press("j", "!")
        await seat.answer("Refused, by whom and why", "the board")
        await seat.see(r"^>  \[!\] Coho")
        await seat.wait_for_save()
    assert item_of("alpine", "gdap-own")["waiting_for"] == "the admin"
    assert item_of("alpine", "gdap-own")["chase_on"] == date(2026, 12, 24)
    assert item_of("alpine", "gdap-own")["chased"] == date(2026, 11, 23)
    assert item_of("bellows", "gdap-own")["reason"] == "no admin rights wanted"
    assert item_of("coho", "gdap-own")["status"] == "refused"


@pytest.mark.parametrize("marks", [(), ("m", "m", "m")])
async def test_what_is_done_is_not_made_anything_else_unasked(
    workplace: Workplace, item_of, partner_id: str, marks: tuple[str, ...]
):
    gdap = item_changes.tick(INDIRECT, workplace.library.get(INDIRECT, NEW).by_id["gdap-own"])
    workplace.store.change(partner_id, [customer_changes.for_customer(gdap, "alpine")])
    doubt = "Done for 1 of 3." if marks else "It is done"
    async with at_the_app(workplace, (120, 40)) as seat:
        await open_matrix(seat)
        await seat.press("4", *marks)
        for key in ("w", "-", "!"):
            await seat.press(key)
            await seat.see_asked(doubt)
            await seat.press("escape")
            await seat.see_gone(doubt)
        await seat.press("w")
        await seat.see_asked(doubt)
        for _ in range(3):
            await seat.press("enter")
        await seat.see(r"\[~\] Alpine")
        await seat.wait_for_save()
    assert item_of("alpine", "gdap-own")["status"] == "waiting"
    assert bool(item_of("coho", "gdap-own")) == bool(marks)


async def test_a_one_way_item_asks_first(workplace: Workplace, item_of, partner_id: str):
    yes = customer_changes.answer("alpine", {"sells-licences": True})
    workplace.store.change(partner_id, [yes])
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("8", "space")
        await seat.answer("Open before it: ", "n")
        await seat.see("Not ticked")
        await seat.press("space")
        await seat.answer("ONE WAY", "n")
        await seat.see(r"^>  \[ \] Alpine")
        await seat.press("space")
        await seat.answer("ONE WAY", "y")
        await seat.see(r"^>  \[x\] Alpine")
        await seat.wait_for_save()
    assert item_of("alpine", "licences-transferred")["status"] == "done"


async def test_marked_customers_are_ticked_in_one_step_and_undone_in_one(
    workplace: Workplace, item_of, partner_id: str
):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("m", "G", "M")
        await seat.see("3 marked")
        await seat.press("space")
        await seat.see_asked("Tick: [^?]+, for 3 customers")
        with seat.app.saver.held():
            await seat.answer("Open before it", "y")
            await seat.see("Saving 3 customers")
            await seat.press("k")
        await seat.see("Done: Consent of the customer filed, Alpine Ski House and 2 more")
        assert "Bellows College" in seat.current
        await seat.press("u")
        await seat.see("Undone: Consent of the customer filed")
        await seat.see("  0 of 3 done")
        assert "Bellows College" in seat.current
        await seat.press("U")
        await seat.see("  3 of 3 done")
    assert all(item_of(each, "customer-consent")["status"] == "done" for each in IDS)
    steps = [line.step for line in workplace.store.history(partner_id).lines() if line.do == "tick"]
    assert len(steps) == 3
    assert len(set(steps)) == 1


async def test_marked_customers_are_ticked_by_space_and_set_to_do_by_r_alone(
    workplace: Workplace, item_of
):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("space")
        await seat.answer("Open before it", "y")
        await seat.see("  1 of 3 done")
        await seat.press("g", "m", "G", "M", "space")
        await seat.see_asked("Tick: [^?]+, for 2 customers")
        await seat.answer("Open before it", "y")
        await seat.see("Done: .*, Bellows College and 1 more. Left out: 1")
        await seat.press("g", "m", "G", "M", "space")
        await seat.see("Nothing to tick: all are done")
        await seat.see("3 marked")
        await seat.press("r")
        await seat.answer("To do again: Consent of the customer filed, for 3 customers?", "y")
        await seat.see("To do again: Consent of the customer filed, Alpine Ski House and 2 more")
        await seat.see("  0 of 3 done")
        await seat.press("r")
        await seat.see("It is already to do")
        await seat.press("g", "m", "m")
        await seat.see("2 marked")
        await seat.press("r")
        await seat.see("It is already to do")
        await seat.wait_for_save()
    assert all(item_of(each, "customer-consent")["status"] == "todo" for each in IDS)


async def test_enter_opens_the_items_of_the_customer_where_every_key_works(
    workplace: Workplace, item_of
):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("j", "4", "enter")
        await seat.see("^ Contoso › Bellows College › To indirect")
        assert seat.current.startswith("[ ] Your GDAP set up")
        await seat.press("space")
        await seat.answer("Open before it", "y")
        await seat.see("^ 1/15")
        await seat.wait_for_save()
        await seat.press("]")
        await seat.see("^ Contoso › Coho Winery › To indirect")
        assert seat.current.startswith("[ ] Your GDAP set up")
        await seat.press("]")
        await seat.see("This is the last customer")
        await seat.press("S")
        await seat.see(r"This item names no checklist to start\.$")
        await seat.press("q")
        await seat.see(r"^>  \[x\] Bellows College")
    assert item_of("bellows", "gdap-own")["status"] == "done"


async def test_a_customer_is_added_edited_and_put_away(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("a")
        await seat.answer("Name of the customer", "coho winery")
        await seat.see("exists already")
        await seat.answer("Name of the customer", "Zoo")
        await seat.see("Added: Zoo")
        await seat.press("e")
        await seat.see("^  Planned")
        await seat.press(*["tab"] * 4)
        await seat.see("^ The day its wave starts")
        await seat.paste("2027-01-11")
        await seat.press("ctrl+s")
        await seat.see(r"^>  \[ \] Zoo +plan 11 Jan ")
        await seat.press("D")
        await seat.answer("Archive: Zoo?", "y")
        await seat.see("Archived: Zoo")
        await seat.see("  0 of 3 done  3 to do")
        await seat.press("u")
        await seat.see("  0 of 4 done  4 to do")
    (path,) = workplace.places.customers_of(partner_id).glob("zoo-*.toml")
    assert "planned = 2027-01-11" in path.read_text()


async def test_customers_are_imported_all_or_none(
    workplace: Workplace, tmp_path: Path, partner_id: str
):
    table = tmp_path / "new.csv"
    table.write_text("name;planned\nDelta;2027-01-11\n;x\n")
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("I")
        await seat.answer("CSV or Excel file", str(table))
        await seat.see("2 problems: nothing can be added")
        await seat.see('line 3, planned: "x" is no date')
        await seat.press("q")
        table.write_text("name;planned\nDelta;2027-01-11\nEcho;\nCoho Winery;2027-02-01\n")
        await seat.press("I")
        await seat.answer("CSV or Excel file", str(table))
        await seat.see("^ Import customers  2 new  1 changed  2 not in the table *$")
        await seat.press("q", "I")
        await seat.see(r"CSV or Excel file (.*\n)?.*: .*new.csv")
        await seat.press("enter")
        await seat.see("y import")
        await seat.press("y")
        await seat.see("  0 of 5 done  5 to do")
        await seat.see(r"^>  \[ \] Delta")
        await seat.see("Added 2, 1 was here already[.] u undoes")
        table.write_text("name\nEcho\n")
        await seat.press("I")
        await seat.answer("CSV or Excel file", str(table))
        await seat.see("4 not in the table")
        await seat.press("D", "y")
        await seat.see("Archived 4, 1 was here already[.] u undoes")
        await seat.see(r"  0 of 1 done  1 to do")
        await seat.see(r"^>  \[ \] Echo")
        assert "Delta" not in seat.text
    assert len(workplace.store.customer_ids(partner_id)) == 5
    added = workplace.store.history(partner_id).lines()[-2:]
    assert len({line.step for line in added}) == 1


async def test_an_unreadable_customer_shows_in_its_row_and_hides_no_other(
    workplace: Workplace, partner_id: str
):
    workplace.places.customer_file(partner_id, "bellows").write_text("format = 1\nname = 3\n")
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.see("bellows.toml +unreadable, line 2: name must be a text")
        await seat.see(r"\[ \] Coho Winery")
        await seat.go_to("bellows.toml")
        for key in ("enter", "space", "e"):
            await seat.press(key)
            sentence = "Unreadable: bellows.toml, line 2; R puts the last good copy back"
            await seat.see(f"^ {sentence}$")
            await seat.press("ctrl+g")


def put_unreadable(path: Path) -> None:
    """Replace a file, as editors do: what is written in place is noticed near the cursor alone."""
    new = path.with_suffix(".new")
    new.write_text("format = 1\nname = 3\n")
    new.replace(path)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (put_unreadable, "unreadable, line 2: name must be a"),
        (lambda path: path.unlink(), "the file is missing; restore"),
    ],
    ids=["unreadable", "missing"],
)
async def test_customers_that_cannot_be_read_are_told_in_the_run_and_among_the_partners(
    workplace: Workplace, partner_id: str, spoil: Callable[[Path], object], why: str
):
    add_partner(workplace, "Northwind", INDIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        assert "unreadable" not in seat.text
        spoil(workplace.places.customer_file(partner_id, "bellows"))
        await seat.see("^ Partners.*  1 unreadable")
        await seat.see(f"^ Error +bellows.toml: {why}")
        await seat.press("enter")
        await seat.see("^ 0/33 .*  customers 0/3, 1 unreadable")
        spoil(workplace.places.customer_file(partner_id, "coho"))
        await seat.see("^ 0/33 .*  customers 0/3, 2 unreadable")
        await seat.press("q", "f", "u")
        await seat.see("^ Partners.*  1 of 2  unreadable")
        await seat.see(rf"^ Error +bellows.toml: {why}.*; 1 more$")


async def test_customers_that_cannot_be_listed_are_not_said_to_be_none(
    workplace: Workplace, partner_id: str, tmp_path: Path
):
    directory = workplace.places.customers_of(partner_id)
    away = directory.rename(tmp_path / "away")
    directory.symlink_to(away)
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.see(f"{partner_id}: is a symbolic link")
        await seat.press("j", "ctrl+g")
        await seat.see(f"{partner_id}: is a symbolic link")
        assert "No customer yet" not in seat.text
        await seat.press("q")
        await seat.see("^ .*customers unreadable")
        await seat.press("q")
        await seat.see("^ Partners .*1 unreadable")
        await seat.see("^ Error +customers: is a symbolic link")
        await seat.press("c")
        await seat.see(f"{partner_id}: is a symbolic link")
        directory.unlink()
        away.rename(directory)
        await seat.see(r"\[ \] Coho Winery")
        await seat.press("j")
        await seat.see_gone("symbolic")


async def test_marked_customers_that_cannot_be_read_are_named_and_the_others_are_changed(
    workplace: Workplace, partner_id: str, item_of
):
    workplace.places.customer_file(partner_id, "bellows").write_text("format = 1\nname = 3\n")
    async with at_the_app(workplace, (120, 40)) as seat:
        await open_matrix(seat)
        await seat.see("bellows.toml +unreadable")
        await seat.press("*", "space", "y")
        await seat.see("^ Done: .* 1 more[.] Left out, as it cannot be read: bellows.toml[.]")
        assert item_of("alpine", "customer-consent")["status"] == "done"
        await seat.go_to("bellows.toml")
        await seat.press("m", "space")
        await seat.see("^ Left out, as it cannot be read: bellows.toml[.]")


async def test_an_unreadable_customer_is_restored_and_u_puts_the_damaged_file_back(
    workplace: Workplace, partner_id: str, item_of
):
    gdap = item_changes.tick(INDIRECT, workplace.library.get(INDIRECT, NEW).by_id["gdap-own"])
    workplace.store.change(partner_id, [customer_changes.for_customer(gdap, "bellows")])
    path = workplace.places.customer_file(partner_id, "bellows")
    path.write_text("damaged")
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("R")
        await seat.see("Only an unreadable customer can be restored")
        await seat.go_to("bellows.toml")
        for _ in range(2):
            await seat.press("R")
            await seat.see("Restored Bellows College; u puts the damaged file back")
            await seat.see("Bellows College .* 1/15")
            assert item_of("bellows", "gdap-own")["status"] == "done"
            await seat.press("u")
            await seat.see("The damaged file is back")
            await seat.see("bellows.toml +unreadable")
            assert path.read_text() == "damaged"
        await seat.press("R")
        await seat.see("Restored Bellows")
        await seat.press("g", "space", "y")
        await seat.see("^> +.x. Alpine")
        await seat.press("u")
        await seat.see("Undone: Consent of the customer filed, Alpine")
        await seat.press("q", "H")
        await seat.see("restored the last good copy of customer Bellows")


async def test_customers_that_are_put_away_say_how_to_see_them(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("D")
        await seat.answer("Archive: Alpine", "y")
        await seat.see("Archived: Alpine Ski House. u undoes; f shows who is archived")
        await seat.see("^ 1 customer is archived; f shows it")
        for name in ("Bellows", "Coho"):
            await seat.press("g", "D")
            await seat.answer(f"Archive: {name}", "y")
            await seat.see(f"Archived: {name}")
        await seat.see("^ All 3 customers are archived. f shows them; D brings back")
        await seat.press("f", "z")
        await seat.see("^> +. .*Alpine")
        await seat.see_gone("All 3 customers")


async def test_what_another_session_does_shows(workplace: Workplace, partner_id: str):
    consent = workplace.library.get(INDIRECT, NEW).by_id["customer-consent"]
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.see("  0 of 3 done")
        change = customer_changes.for_customer(item_changes.tick(INDIRECT, consent), "coho")
        other_store(workplace).change(partner_id, [change])
        await seat.see(r"^   \[x\] Coho Winery")
        await seat.see("  1 of 3 done")


async def test_what_another_session_does_to_the_customer_on_the_screen_names_it(
    workplace: Workplace, partner_id: str
):
    ben = other_store(workplace)
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.go_to("Coho Winery")
        await seat.press("enter")
        await seat.see("Contoso › Coho Winery")
        ben.change(partner_id, [customer_changes.put_away("coho", date(2026, 11, 23))])
        await seat.see("^ [0-9:]+ ben archived: customer Coho Winery$")
        ben.change(partner_id, [customer_changes.bring_back("coho")])
        await seat.see("^ [0-9:]+ ben brought back from the archive: customer Coho Winery$")


async def test_facts_of_a_customer_stand_over_those_of_the_partner(
    workplace: Workplace, partner_id: str
):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("F")
        for answer in ("n", "n", "n", "n"):
            await seat.see_asked("now: as the partner[.] y yes n no p as the partner")
            await seat.press(answer)
        await seat.see(r"0/10 +\. \. \. \. \. \. - - - - - \. \. \. \.")
        await seat.press("8", "space")
        await seat.see("Does not apply here")
    assert len(workplace.store.load_customer(partner_id, "alpine").facts) == 4


async def test_the_facts_of_a_customer_are_those_of_its_own_items(
    workplace: Workplace, partner_id: str
):
    checklist = workplace.library.get(INDIRECT, NEW)
    of_each = {item.fact for each in checklist.sections if each.per for item in each.items}
    of_others = {item.fact for each in checklist.sections if not each.per for item in each.items}
    partners_only = [each.question for each in checklist.facts if each.id in of_others - of_each]
    assert partners_only
    async with at_the_app(workplace, (120, 40)) as seat:
        await open_matrix(seat)
        await seat.press("enter")
        await seat.see("Contoso › Alpine Ski House")
        await seat.press("F")
        await seat.see("^> not known")
        for question in partners_only:
            assert question[:40] not in seat.text
        assert sum("not known  " in line for line in seat.lines[:-1]) == len(of_each - {""})
        await seat.press("y")
        await seat.see("^  yes")
        await seat.press("q")
        await seat.wait_for_save()
    assert list(workplace.store.load_customer(partner_id, "alpine").facts.values()) == [True]


async def test_f_and_s_open_the_menus_of_the_other_lists(workplace: Workplace, partner_id: str):
    changes = [
        customer_changes.put_away("coho", workplace.today),
        customer_changes.edit("alpine", planned=date(2027, 3, 1), owner="ben"),
        customer_changes.edit("bellows", planned=date(2026, 12, 1), owner="Ben"),
    ]
    workplace.store.change(partner_id, changes)
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.see_gone("Coho")
        await seat.press("f")
        await seat.see("^ Filter the customers")
        await seat.see("^  n lacking it +2 ")
        assert "waiting" not in seat.text
        await seat.press("N", "p")
        await seat.see("^  a December 2026 +1 +b March 2027 +1$")
        await seat.press("B")
        await seat.see("only lacking it, planned March 2027:")
        await seat.see("^ now 1 customer  enter done")
        await seat.press("z")
        await seat.see("  only archived: 1 of 1  0 of 2 done")
        await seat.see("Coho")
        await seat.press("f", "i")
        await seat.see("  only not complete: 2 of 2$")
        await seat.press("ctrl+g", "s", "d")
        await seat.see("by planned")
        await seat.see("^> .*Alpine")
        await seat.press("s", "-")
        await seat.see("by planned, the other way")
        shown = [line for line in seat.lines if "Alpine" in line or "Bellows" in line]
        assert "Alpine" in shown[0]


@pytest.mark.parametrize("size", [(60, 20), (20, 5), (120, 40)])
async def test_every_size_shows_the_current_customer_and_its_state(
    workplace: Workplace, size: tuple[int, int]
):
    async with at_the_app(workplace, size) as seat:
        await seat.press("c")
        await seat.see(r"^>  \[ \] Alp(ine|…i House)")


async def test_a_partner_without_such_a_checklist_says_so(workplace: Workplace):
    add_partner(workplace, "Aardvark", "enroll-direct")
    async with at_the_app(workplace) as seat:
        await seat.see("^> Aardvark")
        await seat.press("c")
        await seat.see("Aardvark has no checklist that is gone through for each customer")
        await seat.press("enter")
        await seat.see("Aardvark › Enroll")
        await seat.press("c")
        await seat.see("Here each item is recorded once, not for each customer")


async def test_the_head_of_the_checklist_counts_what_of_customers_is_to_chase_and_late(
    workplace: Workplace, partner_id: str
):
    by_id = workplace.library.get(INDIRECT, NEW).by_id
    for customer, day in (("bellows", date(2026, 11, 20)), ("coho", date(2026, 11, 9))):
        wait = item_changes.wait(INDIRECT, by_id["gdap-own"], "Ben", date(2026, 11, 2), day)
        workplace.store.change(partner_id, [customer_changes.for_customer(wait, customer)])
    async with at_the_app(workplace) as seat:
        await seat.see("  1 late: c  2 to chase: c  required 0/20  customers 0/3")
        await seat.press("g", "m")
        await seat.go_to("Your GDAP set up")
        await seat.press("m", "space")
        await seat.see("1 item done. u undoes that. Left out: 1 for customers.")
        await seat.go_to("Your GDAP set up")
        await seat.press("m", "space")
        await seat.see("All marked items are for customers: c opens them.")


async def test_several_filters_that_are_too_long_for_the_head_are_cut_not_left_out(
    workplace: Workplace, partner_id: str
):
    item = workplace.library.get(INDIRECT, NEW).by_id["gdap-own"]
    waits = item_changes.wait(INDIRECT, item, "Ben", date(2026, 11, 2), date(2026, 11, 20))
    workplace.store.change(partner_id, [customer_changes.for_customer(waits, "coho")])
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("f", "W", "C", "i")
        await seat.see("^ Item 4 of 15: Your GDAP.*…  only with something waiting, to chase, no")


async def test_closing_says_how_many_customers_are_not_complete(
    workplace: Workplace, partner_id: str
):
    items = workplace.view(workplace.store.load(partner_id), INDIRECT).items
    workplace.store.change(partner_id, [item_changes.tick(INDIRECT, each) for each in items])
    async with at_the_app(workplace) as seat:
        await seat.see("required 20/20  customers 0/3")
        await seat.press("C")
        await seat.see_asked(
            r"Close: To indirect, Contoso\? 3 customers are not complete\. It leaves"
        )


async def test_reading_a_checklist_counts_no_customers(workplace: Workplace, partner_id: str):
    workplace.places.progress_file(partner_id).unlink()
    workplace.places.history_file(partner_id).unlink()
    async with at_the_app(workplace, (80, 60)) as seat:
        await seat.see("No partner yet")
        await seat.go_to("Move from direct bill to indirect reseller")
        await seat.press("enter")
        await seat.see("for reading only")
        assert "For each customer" in seat.text
        assert "customers 0/0" not in seat.text


async def test_customers_are_narrowed_by_their_notes_and_all_come_back(
    workplace: Workplace, item_of, partner_id: str
):
    item = workplace.library.get(INDIRECT, NEW).by_id["gdap-own"]
    note = item_changes.edit("note", INDIRECT, item, note="Order 4711 by Zoë")
    workplace.store.change(partner_id, [customer_changes.for_customer(note, "bellows")])
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("*")
        await seat.see("3 marked")
        await seat.press("/")
        await seat.paste("zoe 4711")
        await seat.see("^ Item 1 of 15: Consent of the customer filed  1 of 3  /zoe 4711  1 marked")
        await seat.press("enter")
        await seat.see(r"^> \*\[ \] Bellows College .* note: Order 4711 by Zoë")
        assert "Alpine" not in seat.text
        await seat.press("-")
        await seat.answer("not applicable because", "Leaves us")
        await seat.wait_for_save()
        await seat.press("ctrl+g")
        await seat.see("Alpine")
        assert "Bellows" in seat.current
    assert item_of("bellows", "customer-consent")["status"] == "not-applicable"
    assert not item_of("alpine", "customer-consent")


async def test_an_act_in_a_closed_run_opens_it_in_the_same_step(
    workplace: Workplace, item_of, partner_id: str
):
    run = next(iter(workplace.store.load(partner_id).runs))
    change = partner_runs.close(run, partner_runs.ABANDONED, workplace.clock())
    workplace.store.change(partner_id, [change])
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("4", "-")
        await seat.answer("It is closed", "y")
        await seat.answer("Not applicable because", "no admin")
        await seat.see(r"^>  \[-\] Alpine")
        await seat.wait_for_save()
        assert workplace.store.load(partner_id).runs[run].closed is None
        await seat.press("u")
        await seat.see(r"^>  \[ \] Alpine")
        await seat.wait_for_save()
    assert workplace.store.load(partner_id).runs[run].closed is not None


async def test_an_act_among_the_items_of_a_customer_opens_the_closed_run_in_the_same_step(
    workplace: Workplace, item_of, partner_id: str
):
    run = next(iter(workplace.store.load(partner_id).runs))
    change = partner_runs.close(run, partner_runs.ABANDONED, workplace.clock())
    workplace.store.change(partner_id, [change])
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("enter")
        await seat.see("Contoso › Alpine Ski House")
        await seat.press("g", "-")
        await seat.answer("It is closed", "y")
        await seat.answer("Not applicable because", "no admin")
        await seat.see(r"^> \[-\] Consent of the customer filed")
        await seat.wait_for_save()
        await seat.see_gone("closed 23 Nov")
        assert workplace.store.load(partner_id).runs[run].closed is None
        await seat.press("u")
        await seat.see(r"^> \[ \] Consent of the customer filed")
        await seat.see("closed 23 Nov")
    assert workplace.store.load(partner_id).runs[run].closed is not None
    assert item_of("alpine", "customer-consent").get("status", "todo") == "todo"


async def test_the_form_of_a_customer_shows_which_day_is_meant(
    workplace: Workplace, partner_id: str
):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("e")
        await seat.see("^  Planned")
        await seat.press(*["tab"] * 4, *"+5")
        await seat.see("^> Planned +[+]5 +Mon 30 Nov 2026, in 7 d$")
        await seat.press("tab", *"29 feb", "tab")
        await seat.see("^  Term end +29 feb +no date; write it like 2026-11-23 or [+]5$")
        await seat.press("shift+tab", "ctrl+u", *"1 mar", "ctrl+s")
        await seat.see("^> .*Alpine Ski House +plan 30 Nov ")
        await seat.wait_for_save()
    customer = workplace.store.load_customer(partner_id, "alpine")
    assert (customer.planned, customer.term_end) == (date(2026, 11, 30), date(2027, 3, 1))


async def test_facts_and_the_archive_are_for_all_marked_customers(
    workplace: Workplace, partner_id: str
):
    def of_each(what: str) -> list[Any]:
        load = workplace.store.load_customer
        return [getattr(load(partner_id, each), what) for each in IDS]

    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("g", "m", "m", "F")
        for answer in ("n", "y", "s", "s"):
            await seat.see_asked("For 2 customers[.] y yes n no p as the partner s as it is")
            await seat.press(answer)
        await seat.see("Answered: Alpine Ski House and 1 more")
        assert [sorted(each.values()) for each in of_each("facts")] == [[False, True]] * 2 + [[]]
        await seat.press("g", "m", "m", "D")
        await seat.answer("Archive: 2 customers?", "y")
        await seat.see("2 customers are archived. u undoes; f shows who is archived.")
        await seat.see_gone("Alpine")
        assert [bool(each) for each in of_each("archived")] == [True, True, False]
        await seat.press("f", "z")
        await seat.see("Alpine")
        await seat.press("g", "M", "G", "M", "D")
        await seat.answer("Bring back: 2 customers?", "y")
        await seat.see("Brought back: Alpine Ski House and 1 more")
    assert of_each("archived") == [None] * 3


async def test_marks_on_archived_customers_alone_change_no_other_customer(
    workplace: Workplace, partner_id: str
):
    changes = [customer_changes.put_away(each, workplace.today) for each in ("alpine", "bellows")]
    workplace.store.change(partner_id, changes)
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("f", "z")
        await seat.see("Alpine")
        await seat.press("g", "m")
        before = tree(workplace.places.customers)
        for key in ("space", "F"):
            await seat.press(key)
            await seat.see("No marked customer can be changed: bring them back with D first")
    assert tree(workplace.places.customers) == before


async def test_marking_to_here_begins_at_the_cursor_where_the_last_mark_is_hidden(
    workplace: Workplace, partner_id: str
):
    tick = item_changes.tick(INDIRECT, workplace.library.get(INDIRECT, NEW).by_id["gdap-own"])
    changes = [customer_changes.add(key, key.title()) for key in ("delta", "echo")]
    changes.append(customer_changes.for_customer(tick, "delta"))
    workplace.store.change(partner_id, changes)
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.press("4", "j", "j", "j")
        assert "Delta" in seat.current
        await seat.press("m", "f", "n")
        await seat.see("1 marked .*only lacking it")
        await seat.press("G", "M")
        await seat.see("2 marked")
        assert "Echo" in seat.current


async def test_a_wide_matrix_has_the_items_of_the_customer_in_a_pane(workplace: Workplace):
    async with at_the_app(workplace, (120, 30)) as seat:
        await seat.press("c")
        await seat.see("Its items +done by$")
        await seat.see("│ Alpine Ski House$")
        await seat.see(r"│ \[ \]  1 Consent of the custo… +0$")
        await seat.press("space")
        await seat.answer("Open before it", "y")
        await seat.see(r"│ \[x\]  1 Consent of the custo… +1$")
        await seat.press("down")
        await seat.see("│ Bellows College$")
        await seat.see(r"│ \[ \]  1 Consent of the custo… +1$")
        await seat.wait_for_save()


async def test_the_pane_says_whom_the_chosen_item_waits_for_and_why_it_was_refused(
    workplace: Workplace, partner_id: str
):
    items = workplace.library.get(INDIRECT, NEW).by_id
    since, chase = date(2026, 11, 10), date(2026, 11, 24)
    gdap = item_changes.wait(INDIRECT, items["gdap-own"], "the admin", since, chase, "D-204")
    consent = item_changes.refuse(INDIRECT, items["customer-consent"], "stays where it is")
    changes = [(gdap, "alpine"), (consent, "bellows")]
    workplace.store.change(
        partner_id, [customer_changes.for_customer(each, whose) for each, whose in changes]
    )
    async with at_the_app(workplace, (120, 40)) as seat:
        await open_matrix(seat)
        await seat.see_gone("│ Waits ")
        await seat.press("4")
        await seat.see("│ Waits +for the admin since")
        for part in ("10 Nov", "until", "case D-204"):
            assert part in seat.text
        await seat.press("1", "j")
        await seat.see("│ Refused +stays where it is; 23$")
        await seat.see_gone("│ Waits ")
        await seat.press("l")
        await seat.see_gone("│ Refused ")
        other_store(workplace).change(
            partner_id,
            [
                customer_changes.for_customer(
                    item_changes.refuse(INDIRECT, items["customer-relationship"], "by mail"),
                    "bellows",
                )
            ],
        )
        await seat.see("│ Refused +by mail; 23 Nov by$")


async def test_the_hint_of_space_says_what_it_does_to_the_chosen_item(
    workplace: Workplace, partner_id: str
):
    async with at_the_app(workplace) as seat:
        await open_matrix(seat)
        await seat.see("^ space done ")
        await seat.press("space", "y")
        await seat.see("^ space todo ")
        await seat.press("j")
        await seat.see("^ space done ")
        await seat.press("k", "l")
        await seat.see("^ space done ")
