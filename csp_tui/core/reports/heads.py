"""The heads of the columns of a report's tables: of the CSV format and of the workbook."""

from __future__ import annotations

from csp_tui.core.base.language import N_, SOURCE, _, current

_HEADS = {
    "report_as_of": N_("Day of the report"),
    "partner": N_("Partner"),
    "id": N_("csp-tui id"),
    "company": N_("Company"),
    "partner_id": N_("PartnerID"),
    "tenant": N_("Tenant"),
    "tenant_id": N_("Tenant id"),
    "region": N_("Region"),
    "model": N_("Model"),
    "checklist": N_("Checklist"),
    "edition": N_("Edition"),
    "run": N_("Run"),
    "closed": N_("Closed as"),
    "section": N_("Section"),
    "customer": N_("Customer"),
    "customer_id": N_("Id of the customer"),
    "item": N_("Item"),
    "item_id": N_("Id of the item"),
    "state": N_("State"),
    "need": N_("Need"),
    "on": N_("True since"),
    "recorded_at": N_("Recorded on"),
    "recorded_by": N_("Recorded by"),
    "evidence": N_("Evidence"),
    "evidence_as_of": N_("Evidence as of"),
    "file": N_("File"),
    "sha256": N_("SHA-256"),
    "waiting_for": N_("Waits for"),
    "since": N_("Waits since"),
    "case": N_("Case"),
    "chase_on": N_("Chase on"),
    "chased": N_("Chased on"),
    "due": N_("Due"),
    "owner": N_("Owner"),
    "role": N_("Role"),
    "reason": N_("Reason"),
    "note": N_("Note"),
    "out_of_order": N_("Ticked before what it comes after"),
    "not_yet": N_("Not yet, open before it"),
    "customers_done": N_("Customers done"),
    "customers_total": N_("Customers"),
    "rule": N_("Rule"),
    "ticked_against": N_("Ticked against"),
    "basis": N_("Basis"),
    "doubt": N_("Doubt"),
    "sources": N_("Sources"),
    "year": N_("Year"),
    "name": N_("Name"),
    "mail": N_("Mail"),
    "phone": N_("Phone"),
    "link": N_("Link"),
    "anniversary": N_("Anniversary"),
    "planned": N_("Planned"),
    "term_end": N_("Term end"),
    "archived": N_("Archived on"),
    "started": N_("Started"),
    "total": N_("All items"),
    "done": N_("Done"),
    "share": N_("Share"),
    "required": N_("Required"),
    "required_open": N_("Required, open"),
    "waiting": N_("Waiting"),
    "refused": N_("Refused"),
    "to_chase": N_("To chase"),
    "next_day": N_("Next day"),
    "next": N_("Next"),
    "waits": N_("Waited for"),
    "t": N_("Yearly check (T)"),
    "holder": N_("Who holds it"),
    "told": N_("Remarks"),
    "group": N_("Group"),
    "guidance": N_("Guidance"),
    "history": N_("Check of the history"),
    "heads": N_("Heads of the history"),
    "left": N_("Left out, or not certain"),
    "when": N_("When"),
    "who": N_("Who"),
    "host": N_("Host"),
    "what": N_("What"),
    "changed": N_("From what to what"),
    "publisher": N_("Publisher"),
    "date": N_("Date of the page"),
    "read": N_("How it was read"),
    "items": N_("Items"),
    "address": N_("Address"),
    "number": N_("Number"),
    "remark": N_("Remark"),
    "bar": N_("Bar"),
    "unit": N_("What is counted"),
}
"""By key: the head in English."""


def head(key: str) -> str:
    """Return the head of the column with this `key`, in the current language."""
    return _(_HEADS[key])


def csv_head(key: str) -> str:
    """Return the head of the column `key` of the CSV format, in the current language.

    In English it is the key itself, which programs read.
    """
    return key if current() == SOURCE else head(key)
