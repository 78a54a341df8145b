"""Key hints that fit the bottom row: help and the way out are the last to go."""

from __future__ import annotations

from csp_tui.tui.tone import Line, Tone

_LAST = 2
"""Hints at the end that stay as long as they fit: help, and quit or back."""


def hint_line(*pairs: tuple[str, str]) -> Line:
    """Return keys with what they do, for the bottom row."""
    spans: list[tuple[str, Tone]] = []
    for key, does in pairs:
        spans += [(f" {key}", Tone.ACCENT), (f" {does} ", Tone.NORMAL)]
    return tuple(spans)


def fitted_hints(cells: int, *pairs: tuple[str, str]) -> Line:
    """Return the hints that fit in `cells` cells, the first and the last two before others."""
    chosen = list(pairs)
    while len(chosen) > _LAST and sum(len(text) for text, _ in hint_line(*chosen)) > cells:
        del chosen[-_LAST - 1]
    return hint_line(*chosen)
