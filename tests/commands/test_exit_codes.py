"""Each exit code, with one sentence on standard error and nothing on standard output."""

from __future__ import annotations

import fcntl
import io
import os
import sys

import pytest


@pytest.mark.parametrize(
    "args",
    [
        ("tick",),
        ("tick", "contoso"),
        ("frobnicate",),
        ("--frobnicate",),
        ("tick", "contoso", "register", "--on", "some day"),
        ("wait", "contoso", "register"),
        ("wait", "contoso", "register", "--for", " "),
        ("na", "contoso", "register", "--reason", ""),
        ("set", "contoso", "register"),
        ("show", "contoso", "--links"),
        ("show", "contoso", "--items", "--item", "register"),
        ("start", "contoso", "mini"),
        ("add", " \t "),
        ("add", "X", "--model", "wholesale"),
        ("undo", "contoso", "--frob"),
        ("redo", "contoso"),
        ("checklists", "--edition", "2026-01"),
        ("note", "contoso", "register", "x" * 100_001),
    ],
)
def test_wrong_usage_exits_with_2(call, mini, args):
    answer = call(*args)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("csp-tui: ")
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "command"),
    [
        (("wait", "contoso", "register", "--for", "x", "--frob"), "csp-tui wait"),
        (("wait", "contoso"), "csp-tui wait"),
        (("partners", "surplus"), "csp-tui partners"),
        (("import", "customers", "contoso", "a.csv", "--frob"), "csp-tui import customers"),
        (("--frob",), "csp-tui"),
    ],
)
def test_wrong_usage_names_the_help_of_its_own_command(call, mini, args, command):
    answer = call(*args)
    assert answer.code == 2
    assert answer.err.endswith(f"; see {command} --help\n")


@pytest.mark.parametrize(
    "args",
    [
        ("show", "nobody"),
        ("show", "contoso", "no-run"),
        ("show", "contoso", "--item", "zzz"),
        ("open", "nobody"),
        ("start", "contoso", "zzz"),
        ("checklists", "zzz"),
        ("lint", "no-such-file.toml"),
        ("history", "nobody"),
    ],
)
def test_what_is_not_found_exits_with_3(call, mini, args):
    answer = call(*args)
    assert answer.code == 3
    assert answer.out == ""
    assert "csp-tui: " in answer.err


@pytest.mark.parametrize(
    "args",
    [
        (), ("partners",), ("verify", "--quiet"), ("calendar", "--quiet"), ("people",), ("info",),
        ("digest", "--each-owner", "--send", "true", "--quiet"), ("lint",), ("sync", "--status"),
        ("import", "customers", "contoso", "-", "--dry-run"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("source", ["--data", "CSP_TUI_DATA"])
def test_a_named_data_directory_that_is_not_there_exits_with_3(
    call, home, monkeypatch, args, source
):
    lost = home.path / "lost"
    if source == "--data":
        args = ("--data", str(lost), *args)
    else:
        monkeypatch.setenv(source, str(lost))
    answer = call(*args)
    assert (answer.code, lost.exists()) == (3, False)
    assert f"csp-tui: {lost}: there is no such data directory; {source} names it\n" in answer.err
    assert answer.out == "" or "info" in args


@pytest.mark.parametrize(
    "args",
    [
        ("add", "Zoo"),
        ("import", "partners", "zoo.csv", "--yes"),
        ("people", "set", "amira", "--mail", "amira@example.com"),
        ("checklists", "new", "offboarding"),
    ],
)
def test_what_begins_something_makes_the_data_directory_that_is_named(
    call, home, monkeypatch, args
):
    monkeypatch.chdir(home.path)
    (home.path / "zoo.csv").write_text("name\nZoo\n")
    assert call("--data", str(home.path / "new"), *args).code == 0
    assert call("--data", str(home.path / "new"), "partners").code == 0


@pytest.mark.parametrize("args", [("import", "partners", "-"), ("add", "Zoo")])
def test_a_dry_run_says_that_the_data_directory_would_be_made(call, home, monkeypatch, args):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"name\nZoo\n")))
    lost = home.path / "lost"
    answer = call("--data", str(lost), *args, "--dry-run")
    assert (answer.code, lost.exists()) == (0, False)
    assert f"csp-tui: {lost}: there is no such data directory yet; --data names it\n" in answer.err


def test_an_empty_data_option_is_not_the_usual_directory(call, home):
    answer = call("--data", "", "add", "Zoo")
    assert (answer.code, answer.out, home.files()) == (2, "", set())
    assert answer.err == "csp-tui: --data names no directory: what was given is empty\n"


def test_the_usual_data_directory_need_not_be_there_yet(call, monkeypatch):
    monkeypatch.delenv("CSP_TUI_DATA")
    assert [call(each).code for each in ("partners", "verify", "info")] == [0, 0, 0]


def test_a_broken_partner_exits_with_4(call, mini, home):
    home.progress_file().write_text("format = 1\nname = \n")
    for args in (("show", mini), ("tick", mini, "register"), ("undo", mini)):
        answer = call(*args)
        assert answer.code == 4
        assert "line 2" in answer.err


def test_broken_settings_exit_with_4_and_info_prints_the_rest(call, home):
    home.config.parent.mkdir(parents=True)
    home.config.write_text('reviewer = "A"\nmouse = "no"\n')
    for command in ("partners", "info"):
        answer = call(command)
        assert answer.code == 4
        assert "config.toml, line 2: mouse must be true or false" in answer.err
    assert f"data\t{home.data}" in answer.out


def test_a_broken_line_of_a_history_is_named_and_the_others_exit_with_0(call, mini, home):
    whole = call("history", mini)
    (path,) = (home.data / "history").glob("*.jsonl")
    path.write_bytes(path.read_bytes() + b"not json\n")
    answer = call("history", mini)
    assert (answer.code, answer.out) == (0, whole.out)
    assert ", line 3: is no history line" in answer.err
    assert call("verify", mini).code == 1


def test_a_partner_that_is_being_changed_elsewhere_exits_with_5(call, mini, home):
    lock = home.data / ".local" / "locks" / f"{mini}.lock"
    with lock.open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("ben on host, process 1")
        held.flush()
        answer = call("tick", mini, "register")
    assert answer.code == 5
    assert "being changed by ben on host" in answer.err


def test_a_directory_that_cannot_be_written_exits_with_6(call, home):
    file = home.put("plain-file", "")
    answer = call("--data", str(file), "add", "Contoso")
    assert answer.code == 6
    assert answer.out == ""
    assert str(file) in answer.err


@pytest.mark.parametrize(
    "command",
    [
        "show {mini}",
        "--version",
        "--quiet --version",
        "--help",
        "tick --help",
        "customer add --help",
    ],
)
def test_output_that_cannot_be_written_exits_with_6(run, mini, command):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        answer = run(*command.format(mini=mini).split(), stdout=full)
    assert answer.returncode == 6
    assert answer.stderr == ("csp-tui: the answer could not be written: no space left on device\n")


@pytest.mark.parametrize("command", ["--version", "--quiet --version", "--help", "tick --help"])
def test_help_and_version_for_a_reader_that_has_gone_are_no_error(run, command):
    reading, writing = os.pipe()
    os.close(reading)
    answer = run(*command.split(), stdout=writing)
    os.close(writing)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_an_interrupt_exits_with_130(call, mini, monkeypatch):
    class Interrupted:
        def read(self, _):
            raise KeyboardInterrupt

        def isatty(self):
            return False

    monkeypatch.setattr(sys, "stdin", Interrupted())
    assert call("note", mini, "register", "-").code == 130


@pytest.mark.parametrize(
    "args",
    [(), ("partners",), ("info",), ("--help",), ("tick", "--help"), ("--version",), ("lint",)],
)
def test_what_goes_well_exits_with_0(call, args):
    assert call(*args).code == 0


def test_common_options_may_come_before_or_after_the_command(call, home, tmp_path):
    other = tmp_path / "other"
    assert call("--data", str(other), "add", "Before").code == 0
    assert call("add", "After", "--data", str(other)).code == 0
    assert len(call("partners", "--data", str(other)).lines) == 2
    assert call("partners").lines == []
    assert call("--quiet", "partners").err == ""
    assert call("--version", "--plain").out == "csp-tui 0.1.0\n"
