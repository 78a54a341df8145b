"""Sends of a changed row the changed cells only.

Textual sends a row from the left edge of a widget to its last changed cell, blanks too, and a line
feed after it, although each row begins with a move of the cursor.
"""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor
from textual.widget import Widget

_BLANKS = " " * 4
"""Plain blanks at the end of a row from this many on are one command to the terminal."""
_ERASE_TO_END = "\x1b[K"


class ChangedCells(ChopsUpdate):
    """An update of the screen that begins each stretch of cells where the change begins."""

    def render_segments(self, console: Console) -> str:
        """Return what to write to the terminal, with its control codes."""
        found: list[str] = []
        for y, first, end in self.spans:
            ends, width = iter(self.chop_ends[y]), self.chop_ends[y][-1]
            for x, strip in self.chops[y].items():
                start, stop = max(x, first), min(next(ends), end)
                if strip is not None and start < stop:
                    found.append(Control.move_to(start, y).segment.text)
                    text = strip.crop(start - x, stop - x).render(console)
                    if stop == width and text.endswith(_BLANKS):
                        text = text.rstrip(" ") + _ERASE_TO_END
                    found.append(text)
        return "".join(found)


class SparingCompositor(Compositor):
    """A compositor whose partial updates are `ChangedCells`."""

    def update_widgets(self, widgets: set[Widget]) -> None:
        """Note that `widgets` have changed, and leave out those of them that are hidden.

        Given a hidden one, Textual would arrange all widgets at once, and the next layout would
        then find nothing that has moved, and draw nothing.
        """
        super().update_widgets(widgets & self.visible_widgets.keys())

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return the update of the regions that have changed; None if none has."""
        update = super().render_partial_update()
        return update and ChangedCells(update.chops, update.spans, update.chop_ends)
