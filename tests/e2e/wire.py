"""What keys send over the line."""

from __future__ import annotations

import re

from .terminal import Terminal


def bytes_of_arrows(terminal: Terminal) -> tuple[list[int], list[int]]:
    """Move down some rows; return the bytes of each at once, and once the detail has settled."""
    alone, settled = [], []
    for _ in range(15):
        terminal.press("down")
        bursts = terminal.bursts()
        alone.append(bursts[0])
        settled.append(sum(bursts))
    return alone, settled


def bytes_of_ticks(terminal: Terminal) -> list[int]:
    """Tick some items; return the bytes of each."""
    ticks = []
    for _ in range(4):
        terminal.press("space")
        ticks.append(terminal.settle(0.15))
    return ticks


def bytes_of_a_session(terminal: Terminal) -> list[int]:
    """Look at a partner, tick an item and undo that, open the palette; return the bytes of each.

    What begins and ends a picture does not count: in how many a key is drawn differs each time.
    """
    terminal.wait_for_app()
    terminal.wait_for("^> ")
    terminal.settle(0.5)
    costs = []
    for key in ("down", "enter", "down", "space", "u", "-", "ctrl+g", "q", "ctrl+p", "ctrl+g"):
        before = len(terminal.raw)
        terminal.press(key)
        terminal.settle(0.3)
        costs.append(len(re.sub(rb"\x1b\[\?2026[hl]", b"", terminal.raw[before:])))
    terminal.press("q")
    assert terminal.wait_exit() == 0
    return costs
