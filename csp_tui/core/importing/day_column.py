"""Reads the days in a column of a table, as the spreadsheets of each country write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from csp_tui.core.base.days import TYPED_MONTHS, number_of, plain_form
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import SOURCE, _, current
from csp_tui.core.importing.csv_table import CsvTable, Problem

_YEAR = r"([0-9]{4}|[0-9]{2})"
_NUMBERED = re.compile(
    r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4}|(?<!-)[0-9]{2})"  # 27-01-11 begins with the year
)
"""``31/12/2026``, ``12/31/26``, ``31.12.2026``, ``31-12-2026``"""
_YEAR_FIRST = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")
_NAMED = re.compile(
    rf"(?:([0-9]{{1,2}})(?:er|st|nd|rd|th)?[ -]([a-z]+)|([a-z]+) ([0-9]{{1,2}}))[ -]{_YEAR}"
)
"""``31 dec 2026``, ``31-dec-26``, ``dec 31 2026``: a `plain_form`"""
_TIME = re.compile(r" [0-9]{1,2}:[0-9]{2}(:[0-9.]+)?( ?[ap]m)?$", re.IGNORECASE)
_DAY_CELL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")
"""A day of a workbook, which is one for Excel, too."""
_CENTURY = 2000


def day_columns(
    table: CsvTable, header: Sequence[str], keys: Sequence[str]
) -> dict[str, DayColumn]:
    """Return those columns of `table` that hold days, by their key.

    Args:
        table: the table.
        header: the key of each of its columns.
        keys: the keys that hold days.
    """
    places = {key: header.index(key) for key in keys if key in header}
    return {
        key: DayColumn(
            [(row.line, row.cells[at].strip()) for row in table.rows if at < len(row.cells)],
            key,
            table.sheet,
        )
        for key, at in places.items()
    }


class DayColumn:
    """A column of days. Whether the day or the month comes first is found out from all its cells.

    Args:
        cells: the line and the text of each cell.
        key: the key of the column.
        sheet: the sheet of a workbook; "" in a text.
    """

    def __init__(self, cells: Sequence[tuple[int, str]], key: str, sheet: str) -> None:
        self._shown: dict[bool, str] = {}
        """By whether the day comes first: a cell that can be read in no other way."""
        for _line, cell in cells:
            first, second = _unlike(cell)
            if max(first, second) > 12 >= min(first, second):
                self._shown.setdefault(first > 12, cell)
        self._is_day_first: bool | None = None
        if len(self._shown) == 1:
            (self._is_day_first,) = self._shown
        elif not self._shown and current() != SOURCE:
            self._is_day_first = True
        self.doubts: list[Problem] = []
        """Says how the first cell is read that alone may be two days, and which days of a workbook
        may be wrong."""
        unclear = [(line, cell) for line, cell in cells if _is_unclear(cell)]
        if unclear and self._is_day_first is not None:
            line, cell = unclear[0]
            self.doubts.append(Problem(line, key, self._how_read(cell), sheet))
        texts = [(line, cell) for line, cell in cells if max(_unlike(cell))]
        if sheet and texts and any(_DAY_CELL.fullmatch(cell) for _line, cell in cells):
            line, cell = texts[0]
            message = _(
                '"{text}" is a text, but other cells here are days: in those Excel may have '
                "swapped day and month; check them"
            )
            self.doubts.append(Problem(line, key, message.format(text=cell), sheet))

    def _how_read(self, cell: str) -> str:
        message = _('"{text}" is read as {day}: the day first, as in your language')
        if self._shown:
            message = _('"{text}" is read as {day}, as "{shown}" has the month first')
            if self._is_day_first:
                message = _('"{text}" is read as {day}, as "{shown}" has the day first')
        shown = next(iter(self._shown.values()), "")
        return message.format(text=cell, day=self.written(cell), shown=shown)

    def written(self, text: str) -> str:
        """Return a day like ``2026-12-31``; a `text` that is no day as it is.

        The time behind a day is left out.

        Raises:
            UsageError: `text` may be two days, and no other cell shows which.
        """
        plain = _TIME.sub("", text)
        try:
            if numbers := _NUMBERED.fullmatch(plain):
                first, second, year = int(numbers[1]), int(numbers[3]), _year(numbers[4])
                is_day_first = first > 12 or numbers[2] == "."
                if _is_unclear(plain):
                    if self._is_day_first is None:
                        message = _('"{text}" may be {one} or {other}; write one of them')
                        one, other = date(year, second, first), date(year, first, second)
                        raise UsageError(message.format(text=text, one=one, other=other))
                    is_day_first = self._is_day_first
                day, month = (first, second) if is_day_first else (second, first)
                return date(year, month, day).isoformat()
            if parts := _YEAR_FIRST.fullmatch(plain):
                return date(*map(int, parts.groups())).isoformat()
            if named := _NAMED.fullmatch(plain_form(plain)):
                name, number = named[2] or named[3], int(named[1] or named[4])
                at = number_of(name, TYPED_MONTHS)
                return plain if at is None else date(_year(named[5]), at + 1, number).isoformat()
        except ValueError:  # the calendar has no such day
            return text
        return plain


def _year(digits: str) -> int:
    return int(digits) + (_CENTURY if len(digits) == 2 else 0)


def _unlike(cell: str) -> tuple[int, int]:
    """Return the first two numbers of a day like ``31/12/2026``; two zeros if they are equal.

    Also two zeros for anything else, and for a day with dots, in which the day always comes first.
    """
    found = _NUMBERED.fullmatch(_TIME.sub("", cell))
    if not found or found[2] == "." or int(found[1]) == int(found[3]):
        return 0, 0
    return int(found[1]), int(found[3])


def _is_unclear(cell: str) -> bool:
    """Return whether a cell alone may be two days: ``5/12/2026``."""
    return 0 < max(_unlike(cell)) <= 12
