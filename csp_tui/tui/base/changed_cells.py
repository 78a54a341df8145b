"""Sends of a changed row the changed cells only, and no blanks at the end of a row.

Textual sends a row from the left edge of a widget to its last changed cell, blanks too, and a line
feed after it, although each row begins with a move of the cursor. Rows of the first frame that the
app would draw alike are not sent again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
_RESET, _SHORT_RESET = "\x1b[0m", "\x1b[m"
"""How Textual ends a style, and how the first frame does."""
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


class ShownRows:
    """The rows that the terminal shows from the first frame on until a part of one is drawn.

    Args:
        rows: their texts with escape sequences, by their numbers; those that are missing are blank.
            Empty if it is not known what the terminal shows. It may be emptied at any time.
    """

    def __init__(self, rows: dict[int, str]) -> None:
        self.rows = rows
        self._now = dict(rows)
        self.is_by_app = False
        """Whether the app has drawn them, and not the first frame."""

    def changed(self, drawn: Mapping[int, str]) -> list[int]:
        """Return the numbers of the rows of `drawn` that look else; it is drawn from now on."""
        if not self.rows:
            return [*drawn]
        before, self._now = self._now, dict(drawn)
        found = [y for y, row in drawn.items() if not _look_alike(row, before.get(y, ""))]
        self.is_by_app = True
        return found if self.rows else [*drawn]  # emptied meanwhile


class WholeScreen(LayoutUpdate):
    """An update of all rows of the screen, except those that it shows already.

    Args:
        strips: the rows, each in pieces.
        region: the screen.
        shown: what the terminal shows.
    """

    def __init__(
        self,
        strips: list[Iterable[Strip]],
        region: Region,
        shown: ShownRows,
    ) -> None:
        super().__init__(strips, region)
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        """Return what to write to the terminal, with its control codes."""
        rows = ("".join(strip.render(console) for strip in strips) for strips in self.strips)
        drawn = dict(enumerate(rows, self.region.y))
        return "".join(
            Control.move_to(self.region.x, y).segment.text + _without_blanks(drawn[y])
            for y in self._shown.changed(drawn)
        )


def _look_alike(row: str, other: str) -> bool:
    same = row.replace(_RESET, _SHORT_RESET).rstrip(" ") == other.rstrip(" ")  # quicker to find out
    return same or look_of(row) == look_of(other)


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
        self.shown = ShownRows({})
        """What the terminal shows before the screen is drawn first."""

    def update_widgets(self, widgets: set[Widget]) -> None:
        """Note that `widgets` have changed, and leave out those of them that are hidden.

        Given a hidden one, Textual would arrange all widgets at once, and the next layout would
        then find nothing that has moved, and draw nothing.
        """
        super().update_widgets(widgets & self.visible_widgets.keys())

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterator[tuple[Region, Region, list[Strip]]]:
        """Yield the rows in `crop` of the widgets that are seen there, from front to back.

        Textual would make all rows of all widgets, also of those that are hidden by others.

        Yields:
            Where the rows are, where their widget may be drawn, and the rows.
        """
        crop = crop or self.size.region
        rows = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen.overlaps(crop):
                part = seen.intersection(rows)
                yield part, clip, widget.render_lines(part.translate(-region.offset))
                if seen.contains_region(crop):
                    return

    def render_update(
        self,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        """Return the update that Textual's method returns.

        The first one after the first frame is of all rows.
        """
        is_first = bool(self._dirty_regions and self.shown.rows and not self.shown.is_by_app)
        return super().render_update(full or is_first, screen_stack, simplify)

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return the update of the regions that have changed; None if none has."""
        update = super().render_partial_update()
        if update:
            self.shown.rows.clear()
        return update and ChangedCells(update.chops, update.spans, update.chop_ends)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Return the update of all rows, as a `WholeScreen`.

        With `simplify`, return it as Textual makes it, for a picture of the screen.
        """
        update = super().render_full_update(simplify)
        return update if simplify else WholeScreen(update.strips, update.region, self.shown)
