"""An act on several partners that is cut off: it says how far it came, and is taken back whole."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import pytest

from .conftest import COMMAND, Place, Start
from .terminal import PATIENCE, Terminal

NAMES = ("Adatum", "Contoso", "Tailspin", *(f"Woodgrove {number}" for number in range(10, 37)))
"""Thirty: an act waits two seconds for each that is held up, a minute for all."""


@pytest.fixture
def thirty(place: Place) -> Place:
    table = place.path / "partners.csv"
    table.write_text("\n".join(["name", *NAMES]))
    assert place.fork("import", "partners", str(table), "--yes").returncode == 0
    return place


def owners(place: Place) -> list[str]:
    """Return the names of the partners whose owner is zoe."""
    files = sorted((place.data / "partners").glob("*.toml"))
    return [name for name, path in zip(NAMES, files, strict=True) if "zoe" in path.read_text()]


def notes(place: Place) -> list[str]:
    return os.listdir(place.data / ".local" / "acts")


@contextmanager
def all_held_up_but_the_first(place: Place) -> Iterator[None]:
    """Hold the locks of all partners but one, as other processes do: an act waits for each."""
    paths = sorted((place.data / ".local" / "locks").glob("*.lock"))
    locks = [os.open(path, os.O_RDWR) for path in paths if path.stem.partition("-")[0] != "adatum"]
    try:
        for each in locks:
            fcntl.flock(each, fcntl.LOCK_EX)
        yield
    finally:
        for each in locks:
            os.close(each)


@contextmanager
def at_an_act_on_thirty(place: Place, start: Start, **options: object) -> Iterator[Terminal]:
    """Give all thirty partners an owner; the first is saved, and the others are held up."""
    terminal = start(**options)
    terminal.wait_for("^ Partners  30")
    terminal.wait_for_app()
    with all_held_up_but_the_first(place):
        terminal.type("*", "e")
        terminal.wait_for("^ 30 partners")
        terminal.press("zoe", "ctrl+s")
        terminal.wait_until(lambda: owners(place) == ["Adatum"])
        yield terminal


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_the_title_counts_and_leaving_tells_how_many_partners_are_left(
    thirty: Place, start: Start, size: tuple[int, int]
):
    with at_an_act_on_thirty(thirty, start, size=size) as terminal:
        terminal.wait_for(r"^ Partners.* saving, \d+ of 30$")
        terminal.press("q")
        terminal.wait_for("Leaving when everything is saved")
        terminal.press("ctrl+q")
        terminal.wait_for(r"Leave without saving \d+ of 30\s+partners[?]")
        terminal.wait_for(r"those\s+left\s+then")
        terminal.press("y")
        assert terminal.wait_exit() == 0
    assert terminal.is_restored
    assert b"csp-tui: stopped after" in terminal.raw
    assert owners(thirty) == ["Adatum"]
    assert notes(thirty) == []


def test_a_signal_stops_the_act_and_says_how_far_it_came(thirty: Place, start: Start):
    with at_an_act_on_thirty(thirty, start) as terminal:
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
    assert terminal.is_line_restored
    terminal.wait_for(r"^csp-tui: stopped after \d+ of 30 partners; csp-tui undo --last takes")
    terminal = start()
    terminal.wait_for("Cut off ..:..: 1 of 30 partners changed; u takes that back.")


def test_after_a_kill_the_next_start_says_so_once_and_u_takes_it_back_for_all(
    thirty: Place, start: Start
):
    with at_an_act_on_thirty(thirty, start) as terminal:
        other = start()
        other.wait_for("^ Partners  30")
        other.wait_for_app()
        assert "Cut off" not in other.text  # it goes on
        other.press("q")
        assert other.wait_exit() == 0
        terminal.signal(signal.SIGKILL)
        terminal.wait_exit()
    terminal = start()
    terminal.wait_for("Cut off ..:..: 1 of 30 partners changed; u takes that back.")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    terminal = start()
    terminal.wait_for("^ Partners  30")
    terminal.wait_for_app()
    assert "Cut off" not in terminal.text
    assert owners(thirty) == ["Adatum"]
    terminal.type("j", "u")  # from another partner's row, too
    terminal.wait_for("Take back in Adatum: changed the partner's data")
    terminal.press("y")
    terminal.wait_until(lambda: owners(thirty) == [])


def test_a_hang_up_is_told_at_the_next_command_and_undo_last_takes_it_back(
    thirty: Place, start: Start
):
    with at_an_act_on_thirty(thirty, start) as terminal:
        terminal.hang_up()
        terminal.wait_exit()
    with Terminal([*COMMAND, "undo", "--last"], thirty.env, cwd=thirty.path) as shell:
        assert shell.wait_exit() == 0
        shell.wait_for("^csp-tui: cut off ..:..: 1 of 30 partners changed; csp-tui undo --last")
    assert owners(thirty) == []
    with Terminal([*COMMAND, "partners"], thirty.env, cwd=thirty.path) as shell:
        assert shell.wait_exit() == 0
        assert "cut off" not in shell.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_over_all_partners_ends_with_the_partner_in_hand(
    thirty: Place, number: signal.Signals
):
    words = [*COMMAND, "edit", "--all", "--owner", "zoe", "--yes"]
    with (
        all_held_up_but_the_first(thirty),
        subprocess.Popen(words, env=thirty.env, stderr=subprocess.PIPE, text=True) as command,
    ):
        deadline = monotonic() + PATIENCE
        while owners(thirty) != ["Adatum"] and monotonic() < deadline:
            sleep(0.01)
        command.send_signal(number)
        assert command.wait(PATIENCE) == 128 + number
        assert command.stderr
        said = command.stderr.read()
    assert re.match(r"csp-tui: stopped after \d+ of 30 partners; csp-tui undo --last takes", said)
    assert owners(thirty) == ["Adatum"]
    again = thirty.run(*words[len(COMMAND) :])
    assert again.returncode == 0, again.stderr
    assert owners(thirty) == [*NAMES]


def cut_off_command(place: Place, *words: str, until: list[str]) -> None:
    """Run a command over all partners, and end it by a signal once these have zoe as owner."""
    with (
        all_held_up_but_the_first(place),
        subprocess.Popen([*COMMAND, *words], env=place.env, stderr=subprocess.PIPE) as command,
    ):
        deadline = monotonic() + PATIENCE
        while owners(place) != until and monotonic() < deadline:
            sleep(0.01)
        command.send_signal(signal.SIGTERM)
        assert command.wait(PATIENCE) == 128 + signal.SIGTERM


@pytest.mark.parametrize("newer", [False, True])
def test_an_undo_that_was_cut_off_goes_on_only_if_nothing_was_done_since(
    thirty: Place, newer: bool
):
    assert thirty.run("edit", "--all", "--owner", "zoe", "--yes").returncode == 0
    cut_off_command(thirty, "undo", "--last", until=[*NAMES[1:]])
    if newer:
        assert thirty.run("edit", "Adatum", "--owner", "amira").returncode == 0
    with Terminal([*COMMAND, "partners"], thirty.env, (80, 40), thirty.path) as shell:
        assert shell.wait_exit() == 0
        shell.wait_for("^csp-tui: cut off ..:..: taken back in 1 of 30 partners")
        assert ("csp-tui undo --last goes on" in " ".join(shell.text.split())) != newer


def test_a_history_that_cannot_be_read_keeps_nobody_from_saying_what_was_cut_off(
    thirty: Place, start: Start
):
    cut_off_command(thirty, "edit", "--all", "--owner", "zoe", "--yes", until=["Adatum"])
    history = next((thirty.data / "history").glob("tailspin*"))
    history.unlink()
    history.mkdir()
    terminal = start()
    terminal.wait_for("Cut off ..:..: 1 of 30 partners changed")
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_where_u_is_for_one_partner_the_command_is_named(thirty: Place, start: Start):
    assert thirty.run("start", "Contoso", "enroll-direct").returncode == 0
    cut_off_command(thirty, "edit", "--all", "--owner", "zoe", "--yes", until=["Adatum"])
    terminal = start("open", "Contoso", size=(120, 30))
    terminal.wait_for("Cut off ..:..: 1 of 30 partners changed; csp-tui undo --last takes that")


def test_an_act_on_one_partner_alone_is_one_change(thirty: Place, start: Start):
    terminal = start()
    terminal.wait_for("^ Partners  30")
    terminal.wait_for_app()
    with all_held_up_but_the_first(thirty):
        terminal.type("j", "D")
        terminal.wait_for("Archive: Contoso")
        terminal.press("y", "q", "ctrl+q")
        terminal.wait_for("Leave without saving 1 change[?]")
        terminal.press("y")
        assert terminal.wait_exit() == 0
    assert b"stopped" not in terminal.raw


def imported(place: Place) -> list[str]:
    """Return the names of the files of partners."""
    return [each for each in os.listdir(place.data / "partners") if each.endswith(".toml")]


def cut_off_import(place: Place, number: signal.Signals) -> tuple[int, str, str]:
    """End an import of many partners by a signal, once some are there.

    Return the exit code, what it said, and the path of the table.
    """
    table = place.path / "partners.csv"
    table.write_text("name,owner\n" + "".join(f"Partner {each:04},zoe\n" for each in range(1500)))
    words = [*COMMAND, "import", "partners", str(table), "--yes"]
    with subprocess.Popen(
        words, env=place.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as command:
        deadline = monotonic() + PATIENCE
        while len(imported(place)) < 2 and monotonic() < deadline:
            sleep(0.001)
        command.send_signal(number)
        code = command.wait(PATIENCE)
        assert command.stderr
        return code, command.stderr.read(), str(table)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_an_import_that_is_cut_off_is_whole_told_and_taken_back_or_done_again(
    place: Place, number: signal.Signals
):
    assert place.fork("add", "Adatum").returncode == 0
    code, said, table = cut_off_import(place, number)
    assert len(imported(place)) > 1
    if number == signal.SIGKILL:
        assert code == -number
    else:
        assert code == 128 + number
        assert re.match(r"csp-tui: stopped after \d+ of 1500 partners; csp-tui undo --last ", said)
    assert place.run("verify").returncode == 0
    with Terminal([*COMMAND, "show", "Adatum"], place.env, cwd=place.path) as shell:
        assert shell.wait_exit() == 0
        shell.wait_for(r"^csp-tui: cut off ..:..: \d+ of 1500 partners changed; csp-tui undo")
    assert place.run("undo", "--last").returncode == 0
    assert len(imported(place)) == 1
    assert notes(place) == []
    assert place.run("import", "partners", table, "--yes").returncode == 0
    assert len(imported(place)) == 1501
