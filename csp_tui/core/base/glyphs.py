"""The signs beyond ASCII that screens are drawn with, and their plain stand-ins.

They are one cell wide in most terminals. Terminals of East Asian languages draw them two cells
wide, so these get plain ASCII, as do outputs whose encoding lacks the signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Glyphs(NamedTuple):
    """The signs; each is one character."""

    cut: str
    """At the end of a text that is cut."""
    crumb: str
    """Between the names of places in a title."""
    bar: str
    """The done part of a progress bar."""
    line: str
    """The rest of a progress bar, and dividers."""
    beside: str
    """Between a list and a pane beside it."""
    joint: str
    """Where that line ends at a divider."""
    before: str
    """Before the numbers of the columns that are shown; `crumb` stands behind them."""


SIGNS = Glyphs("…", "›", "━", "─", "│", "┴", "‹")
ASCII = Glyphs("~", ">", "=", "-", "|", "+", "<")

_WIDE = ("ja", "ko", "zh")
"""Languages whose terminals draw the signs two cells wide."""

_used = SIGNS


def glyphs() -> Glyphs:
    """Return the signs to draw with in this process."""
    return _used


def use(chosen: Glyphs) -> None:
    """Draw with the signs `chosen` from now on."""
    global _used
    _used = chosen


def fitting(environ: Mapping[str, str], encoding: str) -> Glyphs:
    """Return the signs that the locale of `environ` and an output's `encoding` allow.

    They are ASCII if the encoding lacks the signs or is unknown, or if the locale's language is
    Japanese, Korean or Chinese.
    """
    names = (environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    locale = next(filter(None, names), "")
    try:
        "".join(SIGNS).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return ASCII if locale[:2].lower() in _WIDE else SIGNS
