"""Tones: how a piece of text looks, named by what it means, and the one table of their styles.

Every state has a word or a mark, and weight comes before colour. So every screen can be read in 16
colours, on dark and on light ground, and without colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Flag, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.style import Style


class Tone(Flag):
    """What a piece of text means; tones can be combined, such as ``Tone.LATE | Tone.RULE``."""

    TEXT = 0
    """What tells rows apart."""
    STRONG = auto()
    """Screen, section, rule, marked row, one way, not saved, unreadable."""
    QUIET = auto()
    """What is done, constant or explained: labels, heads of columns, the words of hints."""
    ACCENT = auto()
    """Where one is: the marks of rows, the filter and order in force, the chosen column."""
    KEY = auto()
    """A key in a hint, a menu or a sentence."""
    LATE = auto()
    """What is late, lapsed or missed."""
    SOON = auto()
    """What is due today or within seven days."""
    CURSOR = auto()
    """Where the keys go: the name of the current row."""
    RULE = auto()
    """The heads of columns, or the second row of a head."""
    FIELD = auto()
    """A place to type."""
    MATCH = auto()
    """Text that matches a search."""
    LINK = auto()
    """An address."""


class Link(NamedTuple):
    """The tone of an address that the user's terminal can open (OSC 8)."""

    url: str


Span = tuple[str, Tone | Link]
Line = tuple[Span, ...]
"""A line of text in pieces, each with its tone; without line breaks and control characters."""

Palette = Mapping[Tone, str]
"""A style for each single tone, in words that Rich understands; "" for plain text."""

WITHOUT_COLOURS: Palette = {
    Tone.STRONG: "bold",
    Tone.QUIET: "dim",
    Tone.ACCENT: "bold",
    Tone.KEY: "bold",
    Tone.LATE: "bold",
    Tone.SOON: "",
    Tone.CURSOR: "reverse",
    Tone.RULE: "underline",
    Tone.FIELD: "underline",
    Tone.MATCH: "underline",
    Tone.LINK: "underline",
}
ON_DARK: Palette = {
    **WITHOUT_COLOURS,
    Tone.ACCENT: "bold cyan",
    Tone.LATE: "bold red",
    Tone.SOON: "yellow",
}
"""For the 16 colours of a terminal with dark ground."""
ON_LIGHT: Palette = {
    **WITHOUT_COLOURS,
    Tone.ACCENT: "bold blue",
    Tone.LATE: "bold red",
    Tone.SOON: "on yellow",
}
"""For the 16 colours of a terminal with light ground, on which yellow letters cannot be read."""


def true_colours(accent: str, late: str, soon: str, quiet: str) -> Palette:
    """Return the styles for a theme with its own colours, given like ``#0178d4``."""
    colours = {Tone.ACCENT: f"bold {accent}", Tone.LATE: f"bold {late}"}
    return {**WITHOUT_COLOURS, **colours, Tone.SOON: soon, Tone.QUIET: quiet}


def words_of(tone: Tone | Link, palette: Palette) -> str:
    """Return the style of `tone` in words, such as ``bold red underline``; "" for plain text."""
    if isinstance(tone, Link):
        return palette[Tone.LINK]
    known = palette.get(tone)  # as for nearly all
    return known if known is not None else " ".join(filter(None, (palette[each] for each in tone)))


def style_of(tone: Tone | Link, palette: Palette) -> Style:
    """Return Rich's style for `tone`."""
    return _parsed(words_of(tone, palette), tone.url if isinstance(tone, Link) else None)


@lru_cache(maxsize=256)
def _parsed(words: str, url: str | None) -> Style:
    from rich.style import Style

    return Style.parse(words) + Style(link=url)
