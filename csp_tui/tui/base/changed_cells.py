"""Sends of a changed row the changed cells only, and no blanks at the end of a row.

Textual sends a row from the left edge of a widget to its last changed cell, blanks too, and a line
feed after it, although each row begins with a move of the cursor. Rows of the first frame that the
app would draw alike are not sent again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rich.console import Console, RenderableType
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

_BLANKS = " " * 4
"""Plain blanks at the end of a row from this many on are one command to the terminal."""
_ERASE_TO_END = "\x1b[K"
_STYLE = re.compile(r"\x1b\[([0-9;]*)m")
_PLAIN = ("", "0", "39", "49")
"""Codes of no style, and of the terminal's own colours."""


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
    """An update of all rows of the screen, except those that it shows already.

    Args:
        strips: the rows, each in pieces.
        region: the screen.
        shown: the text of the rows that the screen shows, with escape sequences, by their numbers;
            those that are missing are blank. Empty if it is not known what the screen shows, and
            from when the update is written.
    """

    def __init__(
        self,
        strips: list[Iterable[Strip]],
        region: Region,
        shown: dict[int, str],
    ) -> None:
        super().__init__(strips, region)
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        """Return what to write to the terminal, with its control codes."""
        rows = ("".join(strip.render(console) for strip in strips) for strips in self.strips)
        shown = self._shown.copy()
        self._shown.clear()
        return "".join(
            Control.move_to(self.region.x, y).segment.text + _without_blanks(row)
            for y, row in enumerate(rows, self.region.y)
            if not shown or look_of(row) != look_of(shown.get(y, ""))
        )


def look_of(row: str) -> list[tuple[str, str]]:
    """Return the pieces of a row that starts on blank cells, each with the codes of its style.

    Two rows with the same result look the same, however their codes are written. Each text in
    `row` must begin with the codes of its whole style and end with those that reset it.
    """
    pieces: list[tuple[str, str]] = []
    codes = ""
    for number, part in enumerate(_STYLE.split(row)):
        if number % 2:
            codes = ";".join(code for code in part.split(";") if code not in _PLAIN)
        elif part and pieces and pieces[-1][1] == codes:
            pieces[-1] = pieces[-1][0] + part, codes
        elif part:
            pieces.append((part, codes))
    if pieces and not pieces[-1][1]:
        text = pieces.pop()[0].rstrip(" ")
        pieces += [(text, "")] if text else []
    return pieces


def _without_blanks(row: str) -> str:
    """Return a row, or its end, with one command in place of many plain blanks at its end."""
    return row.rstrip(" ") + _ERASE_TO_END if row.endswith(_BLANKS) else row


class SparingCompositor(Compositor):
    """A compositor whose updates are `ChangedCells` or the `WholeScreen`."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[int, str] = {}
        """The rows that the terminal shows before the screen is drawn first; empty afterwards."""

    def update_widgets(self, widgets: set[Widget]) -> None:
        """Note that `widgets` have changed, and leave out those of them that are hidden.

        Given a hidden one, Textual would arrange all widgets at once, and the next layout would
        then find nothing that has moved, and draw nothing.
        """
        super().update_widgets(widgets & self.visible_widgets.keys())

    def render_update(
        self,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        """Return the update that Textual's method returns.

        If `shown` is known and any cell is to be drawn, it is of all rows.
        """
        is_first = bool(self.shown and self._dirty_regions)
        return super().render_update(full or is_first, screen_stack, simplify)

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return the update of the regions that have changed; None if none has."""
        update = super().render_partial_update()
        return update and ChangedCells(update.chops, update.spans, update.chop_ends)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Return the update of all rows, as a `WholeScreen`.

        With `simplify`, return it as Textual makes it, for a picture of the screen.
        """
        update = super().render_full_update(simplify)
        return update if simplify else WholeScreen(update.strips, update.region, self.shown)
