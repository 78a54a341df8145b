"""Standard output of the commands: every text is made harmless here, and nowhere else printed.

On a terminal columns are aligned and fit its width, in a pipe they are separated by tabs and
whole, and in plain words there is one fact a line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from csp_tui.cli.output.streams import complain, is_terminal
from csp_tui.core.base.language import _
from csp_tui.core.base.text import pad, visible, visible_line, width, wrap

_GAP = "  "
_USUAL_WIDTH = 80
_NARROW = 10
"""Cells to which the columns are cut that give way first."""
_NARROWEST = 6
"""Cells below which no column is cut as long as another can be."""
_LABEL = 16
"""Cells of the labels before the facts of one thing."""

JSON_FORMAT = 1

Row = Sequence[str]
Fact = tuple[str, str]


@dataclass(slots=True)
class Output:
    """Where the commands print.

    Args:
        width: cells of a line of the terminal; None where standard output is none.
        plain: words for states, one fact a line, no alignment.
        quiet: neither notes nor confirmations; answers, warnings and errors stay.
    """

    width: int | None = None
    plain: bool = False
    quiet: bool = False

    def line(self, text: str = "") -> None:
        """Print one line as it is, however long."""
        print(visible_line(text))

    def text(self, text: str, indent: int = 0, hanging: int = 0) -> None:
        """Print a text, broken at the terminal's width; later lines are indented by `hanging`."""
        if self.width is None or self.plain:
            self.line(text if self.plain else " " * indent + text)
            return
        lines = wrap(visible_line(text), max(20, self.width - max(indent, hanging)))
        for number, line in enumerate(lines):
            print(" " * (hanging if number else indent) + line)

    def facts(self, facts: Iterable[Fact]) -> None:
        """Print what is known of one thing, label and value; empty values are left out."""
        for label, value in facts:
            if not value:
                continue
            if self.plain:
                self.line(labelled(label, visible_line(value)))
            elif self.width is None:
                self._tabbed((label, value))
            else:
                # An address or a path is copied as a whole, so it is never broken.
                room = max(20, self.width - _LABEL)
                lines = wrap(visible(value), room) if " " in value else [visible(value)]
                print(f"{pad(label, _LABEL)}{lines[0]}")
                for line in lines[1:]:
                    print(" " * _LABEL + line)

    def led(self, lead: str, text: str, cells: int) -> None:
        """Print a text behind a lead of `cells` cells, broken at the terminal's width."""
        gap = _GAP * 2 if cells else _GAP
        room = max(20, (self.width or _USUAL_WIDTH) - cells - len(gap))
        for number, line in enumerate(wrap(visible_line(text), room)):
            shown = pad("" if number else visible_line(lead), cells)
            print(f"{_GAP}{shown}{_GAP if cells else ''}{line}")

    def table(
        self,
        header: Row,
        rows: Sequence[Row],
        keep: Collection[int] = (),
        give_way: Collection[int] = (),
    ) -> None:
        """Print rows under a header.

        Where a terminal is too narrow, the columns `give_way` are cut first and `keep` last.
        """
        if self.plain:
            labels = [label.lower() for label in header]
            for row in rows:
                self.facts(zip(labels, row, strict=True))
                print()
        elif self.width is None:
            for row in rows:
                self._tabbed(row)
        elif rows:
            self._aligned([header, *rows], self.width, keep, give_way)

    def json(self, **values: Any) -> int:
        """Print an answer for programs and return the exit code that it has if all is well.

        Everything beyond ASCII is escaped: it is read back as it was, and drives no terminal.
        """
        import json

        print(json.dumps({"format": JSON_FORMAT, **values}, indent=2))
        return 0

    def note(self, sentence: str) -> None:
        """Say something beside the answer, on standard error; not where it shall be quiet."""
        if not self.quiet:
            complain(sentence)

    def warn(self, sentence: str) -> None:
        """Say on standard error what must not be missed."""
        complain(sentence)

    def _tabbed(self, row: Row) -> None:
        print("\t".join(visible_line(cell) for cell in row))

    def _aligned(
        self, rows: Sequence[Row], room: int, keep: Collection[int], give_way: Collection[int]
    ) -> None:
        cleaned = [[visible_line(cell) for cell in row] for row in rows]
        widths = [max(map(width, column)) for column in zip(*cleaned, strict=True)]
        gap = _GAP if room >= len(widths) * (1 + len(_GAP)) else " "
        excess = sum(widths) + len(gap) * (len(widths) - 1) - room
        columns = range(len(widths))
        others = [column for column in columns if column not in keep]
        for chosen, least in ((give_way, _NARROW), (others, _NARROWEST), (columns, 1)):
            while excess > 0 and (wide := [each for each in chosen if widths[each] > least]):
                widths[max(wide, key=widths.__getitem__)] -= 1
                excess -= 1
        for row in cleaned:
            cells = (pad(cell, size) for cell, size in zip(row, widths, strict=True))
            print(gap.join(cells).rstrip())


def labelled(label: str, value: str) -> str:
    """Return a value behind what it is: ``state: done``."""
    return _("{label}: {value}").format(label=label, value=value)


def open_output(*, plain: bool = False, quiet: bool = False) -> Output:
    """Return the output that suits what standard output leads to."""
    cells = _terminal_width() if is_terminal(sys.stdout) else None
    return Output(cells, plain, quiet)


def _terminal_width() -> int:
    """Return ``COLUMNS``, else what the terminal says, else the usual 80 cells."""
    try:
        return int(os.environ["COLUMNS"]) or _USUAL_WIDTH
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH
