"""Adding many partners from a table: a CSV file with a header, all of it or nothing."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.importing.csv_rows import Problem, TableRow, TableRows, read_rows
from csp_tui.core.importing.given_text import utf8_text
from csp_tui.core.progress.model import PARTNER_KEYS, Partner, Value
from csp_tui.core.progress.partner_fields import parse_value
from csp_tui.core.runs import item_changes
from csp_tui.core.store.store import Saved
from csp_tui.core.workplace.workplace import Workplace

LARGEST = 4 * 1024 * 1024
"""Bytes of a table that is read."""

COLUMNS = (*PARTNER_KEYS, "checklist")
_UNIQUE = ("name", "partner_id", "tenant")
"""What no two partners share."""
_Known = dict[tuple[str, str], str | int]
"""Where a value that is unique is already: by column and folded value."""


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
    troubles: Sequence[Problem]


def read_table(content: bytes, workplace: Workplace) -> Table:
    """Return what a table holds, held against the partners that are there; nothing is written.

    Raises:
        UsageError: it is too large, no UTF-8, or has no header with a name.
    """
    if len(content) > LARGEST:
        raise UsageError(
            _("the table is larger than {size} MiB").format(size=LARGEST // 1024 // 1024)
        )
    text = utf8_text(content, _("line {line} is not UTF-8; save the table as CSV UTF-8"))
    if "\0" in text:
        raise UsageError(_("the table is no text; save it as CSV UTF-8"))
    found = read_rows(text, COLUMNS, {"partnerid": "partner_id"})
    if "name" not in found.header:
        raise UsageError(
            _("the first line must name the columns: {known}").format(known=", ".join(COLUMNS))
        )
    return _Reading(found, workplace).table()


class _Reading:
    """Reads one table row by row and keeps everything that is wrong."""

    def __init__(self, found: TableRows, workplace: Workplace) -> None:
        self._found = found
        self._checklists = {each.id: each for each in workplace.library.newest()}
        self._known = _known(workplace)
        self._problems = list(found.problems)
        self._partners: list[Candidate] = []

    def table(self) -> Table:
        for row in self._found.rows:
            self._take(row)
        if not self._partners and not self._problems:
            self._problems.append(Problem(1, "", _("there is no partner below the header")))
        problems = sorted(self._problems, key=lambda each: each.line)
        return Table(() if problems else self._partners, problems)

    def _take(self, row: TableRow) -> None:
        others = (each for each in self._found.header if each in PARTNER_KEYS and each != "name")
        values: dict[str, Value] = {}
        for key in ("name", *others):
            try:
                value = parse_value(key, row.cells.get(key, ""))
            except UsageError as error:
                self._fail(row, key, str(error))
                continue
            if value is not None:
                values[key] = value
        self._note_unique(row, values)
        name = str(values.pop("name", ""))
        checklist = self._checklist(row, row.cells.get("checklist", ""))
        self._partners.append(Candidate(name, values, checklist))

    def _note_unique(self, row: TableRow, values: Mapping[str, Value]) -> None:
        for key in _UNIQUE:
            place = (key, fold(str(values.get(key, ""))))
            if place[1] and place in self._known:
                self._fail(row, key, _taken(values[key], self._known[place]))
            elif place[1]:
                self._known[place] = row.line

    def _checklist(self, row: TableRow, word: str) -> Checklist | None:
        if word and word not in self._checklists:
            near = difflib.get_close_matches(word, self._checklists, n=1)
            known = ", ".join(self._checklists)
            told = _('there is no checklist "{word}"; there are {known}')
            if near:
                told = _('there is no checklist "{word}"; did you mean "{near}"?')
            told = told.format(word=word, near="".join(near), known=known)
            self._fail(row, "checklist", told)
        return self._checklists.get(word)

    def _fail(self, row: TableRow, column: str, what: str) -> None:
        self._problems.append(Problem(row.line, column, what))


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
            new, now = Partner("", each.name), workplace.clock()
            first = [item_changes.start(new, each.checklist, now)] if each.checklist else []
            saved.append(store.add_partner(each.name, first, **each.values))
    except CspTuiError:
        recovery = Recovery(workplace.places, store)
        for done in reversed(saved):
            with contextlib.suppress(CspTuiError):
                recovery.forget(done.partner.id)
        raise
    return saved
