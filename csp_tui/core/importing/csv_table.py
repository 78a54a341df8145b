"""Reads a CSV text: finds its separator and header, and collects what is doubtful in it.

A record is what CSV treats as one row, which may span several lines of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable, storable_line, visible_line
from csp_tui.core.importing.given_text import GivenText

SEPARATORS = (",", ";", "\t", "|")
_NAMED = re.compile(r'"?sep=(.)"?[,;\t|]*\n', re.IGNORECASE)
"""A first line like ``sep=;``, in which Excel names the separator."""
_SAMPLE = 64 * 1024
"""How many characters are looked at to find the separator and the header."""
_FIRST = 20
"""How many records are looked at to find the header."""
MOST_COLUMNS = 200
"""A table with more columns is refused: it is no table of partners, customers or items."""
_BLANKS = " \xa0"

Score = Callable[[Sequence[str]], int]
"""A function that returns how many cells of a record name a known column; 0 if it is no header."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or doubtful in a table."""

    line: int
    column: str
    what: str
    sheet: str = ""
    """The sheet of a workbook, whose row the line is; "" in a text."""

    def __str__(self) -> str:
        message = _("line {line}, {column}: {what}") if self.column else _("line {line}: {what}")
        if self.sheet:
            message = _("sheet {sheet}, row {line}: {what}")
            if self.column:
                message = _("sheet {sheet}, row {line}, {column}: {what}")
        return visible_line(
            message.format(line=self.line, column=self.column, what=self.what, sheet=self.sheet)
        )


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its cells, and its first and last line in the text."""

    line: int
    cells: Sequence[str]
    last_line: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether all cells are empty."""
        return not any(cell.strip() for cell in self.cells)

    @property
    def filled(self) -> int:
        """How many cells are not empty."""
        return sum(bool(cell.strip()) for cell in self.cells)


@dataclass(slots=True)
class CsvTable:
    """A table that was read; its texts hold no harmful characters."""

    header: Sequence[str] = ()
    """The names of the columns; empty if the table has no header."""
    header_line: int = 1
    above: list[TableRow] = field(default_factory=list)
    """The rows above the header of a workbook's sheet; empty for a text."""
    rows: list[TableRow] = field(default_factory=list)
    """The rows below the header, or all rows if there is no header; blank rows are left out."""
    separator: str = ""
    """The character between cells; empty if each line is a single cell."""
    doubts: list[Problem] = field(default_factory=list)
    """What was skipped, or may have been misread."""
    sheet: str = ""
    """The sheet of the workbook; "" in a text."""
    sheets: Sequence[str] = ()
    """The names of all sheets of the workbook that are not hidden."""
    faults: list[tuple[int, int, str]] = field(default_factory=list)
    """Cells of a sheet that have no value to rely on: row, column counted from 0 (-1: that of the
    header as a whole), and what is wrong."""
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    """The web addresses to which cells of a sheet lead, by row and column counted from 0."""
    broken: Problem | None = None
    """A quote that is never closed, or a row of too many columns; the text from it is not read."""


class _UnclosedError(Exception):
    """A quote is opened and never closed; the argument is the number of the line that opens it."""


def read_csv_text(given: GivenText, score: Score) -> CsvTable:
    """Return the table in the text `given`; what stops the reading is in its `broken`.

    A first line like ``sep=;`` names the separator. Without it, the separator is the one with which
    `score` finds the most known columns in a header; if there is no header, the one that gives all
    records the same number of cells. Records above the header are skipped, and named in `doubts`.
    """
    table, text, start, line = CsvTable(), given.text, 0, 1
    if given.line_not_utf_8:
        what = _("this is not UTF-8, so it is read as Windows-1252; look at the accents")
        table.doubts.append(Problem(given.line_not_utf_8, "", what))
    separators: Sequence[str] = SEPARATORS
    if named := _NAMED.match(text):
        separators, start, line = (named[1],), named.end(), 2
    sample = text[start : start + _SAMPLE]
    known, place, table.separator = max(
        ((*header_of(_first(sample, each), score), each) for each in separators), key=itemgetter(0)
    )
    if not known and not named:
        table.separator = _separator_of_equal_rows(sample)
    _read(table, text, start, line, place if known else None)
    return table


def header_of(rows: Sequence[TableRow], score: Score) -> tuple[int, int]:
    """Find the header among the first 20 of `rows`, which have no blank ones.

    The header is the first row that names a known column; a later one counts instead if it names at
    least two columns more. A row with a single known column, and as many filled cells as a row
    above it, is no header.

    Returns:
        The number of known columns that the header names, and the index of the header among `rows`;
        both are 0 if there is no header.
    """
    best, above = (0, 0), set[int]()
    for place, row in enumerate(rows[:_FIRST]):
        known = score([storable_line(cell) for cell in row.cells])
        is_other_than_above = row.filled not in above
        is_clearer = known > best[0] + 1 if best[0] else known
        if is_clearer and (is_other_than_above or known > 1):
            best = (known, place)
        if not row.cells[0].startswith("#"):
            above.add(row.filled)
    return best


def _separator_of_equal_rows(sample: str) -> str:
    """Return the separator that gives all first records the same number of cells, more than one.

    Empty if there is none, as in a text with one item a line. A comma or semicolon that is always
    followed by a blank or the end of the line is punctuation, not a separator.
    """
    for separator in SEPARATORS:
        counts = {len(row.cells) for row in _first(sample, separator)}
        is_prose = separator in ",;" and not re.search(f"{separator}(?![ \\n])", sample)
        if len(counts) == 1 and counts != {1} and not is_prose:
            return separator
    return ""


def _first(sample: str, separator: str) -> list[TableRow]:
    """Return the first records in `sample` that are not blank, at most _FIRST (20) of them.

    The result ends before a record with an unclosed quote.
    """
    rows: list[TableRow] = []
    try:
        for row in _records(sample, 0, 1, separator, []):
            if not row.is_blank:
                rows.append(row)
            if len(rows) == _FIRST:
                break
    except _UnclosedError:
        pass
    return rows


def _read(table: CsvTable, text: str, start: int, line: int, header: int | None) -> None:
    """Read the records of `text` into `table`; stop at an unclosed quote or too many columns.

    If the reading was stopped, the table's `broken` says why.

    Args:
        table: the table to fill; its separator is set.
        text: the text.
        start: the position in `text` of the first record.
        line: the line number of that position.
        header: index of the header among the records that are not blank; None for no header.
    """
    filled, row = 0, TableRow(line, ())
    try:
        for row in _records(text, start, line, table.separator, table.doubts):
            if row.is_blank:
                continue
            if any(row.cells[MOST_COLUMNS:]):
                what = _("has more than {most} columns; leave out those that are not needed")
                table.broken = Problem(row.line, "", what.format(most=MOST_COLUMNS))
                return
            row = TableRow(row.line, row.cells[:MOST_COLUMNS], row.last_line)
            if header is None or filled > header:
                table.rows.append(row)
                _look_for_swallowed_rows(table, row)
            elif filled == header:
                table.header, table.header_line = names_of(row.cells), row.line
            else:
                skipped = ", ".join(filter(None, map(storable_line, row.cells)))
                what = _("above the header, so it is not read: {text}").format(text=skipped)
                table.doubts.append(Problem(row.line, "", what))
            filled += 1
    except _UnclosedError as error:
        what = _('a quote is opened and never closed; close it, or write it twice: ""')
        table.broken = Problem(error.args[0], "", what)


def names_of(cells: Sequence[str]) -> list[str]:
    """Return the names of columns in the cells of a header, without empty ones at the end."""
    names = [storable_line(cell) for cell in cells]
    while names and not names[-1]:  # commas at the end of the line
        names.pop()
    return names


def _look_for_swallowed_rows(table: CsvTable, row: TableRow) -> None:
    """Add a doubt if a quoted text in `row` has a line that looks like a row of the table.

    Raises:
        _UnclosedError: `row` also has too few cells, so its quote is not closed.
    """
    columns = len(table.header)
    if row.last_line == row.line or columns < 2:
        return
    others = [line for cell in row.cells for line in cell.split("\n")[1:]]
    if max((line.count(table.separator) for line in others), default=0) < columns - 1:
        return
    what = _("a quoted text goes on to line {last} and looks like rows of the table")
    if len(row.cells) < columns:
        raise _UnclosedError(row.line)
    table.doubts.append(Problem(row.line, "", what.format(last=row.last_line)))


def _records(
    text: str, at: int, line: int, separator: str, doubts: list[Problem]
) -> Iterator[TableRow]:
    """Yield the records of `text` from the position `at`, which is in line `line`; blank ones, too.

    Cells are without blanks around them. A text between a closing quote and the next separator is
    kept, but noted in `doubts`.

    Raises:
        _UnclosedError: a quote is opened and never closed.
    """
    ends = f"[^{re.escape(separator)}\n]*+"
    quoted = re.compile(f'[{_BLANKS}]*+"((?:[^"]++|"")*+)"({ends})')
    plain = re.compile(ends)
    while at < len(text):
        cells, first, is_open = [], line, True
        while is_open:
            if match := quoted.match(text, at):
                inside, behind = match.groups()
                if behind.strip():
                    if "\n" in inside:
                        raise _UnclosedError(line)
                    what = _('"{text}" follows a closing quote; a quote in a text is written ""')
                    doubts.append(Problem(line, "", what.format(text=storable_line(behind))))
                line += inside.count("\n")
                cells.append(storable(inside.replace('""', '"') + behind).strip())
            elif match := plain.match(text, at):
                if match[0].lstrip(_BLANKS).startswith('"'):
                    raise _UnclosedError(line)
                cells.append(storable(match[0]).strip())
            at = match.end() if match else at
            is_open = at < len(text) and text[at] != "\n"
            at += 1
        yield TableRow(first, cells, line)
        line += 1
