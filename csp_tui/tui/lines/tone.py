"""Tones: how a piece of text looks, by what it means.

Attributes carry the meaning before colours do, and there is one accent colour, so that every
state reads in 16 colours, on light and dark ground, and without colour.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from rich.style import Style


class Tone(Enum):
    """How a piece of text looks, in Rich's words; naming a tone does not import Rich."""

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
"""One line of text with its tones; the text is clean and holds no line end."""


@lru_cache(maxsize=256)
def style_of(tone: Tone | Style) -> Style:
    """Return the style of a tone; a style is returned as it is."""
    from rich.style import Style

    return Style.parse(tone.value) if isinstance(tone, Tone) else tone


@lru_cache(maxsize=256)
def link_style(url: str) -> Style:
    """Return the style of a link (OSC 8) that the user's own terminal opens."""
    from rich.style import Style

    return Style(underline=True, link=url)
