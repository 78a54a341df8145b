"""Writes sheets as an Excel workbook (.xlsx), to be filtered on a screen and to be printed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from math import ceil
from typing import Any

from csp_tui.core.base.language import _
from csp_tui.core.base.text import width
from csp_tui.core.checklists.reader import is_safe_url
from csp_tui.core.reports.labels import labelled
from csp_tui.core.reports.sheets import (
    LATE,
    About,
    Cell,
    Column,
    Kind,
    Late,
    Linked,
    Row,
    Sheet,
    Toned,
)
from csp_tui.core.reports.workbook_forms import BAR, FORMS, HEAD, LINE, TITLE, TURNED, Forms
from csp_tui.core.reports.workbook_texts import (
    NOTHING,
    CellText,
    beginning,
    cell_text,
    text_in,
    units,
)

MOST_ROWS = 1_048_576
"""Of a sheet; what does not fit is on a second one."""
MOST_LINKS = 65_530
"""Of a sheet; further ones are plain texts."""
LONGEST_LINK = 2_079
_LONGEST_NAME = 31
"""Characters of a sheet's name."""
_NARROWEST, _BAR_WIDTH = 6, 14
_LINE_HEIGHT, _TITLE_HEIGHT, _HIGHEST = 13.5, 24.0, 409.0
"""Points."""
_POINTS_OF_LETTER, _ONE_LINE = 5.5, 24
"""Of a turned head: how high a letter is, and how many letters are not broken into two lines."""
_DENSE = 1.2
"""Characters that go into the width of one, on average."""
_FIRST_YEAR = 1900
"""Excel knows no day before."""
_A4 = 9
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def workbook(sheets: Iterable[Sheet], about: About) -> bytes:
    """Return the bytes of an Excel workbook with these sheets.

    A text stays a text, whatever it begins with: nothing in a cell is a formula. Harmful characters
    are spelled out. A text that is longer than a cell may hold is cut, and says so. What does not
    fit on a sheet goes on in another one.
    """
    import xlsxwriter  # late: only who writes a workbook needs it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        made_at = about.made_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties(
            {
                "title": cell_text(about.title).text,
                "author": cell_text(about.author).text,
                "created": made_at,
            }
        )
        names, forms = _Names(), Forms(book)
        for whole in sheets:
            sheet = whole.without_empty()
            room = MOST_ROWS - _first_row(sheet)
            for start in range(0, max(1, len(sheet.rows)), room):
                written = book.add_worksheet(names.new(sheet.name))
                rows = sheet.rows[start : start + room]
                _write(written, sheet, rows, forms)
                _set_up_print(written, sheet, len(rows), about)
    return content.getvalue()


class _Names:
    """The names of the sheets: legal for Excel, and each given once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def new(self, wanted: str) -> str:
        """Return a name for one more sheet: `wanted`, as far as Excel allows it.

        Forbidden characters become blanks, and the name is cut to 31 characters. If it is empty or
        was given already, it ends in a number.
        """
        plain = _FORBIDDEN.sub(" ", cell_text(wanted).text).replace("\n", " ").strip("' ")
        number, name = 1, beginning(plain, _LONGEST_NAME).rstrip("' ")
        while not name or name.casefold() in self._given:
            number += 1
            end = f" {number}"
            name = f"{beginning(plain, _LONGEST_NAME - len(end)).rstrip()}{end}".strip()
        self._given.add(name.casefold())
        return name


def _first_row(sheet: Sheet) -> int:
    """Return on which row of the sheet the table's first row stands, counted from 0.

    Above it are the lead and the heads.
    """
    return len(sheet.lead) + bool(sheet.lead) + 1


def _write(written: Any, sheet: Sheet, rows: Sequence[Row], forms: Forms) -> None:
    """Write the lead, the heads and `rows` of a sheet; set its filter and widths, and freeze it."""
    for number, line in enumerate(sheet.lead):
        written.write_string(number, 0, cell_text(line).text, forms.made({} if number else TITLE))
        written.set_row(number, _LINE_HEIGHT if number else _TITLE_HEIGHT)
    first, last = _first_row(sheet), len(sheet.columns) - 1
    shown = [[text_in(cell) for cell in row] for row in rows]
    widths = _widths(sheet.columns, shown)
    printed = sheet.printed or len(sheet.columns)
    written.set_row(first - 1, _height_of_heads(sheet.columns[:printed], widths))
    for place, column in enumerate(sheet.columns):
        look = HEAD | ({"align": "center"} if column.kind is Kind.NUMBER else {})
        look |= TURNED if column.is_turned else {}
        written.write_string(first - 1, place, cell_text(column.label).text, forms.made(look))
    links, line, empty = 0, forms.made(LINE), {"valign": "top"}
    for number, (row, texts) in enumerate(zip(rows, shown, strict=True), first):
        written.set_row(number, _height(texts, widths[:printed]), line)
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            if cell is not None and cell != "":
                is_link = isinstance(cell, Linked) and links < MOST_LINKS and _is_link(cell.url)
                links += is_link
                _write_cell(written, (number, place), cell, column, forms, is_link=is_link)
            elif sheet.is_for_import:
                written.write_blank(number, place, None, forms.of(column.kind))
    for place, (column, size) in enumerate(zip(sheet.columns, widths, strict=True)):
        written.set_column(
            place, place, size + 1.5, forms.made(empty | {"num_format": FORMS[column.kind]})
        )
        if rows and column.kind in (Kind.SHARE, Kind.BAR):
            bar = {**BAR, "bar_only": column.kind is Kind.BAR}
            written.conditional_format(first, place, first + len(rows) - 1, place, bar)
    written.freeze_panes(first, sheet.frozen)
    written.autofilter(first - 1, 0, first - 1 + max(1, len(rows)), last)


def _write_cell(
    written: Any, at: tuple[int, int], cell: Cell, column: Column, forms: Forms, *, is_link: bool
) -> None:
    """Write a cell that is not empty; `is_link` says whether a Linked text becomes a link."""
    if isinstance(cell, (str, Toned, Linked)):
        text, _width, is_long = text_in(cell)
        tone = cell.tone if isinstance(cell, Toned) else ""
        form = forms.of(Kind.TEXT, tone, is_long=is_long, is_linked=is_link)
        if is_link and isinstance(cell, Linked):
            written.write_url(*at, cell.url, form, text)
        else:
            written.write_string(*at, text, form)
    elif isinstance(cell, (int, float)):
        written.write_number(*at, cell, forms.of(column.kind))
    elif cell is not None:
        _write_day(written, at, cell, forms)


def _write_day(written: Any, at: tuple[int, int], cell: date | Late, forms: Forms) -> None:
    day, tone = (cell.day, LATE) if isinstance(cell, Late) else (cell, "")
    if day.year < _FIRST_YEAR:
        written.write_string(*at, text_in(day).text, forms.of(Kind.TEXT, tone))
    elif isinstance(day, datetime):
        moment = day.astimezone().replace(tzinfo=None)
        written.write_datetime(*at, moment, forms.of(Kind.MOMENT, tone))
    else:
        written.write_datetime(*at, day, forms.of(Kind.DAY, tone))


def _widths(columns: Sequence[Column], shown: Sequence[Sequence[CellText]]) -> list[int]:
    """Return how wide each column is, in characters.

    A column is as wide as its longest text, but at most `Column.widest`. It is always wide enough
    for the longest word of its head, unless the head is written upwards.
    """
    widths = []
    for place, column in enumerate(columns):
        found = max((texts[place].width for texts in shown), default=0)
        if column.kind in (Kind.SHARE, Kind.BAR):
            found = _BAR_WIDTH
        words = max(map(width, column.label.split()), default=0) + 3  # and the filter's button
        words = 0 if column.is_turned else words
        widths.append(max(_NARROWEST, words, min(found, column.widest)))
    return widths


def _height_of_heads(columns: Sequence[Column], widths: Sequence[int]) -> float:
    """Return how high the row of the heads is, in points.

    A head that is written upwards may take two lines.
    """
    plain = [NOTHING if column.is_turned else text_in(column.label) for column in columns]
    turned = max((width(column.label) for column in columns if column.is_turned), default=0)
    height = max(turned / 2, min(turned, _ONE_LINE)) * _POINTS_OF_LETTER
    return max(height, _height(plain, [size - 2 for size in widths]))


def _height(texts: Sequence[CellText], widths: Sequence[int]) -> float:
    """Return how high a row is, in points, so that all lines of its broken texts are seen.

    Only its first cells count, as many as there are `widths`.
    """
    most = 1
    for each, size in zip(texts, widths, strict=False):
        if each.width > size or "\n" in each.text:
            lines = (ceil(width(line) / size / _DENSE) or 1 for line in each.text.split("\n"))
            most = max(most, sum(lines))
    return min(_LINE_HEIGHT * most + 1, _HIGHEST)


def _is_link(url: str) -> bool:
    return is_safe_url(url) and units(url) <= LONGEST_LINK


def _set_up_print(written: Any, sheet: Sheet, rows: int, about: About) -> None:
    """Make a sheet print on A4 across, one page wide, with its heads and a foot on each page."""
    heads = _first_row(sheet) - 1
    written.set_landscape()
    written.set_paper(_A4)
    written.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    written.fit_to_pages(1, 0)
    written.repeat_rows(heads)
    written.print_area(0, 0, heads + max(1, rows), (sheet.printed or len(sheet.columns)) - 1)
    page = _("Page {number} of {count}").format(number="&P", count="&N")
    left, middle = (_foot(each) for each in (labelled(about.title, sheet.name), about.foot))
    written.set_footer(f"&L&8 {left}&C&8 {middle}&R&8 {page}")


def _foot(text: str) -> str:
    return cell_text(text).text[:90].replace("\n", " ").replace("&", "&&")
