"""The rows of a question or a message at the bottom of a screen."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.text import cut, visible_line, width, wrap

MOST_ROWS = 3
"""Rows that a question or message takes; more only where a question has no room in them."""

ANSWER_ROOM = 8
"""Least cells for what is typed."""

_LEAST_NAME = 8
"""Cells to which a name may be cut where the rows do not hold it whole."""

_BLANK = "\xa0"


def question_rows(
    text: str, names: Sequence[str], offer: str, columns: int, most: int
) -> list[str]:
    """Return the rows of a question; the answer is typed after the last one.

    If the question needs more than three rows, the names in it are cut, but no other word. If it
    still needs more than three, it gets up to `most` rows. If it needs more than `most`, its
    first rows are left out.

    Args:
        text: the whole question.
        names: the names in it, as they are in the text.
        offer: the answer that is offered, and what this answer means.
        columns: cells of a row.
        most: rows of the screen.
    """
    room = max(ANSWER_ROOM, min(width(offer) + 1, columns // 2))
    rows = _rows(text, columns, room)
    longest = min(max(map(width, names), default=0), columns * MOST_ROWS)
    for cells in range(longest - 1, _LEAST_NAME - 1, -1):
        if len(rows) <= min(MOST_ROWS, most):
            break
        short = text
        for name in names:
            short = short.replace(name, cut(name, cells))
        rows = _rows(short, columns, room)
    return rows[-most:]


def _rows(text: str, columns: int, room: int) -> list[str]:
    """Return the rows of a question with `room` cells free after its last word."""
    wrapped = wrap(visible_line(text).strip() + _BLANK * (room + 1), columns - 1)
    rows = [f" {row}" for row in wrapped]
    return [*rows[:-1], f"{rows[-1].rstrip(_BLANK)} "]


def message_rows(sentence: str, columns: int, most: int) -> list[str]:
    """Return the rows of a message, at most three and at most `most`; the rest is cut."""
    sentence = visible_line(sentence)
    if width(sentence) < columns:
        return [f" {sentence}"]
    rows = wrap(sentence, columns - 1)
    before = max(1, min(MOST_ROWS, most)) - 1
    last = cut(" ".join(rows[before:]), columns - 1)
    return [f" {row}" for row in (*rows[:before], last) if row]
