"""Text of a file or a name can drive no terminal: the bytes that are sent are looked at."""

from __future__ import annotations

import pytest

from .conftest import Place, Start
from .terminal import Terminal

DIRECT = "enroll-direct"
PAYLOADS = [
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b[99;99H",
    "\x1b[31;5m",
    "\x9b31m",
    "\x90q\x9c",
    "\x1bc",
    "\u202eevil",
    "\u2066evil",
    "\u2028evil",
    "\x08\x08",
    "\x7f",
]
CHECKLIST = """\
format = 1
title = "Own {payload}"

[[sections]]
id = "one"
title = "Section {payload}"

[[sections.items]]
id = "first"
title = "Item {payload}"
rule = "Rule {payload}"
detail = "Detail {payload}"
doubt = "Doubt {payload}"
evidence = "Evidence {payload}"

[[sections.items.links]]
url = "https://example.com/"
title = "Title {payload}"
publisher = "Publisher {payload}"
date = "{payload}"
"""
PARTNER = """\
format = 1
name = "Name {payload}"

[checklists.own]
checklist = "own"
edition = "2026-01"
started = 2026-11-23T10:42:03.512Z

[checklists.own.items.first]
status = "waiting"
waiting_for = "Who {payload}"
case = "Case {payload}"
evidence = "Proof {payload}"
note = "Note {payload}"
owner = "Owner {payload}"
by = "By {payload}"
at = 2026-11-23T10:42:03.512Z
"""


@pytest.fixture
def hostile(place: Place) -> None:
    """A partner and a checklist that try everything wherever a text may stand."""
    payload = "".join(f"\\u{ord(char):04x}" for char in "".join(PAYLOADS))
    for name, text in (
        ("checklists/own/2026-01.toml", CHECKLIST),
        ("partners/hostile-aaaa.toml", PARTNER),
        ("partners/broken-aaaa.toml", PARTNER + "\n= \x1b]0;owned\x07\n"),
    ):
        path = place.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{payload}", payload))


def assert_harmless(terminal: Terminal) -> None:
    for each in PAYLOADS:
        assert each.encode() not in terminal.raw, repr(each)
    assert not terminal.clipboard
    assert not terminal.titles


@pytest.mark.usefixtures("hostile")
def test_nothing_from_a_file_reaches_the_terminal_as_a_control_sequence(start: Start):
    terminal = start(size=(200, 60))
    terminal.wait_for("^ Partners  2")
    terminal.wait_for("unreadable")
    terminal.press("down")
    terminal.settle()
    terminal.press("enter")
    terminal.wait_for("Item ")
    for key in ("enter", "enter", "o", "x", "w", "ctrl+g"):
        terminal.press(key)
        terminal.settle()
    terminal.press("]")
    terminal.wait_for("> start a checklist")
    assert "^[]0;owned^G" in terminal.text
    assert_harmless(terminal)
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


@pytest.mark.usefixtures("hostile")
def test_nothing_from_a_file_drives_the_terminal_through_the_form(start: Start):
    terminal = start("open", "hostile-aaaa", size=(200, 60))
    terminal.wait_for("Item ")
    terminal.press("e")
    terminal.wait_for("Asked for")
    terminal.settle()
    assert_harmless(terminal)


def test_a_paste_with_escapes_stays_in_the_prompt(place: Place, start: Start):
    terminal = start()
    terminal.wait_for("No partner yet")
    terminal.press("a")
    terminal.wait_for("Name of the partner:")
    terminal.paste("a\x1b[31mb\x1b]0;owned\x07c")
    terminal.settle()
    assert "Name of the partner: a" in terminal.text
    terminal.press("enter")
    terminal.wait_for("^ enter start", 3)
    assert place.progress["name"] == "a[31mb]0;ownedc"


NAMES = ["see [/x]", "../../etc/passwd", "株式会社" * 75, "a\x9b31mb\x9d0;owned\x9cc\u202e"]


@pytest.mark.parametrize("by", ["screen", "command"])
def test_hostile_names_are_stored_and_shown_harmless(place: Place, start: Start, by: str):
    if by == "command":
        for name in NAMES:
            assert place.run("add", name).returncode == 0
        terminal = start()
    else:
        terminal = start()
        terminal.wait_for("No partner yet")
        for name in NAMES:
            terminal.press("a")
            terminal.answer("Name of the partner", name)
            terminal.wait_for("^ enter start")
            terminal.settle()
            terminal.press("q")
            terminal.wait_for("^ Partners")
            terminal.settle()
    terminal.wait_for("^ Partners  4")
    terminal.settle()
    for shown in ("see [/x]", "../../etc/passw", "株式会社", "a31mb0;ownedc"):
        assert shown in terminal.text
    assert not {"\x9b", "\x9d", "\u202e"} & set(terminal.raw.decode())
    assert {each.name for each in place.path.iterdir()} <= {"data", "cache", "config"}
    assert len(list((place.data / "partners").iterdir())) == 4
