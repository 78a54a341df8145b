"""Reads a table of partners or customers; "known" are those that exist already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.near import choices_hint
from csp_tui.core.base.text import fold, storable_line
from csp_tui.core.importing.csv_table import CsvTable, Problem, TableRow, read_csv_text
from csp_tui.core.importing.given_text import text_of
from csp_tui.core.importing.kind import Kind
from csp_tui.core.progress.model import Value
from csp_tui.core.progress.partner_fields import typed

_FEW = 5
"""Unknown columns that are each named."""

_ROUNDED = re.compile(r"\d([.,]\d+)?[Ee]\+\d+")
"""A number like ``1.2E+12``, as spreadsheets show, and save, long numbers."""


@dataclass(frozen=True, slots=True)
class Known:
    """A partner or customer that exists already."""

    id: str
    name: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row with a partner or customer that does not exist yet."""

    line: int
    name: str
    values: Mapping[str, Value]
    """The values of the row, without the name."""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row with a partner or customer that exists already, and the differences."""

    line: int
    id: str
    name: str
    """The name that the partner or customer has now."""
    before: Mapping[str, Value]
    """The present values of the keys in `after`."""
    after: Mapping[str, Value]
    """The values in the table that differ from the present ones; blank cells are left out."""


@dataclass(slots=True)
class ImportTable:
    """The result of reading a table; if there are problems, nothing may be imported."""

    labels: Mapping[str, str]
    """The labels of the columns."""
    new: list[NewRow] = field(default_factory=list)
    known: list[KnownRow] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    """What was skipped, or may have been misread."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def differing(self) -> list[KnownRow]:
        """The known rows whose values differ from the present ones."""
        return [row for row in self.known if row.after]

    def chosen(self, *, update: bool) -> list[KnownRow]:
        """Return the known rows to save: with `update` those that differ, else none."""
        return self.differing if update else []

    def to_write(self, *, update: bool) -> list[NewRow | KnownRow]:
        """Return the rows to save: new ones and, with `update`, known ones that differ."""
        return [*self.new, *self.chosen(update=update)]

    def differences(self, row: KnownRow) -> str:
        """Return a text with the differences of a known row: ``Owner: ann -> bea; ...``.

        Empty if there are none.
        """
        message = _("{label}: {old} -> {new}")
        return "; ".join(
            message.format(
                label=_(self.labels[key]),
                old=typed(row.before[key]) or _("none"),
                new=typed(value),
            )
            for key, value in row.after.items()
        )

    def counted(self) -> str:
        """Return a text on how many rows are known, how many of those differ, how many are new.

        Numbers that are 0 are left out, but ``0 are new`` is said of a table without rows.
        """
        known, new, other = len(self.known), len(self.new), len(self.differing)
        message = ngettext("{count} is here already", "{count} are here already", known)
        parts = [message.format(count=known)] if known else []
        if other:
            message = ngettext("{count} of them differs", "{count} of them differ", other)
            parts.append(message.format(count=other))
        if new or not known:
            parts.append(ngettext("{count} is new", "{count} are new", new).format(count=new))
        return ", ".join(parts)

    def done(self, *, update: bool) -> str:
        """Return the sentence after an import: how many were added, changed, left unchanged.

        `update` says whether known rows that differ were saved.
        """
        new, changed = len(self.new), len(self.chosen(update=update))
        left = len(self.known) - changed
        parts = [_("Added {count}").format(count=new)]
        if changed:
            parts.append(_("changed {count}").format(count=changed))
        if left:
            message = ngettext("{count} was here already", "{count} were here already", left)
            parts.append(message.format(count=left))
        return f"{', '.join(parts)}."


def read_table(content: bytes, path: Path, kind: Kind, known: Iterable[Known]) -> ImportTable:
    """Return the rows of a CSV file, compared with the partners or customers that exist already.

    `content` is the bytes of the file at `path`. Nothing is written. What is wrong in a row is in
    the result's `problems`.

    Raises:
        InvalidFileError: the file is too large, is not a text, or has no header.
    """

    def score(names: Sequence[str]) -> int:
        keys = set(_keys(names, kind))
        return len(keys.intersection(kind.keys)) + (kind.keys[0] in keys)

    found = read_csv_text(text_of(content, path), score)
    if not found.header and not found.broken:
        message = _("no line among the first names the columns; write them above the rows: {known}")
        raise InvalidFileError(path, message.format(known=", ".join(kind.keys)), 1)
    return _Reading(kind, known, _keys(found.header, kind)).read(found)


def _keys(names: Iterable[str], kind: Kind) -> list[str]:
    """Return a key for each column name, known or not: ``partner_id`` for ``Partner ID``."""
    keys = [re.sub(r"[\s-]+", "_", fold(name)) for name in names]
    return [kind.others.get(key, key) for key in keys]


class _Reading:
    """Reads the rows of one table into an `ImportTable`."""

    def __init__(self, kind: Kind, known: Iterable[Known], header: Sequence[str]) -> None:
        self.table = ImportTable(kind.labels)
        self._kind = kind
        self._header = header
        self._known = {
            (key, fold(str(each.values[key]))): each
            for each in known
            for key in kind.unique
            if each.values.get(key)
        }
        self._seen: dict[tuple[str, str], int] = {}
        """By key and unique value, and by "" and known id: the line that has it."""

    def read(self, found: CsvTable) -> ImportTable:
        """Return the rows of the table `found`, compared with the partners or customers that exist.

        Problems and doubts are sorted by line.
        """
        table = self.table
        table.doubts += found.doubts
        if found.broken:
            table.problems.append(found.broken)
        if found.header:
            self._check_header(found)
        for row in found.rows if found.header else ():
            self._take(row)
        if not (table.new or table.known or table.problems):
            table.problems.append(Problem(found.header_line, "", self._kind.empty))
        table.doubts.sort(key=lambda each: each.line)
        table.problems.sort(key=lambda each: each.line)
        return table

    def _check_header(self, found: CsvTable) -> None:
        keys, line = self._kind.keys, found.header_line
        unknown = 0
        for place, (key, name) in enumerate(zip(self._header, found.header, strict=True)):
            if key in self._header[:place] and key:
                self._fail(line, name, _("is twice in the header"))
            elif key and key not in keys:
                unknown += 1
                if unknown <= _FEW:
                    message = _("there is no such column; {hint}")
                    self._fail(line, name, message.format(hint=choices_hint(key, keys)))
        if (more := unknown - _FEW) > 0:
            message = ngettext(
                "{count} more column is not known", "{count} more columns are not known", more
            )
            self._fail(line, "", message.format(count=more))
        if keys[0] not in self._header:
            message = _('the table needs a column "{name}"')
            self._fail(line, "", message.format(name=keys[0]))

    def _take(self, row: TableRow) -> None:
        columns = len(self._header)
        if any(row.cells[columns:]):
            message = _("has {count} values for {columns} columns")
            self._fail(row.line, "", message.format(count=len(row.cells), columns=columns))
        if any(cell for cell, key in zip(row.cells, self._header, strict=False) if not key):
            self._fail(row.line, "", _("has a value in a column without a name"))
        cells: dict[str, str] = {}
        for key, cell in zip(self._header, row.cells, strict=False):
            cells.setdefault(key, cell)
        values = self._values(row.line, cells)
        if found := self._find(row.line, values):
            self._take_known(row.line, found, values)
            return
        self._note_unique(row.line, values)
        name = str(values.pop(self._kind.keys[0], ""))
        self.table.new.append(NewRow(row.line, name, values))

    def _values(self, line: int, cells: Mapping[str, str]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key in self._kind.keys:
            text = storable_line(cells.get(key, ""))
            if _ROUNDED.fullmatch(text):
                message = _('"{text}" looks like a number that a spreadsheet has rounded; check it')
                self.table.doubts.append(Problem(line, key, message.format(text=text)))
            try:
                value = self._kind.parse(key, text) if text else None
            except UsageError as error:
                self._fail(line, key, str(error))
                continue
            if value is not None:
                values[key] = value
        if not cells.get(self._kind.keys[0]) and self._kind.keys[0] in self._header:
            self._fail(line, self._kind.keys[0], self._kind.nameless)
        return values

    def _find(self, line: int, values: Mapping[str, Value]) -> Known | None:
        """Return the existing partner or customer with the partner id, tenant or name of the row.

        None if there is none. If these values belong to several, add a problem and return the one
        with the same partner id, else the one with the same tenant.
        """
        found: dict[str, tuple[str, Known]] = {}
        for place in self._places(values):
            if each := self._known.get(place):
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

    def _take_known(self, line: int, found: Known, values: Mapping[str, Value]) -> None:
        if before := self._seen.get(("", found.id)):
            message = _("{name} ({id}) is in line {line} already")
            what = message.format(name=found.name, id=found.id, line=before)
            self._fail(line, self._kind.keys[0], what)
        self._seen["", found.id] = line
        after = {
            key: value
            for key, value in values.items()
            if key not in self._kind.only_new and value != found.values.get(key)
        }
        old = {key: found.values.get(key) for key in after}
        self.table.known.append(KnownRow(line, found.id, found.name, old, after))

    def _note_unique(self, line: int, values: Mapping[str, Value]) -> None:
        for place in self._places(values):
            if place in self._seen:
                message = _('"{value}" is in line {line} already')
                what = message.format(value=values[place[0]], line=self._seen[place])
                self._fail(line, place[0], what)
            self._seen.setdefault(place, line)

    def _places(self, values: Mapping[str, Value]) -> list[tuple[str, str]]:
        return [(key, fold(str(values[key]))) for key in self._kind.unique if values.get(key)]

    def _fail(self, line: int, column: str, what: str) -> None:
        self.table.problems.append(Problem(line, column, what))
