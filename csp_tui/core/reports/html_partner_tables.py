"""A partner's tables on the HTML page: what is open, its yearly clock, and its facts."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.base.language import _
from csp_tui.core.describe.steps import heading
from csp_tui.core.reports import labelled_texts, sentences
from csp_tui.core.reports.html_history_table import history_parts
from csp_tui.core.reports.html_parts import day, group_row, head, made, row, table, text
from csp_tui.core.reports.html_run_tables import run_parts
from csp_tui.core.reports.html_sources import Sources
from csp_tui.core.reports.html_standing import standing_parts
from csp_tui.core.reports.labels import labels, together
from csp_tui.core.reports.model import OpenStep, Report, ReportPartner
from csp_tui.core.runs.step_groups import StepGroup


def partner_part(
    report: Report, partner: ReportPartner, anchor: str, shared: Sources | None
) -> Iterator[str]:
    """Yield the HTML of the section on a partner.

    Args:
        report: the report that the section is in.
        partner: the partner.
        anchor: the HTML id of the section.
        shared: the sources of the whole page, listed elsewhere in it; None to list those of each
            run at its end.
    """
    name = labels()
    yield f'<section class="partner" id="{anchor}">\n<h1>{text(partner.name)}</h1>\n{made(report)}'
    data = (
        f"<div><dt>{text(label)}</dt><dd>{text(value)}</dd></div>"
        for label, value in labelled_texts.of_partner(partner)
    )
    yield f'<dl class="data">{"".join(data)}</dl>'
    yield from (f'<p class="warn">{text(note)}</p>' for note in partner.notes)
    yield from _contents(partner, anchor)
    yield from standing_parts(partner, f"{anchor}w")
    yield f'<h2 id="{anchor}o">{text(name["next"])}</h2>'
    yield from _open(partner.open)
    if partner.clock:
        rows = [
            row(text(each.name), day(each.day), *map(text, sentences.clock(each)))
            for each in partner.clock
        ]
        columns = ((name["clock"], "w5"), (name["day"], "day"), (name["meaning"], ""))
        yield from table(head(*columns, (name["basis"], "w5")), rows)
    if not partner.runs:
        yield f"<p>{text(name['no run'])}</p>"
    for number, run in enumerate(partner.runs, 1):
        yield from run_parts(run, f"{anchor}r{number}", report.as_of, shared)
    if partner.facts:
        yield f'<h2 id="{anchor}f">{text(name["facts"])}</h2>'
        rows = [
            row(text(each.question), text(sentences.answer(each.answer))) for each in partner.facts
        ]
        yield from table(head((name["question"], ""), (name["answer"], "w7")), rows)
    yield from history_parts(partner, f"{anchor}h")
    yield "</section>"


def _contents(partner: ReportPartner, anchor: str) -> Iterator[str]:
    """Yield the HTML of the links to the headings of a partner's section."""
    name = labels()
    runs = [(f"r{number}", run.name) for number, run in enumerate(partner.runs, 1)]
    facts = [("f", name["facts"])] if partner.facts else []
    known = (("o", name["next"]), *runs, *facts, ("h", name["history"]))
    links = (f'<a href="#{anchor}{key}">{text(title)}</a>' for key, title in known)
    yield f'<nav class="toc top">{" &middot; ".join(links)}</nav>'


def _open(steps: tuple[OpenStep, ...]) -> Iterator[str]:
    name = labels()
    if not steps:
        yield f"<p>{text(name['nothing open'])}</p>"
        return
    rows, last = [], ""
    for step in steps:
        if step.group != last:
            last = step.group
            count = sum(each.group == last for each in steps)
            rows.append(group_row(f"{heading(StepGroup(last), count)} ({count})", 3))
        case = _("case {case}").format(case=step.case) if step.case else ""
        known = together((step.told, case))
        remarks = f'<p class="dim">{text(known)}</p>' if known else ""
        what = f'<p class="title">{text(step.title)}</p>{remarks}'
        if step.state:
            what = f'<p class="title">{_mark(step)} {text(step.title)}</p>{remarks}'
        rows.append(row(what, text(step.holder), day(step.due)))
    columns = ((name["what"], "half"), (name["holder"], ""), (name["due"], "day"))
    yield from table(head(*columns), rows)


def _mark(step: OpenStep) -> str:
    return f'<span class="mark {step.state}">{text(sentences.mark(step.state))}</span>'
