"""The rows of a list, and the cells into which a line is split to be drawn."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union, overload

from csp_tui.core.base.text import char_width, fold, laid_out, visible_line
from csp_tui.tui.lines.tone import Line, Span, Tone

if TYPE_CHECKING:
    from rich.style import Style

MARK, NO_MARK = ("> ", Tone.CURSOR), ("  ", Tone.NORMAL)
MARKED_HERE, MARKED = (">*", Tone.CURSOR), (" *", Tone.STRONG)

LONGEST_EMPHASIS = 72
"""The most bytes of a title beyond ASCII to emphasise in the current row. Each move of the cursor
sends the emphasised text twice: for the row that it leaves and for the row that it reaches."""

Cell = tuple[str, Union[Tone, "Style"]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list.

    Args:
        key: identifies what the row shows; the cursor skips rows whose key is "".
        line: the text of the row, without the mark in front.
    """

    key: str
    line: Line

    def contains(self, needle: str) -> bool:
        """Return whether the line contains `needle`, also in a part that is not visible.

        `needle` is folded: small letters without accents.
        """
        return needle in fold("".join(text for text, _tone in self.line))

    def drawn(
        self,
        *,
        is_current: bool = False,
        is_marked: bool = False,
        is_whole: bool = False,
        are_keys_away: bool = False,
    ) -> Line:
        """Return the line to draw, with the mark for cursor and marked rows in front.

        Args:
            is_current: whether the cursor is on the row: its title is then emphasised.
            is_marked: whether the user has marked the row.
            is_whole: whether to emphasise the whole title; if not, only the first
                `LONGEST_EMPHASIS` bytes of a title with characters beyond ASCII.
            are_keys_away: whether the keys go to a pane: the title is bold then, not reversed.
        """
        if not self.key:
            return self.line
        if not is_current:
            return (MARKED if is_marked else NO_MARK, *self.line)
        most = None if is_whole else LONGEST_EMPHASIS
        line = (part for span in self.line for part in _as_current(span, most))
        drawn = (MARKED_HERE if is_marked else MARK, *line)
        if not are_keys_away:
            return drawn
        return tuple((text, Tone.STRONG if tone is Tone.CURSOR else tone) for text, tone in drawn)


class MadeRows(Sequence[Row]):
    """A sequence of rows that makes each row when it is drawn; for lists that may be long."""

    @abstractmethod
    def row_at(self, index: int) -> Row:
        """Return the row at `index`, which is in the range of the sequence."""

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        return self.row_at(index)


def cells(line: Line, count: int) -> list[Cell]:
    """Return the cells of `line`: one for each character, with its tone.

    A character two cells wide is followed by an empty cell. A line of more than `count` cells is
    cut and ends in ``~``.
    """
    found: list[Cell] = []
    room = count
    for text, tone in line:
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


def _as_current(span: Span, most: int | None) -> Line:
    """Return a part of the current row as it is drawn: a title emphasised, other parts unchanged.

    Of a title with characters beyond ASCII, only the first `most` bytes are emphasised; None
    sets no limit.
    """
    text, tone = span
    if tone is not Tone.TITLE:
        return (span,)
    content = text.encode(errors="replace")
    if text.isascii() or most is None or len(content) <= most:
        return ((text, Tone.CURSOR),)
    first = len(content[:most].decode(errors="ignore"))
    return ((text[:first], Tone.CURSOR), (text[first:], tone))


def _cut_short(cells: list[Cell], width: int) -> list[Cell]:
    """Return the first `width` of `cells`, the last as ``~``.

    A wide character of which only the first cell would be left becomes a space.
    """
    if not cells:
        return []
    kept, style = cells[: width - 1], cells[-1][1]
    if kept and len(cells) == width and not cells[-1][0]:
        kept[-1] = (" ", style)
    return [*kept, ("~", style)]
