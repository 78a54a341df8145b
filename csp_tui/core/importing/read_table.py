"""Reads a table of partners or customers; "known" are those that exist already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.importing import contact_columns
from csp_tui.core.importing.columns import Columns, Map, check_map, columns_of
from csp_tui.core.importing.csv_table import CsvTable, Problem, TableRow, names_of, read_csv_text
from csp_tui.core.importing.day_column import DayColumn, day_columns
from csp_tui.core.importing.doubtful_names import doubtful_names
from csp_tui.core.importing.fitting_sheet import fitting_sheet, is_guessed
from csp_tui.core.importing.given_text import text_of
from csp_tui.core.importing.table import ImportTable, Known, KnownRow, NewRow
from csp_tui.core.importing.table_faults import faults_of
from csp_tui.core.importing.table_kind import ARCHIVED, ID, Kind
from csp_tui.core.importing.workbook import is_workbook, read_workbook
from csp_tui.core.progress.model import Contact, Value
from csp_tui.core.progress.partner_fields import cleaned, typed

_ROUNDED = re.compile(r"\d([.,]\d+)?[Ee]\+\d+")
"""A number like ``1.2E+12``, as spreadsheets show, and save, long numbers."""


def read_table(
    content: bytes,
    path: Path,
    kind: Kind,
    known: Sequence[Known],
    given: Map | None = None,
    kept: Iterable[Map] = (),
    sheet: str = "",
) -> ImportTable:
    """Return the rows of a CSV file or workbook, compared with those that exist already.

    Nothing is written. What is wrong in a row is in the result's `problems`.

    Args:
        content: the bytes of the file.
        path: the file, to be named in errors.
        kind: what the table is of.
        known: those that exist already.
        given: what the columns hold, as the user says; None to find out.
        kept: maps that the user has kept; one whose columns are all in the table is used.
        sheet: the sheet of a workbook; "" to choose one as `fitting_sheet` does.

    Raises:
        InvalidFileError: the file is too large, or is no text or workbook.
        UsageError: a column in `given` is not in the table, or there is no such sheet.
    """
    maps = [given] if given else [*kept]

    def score(names: Sequence[str]) -> int:
        keys = set(columns_of(names, kind, maps).keys)
        return len(keys.intersection(kind.keys)) + (kind.keys[0] in keys)

    if is_workbook(content, path):
        found = read_workbook(content, path, score, sheet)
        if not sheet:
            found = fitting_sheet(kind, found, partial(read_workbook, content, path, score), maps)
    else:
        found = read_csv_text(text_of(content, path), score)
    names = found.header or names_of([cell for row in found.rows[:1] for cell in row.cells])
    check_map(given or {}, names)
    table = _Reading(kind, known, columns_of(found.header, kind, maps)).read(found)
    in_table = {row.id for row in table.known}
    table.names, table.rows = names, found.rows
    table.sheet, table.sheets = found.sheet, found.sheets
    here = [each for each in known if not each.is_archived]
    table.gone = [each for each in here if each.id not in in_table]
    if table.gone and not sheet and is_guessed(kind, found):
        table.gone = []  # the wrong sheet would archive all
        what = _("what this sheet lacks can be archived only if you name the sheet yourself")
        table.doubts.insert(0, Problem(1, "", what, found.sheet))
    table.doubts += doubtful_names(table, here, kind.unique[::-1], found.sheet)
    table.doubts.sort(key=lambda each: each.line)
    return table


class _Reading:
    """Reads the rows of one table into an `ImportTable`."""

    def __init__(self, kind: Kind, known: Iterable[Known], columns: Columns) -> None:
        self.table = ImportTable(kind.labels, columns)
        self._sheet = ""
        self._kind = kind
        self._header = columns.keys
        # the name of an archived one is free; of two with the same value, the active one is found,
        # and the one without a decisive value
        ordered = sorted(
            known, key=lambda each: (not each.is_archived, not each.values.get(kind.decisive))
        )
        self._by_id = {each.id: each for each in ordered}
        self._known = {
            (key, fold(cleaned(key, str(each.values[key])))): each
            for each in ordered
            for key in kind.unique
            if each.values.get(key) and not (each.is_archived and key == kind.keys[0])
        }
        self._days: Mapping[str, DayColumn] = {}
        self._rows: list[tuple[int, dict[str, Value]]] = []
        self._decided: dict[Value, tuple[int, dict[str, Value]]] = {}
        """By decisive value: the row that has it, one of those in `_rows`."""
        self._seen: dict[tuple[str, str], tuple[int, bool]] = {}
        """By key and unique value, and by "" and known id: the line, and if it is decided there."""

    def read(self, found: CsvTable) -> ImportTable:
        """Return the rows of `found`, compared with those that exist, and problems by line."""
        table, self._sheet = self.table, found.sheet
        table.doubts += found.doubts
        if found.broken:
            table.problems.append(found.broken)
        elif not found.header:
            message = _(
                "no line among the first names the columns; write them above the rows: {known}"
            )
            self._fail(1, "", message.format(known=", ".join(self._kind.keys)))
        if found.header:
            for fault in faults_of(found, self.table.columns, self._kind):
                self._fail(*fault)
            self._days = day_columns(found, self._header, self._kind.days)
            table.doubts += [each for days in self._days.values() for each in days.doubts]
        for row in found.rows if found.header else ():
            self._take(row)
        own_ids = {"", *self._by_id}
        strange = [line for line, values in self._rows if values.get(ID, "") not in own_ids]
        if strange and self._kind.elsewhere:
            self._doubt(strange[0], ID, self._kind.elsewhere)
        for line, values in self._rows:
            self._compare(line, values)
        if not (table.new or table.known or table.problems):
            self._fail(found.header_line, "", self._kind.empty)
        table.problems.sort(key=lambda each: each.line)
        return table

    def _take(self, row: TableRow) -> None:
        columns = len(self._header)
        if any(row.cells[columns:]):
            message = _("has more values than columns: {count} for {columns}")
            self._fail(row.line, "", message.format(count=len(row.cells), columns=columns))
        if any(cell for cell, key in zip(row.cells, self._header, strict=False) if not key):
            self._fail(row.line, "", _("has a value in a column without a name"))
        cells: dict[str, str] = {}
        for key, cell in zip(self._header, row.cells, strict=False):
            cells.setdefault(key, cell)
        values = self._values(row.line, cells)
        decisive = fold(str(values.get(self._kind.decisive, "")))
        if decisive in self._decided:
            self._join(row.line, values, *self._decided[decisive])
            return
        self._rows.append((row.line, values))
        if decisive:
            self._decided[decisive] = self._rows[-1]

    def _join(
        self, line: int, values: Mapping[str, Value], before: int, first: dict[str, Value]
    ) -> None:
        """Put the `values` of a line into `first`, an earlier line with the same decisive value.

        Of two different values, the one that `Kind.chosen` returns stays. If it returns None, the
        earlier stays, and the other is noted in `doubts`. `before` is the number of the earlier
        line.
        """
        for key, value in values.items():
            other = first.setdefault(key, value)
            if other == value or key == self._kind.decisive:
                continue
            chosen = self._kind.chosen(other, value)
            if chosen is None:
                message = _('"{value}" is left out: line {line} has the same {key}')
                what = message.format(value=typed(value), line=before, key=self._kind.decisive)
                self._doubt(line, key, what)
            else:
                first[key] = chosen

    def _compare(self, line: int, values: dict[str, Value]) -> None:
        contact_id = str(values.pop(contact_columns.CONTACT_ID, ""))
        found = self._by_id.get(str(values.pop(ID, ""))) or self._find(line, values)
        contacts = found.contacts if found else ()
        contact = contact_columns.contact_of_row(contacts, values, contact_id)
        if left_out := [] if contact else contact_columns.nameless(values):
            self._doubt(line, left_out[0], _("left out: a contact needs a name or a mail address"))
        for key in left_out:
            del values[key]
        if found:
            self._take_known(line, found, values, contact)
        else:
            self._note_unique(line, values)
            name = str(values.pop(self._kind.keys[0], ""))
            self.table.new.append(NewRow(line, name, values))

    def _values(self, line: int, cells: Mapping[str, str]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key in self._kind.keys:
            text = cleaned(key, cells.get(key, ""))
            if _ROUNDED.fullmatch(text):
                message = _('"{text}" looks like a number that a spreadsheet has rounded; check it')
                self._doubt(line, key, message.format(text=text))
            try:
                if key in self._days:
                    text = self._days[key].written(text)
                if text and (value := self._kind.parse(key, text)) is not None:
                    values[key] = value
            except UsageError as error:
                self._fail(line, key, str(error))
        if not cells.get(self._kind.keys[0]) and self._kind.keys[0] in self._header:
            self._fail(line, self._kind.keys[0], self._kind.nameless)
        return values

    def _find(self, line: int, values: Mapping[str, Value]) -> Known | None:
        """Return the existing partner or customer that a row means; None for a new one.

        It is the one with the row's decisive value, such as its tenant id, whatever else differs.
        If there is none, it is one that shares another unique value with the row, unless both have
        a decisive value. The values are compared in the order of `Kind.unique`. If several are
        left, add a problem and return the first.
        """
        decisive, found = self._kind.decisive, dict[str, tuple[str, Known]]()
        for place in self._places(values):
            if not (each := self._known.get(place)):
                continue
            if place[0] == decisive:
                return each
            if not (values.get(decisive) and each.values.get(decisive)):
                found.setdefault(each.id, (place[0], each))
        if len(found) > 1:
            (key, first), (other_key, other), *_more = found.values()
            message = _('"{value}" is that of {first} ({id}), but {key} "{other_value}" of {other}')
            what = message.format(
                value=values[key], first=first.name, id=first.id,
                key=other_key, other_value=values[other_key], other=f"{other.name} ({other.id})",
            )  # fmt: skip
            self._fail(line, key, what)
        return next((each for _key, each in found.values()), None)

    def _take_known(
        self, line: int, found: Known, values: Mapping[str, Value], contact: Contact | None
    ) -> None:
        if before := self._seen.get(("", found.id)):
            message = _("{name} ({id}) is in line {line} already")
            what = message.format(name=found.name, id=found.id, line=before[0])
            self._fail(line, self._kind.keys[0], what)
        self._seen["", found.id] = (line, False)
        present = {**found.values, **contact_columns.values_of(contact)}
        after = {
            key: value
            for key, value in values.items()
            if key not in self._kind.only_new and value != present.get(key)
        }
        old = {key: present.get(key) for key in after}
        is_back = found.is_archived and not values.get(ARCHIVED)
        who = contact.id if contact else ""
        self.table.known.append(KnownRow(line, found.id, found.name, old, after, is_back, who))

    def _note_unique(self, line: int, values: Mapping[str, Value]) -> None:
        is_decided = bool(values.get(self._kind.decisive))
        for place in self._places(values):
            before, was_decided = self._seen.setdefault(place, (line, is_decided))
            if before != line and not (is_decided and was_decided):
                message = _('"{value}" is in line {line} already')
                what = message.format(value=values[place[0]], line=before)
                self._fail(line, place[0], what)

    def _places(self, values: Mapping[str, Value]) -> list[tuple[str, str]]:
        return [(key, fold(str(values[key]))) for key in self._kind.unique if values.get(key)]

    def _fail(self, line: int, column: str, what: str) -> None:
        self.table.problems.append(Problem(line, column, what, self._sheet))

    def _doubt(self, line: int, column: str, what: str) -> None:
        self.table.doubts.append(Problem(line, column, what, self._sheet))
