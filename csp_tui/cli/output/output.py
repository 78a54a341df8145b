"""Print text and tables on standard output, without characters that would control a terminal.

- On a terminal columns are aligned and cut to its width.
- In a pipe columns are separated by tabs and never cut.
- Plain output has one labelled value a line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any

from csp_tui.cli.output.streams import complain, is_terminal
from csp_tui.core.base.language import _
from csp_tui.core.base.terminal_size import MOST_COLUMNS
from csp_tui.core.base.text import pad, visible, visible_line, width, wrap

_GAP = "  "
_USUAL_WIDTH = 80
_NARROW = 10
"""Width, in cells, to which the columns `give_way` of a table are cut before other columns are."""
_NARROWEST = 6
"""Width, in cells, to which other columns are cut before the columns `keep` are."""
_LABEL = 16
"""Width, in cells, of the label before a value, unless a label needs more."""

_AT_ONCE = 1000
"""Lines that are printed at once."""

JSON_FORMAT = 1

Row = Sequence[str]
LabelledValue = tuple[str, str]
"""A label and its value, both as text; an empty value means that the pair is left out."""


class Output:
    """Prints for the commands, in the way that the terminal and the options ask.

    Args:
        width: width of the terminal in cells; None if standard output is no terminal.
        plain: whether to print words for statuses, one value a line and no columns.
        quiet: whether to leave out notes and confirmations; results and warnings are printed.
        is_dry_run: whether confirmations say what would be done.
    """

    def __init__(
        self,
        width: int | None = None,
        plain: bool = False,
        quiet: bool = False,
        is_dry_run: bool = False,
    ) -> None:
        self.width = width
        self.plain = plain
        self.quiet = quiet
        self.is_dry_run = is_dry_run

    def line(self, text: str = "") -> None:
        """Print `text` as one line, never wrapped or cut."""
        print(visible_line(text))

    def lines(self, texts: Iterable[str]) -> None:
        """Print each of `texts` as one line, as it is: `tabbed` or `visible_line` have made it."""
        left = iter(texts)
        while some := [*islice(left, _AT_ONCE)]:  # quicker than each line by itself
            print("\n".join(some))

    def confirmation(self, text: str) -> None:
        """Print `text`, which says what was done, unless the output is quiet.

        In a dry run it comes after ``would be``.
        """
        if not self.quiet:
            self.line(self.done(text))

    def done(self, text: str) -> str:
        """Return `text`, which says what was done; in a dry run, `text` after ``would be``."""
        return _("would be {what}").format(what=text) if self.is_dry_run else text

    def text(self, text: str, indent: int = 0, hanging: int = 0) -> None:
        """Print `text`, wrapped at the terminal's width; in a pipe and in plain output as one line.

        Args:
            text: the text.
            indent: blanks before the first line; none in plain output.
            hanging: blanks before the lines that follow.
        """
        if self.width is None or self.plain:
            self.line(text if self.plain else " " * indent + text)
            return
        lines = wrap(visible_line(text), max(20, self.width - max(indent, hanging)))
        for number, line in enumerate(lines):
            print(" " * (hanging if number else indent) + line)

    def pairs(self, pairs: Iterable[LabelledValue]) -> None:
        """Print pairs of label and value, one on a line; pairs with an empty value are left out.

        On a terminal a value is wrapped, but not an address or path, which users copy. In a pipe a
        tab is between label and value.
        """
        known = [(label, value) for label, value in pairs if value]
        column = max([_LABEL, *(width(label) + 2 for label, _value in known)])
        for label, value in known:
            if self.plain:
                self.line(labelled(label, visible_line(value)))
            elif self.width is None:
                print(tabbed((label, value)))
            else:
                # A value without blanks is an address or path: never wrapped, to be copied.
                room = max(20, self.width - column)
                lines = wrap(visible(value), room) if {" ", "\n"} & {*value} else [visible(value)]
                print(f"{pad(label, column)}{lines[0]}")
                for line in lines[1:]:
                    print(" " * column + line)

    def after_name(self, name: str, text: str, cells: int) -> None:
        """Print `name` in a column of `cells` cells, and `text` to its right, wrapped there.

        A longer name is cut. With 0 cells no name is printed.
        """
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
        """Print rows of cells: as a table on a terminal, with tabs between cells in a pipe.

        In plain output, print each cell that is not empty on a line of its own, after the title of
        its column. On a terminal nothing is printed if there are no rows.

        Args:
            header: the titles of the columns; a pipe does not get them.
            rows: the cells.
            keep: indexes (from 0) of the columns that a narrow terminal cuts last.
            give_way: indexes (from 0) of the columns that a narrow terminal cuts first.
        """
        if self.plain:
            labels = [label.lower() for label in header]
            for row in rows:
                self.pairs(zip(labels, row, strict=True))
                print()
        elif self.width is None:
            self.lines(map(tabbed, rows))
        elif rows:
            self._aligned([header, *rows], self.width, keep, give_way)

    def json(self, **values: Any) -> int:
        """Print `values` as one JSON object, with the number of its format, and return exit code 0.

        Characters beyond ASCII are escaped, so that no text can control the terminal.
        """
        import json

        print(json.dumps({"format": JSON_FORMAT, **values}, indent=2))
        return 0

    def note(self, sentence: str) -> None:
        """Print `sentence` on standard error, unless the output is quiet."""
        if not self.quiet:
            complain(sentence)

    def warn(self, sentence: str) -> None:
        """Print `sentence` on standard error, also if the output is quiet."""
        complain(sentence)

    def _aligned(
        self, rows: Sequence[Row], room: int, keep: Collection[int], give_way: Collection[int]
    ) -> None:
        cleaned = [[_printed(visible_line(cell)) for cell in row] for row in rows]
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


def _printed(text: str) -> str:
    """Return `text` as standard output prints it, with escapes for what its encoding lacks."""
    encoding = sys.stdout.encoding
    return text if text.isascii() else text.encode(encoding, "backslashreplace").decode(encoding)


def tabbed(row: Row) -> str:
    """Return the cells of a row as one line with tabs between them, as a pipe gets it."""
    is_clean = "".join(row).isprintable()  # quicker than to look at each cell
    return "\t".join(row if is_clean else map(visible_line, row))


def labelled(label: str, value: str) -> str:
    """Return label and value as one text, such as ``state: done``."""
    return _("{label}: {value}").format(label=label, value=value)


def open_output(*, plain: bool = False, quiet: bool = False, is_dry_run: bool = False) -> Output:
    """Return an `Output` for this process; it fits tables to the terminal if stdout is one.

    The arguments are those of `Output`.
    """
    cells = _terminal_width() if is_terminal(sys.stdout) else None
    return Output(cells, plain, quiet, is_dry_run)


def _terminal_width() -> int:
    """Return the width in cells: the variable ``COLUMNS``, else as the terminal says, else 80.

    It is at most `MOST_COLUMNS`.
    """
    try:
        return min(int(os.environ["COLUMNS"]), MOST_COLUMNS)
    except (KeyError, ValueError):
        pass
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
        return min(columns, MOST_COLUMNS) or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH
