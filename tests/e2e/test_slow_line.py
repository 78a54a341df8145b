"""A checklist is worked through by SSH over a slow and lossy line, which breaks in the middle."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

import pytest

from .conftest import COMMAND, Place
from .slow_line import SlowLine, secure_shell
from .terminal import Terminal

PROGRAMS = ("ip", "nsenter", "ssh", "ssh-keygen", "unshare")
QUIET = 0.7
"""Seconds without output after which a key was answered: more than there and back."""

PATIENCE = 90.0
"""Seconds: what gets lost is sent again later and later."""

pytestmark = pytest.mark.skipif(
    os.getuid() != 0 or not Path("/dev/net/tun").exists() or not all(map(shutil.which, PROGRAMS)),
    reason="a line of one's own needs root, /dev/net/tun, ip, nsenter and ssh",
)


def login(ssh: Sequence[str], place: Place) -> Terminal:
    """Log in and open the app there."""
    environment = shlex.join(f"{name}={value}" for name, value in place.env.items())
    command = f"cd {place.path} && exec env {environment} {shlex.join(COMMAND)}"
    return Terminal([*ssh, command], {**os.environ, "TERM": "xterm-256color"})


def done(place: Place) -> int:
    items = place.progress["checklists"]["enroll-direct"].get("items", {})
    return sum(item.get("status") == "done" for item in items.values())


def test_a_line_that_breaks_in_the_middle_loses_nothing_that_was_seen(place: Place):
    place.add("Contoso", "enroll-direct")
    figures = []

    def timed(what: str, act: Callable[[], object]) -> None:
        begin = monotonic()
        act()
        figures.append(f"{what}: {monotonic() - begin:.1f} s")

    with SlowLine(loss=0.05) as line, secure_shell(line, place.path) as ssh:
        with login(ssh, place) as terminal:
            timed(
                "logged in, checklist shown", lambda: terminal.wait_for("Contoso › Enr", PATIENCE)
            )
            terminal.press(*["space", "down"] * 5)
            timed("five items ticked ahead", lambda: terminal.wait_for(r"\b5/\d+", PATIENCE))
            terminal.press("down")
            begin = monotonic()
            terminal.settle(QUIET, PATIENCE)
            figures.append(f"one key: {monotonic() - begin - QUIET:.1f} s")
            line.is_cut = True
            terminal.press("space")
            begin = monotonic()
            while line.names_there() != ["sshd"] and monotonic() < begin + PATIENCE:
                terminal.settle(0.2, 0.2)
            assert line.names_there() == ["sshd"]
            figures.append(f"the far end has noticed: {monotonic() - begin:.1f} s")
        assert done(place) == 5
        line.is_cut = False
        with login(ssh, place) as terminal:
            timed("logged in again", lambda: terminal.wait_for(r"\b5/\d+", PATIENCE))
            terminal.press("q", "q")
            assert terminal.wait_exit(PATIENCE) == 0
    sys.stdout.write("\n".join(figures))
