"""Standard output of the commands. All text is printed here, and made harmless to terminals.

On a terminal columns are aligned and fit its width; in a pipe they are separated by tabs and not
cut; plain output has one fact a line.
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
"""Cells to which the columns that give way are cut before others are."""
_NARROWEST = 6
"""Cells to which other columns are cut before those to keep are."""
_LABEL = 16
"""Cells of the labels before facts."""

JSON_FORMAT = 1

Row = Sequence[str]
Fact = tuple[str, str]


@dataclass(slots=True)
class Output:
    """Where the commands print.

    Args:
        width: cells of a line of the terminal; None if standard output is no terminal.
        plain: words for states, one fact a line, no alignment.
        quiet: no notes and no confirmations; answers, warnings and errors are printed all the same.
    """

    width: int | None = None
    plain: bool = False
    quiet: bool = False

    def line(self, text: str = "") -> None:
        """Print one line as it is, however long."""
        print(visible_line(text))

    def text(self, text: str, indent: int = 0, hanging: int = 0) -> None:
        """Print a text, wrapped at the terminal's width; later lines are indented by `hanging`."""
        if self.width is None or self.plain:
            self.line(text if self.plain else " " * indent + text)
            return
        lines = wrap(visible_line(text), max(20, self.width - max(indent, hanging)))
        for number, line in enumerate(lines):
            print(" " * (hanging if number else indent) + line)

    def facts(self, facts: Iterable[Fact]) -> None:
        """Print labels with their values; empty values are left out."""
        for label, value in facts:
            if not value:
                continue
            if self.plain:
                self.line(labelled(label, visible_line(value)))
            elif self.width is None:
                self._tabbed((label, value))
            else:
                # An address or a path is never wrapped, so that it can be copied.
                room = max(20, self.width - _LABEL)
                lines = wrap(visible(value), room) if " " in value else [visible(value)]
                print(f"{pad(label, _LABEL)}{lines[0]}")
                for line in lines[1:]:
                    print(" " * _LABEL + line)

    def behind(self, name: str, text: str, cells: int) -> None:
        """Print a text behind a name of `cells` cells, wrapped at the terminal's width."""
        gap = _GAP * 2 if cells else _GAP
        room = max(20, (self.width or _USUAL_WIDTH) - cells - len(gap))
        for number, line in enumerate(wrap(visible_line(text), room)):
            shown = pad("" if number else visible_line(name), cells)
            print(f"{_GAP}{shown}{_GAP if cells else ''}{line}")

    def table(
        self,
        header: Row,
        rows: Sequence[Row],
        keep: Collection[int] = (),
        give_way: Collection[int] = (),
    ) -> None:
        """Print rows under a header.

        If a terminal is too narrow, the columns `give_way` are cut first and `keep` last.
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
        """Print values as JSON and return exit code 0.

        Everything beyond ASCII is escaped, so that nothing in it drives a terminal.
        """
        import json

        print(json.dumps({"format": JSON_FORMAT, **values}, indent=2))
        return 0

    def note(self, sentence: str) -> None:
        """Print a remark on standard error, unless the output is quiet."""
        if not self.quiet:
            complain(sentence)

    def warn(self, sentence: str) -> None:
        """Print a warning on standard error."""
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
    """Return a label and its value: ``state: done``."""
    return _("{label}: {value}").format(label=label, value=value)


def open_output(*, plain: bool = False, quiet: bool = False) -> Output:
    """Return the output, fitted to the terminal if standard output is one."""
    cells = _terminal_width() if is_terminal(sys.stdout) else None
    return Output(cells, plain, quiet)


def _terminal_width() -> int:
    """Return ``COLUMNS``, else the terminal's own width, else the usual 80 cells."""
    try:
        return int(os.environ["COLUMNS"]) or _USUAL_WIDTH
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH
