"""However the app ends: what it called saved is on the disk, and the terminal is as before."""

from __future__ import annotations

import os
import resource
import signal

import pytest

from .conftest import COMMAND, Place, Start
from .terminal import Terminal

DIRECT = "enroll-direct"


def is_done(place: Place, item: str = "mpn-id") -> bool:
    items = place.progress["checklists"][DIRECT].get("items", {})
    return bool(items.get(item, {}).get("status") == "done")


def test_hanging_up_right_after_a_tick_said_saved_loses_nothing(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.press("space")
    terminal.wait_for("saved ..:..")
    terminal.hang_up()
    terminal.wait_exit()
    assert is_done(place)


def test_the_end_of_input_alone_ends_the_app_without_spinning(place: Place):
    place.add("Contoso", DIRECT)
    with Terminal(COMMAND, place.env, cwd=place.path, is_controlling=False) as terminal:
        terminal.wait_for("Contoso › Enroll")
        terminal.press("space")
        terminal.wait_for("saved ..:..")
        terminal.hang_up()
        terminal.wait_exit()
    assert is_done(place)


def test_hanging_up_while_typing_ends_at_once_and_changes_nothing(place: Place, start: Start):
    path = place.add("Contoso", DIRECT)
    before = path.read_bytes()
    for opener, text in (("-", "Not applicable because"), ("e", "Asked for")):
        terminal = start()
        terminal.wait_for("Contoso › Enroll")
        terminal.press(opener)
        terminal.wait_for(text)
        terminal.press("some words")
        terminal.settle()
        terminal.hang_up()
        terminal.wait_exit()
    assert path.read_bytes() == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_finishes_the_write_and_restores_the_terminal(
    place: Place, start: Start, number: signal.Signals
):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.press("space")
    terminal.wait_for(r"^> \[x\]")
    terminal.signal(number)
    terminal.wait_exit()
    assert terminal.is_restored
    assert is_done(place)
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("opener", ["-", "e", "ctrl+p"])
def test_a_signal_ends_the_app_wherever_one_is(place: Place, start: Start, opener: str):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    terminal.press(opener)
    terminal.settle()
    terminal.signal(signal.SIGTERM)
    terminal.wait_exit()
    assert terminal.is_restored
    assert b"Traceback" not in terminal.raw


def test_leaving_in_the_same_breath_as_ticking_saves_the_tick(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    for item, keys in (("mpn-id", ["space"]), ("endorsement", ["down", "space"])):
        terminal = start()
        terminal.wait_for("Contoso › Enroll")
        terminal.press(*keys, "ctrl+q")
        assert terminal.wait_exit() == 0
        assert terminal.is_restored
        assert b"Traceback" not in terminal.raw
        assert is_done(place, item)


def test_ctrl_q_leaves_from_a_prompt_and_from_the_form(place: Place, start: Start):
    path = place.add("Contoso", DIRECT)
    before = path.read_bytes()
    for opener, text in (("-", "Not applicable because"), ("e", "Asked for")):
        terminal = start()
        terminal.wait_for("Contoso › Enroll")
        terminal.press(opener)
        terminal.wait_for(text)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert b"Traceback" not in terminal.raw
    assert path.read_bytes() == before


def test_a_line_that_drops_during_many_ticks_keeps_file_and_history_whole(
    place: Place, start: Start
):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.press(*"g j j j j j j j")
    terminal.wait_for(r"\[x\]")
    terminal.hang_up()
    terminal.wait_exit()
    history = place.fork("history", place.file.stem)
    shown = place.fork("show", place.file.stem)
    assert history.returncode == shown.returncode == 0
    done = sum(item["status"] == "done" for item in items_of(place).values())
    assert done == history.stdout.count("tick")


def items_of(place: Place) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = place.progress["checklists"][DIRECT].get("items", {})
    return found


def test_bytes_that_are_no_utf8_do_no_harm(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    for data in (b"\xe9", b"\xff\xfe\x80\x00\x1c"):
        terminal.send(data)
        terminal.settle()
    terminal.press("space")
    terminal.wait_for("^ 1/11")
    terminal.press("down")
    terminal.press("-")
    terminal.wait_for("Not applicable because:")
    terminal.send(b"caf\xe9 \xc3")
    terminal.settle()
    terminal.send(b"\xa9")
    terminal.wait_for("caf\N{REPLACEMENT CHARACTER} é")
    terminal.press("enter")
    terminal.wait_for(r"^> \[-\]")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored


def test_a_full_disk_is_told_and_work_goes_on_when_there_is_room(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    pid, unlimited = terminal.process.pid, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    before = place.file.read_bytes()
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (len(before), resource.RLIM_INFINITY))
    terminal.press("space")
    terminal.wait_for("not saved: 1")
    terminal.wait_for("^ Not saved")
    assert place.file.read_bytes() == before
    resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
    terminal.wait_for("Everything is saved now")
    terminal.wait_for("saved ..:..")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert is_done(place)
    assert place.fork("history", place.file.stem).stdout.count("tick") == 1
    assert not [name for name in os.listdir(place.file.parent) if name != place.file.name]


def test_leaving_asks_about_a_change_that_somebody_holds_up_and_saves_it(
    place: Place, start: Start
):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    with place.held_up():
        terminal.press("space", "ctrl+q")
        terminal.wait_for("1 change is not saved: save it to a file[?]")
    terminal.press("enter")
    terminal.wait_for("Everything is saved now")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert b"Traceback" not in terminal.raw
    assert terminal.is_restored
    assert is_done(place)


@pytest.mark.parametrize("gives_up", [True, False])
def test_leaving_asks_about_what_is_not_saved_of_a_screen_that_is_closed(
    place: Place, start: Start, gives_up: bool
):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    with place.held_up():
        terminal.press("space", "q", "q")
        terminal.wait_for("^ Leaving when everything is saved")
        terminal.wait_for("Leave without saving 1 change[?]")
        if gives_up:
            terminal.press("y")
            assert terminal.wait_exit() == 0
    if not gives_up:
        terminal.press("n")
        terminal.wait_until(lambda: is_done(place))
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert is_done(place) is not gives_up
