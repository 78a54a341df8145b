"""Where there is no suitable terminal the same command prints the overview and ends."""

from __future__ import annotations

import subprocess

import pytest

from .conftest import COMMAND, Place, Start
from .terminal import Terminal


@pytest.fixture(autouse=True)
def contoso(place: Place) -> None:
    place.add("Contoso [UK] Ltd", "enroll-direct")


def assert_plain(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0
    assert "Contoso [UK] Ltd" in done.stdout
    assert "0/11" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_with_no_input_the_overview_is_printed(place: Place):
    done = place.run()
    assert_plain(done)
    assert "standard input is not a terminal" in done.stderr


def test_into_a_pipe_the_overview_is_printed(place: Place):
    line = ["sh", "-c", '"$@" | cat', "sh", *COMMAND]
    with Terminal(line, place.env, (200, 24), place.path) as terminal:
        assert terminal.wait_exit() == 0
        assert "Contoso [UK] Ltd" in terminal.text
        assert "standard output is not a terminal" in terminal.text
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("TERM", {"TERM": "dumb"}),
        ("TERM", {"TERM": None}),
        ("encoding", {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    ],
)
def test_in_an_unsuitable_terminal_the_overview_is_printed(
    start: Start, name: str, variables: dict[str, str | None]
):
    terminal = start(size=(200, 24), **variables)
    assert terminal.wait_exit() == 0
    assert "Contoso [UK] Ltd" in terminal.text
    assert name in terminal.text
    assert b"\x1b" not in terminal.raw
    assert "Traceback" not in terminal.text
    assert terminal.is_restored


def test_under_cron_the_overview_is_printed(place: Place):
    known = {"CSP_TUI_DATA", "PYTHONPATH"}
    env = {key: value for key, value in place.env.items() if key in known}
    assert_plain(place.run(env={**env, "PATH": "/usr/bin:/bin"}))


def test_with_every_stream_closed_the_command_ends(place: Place):
    line = ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", *COMMAND]
    assert subprocess.run(line, env=place.env, timeout=300, check=False).returncode == 0


def test_naming_a_partner_prints_her_checklist(place: Place):
    done = place.run("open", "contoso")
    assert done.returncode == 0
    assert "Active MPN ID for the selling location" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
