"""Imports a table of partners: adds new partners and changes those that exist already."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError, UsageError, WriteError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.near import choices_hint
from csp_tui.core.care.archive import Archive, archived_workplace, archiving
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.care.take_back import take_back
from csp_tui.core.history.acts import Act
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.importing import contact_columns
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.partner_center import OF_PARTNERS
from csp_tui.core.importing.read_table import read_table
from csp_tui.core.importing.table import ImportTable, Known, KnownRow, NewRow
from csp_tui.core.importing.table_kind import ID, ID_LABEL, Kind, own_id_names
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import PARTNER_KEYS, Partner, Value
from csp_tui.core.progress.partner_fields import LABELS, parse_value
from csp_tui.core.runs import item_changes
from csp_tui.core.store.new_partners import add_change
from csp_tui.core.store.over_partners import add_each
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.shared_act import SharedAct
from csp_tui.core.workplace.workplace import Workplace

CHECKLIST = "checklist"
"""The column with the id of the checklist to start for a new partner."""
COLUMNS = {**LABELS, **contact_columns.LABELS, CHECKLIST: N_("Checklist"), ID: ID_LABEL}
"""The columns of a table of partners, with their labels."""
_MOST_AT_ONCE = 40
"""So many new partners are written at once."""


def read_partners(
    content: bytes,
    path: Path,
    workplace: Workplace,
    given: Map | None = None,
    kept: Iterable[Map] = (),
    sheet: str = "",
) -> ImportTable:
    """Return the rows of a table of partners, compared with the existing ones; write nothing.

    An existing partner that is unreadable is not compared. An archived one is not found by its
    name, which another partner may have. What is wrong in a row is in the result's `problems`.

    Args:
        content: the bytes of the file.
        path: the file, to be named in errors.
        workplace: has the existing partners, and the checklists that a row may start.
        given: what the columns hold, as the user says; None to find out.
        kept: maps that the user has kept for tables of partners.
        sheet: the sheet of a workbook; "" for the one with partners.

    Raises:
        InvalidFileError: the file is too large, or is no text or workbook.
        UsageError: a column in `given` is not in the table, or there is no such sheet.
    """
    checklists = [each.id for each in workplace.library.newest()]

    def parse(key: str, text: str) -> Value:
        if key in contact_columns.FIELDS:
            return contact_columns.parse_value(key, text)
        return _checklist(text, checklists) if key == CHECKLIST else parse_value(key, text)

    kind = Kind(
        labels=COLUMNS,
        unique=("partner_id", "tenant", "name"),
        parse=parse,
        days=("anniversary",),
        sheet=N_("Partners"),
        nameless=_("a partner needs a name"),
        empty=_("there is no partner below the header"),
        name_words=(N_("Partner"), N_("Partner name"), N_("Company")),
        no_name_beside=N_("Customer"),
        others={**OF_PARTNERS, **own_id_names()},
        telltale=N_("Planned"),
        other_kind=_("this is a table of customers, not of partners"),
        only_new=(CHECKLIST,),
    )
    return read_table(content, path, kind, list(_known(workplace)), given, kept, sheet)


def _checklist(word: str, known: list[str]) -> str:
    if word in known:
        return word
    message = _('there is no checklist "{word}"; {hint}')
    raise UsageError(message.format(word=word, hint=choices_hint(word, known)))


def _known(workplace: Workplace) -> Iterator[Known]:
    for at in (workplace, archived_workplace(workplace)):
        for partner_id in at.store.partner_ids():
            with contextlib.suppress(CspTuiError):
                partner = at.store.load(partner_id)
                values = {key: getattr(partner, key) for key in PARTNER_KEYS}
                is_archived = at is not workplace
                yield Known(partner_id, partner.name, values, is_archived, partner.contacts)


def import_partners(
    workplace: Workplace,
    new: Sequence[NewRow],
    changed: Sequence[KnownRow] = (),
    to_archive: Sequence[Known] = (),
    act: SharedAct | None = None,
) -> Generator[Saved, None, None]:
    """Add, change and archive partners as one act; yield what was saved for each, in this order.

    One undo takes the act back. If a partner cannot be written, or the iterator is closed before
    its end, those written before are taken back. If the act is stopped, or the process is killed,
    they stay.

    To close it raises WriteError where one of them cannot be taken back.

    Args:
        workplace: its store writes them.
        new: the partners to add.
        changed: the partners to change; those in the archive come back.
        to_archive: the partners to archive.
        act: the act, in as many partners, for somebody who stops it.

    Raises:
        WriteError, BusyError: a partner could not be written; nothing is changed, except in the
            partners that the error says cannot be taken back.
    """
    act = act or SharedAct(len(new) + len(changed) + len(to_archive))
    step = act.begin(workplace.store) or workplace.store.writing.new_shared_step()
    archive = Archive(workplace.places, workplace.store, workplace.clock)
    added: list[str] = []
    others: list[str] = []
    written: list[str] = []

    def edit(row: KnownRow) -> Saved:
        changes = contact_columns.changes(Act.EDIT, row.after, row.contact)
        if not row.is_archived:
            return workplace.store.change(row.id, changes, step)
        planned = PlannedStep([*changes, Change(Act.UNARCHIVE, {})], name=step)
        return archive.bring_back(row.id, lambda _table_of: planned)

    try:
        for saved in _add(workplace, new, step, added, act):
            act.count_one()
            yield saved
        for row in changed:
            if act.is_stopped:
                return
            others.append(row.id)
            saved = edit(row)
            written.append(row.id)
            act.count_one()
            yield saved
        for each in to_archive:
            if act.is_stopped:
                return
            others.append(each.id)
            saved = archive.put_away(each.id, archiving(step))
            written.append(each.id)
            act.count_one()
            yield saved
    except (CspTuiError, GeneratorExit, KeyboardInterrupt) as error:
        failed = dict(take_back(workplace, step, others[::-1]).failed)
        recovery = Recovery(workplace.places, workplace.store)
        for partner_id in added:
            try:
                recovery.forget(partner_id)
            except CspTuiError as why:
                failed[partner_id] = why
        act.end()
        if staying := [each for each in (*added, *written) if each in failed]:
            message = _("the import has stopped; what it wrote of {ids} cannot be taken back")
            reason = str(failed[staying[0]])
            raise WriteError(message.format(ids=", ".join(staying)), reason) from error
        raise


def _add(
    workplace: Workplace, rows: Sequence[NewRow], step: str, added: list[str], act: SharedAct
) -> Iterator[Saved]:
    """Add the partners in `rows` as a part of `step`, until `act` is stopped; yield what was saved.

    The id of each is put into `added` before anything of it is written.

    Raises:
        WriteError, BusyError: a partner could not be written.
    """
    store, checklists = workplace.store, {each.id: each for each in workplace.library.newest()}
    for start in range(0, len(rows), _MOST_AT_ONCE):
        if act.is_stopped:
            return
        wanted: dict[str, list[Change]] = {}
        for row in rows[start : start + _MOST_AT_ONCE]:
            values, partner_id = dict(row.values), store.partner_id(row.name)
            while partner_id in wanted:
                partner_id = store.partner_id(row.name)
            checklist = checklists.get(str(values.pop(CHECKLIST, "")))
            own = {key: each for key, each in values.items() if key not in contact_columns.FIELDS}
            wanted[partner_id] = [add_change(row.name, own)]
            contact = {key: each for key, each in values.items() if key not in own}
            wanted[partner_id] += contact_columns.changes(Act.ADD, contact)
            if checklist:
                new = Partner(partner_id, row.name)
                wanted[partner_id].append(item_changes.start(new, checklist, workplace.clock()))
        added += wanted
        lines, failed = add_each(store, workplace.places, wanted, step)
        for partner_id, changes in wanted.items():
            name = str(changes[0].to["name"])
            if partner_id not in lines:
                message = _('"{name}" cannot be written')
                why = failed[partner_id].short if partner_id in failed else ""
                raise WriteError(message.format(name=name), why)
            yield Saved(Partner(partner_id, name), tuple(lines[partner_id]), workplace.clock())
