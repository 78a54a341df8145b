"""Reading a list from a table: CSV with a header, whose columns are guessed or said."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold, storable, storable_line
from csp_tui.core.checklists.advice import nearest
from csp_tui.core.checklists.keys import SPEC
from csp_tui.core.importing.found_list import FoundItem, FoundList

KEYS = ("title", "section", "id", "detail", "rule", "need", "role", "evidence", "doubt", "link")
"""What a column may be."""

_NAMES: dict[str, tuple[str, ...]] = {
    "title": (
        "title", "task", "task name", "item", "name", "action", "check", "step", "to do", "todo",
        "text", "requirement", "activity", "checklist item", "tâche", "titel", "aufgabe",
    ),
    "section": ("section", "area", "category", "group", "phase", "topic", "bucket", "workstream"),
    "id": ("id", "guid", "key", "task id", "number", "no", "ref"),
    "detail": ("detail", "details", "description", "notes", "note", "comment", "comments"),
    "rule": ("rule", "norm", "criterion", "criteria", "acceptance criteria"),
    "need": ("need", "severity", "priority", "required", "mandatory", "importance"),
    "role": ("role", "who"),
    "evidence": ("evidence", "proof"),
    "doubt": ("doubt",),
    "link": ("link", "links", "url", "source", "reference", "more info"),
}  # fmt: skip
_SEPARATORS = ",;\t"
NEEDS = {
    "recommended": ("recommended", "optional", "low", "no", "false", "could", "may"),
    "required": (
        "required", "mandatory", "high", "medium", "critical", "important", "urgent", "yes", "true",
        "must",
    ),
}  # fmt: skip
"""The words of other lists for what an item needs."""


def read_csv(text: str, mapping: Mapping[str, str]) -> FoundList:
    """Return the list in a table.

    Args:
        text: the table.
        mapping: the column of each key that is said; the others are guessed from their names.

    Raises:
        UsageError: it is no table, or has no column of titles.
    """
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [(reader.line_num, [storable(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        raise UsageError(
            _("line {line} of the table cannot be read: {error}").format(
                line=reader.line_num, error=error
            )
        ) from error
    rows = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise UsageError(_("the table is empty"))
    header = [storable_line(cell) for cell in rows[0][1]]
    columns = _columns(header, mapping)
    if len(header) == 1 and not mapping and "title" not in columns:
        columns = {"title": 0}  # a bare list of texts, without a header
    else:
        rows = rows[1:]
    return _Table(header, columns).read(rows)


def _columns(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Return the place of each key's column."""
    folded = [fold(each) for each in header]
    found: dict[str, int] = {}
    for key, column in mapping.items():
        if fold(column) not in folded:
            told = _('the table has no column "{column}"; there are {known}')
            if near := nearest(column, header):
                told = _('the table has no column "{column}"{near}')
            raise UsageError(told.format(column=column, near=near, known=", ".join(header)))
        found[key] = folded.index(fold(column))
    for key, names in _NAMES.items():
        for name in names:
            if key not in found and name in folded and folded.index(name) not in found.values():
                found[key] = folded.index(name)
    if "title" not in found and len(header) > 1:
        raise UsageError(
            _(
                "say which column holds the titles, such as --map title={column}; there are {known}"
            ).format(column=_as_word(header[0]), known=", ".join(header))
        )
    return found


def _as_word(column: str) -> str:
    return f'"{column}"' if " " in column else column


class _Table:
    """Reads the rows of a table whose columns are known."""

    def __init__(self, header: Sequence[str], columns: Mapping[str, int]) -> None:
        self._header = header
        self._columns = columns
        self._found = FoundList()

    def read(self, rows: Sequence[tuple[int, Sequence[str]]]) -> FoundList:
        """Return the list."""
        for line, row in rows:
            self._take(line, row)
        known = set(self._columns.values())
        for place, name in enumerate(self._header):
            count = sum(len(row) > place and bool(row[place].strip()) for _line, row in rows)
            if place not in known and count:
                self._found.lose(_('a value of the column "{name}"').format(name=name), times=count)
        return self._found

    def _take(self, line: int, row: Sequence[str]) -> None:
        cells = {key: row[at].strip() for key, at in self._columns.items() if at < len(row)}
        title = storable_line(cells.get("title", ""))
        if not title:
            self._found.lose(_("a row without a title"), _("line {line}").format(line=line))
            return
        if any(cell.strip() for cell in row[len(self._header) :]):
            self._found.lose(
                _("a value beyond the last column"), _("line {line}").format(line=line)
            )
        section = storable_line(cells.get("section", ""))
        item = FoundItem(title, section, cells.get("id", ""), cells.get("detail", ""), line=line)
        for key in ("rule", "evidence", "doubt"):
            if value := storable_line(cells.get(key, "")):
                item.values[key] = value
        self._take_words(item, cells)
        for url in cells.get("link", "").split():
            self._found.link(item, url)
        self._found.items.append(item)

    def _take_words(self, item: FoundItem, cells: Mapping[str, str]) -> None:
        if word := fold(cells.get("need", "")):
            need = next((need for need, words in NEEDS.items() if word in words), "")
            if need:
                item.values["need"] = need
            else:
                self._found.lose(_("a need that is neither required nor recommended"), word)
        if word := fold(cells.get("role", "")):
            if word.replace(" ", "-") in SPEC["item"]["role"].words:
                item.values["role"] = word.replace(" ", "-")
            else:
                self._found.lose(_("a role that csp-tui does not know"), word)
