"""What keys send over the line."""

from __future__ import annotations

import re

from .terminal import Terminal


def pictures(terminal: Terminal, key: str) -> list[int]:
    """Press a key and wait until the app rests; return the bytes of each picture that it sends."""
    before = len(terminal.raw)
    terminal.press(key)
    terminal.settle()
    return [len(each) for each in re.split(rb"(?<!\A)(?=\x1b\[\?2026h)", terminal.raw[before:])]


def bytes_of_arrows(terminal: Terminal) -> tuple[list[int], list[int]]:
    """Move down some rows; return the bytes of each at once, and once the detail has settled."""
    sent = [pictures(terminal, "down") for _ in range(15)]
    return [row for row, *_ in sent], [*map(sum, sent)]


def bytes_of_ticks(terminal: Terminal) -> list[int]:
    """Tick some items; return the bytes of each."""
    return [sum(pictures(terminal, "space")) for _ in range(4)]


def bytes_of_a_session(terminal: Terminal) -> list[int]:
    """Look at a partner, tick an item and undo that, open the palette; return the bytes of each.

    What begins and ends a picture does not count: in how many a key is drawn differs each time.
    """
    terminal.wait_for_app()
    terminal.wait_for("^> ")
    terminal.settle()
    costs = []
    for key, seen in SESSION:
        before = len(terminal.raw)
        terminal.press(key)
        terminal.wait_for(seen)
        terminal.settle()
        costs.append(len(re.sub(rb"\x1b\[\?2026[hl]", b"", terminal.raw[before:])))
    terminal.press("q")
    assert terminal.wait_exit() == 0
    return costs


SESSION = (
    ("down", "^> Fabrikam"),
    ("enter", "Fabrikam › Enroll"),
    ("down", r"^> \[ \] Signatory able"),
    ("space", r"saved ..:..(?s:.*)^> \[x\]"),
    ("u", r"^> \[ \](?s:.*)Undone"),
    ("-", "Not applicable because:"),
    ("ctrl+g", "^ space"),
    ("q", "^ Partners"),
    ("ctrl+p", "^> Open "),
    ("ctrl+g", "^> Fabrikam"),
)
"""Keys, and what is seen then."""
