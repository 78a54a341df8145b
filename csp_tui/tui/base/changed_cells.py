"""Sends of a changed row the changed cells only, and no blanks at the end of a row.

Textual sends a row from the left edge of a widget to its last changed cell, blanks too, and a line
feed after it, although each row begins with a move of the cursor.
"""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
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
                    found.append(_without_blanks(text) if stop == width else text)
        return "".join(found)


class WholeScreen(LayoutUpdate):
    """An update of all rows of the screen."""

    def render_segments(self, console: Console) -> str:
        """Return what to write to the terminal, with its control codes."""
        rows = ("".join(strip.render(console) for strip in strips) for strips in self.strips)
        return "".join(
            Control.move_to(self.region.x, y).segment.text + _without_blanks(row)
            for y, row in enumerate(rows, self.region.y)
        )


def _without_blanks(row: str) -> str:
    """Return a row, or its end, with one command in place of many plain blanks at its end."""
    return row.rstrip(" ") + _ERASE_TO_END if row.endswith(_BLANKS) else row


class SparingCompositor(Compositor):
    """A compositor whose updates are `ChangedCells` or the `WholeScreen`."""

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

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Return the update of all rows, as a `WholeScreen`.

        With `simplify`, return it as Textual makes it, for a picture of the screen.
        """
        update = super().render_full_update(simplify)
        return update if simplify else WholeScreen(update.strips, update.region)
