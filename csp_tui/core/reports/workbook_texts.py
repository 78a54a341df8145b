"""The texts in the cells of a workbook: harmless, not too long, and measured."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from csp_tui.core.base.language import _, current
from csp_tui.core.base.text import visible, width
from csp_tui.core.reports.sheets import Cell, Late, Linked, Toned

MOST_CHARACTERS = 32_767
"""Of a cell, counted as UTF-16 does."""
_AS_TEXT = 255
"""Excel shows only crosses for a longer text in a cell of the form "text"."""
_MOMENT = len("2026-11-23 10:42")


class CellText(NamedTuple):
    """A text as a cell holds it."""

    text: str
    width: int
    """The characters in its longest line; a wide one counts as two."""
    is_long: bool
    """Whether it is too long for the form "text"."""


NOTHING = CellText("", 0, is_long=False)


def text_in(cell: Cell) -> CellText:
    """Return the text that one reads in a cell; for a number or day, a text that is as wide.

    For an empty cell it is `NOTHING`.
    """
    if isinstance(cell, str):
        return cell_text(cell) if cell else NOTHING
    if cell is None:
        return NOTHING
    if isinstance(cell, (Toned, Linked)):
        return cell_text(cell.text)
    if isinstance(cell, Late):
        cell = cell.day
    if isinstance(cell, datetime):
        return cell_text(cell.isoformat(" ", "minutes")[:_MOMENT])
    if isinstance(cell, date):
        return cell_text(cell.isoformat())
    return cell_text(f"{cell:.0%}" if isinstance(cell, float) else str(cell))


def cell_text(value: str) -> CellText:
    """Return `value` as a cell may hold it; a text that is too long is cut, and says so."""
    return _cell_text(value, current())


@lru_cache(maxsize=20_000)
def _cell_text(value: str, spoken: str) -> CellText:  # noqa: ARG001 - for the cache
    text = visible(value.replace("\r\n", "\n"))
    if units(text) > MOST_CHARACTERS:
        end = _(" […] (the rest does not fit into a cell)")
        text = beginning(text, MOST_CHARACTERS - units(end)) + end
    return CellText(text, max(map(width, text.split("\n"))), units(text) > _AS_TEXT)


def units(text: str) -> int:
    """Return how many characters Excel counts in `text`: those beyond U+FFFF twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def beginning(text: str, most: int) -> str:
    """Return the beginning of `text`: at most `most` characters, as Excel counts them."""
    return text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore")
