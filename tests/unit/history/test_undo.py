from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.errors import UsageError
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import customer_changes, item_changes

from ..helpers import AMIRA, BEN, crash_back, history_of


@pytest.fixture
def item(demo):
    return demo.by_id["membership"]


@pytest.fixture
def tick(item):
    return item_changes.tick("demo", item)


@pytest.fixture
def membership(open_store, contoso):
    """Reads what is recorded of the item ``membership`` from the disk."""
    return lambda: open_store().load(contoso).runs["demo"].of("membership")


def test_an_undo_brings_back_the_values_from_before(store, contoso, item, tick, membership):
    store.change(
        contoso,
        [item_changes.wait("demo", item, "Microsoft", date(2026, 11, 1), date(2026, 12, 1))],
    )
    before = membership()
    store.change(contoso, [tick])
    saved = store.undo(contoso)
    assert membership() == before
    assert saved.partner.runs["demo"].of("membership") == before
    assert [line.do for line in saved.lines] == ["undo"]


def test_an_undo_brings_back_who_ticked_and_when(open_store, contoso, item, tick, membership):
    open_store().change(contoso, [tick])
    before = membership()
    open_store(BEN).change(contoso, [item_changes.untick("demo", item)])
    open_store(BEN).undo(contoso)
    assert membership() == before
    assert membership().by == "amira"


def test_several_steps_go_back_and_forward_over_restarts(open_store, contoso, demo, file):
    states = [open_store().load(contoso)]
    for item in demo.items:
        states.append(open_store().change(contoso, [item_changes.tick("demo", item)]).partner)
    for state in reversed(states[:-1]):
        assert dict_of(open_store().undo(contoso).partner) == dict_of(state)
    for state in states[1:]:
        assert dict_of(open_store().undo(contoso, redo=True).partner) == dict_of(state)
    with pytest.raises(UsageError, match="nothing of yours to redo"):
        open_store().undo(contoso, redo=True)
    for state in reversed(states[:-1]):
        assert dict_of(open_store().undo(contoso).partner) == dict_of(state)


def dict_of(partner):
    """What is recorded, without tables that hold nothing any more."""
    return {
        (run.key, key): item
        for run in partner.runs.values()
        for key, item in run.items.items()
        if item.status is not Status.TODO
    }


def test_a_bulk_of_changes_is_one_step(store, contoso, demo):
    store.change(contoso, [item_changes.tick("demo", item) for item in demo.items])
    partner = store.undo(contoso).partner
    assert dict_of(partner) == {}
    partner = store.undo(contoso, redo=True).partner
    assert len(dict_of(partner)) == 5


def test_a_step_that_changed_one_item_twice_goes_back_and_forward_whole(
    store, contoso, item, tick, membership
):
    before = membership()
    store.change(contoso, [tick, item_changes.refuse("demo", item, "no credit")])
    after = membership()
    store.undo(contoso)
    assert membership() == before
    store.undo(contoso, redo=True)
    assert membership() == after


def test_a_new_step_after_an_undo_ends_what_can_be_redone(store, contoso, demo, tick):
    store.change(contoso, [tick])
    store.undo(contoso)
    store.change(contoso, [item_changes.tick("demo", demo.by_id["newsletter"])])
    with pytest.raises(UsageError, match="nothing of yours to redo"):
        store.undo(contoso, redo=True)


def test_an_undo_is_itself_in_the_history(store, places, contoso, tick):
    (done,) = store.change(contoso, [tick]).lines
    (undone,) = store.undo(contoso).lines
    store.undo(contoso, redo=True)
    undo, redo = history_of(places.data, contoso)[-2:]
    assert (undo["do"], undo["undoes"]) == ("undo", f"{done.step}:{done.short_identity}")
    assert (redo["do"], redo["undoes"]) == ("redo", f"{undone.step}:{undone.short_identity}")


def test_there_is_nothing_to_undo_in_a_new_partner(store):
    partner = store.add_partner("Contoso").partner
    with pytest.raises(UsageError, match="nothing of yours to undo in this partner"):
        store.undo(partner.id)
    assert store.load(partner.id).name == "Contoso"


def test_the_steps_of_others_are_passed_over(open_store, contoso, demo, tick, membership):
    open_store().change(contoso, [tick])
    open_store(BEN).change(contoso, [item_changes.tick("demo", demo.by_id["newsletter"])])
    partner = open_store().undo(contoso).partner
    assert partner.runs["demo"].of("newsletter").status is Status.DONE
    assert membership().status is Status.TODO


def test_somebody_without_a_step_of_their_own_has_nothing_to_undo(open_store, contoso, tick):
    open_store().change(contoso, [tick])
    for other in (BEN, Actor("amira", "another-host"), Actor("amira", "host-a", "Ben at Amira's")):
        with pytest.raises(UsageError, match="nothing of yours"):
            open_store(other).undo(contoso)


def test_a_reviewer_undoes_their_own_step_from_another_host(open_store, contoso, tick, membership):
    open_store(Actor("shared", "host-a", "Amira K.")).change(contoso, [tick])
    open_store(Actor("amira", "host-z", "Amira K.")).undo(contoso)
    assert membership().status is Status.TODO


def test_a_later_change_of_another_person_is_not_undone(
    open_store, contoso, item, tick, membership
):
    open_store().change(contoso, [tick])
    open_store(BEN).change(contoso, [item_changes.untick("demo", item)])
    open_store(BEN).change(contoso, [tick])
    before = membership()
    with pytest.raises(UsageError, match=r"^since then ben has changed membership$"):
        open_store().undo(contoso)
    assert membership() == before


def test_what_another_person_wrote_beside_a_tick_stays(open_store, contoso, item, tick, membership):
    open_store().change(contoso, [tick])
    open_store(BEN).change(contoso, [item_changes.edit("note", "demo", item, note="Ben's")])
    open_store().undo(contoso)
    assert (membership().status, membership().note) == (Status.TODO, "Ben's")


def test_a_redo_does_not_overwrite_a_later_change_of_another_person(
    open_store, contoso, item, tick, membership
):
    open_store().change(contoso, [tick])
    open_store().undo(contoso)
    open_store(BEN).change(contoso, [item_changes.not_applicable("demo", item, "no Azure")])
    with pytest.raises(UsageError, match=r"^since then ben has changed membership$"):
        open_store().undo(contoso, redo=True)
    assert membership().status is Status.NOT_APPLICABLE


def test_a_tick_that_a_move_has_copied_is_not_undone_before_the_copy(
    store, open_store, contoso, item, tick, membership
):
    saved = store.change(contoso, [tick])
    recorded = saved.lines[0].after
    copy = Change(Act.MIGRATE, recorded, "demo", "successor")
    open_store(BEN).change(contoso, [Change(Act.MIGRATE, {"edition": "2"}, "demo"), copy])
    with pytest.raises(UsageError, match="since then ben has changed successor"):
        store.undo(contoso)
    assert membership().status == Status.DONE
    open_store(BEN).change(contoso, [replace(item_changes.untick("demo", item), item="successor")])
    store.undo(contoso)
    assert membership().status == Status.TODO


def test_a_change_of_another_person_just_before_the_lock_is_not_undone(
    open_store, contoso, item, tick, membership, clock
):
    store, ben = open_store(), open_store(BEN)
    store.change(contoso, [tick])
    clock.act_after(1, lambda: ben.change(contoso, [item_changes.refuse("demo", item, "no")]))
    with pytest.raises(UsageError, match="since then ben has changed membership"):
        store.undo(contoso)
    assert membership().status is Status.REFUSED


def test_a_change_made_by_hand_is_not_undone(open_store, contoso, file, tick, membership):
    open_store().change(contoso, [tick])
    file.write_text(file.read_text().replace('status = "done"', 'status = "refused"'))
    message = "since then somebody, outside csp-tui, has changed membership"
    with pytest.raises(UsageError, match=message):
        open_store().undo(contoso)
    assert membership().status is Status.REFUSED


def test_an_older_step_is_not_blamed_for_a_change_made_by_hand(
    open_store, contoso, file, item, tick
):
    open_store(BEN).change(contoso, [tick])
    open_store().change(contoso, [item_changes.untick("demo", item)])
    file.write_text(file.read_text().replace('status = "todo"', 'status = "refused"'))
    with pytest.raises(UsageError, match="outside csp-tui"):
        open_store().undo(contoso)


def test_text_around_the_values_stays_as_it_is_now(store, contoso, file, item, tick):
    store.change(contoso, [item_changes.edit("note", "demo", item, note="before")])
    store.change(contoso, [tick])
    text = file.read_text().replace(
        'status = "done"', 'status = "done" # seen by Ben\n# and checked'
    )
    file.write_text(text)
    store.undo(contoso)
    after = file.read_text()
    assert "# and checked" in after
    assert 'note = "before"' in after


def test_an_undo_of_a_start_takes_the_run_away_and_a_redo_brings_it_back(open_store, contoso):
    before = open_store().load(contoso)
    assert open_store().undo(contoso).partner.runs == {}
    again = open_store().undo(contoso, redo=True).partner
    assert again.runs == before.runs


def test_a_run_in_which_another_person_has_worked_is_not_undone(
    open_store, contoso, tick, membership
):
    open_store(BEN).change(contoso, [tick])
    with pytest.raises(UsageError, match=r"^since then ben has changed demo$"):
        open_store().undo(contoso)
    assert membership().status is Status.DONE


def test_a_run_in_which_another_person_has_worked_for_a_customer_is_not_undone(
    open_store, contoso, tick
):
    open_store(BEN).change(
        contoso, [customer_changes.add("fabrikam", "Fabrikam"), replace(tick, customer="fabrikam")]
    )
    with pytest.raises(UsageError, match=r"^since then ben has changed demo$"):
        open_store().undo(contoso)
    assert "demo" in open_store().load(contoso).runs
    open_store(BEN).undo(contoso)
    assert open_store().undo(contoso).partner.runs == {}


def test_an_undo_after_a_crash_takes_back_what_the_history_knows(
    open_store, contoso, file, tick, membership
):
    before = file.read_bytes()
    open_store().change(contoso, [tick])
    crash_back(file, before)
    open_store().undo(contoso)
    assert membership().status is Status.TODO
    open_store().undo(contoso, redo=True)
    assert membership().status is Status.DONE


def test_a_changed_name_can_be_undone(store, contoso):
    store.change(contoso, [Change("edit", {"name": "Contoso AG", "company": "Contoso"})])
    partner = store.undo(contoso).partner
    assert (partner.name, partner.company) == ("Contoso [UK] Ltd", "")


def test_own_steps_are_told_by_login_and_host():
    assert AMIRA.is_same("amira", "host-a", "")
    assert not AMIRA.is_same("amira", "host-b", "")
    assert not AMIRA.is_same("amira", "host-a", "Amira K.")
