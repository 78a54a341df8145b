"""The rows of a question, a prompt or a message at the bottom of a screen."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.asking import Keys, Question
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible_line, width, wrap
from csp_tui.tui.keys.key_words import key_words
from csp_tui.tui.lines.tone import Line, Tone

MOST_ROWS = 3
"""Rows that a question or message takes; more only where a question has no room in them."""

ANSWER_ROOM = 8
"""Least cells for what is typed."""

_LEAST_NAME = 16
"""Cells to which a name may be cut where a row does not hold it whole."""

LEAST_FIELD = 12
"""Cells of a field without which the keys stand above it, not behind it."""

_BLANK = "\xa0"


def question_rows(
    question: Question, label: str, columns: int, most: int, typed: str = ""
) -> list[Line]:
    """Return the rows of a question: its title, what it brings about, and its answers.

    A part that is too long for one row has the names in it cut, but no other word; if it is still
    too long, it is wrapped. A prompt, which has no title, is only what it brings about and the
    label. If there are more than `most` rows, the first ones are left out. The typed answer itself
    is not in the rows: it stands behind the last one. Where the keys that end a prompt have no room
    behind it, they stand in a row above the label.

    Args:
        question: the question.
        label: the words before a typed answer, with what was wrong with the last one.
        columns: cells of a row.
        most: rows of the screen.
        typed: the typed answer.
    """
    names, offer = question.names, question.value
    if offer and (meaning := question.meaning(offer)):
        offer = f"{offer}   {meaning}"
    room = max(ANSWER_ROOM, min(width(offer) + 1, columns // 2))
    if not question.title:
        labels = _label_rows(f"{question.lead} {label}", names, columns, room)
        return [*_keys_above(question, labels[-1], typed, columns), *labels][-most:]
    rows: list[Line] = [
        ((pad(f" {each}", columns), Tone.CURSOR),)
        for each in _fitted(question.title, names, columns - 1)
    ]
    rows += [((f" {each}", Tone.TEXT),) for each in _fitted(question.lead, names, columns - 1)]
    if question.keys:
        return [*rows, *_key_rows(question.keys, columns)][-most:]
    labels = _label_rows(label, names, columns, room)
    return [*rows, *_keys_above(question, labels[-1], typed, columns), *labels][-most:]


def _keys_above(question: Question, label: Line, typed: str, columns: int) -> list[Line]:
    """Return a row with the keys that end a prompt, if they have no room behind its field."""
    if keys_behind(columns - cells_of(label), typed, question.meaning(typed)):
        return []
    return [((" ", Tone.TEXT), *_end_keys())]


def _label_rows(text: str, names: Sequence[str], columns: int, room: int) -> list[Line]:
    """Return the rows of a label with `room` cells free after its last word."""
    rows = _fitted(visible_line(text).strip() + _BLANK * (room + 1), names, columns - 1)
    rows = [f" {row}" for row in rows]
    return [((row, Tone.STRONG),) for row in (*rows[:-1], f"{rows[-1].rstrip(_BLANK)} ")]


def _key_rows(keys: Keys, columns: int) -> list[Line]:
    """Return the rows with the keys that answer, as many side by side as fit."""
    rows: list[Line] = [()]
    for key, words in keys:
        span: Line = ((f" {key}", Tone.KEY), (f" {_(words)}  ", Tone.QUIET))
        if rows[-1] and cells_of(rows[-1] + span) > columns + 2:
            rows.append(())
        rows[-1] += span
    return rows


def _fitted(text: str, names: Sequence[str], cells: int) -> list[str]:
    """Return `text` wrapped to `cells`, in as few rows as possible.

    For that the `names` in it are cut, but no more than needed, and never to less than 16 cells.
    """
    whole = visible_line(text)
    rows = wrap(whole, cells)
    shown = [visible_line(name) for name in names]
    longest = min(max(map(width, shown), default=0), cells * MOST_ROWS)
    short = [rows]
    for size in range(longest - 1, _LEAST_NAME - 1, -1):
        if len(short[-1]) == 1:
            break
        text = whole
        for name in shown:
            text = text.replace(name, cut(name, size))
        short.append(wrap(text, cells))
    fewest = min(map(len, short))
    return next(each for each in short if len(each) == fewest)


def keys_behind(cells: int, typed: str, meaning: str) -> Line:
    """Return the keys that stand behind a field, where they have room there; else ().

    Args:
        cells: the room for field, meaning and keys.
        typed: the typed answer, which is to be seen whole.
        meaning: what it means.
    """
    needed = max(LEAST_FIELD, width(visible_line(typed)) + 1)
    needed += width(visible_line(meaning)) + 2 if meaning else 0
    keys: Line = (("  ", Tone.QUIET), *_end_keys())
    return keys if cells_of(keys) + needed <= cells else ()


def _end_keys() -> Line:
    """Return the keys that end a prompt."""
    go_on, leave = f" {_('go on')}  ", f" {_('leave')} "
    enter = key_words("enter")
    return ((enter, Tone.KEY), (go_on, Tone.QUIET), ("ctrl+g", Tone.KEY), (leave, Tone.QUIET))


def cells_of(line: Line) -> int:
    """Return how many cells a line takes."""
    return sum(width(text) for text, _tone in line)


def prompt_row(label: str, typed: Line, note: str, hints: Line, columns: int) -> Line:
    """Return the last row of a prompt: label, underlined field, what the text means, and the keys.

    Args:
        label: the words before the field.
        typed: the text in the field, with its cursor.
        note: what the text means; "" for nothing. It is left out if it does not fit.
        hints: the keys behind the field.
        columns: cells of the row.
    """
    before: Line = ((label, Tone.STRONG), *typed)
    free = max(0, columns - cells_of(before) - cells_of(hints) - (0 if hints else 1))
    if not note or width(note) + 2 > free:
        return (*before, (" " * free, Tone.FIELD), *hints)
    blank = " " * (free - width(note) - 2)
    return (*before, (f"  {note}{blank}", Tone.QUIET), *hints)


def message_rows(sentence: str, columns: int, most: int) -> list[str]:
    """Return the rows of a message, at most three and at most `most`; the rest is cut."""
    sentence = visible_line(sentence)
    if width(sentence) < columns:
        return [f" {sentence}"]
    rows = wrap(sentence, columns - 1)
    before = max(1, min(MOST_ROWS, most)) - 1
    last = cut(" ".join(rows[before:]), columns - 1)
    return [f" {row}" for row in (*rows[:before], last) if row]
