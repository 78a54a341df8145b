"""Reads a sheet of an Excel workbook (.xlsx) as a table."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.near import choices_hint
from csp_tui.core.base.text import storable, storable_line, visible_line
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.places import in_home
from csp_tui.core.importing.csv_table import (
    MOST_COLUMNS,
    CsvTable,
    Problem,
    Score,
    TableRow,
    header_of,
    names_of,
)

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an encrypted workbook begins, and one of Excel 97."""
_OPEN = "~$"
"""How the name of a file begins that Excel keeps beside a workbook while it is open."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


LARGEST = 16 * 1024 * 1024
"""Bytes; a larger file is not read."""


def is_workbook(content: bytes, path: Path) -> bool:
    """Return whether the file at `path` is a workbook by its bytes or its name, even a damaged one.

    A name in ``.xls`` says nothing, since tables of text are often called so.
    """
    return content.startswith((_ZIP, _OLE)) or path.suffix.lower() in (".xlsx", ".xlsm")


def read_given(path: Path) -> bytes:
    """Return the bytes of a file with a list or table that a user gives; ``~`` is their home.

    Raises:
        NotFoundError: there is no such file.
        InvalidFileError: it cannot be read, is no regular file, or is larger than 16 MiB.
    """
    path = in_home(path)
    with contextlib.suppress(OSError):
        if path.stat().st_size > LARGEST:
            raise InvalidFileError(path, _too_large())
    return read_file(path, follow_links=True, largest=LARGEST)[0]


def _too_large() -> str:
    message = _(
        "is larger than {size} MiB; delete the sheets, rows and pictures that are not needed, or "
        "save the sheet alone as CSV UTF-8"
    )
    return message.format(size=LARGEST // 1024 // 1024)


def read_workbook(content: bytes, path: Path, score: Score, sheet: str = "") -> CsvTable:
    """Return the table in a sheet of a workbook; its lines are numbered as the rows of the sheet.

    The header is found as in a CSV file. Of a formula, the value that Excel has saved is read.

    Args:
        content: the bytes of the workbook.
        path: the file, to be named in errors.
        score: says how well a row fits a header.
        sheet: the name of the sheet; "" for the first one that is not hidden.

    Raises:
        InvalidFileError: the workbook is encrypted, damaged, too large, or of another kind.
        UsageError: there is no such sheet.
    """
    if content.startswith(_OLE):
        what = _("is a workbook of Excel 97; save it as an Excel workbook (.xlsx)")
        if _ENCRYPTED in content:
            what = _("is encrypted; take the password off in Excel (File, Info) and save it")
        raise InvalidFileError(path, what)
    if not content.startswith(_ZIP):
        what = _(
            "is no Excel workbook, whatever its name says; open it in Excel and save it as one"
        )
        if path.name.startswith(_OPEN):
            what = _("only says that {name} is open in Excel; import that file instead")
            what = what.format(name=visible_line(path.name.removeprefix(_OPEN)))
        raise InvalidFileError(path, what)
    if len(content) > LARGEST:
        raise InvalidFileError(path, _too_large())
    found = _found(content, path, sheet)
    sheets = [storable_line(each) for each in found["sheets"]]
    table = CsvTable(sheet=storable_line(found["sheet"]), sheets=sheets)
    if len(sheets) > 1 and not sheet:
        message = _("this sheet is read; the workbook has {sheets}")
        table.doubts.append(Problem(1, "", message.format(sheets=", ".join(sheets)), table.sheet))
    rows = [
        TableRow(number, [storable(each).strip() for each in cells], number)
        for number, cells in found["rows"]
    ]
    known, place = header_of(rows, score)
    for row in rows if known else ():
        if any(row.cells[MOST_COLUMNS:]):
            what = _("has more than {most} columns; leave out those that are not needed")
            table.broken = Problem(row.line, "", what.format(most=MOST_COLUMNS), table.sheet)
            return table
    if known:
        table.header, table.header_line = names_of(rows[place].cells), rows[place].line
        table.above = rows[:place]
        for row in table.above:
            skipped = ", ".join(filter(None, map(storable_line, row.cells)))
            what = _("above the header, so it is not read: {text}").format(text=skipped)
            table.doubts.append(Problem(row.line, "", what, table.sheet))
    table.rows = rows[place + 1 :] if known else rows
    table.links = {(row, column): url for row, column, url in found["links"]}
    _look_at_cells(table, found)
    return table


def _found(content: bytes, path: Path, sheet: str) -> dict[str, Any]:
    """Return what `workbook_process`, run as a process of its own, has found in a sheet.

    The keys of the result are those that its `_read` names.

    Raises:
        InvalidFileError: the workbook cannot be read.
        UsageError: there is no such sheet.
    """
    command = [sys.executable, "-P", "-m", f"{__package__}.workbook_process", sheet]
    process = subprocess.run(command, input=content, capture_output=True, check=False)
    if process.returncode:
        raise InvalidFileError(path, _("cannot be read; save it as CSV UTF-8 in Excel"))
    found: dict[str, Any] = json.loads(process.stdout)
    if refused := found.get("refused"):
        raise _error(path, refused, found["values"])
    return found


def _error(path: Path, refused: str, values: list[Any]) -> InvalidFileError | UsageError:
    if refused == "sheet":
        name, names = values
        message = _('{path} has no sheet "{name}"; {hint}')
        return UsageError(message.format(path=path, name=name, hint=choices_hint(name, names)))
    if refused == "cells":
        message = _(
            'sheet "{sheet}" goes to row {rows} and column {columns}, more than {most} cells; '
            "delete the rows and columns that are not needed, also empty ones, and save it"
        )
        name, rows, columns, most = values
        what = message.format(
            sheet=storable_line(name), rows=f"{rows:,}", columns=f"{columns:,}", most=f"{most:,}"
        )
        return InvalidFileError(path, what)
    sentences = {
        "unpacked": _("is larger than {size} MiB unpacked; copy the sheet into a new workbook"),
        "binary": _("is a binary workbook (.xlsb); save it as an Excel workbook (.xlsx)"),
        "opendocument": _("is an OpenDocument file; save it as an Excel workbook (.xlsx)"),
        "other": _("is an archive without a workbook; unpack it, and import the file in it"),
        "empty": _("has no sheet with cells that is not hidden"),
        "memory": _("needs too much memory; copy the sheet into a new workbook"),
        "damaged": _("is no whole workbook; open it in Excel, save it, and copy it here again"),
    }
    size = values[0] if values else 0
    return InvalidFileError(path, sentences[refused].format(size=size))


def _look_at_cells(table: CsvTable, found: dict[str, Any]) -> None:
    """Note in `table` the cells of a sheet whose value may be missing or wrong.

    Errors, formulas without a result, values of another workbook and merged cells in the header go
    to its `faults`. Hidden rows, rounded numbers, and merged cells below the header go to its
    `doubts`.
    """
    for first, left, last, right in found["merged"]:
        place = f"{_cell(first, left)}:{_cell(last, right)}"
        if first <= table.header_line <= last and table.header:
            message = _("{place} is merged; unmerge it in Excel, and give each column its name")
            table.faults.append((table.header_line, -1, message.format(place=place)))
        elif first > table.header_line:
            message = _("{place} is merged, so only its first cell has the value")
            table.doubts.append(Problem(first, "", message.format(place=place), table.sheet))
    for row, column, word in found["faults"]:
        message = _("{place} is {word}; mend the formula, or empty the cell")
        if word.startswith("["):
            message = _(
                "{place} takes its value from another workbook; break the link in Excel "
                "(Data, Edit Links), and save it"
            )
        if not word:
            message = _(
                "{place} is a formula without a saved result; open the workbook in Excel, save it, "
                "and copy it here again"
            )
        what = message.format(place=_cell(row, column), word=word)
        table.faults.append((row, column, what))
    if hidden := [number for number in found["hidden"] if number > table.header_line]:
        message = ngettext(
            "{count} row is hidden in Excel, and is read all the same; to leave it out, copy the "
            "rows that show into a new sheet",
            "from here on {count} rows are hidden in Excel, and are read all the same; to leave "
            "them out, copy the rows that show into a new sheet",
            len(hidden),
        )
        what = message.format(count=len(hidden))
        table.doubts.append(Problem(hidden[0], "", what, table.sheet))
    for row, column in found["rounded"]:
        message = _("{place} is a number of more than 15 digits, which Excel rounds; check it")
        what = message.format(place=_cell(row, column))
        table.doubts.append(Problem(row, "", what, table.sheet))


def _cell(row: int, column: int) -> str:
    """Return the name of a cell, such as ``B7``; rows count from 1, columns from 0."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"
