"""The sheet of a workbook with the contacts and notes of partners and customers."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.base.language import _
from csp_tui.core.importing.contact_columns import CONTACT_ID, FIELDS, LABELS
from csp_tui.core.reports.heads import head
from csp_tui.core.reports.model import Report, ReportCustomer, ReportPartner
from csp_tui.core.reports.sheets import Cell, Column, Kind, Linked, Row, Sheet
from csp_tui.core.reports.workbook_texts import cell_text


def contacts_sheets(report: Report) -> Iterator[Sheet]:
    """Yield the sheet of contacts and notes: a row for each; nothing if there are none.

    A customer that is in several runs of a partner is told once.
    """
    widths = {
        "partner": 28, "customer": 28, "name": 28, "role": 20, "mail": 34, "phone": 22,
        "link": 40, "note": 50,
    }  # fmt: skip
    columns = [Column(head(key), Kind.TEXT, widest) for key, widest in widths.items()]
    rows: list[Row] = []
    for partner in report.partners:
        rows += _rows(partner.name, "", partner)
        customers = {each.id: each for run in partner.runs for each in run.customers}
        for customer in customers.values():
            rows += _rows(partner.name, customer.name, customer)
    if rows:
        yield Sheet(_("Contacts"), columns, rows, frozen=2)


def import_columns() -> list[Column]:
    """Return the columns with the first contact and the note, in a sheet that is imported again."""
    columns = [Column(_(LABELS[key]), widest=30) for key in FIELDS]
    return [*columns, Column(head("note"), widest=50), Column(_(LABELS[CONTACT_ID]), widest=30)]


def import_cells(owner: ReportPartner | ReportCustomer) -> list[Cell]:
    """Return the cells of `import_columns` for a partner or customer.

    A note that a cell cannot hold as it is, being too long, is left out: it would come back
    changed.
    """
    contact = next(iter(owner.contacts), None)
    texts = [getattr(contact, key, "") for key in FIELDS.values()]
    note = owner.note if cell_text(owner.note).text == owner.note else ""
    return [*texts, note, contact.id if contact else ""]


def _rows(partner: str, customer: str, owner: ReportPartner | ReportCustomer) -> Iterator[Row]:
    for each in owner.contacts:
        link = Linked(each.link, each.link) if each.link else ""
        yield (partner, customer, each.name, each.role, each.mail, each.phone, link, "")
    if owner.note:
        yield (partner, customer, *[""] * 5, owner.note)
