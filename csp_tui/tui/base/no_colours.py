"""Takes all colours out of what is drawn, for ``NO_COLOR``."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


class NoColours(LineFilter):
    """A filter that leaves each piece its text, attributes and link, and no colour.

    Textual's own names the terminal's colours before each piece. They are in force anyway: each
    piece ends with a reset of its style.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return `segments` without their colours."""
        return [
            Segment(text, style and _without_colour(style), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _without_colour(style: Style) -> Style:
    return style.without_color + Style.from_meta(style.meta)
