"""Pipes, links, sockets and moments at the ends of the calendar, wherever a file may stand."""

from __future__ import annotations

import json
import os
import signal
import socket

import pytest

PLACES = [
    "data/partners/{id}.toml",
    "data/partners/other.toml",
    "data/history/{id}.jsonl",
    "data/.local/writer",
    "data/.local/copies/{id}.toml",
    "data/.local/locks/{id}.lock",
    "data/checklists/mini/2026-01.toml",
    "data/checklists/mini/2027-01.toml",
    "config/csp-tui/config.toml",
]
COMMANDS = ["partners", "show {id}", "history {id}", "verify", "info", "lint", "tick {id} register"]


@pytest.fixture(autouse=True)
def alarm():
    """Whoever opens a pipe without care waits for ever; here not."""
    signal.alarm(20)
    yield
    signal.alarm(0)


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as listener:
        before = os.open(".", os.O_RDONLY)
        os.chdir(path.parent)  # the name of a socket is short
        try:
            listener.bind(path.name)
        finally:
            os.fchdir(before)
            os.close(before)


KINDS = {
    "pipe": os.mkfifo,
    "socket": make_socket,
    "directory": lambda path: path.mkdir(),
    "link to itself": lambda path: path.symlink_to(path.name),
}


def descriptors():
    return sorted(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_file_of_an_odd_kind_blocks_nothing_and_leaves_no_file_open(
    call, home, mini, place, kind, record_property
):
    path = home.path / place.format(id=mini)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    KINDS[kind](path)
    before = descriptors()
    for command in COMMANDS:
        answer = call(*command.format(id=mini).split())
        assert answer.code in (0, 1, 4, 6)
        assert answer.code == 0 or answer.out + answer.err
    assert descriptors() == before
    assert os.path.lexists(path)
    record_property("odd files, each at each command", len(COMMANDS))


@pytest.mark.parametrize(
    ("moment", "zone"),
    [
        ("0001-01-01T00:00:00.000Z", "America/New_York"),
        ("9999-12-31T23:59:59.999Z", "Asia/Tokyo"),
    ],
)
def test_a_moment_at_an_end_of_the_calendar_is_refused_in_every_time_zone(
    fork, home, mini, moment, zone
):
    history = home.data / "history" / f"{mini}.jsonl"
    line = {**json.loads(history.read_text().splitlines()[-1]), "w": "other", "at": moment}
    whole = history.read_text()
    history.write_text(whole + json.dumps(line) + "\n")
    answer = fork("history", mini, env={"TZ": zone})
    assert answer.returncode == 0
    assert answer.stdout.count("\n") == whole.count("\n")
    assert answer.stderr.endswith("is no history line\n")
    assert fork("tick", mini, "register", env={"TZ": zone}).returncode == 0
    file = home.progress_file()
    file.write_text(file.read_text().replace("started = 20", f"started = {moment} # 20"))
    answer = fork("show", mini, env={"TZ": zone})
    assert (answer.returncode, answer.stdout) == (4, "")
    assert "end of the calendar" in answer.stderr


def test_customers_behind_a_link_are_named_by_every_command(call, home, mini, tmp_path):
    call("customer", "add", mini, "Alpine")
    directory = home.data / "customers" / mini
    directory.symlink_to(directory.rename(tmp_path / "elsewhere"))
    said = f"csp-tui: {directory}: is a symbolic link, which is not followed\n"
    for command in (("partners",), ("next",), ("show", mini)):
        answer = call(*command)
        assert (answer.code, answer.err[: len(said)]) == (0, said)
    verdict = call("verify", mini)
    assert (verdict.code, f"{directory}: is a symbolic link" in verdict.out) == (1, True)


def test_locks_are_never_tried_through_a_link(call, home, mini, tmp_path):
    locks = home.data / ".local" / "locks"
    target = locks.rename(tmp_path / "elsewhere")
    before = sorted(target.iterdir())
    locks.symlink_to(target)
    assert "is a symbolic link, which is not followed" in call("info").out
    assert sorted(target.iterdir()) == before


def test_a_missing_home_is_reported_in_a_sentence(call):
    answer = call("--data", "~nobody-has-this-name/x", "info")
    assert answer.code == 2
    assert answer.err.endswith("there is no such home directory\n")


def test_a_damaged_line_of_a_history_is_named_and_the_others_are_shown(call, home, mini):
    call("note", mini, "register", "one")
    path = home.data / "history" / f"{mini}.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = b"\0" * (len(lines[1]) - 1) + b"\n"
    path.write_bytes(b"".join(lines))
    call("note", mini, "register", "two")
    answer = call("history", mini)
    assert answer.code == 0
    assert f"{path}, line 2: is no history line" in answer.err
    assert len(answer.lines) == len(lines)
    assert path.read_bytes().startswith(b"".join(lines))
    verdict = call("verify", mini)
    assert verdict.code == 1
    assert f"{path}, line 2: is damaged" in verdict.out


ENDLESS = '{"at": "2026-11-23T12:00:00.000Z", "partners": Infinity, "undo": false}'


@pytest.mark.parametrize("note", ["[" * 100_000, "[]", '{"at": 1}', ENDLESS, '{"at": "', ""])
def test_a_damaged_note_of_an_act_stops_no_command(in_terminal, home, mini, note):
    home.put(".local/acts/k3v9q2mx-all-1.lock", note)
    shown = in_terminal("partners")
    assert "Contoso" in shown
    assert "cut off" not in shown


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("import", "partners", "{path}"), 3),
        (("import", "checklist", "{path}"), 3),
        (("import", "handover", "{path}"), 3),
        (("export", "contoso", "--output", "{path}"), 6),
        (("sync", "{path}"), 6),
        (("init", "--shared", "root", "{path}"), 2),
    ],
)
def test_a_name_that_begins_like_the_home_of_nobody_ends_in_a_sentence(call, mini, command, code):
    path = "~nobody-of-this-name/x"
    answer = call(*(each.format(path=path) for each in command))
    assert path in answer.err
    assert answer.code == code


def test_the_note_that_a_workbook_is_open_is_named(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "~$all.xlsx").write_bytes(b"\x05Amira")
    answer = call("import", "partners", "~$all.xlsx")
    assert answer.code == 4
    assert "~$all.xlsx: only says that all.xlsx is open in Excel; import that file" in answer.err
