"""The sheets of a workbook with the customers: a row for each, a column for each item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from csp_tui.core.base.language import _
from csp_tui.core.reports import sentences
from csp_tui.core.reports.heads import head
from csp_tui.core.reports.model import Report, ReportCustomer, ReportPartner, ReportRun
from csp_tui.core.reports.sheets import QUIET, Cell, Column, Kind, Sheet, Toned
from csp_tui.core.reports.workbook_contacts import import_cells, import_columns

_WIDEST_STATE = 9


def customer_sheets(report: Report) -> Iterator[Sheet]:
    """Yield a sheet for each checklist that is gone through for each customer.

    In the report of one partner there is one for each run, with the columns that `import customers`
    reads. Runs without customers have none.
    """
    is_of_one = len(report.partners) == 1
    found: dict[str, list[tuple[ReportPartner, ReportRun]]] = defaultdict(list)
    for partner in report.partners:
        for run in partner.runs:
            if run.customers:
                found[run.key if is_of_one else run.checklist].append((partner, run))
    for pairs in found.values():
        name = head("customers_total")
        if len(found) > 1:
            run = pairs[0][1]
            name = f"{name}, {run.name if is_of_one else run.title}"
        yield _sheet(name, pairs, is_of_one=is_of_one)


def _sheet(
    name: str, pairs: Sequence[tuple[ReportPartner, ReportRun]], *, is_of_one: bool
) -> Sheet:
    """Return a sheet of customers.

    Args:
        name: its name.
        pairs: the runs of one checklist, each with its partner.
        is_of_one: whether the whole report is on one partner.
    """
    every = chain.from_iterable(run.customer_items for _partner, run in pairs)
    titles = {item.id: item.title for item in every}
    lead = [] if is_of_one else [Column(head("partner"), widest=26)]
    columns = [
        *lead,
        Column(head("name" if is_of_one else "customer"), widest=30),
        Column(head("planned"), Kind.DAY),
        Column(head("term_end"), Kind.DAY),
        Column(head("share"), Kind.SHARE),
        *(Column(title, widest=_WIDEST_STATE, is_turned=True) for title in titles.values()),
        Column(head("owner"), widest=16),
        Column(head("tenant"), widest=30),
        Column(head("tenant_id"), widest=38),
        *((*import_columns(), Column(head("archived"), Kind.DAY)) if is_of_one else ()),
        Column(head("run"), widest=24),
        Column(head("id"), widest=30),
    ]
    rows = [
        [
            *([] if is_of_one else [partner.name]),
            *_row(customer, list(titles)),
            *((*import_cells(customer), customer.archived) if is_of_one else ()),
            run.key,
            customer.id,
        ]
        for partner, run in pairs
        for customer in run.customers
    ]
    printed = len(lead) + 5 + len(titles)
    return Sheet(
        name,
        columns,
        rows,
        frozen=len(lead) + 1,
        printed=printed,
        is_for_import=is_of_one,
    )


def _row(customer: ReportCustomer, items: Sequence[str]) -> Iterator[Cell]:
    states = {item.id: item.state for item in customer.items}
    yield customer.name
    yield customer.planned
    yield customer.term_end
    if customer.archived:
        yield Toned(_("archived"), QUIET)
    else:
        yield customer.done / customer.total if customer.total else None
    for item in items:
        state = states.get(item)
        yield Toned(sentences.state_word(state), state) if state else None
    yield customer.owner
    yield customer.tenant
    yield customer.tenant_id
