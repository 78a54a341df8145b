"""The parts of a report on runs, with their sections, items and customers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from csp_tui.core.base.language import _
from csp_tui.core.checklists.model import Item, Section
from csp_tui.core.customers.counts import is_complete, progress
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.describe import item as describe
from csp_tui.core.describe.recorded import of_partner
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.model import Customer, Status
from csp_tui.core.reports.model import (
    ReportCounts,
    ReportCustomer,
    ReportItem,
    ReportRun,
    ReportSection,
    Source,
)
from csp_tui.core.runs.item_counts import CustomerCounts
from csp_tui.core.runs.run_name import year
from csp_tui.core.runs.step_groups import MET
from csp_tui.core.runs.view import RunView

Wordings = Mapping[tuple[str, str, str, str], str]
"""The full text of the rule that was ticked, by run, customer, item and fingerprint."""

_OF_ITEM = (
    "id", "title", "need", "role", "rule", "basis", "doubt", "checked", "irreversible", "ages",
)  # fmt: skip
_OF_PROGRESS = (
    "on", "at", "by", "evidence", "as_of", "file", "sha256", "note", "waiting_for", "since",
    "case", "chase_on", "chased", "due",
)  # fmt: skip
"""Fields of the checklist's item, and of its progress, that a report has unchanged."""


def wordings_of(lines: Iterable[HistoryLine]) -> Wordings:
    """Return the full text of the rule that each tick or confirmation in `lines` was made against.

    The keys are run, customer (empty: the partner), item and fingerprint of the rule.
    """
    return {
        (line.run, line.customer, line.item, str(line.after.get("fingerprint"))): line.rule
        for line in lines
        if line.rule
    }


def report_run(
    view: RunView, customers: Sequence[tuple[Customer, CustomerSummary]], wordings: Wordings
) -> ReportRun:
    """Return one run as a report shows it; without customers if it has no per-customer items.

    Args:
        view: the partner's own part of the run.
        customers: the partner's customers, each with its summary.
        wordings: the rules that items were ticked against.
    """
    run, checklist = view.run, view.checklist
    return ReportRun(
        key=run.key,
        checklist=checklist.id,
        title=checklist.title,
        edition=run.edition,
        local=checklist.is_local,
        source=checklist.source,
        source_date=checklist.source_date,
        started=run.started,
        closed=run.closed,
        outcome=run.outcome,
        counts=_counts(view),
        sections=tuple(_section(view, each, wordings) for each in checklist.sections),
        customers=tuple(_customer(view, customer, row, wordings) for customer, row in customers)
        if view.customer_items
        else (),
        year=year(run.key, checklist.id),
        newer=view.newer.checklist.edition if view.newer else "",
    )


def _counts(view: RunView) -> ReportCounts:
    counts, customers = view.counts(), view.customers or CustomerCounts()
    return ReportCounts(
        counts.done,
        counts.total,
        counts.required_done,
        counts.required_total,
        counts.waiting,
        counts.refused,
        counts.not_applicable,
        customers.complete,
        customers.active,
    )


def _section(view: RunView, section: Section, wordings: Wordings) -> ReportSection:
    items = tuple(_item(view, item, wordings) for item in section.items)
    if section.per:
        customers = view.customers or CustomerCounts()
        done, total = customers.complete, customers.active
    else:
        counts = view.counts(section)
        done, total = counts.done, counts.total
    return ReportSection(section.id, section.title, section.per, done, total, items)


def _customer(
    view: RunView, customer: Customer, row: CustomerSummary, wordings: Wordings
) -> ReportCustomer:
    own = view.of_customer(customer)
    done, total = progress(row.states_in(view.run.key))
    return ReportCustomer(
        id=customer.id,
        name=customer.name,
        tenant=customer.tenant,
        tenant_id=customer.tenant_id,
        owner=customer.owner,
        planned=customer.planned,
        term_end=customer.term_end,
        archived=customer.archived,
        done=done,
        total=total,
        complete=is_complete(row.states_in(view.run.key), view.customer_items),
        items=tuple(_item(own, item, wordings) for item in own.items),
        note=customer.note,
        contacts=customer.contacts,
    )


def _item(view: RunView, item: Item, wordings: Wordings) -> ReportItem:
    progress = view.progress(item)
    done, total = None, None
    if view.is_for_each(item):
        if known := of_partner(view, item):
            progress = progress._replace(note=_("of the partner: {text}").format(text=known))
        done, total = (view.customers or CustomerCounts()).by_item.get(item.id, (0, 0))
    state = _state(view, item, done, total)
    missing = [] if state in MET else view.missing(item)
    is_apart = state in (Status.REFUSED, Status.NOT_APPLICABLE)
    holder = view.customer.owner if view.customer else ""
    return ReportItem(
        **{key: getattr(item, key) for key in _OF_ITEM},
        **{key: getattr(progress, key) for key in _OF_PROGRESS},
        state=state,
        ticked_against=_ticked_against(view, item, wordings),
        only_if=describe.condition(view, item),
        not_yet=missing[0].title if missing else "",
        out_of_order=describe.is_out_of_order(view, item),
        evidence_wanted=item.evidence,
        reason=describe.reason(view, item) if is_apart else progress.reason,
        owner=progress.owner or holder or view.partner.owner,
        customers_done=done,
        customers_total=total,
        sources=tuple(
            Source(link.url, link.title, link.publisher, link.date, link.read)
            for link in item.links
        ),
    )


def _state(view: RunView, item: Item, done: int | None, total: int | None) -> str:
    if done is not None and total is not None:
        return Status.DONE.value if total and done >= total else Status.TODO.value
    return view.state(item).value


def _ticked_against(view: RunView, item: Item, wordings: Wordings) -> str:
    progress = view.progress(item)
    if progress.status != Status.DONE:
        return ""
    customer = view.customer_id
    recorded = wordings.get((view.run.key, customer, item.id, progress.fingerprint), "")
    is_same = progress.fingerprint == item.fingerprint
    ticked = recorded or (item.wording if is_same else "")
    return item.norm if ticked == item.wording else ticked
