"""One form for several items: what is filled in goes to all, what is empty stays."""

from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    DIRECT,
    INDIRECT,
    NEW,
    Seat,
    add_partner,
    at_the_app,
    items,
    other_store,
    wait_until,
)
from .test_acting_in_next import recorded, three, to_next  # noqa: F401
from .test_acting_on_many import NAMES, fold

FIRST = "mpn-id"


async def test_marked_items_of_a_checklist_get_owner_and_due_day_at_once(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    first, second, third, *_ = workplace.library.get(DIRECT, "2018-12").items
    known = item_changes.edit("set", DIRECT, first, owner="amira", note="one [1]", evidence="old")
    workplace.store.change(partner.id, [known])
    async with at_the_app(workplace) as seat:
        await seat.press("g", "m", "m", "m", "e")
        await seat.see("^ Contoso › Enroll direct .* › 3 items")
        await seat.see("^ What you fill in goes to all 3; what is empty stays as it is.")
        await seat.see("^> Owner .* now: none .2., amira .1.$")
        await seat.see(r"^  Note .* now: none .2., one \[1\] ")
        await seat.press(*"ben", "tab", *"+5")
        await seat.see("^> Due +[+]5 +Mon 30 Nov 2026, in 7 d   now: none .3.$")
        await seat.see("Type - to take it away from all 3[.]")
        await seat.see("not saved: 2")
        await seat.press("tab", "-", "ctrl+s")
        await seat.see("3 items changed. u undoes them all.")
        await seat.wait_for_save()
        found = items(workplace)
        await seat.press("u")
        await seat.see("Undone")
    due = date(2026, 11, 30)
    assert found[first.id] == {"owner": "ben", "due": due, "note": "one [1]"}
    assert [found[each.id] for each in (second, third)] == [{"owner": "ben", "due": due}] * 2
    assert items(workplace)[first.id] == {"owner": "amira", "note": "one [1]", "evidence": "old"}


async def test_the_form_says_for_which_it_is_while_the_fields_leave_room(workplace: Workplace):
    names = [f"Partner {number:03}" for number in range(30)]
    for name in names:
        add_partner(workplace, name)
    async with at_the_app(workplace) as seat:
        await seat.see("^> Partner 000")
        await seat.press("asterisk", "e")
        await seat.see("^ 30 partners › data")
        await seat.see(" [0-9]+ more$")
        rows = [line for line in seat.lines if line.startswith("  Partner")]
        told = " ".join(each.strip() for each in rows).split(", ")
        assert told[:-1] == names[: len(told) - 1]
        assert told[-1] == f"{31 - len(told)} more"
        assert len(rows) == 3
    async with at_the_app(workplace, (60, 9)) as seat:
        await seat.press("asterisk", "e")
        await seat.see("^ 30 partners › data")
        await seat.see("^  Anniversary ")
        await seat.see_gone("Partner 000")


async def test_the_form_for_several_partners_names_partner_and_item(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("m", "m", "e")
        await seat.see("^ 2 partners › Active MPN ID")
        await seat.see("^  Adatum, Contoso$")
        await seat.press("ctrl+g", "G", "m", "e")
        await seat.see("Adatum: Active MPN ID .*, Contoso: Active MPN ID")


async def test_a_form_left_empty_changes_nothing_and_a_wrong_day_keeps_it_open(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "m", "m", "e", "tab", *"31 feb", "ctrl+s")
        await seat.see('Due: "31 feb" is no date')
        await seat.press("ctrl+g")
        await seat.answer("Drop what you typed", "y")
        await seat.press("e", "ctrl+s")
        await seat.see("2 marked")
    assert not any(items(workplace).values())


async def test_a_folded_row_of_next_is_filled_in_for_all_its_partners_and_undone(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await fold(seat)
        await seat.press("e")
        await seat.see("^ 3 partners › Active MPN ID")
        await seat.press(*"chloe", "tab", "tab", "tab", *"outage of 12 May", "ctrl+s")
        await seat.see("3 items changed. u undoes them all.")

        def now() -> list[tuple[object, object]]:
            found = [recorded(three, each, FIRST) for each in NAMES]
            return [(each.get("owner"), each.get("note")) for each in found]

        await wait_until(seat.pilot, lambda: now() == [("chloe", "outage of 12 May")] * 3)
        await seat.press("u")
        await seat.see("Undone for 3 partners.")
    assert now() == [(None, None)] * 3


async def test_e_in_next_opens_the_form_of_the_item_under_the_cursor(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("e")
        await seat.see("^ Adatum › Enroll direct .* › Active MPN ID")
        await seat.see("^  Waiting for +Microsoft")
        await seat.press(*"PLA 1234567", "ctrl+s")
        await seat.see("1 item changed. u undoes that.")

        def evidence() -> object:
            return recorded(three, "Adatum", FIRST).get("evidence")

        await wait_until(seat.pilot, lambda: evidence() == "PLA 1234567")
        await seat.press("u")
        await seat.see("Undone")
    assert evidence() is None


@pytest.fixture
def customers(workplace: Workplace) -> str:
    """Five customers of Contoso; returns its id."""
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    added = [customer_changes.add(each, f"Customer {each}") for each in "abcde"]
    workplace.store.change(partner.id, added)
    return partner.id


async def open_customers(seat: Seat) -> None:
    await seat.see("Contoso › To indirect")
    await seat.press("c")
    await seat.see("^ +Customer .*Done")


async def test_planned_days_of_all_customers_are_set_in_waves_and_taken_back_at_once(
    workplace: Workplace, customers: str
):
    def planned() -> list[date | None]:
        return [workplace.store.load_customer(customers, each).planned for each in "abcde"]

    first, second, third = date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)
    async with at_the_app(workplace) as seat:
        await open_customers(seat)
        keys = ("*", "e", "+", "1", "tab", "2", "w", "ctrl+s")
        assert len(keys) <= 12
        await seat.press(*keys[:3])
        await seat.see("^ Contoso › 5 customers")
        await seat.press(*keys[3:7])
        await seat.see("^  Planned +[+]1 +Tue 24 Nov 2026, in 1 d   now: none .5.$")
        await seat.see("^> Wave +2w +3 waves$")
        await seat.press(keys[7])
        await seat.see("5 customers changed. u undoes them all.")
        assert planned() == [first, first, second, second, third]
        await seat.press("u")
        await seat.see("Undone: Customer . and 4 more")
    assert planned() == [None] * 5


async def test_waves_take_the_customers_in_the_order_of_the_list_not_of_the_marks(
    workplace: Workplace, customers: str
):
    async with at_the_app(workplace) as seat:
        await open_customers(seat)
        await seat.press("G", "m", "k", "m", "e", *"+1", "tab", *"1 a day", "ctrl+s")
        await seat.see("2 customers changed")
    days = [workplace.store.load_customer(customers, each).planned for each in "cde"]
    assert days == [None, date(2026, 11, 24), date(2026, 11, 25)]


async def test_a_wave_without_a_day_comes_back_with_what_was_typed(
    workplace: Workplace, customers: str
):
    async with at_the_app(workplace) as seat:
        await open_customers(seat)
        await seat.press("m", "m", "e", "tab", *"2w", "tab", "tab", *"ben", "ctrl+s")
        await seat.see("Say in Planned on which day the first wave starts.")
        await seat.see("^  Owner +ben")
        await seat.press(*"+1", "ctrl+s")
        await seat.see("2 customers changed")
    found = [workplace.store.load_customer(customers, each) for each in "abc"]
    assert [each.owner for each in found] == ["ben", "ben", ""]
    assert found[1].planned == date(2026, 11, 24)


async def test_the_form_of_marked_customers_sets_their_chosen_item_in_the_same_step(
    workplace: Workplace, customers: str
):
    async with at_the_app(workplace) as seat:
        await open_customers(seat)
        await seat.press("4", "m", "m", "e")
        await seat.see("^  Your GDAP set up$")
        await seat.press(*["tab"] * 3, *"ben", "tab", *"chloe", "tab", *"+5", "tab", *"case 4711")
        await seat.press("ctrl+s")
        await seat.see("2 customers changed")
        found = [workplace.store.load_customer(customers, each) for each in "abc"]
        recorded = [each.runs[INDIRECT].of("gdap-own") for each in found if each.runs]
        assert [(each.owner, each.evidence) for each in recorded] == [("chloe", "case 4711")] * 2
        assert not found[2].runs
        await seat.press("u")
        await seat.see("Undone")
    found = [workplace.store.load_customer(customers, each) for each in "ab"]
    assert [each.owner for each in found] == ["", ""]
    assert [each.runs[INDIRECT].of("gdap-own").evidence for each in found] == ["", ""]


async def test_a_partner_that_cannot_be_read_is_named_and_the_others_are_changed(
    workplace: Workplace,
):
    ids = [add_partner(workplace, name).id for name in ("Contoso", "Fabrikam", "Litware")]
    workplace.places.progress_file(ids[1]).write_text("broken")
    async with at_the_app(workplace) as seat:
        await seat.see("unreadable")
        await seat.press("*", "e")
        await seat.see("^ 2 partners › data")
        await seat.see(f"^ Left out, as it cannot be read: {ids[1]}.toml[.]")
        await seat.press(*"chloe", "ctrl+s")
        await seat.see("2 partners changed. u undoes them all.")
    assert [workplace.store.load(each).owner for each in (ids[0], ids[2])] == ["chloe"] * 2
    assert workplace.places.progress_file(ids[1]).read_text() == "broken"


async def test_those_that_could_not_be_changed_stay_marked_to_try_again(workplace: Workplace):
    ids = [add_partner(workplace, name).id for name in ("Contoso", "Fabrikam", "Litware", "Woods")]
    async with at_the_app(workplace) as seat:
        await seat.press("*", "e")
        await seat.see("^ 4 partners › data")
        away = []
        for each in ids[1:3]:
            history = workplace.places.history_file(each)
            away.append((history.rename(history.with_suffix(".away")), history))
            history.mkdir()
        await seat.press(*"chloe", "ctrl+s")
        await seat.see("2 partners changed. .* 2 stay: Fabrikam, ")
        await seat.see("They are still marked[.]$")
        for aside, history in away:
            history.rmdir()
            aside.rename(history)
        await seat.press("e")
        await seat.see("^ 2 partners › data")
        await seat.press(*"chloe", "ctrl+s")
        await seat.see("2 partners changed. u undoes them all.$")
        await seat.see_gone("2 marked")
    assert [workplace.store.load(each).owner for each in ids] == ["chloe"] * 4


async def test_a_partner_that_had_the_value_is_not_counted_and_a_failed_undo_is_tried_again(
    workplace: Workplace,
):
    first, second = (add_partner(workplace, name) for name in ("Contoso", "Fabrikam"))
    history = workplace.places.history_file(second.id)
    async with at_the_app(workplace) as seat:
        await seat.press("*", "e", *"chloe")
        other_store(workplace).change(first.id, [item_changes.edit_partner(first, owner="chloe")])
        await seat.press("ctrl+s")
        await seat.see("1 partner changed. u undoes that.")
        away = history.rename(history.with_suffix(".away"))
        await seat.press("u")
        await seat.see_asked("Not saved: the history")
        away.rename(history)
        await seat.press("u")
        await seat.see("Undone for 1 partner.")
    assert [workplace.store.load(each.id).owner for each in (first, second)] == ["chloe", ""]
