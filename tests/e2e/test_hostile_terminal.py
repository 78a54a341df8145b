"""Whatever the terminal sends and says of itself: the app stays quick, and signals end it."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from csp_tui.core.base.terminal_size import MOST_COLUMNS
from csp_tui.tui.terminal.signals import ENDING
from csp_tui.tui.terminal.terminal_input import MOST_PASTED

from .conftest import PYTHON, Place, Start
from .terminal import Terminal
from .test_leaving import DIRECT, is_done

MOST_MEMORY = 80_000
"""Kilobytes."""

SENT = {
    "size": b"\x1b[48;9999;9999;1;1t",
    "sizes": b"".join(b"\x1b[48;%d;%d;1;1t" % (20 + n % 30, 80 + n % 50) for n in range(2000)),
    "size of nothing, and the mouse": b"\x1b[48;0;0;0;0t\x1b[<35;1;1M",
    "clipboard": b"\x1b]52;c;" + b"QUJD" * 100_000 + b"\x07",
    "setting without an end": b"\x1bP1$r" + b"dddd" * 100_000,
    "picture without an end": b"\x1b_G" + b"dddd" * 100_000,
    "devices": b"\x1b[?1;2c\x1b[1;1R" * 5000,
    "device without an end": b"\x1b[?" + b"1;2" * 50_000,
    "modes": b"\x1b[?2048;1$y\x1b[?2026;2$y" * 2000,
    "paste in a list": b"\x1b[200~" + b"dq " * 100_000 + b"\x1b[201~",
}


@pytest.fixture
def trick(record_property: Callable[[str, object], None]) -> None:
    """Counts the test as one trick of a terminal, or of who sets its size."""
    record_property("wrong answers and sizes of a terminal", 1)


def flood(terminal: Terminal, data: bytes, patience: float = 60.0) -> bool:
    """Send much, reading meanwhile what the app draws; return whether all was taken."""
    os.set_blocking(terminal._master, False)
    left, deadline = memoryview(data), monotonic() + patience
    while left and monotonic() < deadline:
        _, room, _ = select.select([], [terminal._master], [], 0.05)
        if room:
            left = left[os.write(terminal._master, left[:4096]) :]
        terminal._read(0)
    os.set_blocking(terminal._master, True)
    return not left


def set_size(terminal: Terminal, columns: int, lines: int) -> None:
    """Have the system say that the terminal has a size; the picture of it is not drawn here."""
    packed = struct.pack("HHHH", lines, columns, 0, 0)
    fcntl.ioctl(terminal._master, termios.TIOCSWINSZ, packed)


def memory(terminal: Terminal) -> int:
    status = Path(f"/proc/{terminal.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def opened(place: Place, start: Start, **variables: str) -> Terminal:
    place.add("Contoso", DIRECT)
    terminal = start(**variables)
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    return terminal


def end(terminal: Terminal, number: int = signal.SIGTERM) -> None:
    """Send a signal; the app must end, with the terminal restored."""
    terminal.process.send_signal(number)
    terminal.wait_exit()
    assert terminal.is_restored
    assert b"Traceback" not in terminal.raw


def test_answers_cost_no_time_and_no_memory_and_are_no_keys(
    place: Place, start: Start, record_property: Callable[[str, object], None]
):
    terminal = opened(place, start)
    shown, first, before = terminal.text, terminal.current, place.file.read_bytes()
    for name, answer in SENT.items():
        assert flood(terminal, answer), name
        terminal.press("down")
        terminal.wait_until(lambda: terminal.current not in ("", first))
        terminal.press("up")
        terminal.wait_until(lambda: terminal.current == first)
        terminal.settle()
        assert terminal.text == shown, name
        assert memory(terminal) < MOST_MEMORY, name
    assert place.file.read_bytes() == before
    terminal.press("space")
    terminal.wait_for("saved ..:..")
    end(terminal)
    assert is_done(place)
    record_property("wrong answers and sizes of a terminal", len(SENT))


@pytest.mark.usefixtures("trick")
def test_a_size_that_no_terminal_has_is_not_drawn(place: Place, start: Start):
    terminal = opened(place, start)
    set_size(terminal, 65535, 65535)
    terminal.settle(patience=3)
    assert memory(terminal) < MOST_MEMORY
    end(terminal)


@pytest.mark.usefixtures("trick")
@pytest.mark.parametrize("size", [("100000", "24"), ("80", "100000"), ("9" * 5000, "-1")])
def test_variables_with_a_size_that_no_terminal_has_are_ignored(
    place: Place, start: Start, size: tuple[str, str]
):
    terminal = opened(place, start, COLUMNS=size[0], LINES=size[1])
    assert terminal.lines[-1].startswith(" space")
    assert max(map(len, terminal.lines)) <= 80
    assert memory(terminal) < MOST_MEMORY
    end(terminal)


@pytest.mark.usefixtures("trick")
@pytest.mark.parametrize("columns", ["100000", "0", "-5", "9" * 5000, "words"])
def test_a_plain_command_ignores_such_a_width_as_well(place: Place, fork: Start, columns: str):
    place.add("Contoso", DIRECT)
    for arguments in (("partners",), ("next",), ("tick", "--help")):
        terminal = fork(*arguments, COLUMNS=columns)
        assert terminal.wait_exit() == 0
        lines = bytes(terminal.raw).decode().splitlines()
        assert max(map(len, lines)) <= 80
    terminal = fork("partners", COLUMNS=str(MOST_COLUMNS))
    assert terminal.wait_exit() == 0


@pytest.mark.usefixtures("trick")
def test_keys_without_end_are_bounded_in_memory_and_a_signal_ends_it(place: Place, start: Start):
    terminal = opened(place, start)
    terminal.press("space")
    flood(terminal, b"jk" * 200_000, patience=3)
    assert memory(terminal) < 2 * MOST_MEMORY
    end(terminal)
    assert is_done(place)


def in_prompt(terminal: Terminal) -> None:
    terminal.press("-")
    terminal.wait_for("Not applicable because")


def in_note(terminal: Terminal) -> None:
    terminal.press("e")
    terminal.wait_for("Asked for")
    terminal.press(*["tab"] * 6)
    terminal.settle()


PASTED = b"\x1b[200~" + b"ab " * 100_000 + b"\x1b[201~"


@pytest.mark.usefixtures("trick")
@pytest.mark.parametrize("go", [in_prompt, in_note])
def test_a_paste_is_cut_and_this_is_said(place: Place, fork: Start, go: Callable[[Terminal], None]):
    terminal = opened(place, fork)
    go(terminal)
    assert flood(terminal, PASTED)
    terminal.wait_for("^ Only the first 20,000 characters were pasted.")
    terminal.press("enter" if go is in_prompt else "ctrl+s")
    terminal.wait_for("saved ..:..")
    item = place.progress["checklists"][DIRECT]["items"]["mpn-id"]
    assert MOST_PASTED - 3 < len(item.get("reason") or item["note"]) <= MOST_PASTED
    end(terminal)


@pytest.mark.usefixtures("trick")
def test_a_cut_paste_is_said_in_french(place: Place, fork: Start):
    place.add("Contoso", DIRECT)
    terminal = fork(CSP_TUI_LANG="fr")
    terminal.wait_for("Contoso › ")
    terminal.settle()
    terminal.press("-")
    terminal.settle()
    assert flood(terminal, PASTED)
    terminal.wait_for("^ Collage coupé à 20.000 caractères.")


NAMED = [
    *("HUP", "INT", "QUIT", "ABRT", "TERM", "USR1", "USR2", "ALRM", "VTALRM", "PROF"),
    *("XCPU", "IO", "PWR", "SEGV", "BUS", "FPE", "ILL", "SYS", "TRAP", "RTMIN", "RTMAX"),
]
"""On Linux."""


def test_all_signals_that_would_end_a_program_are_known():
    numbers = {getattr(signal, f"SIG{name}", None) for name in NAMED} - {None}
    assert numbers <= ENDING


@pytest.mark.parametrize("name", [each for each in NAMED if hasattr(signal, f"SIG{each}")])
def test_every_signal_saves_and_restores_the_terminal(
    place: Place, fork: Start, name: str, record_property: Callable[[str, object], None]
):
    terminal = opened(place, fork)
    terminal.press("space")
    terminal.wait_for(r"^> \[x\]")
    end(terminal, getattr(signal, f"SIG{name}"))
    assert is_done(place)
    record_property("signals that end programs", 1)


def test_a_real_fault_ends_the_process_all_the_same(place: Place):
    """The block of these signals must not make a broken process go on for ever."""
    code = (
        "import ctypes\n"
        "from csp_tui.tui.terminal.signals import ended_by_signals\n"
        "with ended_by_signals() as watch:\n"
        "    watch(bool, bool)\n"
        "    ctypes.string_at(0)\n"
    )
    with Terminal([PYTHON, "-c", code], place.env, cwd=place.path) as terminal:
        assert terminal.wait_exit() == -signal.SIGSEGV
