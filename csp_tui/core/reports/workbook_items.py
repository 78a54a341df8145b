"""The sheet of a workbook with the items, and what is recorded of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from csp_tui.core.base.language import _
from csp_tui.core.reports import sentences
from csp_tui.core.reports.heads import head
from csp_tui.core.reports.labelled_texts import with_records
from csp_tui.core.reports.labels import labels
from csp_tui.core.reports.model import Report, ReportItem, ReportPartner, ReportRun
from csp_tui.core.reports.sheets import Column, Kind, Linked, Row, Sheet, Toned, chased, dated
from csp_tui.core.runs.facts import ANSWERS
from csp_tui.core.runs.step_groups import MET, State

_COLUMNS = (
    ("partner", Kind.TEXT, 26), ("checklist", Kind.TEXT, 26), ("section", Kind.TEXT, 24),
    ("customer", Kind.TEXT, 24), ("item", Kind.TEXT, 42), ("state", Kind.TEXT, 26),
    ("need", Kind.TEXT, 14), ("owner", Kind.TEXT, 16), ("waiting_for", Kind.TEXT, 20),
    ("since", Kind.DAY, 12), ("chase_on", Kind.DAY, 12), ("due", Kind.DAY, 12),
    ("evidence", Kind.TEXT, 32), ("note", Kind.TEXT, 32), ("guidance", Kind.TEXT, 46),
    ("rule", Kind.TEXT, 60), ("doubt", Kind.TEXT, 40), ("basis", Kind.TEXT, 30),
    ("reason", Kind.TEXT, 30), ("case", Kind.TEXT, 16), ("chased", Kind.DAY, 12),
    ("on", Kind.DAY, 12), ("recorded_at", Kind.MOMENT, 18), ("recorded_by", Kind.TEXT, 20),
    ("evidence_as_of", Kind.DAY, 12), ("file", Kind.TEXT, 30), ("sha256", Kind.TEXT, 20),
    ("role", Kind.TEXT, 16), ("not_yet", Kind.TEXT, 36), ("out_of_order", Kind.TEXT, 12),
    ("ticked_against", Kind.TEXT, 60), ("edition", Kind.TEXT, 12), ("run", Kind.TEXT, 24),
    ("customer_id", Kind.TEXT, 24), ("item_id", Kind.TEXT, 24),
)  # fmt: skip
_PRINTED = 15


def items_sheet(report: Report) -> Sheet:
    """Return the sheet with a row for each item.

    Of the items of customers only those are in it that have more to show than a state; the states
    of all are in the sheets of the customers.
    """
    columns = [Column(head(key), kind, widest) for key, kind, widest in _COLUMNS]
    return Sheet(head("items"), columns, list(_rows(report)), frozen=5, printed=_PRINTED)


def name_among(report: Report, partner: ReportPartner) -> str:
    """Return the partner's name; "" in a report on this partner alone, which needs it nowhere."""
    return partner.name if len(report.partners) > 1 else ""


def run_among(report: Report, partner: ReportPartner, run: ReportRun) -> str:
    """Return the name of a run; "" in a report on one partner with this run alone."""
    return "" if len(report.partners) == len(partner.runs) == 1 else run.name


def _rows(report: Report) -> Iterator[Row]:
    for partner in report.partners:
        for run in partner.runs:
            lead, end = (
                (name_among(report, partner), run_among(report, partner, run)),
                (run.edition, run.key),
            )
            sections = {item.id: each.title for each in run.sections for item in each.items}
            for section in run.sections:
                for item in section.items:
                    row = _item(item, report.as_of)
                    yield (*lead, section.title, "", *row, *end, "", item.id)
            for customer in run.customers:
                for item in with_records(customer):
                    section_title = sections.get(item.id, "")
                    row = _item(item, report.as_of)
                    yield (*lead, section_title, customer.name, *row, *end, customer.id, item.id)


def _item(item: ReportItem, day: date) -> Row:
    is_open = item.state not in MET
    source = item.sources[0] if item.sources else None
    return (
        item.title,
        Toned(sentences.state(item), item.state),
        labels()[item.need].lower() if item.need in labels() else item.need,
        item.owner,
        item.waiting_for,
        item.since,
        chased(item.chase_on, day) if item.state == State.WAITING else item.chase_on,
        dated(item.due, day) if is_open else item.due,
        item.evidence,
        item.note,
        Linked(source.title or source.url, source.url) if source else "",
        item.rule,
        item.doubt,
        sentences.basis(item.basis) if item.basis != "official" else "",
        item.reason,
        item.case,
        item.chased,
        item.on,
        item.at,
        item.by,
        item.as_of,
        item.file,
        item.sha256,
        sentences.role(item.role),
        item.not_yet,
        _(ANSWERS[True]) if item.out_of_order else "",
        item.ticked_against if item.ticked_against != (item.rule or item.title) else "",
    )
