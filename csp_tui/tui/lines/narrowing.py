"""The row in which one types what narrows a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, visible_line, width
from csp_tui.tui.keys.key_words import key_words
from csp_tui.tui.lines.tone import Line, Tone

_ROOM = 20
"""Cells that are left for typing before the count and the keys are shortened."""
_MOST_WORDS = 24
"""Cells of a head for the words that narrow its list."""


class Narrowing(NamedTuple):
    """What is done with the text that is typed to narrow a list.

    Args:
        text: the text at first.
        narrow: narrows the list to the text, and is called once typing rests.
        counts: returns how many rows are shown, and how many there are.
        show_all: shows all rows again.
    """

    text: str
    narrow: Callable[[str], object]
    counts: Callable[[], tuple[int, int]]
    show_all: Callable[[], object]


def narrowing_words(text: str) -> str:
    """Return ``/`` and the typed text, cut, as heads show it: ``/credit micro``; "" for none."""
    return f"/{cut(visible_line(text), _MOST_WORDS)}" if text else ""


def narrowing_row(typed: Line, counts: tuple[int, int], cells: int) -> Line:
    """Return the row: what is typed, and at its end how many rows are shown, and the keys.

    The end keeps its place while one types. It is shortened, or left out, where it has no room.

    Args:
        typed: what is typed, with the sign before it.
        counts: how many rows are shown, and how many there are.
        cells: the width of the row.
    """
    shown, every = counts
    count: Line = ((str(shown), Tone.STRONG), ("  ", Tone.TEXT))
    keep: Line = ((key_words("enter"), Tone.KEY), (f" {_('keep')}  ", Tone.QUIET))
    back: Line = (("ctrl+g", Tone.KEY), (f" {_('all {count}').format(count=every)} ", Tone.QUIET))
    hint: Line = ((f"{_('all words')}  ", Tone.QUIET),)
    used = max(_ROOM, _width(typed) + 1)
    for end in ((*count, *hint, *keep, *back), (*count, *keep, *back), count):
        room = cells - _width(typed) - _width(end)
        if used + _width(end) <= cells:
            return (*typed, (" " * room, Tone.TEXT), *end)
    return typed


def _width(line: Line) -> int:
    return sum(width(text) for text, _tone in line)
