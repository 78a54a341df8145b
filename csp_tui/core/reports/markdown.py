"""Renders a report as Markdown, to be readable as plain text, in a mail and in a wiki."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from csp_tui.core.base.text import plain_markdown as plain
from csp_tui.core.checklists.reader import is_safe_url
from csp_tui.core.describe.steps import heading
from csp_tui.core.reports import labelled_texts, sentences
from csp_tui.core.reports.labels import colon, labelled, labels, together
from csp_tui.core.reports.markdown_parts import cells, table
from csp_tui.core.reports.markdown_summary import summary_lines
from csp_tui.core.reports.model import (
    OpenStep,
    Report,
    ReportCustomer,
    ReportItem,
    ReportPartner,
    ReportRun,
    Source,
)
from csp_tui.core.reports.standing_words import late, required, waited_for
from csp_tui.core.runs.step_groups import State, StepGroup


def markdown_report(report: Report) -> str:
    """Return the report as Markdown, with a heading for each partner, run and section."""
    name = labels()
    lines = [f"# {name['report']}", ""]
    made = sentences.made(report.made_at, report.made_by, report.version)
    lines += [f"{sentences.as_of(report.as_of)}, {plain(made)}.", "", sentences.disclaimer()]
    for each in report.left_out:
        lines += ["", plain(sentences.left_out(each))]
    if report.summary is not None:
        lines += ["", *summary_lines(report.summary)]
    for partner in report.partners:
        lines += ["", *_partner(partner, report.as_of)]
    return "\n".join(lines) + "\n"


def _partner(partner: ReportPartner, day: date) -> Iterator[str]:
    name = labels()
    yield f"## {plain(partner.name)}"
    yield ""
    yield from (
        f"- {labelled(label, plain(text))}" for label, text in labelled_texts.of_partner(partner)
    )
    for note in partner.notes:
        yield from ("", plain(note))
    yield from ("", f"### {name['standing']}", "", *_standing(partner))
    yield from ("", f"### {name['next']}", "", *_open(partner.open))
    if partner.clock:
        rows = [(each.name, each.day.isoformat(), *sentences.clock(each)) for each in partner.clock]
        head = (name["clock"], name["day"], name["meaning"], name["basis"])
        yield from ("", *table(head, map(cells, rows)))
    if not partner.runs:
        yield from ("", name["no run"])
    for run in partner.runs:
        yield from ("", *_run(run, day))
    if partner.facts:
        facts = [(each.question, sentences.answer(each.answer)) for each in partner.facts]
        yield from (
            "",
            f"### {name['facts']}",
            "",
            *table((name["question"], name["answer"]), map(cells, facts)),
        )
    yield from ("", f"### {name['history']}", "", *_history(partner))


def _standing(partner: ReportPartner) -> Iterator[str]:
    name, known = labels(), partner.standing
    for run in partner.runs:
        if not run.closed:
            done = required(run.counts.required_done, run.counts.required_total)
            yield f"- {labelled(plain(run.name), done)}"
    dates = (f"{each.day.isoformat()} {each.what}" for each in known.dates)
    for title, found, none in (
        ("late", late(known.late, len(known.late)), "nothing late"),
        ("waited for", map(waited_for, known.waited_for), "nobody waited for"),
        ("dates", dates, "no dates"),
    ):
        shown = [f"  - {plain(each)}" for each in found]
        yield f"- {colon(name[title])}" if shown else f"- {name[none]}"
        yield from shown


def _open(steps: Sequence[OpenStep]) -> Iterator[str]:
    name = labels()
    if not steps:
        yield name["nothing open"]
    last = ""
    for step in steps:
        if step.group != last:
            yield from [""] if last else []
            last = step.group
            count = sum(each.group == last for each in steps)
            yield from (f"#### {heading(StepGroup(last), count)}", "")
        mark = f"{sentences.mark(step.state)} " if step.state else ""
        holder = "" if step.state == State.WAITING else step.holder  # the remarks name the holder
        known = (holder, step.told, labelled_texts.due_and_case(step, name))
        title = f"{mark}**{plain(step.title)}**"
        yield f"- {labelled(title, plain(together(known)))}"


def _run(run: ReportRun, day: date) -> Iterator[str]:
    name, counts = labels(), run.counts
    yield f"### {plain(run.name)}"
    yield ""
    yield plain(together(sentences.of_run(run)))
    yield ""
    done = sentences.part(counts.done, counts.total)
    required = sentences.part(counts.required_done, counts.required_total)
    others = sentences.others(counts)
    yield f"- {labelled(name['total'], f'{done} ({others})' if others else done)}"
    yield f"- {labelled(name['required'], required)}"
    if run.customers:
        complete = sentences.part(counts.customers_complete, counts.customers)
        yield f"- {labelled(name['customers'], complete)}"
    for section in run.sections:
        part = sentences.part(section.done, section.total)
        yield from (
            "",
            f"#### {labelled(plain(section.title), part)}",
            "",
        )
        for item in section.items:
            yield from _item(item, day)
    if run.customers:
        yield from ("", *_customers(run, day))


def _item(item: ReportItem, day: date) -> Iterator[str]:
    name = labels()
    need = f" ({name['recommended']})" if item.need == "recommended" else ""
    title = f"{sentences.mark(item.state)} **{plain(item.title)}**{need}"
    yield f"- {labelled(title, plain(sentences.state(item)))}"
    record = labelled_texts.of_record(item, name, day)
    yield from _labelled_lines((*labelled_texts.of_rule(item, name), *record))
    for source in item.sources:
        yield f"  - {labelled(name['source'], _source(source))}"


def _labelled_lines(found: Iterable[labelled_texts.LabelledText]) -> Iterator[str]:
    for label, text in found:
        yield f"  - {plain(labelled(label, text) if label else text)}"


def _source(source: Source) -> str:
    about = plain(", ".join(filter(None, (source.title, sentences.source(source)))))
    url = f"<{source.url}>" if is_safe_url(source.url) else plain(source.url)
    return labelled(about, url)


def _customers(run: ReportRun, day: date) -> Iterator[str]:
    name = labels()
    yield f"#### {name['customers']}"
    yield ""
    items = [
        (
            str(number),
            each.title,
            sentences.part(each.customers_done or 0, each.customers_total or 0),
        )
        for number, each in enumerate(run.customer_items, 1)
    ]
    yield from table((name["number"], name["item"], name["done for"]), map(cells, items))
    yield ""
    data = (name["customer"], name["planned"], name["term end"], name["done"])
    rows = [_customer(each) for each in run.customers if not each.archived]
    yield from table((*data, *(number for number, _title, _done in items)), rows)
    yield from ("", sentences.legend())
    if names := ", ".join(each.name for each in run.customers if each.archived):
        yield from ("", plain(sentences.archived(names)))
    for customer in run.customers:
        known = list(labelled_texts.with_records(customer))
        contacts = list(labelled_texts.of_contacts(customer))
        if known or contacts:
            yield from ("", f"##### {plain(customer.name)}", "")
        yield from (f"- {labelled(label, plain(value))}" for label, value in contacts)
        for item in known:
            title = f"{sentences.mark(item.state)} **{plain(item.title)}**"
            yield f"- {labelled(title, plain(sentences.state(item)))}"
            yield from _labelled_lines(labelled_texts.of_record(item, name, day))


def _customer(customer: ReportCustomer) -> list[str]:
    """Return the cells of a customer's table row, as Markdown: its data, then a sign for each item.

    The signs of states need no escaping, since none of them has a meaning in a Markdown cell.
    """
    planned, term_end = customer.planned, customer.term_end
    return [
        plain(customer.name),
        planned.isoformat() if planned else "",
        term_end.isoformat() if term_end else "",
        f"{customer.done}/{customer.total}",
        *(sentences.mark(item.state)[1].replace(" ", ".") for item in customer.items),
    ]


def _history(partner: ReportPartner) -> Iterator[str]:
    name = labels()
    rows = []
    for acts in labelled_texts.by_act(partner.history):
        names = ", ".join(each.customer for each in acts if each.customer)
        first = acts[0]
        did = labelled(first.did, names) if names else first.did
        rows.append((sentences.moment(first.at), first.by, did, first.changed))
    yield from table((name["when"], name["who"], name["what"], name["changed"]), map(cells, rows))
    yield from ("", sentences.chain(partner.chain))
    yield from (f"- {plain(each)}" for each in partner.chain.problems)
    if partner.chain.heads:
        yield from ("", colon(name["heads"]), "")
        yield from (f"- `{head}`" for head in partner.chain.heads)
        yield from ("", sentences.keep_heads())
