"""What is in a workbook, as other programs read it."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

Value = object
Table = list[list[Value]]


def tables(path: Path) -> dict[str, Table]:
    """Return the cells of every sheet, by its name."""
    with CalamineWorkbook.from_path(str(path)) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def records(table: Table, first: str) -> list[dict[str, Value]]:
    """Return the rows below the head that has a column called `first`."""
    at = next(number for number, row in enumerate(table) if first in row)
    return [dict(zip(map(str, table[at]), row, strict=True)) for row in table[at + 1 :]]


def parts(path: Path, name: str = "") -> list[str]:
    """Return the XML of the sheets, or of what else has `name` in its own."""
    with zipfile.ZipFile(path) as packed:
        names = [each for each in packed.namelist() if re.search(name or r"sheets/sheet\d+", each)]
        return [packed.read(each).decode() for each in names]


def save_again(path: Path, found: dict[str, Table]) -> None:
    """Write a workbook with these cells: texts as texts, days as days, as Excel saves them."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in found.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, (date, datetime)):
                        sheet.write_datetime(number, place, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(number, place, value)
                    else:
                        sheet.write(number, place, value)
