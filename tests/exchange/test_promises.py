"""What stands, what is kept and what is said where several machines change the same partner."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from faults.calls import watch

from csp_tui.core.workplace.workplace import open_workplace

from .play import place_of, replace_content
from .sides import (
    CHECKLIST,
    Side,
    bare_repository,
    git,
    name_of,
    remote_files,
    remote_history,
    settle,
    values,
)


@pytest.fixture(autouse=True)
def _a_second_between(sides, monkeypatch) -> None:
    """Let every command of a side take a second of the true time."""
    do = Side.__call__

    def later(side: Side, *words: Any) -> Any:
        side.moment.advance(seconds=1)
        return do(side, *words)

    monkeypatch.setattr(Side, "__call__", later)


def notes(sides: Any, partner: str, item: str = "first") -> list[Any]:
    return [side.item(partner, item).get("note") for side in sides.values()]


def texts(lines: list[bytes], key: str = "note") -> list[str]:
    """Return the values of a key that lines set, in their order."""
    found = [json.loads(line).get("to", {}).get(key) for line in lines]
    return [each for each in found if each is not None]


def addresses(side: Side, partner: str) -> list[tuple[str, int]]:
    return [(line["w"], line["n"]) for line in side.lines(partner)]


def all_agree(sides: dict[str, Side], partner: str, remote: Path) -> bool:
    """Return whether all have the same lines and values, and nothing is wrong with them."""
    lines = {frozenset(side.history(partner)) for side in sides.values()}
    first, *others = sides.values()
    return (
        lines == {frozenset(remote_history(remote, partner))}
        and all(values(each, partner) == values(first, partner) for each in others)
        and all(side("verify").code == 0 for side in sides.values())
        and all(side("verify", "--remote").code == 0 for side in sides.values())
    )


# The later change stands


def test_the_latest_of_three_notes_stands_in_whatever_order_they_arrive(
    sides, partner, amira, ben, remote
):
    amira("note", partner, "first", "1")
    amira("sync")
    ben("note", partner, "first", "2")
    amira("note", partner, "first", "3")
    for side in (ben, amira, ben):
        assert side("sync").code == 0
    assert notes({"a": amira, "b": ben}, partner) == ["3", "3"]
    settle(sides)
    assert notes(sides, partner) == ["3", "3", "3"]
    assert all_agree(sides, partner, remote)


def test_a_bystander_who_only_syncs_changes_nothing(sides, partner, amira, ben, cleo):
    amira("note", partner, "first", "old")
    ben("note", partner, "first", "new")
    for side in (amira, cleo, ben, cleo, amira, cleo, ben):
        assert side("sync").code == 0
    assert notes(sides, partner) == ["new"] * 3
    assert texts(cleo.history(partner)) == ["old", "new"]


def test_a_hand_over_through_a_third_directory_changes_nothing(tmp_path, partner, amira, ben, cleo):
    amira("note", partner, "first", "old")
    amira("export", partner, "--output", tmp_path / "1.zip")
    ben("note", partner, "first", "new")
    assert cleo("import", "handover", tmp_path / "1.zip", "--yes").code == 0
    cleo("export", partner, "--output", tmp_path / "2.zip")
    before = cleo.history(partner)
    assert ben("import", "handover", tmp_path / "2.zip", "--yes").code == 0
    assert ben.item(partner, "first")["note"] == "new"
    assert texts(ben.history(partner)) == ["new", "old"]
    ben("export", partner, "--output", tmp_path / "3.zip")
    for side in (amira, cleo):
        assert side("import", "handover", tmp_path / "3.zip", "--yes").code == 0
        assert side.item(partner, "first")["note"] == "new"
    assert set(before) < set(cleo.history(partner)) == set(ben.history(partner))


def test_a_chase_does_not_set_an_item_back_to_waiting_that_is_done(sides, partner, amira, ben):
    amira("wait", partner, "first", "--for", "Microsoft")
    settle(sides)
    ben("tick", partner, "first", "--yes")
    amira("chase", partner, "first", "--chase", "2026-12-24")
    settle(sides)
    for side in sides.values():
        found = side.item(partner, "first")
        assert found["status"] == "done"
        assert not found.keys() & {"waiting_for", "chase_on", "chased", "since"}


def test_a_tick_and_a_refusal_stand_whole_or_not_at_all(sides, partner, amira, ben):
    amira("refuse", partner, "first", "--reason", "too dear")
    refused = amira.item(partner, "first")
    ben("tick", partner, "first", "--yes", "--on", "2026-11-20")
    ticked = ben.item(partner, "first")
    settle(sides)
    assert [side.item(partner, "first") for side in sides.values()] == [ticked] * 3
    assert refused.keys() - ticked.keys() == {"reason"}


def test_a_start_that_is_taken_back_stays_where_somebody_has_worked(sides, partner, amira, ben):
    amira("start", partner, "work", "--again")
    settle(sides)
    ben("note", partner, "first", "begun", "--run", "work-2")
    assert amira("undo", partner).code == 0
    settle(sides)
    for side in sides.values():
        run = side.table(partner)["checklists"]["work-2"]
        assert run["edition"] == "2026-01"
        assert run["items"]["first"] == {"note": "begun"}


# What was left alone is tried again


def bens_line_is_still_there(remote: Path, partner: str) -> bool:
    return "from ben" in texts(remote_history(remote, partner))


def test_what_a_busy_partner_missed_comes_with_the_next_sync(
    tmp_path, sides, partner, amira, ben, remote
):
    ben("note", partner, "first", "from ben")
    ben("sync")
    with amira.in_force():
        workplace = open_workplace(os.environ, str(amira.data))
    with workplace.store.locked(partner):
        answer = amira("sync")
    assert (answer.code, answer.out, partner in answer.err) == (1, "", True)
    assert json.loads(amira("sync", "--status", "--json").out)["last"]["received"] == 0
    answer = amira("sync")
    assert (answer.code, f"received for: {partner}\n" in answer.out) == (0, True)
    assert notes({"a": amira}, partner) == ["from ben"]


@pytest.fixture(params=["busy", "unreadable", "full disk"])
def hindered(request, amira, partner) -> Callable[[], Any]:
    """Return a sync of amira's side that cannot take the partner in."""

    def busy() -> int:
        with amira.in_force():
            workplace = open_workplace(os.environ, str(amira.data))
        with workplace.store.locked(partner):
            return int(amira("sync").code)

    def unreadable() -> int:
        path = amira.file(partner)
        content = path.read_bytes()
        path.write_text("format = ")
        code = amira("sync").code
        path.write_bytes(content)
        return int(code)

    def full_disk() -> int:
        return in_child(amira, ["sync"], no_space_for_partners)

    return {"busy": busy, "unreadable": unreadable, "full disk": full_disk}[request.param]


def in_child(side: Side, words: list[str], hook: Any) -> int:
    """Return the exit code of a command in a child whose calls pass through `hook`."""
    child = os.fork()
    if not child:
        code = 99
        try:
            watch(hook)
            code = side(*words).code
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def no_space_for_partners(name: str, call: Any, args: Any, kwargs: Any) -> Any:
    if name in ("write", "pwrite"):
        path = str(Path(f"/proc/self/fd/{args[0]}").readlink())
        if {"partners", "history", "customers"} & set(path.split("/")) and ".git" not in path:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return call(*args, **kwargs)


def test_a_new_partner_for_which_there_is_no_room_is_not_said_to_be_received(partner, amira, ben):
    other = ben("add", "Fabrikam").out.strip()
    ben("sync")
    assert in_child(amira, ["sync"], no_space_for_partners) == 1
    last = json.loads(amira("sync", "--status", "--json").out)["last"]
    assert (last["received"], last["left_alone"]) == (0, 1)
    assert amira("sync").out == f"received for: {other}\n"


def test_what_was_left_alone_is_neither_lost_on_the_remote_nor_for_a_new_clone(
    tmp_path, sides, partner, amira, ben, remote, hindered
):
    ben("note", partner, "first", "from ben")
    ben("sync")
    assert hindered() == 1
    assert amira("note", partner, "second", "from amira").code == 0
    assert hindered() == 1
    assert bens_line_is_still_there(remote, partner)
    assert amira("sync").code == 0
    assert bens_line_is_still_there(remote, partner)
    dana = Side(tmp_path, "dana", amira.moment)
    assert dana("sync", remote).code == 0
    for side in (amira, dana):
        assert side.item(partner, "first")["note"] == "from ben"
        assert side.item(partner, "second")["note"] == "from amira"


def test_an_unreadable_file_is_told_by_every_sync_until_it_is_mended(sides, partner, amira, ben):
    ben("note", partner, "first", "from ben")
    ben("sync")
    path = amira.file(partner)
    content = path.read_bytes()
    path.write_text("format = ")
    for _ in range(3):
        answer = amira("sync")
        assert (answer.code, f"left alone: {partner}" in answer.err) == (1, True)
    path.write_bytes(content)
    assert amira("sync").code == 0
    assert amira.item(partner, "first")["note"] == "from ben"


def test_the_other_partners_of_a_sync_go_on(sides, partner, amira, ben, remote):
    other = amira("add", "Northwind").out.strip()
    path = amira.file(partner)
    content = path.read_bytes()
    path.write_text("format = ")
    ben("note", partner, "first", "from ben")
    ben("sync")
    answer = amira("sync")
    assert (answer.code, f"sent: {other}\n" in answer.out) == (1, True)
    path.write_bytes(content)
    ben("sync")
    assert ben.file(other).exists()


def test_what_is_ahead_of_the_clock_stays_on_the_remote_until_its_day(
    sides, partner, amira, ben, cleo, remote
):
    ben.ahead = timedelta(days=3)
    ben("note", partner, "first", "from ben")
    assert ben("sync").code == 0
    cleo("note", partner, "second", "from cleo")
    assert cleo("sync").code in (0, 1)
    amira("note", partner, "second", "from amira")
    for _ in range(2):
        answer = amira("sync")
        assert answer.code in (0, 1)
        assert partner in answer.err
        assert "note" not in amira.item(partner, "first")
    assert notes(sides, partner, "second")[0] == "from amira"
    assert bens_line_is_still_there(remote, partner)
    amira.moment.advance(days=4)
    ben.ahead = timedelta()
    settle(sides, 3)
    assert notes(sides, partner) == ["from ben"] * 3
    assert notes(sides, partner, "second") == ["from amira"] * 3
    assert all_agree(sides, partner, remote)


def test_what_was_sent_is_not_to_be_sent_again_while_other_lines_wait_for_their_day(
    sides, partner, amira, ben, remote
):
    def to_send() -> int:
        found: int = json.loads(amira("sync", "--status", "--json").out)["to_send"]
        return found

    ben.ahead = timedelta(days=3)
    ben("note", partner, "first", "from ben")
    ben("sync")
    amira("note", partner, "second", "from amira")
    assert to_send() == 1
    assert f"sent: {partner}\n" in amira("sync").out
    assert to_send() == 0
    git(remote, "update-ref", "-d", "refs/heads/csp-tui")
    assert f"sent: {partner}\n" in amira("sync").out
    assert (to_send(), texts(remote_history(remote, partner))) == (0, ["from amira"])
    ben("sync")
    amira.moment.advance(days=4)
    ben.ahead = timedelta()
    assert amira("sync").code == 0
    assert notes(sides, partner)[0] == "from ben"


# Backups and copies


PARTNERS = ("partners", "customers")
HISTORY = ("history",)


@pytest.fixture
def backup(tmp_path, sides, partner, amira) -> Callable[[], Path]:
    """Return a function that keeps amira's directory as it is now and returns the copy."""

    def keep() -> Path:
        return Path(shutil.copytree(amira.data, tmp_path / "kept"))

    return keep


def put_back(kept: Path, side: Side, names: tuple[str, ...]) -> None:
    for name in names:
        shutil.rmtree(side.data / name, ignore_errors=True)
        if (kept / name).exists():
            shutil.copytree(kept / name, side.data / name)


def go_on(sides: dict[str, Side], partner: str) -> None:
    """Let everybody change something and sync, twice: no address may be used twice any more."""
    counts = []
    for number in range(2):
        for side in sides.values():
            assert side("evidence", partner, "second", f"{side.name} {number}").code == 0
        settle(sides)
        used = addresses(sides["amira"], partner)
        counts.append(len(used) - len(set(used)))
    assert counts[0] == counts[1]


def test_undo_takes_back_one_of_two_steps_of_the_same_name(sides, partner, amira, backup):
    kept = backup()
    amira("note", partner, "first", "one")
    amira("sync")
    replace_content(kept, amira.data)
    amira("note", partner, "second", "other")
    amira("sync")
    steps = [line["step"] for line in amira.lines(partner)]
    assert len(steps) > len(set(steps))

    def left() -> int:
        """Return how many of the two notes are there."""
        found = (amira.item(partner, item).get("note") for item in ("first", "second"))
        return len([each for each in found if each])

    counts = [(amira(act, partner).code, left()) for act in ("undo", "undo", "redo", "redo")]
    assert counts == [(0, 1), (0, 0), (0, 1), (0, 2)]
    settle(sides)
    assert [notes(sides, partner, item) for item in ("first", "second")] == [
        ["one"] * 3,
        ["other"] * 3,
    ]


@pytest.mark.parametrize("names", [PARTNERS, HISTORY, PARTNERS + HISTORY], ids="+".join)
def test_a_backup_that_is_put_back_does_not_fork(sides, partner, amira, ben, remote, backup, names):
    amira("note", partner, "first", "yesterday")
    settle(sides)
    kept = backup()
    amira("note", partner, "first", "today")
    ben("note", partner, "second", "today")
    settle(sides)
    put_back(kept, amira, names)
    assert amira("sync").code == 0
    settle(sides)
    assert notes(sides, partner) == ["today"] * 3
    assert notes(sides, partner, "second") == ["today"] * 3
    assert all_agree(sides, partner, remote)
    go_on(sides, partner)
    assert all_agree(sides, partner, remote)


def test_files_of_yesterday_alone_are_made_again_and_nothing_is_recorded(
    sides, partner, amira, backup
):
    kept = backup()
    amira("note", partner, "first", "today")
    before = amira.history(partner)
    put_back(kept, amira, PARTNERS)
    answer = amira("sync")
    assert answer.code == 0
    assert amira.history(partner) == before
    assert notes({"a": amira}, partner) == ["today"]
    assert partner in answer.out + answer.err


def test_a_value_whose_line_is_gone_does_not_beat_what_others_did_since(
    sides, partner, amira, ben, remote, backup
):
    """The history of last night is put back; the file still has what was noted today."""
    amira("note", partner, "first", "a")
    settle(sides)
    known = amira.lines(partner)[-1]
    kept = backup()
    amira("note", partner, "first", "c")
    ben("note", partner, "first", "d")
    ben("sync")
    put_back(kept, amira, HISTORY)
    amira.moment.advance(hours=1)
    settle(sides)
    assert notes(sides, partner) == ["d"] * 3
    found = next(line for line in amira.lines(partner) if line.get("to", {}).get("note") == "c")
    assert found["do"] == "outside"
    assert found["w"] != known["w"]
    assert known["at"] < found["at"] < found["clock"]
    assert found["at"][:19] == known["at"][:19]
    go_on(sides, partner)
    assert all_agree(sides, partner, remote)


def test_both_from_yesterday_hold_where_nobody_has_the_later_lines(
    sides, partner, amira, remote, backup
):
    amira("note", partner, "first", "yesterday")
    settle(sides)
    kept = backup()
    amira("note", partner, "first", "never sent")
    put_back(kept, amira, PARTNERS + HISTORY)
    settle(sides)
    assert notes(sides, partner) == ["yesterday"] * 3
    assert all_agree(sides, partner, remote)
    go_on(sides, partner)
    assert all_agree(sides, partner, remote)


def test_a_snapshot_that_is_edited_before_its_first_sync_keeps_both_branches(
    sides, partner, amira, ben, remote, backup
):
    kept = backup()
    amira("note", partner, "first", "sent")
    amira("evidence", partner, "first", "sent")
    settle(sides)
    replace_content(kept, amira.data)
    amira("note", partner, "first", "after the snapshot")
    amira("set", partner, "first", "--owner", "amira")
    settle(sides)
    for side in sides.values():
        found = side.item(partner, "first")
        assert (found["note"], found["evidence"]) == ("after the snapshot", "sent")
        assert found["owner"] == "amira"
    used = addresses(amira, partner)
    assert len(used) > len(set(used))
    assert texts(amira.history(partner)).count("sent") == 1
    assert all_agree(sides, partner, remote)
    go_on(sides, partner)
    assert all_agree(sides, partner, remote)


def test_a_copied_machine_goes_on_under_an_id_of_its_own(sides, partner, amira, ben, cleo, remote):
    amira("note", partner, "first", "before")
    amira("sync")
    was, shall = ((each.data / ".local").stat() for each in (amira, cleo))
    replace_content(amira.data, cleo.data)
    writer = cleo.data / ".local/writer"
    writer.write_text(writer.read_text().replace(place_of(was), place_of(shall)))
    amira("note", partner, "first", "by the one")
    cleo("note", partner, "second", "by its copy")
    settle(sides)
    assert notes(sides, partner) == ["by the one"] * 3
    assert notes(sides, partner, "second") == ["by its copy"] * 3
    assert all_agree(sides, partner, remote)
    go_on(sides, partner)
    assert all_agree(sides, partner, remote)


def test_without_its_local_directory_a_side_goes_on(sides, partner, amira, ben, remote):
    amira("note", partner, "first", "kept")
    shutil.rmtree(amira.data / ".local")
    assert amira("sync", remote).code == 0
    ben("note", partner, "second", "kept")
    settle(sides)
    assert notes(sides, partner) == ["kept"] * 3
    assert all_agree(sides, partner, remote)
    go_on(sides, partner)


# Acts are whole


@pytest.fixture
def torn(partner, amira, backup) -> bytes:
    """Leave of a step with two lines the first, as a crash does, and return that line."""
    kept = backup()
    amira("refuse", partner, "first", "second", "--reason", "no")
    lines = amira.history(partner)
    assert json.loads(lines[-1])["of"] == 2
    replace_content(kept, amira.data)
    history = amira.data / f"history/{partner}.jsonl"
    history.write_bytes(b"".join(line + b"\n" for line in lines[:-1]))
    return lines[-2]


def test_a_torn_act_is_not_sent_and_its_counts_are_free_again(
    sides, partner, amira, ben, remote, torn
):
    ben("note", partner, "first", "from ben")
    ben("sync")
    assert amira("sync").code == 0
    assert torn not in remote_history(remote, partner)
    assert torn not in amira.history(partner)
    assert amira("note", partner, "second", "from amira").code == 0
    line = amira.lines(partner)[-1]
    cut = json.loads(torn)
    assert (line["w"], line["n"]) == (cut["w"], cut["n"])
    settle(sides)
    assert notes(sides, partner) == ["from ben"] * 3
    assert notes(sides, partner, "second") == ["from amira"] * 3
    assert all("status" not in side.item(partner, "first") for side in sides.values())
    assert all_agree(sides, partner, remote)


def test_a_torn_act_on_the_remote_is_not_taken_in(sides, partner, amira, ben, remote, torn):
    """As the version that sent them may have left one there."""
    names = [name for name in remote_files(remote) if name.endswith(f"/{partner}.jsonl")]
    lines = [*remote_history(remote, partner), torn]
    put_in(remote, names[0], b"".join(each + b"\n" for each in lines))
    ben("sync")
    assert torn not in ben.history(partner)
    assert "status" not in ben.item(partner, "first")
    assert ben("verify").code == 0


# Nobody writes a line because of an exchange


def test_every_line_is_the_act_of_whom_it_names(sides, partner, amira, ben, cleo, remote):
    before = len(amira.history(partner))
    amira("note", partner, "first", "1")
    settle(sides)
    ben("evidence", partner, "first", "2")
    cleo("note", partner, "second", "3")
    settle(sides)
    for side in sides.values():
        new = side.lines(partner)[before:]
        assert sorted((each["as"], each["do"]) for each in new) == [
            ("Amira", "note"),
            ("Ben", "evidence"),
            ("Cleo", "note"),
        ]
    assert len(remote_history(remote, partner)) == before + 3


def test_a_line_is_not_altered_on_its_way(sides, partner, amira, remote):
    amira("note", partner, "first", "1")
    written = amira.history(partner)
    settle(sides)
    for side in sides.values():
        assert {*map(name_of, side.history(partner))} == {*map(name_of, written)}


# What fell is told


@pytest.fixture
def clash(sides, partner, amira, ben) -> str:
    """Return what was said when two had set the same note, not knowing of one another."""
    amira("note", partner, "first", "the earlier one")
    ben("note", partner, "first", "the later one")
    amira("sync")
    answer = ben("sync")
    assert answer.code == 0
    return str(answer.out + answer.err)


def test_a_sync_tells_which_change_stands_and_which_fell(clash, amira, partner):
    answer = amira("sync")
    for said in (clash, answer.out + answer.err):
        assert "the later one" in said
        assert "the earlier one" in said
        assert "Ben" in said or "Amira" in said
        assert "First" in said


def test_a_clash_is_told_once_and_listed_until_somebody_knows_both(
    sides, clash, partner, amira, ben
):
    settle(sides)
    for side in sides.values():
        answer = side("sync")
        assert "the earlier one" not in answer.out + answer.err
        listed = side("conflicts").out
        assert "the earlier one" in listed
        assert "the later one" in listed
    assert ben("note", partner, "first", "the earlier one").code == 0
    settle(sides)
    assert notes(sides, partner) == ["the earlier one"] * 3
    for side in sides.values():
        assert "the later one" not in side("conflicts").out


def test_taking_a_tick_back_and_reopening_the_item_are_the_same(sides, partner, amira, ben):
    amira("tick", partner, "first", "--yes")
    settle(sides)
    amira("undo", partner)
    ben("untick", partner, "first", "--yes")
    for side in (amira, ben, amira):
        assert "conflict" not in side("sync").out
    assert amira("conflicts").out == ""


def test_two_who_say_the_same_do_not_clash(sides, partner, amira, ben):
    amira("note", partner, "first", "the same")
    ben("note", partner, "first", "the same")
    settle(sides)
    for side in sides.values():
        assert "the same" not in side("conflicts").out


# What travels


def blobs(remote: Path) -> bytes:
    return b"".join(
        git(remote, "cat-file", "blob", f"csp-tui:{name}") for name in remote_files(remote)
    )


def test_remarks_and_unknown_keys_stay_where_they_are(sides, partner, amira, ben, remote):
    path = amira.file(partner)
    path.write_text(f'{path.read_text()}\n# only for me\n[mine]\nword = "private words"\n')
    amira("note", partner, "first", "public words")
    settle(sides)
    assert "# only for me" in path.read_text()
    assert "private words" in path.read_text()
    assert b"public words" in blobs(remote)
    for secret in (b"only for me", b"private words"):
        assert secret not in blobs(remote)
        assert secret not in ben.file(partner).read_bytes()
    assert ben.item(partner, "first")["note"] == "public words"


def test_converted_line_ends_in_the_repository_are_set_right_by_the_next_sync(
    tmp_path, sides, partner, amira, ben, remote
):
    amira("note", partner, "first", "sent")
    settle(sides)
    before = remote_history(remote, partner)
    tree = tmp_path / "tree"
    git(tmp_path, "clone", "--quiet", "--branch=csp-tui", str(remote), str(tree))
    for path in (tree / "format", *tree.glob("history/*/*")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    git(tree, "commit", "--quiet", "--all", "--message=x")
    git(tree, "push", "--quiet")
    assert remote_history(remote, partner) != before
    ben("note", partner, "second", "not sent")
    dana = Side(tmp_path, "dana", amira.moment)
    assert dana("sync", remote).code == 0
    assert remote_history(remote, partner) == before
    assert dana.item(partner, "first")["note"] == "sent"
    settle(sides)
    assert notes(sides, partner, "second") == ["not sent"] * 3
    assert all_agree(sides, partner, remote)


@pytest.mark.parametrize("damage", ["no branch", "an empty repository", "an older commit"])
def test_a_remote_that_lost_lines_gets_them_again(sides, partner, amira, ben, remote, damage):
    older = git(remote, "rev-parse", "csp-tui").decode().strip()
    amira("note", partner, "first", "1")
    amira("note", partner, "second", "2")
    settle(sides)
    if damage == "no branch":
        git(remote, "update-ref", "-d", "refs/heads/csp-tui")
    elif damage == "an older commit":
        git(remote, "update-ref", "refs/heads/csp-tui", older)
    else:
        shutil.rmtree(remote)
        bare_repository(remote)
    assert ben("sync").code == 0
    assert set(remote_history(remote, partner)) == set(ben.history(partner))
    settle(sides)
    assert all_agree(sides, partner, remote)


@pytest.fixture(params=["directory", "link", "too large"])
def odd(request, amira, partner, tmp_path) -> list[Path]:
    """Put something that is no plain file where files of the app are."""
    paths = [
        amira.data / "partners/odd-1234.toml",
        amira.data / "checklists" / "work" / "2030-01.toml",
    ]
    for path in paths:
        if request.param == "directory":
            path.mkdir()
        elif request.param == "link":
            path.symlink_to(tmp_path / "elsewhere")
            (tmp_path / "elsewhere").write_text('format = 1\nname = "secret words"\n')
        else:
            with path.open("wb") as file:
                file.truncate(200 * 2**20)
    return paths


def test_what_is_no_plain_file_is_passed_by(odd, partner, amira, ben, remote):
    amira("note", partner, "first", "sent all the same")
    answer = amira("sync")
    assert f"sent: {partner}\n" in answer.out
    assert answer.code in (0, 1)
    assert not [name for name in remote_files(remote) if "odd-1234" in name or "2030" in name]
    assert b"secret words" not in blobs(remote)
    assert ben("sync").code == 0
    assert ben.item(partner, "first")["note"] == "sent all the same"


def put_in(remote: Path, name: str, content: bytes) -> None:
    """Let the repository hold a file as some other program might send it."""
    blob = git(remote, "hash-object", "-w", "--stdin", sent=content).decode().strip()
    data = b"commit refs/heads/csp-tui\ncommitter t <t> 1 +0000\ndata 1\nx\n"
    data += b"from refs/heads/csp-tui^0\n" + f"M 100644 {blob} {name}\n".encode()
    git(remote, "fast-import", "--quiet", sent=data)


@pytest.mark.parametrize(
    "content",
    [b"no TOML at all [", b'format = 1\ntitle = "' + b"x" * (20 * 2**20) + b'"\n'],
    ids=["unreadable", "too large"],
)
def test_a_translation_from_the_remote_is_checked(partner, amira, ben, remote, content):
    put_in(remote, str(Path("checklists", "work", "2026-01.fr.toml")), content)
    amira("note", partner, "first", "sent")
    amira("sync")
    answer = ben("sync")
    assert (answer.code, "2026-01.fr.toml" in answer.err) == (1, True)
    assert not (ben.data / "checklists" / "work" / "2026-01.fr.toml").exists()
    assert ben.item(partner, "first")["note"] == "sent"


def test_a_deleted_checklist_does_not_come_back(sides, partner, amira, ben, remote):
    path = amira.data / "checklists/spare/2026-01.toml"
    path.parent.mkdir()
    path.write_text(CHECKLIST.replace("Work", "Spare"))
    settle(sides)
    there = ben.data / "checklists/spare/2026-01.toml"
    assert there.exists()
    path.unlink()
    settle(sides)
    assert not path.exists()
    assert not there.exists()
    assert "checklists/spare/2026-01.toml" not in remote_files(remote)
    aside = [each.read_text() for each in files_below(ben.data / ".local/aside")]
    assert any('title = "Spare"' in text for text in aside)


def test_a_deleted_checklist_is_kept_where_a_run_uses_it(sides, partner, amira, ben):
    (amira.data / "checklists" / "work" / "2026-01.toml").unlink()
    settle(sides)
    assert (ben.data / "checklists" / "work" / "2026-01.toml").exists()
    assert ben("show", partner).code == 0


def files_below(place: Path) -> Iterator[Path]:
    return (path for path in place.rglob("*") if path.is_file())


# Clocks


def test_a_clock_that_is_ahead_spoils_the_fields_that_it_touched_alone(
    sides, partner, amira, ben, cleo
):
    cleo.ahead = timedelta(hours=23)
    cleo("note", partner, "first", "ahead")
    settle(sides)
    assert notes(sides, partner) == ["ahead"] * 3
    day = amira.clock().date().isoformat()
    amira("note", partner, "second", "in time")
    assert amira.lines(partner)[-1]["at"][:10] == day
    assert "clock" not in amira.lines(partner)[-1]
    ben("note", partner, "second", "later")
    settle(sides)
    assert notes(sides, partner, "second") == ["later"] * 3
    ahead = next(line["at"] for line in amira.lines(partner) if line["as"] == "Cleo")
    amira("note", partner, "first", "knowing it")
    line = amira.lines(partner)[-1]
    assert line["at"] > ahead
    assert line["clock"][:10] == day
    settle(sides)
    assert notes(sides, partner) == ["knowing it"] * 3


def test_people_see_the_time_that_the_clock_of_the_writer_had(sides, partner, amira, cleo):
    cleo.ahead = timedelta(hours=23)
    cleo("note", partner, "first", "ahead")
    settle(sides)
    amira("note", partner, "first", "knowing it")
    shown = next(line for line in amira("history", partner).lines if "knowing it" in line)
    assert amira.clock().strftime("%Y-%m-%d %H:%M") in shown.replace("T", " ")


def test_a_clock_here_that_is_behind_those_of_others_is_named_itself(
    sides, partner, amira, ben, cleo, monkeypatch
):
    cleo.ahead = timedelta(days=-365)
    for side in (amira, ben):
        host = os.uname_result(("Linux", f"host-of-{side.name}", *os.uname()[2:]))
        monkeypatch.setattr(os, "uname", lambda host=host: host)
        side("note", partner, "first", side.name)
        side("sync")
    said = cleo("sync").err
    hosts = ("host-of-amira", "host-of-ben")
    assert "the clock here is 365 days behind those of " in said
    assert all(host in said.partition(" behind those of ")[2].split(";")[0] for host in hosts)
    assert "ahead of the one here" in said.partition("wait until their day")[2]
    cleo.ahead = timedelta()
    assert "the clock" not in cleo("sync").err
    assert notes(sides, partner)[-1] == "ben"


def test_a_clock_more_than_five_minutes_off_is_named(sides, partner, amira, ben):
    ben.ahead = timedelta(minutes=10)
    ben("note", partner, "first", "ahead")
    ben("sync")
    said = amira("sync").err
    assert "10" in said
    assert os.uname().nodename in said
