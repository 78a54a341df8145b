"""Links for terminals that know neither OSC 8 nor OSC 52: printed flush left, outside the app."""

from __future__ import annotations

import os
import sys
import termios
import tty

from textual.app import App

from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.model import Item


def print_links(app: App[object], item: Item) -> None:
    """Leave the full screen, print the links of `item`, and come back at any key."""
    with app.suspend():
        lines = ["", visible_line(item.title), ""]
        lines += list(dict.fromkeys(visible_line(link.url) for link in item.links)) or [
            _("This item has no link.")
        ]
        lines += ["", _("Select with the mouse. Any key goes back.")]
        sys.stderr.write("\n".join(lines) + "\n")
        sys.stderr.flush()
        _wait_for_key(sys.stdin.fileno())


def _wait_for_key(descriptor: int) -> None:
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        os.read(descriptor, 64)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
