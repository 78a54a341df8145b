"""The screen of conflicts: what stands, what fell, and the keys that decide."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from exchange.sides import copy_sides

from csp_tui.core.care.archive import Archive
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    AMIRA,
    BEN,
    DIRECT,
    OLD,
    FakeClock,
    Seat,
    add_partner,
    at_the_app,
    changed_elsewhere,
    other_store,
    progress,
    sync,
    workplace_in,
)

SIDES = r"^ Kept +owner ben +ben on host-b, today 10:44:03\n Not kept +owner amira +you on ho"


MET = datetime(2026, 11, 23, 10, 44, 4, tzinfo=UTC)
"""When both have changed the same."""


@pytest.fixture(scope="session")
def parted(tmp_path_factory: pytest.TempPathFactory, synced: Path) -> Path:
    """Return where Ben, in ``there``, has changed what Amira, in ``data``, has; she sent first."""
    root, clock = tmp_path_factory.mktemp("parted"), FakeClock()
    copy_sides(synced, root)
    for name, actor, note in (("data", AMIRA, "too dear"), ("there", BEN, "cheap\x1b[2J enough")):
        place = workplace_in(root / name, clock)
        item = next(place.library.get(DIRECT, OLD).items)
        contoso, fabrikam = map(place.store.load, place.store.partner_ids())
        store = other_store(place, actor)
        clock.now = MET - timedelta(minutes=1 + (actor is AMIRA), seconds=1)
        store.change(contoso.id, [item_changes.edit("note", DIRECT, item, note=note)])
        clock.now += timedelta(minutes=1)
        store.change(fabrikam.id, [item_changes.edit_partner(fabrikam, owner=actor.by)])
        sync(place)
    return root


@pytest.fixture(scope="session")
def met(tmp_path_factory: pytest.TempPathFactory, parted: Path) -> Path:
    """Return the same after Amira's sync that brought what Ben has changed."""
    root = tmp_path_factory.mktemp("met")
    copy_sides(parted, root)
    sync(workplace_in(root / "data", FakeClock()))
    return root


@pytest.fixture
def before(tmp_path: Path, clock: FakeClock, workplace: Workplace, parted: Path) -> Workplace:
    """Return the data directory of Amira before that sync."""
    copy_sides(parted, tmp_path)
    clock.now = MET
    return workplace


@pytest.fixture
def conflicts(tmp_path: Path, clock: FakeClock, workplace: Workplace, met: Path) -> Workplace:
    """Return the data directory of Amira after the sync that brought what Ben has changed."""
    copy_sides(met, tmp_path)
    clock.now = MET
    return workplace


def bens(workplace: Workplace) -> Workplace:
    """Return the data directory of Ben beside that of Amira."""
    return workplace_in(workplace.places.data.with_name("there"), workplace.clock)


def fabrikam_of(workplace: Workplace) -> str:
    return next(each for each in workplace.store.partner_ids() if each.startswith("fabrikam"))


def owner(workplace: Workplace) -> str | None:
    found: str | None = progress(workplace, fabrikam_of(workplace)).get("owner")
    return found


def change_owner(workplace: Workplace, name: str) -> None:
    """Change what both have changed, as another session does, which knows both."""
    partner = workplace.store.load(fabrikam_of(workplace))
    change = item_changes.edit_partner(partner, owner=name)
    other_store(workplace).change(partner.id, [change])


async def to_conflicts(seat: Seat, number: int = 2) -> None:
    await seat.press("X")
    await seat.see(f"^ Conflicts  {number} ")
    await seat.see_gone("Reading")


async def test_the_list_says_what_stands_and_the_pane_both_sides(conflicts: Workplace):
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        assert seat.current.split() == ["10:44", "Fabrikam", "owner", "ben,", "ben"]
        await seat.see(SIDES)
        await seat.press("j")
        await seat.see('^ Not kept +note "too dear"')
        assert "Contoso" in seat.current
        assert ": note " in seat.current
        assert seat.current.endswith(", ben")


async def test_what_fell_is_put_back_and_taken_back_again(conflicts: Workplace):
    there = bens(conflicts)
    assert owner(conflicts) == "ben"
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("b")
        await seat.see(r"^ Put back: owner amira\. u takes that back\.")
        await seat.see("^ Conflicts  1 ")
        assert "Contoso" in seat.current
        assert owner(conflicts) == "amira"
        history = conflicts.places.history_file(fabrikam_of(conflicts))
        away = history.rename(history.with_suffix(".away"))
        await seat.press("u")
        await seat.see("^ Not taken back: the history")
        await seat.press("U")
        await seat.see("^ Nothing was taken back from here.")
        away.rename(history)
        await seat.press("u")
        await seat.see(r"^ Taken back\. Kept again: owner ben\.")
        assert owner(conflicts) == "ben"
        await seat.press("u")
        await seat.see("^ Nothing was decided here.")
        await seat.press("U")
        await seat.see(r"^ Put back: owner amira")
        assert owner(conflicts) == "amira"
        await seat.press("U")
        await seat.see("^ Nothing was taken back from here.")
        await seat.press("u")
        await seat.see(r"^ Taken back[.]")
        assert owner(conflicts) == "ben"
        await seat.see("^ Conflicts  2 ")
    sync(conflicts)
    sync(there)
    async with at_the_app(there) as seat:
        await seat.press("X")
        await seat.see("^ Conflicts  2 ")


async def test_undo_asks_where_the_last_act_changed_nothing(conflicts: Workplace):
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("*", "b", "y")
        await seat.see("^ 2 changes put back.")
        await seat.see("There are no conflicts")
        await seat.press("space")
        await seat.see("^ There is no conflict here")
        await seat.press("u")
        await seat.see(
            "^ Take back in Fabrikam and 1 more: decided the conflict about the partner's"
        )
        await seat.see_asked("and 1 more, of 23 Nov 10:44[?] Your last act changed nothing.* y yes")
        await seat.press("n")
        await seat.see("^ Nothing was taken back[.]")
        assert owner(conflicts) == "amira"
        await seat.press("u")
        await seat.see("^ y yes")
        await seat.press("y")
        await seat.see("^ Taken back: 2 changes.")
        assert owner(conflicts) == "ben"


async def test_two_keys_typed_at_once_decide_two_conflicts(conflicts: Workplace):
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        with seat.app.saver.held():
            await seat.press("b", "b")
            await seat.see("^ There are no conflicts")
        await seat.see('^ Put back: note "too dear"')
        assert owner(conflicts) == "amira"


def change_two_values(conflicts: Workplace, clock: FakeClock) -> str:
    """Let both change company and region of Contoso; return its id."""
    contoso = conflicts.store.partner_ids()[0]
    for place, actor in ((conflicts, AMIRA), (bens(conflicts), BEN)):
        clock.now += timedelta(seconds=1)
        store = other_store(place, actor)
        values = {"company": f"Co {actor.by}", "region": f"Region {actor.by}"}
        store.change(contoso, [item_changes.edit_partner(store.load(contoso), **values)])
    sync(bens(conflicts))
    sync(conflicts)
    return contoso


async def test_all_of_a_partner_are_decided_in_one_step_but_what_is_decided_already(
    conflicts: Workplace, clock: FakeClock
):
    contoso = change_two_values(conflicts, clock)
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat, 4)
        with seat.app.saver.held():
            await seat.press("*", "b", "y")
            await seat.see_gone("Put the other value back")
            change = item_changes.edit_partner(conflicts.store.load(contoso), region="ours")
            other_store(conflicts).change(contoso, [change])
        await seat.see_asked(r"3 changes put back\. .* 1 stays: Contoso, there is no conflict")
        now = progress(conflicts, contoso)
        assert (now["company"], now["region"]) == ("Co amira", "ours")
        last = conflicts.store.history(contoso).lines()[-2:]
        assert [line.do for line in last] == ["decide", "decide"]
        assert len({line.step for line in last}) == 1
        await seat.press("u")
        await seat.see("^ Taken back: 3 changes[.]")
        assert progress(conflicts, contoso)["company"] == "Co ben"
        await seat.see("^ Conflicts  3 ")


async def test_two_values_of_one_change_are_decided_one_by_one(
    conflicts: Workplace, clock: FakeClock
):
    contoso = change_two_values(conflicts, clock)

    def values_now() -> tuple[str, str]:
        now = progress(conflicts, contoso)
        return now["company"], now["region"]

    async with at_the_app(conflicts) as seat:
        await seat.press("X")
        await seat.see(r"^ Conflicts  4 ")
        await seat.see_gone("Reading")
        await seat.press("g")
        await seat.press("b")
        await seat.see("^ Put back: company Co amira. u takes that back.")
        await seat.see(r"^ Conflicts  3 ")
        await seat.see("^> .*Contoso +region +Region ben, ben")
        assert values_now() == ("Co amira", "Region ben")
        await seat.press("u")
        await seat.see("^ Taken back. Kept again: company Co ben.")
        await seat.press("U")
        await seat.see("^ Put back: company Co amira.")
        await seat.press("space")
        await seat.see("^ Kept as it is: region Region ben. u takes that back.")
        await seat.see(r"^ Conflicts  2 ")
        assert values_now() == ("Co amira", "Region ben")


async def test_what_stands_is_said_to_be_right(conflicts: Workplace):
    there = bens(conflicts)
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("space")
        await seat.see(r"^ Kept as it is: owner ben. u takes that back.")
        await seat.see("^ Conflicts  1 ")
        await seat.press("q")
        await seat.see("^ Partners .* 1 conflict: X$")
    assert owner(conflicts) == "ben"
    sync(conflicts)
    sync(there)
    async with at_the_app(there) as seat:
        await seat.press("X")
        await seat.see("^ Conflicts  1 ")


async def test_a_conflict_that_was_left_as_it_is_comes_back_by_undo_on_every_host(
    conflicts: Workplace,
):
    there = bens(conflicts)
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("space")
        await seat.see("^ Kept as it is: owner ben. u takes that back.")
        await seat.see("^ Conflicts  1 ")
        await seat.press("u")
        await seat.see("^ Taken back: the conflict is there again.")
        await seat.see("^ Conflicts  2 ")
        await seat.press("u")
        await seat.see("^ Nothing was decided here.")
        await seat.press("U")
        await seat.see("^ Kept as it is: owner ben.")
        await seat.see("^ Conflicts  1 ")
        sync(conflicts)
        sync(there)
        await seat.press("u")
        await seat.see("^ Conflicts  2 ")
        assert owner(conflicts) == "ben"
    async with at_the_app(there) as seat:
        await seat.press("X")
        await seat.see("^ Conflicts  1 ")
        await seat.see_gone("Reading")
        sync(conflicts)
        sync(there)
        await seat.see("^ Conflicts  2 ")
        await seat.press("g")
        await seat.see(SIDES)
        await seat.press("b")
        await seat.see("^ Put back: owner amira")
        await seat.see("^ Conflicts  1 ")
    sync(there)
    sync(conflicts)
    assert owner(conflicts) == "amira"
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat, 1)


async def test_an_undo_that_a_later_change_followed_brings_no_conflict_back(conflicts: Workplace):
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("space")
        await seat.see("^ Conflicts  1 ")
        await seat.press("u")
        await seat.see("^ Taken back: the conflict")
        await seat.see("^ Conflicts  2 ")
        change_owner(conflicts, "cleo")
        await seat.see("^ Conflicts  1 ")
        await seat.press("U")
        await seat.see("^ Not taken back: since then")
    assert owner(conflicts) == "cleo"


async def test_the_history_says_that_it_was_about_data_of_the_partner(conflicts: Workplace):
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("b")
        await seat.see("^ Put back: owner amira")
        await seat.press("q", "G", "H")
        await seat.see("^> .*amira decided the conflict about the partner's data")


async def test_enter_opens_the_item_or_the_partner(conflicts: Workplace):
    item = next(conflicts.library.get(DIRECT, OLD).items)
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("j", "enter")
        await seat.see("^ Contoso › ")
        assert item.title[:20] in seat.current
        await seat.press("q")
        await seat.see("^ Conflicts  2 ")
        assert "Contoso" in seat.current
        await seat.press("k", "enter")
        await seat.see("^ Fabrikam › start a checklist")


async def test_a_conflict_is_found_by_the_value_that_fell(conflicts: Workplace):
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.narrow("dear")
        await seat.see("^ Conflicts  1 of 2  /dear")
        await seat.see("^> .*Contoso.*not kept: ")
        await seat.press("ctrl+g")
        await seat.see("^ Conflicts  2 ")


async def test_the_head_of_the_partners_counts_them(before: Workplace):
    sync(before)  # of these very files, which are known as sent by when they were changed
    async with at_the_app(before) as seat:
        await seat.see("^ Partners.* 2 conflicts: X$")
        change_owner(before, "cleo")
        await seat.see("^ Partners.* 1 conflict: X$")
    async with at_the_app(before, size=(120, 40)) as seat:
        await seat.see(r"^ Partners.* 1 conflict: X  sync: 1 to send  2 came \S+( \S+)?$")


async def test_a_sync_by_the_key_shows_them_in_the_head(before: Workplace):
    async with at_the_app(before) as seat:
        await seat.press("Y")
        await seat.see("^ Partners.* 2 conflicts: X$")


async def test_one_of_an_archived_partner_is_decided_there(conflicts: Workplace):
    fabrikam = fabrikam_of(conflicts)
    Archive(conflicts.places, conflicts.store, conflicts.clock).put_away(fabrikam)
    async with at_the_app(conflicts) as seat:
        await seat.see("^ Contoso › ")
        await seat.press("q", "X")
        await seat.see("^ Conflicts  2 ")
        await seat.press("enter")
        await seat.see("^ Fabrikam is archived: A among the partners shows the archive.")
        await seat.press("b")
        await seat.see("^ Put back")
    assert 'owner = "amira"' in conflicts.places.archived.progress_file(fabrikam).read_text()


async def test_what_somebody_has_decided_meanwhile_is_not_decided_again(conflicts: Workplace):
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        with seat.app.saver.held():
            await seat.press("b")
            change_owner(conflicts, "cleo")
        await seat.see("^ Not decided: there is no conflict")
        await seat.see("^ Conflicts  1 ")
    assert owner(conflicts) == "cleo"


async def test_without_conflicts_the_list_says_so(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("X")
        await seat.see(r"^ There are no conflicts\.")
        for key in ("b", "space", "enter"):
            await seat.press(key)
            await seat.see(r"^ There is no conflict here\.")
            await seat.press("j")
            await seat.see_gone("no conflict here")
    assert not workplace.places.data.exists()


async def test_conflicts_that_no_note_names_are_found_and_counted_from_then_on(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam")
    item = next(workplace.library.get(DIRECT, OLD).items)
    due = [item_changes.edit("set", DIRECT, item, due=date(2026, 12, day)) for day in (18, 20)]
    lines = changed_elsewhere(workplace, partner.id, due[:1])
    workplace.store.change(partner.id, due[1:])
    workplace.store.take_in(partner.id, lambda: lines)
    async with at_the_app(workplace) as seat:
        await seat.press("X")
        await seat.see("^> .*: due +20 Dec, amira")
        await seat.see_gone("Reading")
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.* 1 conflict: X$")


async def test_partners_that_cannot_be_read_are_told(conflicts: Workplace):
    history = conflicts.places.history_file(fabrikam_of(conflicts))
    history.rename(history.with_suffix(".away"))
    history.mkdir()
    async with at_the_app(conflicts) as seat:
        await seat.press("X")
        await seat.see(r"^ 1 partner cannot be read\.")
        await seat.see("^ Conflicts  1 ")


async def test_long_changes_scroll(conflicts: Workplace):
    async with at_the_app(conflicts, size=(60, 12)) as seat:
        await to_conflicts(seat)
        await seat.see("^── 2 rows, 2 more lines of the change: tab")
        await seat.press("tab")
        await seat.see("^── Change  2 lines below")
        await seat.press("down", "down")
        await seat.see("^── Change  2 lines above")
        await seat.see("^ The later change is kept; both are in the history")


async def test_marked_conflicts_are_put_back_as_one_act_and_taken_back_as_one(
    conflicts: Workplace,
):
    contoso = next(each for each in conflicts.store.partner_ids() if each.startswith("contoso"))

    def is_noted() -> bool:
        return '"too dear"' in conflicts.places.progress_file(contoso).read_text()

    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("*")
        await seat.see("^ Conflicts  2 marked")
        await seat.press("enter")
        await seat.see("enter is for one row")
        await seat.press("b")
        await seat.see("^ Put the other value back: 2 changes[?]")
        await seat.press("y")
        await seat.see("^ 2 changes put back. u takes that back.")
        await seat.see("There are no conflicts")
        assert (owner(conflicts), is_noted()) == ("amira", True)
        await seat.press("u")
        await seat.see("^ Taken back: 2 changes.")
        assert (owner(conflicts), is_noted()) == ("ben", False)
        await seat.press("U")
        await seat.see("^ 2 changes put back.")
        assert (owner(conflicts), is_noted()) == ("amira", True)


async def test_what_stands_is_right_in_all_marked_conflicts(conflicts: Workplace):
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("m", "M", "space")
        await seat.see("^ Keep as it is: 2 conflicts[?]")
        await seat.press("n")
        await seat.see("^ Conflicts  2 marked")
        await seat.press("ctrl+g")
        await seat.see("^ Conflicts  2 ")
        await seat.press("*", "space", "y")
        await seat.see("^ 2 conflicts are over.")
    assert owner(conflicts) == "ben"


async def test_a_marked_conflict_that_somebody_has_decided_stays_and_is_named(
    conflicts: Workplace,
):
    async with at_the_app(conflicts) as seat:
        await to_conflicts(seat)
        await seat.press("*")
        with seat.app.saver.held():
            await seat.press("b", "y")
            change_owner(conflicts, "cleo")
        await seat.see('^ Put back: note "too dear".* 1 stays: Fabrikam, there is no$')
    assert owner(conflicts) == "cleo"
