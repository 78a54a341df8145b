"""Reads an Excel workbook in a process of its own, in which memory and time are bounded.

A workbook of a few kilobytes may describe millions of cells, and a damaged one may end the library
that reads it. So this module is run as a program: the workbook comes on standard input, and what is
in one of its sheets goes to standard output, as JSON.
"""

from __future__ import annotations

import html
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from posixpath import join, normpath, split
from xml.etree import ElementTree

MEMORY = 768 * 1024 * 1024
"""Bytes of address space that the process may have."""
SECONDS = 60
"""Seconds of processor time that the process may take."""
LARGEST = 96 * 1024 * 1024
"""Bytes; a workbook that is larger unpacked is refused."""
MOST_CELLS = 1_000_000
"""A sheet is refused if the rows times the columns down to its last filled cell are more."""

_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]*)(\d+)["']""")
_FAULT = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*[^/>])>(?:(?!</(?:\w+:)?c>).)*?"""
    rb"""(?:(?<=>)(#[A-Z/0!?]+)|<(?:\w+:)?f\b[^>]*>[^<]*?(?<![\w\]])(\[\d+\]))""",
    re.DOTALL,
)
"""A cell with a value like an error, or with a formula that names another workbook."""
_HIDDEN = re.compile(rb"""<(?:\w+:)?row\b(?=[^>]*\bhidden\s*=\s*["'](?:1|true)["'])([^>]*)>""")
"""A row that is hidden, by a filter or by hand."""
_UNSAVED = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*[^/>])>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
"""A cell with a formula and no value: a program wrote it that calculates nothing."""
_EMPTY_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
"""The type of a cell whose formula gives a text, which may be empty."""
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
"""The type of a cell whose value is an error, not a text that begins like one."""
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b([^>]*)>")
"""A link of a cell, or of the first cell of several."""
_ATTRIBUTE = re.compile(rb"""(\w+)\s*=\s*["']([^"']*)["']""")
_LINKING = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*[^/>])>\s*<(?:\w+:)?f>\s*HYPERLINK\((?:"|&quot;)(https?:[^"]+?)(?:"|&quot;)"""
)
"""A cell with a formula that makes a link, and its address."""
_EXACT = 10**15
"""Excel keeps fifteen digits of a number."""


class _Refused(Exception):  # noqa: N818 - holds a word for the reason
    """The workbook cannot be read; the arguments are a word for the reason, and its values."""


def main() -> None:
    """Print as JSON what is in the sheet that the program's first argument names.

    "" names the first sheet that is not hidden. The JSON object has the keys of `_read`. For a
    workbook that cannot be read, it has ``refused``, a word for the reason, and ``values``, the
    values that the message on it shows.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content, name = sys.stdin.buffer.read(), sys.argv[1]
    try:
        found = _read(content, name)
    except _Refused as error:
        found = {"refused": error.args[0], "values": error.args[1:]}
    except MemoryError:
        found = {"refused": "memory", "values": []}
    sys.stdout.write(json.dumps(found))


def _read(content: bytes, name: str) -> dict[str, object]:
    """Return what is in the sheet `name` of a workbook; "" names the first one.

    Hidden sheets and charts are never read. The case and further blanks of `name` do not matter.

    Returns:
        ``sheet`` is its name and ``sheets`` the names of all that can be read; ``rows`` has its
        rows that are not empty, each with its number and the texts of its cells; ``merged`` the
        first row, first column, last row and last column of merged cells; ``faults`` cells with an
        error value, a formula that names another workbook, or one without a saved value: row,
        column, and the error, "[1]" or "";
        ``links`` cells that lead to an address: row, column and address; ``rounded`` the row and
        column of numbers that Excel has rounded; ``hidden`` the filled rows that are hidden.
        Rows count from 1, columns from 0.

    Raises:
        _Refused: the workbook cannot be read or is too large, or has no such sheet.
    """
    import python_calamine

    try:
        parts = zipfile.ZipFile(io.BytesIO(content))
        if kind := _other_kind(parts):
            raise _Refused(kind)
        if sum(each.file_size for each in parts.infolist()) > LARGEST:
            raise _Refused("unpacked", LARGEST // 1024 // 1024)
        if parts.testzip():
            raise _Refused("damaged")
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            shown = [
                each.name
                for each in book.sheets_metadata
                if each.typ == python_calamine.SheetTypeEnum.WorkSheet
                and each.visible == python_calamine.SheetVisibleEnum.Visible
            ]
            if not shown:
                raise _Refused("empty")
            chosen = name or shown[0]
            chosen = next((each for each in shown if _plain(each) == _plain(chosen)), "")
            if not chosen:
                raise _Refused("sheet", name, shown)
            part = _part_of(parts, chosen)
            xml = parts.read(part)
            rows, columns = _extent(xml)
            if rows * columns > MOST_CELLS:
                raise _Refused("cells", chosen, rows, columns, MOST_CELLS)
            sheet = book.get_sheet_by_name(chosen)
            cells = sheet.to_python(skip_empty_area=False)
            links = list(_links(parts, part, xml))
            merged = [(a + 1, b, c + 1, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
    except (zipfile.BadZipFile, EOFError, ValueError, KeyError, NotImplementedError) as error:
        raise _Refused("damaged") from error
    except (python_calamine.CalamineError, ElementTree.ParseError, OSError) as error:
        raise _Refused("damaged") from error
    hidden = {int(place[2]) for each in _HIDDEN.findall(xml) if (place := _PLACE.search(each))}
    found, rounded = [], []
    for number, row in enumerate(cells, 1):
        texts = [_text(cell) for cell in row]
        if any(texts):
            found.append((number, texts))
        rounded += [
            (number, place)
            for place, cell in enumerate(row)
            if isinstance(cell, float) and abs(cell) >= _EXACT
        ]
    return {
        "sheet": chosen,
        "sheets": shown,
        "rows": found,
        "merged": merged,
        "faults": list(_faults(xml)),
        "links": links,
        "rounded": rounded,
        "hidden": [number for number, _texts in found if number in hidden],
    }


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _other_kind(parts: zipfile.ZipFile) -> str:
    """Return "" if an archive is an Excel workbook; else ``binary``, ``opendocument`` or ``other``.

    A workbook may have macros: nothing here runs them.
    """
    names = parts.namelist()
    if "xl/workbook.xml" in names:
        return ""
    if "xl/workbook.bin" in names:
        return "binary"
    if "mimetype" in names and b"opendocument" in parts.open("mimetype").read(99):
        return "opendocument"
    return "other"


def _part_of(parts: zipfile.ZipFile, name: str) -> str:
    """Return the name of the file in the workbook's archive that holds the sheet `name`."""
    wanted = next(
        value
        for each in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter()
        if each.tag.endswith("}sheet") and each.get("name") == name
        for key, value in each.items()
        if key.endswith("}id")
    )
    relations = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    target = next(each.get("Target", "") for each in relations if each.get("Id") == wanted)
    return target[1:] if target.startswith("/") else normpath(join("xl", target))


def _extent(xml: bytes) -> tuple[int, int]:
    """Return the number of the last row and of the last column with a filled cell, from 1.

    Cells and rows that have a form only do not count. Both are 0 for a sheet without filled cells.
    """
    rows = columns = row = in_row = 0
    for match in _CELL.finditer(xml):
        place = _PLACE.search(match[2])
        if match[1] == b"row":
            row, in_row = max(row + 1, int(place[2]) if place else 0), 0
            continue
        in_row = max(in_row + 1, _column(place[1]) + 1 if place else 0)
        if not match[2].endswith(b"/"):
            columns = max(columns, in_row)
            rows = max(rows, row, int(place[2]) if place else 0)
    return rows, columns


def _faults(xml: bytes) -> Iterator[tuple[int, int, str]]:
    for match in _FAULT.finditer(xml):
        place = _PLACE.search(match[1])
        is_fault = match[3] or _ERROR.search(match[1])
        if is_fault and place and place[1]:
            yield int(place[2]), _column(place[1]), (match[2] or match[3]).decode()
    for match in _UNSAVED.finditer(xml):
        if (place := _PLACE.search(match[1])) and place[1] and not _EMPTY_TEXT.search(match[1]):
            yield int(place[2]), _column(place[1]), ""


def _links(parts: zipfile.ZipFile, part: str, xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and address of each cell of a sheet that leads to a page."""
    folder, name = split(part)
    relations = join(folder, "_rels", f"{name}.rels")
    targets = {}
    if relations in parts.namelist():
        for each in ElementTree.fromstring(parts.read(relations)):
            if each.get("TargetMode") == "External":
                targets[each.get("Id", "")] = each.get("Target", "")
    for match in _LINK.finditer(xml):
        attributes = {
            key: html.unescape(value.decode()) for key, value in _ATTRIBUTE.findall(match[1])
        }
        cell = re.match("([A-Z]+)([0-9]+)", attributes.get(b"ref", ""))
        if cell and (url := targets.get(attributes.get(b"id", ""))):
            section = f"#{attributes[b'location']}" if attributes.get(b"location") else ""
            yield int(cell[2]), _column(cell[1].encode()), url + section
    for match in _LINKING.finditer(xml):
        if (place := _PLACE.search(match[1])) and place[1]:
            yield int(place[2]), _column(place[1]), html.unescape(match[2].decode())


def _column(letters: bytes) -> int:
    """Return the number of the column with these letters, counted from 0."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


def _text(cell: object) -> str:
    """Return a cell as a user would type it: a day as 2026-11-30, a whole number without point."""
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell)


if __name__ == "__main__":
    main()
