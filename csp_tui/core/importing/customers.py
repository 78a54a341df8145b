"""Imports a table of customers: adds new customers and changes those that exist already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from csp_tui.core.base.days import written_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.history.acts import Act
from csp_tui.core.importing import contact_columns
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.partner_center import OF_CUSTOMERS
from csp_tui.core.importing.read_table import read_table
from csp_tui.core.importing.table import Chosen, ImportTable, Known
from csp_tui.core.importing.table_kind import ARCHIVED, ID, ID_LABEL, Kind, own_id_names
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import CUSTOMER_KEYS, Value
from csp_tui.core.runs import customer_changes
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store

LABELS = {
    **customer_changes.LABELS,
    "note": N_("Note"),
    **contact_columns.LABELS,
    ARCHIVED: N_("Archived on"),
    ID: ID_LABEL,
}
"""The columns of a table of customers, with their labels."""
_NEVER = 9999
"""The year of Microsoft's end of a term where there is none."""


def read_customers(
    content: bytes,
    path: Path,
    known: Iterable[CustomerSummary],
    today: date,
    given: Map | None = None,
    kept: Iterable[Map] = (),
    sheet: str = "",
) -> ImportTable:
    """Return the rows of a table of customers, compared with the `known` ones; write nothing.

    Unreadable customers are not compared. An archived one is not found by its name, which another
    customer may have. If several rows have the same tenant id, as those of its subscriptions, the
    first end of a term from `today` on counts, or the last one if all are over.

    Args:
        content: the bytes of the file.
        path: the file, to be named in errors.
        known: the customers of the partner.
        today: the day of the import.
        given: what the columns hold, as the user says; None to find out.
        kept: maps that the user has kept for tables of customers.
        sheet: the sheet of a workbook; "" for the one with customers.

    Raises:
        InvalidFileError: the file is too large, or is no text or workbook.
        UsageError: a column in `given` is not in the table, or there is no such sheet.
    """

    def chosen(first: Value, second: Value) -> Value:
        if not isinstance(first, date) or not isinstance(second, date):
            return None
        early, late = sorted((first, second))
        return early if early >= today else late

    kind = Kind(
        labels=LABELS,
        unique=("tenant_id", "tenant", "name"),
        parse=_parse,
        days=[key for key, each in CUSTOMER_KEYS.items() if each is date],
        sheet=N_("Customers"),
        nameless=_("a customer needs a name"),
        empty=_("there is no customer below the header"),
        name_words=(N_("Customer"), N_("Company")),
        no_name_beside=N_("Partner"),
        others={**OF_CUSTOMERS, **own_id_names()},
        telltale=N_("PartnerID"),
        other_kind=_("this is a table of partners, not of customers"),
        elsewhere=_(
            "no customer of this partner has this id: is the table that of another partner?"
        ),
        decisive="tenant_id",
        chosen=chosen,
    )
    return read_table(content, path, kind, list(_known(known)), given, kept, sheet)


def _known(rows: Iterable[CustomerSummary]) -> Iterator[Known]:
    for row in rows:
        if not row.error:
            values = {key: getattr(row, key) or None for key in CUSTOMER_KEYS}
            is_archived = not row.is_active
            yield Known(row.id, row.name, values, is_archived, row.contacts)


def _parse(key: str, text: str) -> Value:
    """Return the value that a cell's text means for the key `key`: a date, or else the text itself.

    Of a date with a time, as Microsoft writes it, the date counts. None for the end of a term that
    has none, which Microsoft writes as a day of the year 9999.

    Raises:
        UsageError: the key holds a date, mail address or web address, and the text is none.
    """
    if key in contact_columns.FIELDS:
        return contact_columns.parse_value(key, text)
    if CUSTOMER_KEYS.get(key) is not date:
        return text
    day, t, _time = text.partition("T")
    try:
        if t:
            datetime.fromisoformat(text)
        found = written_day(day)
        return None if found.year == _NEVER else found
    except ValueError as error:
        message = _('"{cell}" is no date; write it like 2026-11-30')
        raise UsageError(message.format(cell=text)) from error


def import_job(
    partner_id: str,
    chosen: Chosen,
    today: date,
    on_way: Callable[[int], object] = lambda _done: None,
) -> Callable[[Store], Saved]:
    """Return a function that adds and changes customers of a partner, and archives others.

    The function takes a store, saves all in one step, and returns that step. Customers to change
    that are in the archive come back. The function raises the errors of :meth:`Store.change`.

    Args:
        partner_id: the partner.
        chosen: the customers to add, to change and to archive.
        today: the day on which they are archived.
        on_way: told again and again for about how many customers the work is done; must not raise
            an error.
    """

    def save(store: Store) -> Saved:
        changes: list[Change] = []
        for row in chosen.changed:
            after = {**row.after, **({"archived": None} if row.is_archived else {})}
            do = Act.EDIT if row.after else Act.UNARCHIVE
            changes += contact_columns.changes(do, after, row.contact, row.id)
        taken = {row.id for row in chosen.changed}
        for added in chosen.new:
            customer_id = store.customer_id(partner_id, added.name)
            while customer_id in taken:
                customer_id = store.customer_id(partner_id, added.name)
            taken.add(customer_id)
            values = {"name": added.name, **added.values}
            changes += contact_columns.changes(Act.ADD, values, customer=customer_id)
        changes += [customer_changes.put_away(each.id, today) for each in chosen.gone]
        return store.change(
            partner_id, changes, on_way=lambda share: on_way(int(share * chosen.written))
        )

    return save
