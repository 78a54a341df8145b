"""Change items from the screen Next: by the keys of a run, with its promises."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.runs.moving import carry_out, moves_to_newest
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.saving import file_watcher

from .helpers import (
    AMIRA,
    DIRECT,
    INDIRECT,
    NEW,
    OLD,
    Seat,
    add_partner,
    at_the_app,
    other_store,
    progress,
    wait_until,
)

LATE, TODAY = date(2026, 11, 14), date(2026, 11, 23)


@pytest.fixture
def three(workplace: Workplace) -> Workplace:
    """Adatum, Contoso and Fabrikam all wait for Microsoft on one item, and are to be chased."""
    item = workplace.library.get(DIRECT, OLD).by_id["mpn-id"]
    for name in ("Adatum", "Contoso", "Fabrikam"):
        partner = add_partner(workplace, name, DIRECT)
        workplace.store.change(
            partner.id, [item_changes.wait(DIRECT, item, "Microsoft", LATE, LATE)]
        )
    return workplace


def recorded(workplace: Workplace, name: str, item: str) -> dict[str, object]:
    """Return what the file of the partner called `name` has of an item."""
    rows = workplace.overview.rows()
    partner_id = next(row.id for row in rows if row.name == name)
    return dict(
        progress(workplace, partner_id)["checklists"][DIRECT].get("items", {}).get(item, {})
    )


async def to_next(seat: Seat) -> None:
    await seat.press("v")
    await seat.see("3 To chase")
    assert "Adatum" in seat.current


async def test_chasing_one_after_the_other_takes_two_keys_each(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        for name, count in (("Adatum", 2), ("Contoso", 1)):
            assert name in seat.current
            await seat.press("w")
            await seat.see("Chased today")
            await seat.press("enter")
            await seat.see(f"^ Next .*  {count} to chase")
            await seat.see("1 item chased today. u undoes that.")
        assert "Fabrikam" in seat.current
        await seat.press("?")
        await seat.see("^ Help  ")
    for name in ("Adatum", "Contoso"):
        assert recorded(three, name, "mpn-id")["chased"] == TODAY
    assert "chased" not in recorded(three, "Fabrikam", "mpn-id")


async def test_the_space_bar_twice_ticks_two_steps_not_one_and_off_again(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        with seat.app.saver.held():
            await seat.press("space", "space")
            await seat.see("^ Next .*  1 to chase")
            assert "Fabrikam" in seat.current
        await seat.press("q")
        await seat.see("^ Partners")
    for name, status in (("Adatum", "done"), ("Contoso", "done"), ("Fabrikam", "waiting")):
        assert recorded(three, name, "mpn-id")["status"] == status


async def test_after_the_last_step_of_a_group_comes_the_first_of_the_next(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("j", "j")
        assert "Fabrikam" in seat.current
        await seat.press("space")
        await seat.see("^  2 To chase")
        await seat.see("^> .* Adatum .*Signatory able")


async def test_the_cursor_stays_on_a_step_that_is_edited_wherever_it_goes(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("j", "e", *"by phone", "ctrl+s")
        await seat.see("1 item changed. u undoes that.")
        await wait_until(
            seat.pilot, lambda: recorded(three, "Contoso", "mpn-id").get("evidence") == "by phone"
        )
        assert "Contoso" in seat.current
        await seat.go_to("Application data")
        assert "Adatum" in seat.current
        await seat.press("e", *["tab"] * 4, *"2026-11-24", "ctrl+s")
        await seat.see("due Tue")
        assert "due Tue" in seat.current
        assert "Application data" in seat.current


async def test_the_cursor_stays_on_its_step_where_several_are_edited(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("m", "m", "k", "e", *"dora", "ctrl+s")
        await seat.see("^  .* Adatum .*dora")
        await seat.see("^> .* Contoso .*dora")


@pytest.mark.parametrize(
    ("key", "question", "status"),
    [
        ("minus", "Not applicable because", "not_applicable"),
        ("exclamation_mark", "Refused, by whom and why", "refused"),
    ],
)
async def test_a_reason_is_asked_for_and_kept(three: Workplace, key, question, status):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press(key)
        await seat.answer(question, "Amira said so")
        await seat.see("^ Next .*  2 to chase")
    found = recorded(three, "Adatum", "mpn-id")
    assert str(found["status"]).replace("-", "_") == status
    assert found["reason"] == "Amira said so"


async def test_an_item_to_do_is_set_waiting_and_to_do_again(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("r")
        await seat.see("1 item to do again. u undoes that.")
        await seat.see("^ Next .*  2 to chase")
    assert recorded(three, "Adatum", "mpn-id").get("status", "todo") == "todo"


async def test_undo_brings_the_steps_back_the_last_one_first(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("u")
        await seat.see("Nothing was changed from here")
        await seat.press("space", "space")
        await seat.see("^ Next .*  1 to chase")
        await seat.press("u")
        await seat.see("Undone: .*, Contoso$")
        await seat.see("^ Next .*  2 to chase")
        assert "Contoso" in seat.current
        await seat.press("u")
        await seat.see("Undone: .*, Adatum$")
        await seat.see("^ Next .*  3 to chase")
        assert "Adatum" in seat.current
    assert recorded(three, "Adatum", "mpn-id")["status"] == "waiting"


async def test_undo_takes_back_its_own_act_and_can_be_tried_again_after_a_failure(
    three: Workplace,
):
    (adatum,) = (row.id for row in three.overview.rows() if row.name == "Adatum")
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("space")
        await wait_until(
            seat.pilot, lambda: recorded(three, "Adatum", "mpn-id")["status"] == "done"
        )
        item = list(three.library.get(DIRECT, OLD).items)[-1]
        later = item_changes.edit("note", DIRECT, item, note="typed elsewhere")
        other_store(three, AMIRA).change(adatum, [later])
        history = three.places.history_file(adatum)
        away = history.rename(history.with_suffix(".away"))
        await seat.press("u")
        await seat.see_asked("is missing; put it back")
        away.rename(history)
        await seat.press("U")
        await seat.see("Nothing was undone from here")
        await seat.press("u")
        await seat.see("Undone: Active MPN ID.*, Adatum$")
        await seat.see("^ Next .*  3 to chase")
    assert recorded(three, "Adatum", "mpn-id")["status"] == "waiting"
    assert recorded(three, "Adatum", item.id)["note"] == "typed elsewhere"


async def test_redo_does_again_what_undo_took_back_and_ends_with_another_act(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("U")
        await seat.see("Nothing was undone from here")
        await seat.press("space", "space")
        await seat.see("^ Next .* 1 to chase")
        await seat.press("u")
        await seat.see("^ Next .* 2 to chase")
        await seat.press("u")
        await seat.see("^ Next .* 3 to chase")
        await seat.press("U")
        await seat.see("Redone: .*, Adatum$")
        await seat.see("^ Next .* 2 to chase")
        await seat.press("u")
        await seat.see("Undone: .*, Adatum$")
        await seat.see("^ Next .* 3 to chase")
        await seat.press("U")
        await seat.see("^ Next .* 2 to chase")
        await seat.press("space")
        await seat.see("^ Next .* 1 to chase")
        await seat.press("U")
        await seat.see("Nothing was undone from here")
    assert recorded(three, "Adatum", "mpn-id")["status"] == "done"
    assert recorded(three, "Contoso", "mpn-id")["status"] == "done"


async def test_one_item_through_all_partners_is_worked_down_its_list(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("i")
        await seat.see("^ Next › Active MPN ID")
        await seat.press("space")
        await seat.see("^ Next › Active MPN ID for .*  2 to chase")
        assert "Contoso" in seat.current
        await seat.see("^. .*Adatum")
        assert "Contoso" in seat.current
    assert recorded(three, "Adatum", "mpn-id")["status"] == "done"


@contextmanager
def held_by_another(workplace: Workplace, *names: str) -> Iterator[Callable[[], None]]:
    """Let another program hold the partners of these names; it yields what lets them go."""
    ids = [row.id for row in workplace.overview.rows() if row.name in names]
    paths = [workplace.places.local / "locks" / f"{each}.lock" for each in ids]
    locks = [os.open(path, os.O_RDWR) for path in paths]
    for lock in locks:
        fcntl.flock(lock, fcntl.LOCK_EX)

    def let_go() -> None:
        for lock in locks:
            fcntl.flock(lock, fcntl.LOCK_UN)

    try:
        yield let_go
    finally:
        for lock in locks:
            os.close(lock)


async def test_each_partner_with_something_unsaved_is_asked_about_by_the_key_to_leave(
    three: Workplace,
):
    with held_by_another(three, "Adatum", "Contoso"):
        async with at_the_app(three, (120, 40)) as seat:
            await to_next(seat)
            await seat.press("space", "space")
            await seat.see("not saved: 2$")
            await seat.press("q")
            await seat.answer("1 change is not saved", "give up")
            await seat.see("not saved: 1$")
            await seat.answer("1 change is not saved", "give up")
            await seat.see("^ Partners")


async def test_a_step_that_cannot_be_saved_is_told_and_saved_once_it_can_be(three: Workplace):
    with held_by_another(three, "Adatum") as let_go:
        async with at_the_app(three, (120, 40)) as seat:
            await to_next(seat)
            await seat.press("space", "space")
            await seat.see("^ Next .*  1 to chase .* not saved: 2$")
            await seat.press("q")
            await seat.see_asked("1 change is not saved: save it to a file")
            await seat.press("escape")
            let_go()
            await seat.see("Everything is saved now")
            await seat.see("^ Next .*  1 to chase")
    for name in ("Adatum", "Contoso"):
        assert recorded(three, name, "mpn-id")["status"] == "done"


async def test_a_row_without_item_says_what_to_do_and_one_of_several_partners_asks(
    workplace: Workplace,
):
    for name in ("Adatum", "Contoso"):
        partner = add_partner(workplace, name, DIRECT)
        workplace.store.change(partner.id, [item_changes.edit_partner(partner, anniversary="12")])
    before = workplace.store.load(partner.id)
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.press("v")
        await seat.see("Yearly clock")
        assert not seat.current.strip().startswith("[")
        await seat.press("space")
        await seat.see("This row is not about an item")
        await seat.press("b")
        await seat.go_to("Active MPN ID for the selling")
        await seat.press("space")
        await seat.see_asked("Tick: [^?]+, for 2 partners[?]")
        await seat.press("enter")
        await seat.see_gone("Set done:")
    assert workplace.store.load(partner.id) == before


async def test_an_item_for_each_customer_opens_its_customers(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    workplace.store.change(partner.id, [customer_changes.add("shop", "Shop")])
    async with at_the_app(workplace, (120, 60)) as seat:
        await seat.press("v")
        await seat.go_to("Customer Agreement confirmed")
        await seat.press("space")
        await seat.see("^ +Customer .*Done")


async def test_the_link_of_the_item_is_copied(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("y", "t")
        await seat.see("Sent to your terminal's clipboard")
        assert seat.app.clipboard.startswith("Active MPN ID for the selling")
        assert "Active MPN ID for the selling" in seat.current


async def test_of_several_partners_only_what_is_theirs_in_common_is_copied(three: Workplace):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.press("b", "y")
        await seat.see("t the title")
        assert "the whole item" not in seat.text


@pytest.mark.parametrize("key", ["space", "y"])
async def test_a_run_that_is_gone_meanwhile_is_said(
    three: Workplace, monkeypatch: pytest.MonkeyPatch, key: str
):
    monkeypatch.setattr(file_watcher, "PAUSE", 3600)  # before the screen could notice
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        (adatum,) = [each for each in three.store.partner_ids() if each.startswith("adatum")]
        for _start_and_wait in range(2):
            other_store(three, AMIRA).undo(adatum)
        await seat.press(key)
        await seat.see('Adatum has no run "enroll-direct"')
        await seat.press("down", "up")
        await seat.see_gone("has no run")


@pytest.fixture
def move(three: Workplace, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Ben moves the run of Adatum to an edition without *Application data gathered*."""
    monkeypatch.setattr(file_watcher, "PAUSE", 3600)  # before the screen could notice
    (adatum,) = [each for each in three.store.partner_ids() if each.startswith("adatum")]

    def move_it() -> None:
        ben = other_store(three)
        carry_out(ben, moves_to_newest(three.library, ben.load(adatum), DIRECT))

    return move_it


async def test_what_was_typed_of_an_item_that_a_move_took_away_is_kept(
    three: Workplace, move: Callable[[], None]
):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.go_to("Application data")
        await seat.press("e")
        await seat.see("^ Adatum › .* › Application data")
        await seat.press(*"4711")
        move()
        await seat.press("ctrl+s")
        await seat.see_asked("Saved, but not counted: .* is not in edition 2026-08[.] u undoes[.]")
        await seat.press("u")
        await seat.see("Undone: application-data, Adatum$")


async def test_a_key_for_an_item_that_a_move_took_away_changes_nothing(
    three: Workplace, move: Callable[[], None]
):
    async with at_the_app(three, (120, 40)) as seat:
        await to_next(seat)
        await seat.go_to("Application data")
        move()
        for key in ("e", "space"):
            await seat.press(key)
            await seat.see('Adatum is on edition 2026-08 now, which lacks "Application data')
            await seat.press("down", "up")
            await seat.see_gone("which lacks")


async def test_ticks_whose_rule_has_changed_are_confirmed_for_all_marked(workplace: Workplace):
    item = workplace.library.get(DIRECT, "2020-10").by_id["revenue-ttm"]
    item_now = workplace.library.get(DIRECT, NEW).by_id["revenue-ttm"]
    for name in ("Adatum", "Contoso"):
        partner = add_partner(workplace, name, DIRECT, edition="2020-10")
        ticked = workplace.store.change(partner.id, [item_changes.tick(DIRECT, item)]).partner
        carry_out(workplace.store, moves_to_newest(workplace.library, ticked, DIRECT))
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.press("v")
        await seat.see("2 to confirm")
        await seat.go_to(item_now.title[:16])
        await seat.press("t")
        await seat.see_asked("Still true under the new rule: [^?]+, Adatum[?]")
        await seat.press("ctrl+g", "asterisk", "t")
        await seat.see_asked("Still true under the new rule: [^?]+, for 2 partners[?]")
        await seat.press("y")
        others = "[0-9]+ of which the rule has not changed"
        await seat.see(f"2 items confirmed. u undoes them all. Left out: {others}")
        await seat.see_gone("To confirm")
    for name in ("Adatum", "Contoso"):
        assert recorded(workplace, name, "revenue-ttm")["fingerprint"] == item_now.fingerprint
