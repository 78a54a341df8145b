"""What the app is measured against: a Textual app with one Static, and a bare list.

python benchmarks/peers.py bare
python benchmarks/peers.py list 100
"""

from __future__ import annotations

import sys

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

REVERSE, NORMAL = Style(reverse=True), Style()


class BareApp(App[None]):
    """One word on the screen."""

    BINDINGS = [Binding("q", "quit", "quit")]

    def compose(self) -> ComposeResult:
        """Say hello."""
        yield Static("Hello")


class BareList(Widget, can_focus=True):
    """Draws rows line by line and moves a cursor over them; two rows change with a key."""

    BINDINGS = [Binding("down", "move(1)", "down"), Binding("up", "move(-1)", "up")]

    def __init__(self, count: int) -> None:
        super().__init__()
        self._rows = [f"Partner {number:05} Ltd  Enroll direct 30/46" for number in range(count)]
        self._cursor = 0

    def render_line(self, y: int) -> Strip:
        """Return a row."""
        text = self._rows[y] if y < len(self._rows) else ""
        is_current = y == self._cursor
        lead = "> " if is_current else "  "
        strip = Strip([Segment(lead + text, REVERSE if is_current else NORMAL)])
        return strip.adjust_cell_length(self.size.width, NORMAL)

    def action_move(self, step: int) -> None:
        """Go to another row."""
        before, self._cursor = self._cursor, self._cursor + step
        self.refresh(*(Region(0, y, self.size.width, 1) for y in (before, self._cursor)))


class ListApp(App[None]):
    """A list without anything around it."""

    BINDINGS = [Binding("q", "quit", "quit")]

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def compose(self) -> ComposeResult:
        """Show the list."""
        yield BareList(self._count)


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        BareApp().run()
    else:
        ListApp(int(sys.argv[2])).run()
