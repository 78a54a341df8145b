"""Imports a table of partners: adds new partners and changes those that exist already."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.near import choices_hint
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.kind import ID, ID_LABEL, Kind, own_tables
from csp_tui.core.importing.read_table import read_table
from csp_tui.core.importing.table import ImportTable, Known, KnownRow, NewRow
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import PARTNER_KEYS, Partner, Value
from csp_tui.core.progress.partner_fields import LABELS, parse_value
from csp_tui.core.runs import item_changes
from csp_tui.core.store.saved import Saved
from csp_tui.core.workplace.workplace import Workplace

CHECKLIST = "checklist"
"""The column with the id of the checklist to start for a new partner."""
COLUMNS = {**LABELS, CHECKLIST: N_("Checklist"), ID: ID_LABEL}
"""The columns of a table of partners, with their labels."""


def read_partners(
    content: bytes,
    path: Path,
    workplace: Workplace,
    given: Map | None = None,
    kept: Iterable[Map] = (),
    sheet: str = "",
) -> ImportTable:
    """Return the rows of a table of partners, compared with the existing ones; write nothing.

    An existing partner that is unreadable is not compared. What is wrong in a row is in the
    result's `problems`.

    Args:
        content: the bytes of the file.
        path: the file, to be named in errors.
        workplace: has the existing partners, and the checklists that a row may start.
        given: what the columns hold, as the user says; None to find out.
        kept: maps that the user has kept for tables of partners.
        sheet: the sheet of a workbook; "" for the first one.

    Raises:
        InvalidFileError: the file is too large, is no text or workbook, or has no header.
        UsageError: a column in `given` is not in the table, or there is no such sheet.
    """
    checklists = [each.id for each in workplace.library.newest()]

    def parse(key: str, text: str) -> Value:
        return _checklist(text, checklists) if key == CHECKLIST else parse_value(key, text)

    kind = Kind(
        labels=COLUMNS,
        unique=("partner_id", "tenant", "name"),
        parse=parse,
        nameless=_("a partner needs a name"),
        empty=_("there is no partner below the header"),
        others=own_tables(),
        only_new=(CHECKLIST,),
    )
    return read_table(content, path, kind, _known(workplace), given, kept, sheet)


def _checklist(word: str, known: list[str]) -> str:
    if word in known:
        return word
    message = _('there is no checklist "{word}"; {hint}')
    raise UsageError(message.format(word=word, hint=choices_hint(word, known)))


def _known(workplace: Workplace) -> Iterator[Known]:
    for partner_id in workplace.store.partner_ids():
        with contextlib.suppress(CspTuiError):
            partner = workplace.store.load(partner_id)
            values = {key: getattr(partner, key) for key in PARTNER_KEYS}
            yield Known(partner_id, partner.name, values)


def import_partners(workplace: Workplace, rows: Iterable[NewRow | KnownRow]) -> list[Saved]:
    """Add the new partners in `rows` and change the known ones; return what was saved.

    Each partner is one step. If one cannot be written, those written before it are taken back. If
    the process is killed, they stay.

    Raises:
        WriteError, BusyError: a partner could not be written; nothing is changed.
    """
    checklists = {each.id: each for each in workplace.library.newest()}
    saved: list[Saved] = []
    added: set[str] = set()
    try:
        for row in rows:
            if isinstance(row, KnownRow):
                saved.append(workplace.store.change(row.id, [Change("edit", row.after)]))
            else:
                saved.append(_add(workplace, row, checklists))
                added.add(saved[-1].partner.id)
    except CspTuiError:
        recovery = Recovery(workplace.places, workplace.store)
        for done in reversed(saved):
            with contextlib.suppress(CspTuiError):
                if done.partner.id in added:
                    recovery.forget(done.partner.id)
                elif done.lines:
                    workplace.store.undo(done.partner.id)
        raise
    return saved


def _add(workplace: Workplace, row: NewRow, checklists: Mapping[str, Checklist]) -> Saved:
    values = dict(row.values)
    checklist = checklists.get(str(values.pop(CHECKLIST, "")))
    new = Partner("", row.name)
    first = [item_changes.start(new, checklist, workplace.clock())] if checklist else []
    return workplace.store.add_partner(row.name, first, **values)
