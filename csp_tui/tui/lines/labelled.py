"""Texts with a label before them, as the panes show them; widths are in cells."""

from __future__ import annotations

from csp_tui.core.base.text import pad, visible, visible_line, width, wrap
from csp_tui.tui.lines.tone import Line, Tone

LABEL = 10
"""Width of a label."""


def labelled(label: str, text: str, cells: int) -> list[Line]:
    """Return the lines of `text` beside its label, wrapped to `cells`.

    There are none for an empty text. But a label that is too long for its place has lines of its
    own above the text, even if that is empty.
    """
    label = visible_line(label)
    above: list[Line] = []
    if width(label) >= LABEL:
        above, label = [((f" {part}", Tone.QUIET),) for part in wrap(label, cells)], ""
    parts = [
        ((f" {pad('' if index else label, LABEL)}", Tone.QUIET), (part, Tone.TEXT))
        for index, part in enumerate(wrapped(text, cells - LABEL))
    ]
    return above + parts


def wrapped(text: str, cells: int) -> list[str]:
    """Return `text` without control characters, wrapped to `cells`; no line for an empty text."""
    return wrap(visible(text).replace("\t", " "), cells) if text else []
