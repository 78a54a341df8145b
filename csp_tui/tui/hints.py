"""Key hints that fit the bottom row: help and the way out are the last to go."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.language import _
from csp_tui.tui.tone import Line, Tone

Hints = Sequence[tuple[str, str]]
"""Keys, each with what it does in English words that are marked by ``N_``; a remark has no key."""

_LAST = 2
"""Hints at the end that stay as long as they fit: help, and quit or back."""


def hint_line(hints: Hints) -> Line:
    """Return keys with what they do, for the bottom row, in the language that is spoken."""
    spans: list[tuple[str, Tone]] = []
    for key, does in hints:
        spans += [(f" {key}", Tone.ACCENT), (f" {_(does)} ", Tone.NORMAL)]
    return tuple(spans)


def fitted_hints(cells: int, hints: Hints) -> Line:
    """Return the hints that fit in `cells` cells, the first and the last two before others.

    A remark at the end takes what room is left.
    """
    chosen = [hint for hint in hints if hint[0]]
    while len(chosen) > _LAST and sum(len(text) for text, _tone in hint_line(chosen)) > cells:
        del chosen[-_LAST - 1]
    return hint_line([*chosen, *(hint for hint in hints if not hint[0])])
