"""The customers' tables on the HTML page: their items, the matrix, and what is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from csp_tui.core.reports import labelled_texts, sentences
from csp_tui.core.reports.html_parts import (
    day,
    group_row,
    head,
    paragraphs,
    row,
    state,
    table,
    text,
)
from csp_tui.core.reports.labels import labelled, labels
from csp_tui.core.reports.model import (
    ReportCustomer,
    ReportItem,
    ReportRun,
)

_MOST_COLUMNS = 22
"""How many items a matrix may have, to fit on a printed page."""


def customer_parts(run: ReportRun, day: date) -> Iterator[str]:
    """Yield the HTML of the customers of a run; also headings if the run has no customer.

    First comes how many customers are complete; then a numbered list of the per-customer items, and
    tables with their states for each active customer; then the names of archived customers, and a
    table of what else is recorded of all. `day` is the day of the report.
    """
    name = labels()
    items = run.customer_items
    active = [each for each in run.customers if not each.archived]
    yield f'<h3>{text(name["customers"])} <span class="dim">'
    yield f"{text(sentences.part(run.counts.customers_complete, run.counts.customers))}</span></h3>"
    key = "; ".join(f"{place}. {item.title}" for place, item in enumerate(items, 1))
    yield f'<p class="sub key">{text(key)}</p>'
    for first in range(0, len(items), _MOST_COLUMNS):
        yield from _matrix(active, range(first, min(len(items), first + _MOST_COLUMNS)))
    yield f'<p class="sub">{text(sentences.legend())}</p>'
    if names := ", ".join(each.name for each in run.customers if each.archived):
        yield f'<p class="sub">{text(sentences.archived(names))}</p>'
    yield from _records(run.customers, day)


def _matrix(customers: Sequence[ReportCustomer], shown: range) -> Iterator[str]:
    """Yield the HTML of a table with a row for each customer and a column for each item shown.

    `shown` has the indexes of these items among the per-customer items.
    """
    name = labels()
    days = any(each.planned or each.term_end for each in customers)
    columns = [(name["customer"], "")]
    columns += [(name["planned"], "day"), (name["term end"], "day")] if days else []
    columns += [(name["done"], "w4"), *((str(place + 1), "c w1") for place in shown)]
    rows = []
    for each in customers:
        cells = [f'<th scope="row">{text(each.name)}</th>']
        if days:
            known = (each.planned, each.term_end)
            cells += [f"<td>{day(each)}</td>" for each in known]
        cells.append(f"<td>{text(f'{each.done}/{each.total}')}</td>")
        cells += [_cell(each.items[place]) for place in shown]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    yield from table(head(*columns), rows, "matrix")


def _cell(item: ReportItem) -> str:
    sign = sentences.mark(item.state)[1].replace(" ", ".")
    label = text(labelled(item.title, sentences.state(item)))
    return f'<td class="c {item.state}"><span title="{label}">{text(sign)}</span></td>'


def _records(customers: Sequence[ReportCustomer], day: date) -> Iterator[str]:
    """Yield the HTML of a table of the customers' contacts, notes and records of items.

    Items with nothing but a state are left out. Yield nothing if no row is left.
    """
    name = labels()
    rows = []
    for customer in customers:
        items = list(labelled_texts.with_records(customer))
        contacts = list(labelled_texts.of_contacts(customer))
        if items or contacts:
            rows.append(group_row(customer.name, 3))
        for label, value in contacts:
            rows.append(row("", text(label), text(value)))
        for item in items:
            known = "".join(paragraphs([("", labelled_texts.in_short(item, name, day))]))
            rows.append(row(state(item.state), text(item.title), known))
    if rows:
        yield f"<h3>{text(name['recorded for'])}</h3>"
        columns = ((name["state"], "w5"), (name["item"], "third"), (name["recorded"], ""))
        yield from table(head(*columns), rows)
