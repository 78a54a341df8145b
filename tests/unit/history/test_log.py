from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import stamp
from csp_tui.core.base.errors import InvalidFileError, UsageError, WriteError
from csp_tui.core.history.line import decode_line
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import item_changes

from ..helpers import NOON, crash_back, history_of


@pytest.fixture
def log(places, contoso):
    """The history file of Contoso."""
    return places.history_file(contoso)


def raw_lines(log) -> list[bytes]:
    return log.read_bytes().splitlines()


def test_a_line_has_the_keys_of_the_design_in_their_order(places, store, contoso, demo):
    store.change(contoso, [item_changes.tick("demo", demo.by_id["revenue"], date(2026, 9, 1))])
    line = history_of(places.data, contoso)[-1]
    assert list(line) == [
        *("v", "w", "n", "at", "by", "host", "step", "do", "run", "item"),
        *("from", "to", "rule", "prev"),
    ]
    assert (line["v"], line["n"], line["do"]) == (2, 3, "tick")
    assert (line["by"], line["host"]) == ("amira", "host-a")
    assert (line["run"], line["item"]) == ("demo", "revenue")
    assert line["rule"] == "USD 1,000,000 or more"
    assert line["step"] == f"{line['w']}-3"
    none = {"status": None, "fingerprint": None, "on": None, "at": None, "by": None}
    assert line["from"] == none
    assert line["to"] == {
        "status": "done",
        "fingerprint": demo.by_id["revenue"].fingerprint,
        "on": "2026-09-01",
        "at": line["at"],
        "by": "amira",
    }


def test_a_line_names_what_it_replaces_and_states_what_stays(places, store, contoso, demo):
    ticked = item_changes.tick("demo", demo.by_id["revenue"])
    first = store.change(contoso, [ticked]).lines[0]
    store.change(contoso, [Change("set", {"on": date(2026, 9, 1)}, "demo", "revenue")])
    store.change(contoso, [Change("edit", {"name": "Contoso SARL", "region": "France"})])
    *_, added, _start, _tick, detail, edit = ({}, *history_of(places.data, contoso))
    assert (detail["over"], detail.get("with")) == ([first.identity[:16]], None)
    encoded = json.dumps(added, ensure_ascii=False, separators=(",", ":")).encode()
    assert edit["over"] == [hashlib.sha256(encoded).hexdigest()[:16]]
    store.change(contoso, [item_changes.untick("demo", demo.by_id["revenue"])])
    store.change(contoso, [Change("set", {"evidence": "p. 7"}, "demo", "revenue")])
    store.change(contoso, [Change("set", {"as_of": date(2026, 9, 2)}, "demo", "revenue")])
    *_, proof, day = history_of(places.data, contoso)
    assert list(day)[-5:] == ["from", "to", "with", "over", "prev"]
    assert day["with"] == {"evidence": "p. 7"}
    assert "over" not in proof


def test_a_reviewer_is_named_beside_the_login_that_vouches_for_it(
    places, open_store, contoso, demo
):
    reviewed = open_store(Actor("shared", "host-a", "Amira K."))
    saved = reviewed.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    line = history_of(places.data, contoso)[-1]
    assert (line["by"], line["as"]) == ("shared", "Amira K.")
    assert saved.lines[0].who == "Amira K. (shared)"
    assert saved.partner.runs["demo"].of("membership").by == "shared"


def test_every_line_holds_the_hash_of_the_line_before(store, contoso, demo, log):
    store.change(contoso, [item_changes.tick("demo", item) for item in demo.items])
    lines = raw_lines(log)
    assert "prev" not in json.loads(lines[0])
    assert [json.loads(line)["prev"] for line in lines[1:]] == [
        hashlib.sha256(line).hexdigest() for line in lines[:-1]
    ]


def test_the_progress_file_holds_count_and_hash_of_the_last_line(store, contoso, log):
    last = raw_lines(log)[-1]
    writer = json.loads(last)["w"]
    expected = {writer: f"2 {hashlib.sha256(last).hexdigest()}"}
    assert store.load(contoso).heads == expected


def test_all_lines_of_one_act_share_a_step(places, store, contoso, demo):
    store.change(contoso, [item_changes.tick("demo", item) for item in demo.items])
    steps = [line["step"] for line in history_of(places.data, contoso)]
    assert len(set(steps)) == 3
    assert steps[2:] == [steps[2]] * 5


def test_stamps_keep_their_order_when_the_clock_goes_back(places, store, contoso, demo, clock):
    before = (
        store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])]).lines[0].at
    )
    clock.advance(hours=-1)
    line = store.change(contoso, [item_changes.untick("demo", demo.by_id["membership"])]).lines[0]
    assert line.at == before + timedelta(milliseconds=1)
    assert line.when == line.clock
    assert store.load(contoso).runs["demo"].of("membership").at == line.when < before
    stamps = [line["at"] for line in history_of(places.data, contoso)]
    assert stamps == sorted(stamps)


def test_times_are_utc_with_milliseconds(places, store, contoso):
    for line in history_of(places.data, contoso):
        assert line["at"].startswith("2026-11-23T12:00:00.0")
        assert line["at"].endswith("Z")
        assert line["at"] == stamp(decode_line(json.dumps(line).encode()).at)


def test_a_torn_last_line_is_set_aside_and_the_next_change_is_whole(
    places, store, contoso, demo, log
):
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"v":1,"w":"torn')
    assert len(store.history(contoso).lines()) == 2
    store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    assert log.read_bytes().startswith(whole)
    assert len(history_of(places.data, contoso)) == 3
    aside = list((places.aside).iterdir())
    assert [each.read_bytes() for each in aside] == [b'{"v":1,"w":"torn']


def test_a_line_that_the_file_lacks_after_a_crash_is_applied_at_the_next_change(
    open_store, contoso, demo, file
):
    before = file.read_bytes()
    open_store().change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    crash_back(file, before)  # as if the power went between the two writes
    saved = open_store().change(contoso, [item_changes.tick("demo", demo.by_id["newsletter"])])
    for partner in (saved.partner, open_store().load(contoso)):
        assert partner.runs["demo"].of("membership").status is Status.DONE
        assert partner.runs["demo"].of("newsletter").status is Status.DONE


@pytest.mark.parametrize(
    "change",
    [
        Change("wait", {"status": "waiting", "waiting_for": "customer"}, "demo", "membership"),
        Change("fact", {"customer": True}, part="facts"),
        Change("tick", {"status": "done"}, "demo", "customer"),
    ],
)
def test_a_line_that_holds_the_word_customer_is_applied_after_a_crash_too(
    open_store, contoso, demo, file, change
):
    before = file.read_bytes()
    open_store().change(contoso, [change])
    after = file.read_bytes()
    crash_back(file, before)
    open_store().catch_up(contoso)
    assert file.read_bytes() == after


def test_a_tick_repeated_after_a_crash_is_in_the_file_though_the_history_knows_it(
    open_store, contoso, demo, file, log
):
    before = file.read_bytes()
    ticked = item_changes.tick("demo", demo.by_id["membership"])
    open_store().change(contoso, [ticked])
    after, lines = file.read_bytes(), log.read_bytes()
    crash_back(file, before)
    saved = open_store().change(contoso, [ticked])
    assert saved.lines == ()
    assert (file.read_bytes(), log.read_bytes()) == (after, lines)


def test_a_crash_in_the_middle_of_many_steps_loses_none_of_them(open_store, contoso, demo, file):
    before = file.read_bytes()
    store = open_store()
    for item in demo.items:
        store.change(contoso, [item_changes.tick("demo", item)])
    after = file.read_bytes()
    crash_back(file, before)
    open_store().change(contoso, [item_changes.tick("demo", demo.by_id["newsletter"])])
    assert file.read_bytes() == after


def test_a_line_of_a_newer_version_keeps_its_place_in_the_chain(open_store, contoso, demo, log):
    newer = {**json.loads(raw_lines(log)[-1]), "v": 3, "n": 3, "customer": "wingtip", "to": {}}
    line = json.dumps(newer, separators=(",", ":")).encode()
    log.write_bytes(log.read_bytes() + line + b"\n")
    saved = open_store().change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    assert (saved.lines[0].count, saved.lines[0].prev) == (4, hashlib.sha256(line).hexdigest())
    assert line in raw_lines(log)


def test_a_copied_directory_writes_under_a_name_of_its_own(places, open_store, contoso, demo):
    copy = replace(places, data=places.data.with_name("copy"))
    shutil.copytree(places.data, copy.data)
    tick = item_changes.tick("demo", demo.by_id["membership"])
    copied = open_store(at=copy).change(contoso, [tick]).lines[0]
    original = open_store().change(contoso, [tick]).lines[0]
    assert copied.writer != original.writer
    assert (copied.count, copied.prev) == (1, "")
    assert (original.count, original.writer) == (3, open_store().history(contoso).lines()[0].writer)
    again = open_store(at=copy).change(
        contoso, [item_changes.untick("demo", demo.by_id["membership"])]
    )
    assert (again.lines[0].writer, again.lines[0].count) == (copied.writer, 2)


def test_the_writer_stays_the_same_over_restarts(open_store, contoso, demo):
    for item in demo.items:
        open_store().change(contoso, [item_changes.tick("demo", item)])
    assert len({line.writer for line in open_store().history(contoso).lines()}) == 1


@pytest.mark.parametrize("head", ["nonsense", "", "9 x", "-1 abc", "9" * 5000 + " abc", "٣ abc"])
def test_a_damaged_head_in_the_file_never_makes_two_steps_alike(
    open_store, contoso, demo, file, log, head
):
    last = raw_lines(log)[-1]
    text = file.read_text()
    start = text.index('"', text.index("[history]"))
    file.write_text(text[:start] + f'"{head}"\n')
    line = (
        open_store().change(contoso, [item_changes.tick("demo", demo.by_id["membership"])]).lines[0]
    )
    assert (line.count, line.prev) == (3, hashlib.sha256(last).hexdigest())


def test_a_history_table_taken_out_by_hand_is_filled_again(open_store, contoso, demo, file):
    text = file.read_text()
    file.write_text(text[: text.index("[history]")])
    saved = open_store().change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    assert saved.lines[0].count == 3
    assert next(iter(open_store().load(contoso).heads.values())).startswith("3 ")


DAMAGED = [
    b"",
    b"nonsense",
    b"[]",
    b"1",
    b"{}",
    b"\xff",
    b'{"w":"a","n":"x","at":"2026-11-23T10:00:00Z","by":"a","step":"s","do":"d"}',
    b'{"w":"a","n":1,"at":"yesterday","by":"a","step":"s","do":"d"}',
    b'{"w":"a","n":1,"at":5,"by":"a","step":"s","do":"d"}',
    b'{"w":"a","n":1,"at":"2026-11-23T10:00:00","by":"a","step":"s","do":"d"}',
    b'{"w":"a","n":1,"at":"0001-01-01T00:00:00+10:00","by":"a","step":"s","do":"d"}',
    b'{"w":"a","n":Infinity,"at":"2026-11-23T10:00:00Z","by":"a","step":"s","do":"d"}',
    b'{"w":"a","n":1,"at":"2026-11-23T10:00:00Z","by":"a","step":"s","do":"d","to":[]}',
    b'{"w":"a","n":1,"at":"2026-11-23T10:00:00Z","by":"a","step":"s","do":"d","to":{"on":"x"}}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("line", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_line_is_told_with_its_number_and_hinders_no_change(
    store, contoso, demo, log, line
):
    log.write_bytes(log.read_bytes() + line + b"\n")
    with pytest.raises(InvalidFileError) as caught:
        store.history(contoso).lines()
    assert caught.value.line == 3
    saved = store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    assert saved.lines[0].count == 3
    assert line in raw_lines(log)


@pytest.mark.parametrize("last", [False, True], ids=["in the middle", "in the middle and the last"])
def test_zeros_in_old_lines_are_damage_and_cost_no_other_line(
    store, contoso, demo, log, places, last
):
    items = [*demo.items]
    for number in range(20):
        store.change(contoso, [item_changes.edit("note", "demo", items[0], note=str(number))])
    lines = raw_lines(log)
    holes = [4, len(lines) - 1] if last else [4]
    for hole in holes:
        lines[hole] = b"\0" * len(lines[hole])
    log.write_bytes(b"".join(line + b"\n" for line in lines))
    store.change(contoso, [item_changes.tick("demo", items[1])])
    kept = raw_lines(log)
    whole = len(lines) - (1 if last else 0)
    assert kept[:whole] == lines[:whole]
    assert len(kept) == whole + 1
    history = store.history(contoso)
    assert [each.line for each in history.damage()] == [5]
    assert len(history.readable_lines()) == whole
    aside = [*places.aside.iterdir()] if places.aside.exists() else []
    assert [each.read_bytes() for each in aside] == ([lines[-1] + b"\n"] if last else [])


def test_steps_after_a_damaged_line_can_be_undone_and_those_before_it_not(
    store, contoso, demo, log
):
    item = demo.by_id["membership"]
    store.change(contoso, [item_changes.edit("note", "demo", item, note="before")])
    lines = raw_lines(log)
    log.write_bytes(log.read_bytes() + b'{"no history line"}\n')
    store.change(contoso, [item_changes.tick("demo", item)])
    assert store.undo(contoso).partner.runs["demo"].of("membership").status == Status.TODO
    assert raw_lines(log)[: len(lines)] == lines
    with pytest.raises(UsageError, match="nothing of yours to undo"):
        store.undo(contoso)


def test_a_partner_without_history_has_no_lines(store, places):
    assert store.history("nobody").lines() == []
    assert not places.history.exists()


def test_a_history_that_is_a_symbolic_link_is_not_written_through(store, contoso, demo, log, file):
    target = log.rename(log.with_name("elsewhere"))
    log.symlink_to(target)
    before = (target.read_bytes(), file.read_bytes())
    with pytest.raises(InvalidFileError, match="symbolic link"):
        store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    assert (target.read_bytes(), file.read_bytes()) == before


def test_a_line_reads_back_as_it_was_written(store, contoso, demo):
    item = demo.by_id["membership"]
    change = item_changes.wait(
        "demo", item, "Microsoft", date(2026, 11, 23), date(2026, 12, 1), "42"
    )
    note = item_changes.edit("note", "demo", item, note="a\nb «é» \u200b", due=date(2027, 1, 1))
    line, second = store.change(contoso, [change, note]).lines
    assert decode_line(line.encode()) == line
    assert store.history(contoso).lines()[-2:] == [line, second]
    assert line.at > NOON


def test_machines_that_share_a_directory_keep_an_id_each(places, open_store, contoso, demo):
    items = [*demo.items]
    here = open_store().change(contoso, [item_changes.tick("demo", items[0])]).lines[0].writer
    file = places.local / "writer"
    name, _, place = file.read_text().strip().partition(" ")
    device, _, inode = place.partition(":")
    file.write_text(f"{name} {int(device) + 1}:{inode}\nother {int(device) + 1}:1\n")
    second = open_store().change(contoso, [item_changes.tick("demo", items[1])]).lines[0].writer
    assert second != here == name
    assert file.read_text() == f"{name} {int(device) + 1}:{inode}\n{second} {place}\n"
    third = open_store().change(contoso, [item_changes.tick("demo", items[2])]).lines[0].writer
    assert third == second


def test_a_writer_that_is_no_id_is_made_anew(places, open_store, contoso, demo, log):
    file = places.local / "writer"
    file.write_text(f"\x1b[2J {file.read_text().partition(' ')[2]}")
    open_store().change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    assert "\x1b" not in file.read_text() + log.read_text()


def test_a_stamp_at_the_end_of_the_calendar_spoils_no_later_line(store, contoso, demo, log, clock):
    items = [*demo.items]
    before = clock.now
    clock.now = datetime(9998, 12, 31, 23, 59, 59, 990000, tzinfo=UTC)
    store.change(contoso, [item_changes.tick("demo", items[1])])
    clock.now = before
    for number in range(12):
        store.change(contoso, [item_changes.edit("note", "demo", items[0], note=str(number))])
    history = store.history(contoso)
    assert history.damage() == []
    assert len(history.lines()) == 15
    clock.now = datetime(9999, 1, 1, tzinfo=UTC)
    with pytest.raises(WriteError, match="clock of this machine is wrong: 9999-01-01"):
        store.change(contoso, [item_changes.untick("demo", items[1])])
    assert len(history.lines()) == 15


def test_a_backup_of_hard_links_stays_as_it_was_made(places, store, contoso, demo, tmp_path):
    store.change(contoso, [item_changes.tick("demo", demo.by_id["revenue"])])
    backup = tmp_path / "backup"
    shutil.copytree(places.data, backup, copy_function=os.link)
    before = {path: path.read_bytes() for path in backup.rglob("*") if path.is_file()}
    assert len(before) > 3
    for item in ("membership", "revenue"):
        store.change(contoso, [Change("note", {"note": "since"}, "demo", item)])
    assert {path: path.read_bytes() for path in before} == before
    assert len(history_of(places.data, contoso)) == 5


def test_a_torn_step_is_cut_off_here_and_not_in_a_backup_of_hard_links(
    places, open_store, contoso, log, tmp_path
):
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"v":1')
    (tmp_path / "backup").hardlink_to(log)
    open_store().change(contoso, [Change("edit", {"region": "north"})])
    assert (tmp_path / "backup").read_bytes() == whole + b'{"v":1'
    assert log.read_bytes().startswith(whole)
    assert len(raw_lines(log)) == len(whole.splitlines()) + 1


@pytest.mark.parametrize("state", ["missing", "unreadable", "without heads", "odd heads"])
def test_zeros_cost_no_line_where_no_file_says_what_is_saved(
    places, store, contoso, demo, log, file, state
):
    item = demo.by_id["membership"]
    for number in range(3):
        store.change(contoso, [item_changes.edit("note", "demo", item, note=str(number))])
    lines = raw_lines(log)
    lines[3] = b"\0" * len(lines[3])
    log.write_bytes(b"".join(line + b"\n" for line in lines))
    text = file.read_text().partition("[history]")[0]
    shutil.rmtree(places.copies)
    if state == "missing":
        file.unlink()
    else:
        rest = {"unreadable": "name = ", "odd heads": 'history = "x"\n'}
        file.write_text(
            rest.get(state, "") + text if state == "odd heads" else text + rest.get(state, "")
        )
    history = store.history(contoso)
    assert history.encoded() == lines
    assert [each.line for each in history.damage()] == [4]


def test_no_history_is_begun_beside_one_that_was_moved_away(store, contoso, demo, log, file):
    before, aside = file.read_bytes(), log.rename(log.with_name("aside"))
    change = [item_changes.tick("demo", demo.by_id["membership"])]
    with pytest.raises(WriteError, match="is missing; put it back, or make an empty file there"):
        store.change(contoso, change)
    assert (log.exists(), file.read_bytes()) == (False, before)
    aside.rename(log)
    assert store.change(contoso, change).lines[0].count == 3
    log.write_bytes(b"")
    assert (
        len(store.change(contoso, [item_changes.untick("demo", demo.by_id["membership"])]).lines)
        == 1
    )
