"""What stands in each register follows from the lines alone, whatever their order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from csp_tui.core.history.clashes import clashes
from csp_tui.core.history.fold import corrections, fold, is_archived, table_of, without_empty
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.registers import Register

from .lines import ITEM, RUN, at, line

ITEM_TABLE = ("checklists", RUN, "items", ITEM)
DAY = date(2026, 11, 23)
WAITING = {"status": "waiting", "waiting_for": "Ben", "since": DAY, "at": at(0), "by": "aaaa"}
DONE = {"status": "done", "on": DAY, "fingerprint": "1:ab", "at": at(1), "by": "bbbb"}


def item_of(lines: Sequence[HistoryLine], customer: str = "") -> dict[str, Any]:
    """Return the values of the item, after a check that the order of the lines decides nothing."""
    assert len(lines) < 6
    tables = [table_of(fold(each), customer) for each in permutations(lines)]
    assert all(each == tables[0] for each in tables)
    found: dict[str, Any] = tables[0].get("checklists", {}).get(RUN, {})
    return dict(found.get("items", {}).get(ITEM, {}))


def tips_of(lines: Sequence[HistoryLine], name: str) -> list[Any]:
    standing = fold(lines)[Register("", ITEM_TABLE, name)]
    return [tip.after.get(name) for tip in standing.tips]


def test_of_three_notes_the_latest_stands_and_the_one_that_nobody_saw_is_a_clash():
    first = line("aaaa", 0, {"note": "1"})
    second = line("bbbb", 2, {"note": "2"}, first)
    third = line("aaaa", 3, {"note": "3"}, first, count=2)
    lines = [first, second, third]
    assert item_of(lines) == {"note": "3"}
    assert tips_of(lines, "note") == ["2", "3"]
    (clash,) = clashes(lines)
    assert (clash.fell, clash.stands.line) == (second, third)
    back = line("bbbb", 4, {"note": "2"}, second, third, count=2)
    assert item_of([*lines, back]) == {"note": "2"}
    assert clashes([*lines, back]) == []


def test_a_decision_that_is_taken_back_counts_for_the_fields_that_were_changed_since():
    one = line("aaaa", 0, {"note": "1", "owner": "a"})
    other = line("bbbb", 1, {"note": "2", "owner": "b"})
    decided = line("aaaa", 2, one.after, one, other, do="decide", count=2)
    undone = line("aaaa", 3, other.after, decided, do="undo", count=3, undoes=_name(decided))
    later = line("bbbb", 4, {"note": "3"}, undone, count=2)
    lines = [one, other, decided, undone]
    assert _fallen_fields(lines[:3]) == []
    assert _fallen_fields(lines) == ["note", "owner"]
    for each in permutations([*lines, later]):
        assert _fallen_fields(each) == ["owner"]


def test_a_decision_may_be_taken_back_and_made_again_for_each_of_many_items():
    lines: list[HistoryLine] = []
    items = [f"i-{number}" for number in range(30)]
    for at_item, item in enumerate(items):
        count = at_item * 10
        one = line("aaaa", count, {"note": "1"}, item=item, count=count)
        other = line("bbbb", count, {"note": "2"}, item=item, count=count)
        lines += one, other
        over: tuple[HistoryLine, ...] = (one, other)
        undoes = ""
        for do, to in (("decide", one), ("undo", other), ("redo", one), ("undo", other)):
            count += 1
            rest: dict[str, Any] = {"item": item, "count": count, "undoes": undoes}
            last = line("aaaa", count, to.after, *over, do=do, **rest)
            lines.append(last)
            over, undoes = (last,), _name(last)
            is_open = [item] if do == "undo" else []
            assert [clash.item for clash in clashes(lines)] == items[:at_item] + is_open
    assert [clash.item for clash in clashes(lines[::-1])] == items[::-1]


def _name(first: HistoryLine) -> str:
    """Return how an undo names the step that `first` begins."""
    return f"{first.step}:{first.short_identity}"


def _fallen_fields(lines: Sequence[HistoryLine]) -> list[str]:
    return sorted(clash.register.name for clash in clashes(lines))


def test_of_two_changes_of_one_moment_that_of_the_larger_writer_stands():
    lines = [line("bbbb", 0, {"note": "b"}), line("aaaa", 0, {"note": "a"}, count=9)]
    assert item_of(lines) == {"note": "b"}


@pytest.mark.parametrize("version", [1, 2])
def test_what_was_replaced_does_not_stand_whatever_its_stamp(version):
    ahead = line("aaaa", 60 * 24 * 40, {"note": "ahead"}, version=version)
    mended = line("bbbb", 0, {"note": "mended"}, ahead, do="clock")
    assert item_of([ahead, mended]) == {"note": "mended"}
    assert tips_of([ahead, mended], "note") == ["mended"]


def test_fields_that_are_stated_apart_win_apart_and_those_of_one_act_together():
    lines = [
        line("aaaa", 0, {"note": "a"}),
        line("bbbb", 1, {"owner": "ben"}),
        line("bbbb", 2, {"evidence": "letter", "as_of": DAY}, count=2),
        line("aaaa", 3, {"evidence": "contract"}, count=2),
    ]
    assert item_of(lines) == {"note": "a", "owner": "ben", "evidence": "contract"}


def test_a_tick_and_a_refusal_stand_whole():
    ticked = line("aaaa", 0, DONE, do="tick")
    refused = line("bbbb", 1, {"status": "refused", "reason": "no", "by": "bbbb"}, do="refuse")
    assert item_of([ticked, refused]) == {"status": "refused", "reason": "no", "by": "bbbb"}
    later = line("aaaa", 2, DONE, do="tick", count=2)
    assert item_of([refused, later]) == DONE


def test_a_line_states_what_stays_in_its_register_too():
    first = line("aaaa", 0, {"evidence": "letter"})
    second = line("aaaa", 1, {"as_of": DAY}, first, kept={"evidence": "letter"}, count=2)
    assert item_of([second]) == {"evidence": "letter", "as_of": DAY}


def test_a_chase_falls_with_the_wait_that_it_was_about():
    waited = line("aaaa", 0, WAITING, do="wait")
    chased = line("aaaa", 10, {"chased": DAY, "chase_on": DAY}, waited, do="chase", count=2)
    assert item_of([waited, chased]) == {**WAITING, "chased": DAY, "chase_on": DAY}
    ticked = line("bbbb", 5, DONE, waited, do="tick")
    assert item_of([waited, chased, ticked]) == DONE
    (clash,) = clashes([waited, chased, ticked])
    assert (clash.fell, clash.stands.line) == (chased, ticked)


def test_of_several_details_of_a_status_the_latest_counts_key_by_key():
    waited = line("aaaa", 0, WAITING, do="wait")
    lines = [
        waited,
        line("aaaa", 1, {"case": "1", "since": date(2026, 11, 20)}, waited, do="set", count=2),
        line("bbbb", 2, {"case": "2"}, waited, do="set"),
    ]
    assert item_of(lines) == {**WAITING, "case": "2", "since": date(2026, 11, 20)}
    standing = fold(lines)[Register("", ITEM_TABLE, "status")]
    assert (standing.tips, standing.newest) == ((waited,), at(2))


def test_a_value_that_was_found_stands_only_where_nobody_changed_the_field():
    found = line("aaaa", 9, {"note": "found"}, do="found")
    assert item_of([found]) == {"note": "found"}
    assert item_of([found, line("bbbb", 0, {"note": "changed"})]) == {"note": "changed"}


def before(writer: str, minutes: float, to: dict[str, Any], **others: Any) -> HistoryLine:
    """Return a line as earlier versions wrote it: with the keys that changed alone."""
    return line(writer, minutes, to, version=1, **others)


def test_what_earlier_versions_repeated_when_they_took_it_in_does_not_compete():
    changes = [before("aaaa", 0, {"note": "first"}), before("cccc", 1, {"note": "LATER"})]
    echoes = [
        before("bbbb", 2, {"note": "first"}, do="sync"),
        before("cccc", 3, {"note": "first"}, do="sync", count=2),
    ]
    assert item_of([*changes, *echoes]) == {"note": "LATER"}
    checked = before("aaaa", 4, {"note": "first, checked"}, count=2)
    assert item_of([*changes, *echoes, checked]) == {"note": "first, checked"}
    assert item_of(echoes) == {"note": "first"}


def test_every_line_of_a_step_that_took_something_in_is_an_echo():
    named = before("aaaa", 0, {"name": "A"}, do="edit", run="", item="", customer="x")
    echo = {"step": "bbbb-1", "run": "", "item": "", "customer": "x"}
    lines = [
        named,
        before("bbbb", 1, {"name": "B"}, do="add", **echo),
        before("bbbb", 1, {}, do="sync", count=2, **{**echo, "customer": ""}),
    ]
    assert table_of(fold(lines), "x") == {"name": "A"}
    assert table_of(fold(lines[1:]), "x") == {"name": "B"}
    undone = before("bbbb", 2, {"name": "C"}, do="undo", count=3, **{**echo, "step": "bbbb-3"})
    assert table_of(fold([*lines, undone]), "x") == {"name": "C"}


def test_a_line_of_an_earlier_version_is_completed_by_those_before_it_and_fits_its_status():
    waited = before("aaaa", 0, WAITING, do="wait")
    evidence = before("aaaa", 1, {"evidence": "letter", "as_of": DAY}, count=2)
    ticked = before("bbbb", 2, {"status": "done", "on": DAY, "at": at(2), "by": "bbbb"}, do="tick")
    wanted = {"status": "done", "on": DAY, "at": at(2), "by": "bbbb"}
    assert item_of([waited, ticked]) == wanted
    moved = before("bbbb", 3, {"as_of": date(2026, 11, 1)}, count=2)
    assert item_of([evidence, moved]) == {"evidence": "letter", "as_of": date(2026, 11, 1)}
    refused = before("bbbb", 4, {"status": "refused", "reason": "no"}, do="refuse", count=3)
    left = {"status": "refused", "reason": "no", "at": at(2), "by": "bbbb"}
    assert item_of([waited, ticked, refused]) == left


@pytest.mark.parametrize("version", [1, 2])
def test_a_detail_of_an_earlier_version_belongs_to_the_status_before_it(version):
    waited = line("aaaa", 0, WAITING, do="wait", version=version)
    chased = before("bbbb", 2, {"chased": DAY}, do="chase")
    assert item_of([waited, chased]) == {**WAITING, "chased": DAY}
    again = line("aaaa", 3, WAITING, waited, do="wait", version=2, count=2)
    assert item_of([waited, chased, again]) == WAITING
    assert clashes([waited, chased, again]) == []


def test_a_detail_of_an_earlier_version_that_does_not_fit_a_later_status_falls_away():
    waited = before("aaaa", 0, WAITING, do="wait")
    ticked = before("bbbb", 1, {"status": "done", "on": DAY, "at": at(1), "by": "bbbb"}, do="tick")
    chased = before("aaaa", 2, {"chased": DAY, "chase_on": DAY}, do="chase", count=2)
    done = {"status": "done", "on": DAY, "at": at(1), "by": "bbbb"}
    assert item_of([waited, ticked, chased]) == done


def test_lines_of_earlier_versions_replace_what_is_earlier_and_make_no_clash():
    lines = [before("aaaa", 0, {"note": "a"}), before("bbbb", 1, {"note": "b"})]
    assert tips_of(lines, "note") == ["b"]
    new = line("aaaa", 2, {"note": "c"}, lines[1], count=2)
    old = before("bbbb", 3, {"note": "d"}, count=2)
    assert tips_of([*lines, new], "note") == ["c"]
    assert tips_of([*lines, new, old], "note") == ["d"]


START = {"checklist": None, "edition": "1", "started": at(0)}
NO_START = {"checklist": None, "edition": None, "started": None}


def started(*lines: HistoryLine) -> dict[str, Any]:
    """Return what stands of the run itself."""
    return dict(table_of(fold(lines), "").get("checklists", {}).get(RUN, {}))


@pytest.mark.parametrize("customer", ["", "fabrikam"])
def test_a_start_that_is_taken_back_stands_where_somebody_has_worked_in_the_run(customer):
    start = line("aaaa", 0, START, do="start", item="")
    undone = line("aaaa", 2, NO_START, start, do="undo", item="", count=2)
    ticked = line("bbbb", 1, DONE, do="tick", customer=customer)
    assert "edition" not in started(start, undone)
    run = started(start, undone, ticked)
    assert (run["edition"], run["started"]) == ("1", at(0))
    nothing = line("bbbb", 3, dict.fromkeys(DONE), ticked, do="untick", count=2, customer=customer)
    assert "edition" not in started(start, undone, ticked, nothing)


def test_two_lines_of_one_step_about_one_field_are_no_clash():
    one = line("aaaa", 0, {"note": "1"}, step="aaaa-1", of=2)
    two = line("aaaa", 0, {"note": "2"}, step="aaaa-1", of=2, count=2)
    assert item_of([one, two]) == {"note": "2"}
    assert tips_of([one, two], "note") == ["2"]


def test_a_partner_is_archived_by_its_own_lines_alone():
    away = line("aaaa", 0, {}, do="archive", run="", item="")
    back = line("bbbb", 1, {}, away, do="unarchive", run="", item="")
    of_customer = line("bbbb", 2, {"archived": DAY}, do="archive", run="", item="", customer="x")
    assert is_archived(fold([away, of_customer]))
    assert not is_archived(fold([away, back]))
    assert not is_archived(fold([of_customer]))


def test_corrections_leave_alone_what_no_line_speaks_of():
    first = line("aaaa", 0, {"note": "1"})
    state = fold([first, line("aaaa", 1, {"owner": None}, count=2)])
    items = {ITEM: {"note": "old", "owner": "ben", "due": DAY, "colour": "blue"}}
    data = {"format": 1, "checklists": {RUN: {"edition": "1", "items": items}}}
    (change,) = corrections(state, "", data)
    assert change.table == ITEM_TABLE
    assert dict(change.to) == {"note": "1", "owner": None}
    items[ITEM] = {"note": "1", "due": DAY}
    assert corrections(state, "", data) == []
    assert without_empty(change.to) == {"note": "1"}
