"""Text of a file or a name can drive no terminal: the bytes that are sent are looked at."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable

import pytest
from hostile import BYTES, MARKUP, TEXTS, escaped, leaks

from .conftest import PYTHON, Place, Start
from .hostile_place import ALL, hostile_data
from .terminal import Terminal

DIRECT = "enroll-direct"
WIDE = (250, 60)
NAME = os.fsdecode(BYTES)

Check = Callable[[Terminal], None]

CUT_OFF = re.compile(
    rb"(?:\x1b(?:\[[0-9;?<>=]*)?|[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z"
)
"""The beginning of a sequence, or of a character, whose end has not arrived yet."""


@pytest.fixture
def check(record_property: Callable[[str, object], None]) -> Check:
    """Says that nothing came through; call it at each output that shows the texts."""
    outputs = []

    def check_terminal(terminal: Terminal) -> None:
        is_screen = 1049 in terminal.ever
        arrived = CUT_OFF.sub(b"", bytes(terminal.raw))
        assert leaks(arrived, is_screen=is_screen) == []
        assert not terminal.clipboard
        assert not terminal.titles
        outputs.append(terminal)

    yield check_terminal
    record_property("hostile texts tried, each at each output", len(outputs) * len(TEXTS))


COMMANDS: list[tuple[str, ...]] = [
    ("partners",),
    ("partners", "--plain"),
    ("report", "broken"),
    ("report", ALL[1:]),
    ("report", "--all", "--format", "html", "--output", NAME),
    ("show", "evil"),
    ("show", "evil", "--plain"),
    ("show", "lost"),
    ("show", "evil", "--item", "all"),
    ("show", "evil", "--item", "all", "--plain"),
    ("show", "linked", "--item", "all"),
    ("show", "linked", "--item", "all", "--links"),
    ("show", "broken"),
    ("show", "no-toml"),
    ("show", "no-number"),
    ("show", "no-state"),
    ("history", "evil"),
    ("history", "evil", "--plain"),
    ("history", "broken"),
    ("checklists",),
    ("checklists", "--plain"),
    ("checklists", "own"),
    ("checklists", "own", "--plain"),
    ("checklists", "wrong"),
    ("checklists", "linked"),
    ("lint",),
    ("lint", ALL[1:200], NAME),
    ("verify",),
    ("info",),
    ("info", "--plain"),
    ("restore", "broken"),
    ("restore", "evil"),
    ("restore", "evil", "--undo"),
    ("tick", "evil", "item-0", "item-5"),
    ("wait", "evil", "item-6", "--for", ALL[1:], "--case", NAME),
    ("na", "evil", "item-7", "--reason", NAME),
    ("next",),
    ("next", "evil", "--plain"),
    ("next", "--markdown", "--all"),
    ("next", "--for", ALL[1:]),
    ("fact", "evil"),
    ("fact", "evil", ALL[1:], "yes"),
    ("partners", "--search", "owned"),
    ("partners", "--archived"),
    ("edit", "evil", "--company", ALL[1:], "--anniversary", NAME),
    ("customers", "evil"),
    ("customer", "add", "evil", NAME),
    ("customer", "add", "evil", ALL[1:]),
    ("import", "partners", NAME),
    ("import", "checklist", NAME),
    ("diff", "own"),
    ("diff", ALL[1:]),
    ("migrate", "evil", "--dry-run"),
    ("close", "evil", NAME, "--outcome", "abandoned"),
    ("chase", "evil", "item-0"),
    ("evidence", "evil", "item-1", "--file", NAME),
    ("archive", "each-8"),
    ("unarchive", "each-8"),
    ("undo", "evil"),
    ("redo", "evil"),
    ("start", "each-5", "own"),
    ("start", "each-6", "own", "--edition", NAME),
    ("purge", "each-9", "--yes"),
    ("show", ALL[1:]),
    ("show", "each-1", NAME),
    ("show", "evil", "--item", ALL[1:]),
    ("tick", "evil", NAME),
    ("set", "evil", "item-1", "--due", ALL[1:]),
    ("verify", "evil", "--against", ALL[1:]),
    ("init", "--shared", ALL[1:], NAME),
    ("--data", NAME, "partners"),
    ("--data", f"~{NAME}/x", "info"),
    (f"--{ALL[1:]}",),
    (ALL[1:],),
    (NAME,),
    ("open", NAME),
]


@pytest.fixture
def hostile(place: Place) -> None:
    hostile_data(place)


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("part", range(4))
def test_no_command_lets_a_hostile_text_through(place: Place, check: Check, part: int):
    for arguments in COMMANDS[part::4]:
        with Terminal(arguments, place.env, WIDE, place.path, is_forked=True) as terminal:
            terminal.type("enter", "enter", "enter")  # what may be asked
            code = terminal.wait_exit()
            assert code in range(7), arguments
            check(terminal)
            assert b"Traceback" not in terminal.raw, arguments
            assert len(terminal.raw) > 20, arguments


@pytest.mark.usefixtures("hostile")
def test_no_screen_lets_a_hostile_text_through(start: Start, check: Check):
    terminal = start(size=WIDE)
    terminal.wait_for("^ Partners  ")
    terminal.wait_for(r"\^\[\]0;owned\^G name")
    for text in MARKUP:
        terminal.wait_for(re.escape(text[:25]))
    check(terminal)
    for key in ("?", "G", "q", "ctrl+p", "ctrl+g", "/"):
        terminal.press(key)
        terminal.settle()
        check(terminal)
    terminal.paste(ALL)
    terminal.press("enter")
    terminal.wait_for("No row has")
    check(terminal)
    terminal.press("ctrl+g")
    terminal.wait_for(r"\^\[\]0;owned\^G name")
    menus = ("f", "O", "A", "w", "enter", "0", "s", "c")
    for key in ("H", "down", "down", "q", *menus, "v", "q", "A", "q", "e", "ctrl+g", "S"):
        terminal.press(key)
        terminal.settle()
        check(terminal)
    terminal.wait_for("newest, .*46 items")
    check(terminal)
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    check(terminal)


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("partner", ["evil", "linked"])
def test_no_detail_prompt_form_or_link_lets_a_hostile_text_through(
    start: Start, check: Check, partner: str
):
    terminal = start("open", partner, size=WIDE)
    terminal.wait_for("Partner|required")
    terminal.press("g")
    terminal.settle()
    check(terminal)
    if partner == "linked":
        return
    keys = ["enter", "enter", "w", "ctrl+g", "-", "ctrl+g", "!", "ctrl+g", "space"]
    keys += [
        "ctrl+g",
        "F",
        "q",
        "m",
        "m",
        "ctrl+g",
        "f",
        "ctrl+g",
        "C",
        "ctrl+g",
        "v",
        "q",
        "H",
        "i",
        "q",
    ]
    for key in (*keys, "down", "down"):
        terminal.settle()
        check(terminal)
        terminal.press(key)
    terminal.press("g", "o")
    terminal.wait_for("Any key goes back")
    check(terminal)
    terminal.press("x")
    terminal.wait_for("required")
    terminal.press("e")
    terminal.wait_for("Asked for")
    terminal.press("tab", "tab", "tab", "tab")
    terminal.paste(ALL)
    terminal.press("ctrl+s")
    terminal.settle()
    check(terminal)
    terminal.press("ctrl+g")
    terminal.wait_for("Drop what you typed")
    terminal.press("y")
    terminal.wait_for(r"(?s)\A(?!.*Asked for)")
    terminal.press("]")
    terminal.wait_for("newest, .*46 items")
    terminal.settle()
    check(terminal)
    assert {link.rpartition("/")[0] for link in terminal.links} == {"https://example.com"}


def test_what_another_session_did_is_told_without_its_control_sequences(
    place: Place, start: Start, check: Check
):
    file = place.add("Contoso", DIRECT)
    terminal = start(size=(400, 24))
    terminal.wait_for_app()
    terminal.settle()
    terminal.wait_for("Contoso › Enroll")
    for number, text in enumerate((ALL[: len(ALL) // 2], ALL[len(ALL) // 2 :]), 1):
        line = {"w": "other", "n": number, "at": "2026-11-23T10:42:03.512Z", "by": text}
        line |= {"do": "tick", "step": str(number), "run": text, "item": text, "to": {"a": text}}
        with (place.data / "history" / f"{file.stem}.jsonl").open("a") as stream:
            stream.write(json.dumps(line) + "\n")
        file.write_text(file.read_text().replace("Contoso", f"Contoso {number}"))
        terminal.wait_for("^ 10:42 ")
        terminal.settle()
        check(terminal)
        terminal.press("down")
    terminal.press("H")
    terminal.wait_for("changes, the newest first")
    terminal.settle()
    check(terminal)


@pytest.mark.parametrize("key", ["reviewer", "theme", "mouse", "none"])
def test_no_setting_lets_a_hostile_text_through(
    place: Place, start: Start, fork: Start, check: Check, key: str
):
    line = f"{ALL} = 1" if key == "none" else f'{key} = "{escaped(ALL)}"'
    path = place.path / "config" / "csp-tui" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(line, errors="replace")
    place.env |= {"CSP_TUI_REVIEWER": NAME, "CSP_TUI_THEME": NAME} if key == "mouse" else {}
    for arguments in (("info",), ("add", "Contoso"), ("partners",), ()):
        terminal = (fork if arguments else start)(*arguments, size=WIDE)
        if arguments or key in ("none", "mouse"):
            terminal.wait_exit()
        else:
            terminal.wait_for("Contoso")
            terminal.settle()
            terminal.press("ctrl+q")
            assert terminal.wait_exit() == 0
        check(terminal)


FAULT = """
import sys
from csp_tui.__main__ import main
from csp_tui.core.partners.overview import Overview
from csp_tui.tui.partners import text as partners_text
def fail(*_, **__):
    raise RuntimeError(open("text").read())
if sys.argv[1:]:
    Overview.rows = fail
else:
    partners_text.head = fail
sys.exit(main())
"""


@pytest.mark.parametrize("arguments", [["partners"], []], ids=["command", "screen"])
def test_a_fault_of_our_own_is_told_without_control_sequences(
    place: Place, check: Check, arguments: list[str]
):
    (place.path / "text").write_text(ALL)
    place.data.mkdir(exist_ok=True)
    command = [PYTHON, "-c", FAULT, *arguments]
    with Terminal(command, place.env, WIDE, place.path) as terminal:
        assert terminal.wait_exit() == 1
        assert b"Traceback" in terminal.raw
        assert b"owned" in terminal.raw
        check(terminal)


def test_a_paste_with_escapes_stays_in_the_prompt(place: Place, start: Start):
    terminal = start()
    terminal.wait_for("No partner yet")
    terminal.press("a")
    terminal.wait_for("Name of the partner:")
    terminal.paste("a\x1b[31mb\x1b]0;owned\x07c")
    terminal.settle()
    assert "Name of the partner: a" in terminal.text
    terminal.press("enter")
    terminal.wait_for("^ enter start")
    assert place.progress["name"] == "a[31mb]0;ownedc"


NAMES = ["see [/x]", "../../etc/passwd", "株式会社" * 75, "a\x9b31mb\x9d0;owned\x9cc\u202e"]


@pytest.mark.parametrize("by", ["screen", "command"])
def test_hostile_names_are_stored_and_shown_harmless(
    place: Place, start: Start, check: Check, by: str
):
    if by == "command":
        for name in NAMES:
            assert place.fork("add", name).returncode == 0
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
    terminal.wait_for("^ Partners.*  4")
    terminal.settle()
    for name in ("see [/x]", "../../etc/passw", "株式会社", "a31mb0;ownedc"):
        assert name in terminal.text
    check(terminal)
    assert {each.name for each in place.path.iterdir()} <= {"data", "cache", "config"}
    assert len(list((place.data / "partners").iterdir())) == 4
