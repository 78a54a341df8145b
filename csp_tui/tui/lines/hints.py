"""Key hints for the bottom row: where room is short, help and the way out are kept longest."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.language import N_, _
from csp_tui.tui.lines.tone import Line, Tone

Hint = tuple[str, str]
"""A key and what it does, marked by ``N_``; without a key it is a remark, left out first."""

_LAST = 2
"""Hints at the end that are kept as long as they fit: help, and quit or back."""


def hint_line(*hints: Hint) -> tuple[Hint, ...]:
    """Return `hints` as a tuple; the bottom row shows those that fit."""
    return hints


def fitted_hints(cells: int, hints: Sequence[Hint]) -> Line:
    """Return the hints that fit in `cells` cells; the first and the last two are kept longest."""
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
"""While rows are marked: each status key acts on all of them."""
