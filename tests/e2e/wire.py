"""What keys send over the line."""

from __future__ import annotations

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
