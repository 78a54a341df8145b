"""Tones: what a piece of text means, and how it looks.

Attributes carry the meaning before colours do, and there is one accent colour, so that every
state reads in 16 colours, on light and dark ground, and without colour.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from rich.style import Style


class Tone(Enum):
    """How a piece of text looks."""

    NORMAL = Style()
    TITLE = Style(bold=False)
    STRONG = Style(bold=True)
    QUIET = Style(dim=True)
    ACCENT = Style(color="cyan")
    ALERT = Style(bold=True, color="yellow")
    CURSOR = Style(reverse=True)
    MATCH = Style(underline=True)


Span = tuple[str, Tone | Style]
Line = tuple[Span, ...]
"""One line of text with its tones; the text is clean and holds no line end."""


@lru_cache(maxsize=256)
def link_style(url: str) -> Style:
    """Return the style that makes a text a link which the user's own terminal opens (OSC 8)."""
    return Style(underline=True, link=url)
