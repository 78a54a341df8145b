"""A run's tables on the HTML page: a row for each item of a section; and its bars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from csp_tui.core.reports import labelled_texts, sentences
from csp_tui.core.reports.html_customer_tables import customer_parts
from csp_tui.core.reports.html_parts import (
    bar,
    head,
    paragraphs,
    row,
    state,
    table,
    text,
)
from csp_tui.core.reports.html_sources import Sources
from csp_tui.core.reports.labels import labels, together
from csp_tui.core.reports.model import (
    ReportItem,
    ReportRun,
)


def run_parts(run: ReportRun, anchor: str, day: date, shared: Sources | None) -> Iterator[str]:
    """Yield the HTML of all parts of a run.

    Args:
        run: the run.
        anchor: the HTML id of the run's heading.
        day: the day of the report.
        shared: the sources of the whole page, listed elsewhere in it; None to list those of the
            run at its end.
    """
    sources = shared or Sources(f"{anchor}s")
    yield f'<h2 id="{anchor}">{text(run.name)}</h2>'
    yield f'<p class="sub">{text(together(sentences.of_run(run)))}</p>'
    yield from bars(run)
    yield from _sections(run, sources, day)
    if run.customers:
        yield from customer_parts(run, day)
    if shared is None:
        yield from sources.listed("h3")


def bars(run: ReportRun) -> Iterator[str]:
    """Yield the HTML of a run's progress bars: required items, all items, complete customers.

    The last bar is left out if the run has no customers. A line below the bars says how many items
    wait, are refused or do not apply, if any.
    """
    name, counts = labels(), run.counts
    shown = [
        (name["required"], counts.required_done, counts.required_total),
        (name["total"], counts.done, counts.total),
    ]
    if run.customers:
        shown.append((name["customers"], counts.customers_complete, counts.customers))
    yield '<div class="bars">'
    for label, done, total in shown:
        part = text(sentences.part(done, total))
        yield f"<span>{text(label)}</span>{bar(done, total)}<span>{part}</span>"
    yield "</div>"
    if others := sentences.others(counts):
        yield f'<p class="sub">{text(others)}</p>'


def _sections(run: ReportRun, sources: Sources, day: date) -> Iterator[str]:
    name = labels()
    places = {item.id: place for place, item in enumerate(run.customer_items, 1)}
    for section in run.sections:
        part = sentences.part(section.done, section.total)
        unit = f"{name['customers']} " if section.per else ""
        yield f'<h3>{text(section.title)} <span class="dim">{text(unit + part)}</span></h3>'
        columns = ((name["done for" if section.per else "state"], "w5"), (name["item"], "half"))
        rows = []
        for item in section.items:
            lead = f"{places[item.id]}. " if section.per else ""
            rows.append(_item(item, lead, sources, day))
        yield from table(head(*columns, (name["recorded"], "")), rows)


def _item(item: ReportItem, lead: str, sources: Sources, day: date) -> str:
    name = labels()
    need = f' <span class="dim">({text(name["recommended"])})</span>' if _is_optional(item) else ""
    title = f'<p class="title">{text(lead + item.title)}{need}</p>'
    known = [title, *paragraphs(labelled_texts.of_rule(item, name))]
    if places := sources.links(item.sources):
        known.append(f'<p class="dim">{text(name["source"])} {places}</p>')
    mark = _part_bar(item) if lead else state(item.state)
    return row(mark, "".join(known), "".join(paragraphs(labelled_texts.of_record(item, name, day))))


def _part_bar(item: ReportItem) -> str:
    """Return the HTML of a bar, and its numbers, for how many customers an item is done."""
    done, total = item.customers_done or 0, item.customers_total or 0
    return f"{bar(done, total)}{text(sentences.part(done, total))}"


def _is_optional(item: ReportItem) -> bool:
    return item.need == "recommended"
