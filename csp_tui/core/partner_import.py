"""Adding many partners from a table: a CSV file with a header, all of it or nothing."""

from __future__ import annotations

import contextlib
import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from csp_tui.core import acts
from csp_tui.core.checklist import Checklist
from csp_tui.core.errors import CspTuiError, UsageError
from csp_tui.core.language import _
from csp_tui.core.partner_data import parse_value
from csp_tui.core.progress import PARTNER_KEYS, Value
from csp_tui.core.recovery import Recovery
from csp_tui.core.store import Saved
from csp_tui.core.text import fold, storable_line, visible_line
from csp_tui.core.workplace import Workplace

LARGEST = 4 * 1024 * 1024
"""Bytes of a table that is read."""

COLUMNS = (*PARTNER_KEYS, "checklist")
_UNIQUE = ("name", "partner_id", "tenant")
"""What no two partners share."""
_SEPARATORS = ",;\t"
_Known = dict[tuple[str, str], str | int]
"""Where a value that is unique is already: by column and folded value."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong with the table."""

    line: int
    column: str
    what: str

    def __str__(self) -> str:
        told = _("line {line}, {column}: {what}") if self.column else _("line {line}: {what}")
        return visible_line(told.format(line=self.line, column=self.column, what=self.what))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One partner to be added, and the checklist to start for it, if any."""

    name: str
    values: Mapping[str, Value]
    checklist: Checklist | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: partners to add, or everything that is wrong."""

    partners: Sequence[Candidate]
    troubles: Sequence[Trouble]


def read_table(content: bytes, workplace: Workplace) -> Table:
    """Return what a table holds, held against the partners that are there; nothing is written.

    Raises:
        UsageError: it is too large, no UTF-8, or has no header with a name.
    """
    if len(content) > LARGEST:
        raise UsageError(
            _("the table is larger than {size} MiB").format(size=LARGEST // 1024 // 1024)
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(
            _("line {line} is not UTF-8; save the table as CSV UTF-8").format(line=line)
        ) from error
    if "\0" in text:
        raise UsageError(_("the table is no text; save it as CSV UTF-8"))
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return _Reading(reader, workplace).table()


class _Reading:
    """Reads one table line by line and keeps everything that is wrong."""

    def __init__(self, reader: Iterator[list[str]], workplace: Workplace) -> None:
        self._reader = reader
        self._checklists = {each.id: each for each in workplace.library.newest()}
        self._known = _known(workplace)
        self._troubles: list[Trouble] = []
        self._partners: list[Candidate] = []
        self._line = 0
        self._first = 1

    def table(self) -> Table:
        rows = self._rows()
        header = self._header(next(rows, []))
        for row in rows:
            if any(cell.strip() for cell in row):
                self._take(header, row)
        if not self._partners and not self._troubles:
            self._fail("", _("there is no partner below the header"))
        return Table(() if self._troubles else self._partners, self._troubles)

    def _rows(self) -> Iterator[list[str]]:
        try:
            for row in self._reader:
                before, self._line = self._line, self._reader.line_num  # type: ignore[attr-defined]
                self._first = before + 1
                yield row
        except csv.Error as error:
            self._first = self._reader.line_num  # type: ignore[attr-defined]
            self._fail("", _("cannot be read: {error}").format(error=error))

    def _header(self, cells: Sequence[str]) -> list[str]:
        names = [re.sub(r"[\s-]+", "_", fold(storable_line(cell))) for cell in cells]
        names = ["partner_id" if name == "partnerid" else name for name in names]
        if "name" not in names:
            raise UsageError(
                _("the first line must name the columns: {known}").format(known=", ".join(COLUMNS))
            )
        for number, name in enumerate(names):
            if name and name not in COLUMNS:
                near = difflib.get_close_matches(name, COLUMNS, n=1)
                told = _("there is no such column; there are {known}")
                if near:
                    told = _('there is no such column; did you mean "{near}"?')
                self._fail(name, told.format(near="".join(near), known=", ".join(COLUMNS)))
            elif name and name in names[:number]:
                self._fail(name, _("stands twice in the header"))
        return names

    def _take(self, header: Sequence[str], row: Sequence[str]) -> None:
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            self._fail(
                "",
                _("has {count} values for {columns} columns").format(
                    count=len(row), columns=len(header)
                ),
            )
        cells = {name: cell for name, cell in zip(header, row, strict=False) if name in COLUMNS}
        values: dict[str, Value] = {}
        for key in ("name", *(each for each in header if each in PARTNER_KEYS and each != "name")):
            try:
                value = parse_value(key, cells.get(key, ""))
            except UsageError as error:
                self._fail(key, str(error))
                continue
            if value is not None:
                values[key] = value
        self._note_unique(values)
        name = str(values.pop("name", ""))
        checklist = self._checklist(storable_line(cells.get("checklist", "")))
        self._partners.append(Candidate(name, values, checklist))

    def _note_unique(self, values: Mapping[str, Value]) -> None:
        for key in _UNIQUE:
            place = (key, fold(str(values.get(key, ""))))
            if place[1] and place in self._known:
                self._fail(key, _taken(values[key], self._known[place]))
            elif place[1]:
                self._known[place] = self._first

    def _checklist(self, word: str) -> Checklist | None:
        if word and word not in self._checklists:
            near = difflib.get_close_matches(word, self._checklists, n=1)
            known = ", ".join(self._checklists)
            told = _('there is no checklist "{word}"; there are {known}')
            if near:
                told = _('there is no checklist "{word}"; did you mean "{near}"?')
            self._fail("checklist", told.format(word=word, near="".join(near), known=known))
        return self._checklists.get(word)

    def _fail(self, column: str, what: str) -> None:
        self._troubles.append(Trouble(self._first, column, what))


def _taken(value: Value, holder: str | int) -> str:
    """Return that a value is held already: by a partner, or by the row in a line of the table."""
    told = _('"{value}" is with {partner} already')
    if isinstance(holder, int):
        told = _('"{value}" is in line {line} already')
    return told.format(value=value, partner=holder, line=holder)


def _known(workplace: Workplace) -> _Known:
    """Return what the partners that are there hold of what is unique."""
    found: _Known = {}
    for partner_id in workplace.store.partner_ids():
        with contextlib.suppress(CspTuiError):
            partner = workplace.store.load(partner_id)
            for key in _UNIQUE:
                if value := getattr(partner, key):
                    found[key, fold(value)] = f"{partner.name} ({partner_id})"
    return found


def import_partners(workplace: Workplace, partners: Iterable[Candidate]) -> list[Saved]:
    """Add all partners, each durably; where one cannot be added, take those before it away again.

    A process that is killed half-way leaves the partners that it has added, each of them whole.

    Raises:
        WriteError, BusyError: one could not be added; none is there.
    """
    store, saved = workplace.store, list[Saved]()
    try:
        for each in partners:
            saved.append(store.add_partner(each.name, **each.values))
            if each.checklist is not None:
                start = acts.start(saved[-1].partner, each.checklist, workplace.clock())
                saved[-1] = store.change(saved[-1].partner.id, [start])
    except CspTuiError:
        recovery = Recovery(workplace.places, store)
        for done in reversed(saved):
            with contextlib.suppress(CspTuiError):
                recovery.forget(done.partner.id)
        raise
    return saved
