"""Change items of several partners from Next: a folded row, marked rows, all; undo them all."""

from __future__ import annotations

import re

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.care.archive import Archive
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    DIRECT,
    OLD,
    Seat,
    add_partner,
    at_the_app,
    other_store,
    progress,
    wait_until,
)  # fmt: skip
from .test_acting_in_next import LATE, TODAY, recorded, three, to_next  # noqa: F401

NAMES = ("Adatum", "Contoso", "Fabrikam")


def chased(workplace: Workplace) -> list[bool]:
    return [recorded(workplace, each, "mpn-id").get("chased") == TODAY for each in NAMES]


async def fold(seat: Seat) -> None:
    await to_next(seat)
    await seat.press("b")
    await seat.see("^ Next  by item  ")
    await seat.see("^ space .* b by partner  ")
    await seat.see("3 partners")


async def test_a_folded_row_is_chased_for_all_its_partners_and_undone_for_all(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await fold(seat)
        await seat.press("w")
        await seat.see_asked("Chased: [^?]+, for 3 partners[?] Chase again Mon 30 Nov 2026.")
        await seat.press("y")
        await seat.see("3 items chased today. u undoes them all.")
        await seat.see_gone("To chase")
        await wait_until(seat.pilot, lambda: all(chased(three)))
        await seat.press("u")
        await seat.see("Undone for 3 partners.")
        await seat.see("3 To chase")
    assert chased(three) == [False, False, False]
    lines = [
        line for each in three.store.partner_ids() for line in three.store.history(each).lines()
    ]
    assert len({line.step for line in lines if line.do == "chase"}) == 1
    assert len({line.step for line in lines if line.do == "undo"}) == 1


async def test_an_act_on_several_partners_is_undone_and_redone_in_all_of_them(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await fold(seat)
        await seat.press("w", "y")
        await wait_until(seat.pilot, lambda: all(chased(three)))
        for key, said in (("u", "Undone"), ("U", "Redone"), ("u", "Undone"), ("U", "Redone")):
            await seat.press(key)
            await seat.see(f"{said} for 3 partners.")
            assert chased(three) == [said == "Redone"] * 3


async def test_only_a_yes_chases_them(three: Workplace):  # noqa: F811
    async with at_the_app(three, (120, 40)) as seat:
        await fold(seat)
        await seat.press("w", "enter", "x", "space")
        await seat.see("Chased:")
        await seat.press("n")
        await seat.see_gone("Chased:")
    assert chased(three) == [False, False, False]


async def test_another_day_may_be_typed_but_none_that_has_passed(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await fold(seat)
        await seat.press("w", "d", *"2026-11-20", "enter")
        await seat.see_asked("cannot be before 2026-11-23")
        await seat.press("ctrl+u", *"2026-12-18", "enter")
        await seat.see("3 items chased today")
        await seat.press("q")
        await seat.see("^ Partners")
    assert str(recorded(three, "Adatum", "mpn-id")["chase_on"]) == "2026-12-18"


async def test_marked_rows_are_changed_and_the_others_stay(three: Workplace):  # noqa: F811
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("m")
        await seat.see("1 marked: an act is for it")
        await seat.press("k", "m")
        await seat.see_gone("marked: an act")
        await seat.press("g", "m", "m")
        await seat.see("2 marked: an act is for all of them")
        await seat.press("minus")
        await seat.answer("2 partners: not applicable because", "sold in 2025")
        await seat.see("2 items n/a|2 items not applicable")
        await seat.see("^ Next .*  1 to chase")
        assert "Fabrikam" in seat.current
        await seat.press("q")
        await seat.see("^ Partners")
    reasons = [recorded(three, each, "mpn-id").get("reason") for each in NAMES]
    assert reasons == ["sold in 2025", "sold in 2025", None]


async def test_an_item_ticked_together_with_what_comes_before_it_is_in_order(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("m")
        await seat.press(*["j"] * 40)
        while not re.match("Adatum .*\\] Application data", seat.current):
            await seat.press("k")
        await seat.press("m", "space")
        await seat.see_asked("Tick: 2 items, for 1 partner[?]")
        assert "Open before it" not in seat.text
        await seat.press("y")
        await wait_until(
            seat.pilot,
            lambda: recorded(three, "Adatum", "application-data").get("status") == "done",
        )
    assert "out_of_order" not in recorded(three, "Adatum", "application-data")


async def test_all_that_are_shown_are_marked_by_one_key(three: Workplace):  # noqa: F811
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("i")
        await seat.see("3 To chase")
        await seat.press("asterisk")
        await seat.see("3 marked")
        await seat.press("asterisk")
        await seat.see_gone("marked: an act")
        await seat.see("space done")
        await seat.press("asterisk", "ctrl+g")
        await seat.see("All marks removed.")
        await seat.press("asterisk", "space")
        await seat.see_asked("Tick: [^?]+, for 3 partners[?]")
        await seat.press("y")
        await seat.see("3 items done. u undoes them all.")
        await seat.press("q", "q")
        await seat.see("^ Partners")
    assert [recorded(three, each, "mpn-id")["status"] for each in NAMES] == ["done"] * 3


async def test_undo_says_who_has_gone_on_meanwhile(three: Workplace):  # noqa: F811
    async with at_the_app(three, (120, 40)) as seat:
        await fold(seat)
        await seat.press("w", "y")
        await wait_until(seat.pilot, lambda: all(chased(three)))
        rows = {row.name: row.id for row in three.overview.rows()}
        item = three.library.get(DIRECT, OLD).by_id["mpn-id"]
        change = item_changes.tick(DIRECT, item)
        ben = other_store(three, Actor("ben", "host-b"))
        ben.change(rows["Contoso"], [change])
        await seat.press("u")
        await seat.see("Undone for 2 partners. 1 stays: Contoso, since then ben")
        await seat.press("U")
        await seat.see("Redone for 2 partners.$")
        archive = Archive(three.places, ben, three.clock)
        archive.put_away(rows["Adatum"])
        await seat.press("u")
        await seat.see("Undone for 1 partner. 1 stays: Adatum, ")
    archive.bring_back(rows["Adatum"])
    states = [recorded(three, each, "mpn-id")["status"] for each in NAMES]
    assert states == ["waiting", "done", "waiting"]
    assert chased(three) == [True, False, False]


async def test_a_partner_that_is_locked_is_told_and_tried_again(
    three: Workplace,  # noqa: F811
):
    rows = {row.name: row.id for row in three.overview.rows()}
    async with at_the_app(three, (120, 40)) as seat:
        await fold(seat)
        path = three.places.history_file(rows["Contoso"])
        whole = path.read_bytes()
        path.unlink()
        path.mkdir()
        await seat.press("w", "y")
        await seat.see("Not saved: Contoso, .*; trying again")
        await seat.see("not saved: 2")
        await seat.press("q")
        await seat.see_asked("Give up the changes of 2 partners, which are not saved[?]")
        path.rmdir()
        path.write_bytes(whole)
        await seat.press("enter")
        await seat.see_gone("not saved: ")
    assert chased(three) == [True, True, True]


async def test_another_screen_shows_what_an_act_that_is_stuck_has_saved(
    three: Workplace,  # noqa: F811
):
    rows = {row.name: row.id for row in three.overview.rows()}
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.see("3 To chase")
        await seat.press("i")
        await seat.see("^ Next .*Active MPN ID")
        path = three.places.history_file(rows["Contoso"])
        whole = path.read_bytes()
        path.unlink()
        path.mkdir()
        with seat.app.saver.held(60.0):
            await seat.press("*", "w", "y")
            await seat.see_gone("To chase")
            await seat.press("q")
            await seat.see("3 To chase")
        await seat.see("2 To chase")
        await seat.see("^ Next .* not saved: 2$")
        path.rmdir()
        path.write_bytes(whole)
        await seat.see_gone("To chase|not saved")
    assert chased(three) == [True, True, True]


@pytest.fixture
def fourteen_of_60(workplace: Workplace) -> Workplace:
    """60 partners, of which 23 wait on one item: fourteen for Microsoft, nine for the board.

    On another item twenty wait for the distributor, not as long. All are to be chased.
    """
    first = add_partner(workplace, "Partner 000", DIRECT)
    text = workplace.places.progress_file(first.id).read_text()
    by_id = workplace.library.get(DIRECT, OLD).by_id
    waits = [
        *[("mpn-id", "Microsoft", LATE)] * 14,
        *[("mpn-id", "the board", LATE)] * 9,
        *[("credit-check", "the distributor", TODAY)] * 20,
    ]
    for number in range(1, 60):
        path = workplace.places.progress_file(f"partner-{number:03}")
        heads = text.index("[history]") if "[history]" in text else len(text)
        path.write_text(text[:heads].replace("Partner 000", f"Partner {number:03}"))
    for number, (item, whom, day) in enumerate(waits, 10):
        change = item_changes.wait(DIRECT, by_id[item], whom, LATE, day)
        workplace.store.change(f"partner-{number:03}", [change])
    return workplace


async def test_those_who_wait_for_one_party_are_chased_with_four_keys(fourteen_of_60: Workplace):
    keys = ("v", "b", "w", "y")
    async with at_the_app(fourteen_of_60, (80, 24)) as seat:
        await seat.see("^ Partners.*  60")
        await seat.press(keys[0])
        await seat.see("43 To chase")
        await seat.press(keys[1])
        await seat.see(r"^> .* 14 partners +Microsoft \(14\)$")
        await seat.press(*keys[2:])
        await seat.see("14 items chased today")
        await seat.see("29 To chase")
        await seat.see(r" 9 partners +the board \(9\)$")
        await seat.rest()
    ids = [f"partner-{number:03}" for number in range(10, 33)]
    found = [progress(fourteen_of_60, each)["checklists"][DIRECT]["items"] for each in ids]
    assert [each["mpn-id"].get("chased") for each in found] == [TODAY] * 14 + [None] * 9
    assert len(keys) <= 6


async def test_a_folded_row_opens_those_who_wait_for_the_same_party(fourteen_of_60: Workplace):
    async with at_the_app(fourteen_of_60, (80, 24)) as seat:
        await seat.press("v", "b")
        await seat.see(r"^> .* 14 partners +Microsoft \(14\)$")
        await seat.press("enter")
        await seat.see("^ Next › Active MPN ID .*  for Microsoft  .*14")
        await seat.see("14 To chase")
        await seat.press("ctrl+g")
        await seat.see("23 To chase")


async def test_data_of_marked_partners_is_set_by_one_form_and_undone_at_once(workplace: Workplace):
    owners = {"Adatum": "amira", "Contoso": "ben", "Fabrikam": "ben", "Litware": ""}
    ids = {}
    for name, owner in owners.items():
        partner = add_partner(workplace, name)
        ids[name] = partner.id
        if owner:
            edit = item_changes.edit_partner(partner, owner=owner)
            workplace.store.change(partner.id, [edit])

    def now() -> list[str]:
        return [progress(workplace, each).get("owner", "") for each in ids.values()]

    async with at_the_app(workplace) as seat:
        await seat.see("^> Adatum")
        await seat.press("j", "m", "m", "m", "e")
        await seat.see("^ What you fill in goes to all 3; what is empty stays as it is")
        await seat.see("^> Owner .*now: ben .2., none .1.")
        await seat.see(r"ctrl\+s save for 3")
        await seat.press("tab", *"nonsense", "ctrl+s")
        await seat.see('"nonsense" is no model')
        await seat.press("ctrl+u", "shift+tab", *"chloe", "ctrl+s")
        await seat.see("3 partners changed. u undoes them all")
        assert now() == ["amira", "chloe", "chloe", "chloe"]
        assert "model" not in progress(workplace, ids["Contoso"])
        await seat.press("u")
        await seat.see("Undone for 3 partners")
        assert now() == ["amira", "ben", "ben", ""]
        await seat.press("U")
        await seat.see("Redone for 3 partners")
        assert now() == ["amira", "chloe", "chloe", "chloe"]
        await seat.press("u")
        await seat.see("Undone for 3 partners")
        await seat.press("*", "e", *"dora", "ctrl+s", "u")  # before it is saved
        await seat.see("Undone for 4 partners")
        assert now() == ["amira", "ben", "ben", ""]
        await seat.press("*", "e", "-", "ctrl+s")
        await seat.see("3 partners changed")
        assert now() == ["", "", "", ""]


async def give_owner(seat: Seat) -> None:
    await seat.see("^ Partners .* 3 late")
    await seat.press("*", "e")
    await seat.see("^ 3 partners")
    await seat.press(*"zoe", "ctrl+s")
    await seat.see("3 partners changed")


def owners(workplace: Workplace) -> list[str]:
    return [workplace.store.load(each).owner for each in workplace.store.partner_ids()]


async def test_after_a_restart_u_asks_and_takes_back_the_last_act_for_all_its_partners(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await give_owner(seat)
    async with at_the_app(three, (120, 40)) as seat:
        await seat.see("^ Partners .* 3 late")
        await seat.press("j", "u")
        await seat.see_asked(
            "Take back in Adatum and 2 more: changed the partner's data, of [^?]+[?] "
            "You made it before you opened csp-tui this time."
        )
        await seat.press("n")
        await seat.see("Nothing was taken back.")
        assert owners(three) == ["zoe"] * 3
        await seat.press("u")
        await seat.see_asked("Take back in Adatum and 2 more: ")
        await seat.press("y")
        await seat.see("Undone for 3 partners.")
        assert owners(three) == [""] * 3
        await seat.press("U")
        await seat.see("Redone for 3 partners.")
    assert owners(three) == ["zoe"] * 3


async def test_after_a_restart_u_in_next_takes_back_an_act_for_all_its_partners(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await fold(seat)
        await seat.press("w", "y")
        await wait_until(seat.pilot, lambda: all(chased(three)))
    async with at_the_app(three, (120, 40)) as seat:
        await seat.press("v")
        await seat.see("Not yet")
        await seat.press("u")
        await seat.see_asked("Take back in Adatum and 2 more: chased [^?]+[?]")
        await seat.press("y")
        await seat.see("Undone for 3 partners.")
        assert chased(three) == [False] * 3
        await seat.press("U")
        await seat.see("Redone for 3 partners.")
    assert chased(three) == [True] * 3


async def test_after_a_restart_u_takes_back_a_later_step_of_one_partner_first(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await give_owner(seat)
    _first, contoso, _last = map(three.store.load, three.store.partner_ids())
    three.store.change(contoso.id, [item_changes.edit_partner(contoso, owner="ben")])
    async with at_the_app(three, (120, 40)) as seat:
        await seat.see("^ Partners .* 3 late")
        await seat.go_to("Contoso")
        await seat.press("u")
        await seat.see_asked("Take back in Contoso: changed the partner's data, of ")
        await seat.press("y")
        await seat.see("Undone: your last step in Contoso.")
    assert owners(three) == ["zoe"] * 3


async def test_an_act_that_is_half_taken_back_is_taken_back_in_the_rest(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await give_owner(seat)
    first, *_others = three.store.partner_ids()
    three.store.undo(first)
    async with at_the_app(three, (120, 40)) as seat:
        await seat.see("^ Partners .* 3 late")
        await seat.press("u")
        await seat.see_asked("Take back in Contoso and 1 more: ")
        await seat.press("y")
        await seat.see("Undone for 2 partners.$")
    assert owners(three) == [""] * 3


async def test_next_counts_the_partners_that_are_saved_and_shows_the_rest_once_all_are(
    three: Workplace,  # noqa: F811
):
    async with at_the_app(three, (120, 40)) as seat:
        await fold(seat)
        with seat.app.saver.held(60.0):
            await seat.press("w", "y")
            await seat.see("^ Next.* saving, 0 of 3$")
            await seat.see_gone("To chase")
            await seat.press("q", "q")
            await seat.see("Leaving when everything is saved")
            await seat.press("ctrl+q")
            await seat.see_asked(
                "Leave without saving 3 of 3 partners[?] Saving goes on until you answer; those "
                "left then stay as they were."
            )
            await seat.press("n", "v")
            await seat.see("^ Next  3 late  3 to chase")
        await wait_until(seat.pilot, lambda: all(chased(three)))
        await seat.see_gone("To chase")
        await seat.see("^ Next.* 18 not yet$")
