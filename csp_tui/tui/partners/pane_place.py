"""Where the pane of a partner is: below the list, beside it, or nowhere. Sizes are in cells."""

from __future__ import annotations

from typing import NamedTuple

BESIDE = 58
"""The width of a pane beside the list."""
_WIDE = 160
"""Columns from which on the pane is beside the list."""
_LEAST = 8
"""Lines that a list must leave for the pane below it, with the divider between them."""
_LOW, _HIGH = 6, 14
"""Lines of the pane and the divider on a screen of less than `ROOMY` lines, and on others."""
ROOMY = 34
"""Lines of a screen from which on there is a blank line before each group of the list."""
_AROUND = 3
"""Lines above and below list and pane: two of the title, one of the keys."""


class PanePlace(NamedTuple):
    """Where the pane is; nowhere if it is not beside the list and has no lines below it."""

    is_beside: bool = False
    below: int = 0
    """Lines of the pane below the list, with the divider."""

    @property
    def is_shown(self) -> bool:
        """Whether there is a pane."""
        return self.is_beside or self.below > 0

    def list_cells(self, columns: int) -> int:
        """Return how many of the screen's columns the list has."""
        return columns - BESIDE - 1 if self.is_beside else columns


def pane_place(columns: int, lines: int, rows: int) -> PanePlace:
    """Return where the pane is on a screen of `columns` and `lines`.

    `rows` is the number of rows in the list. On a wide screen the pane is beside the list. On
    others it is below, if the list leaves enough lines for it. Otherwise, and if the list is empty,
    there is no pane.
    """
    if not rows:
        return PanePlace()
    if columns >= _WIDE:
        return PanePlace(is_beside=True)
    free = lines - _AROUND - rows
    if free < _LEAST:
        return PanePlace()
    return PanePlace(below=_LOW if lines < ROOMY else min(free, _HIGH))
