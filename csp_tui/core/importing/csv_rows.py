"""Reading a table of a CSV file: rows by the names of the columns, and everything wrong in it."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold, storable_line, visible_line

_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a table."""

    line: int
    column: str
    what: str

    def __str__(self) -> str:
        told = _("line {line}, {column}: {what}") if self.column else _("line {line}: {what}")
        return visible_line(told.format(line=self.line, column=self.column, what=self.what))


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: the line on which it starts, and its cells by column."""

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table as it was read: the columns of its header, the rows below it, and all problems."""

    header: Sequence[str]
    rows: Sequence[TableRow]
    problems: Sequence[Problem]


_NO_OTHERS: Mapping[str, str] = {}


def read_rows(
    text: str, keys: Collection[str], others: Mapping[str, str] = _NO_OTHERS
) -> TableRows:
    """Return the rows below the header, with the cells of the columns `keys`.

    Comma, semicolon or tab part the cells, as in the header. Empty rows are left out.
    `others` are names under which a column may stand, too.
    """
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[TableRow] = []
    problems: list[Problem] = []
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            first, line = line, reader.line_num + 1
            if header is None:
                names = [_column(cell) for cell in cells]
                header = [others.get(name, name) for name in names]
                problems += _header_problems(header, keys, first)
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(header) :]):
                    what = _("has {count} values for {columns} columns").format(
                        count=len(cells), columns=len(header)
                    )
                    problems.append(Problem(first, "", what))
                found = {key: storable_line(cell) for key, cell in zip(header, cells, strict=False)}
                rows.append(TableRow(first, {key: found[key] for key in keys if key in found}))
    except csv.Error as error:
        problems.append(
            Problem(reader.line_num, "", _("cannot be read: {error}").format(error=error))
        )
    return TableRows(header or (), rows, problems)


def _column(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", fold(storable_line(cell)))


def _no_column(near: str, keys: Collection[str]) -> str:
    told = _("there is no such column; there are {known}")
    if near:
        told = _('there is no such column; did you mean "{near}"?')
    return told.format(near=near, known=", ".join(keys))


def _header_problems(header: list[str], keys: Collection[str], line: int) -> list[Problem]:
    problems = []
    for number, name in enumerate(header):
        if name and name not in keys:
            near = difflib.get_close_matches(name, keys, n=1)
            problems.append(Problem(line, name, _no_column("".join(near), keys)))
        elif name and name in header[:number]:
            problems.append(Problem(line, name, _("stands twice in the header")))
    return problems
