"""The rows of a list, which of them are visible, and the cells into which a line is split."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple, overload

from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.text import char_width, laid_out, visible_line, wrap
from csp_tui.tui.lines.tone import Line, Link, Span, Tone

MARK, NO_MARK = ("> ", Tone.ACCENT), ("  ", Tone.TEXT)
MARKED_HERE, MARKED = (">*", Tone.ACCENT), (" *", Tone.ACCENT)
FOLD_HERE, FOLD = (">+", Tone.ACCENT), (" +", Tone.TEXT)
FOLDED = "+"
"""With it begins the key of a heading whose rows are folded; such a row cannot be marked."""

LONGEST_EMPHASIS = 72
"""The most bytes of a title beyond ASCII to emphasise in the current row. Each move of the cursor
sends the emphasised text twice: for the row that it leaves and for the row that it reaches."""
_NEAR_ASCII = 2
"""So many bytes more than characters has a name whose only sign beyond ASCII is that of a cut."""

Cell = tuple[str, Tone | Link]


class Row(NamedTuple):
    """A row of a list.

    Args:
        key: identifies what the row shows; the cursor skips rows whose key is "".
        line: the text of the row, without the mark in front.
        name: the index of the part of the line that names the row: it is reversed in the current
            row, and bold in a marked one.
        less: the index of the part that is replaced if the row was found by a text that it does not
            show: that text takes its place. None if no part is.
        less_parts: how many parts are replaced, from the part `less` on.
        crossing: the index of a later part that is reversed together with the name; None for none.
    """

    key: str
    line: Line
    name: int = 0
    less: int | None = None
    less_parts: int = 1
    crossing: int | None = None

    @property
    def text(self) -> str:
        """The whole line as text, also the parts that are not visible."""
        return "".join(text for text, _tone in self.line)

    def drawn(
        self,
        *,
        is_current: bool = False,
        is_marked: bool = False,
        is_whole: bool = False,
        are_keys_away: bool = False,
    ) -> Line:
        """Return the line to draw, with the mark for cursor and marked rows in front.

        A row without a key, such as a heading, has no mark.

        Args:
            is_current: whether the cursor is on the row: its name is then reversed.
            is_marked: whether the user has marked the row: its name is then bold.
            is_whole: whether to reverse the whole name; if not, only the first `LONGEST_EMPHASIS`
                bytes of a name with characters beyond ASCII.
            are_keys_away: whether the keys go elsewhere, as to a pane or a question: the name is
                bold then, not reversed.
        """
        if not self.key:
            return self.line
        here, there = (FOLD_HERE, FOLD) if self.key.startswith(FOLDED) else (MARK, NO_MARK)
        if is_marked:
            here, there = MARKED_HERE, MARKED
        mark = here if is_current else there
        if not (is_current or is_marked):
            return (mark, *self.line)
        before, named, after = (
            self.line[: self.name],
            self.line[self.name],
            self.line[self.name + 1 :],
        )
        if is_current and not are_keys_away:
            if self.crossing is not None:
                place = self.crossing - self.name - 1
                after = (*after[:place], (after[place][0], Tone.CURSOR), *after[place + 1 :])
            return (
                mark,
                *before,
                *_reversed(named, None if is_whole else LONGEST_EMPHASIS),
                *after,
            )
        return (mark, *before, (named[0], Tone.STRONG), *after)


def rows_of_text(sentence: str, cells: int) -> list[Row]:
    """Return the rows of a list that has no entries but shows `sentence`, wrapped to `cells`."""
    return [Row("", ((f" {each}", Tone.STRONG),)) for each in wrap(visible_line(sentence), cells)]


class MadeRows(Sequence[Row]):
    """A sequence of rows that makes each row when it is drawn; for lists that may be long."""

    @abstractmethod
    def row_at(self, index: int) -> Row:
        """Return the row at `index`, which is in the range of the sequence."""

    def key_at(self, index: int) -> str:
        """Return the key of the row at `index`.

        A long list that knows its keys without making rows overrides this.
        """
        return self.row_at(index).key

    def index_of(self, key: str) -> int | None:
        """Return the index of the first row with this key; None if there is none.

        A long list that finds it without looking at each key overrides this.
        """
        return next((index for index in range(len(self)) if self.key_at(index) == key), None)

    def headings(self) -> Sequence[int]:
        """Return the indexes of the rows that the cursor skips, ascending: those whose key is "".

        A long list that knows them without looking at each row overrides this.
        """
        return [index for index in range(len(self)) if not self.key_at(index)]

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        return self.row_at(index)


def key_at(rows: Sequence[Row], index: int) -> str:
    """Return the key of the row at `index`; "" for a heading and the like."""
    return rows.key_at(index) if isinstance(rows, MadeRows) else rows[index].key


def headings_of(rows: Sequence[Row]) -> Sequence[int]:
    """Return the indexes of the rows that the cursor skips, ascending."""
    if isinstance(rows, MadeRows):
        return rows.headings()
    return [index for index, row in enumerate(rows) if not row.key]


def index_of(rows: Sequence[Row], key: str) -> int | None:
    """Return the index of the first row with this key; None if there is none."""
    if isinstance(rows, MadeRows):
        return rows.index_of(key)
    return next((index for index, row in enumerate(rows) if row.key == key), None)


def nearest(rows: Sequence[Row], index: int, step: int = -1) -> int:
    """Return `index` if its row has a key, else the index of the nearest row that has one.

    Rows in the direction of `step` (1 or -1) come first, then those in the other direction. Return
    0 if no row has a key.
    """
    index = min(max(0, index), max(0, len(rows) - 1))
    for direction in (step, -step):
        candidate = index
        while 0 <= candidate < len(rows):
            if key_at(rows, candidate):
                return candidate
            candidate += direction
    return 0


def scrolled(rows: Sequence[Row], cursor: int, top: int, height: int) -> int:
    """Return the index of the first visible row, so that cursor and heading above it are in sight.

    If they are not with the first row at `top`, the cursor is put in the middle, so that the next
    keys need not scroll.

    Args:
        rows: the rows.
        cursor: the index of the row under the cursor.
        top: the index of the row that was the first visible one before.
        height: how many rows are visible.
    """
    first = cursor
    while first and not key_at(rows, first - 1):
        first -= 1
    if first < top:
        top = max(0, first - height // 2)
    elif cursor >= top + height:
        top = cursor - height // 2
    return max(0, min(top, len(rows) - height))


def position(headings: Sequence[int], count: int, top: int, height: int) -> tuple[int, int, int]:
    """Return the numbers of the first and last visible row, from 1, and of all rows.

    Only rows that the cursor can reach are counted, so no headings. If no such row is visible, the
    last number is one less than the first: an empty list gives ``(1, 0, 0)``.

    Args:
        headings: the indexes of the rows that the cursor skips, ascending.
        count: the number of all rows.
        top: the index of the first visible row.
        height: how many rows are visible.
    """

    def counted(end: int) -> int:
        return end - bisect_left(headings, end)

    return counted(top) + 1, counted(min(count, top + height)), counted(count)


def cells(line: Line, count: int) -> list[Cell]:
    """Return the cells of `line`, at most `count`: each a text with its tone.

    A cell has one character with its combining marks. A character two cells wide is followed by a
    cell with "". A line of more than `count` cells is cut and ends in ``…``.
    """
    found: list[Cell] = []
    room = count
    for text, tone in line:
        if len(text) <= room and text.isascii() and text.isprintable():  # as nearly all are
            found += zip(text, repeat(tone))
            room -= len(text)
            continue
        for char in laid_out(text if text.isprintable() else visible_line(text)):
            size = 1 if char < "\u0300" else char_width(char)
            if size == 0 and found:
                at = len(found) - 1 if found[-1][0] or len(found) < 2 else len(found) - 2
                before, its_tone = found[at]
                found[at] = (before + char, its_tone)
                continue
            if size > room:
                return _cut_short(found, count)
            room -= size
            found.append((char, tone))
            if size == 2:
                found.append(("", tone))
    return found


def _reversed(span: Span, most: int | None) -> Line:
    """Return the name of the current row as it is drawn: reversed.

    Of a name with several characters beyond ASCII, only the first `most` bytes are reversed, all if
    `most` is None. The rest is plain, so that it need not be sent again when the row changes.
    """
    text, _tone = span
    content = text.encode(errors="replace")
    if most is None or len(content) <= max(most, len(text) + _NEAR_ASCII):
        return ((text, Tone.CURSOR),)
    first = len(content[:most].decode(errors="ignore"))
    return ((text[:first], Tone.CURSOR), (text[first:], Tone.TEXT))


def _cut_short(cells: list[Cell], width: int) -> list[Cell]:
    """Return `cells` cut to `width` cells, of which the last is ``…``; [] if none.

    A wide character of which only the first cell would be left becomes a space.
    """
    if not cells:
        return []
    kept, style = cells[: width - 1], cells[-1][1]
    if kept and len(cells) == width and not cells[-1][0]:
        kept[-1] = (" ", style)
    return [*kept, (glyphs().cut, style)]
