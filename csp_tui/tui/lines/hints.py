"""Key hints that fit the bottom row: help and the way out are the last to go."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.language import N_, _
from csp_tui.tui.lines.tone import Line, Tone

Hint = tuple[str, str]
"""A key and what it does, marked by ``N_``; without a key it is a remark, which goes first."""

_LAST = 2
"""Hints at the end that stay as long as they fit: help, and quit or back."""


def hint_line(*hints: Hint) -> tuple[Hint, ...]:
    """Return keys with what they do, for the bottom row, which shows those that fit."""
    return hints


def fitted_hints(cells: int, hints: Sequence[Hint]) -> Line:
    """Return the hints that fit in `cells` cells, the first and the last two before others."""
    chosen = list(hints)
    while len(chosen) > _LAST and sum(len(text) for text, _tone in _drawn(chosen)) > cells:
        remark = next((hint for hint in chosen if not hint[0]), None)
        chosen.remove(remark or chosen[-_LAST - 1])
    return _drawn(chosen)


def _drawn(hints: Sequence[Hint]) -> Line:
    spans: list[tuple[str, Tone]] = []
    for key, does in hints:
        spans += [(f" {key}", Tone.ACCENT)] if key else []
        spans.append((f" {_(does)} ", Tone.NORMAL))
    return tuple(spans)


MARK_HINTS = hint_line(
    ("space", N_("done")),
    ("w", N_("wait")),
    ("ctrl+g", N_("none")),
    ("-", N_("n/a")),
    ("!", N_("refused")),
    ("r", N_("to do")),
    ("m", N_("unmark")),
    ("M", N_("to here")),
    ("?", N_("help")),
    ("q", N_("back")),
)
"""Where rows are marked: the next act is for all of them."""
