"""Rows of a list, and the cells that a line takes on the screen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union, overload

from csp_tui.core.base.text import char_width, visible_line
from csp_tui.tui.lines.tone import Line, Span, Tone

if TYPE_CHECKING:
    from rich.style import Style

MARK, NO_MARK = ("> ", Tone.CURSOR), ("  ", Tone.NORMAL)
MARKED_HERE, MARKED = (">*", Tone.CURSOR), (" *", Tone.STRONG)

LONGEST_EMPHASIS = 72
"""Bytes of a title in other letters than a-z that stand out in the current row: with every key
they are sent twice, once more for the row that the cursor leaves."""

Cell = tuple[str, Union[Tone, "Style"]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `key` names what it stands for and is empty where the cursor skips it."""

    key: str
    line: Line

    def drawn(
        self, *, is_current: bool = False, is_marked: bool = False, is_whole: bool = False
    ) -> Line:
        """Return the line with its mark in front, and its title told from others' at the cursor.

        Of a long title in other letters than a-z only the first part stands out, unless `is_whole`.
        """
        if not self.key:
            return self.line
        if not is_current:
            return (MARKED if is_marked else NO_MARK, *self.line)
        most = None if is_whole else LONGEST_EMPHASIS
        line = (part for span in self.line for part in _as_current(span, most))
        return (MARKED_HERE if is_marked else MARK, *line)


class MadeRows(Sequence[Row]):
    """Rows of a list that may be long: each is made when it is shown."""

    @abstractmethod
    def row_at(self, index: int) -> Row:
        """Return the row at a place."""

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        return self.row_at(index)


def cells(line: Line, count: int) -> list[Cell]:
    """Return the cells of `line`, at most `count`; a wide character is followed by an empty one."""
    found: list[Cell] = []
    room = count
    for text, tone in line:
        for char in text if text.isprintable() else visible_line(text):
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
    """Return a part of a row as it stands where the cursor is: a title stands out."""
    text, tone = span
    if tone is not Tone.TITLE:
        return (span,)
    content = text.encode(errors="replace")
    if text.isascii() or most is None or len(content) <= most:
        return ((text, Tone.CURSOR),)
    first = len(content[:most].decode(errors="ignore"))
    return ((text[:first], Tone.CURSOR), (text[first:], tone))


def _cut_short(cells: list[Cell], width: int) -> list[Cell]:
    """Return `cells` with ``~`` in the last of `width`; half a wide character becomes a blank."""
    if not cells:
        return []
    kept, style = cells[: width - 1], cells[-1][1]
    if kept and len(cells) == width and not cells[-1][0]:
        kept[-1] = (" ", style)
    return [*kept, ("~", style)]
