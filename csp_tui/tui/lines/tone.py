"""Tones: how a piece of text looks, named by what it means.

Bold, dim and reverse carry the meaning, with only one accent colour and one for alerts. So every
status is readable in 16 colours, on a light or dark background, and without colours.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from rich.style import Style


class Tone(Enum):
    """How a piece of text looks; the values are style definitions that Rich understands."""

    NORMAL = ""
    TITLE = "not bold"
    STRONG = "bold"
    QUIET = "dim"
    ACCENT = "cyan"
    ALERT = "bold yellow"
    CURSOR = "reverse"
    MATCH = "underline"


Span = tuple[str, Union[Tone, "Style"]]
Line = tuple[Span, ...]
"""A line of text in pieces, each with its tone; without line breaks and control characters."""


@lru_cache(maxsize=256)
def style_of(tone: Tone | Style) -> Style:
    """Return Rich's style for `tone`; a style is returned unchanged."""
    from rich.style import Style

    return Style.parse(tone.value) if isinstance(tone, Tone) else tone


@lru_cache(maxsize=256)
def link_style(url: str) -> Style:
    """Return the style of a link to `url` that the user's terminal can open (OSC 8)."""
    from rich.style import Style

    return Style(underline=True, link=url)
