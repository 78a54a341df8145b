"""Rows of a list, and the cells that a line takes on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from csp_tui.core.text import char_width, visible_line
from csp_tui.tui.tone import Line, Tone

if TYPE_CHECKING:
    from rich.style import Style

MARK, NO_MARK = ("> ", Tone.CURSOR), ("  ", Tone.NORMAL)
MARKED_HERE, MARKED = (">*", Tone.CURSOR), (" *", Tone.STRONG)

Cell = tuple[str, Union[Tone, "Style"]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `key` names what it stands for and is empty where the cursor skips it."""

    key: str
    line: Line

    def drawn(self, *, is_current: bool = False, is_marked: bool = False) -> Line:
        """Return the line with its mark in front, and its title told from others' at the cursor."""
        if not self.key:
            return self.line
        if not is_current:
            return (MARKED if is_marked else NO_MARK, *self.line)
        line = ((text, Tone.CURSOR if tone is Tone.TITLE else tone) for text, tone in self.line)
        return (MARKED_HERE if is_marked else MARK, *line)


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
                return [*found[: count - 1], ("~", found[-1][1])] if found else []
            room -= size
            found.append((char, tone))
            if size == 2:
                found.append(("", tone))
    return found
