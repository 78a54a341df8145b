from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.history.lazy_lines import HistoryLines
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import item_changes

from ..helpers import BEN, history_of


@pytest.fixture
def item(demo):
    return demo.by_id["membership"]


@pytest.fixture
def status(open_store, contoso):
    """Reads the status of an item from the disk."""
    return lambda item_id: open_store().load(contoso).runs["demo"].of(item_id).status


def bulk(store, contoso, demo):
    return store.change(contoso, [item_changes.tick("demo", each) for each in demo.items]).lines


def line_of(lines, item_id):
    return next(line.id for line in lines if line.item == item_id)


def test_one_line_of_a_bulk_is_taken_back_and_the_others_stay(store, contoso, demo, status):
    lines = bulk(store, contoso, demo)
    one = next(line for line in lines if line.item == "revenue")
    saved = store.revert(contoso, one.id)
    undone = [(line.do, line.undone) for line in saved.lines]
    assert undone == [("revert", (one.id, one.short_identity))]
    assert status("revenue") is Status.TODO
    assert status("membership") is status("newsletter") is Status.DONE


def test_who_ticked_and_when_comes_back_too(open_store, contoso, item):
    open_store().change(contoso, [item_changes.tick("demo", item)])
    before = open_store().load(contoso).runs["demo"].of("membership")
    line = open_store(BEN).change(contoso, [item_changes.untick("demo", item)]).lines[0]
    saved = open_store(BEN).revert(contoso, line.id)
    assert saved.partner.runs["demo"].of("membership") == before


def test_an_undo_takes_the_revert_back_and_then_the_whole_bulk(store, contoso, demo, status):
    lines = bulk(store, contoso, demo)
    store.revert(contoso, line_of(lines, "revenue"))
    store.undo(contoso)
    assert {status(each.id) for each in demo.items} == {Status.DONE}
    store.undo(contoso)
    assert {status(each.id) for each in demo.items} == {Status.TODO}
    store.undo(contoso, redo=True)
    assert {status(each.id) for each in demo.items} == {Status.DONE}
    store.undo(contoso, redo=True)
    assert status("revenue") is Status.TODO
    assert status("membership") is Status.DONE


def test_the_steps_before_a_bulk_are_undone_in_order_after_a_revert(store, contoso, demo, status):
    newsletter = demo.by_id["newsletter"]
    store.change(contoso, [item_changes.edit("note", "demo", newsletter, note="first")])
    lines = bulk(store, contoso, demo)
    store.revert(contoso, line_of(lines, "newsletter"))
    for _ in range(3):
        partner = store.undo(contoso).partner
    assert partner.runs["demo"].of("newsletter").note == ""
    assert store.undo(contoso).partner.runs == {}
    with pytest.raises(UsageError, match="nothing of yours to undo"):
        store.undo(contoso)


def test_the_line_of_another_person_is_taken_back_and_stays_theirs_in_the_history(
    open_store, places, contoso, demo, status
):
    lines = bulk(open_store(BEN), contoso, demo)
    open_store().revert(contoso, line_of(lines, "revenue"))
    last = history_of(places.data, contoso)[-1]
    one = next(line for line in lines if line.item == "revenue")
    undone = f"{one.id}:{one.short_identity}"
    assert (last["by"], last["do"], last["undoes"]) == ("amira", "revert", undone)
    assert "step" in last
    open_store().undo(contoso)
    assert status("revenue") is Status.DONE


def test_a_bulk_of_which_another_person_has_taken_back_a_line_is_not_undone(
    open_store, contoso, demo, status
):
    lines = bulk(open_store(), contoso, demo)
    open_store(BEN).revert(contoso, line_of(lines, "revenue"))
    with pytest.raises(UsageError, match=r"^since then ben has changed revenue$"):
        open_store().undo(contoso)
    assert status("membership") is Status.DONE


def test_a_line_whose_values_do_not_stand_any_more_is_not_taken_back(
    open_store, contoso, item, status
):
    line = open_store().change(contoso, [item_changes.tick("demo", item)]).lines[0]
    open_store(BEN).change(contoso, [item_changes.refuse("demo", item, "no")])
    with pytest.raises(UsageError, match=r"^since then ben has changed membership$"):
        open_store().revert(contoso, line.id)
    assert status("membership") is Status.REFUSED


def test_what_was_written_beside_a_tick_stays_when_it_is_taken_back(open_store, contoso, item):
    line = open_store().change(contoso, [item_changes.tick("demo", item)]).lines[0]
    open_store(BEN).change(contoso, [item_changes.edit("note", "demo", item, note="Ben's")])
    partner = open_store().revert(contoso, line.id).partner
    assert partner.runs["demo"].of("membership").note == "Ben's"


def test_an_undo_is_taken_back_like_any_other_line(store, contoso, item, status):
    store.change(contoso, [item_changes.tick("demo", item)])
    line = store.undo(contoso).lines[0]
    store.revert(contoso, line.id)
    assert status("membership") is Status.DONE
    store.undo(contoso)
    assert status("membership") is Status.TODO


def test_a_revert_is_taken_back_by_its_own_line(store, contoso, item, status):
    line = store.change(contoso, [item_changes.tick("demo", item)]).lines[0]
    line = store.revert(contoso, line.id).lines[0]
    store.revert(contoso, line.id)
    assert status("membership") is Status.DONE


def test_a_change_made_outside_is_taken_back_by_its_line(store, contoso, file, item, status):
    store.change(contoso, [item_changes.tick("demo", item)])
    file.write_text(file.read_text().replace('status = "done"', 'status = "refused"'))
    store.change(contoso, [item_changes.edit("note", "demo", item, note="x")])
    outside = next(line for line in store.history(contoso).lines() if line.do == "outside")
    store.revert(contoso, outside.id)
    assert status("membership") is Status.DONE


@pytest.mark.parametrize("what", ["add", "restore"])
def test_what_cannot_be_taken_back_is_told(store, contoso, what):
    if what == "restore":
        store.change(contoso, [Change("restore", {})])
    line = next(each for each in store.history(contoso).lines() if each.do == what)
    with pytest.raises(UsageError, match="not taken back"):
        store.revert(contoso, line.id)


@pytest.mark.parametrize("line", ["", "x", "x:1", ":", "x:99999999999999999999"])
def test_a_line_that_is_not_there_is_told(store, contoso, line):
    with pytest.raises(NotFoundError, match="there is no history line"):
        store.revert(contoso, line)


def test_a_start_is_taken_back_only_while_the_run_is_untouched(store, contoso, item):
    start = store.history(contoso).lines()[1]
    line = store.change(contoso, [item_changes.tick("demo", item)]).lines[0]
    with pytest.raises(UsageError, match="has changed demo"):
        store.revert(contoso, start.id)
    store.revert(contoso, line.id)
    assert store.revert(contoso, start.id).partner.runs == {}


def test_nothing_is_brought_back_into_a_run_that_is_gone(open_store, contoso, item):
    ben = open_store(BEN)
    ben.change(contoso, [item_changes.edit("note", "demo", item, note="x")])
    line = ben.change(contoso, [item_changes.edit("note", "demo", item, note="")]).lines[0]
    open_store().undo(contoso)  # the start
    for take_back in (lambda: ben.revert(contoso, line.id), lambda: ben.undo(contoso)):
        with pytest.raises(UsageError, match='the run "demo" is not there any more'):
            take_back()


def test_a_change_of_another_person_just_before_the_lock_is_not_taken_back(
    open_store, contoso, item, clock, status
):
    line = open_store().change(contoso, [item_changes.tick("demo", item)]).lines[0]
    ben = open_store(BEN)
    clock.act_after(1, lambda: ben.change(contoso, [item_changes.refuse("demo", item, "no")]))
    with pytest.raises(UsageError, match="since then ben has changed membership"):
        open_store().revert(contoso, line.id)
    assert status("membership") is Status.REFUSED


def test_every_line_names_what_it_takes_back(store, contoso, demo, item):
    bulk(store, contoso, demo)
    store.undo(contoso)
    store.undo(contoso, redo=True)
    ticked = store.history(contoso).lines()[2]
    store.revert(contoso, ticked.id)
    lines = HistoryLines(store.history(contoso).encoded())
    undone = {number: lines.original_of(number) for number in range(len(lines))}
    assert [undone[number] for number in range(7)] == [None] * 7
    for number in range(7, 17):  # undo and redo tell what was done first, each of its own item
        target = lines[undone[number]]
        assert (target.do, target.item) == ("tick", lines[number].item)
    assert lines[undone[17]].id == ticked.id


def test_a_history_that_points_at_itself_is_read(store, contoso, places, item):
    store.change(contoso, [item_changes.tick("demo", item, date(2026, 9, 1))])
    store.undo(contoso)
    path = places.history_file(contoso)
    line = store.history(contoso).lines()[-1]
    path.write_text(
        path.read_text().replace(f'"undoes":"{line.undoes}"', f'"undoes":"{line.step}"')
    )
    lines = HistoryLines(store.history(contoso).encoded())
    assert lines.original_of(len(lines) - 1) is None
