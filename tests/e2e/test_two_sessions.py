"""Two users at two terminals, and the demo beside them."""

from __future__ import annotations

import json
import random

import pytest

from .conftest import Place, Start

DIRECT = "enroll-direct"


def test_two_sessions_on_one_partner_see_each_other_and_lose_nothing(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    first, second = start(), start()
    for terminal in (first, second):
        terminal.wait_for("Contoso › Enroll")
        terminal.settle()
    second.type("G")
    for _ in range(4):
        first.press(" j")
        second.press("-", "x", "enter", "k")
        first.settle(0.05)
        second.settle(0.05)
    for terminal in (first, second):
        terminal.wait_for("^ 4/7 [━─]+  required 4/5 .* 4 n/a")
    first.press("ctrl+q")
    second.press("ctrl+q")
    assert first.wait_exit() == second.wait_exit() == 0
    history = (place.data / "history" / f"{place.file.stem}.jsonl").read_text().splitlines()
    counts = [json.loads(line)["n"] for line in history]
    assert counts[-8:] == list(range(1, 9))


def test_a_partner_that_a_command_adds_appears_on_the_first_screen(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    place.add("Fabrikam", DIRECT)
    terminal = start()
    terminal.wait_for("^ Partners.*  2")
    assert place.fork("add", "Adatum").returncode == 0
    terminal.wait_for("^ Partners.*  3")
    terminal.wait_for("Adatum")


@pytest.mark.parametrize("end", ["q", "hang-up"])
def test_the_demo_says_what_it_is_and_leaves_nothing_behind(place: Place, start: Start, end: str):
    directory = place.path / "tmp"
    directory.mkdir()
    terminal = start("demo", TMPDIR=str(directory))
    terminal.wait_for("^ DEMO  Partners.*  9")
    terminal.press("down", "enter")
    terminal.wait_for(r"DEMO .*Contoso \[UK\] Ltd")
    terminal.press("space")
    terminal.wait_for("saved ..:..")
    if end == "q":
        terminal.press("q", "q")
    else:
        terminal.hang_up()
    code = terminal.wait_exit()
    assert code == 0 or end != "q"
    assert not list(directory.iterdir())
    assert not place.data.exists()


def test_a_view_of_a_kept_demo_is_there_for_the_commands(place: Place, start: Start):
    kept = str(place.path / "kept")
    terminal = start("demo", "--data", kept)
    terminal.wait_for("^ DEMO  Partners.*  9")
    terminal.press("f", "l", "f", "=")
    terminal.wait_for("Name of the view")
    terminal.press(*"Mine", "enter")
    terminal.wait_for('Kept as view "Mine"')
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert place.fork("partners", "--view", "Mine", "--data", kept).returncode == 0


def test_whatever_is_pressed_the_screen_is_what_a_full_redraw_shows(place: Place, start: Start):
    """Rows are sent cell by cell; what a terminal then shows must be what was meant."""
    names = ["Contoso [UK] Ltd", "翼端玩具株式会社 é"]
    for name in names:
        place.add(name, DIRECT)
    chance = random.Random(20261123)
    keys = ["down", "up", "space", "enter", "pgdn", "pgup", "tab", "q", "]", "[", "-", "w", "e"]
    keys += ["down"] * 6 + ["space"] * 3 + ["株", "x", "ctrl+g", "ctrl+g", "/", "n", "u", "G", "g"]
    terminal = start()
    terminal.wait_for("^ Partners.*  2")
    terminal.settle()
    for _ in range(60):
        key = chance.choice(keys)
        if key != "q" or not terminal.lines[0].startswith(" Partners"):
            terminal.type(key)
    terminal.settle()
    assert terminal.process.poll() is None
    before = terminal.lines
    terminal.resize((80, 23))
    terminal.settle()
    terminal.resize((80, 24))
    terminal.settle()
    assert terminal.lines == before
    terminal.press("ctrl+g", "y", "ctrl+g", "ctrl+q")  # out of a form, dropping what is typed
    assert terminal.wait_exit() == 0
    assert place.fork("partners").returncode == 0
