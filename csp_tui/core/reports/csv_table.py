"""Renders a report as CSV: one table with a row for each item of a partner or customer."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from csp_tui.core.base.clock import stamp
from csp_tui.core.base.text import visible_line
from csp_tui.core.reports.heads import csv_head
from csp_tui.core.reports.model import (
    Report,
    ReportCustomer,
    ReportItem,
    ReportPartner,
    ReportRun,
    ReportSection,
)

HEADER = (
    "report_as_of", "partner", "id", "company", "partner_id", "tenant", "region", "model",
    "checklist", "edition", "run", "closed", "section", "customer", "customer_id", "item",
    "item_id", "state", "need", "on", "recorded_at", "recorded_by", "evidence", "evidence_as_of",
    "file", "sha256", "waiting_for", "since", "case", "chase_on", "chased", "due", "owner", "role",
    "reason", "note", "out_of_order", "not_yet", "customers_done", "customers_total", "rule",
    "ticked_against", "basis", "doubt", "sources", "year",
)  # fmt: skip
"""The keys of the columns, which are their heads in English.

A new one must be added at the end, for programs that read them."""

_ACTING = "=+-@"
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?\Z")


def csv_report(report: Report, separator: str = ",") -> str:
    """Return the report as CSV text, with `separator` between cells and a line feed after each row.

    The first row has the heads; they are the keys of `HEADER` if the language is English.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", delimiter=separator)
    writer.writerow(csv_head(key) for key in HEADER)
    for row in _rows(report):
        writer.writerow([cell(value) for value in row])
    return text.getvalue()


def cell(value: object) -> str:
    """Return `value` on one line, as the text of a cell that no spreadsheet executes.

    A text that a spreadsheet would take for a formula or command gets a single quote in front; a
    number does not. None gives an empty cell, a truth value ``yes`` or ``no``, a day or moment its
    ISO form.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    raw = str(value)
    text = visible_line(raw)
    first = unicodedata.normalize("NFKC", raw.lstrip(" \u00a0\u3000")[:1])
    is_acting = first[:1] in (*_ACTING, "\t", "\r", "\n") and first != ""
    return f"'{text}" if is_acting and not _NUMBER.match(text) else text


def _rows(report: Report) -> Iterator[tuple[object, ...]]:
    for partner in report.partners:
        for run in partner.runs:
            lead = _lead(report, partner, run)
            for section in run.sections:
                for item in section.items:
                    yield (*lead, section.title, "", "", *_item(item), run.year)
            for customer in run.customers:
                yield from _of_customer(lead, run, customer)


def _lead(report: Report, partner: ReportPartner, run: ReportRun) -> tuple[object, ...]:
    return (
        report.as_of,
        partner.name,
        partner.id,
        partner.company,
        partner.partner_id,
        partner.tenant,
        partner.region,
        partner.model,
        run.title,
        run.edition,
        run.key,
        run.outcome,
    )


def _of_customer(
    lead: tuple[object, ...], run: ReportRun, customer: ReportCustomer
) -> Iterator[tuple[object, ...]]:
    titles = {item.id: section.title for section in _each(run) for item in section.items}
    for item in customer.items:
        section = titles.get(item.id, "")
        yield (*lead, section, customer.name, customer.id, *_item(item), run.year)


def _each(run: ReportRun) -> Iterator[ReportSection]:
    return (section for section in run.sections if section.per)


def _item(item: ReportItem) -> tuple[object, ...]:
    return (
        item.title,
        item.id,
        item.state,
        item.need,
        item.on,
        item.at,
        item.by,
        item.evidence,
        item.as_of,
        item.file,
        item.sha256,
        item.waiting_for,
        item.since,
        item.case,
        item.chase_on,
        item.chased,
        item.due,
        item.owner,
        item.role,
        item.reason,
        item.note,
        item.out_of_order,
        item.not_yet,
        item.customers_done,
        item.customers_total,
        item.rule,
        item.ticked_against,
        item.basis,
        item.doubt,
        " ".join(source.url for source in item.sources),
    )
