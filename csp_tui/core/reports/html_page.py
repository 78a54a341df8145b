"""Renders a report as one HTML page without scripts, which loads nothing from elsewhere.

Its content security policy allows the style sheet in the page and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence

from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, visible_line
from csp_tui.core.describe.steps import TITLES
from csp_tui.core.reports import labelled_facts, sentences
from csp_tui.core.reports.html_parts import bar, day, group_row, head, lines, row, table, text
from csp_tui.core.reports.html_runs import run_parts
from csp_tui.core.reports.html_style import style
from csp_tui.core.reports.labels import colon, labelled, labels
from csp_tui.core.reports.model import OpenStep, Report, ReportChange, ReportPartner
from csp_tui.core.runs.step_groups import StepGroup

_FOOT = 70
"""How long a partner's name may be at the foot of a printed page, in terminal cells."""


def html_report(report: Report) -> str:
    """Return the report as an HTML page."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    name = labels()
    alone = report.partners[0].name if len(report.partners) == 1 else ""
    as_of = sentences.as_of(report.as_of)
    title = text(", ".join(filter(None, (alone, name["report"], as_of))))
    known = cut(visible_line(alone), _FOOT)
    looks = style(", ".join(filter(None, (known, as_of))))
    hashed = base64.b64encode(hashlib.sha256(looks.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    yield f'<!DOCTYPE html>\n<html lang="{sentences.language()}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title>\n<style>{looks}</style>\n</head>\n<body>"
    if not alone:
        yield from _cover(report)
    for number, partner in enumerate(report.partners, 1):
        yield from _partner(report, partner, f"p{number}")
    yield f'<footer class="sub">{text(sentences.disclaimer())}</footer>\n</body>\n</html>'


def _made(report: Report) -> str:
    made = sentences.made(report.made_at, report.made_by, report.version)
    return f'<p class="sub"><b>{text(sentences.as_of(report.as_of))}</b>, {text(made)}</p>'


def _cover(report: Report) -> Iterator[str]:
    name = labels()
    yield f'<section class="cover">\n<h1>{text(name["report"])}</h1>\n{_made(report)}'
    for each in report.left_out:
        yield f'<p class="warn">{text(sentences.left_out(each))}</p>'
    rows = []
    for number, partner in enumerate(report.partners, 1):
        link = f'<a href="#p{number}">{text(partner.name)}</a>'
        urgent = text(sentences.urgent(partner.open))
        if not partner.runs:
            rows.append(row(link, text(name["no run"]), "", "", urgent))
        for run in partner.runs:
            done, total = run.counts.required_done, run.counts.required_total
            what = f'{text(run.title)} <span class="dim">{text(run.edition)}</span>'
            part = text(sentences.part(done, total))
            rows.append(row(link, what, bar(done, total), part, urgent))
            link, urgent = "", ""
    columns = (
        (name["partner"], ""),
        (name["checklist"], ""),
        (name["required"], "w7"),
        ("", "w5"),
        (name["open"], "w7"),
    )
    yield f"<h2>{text(name['overview'])}</h2>"
    yield from table(head(*columns), rows)
    yield "</section>"


def _partner(report: Report, partner: ReportPartner, anchor: str) -> Iterator[str]:
    name = labels()
    yield f'<section class="partner" id="{anchor}">\n<h1>{text(partner.name)}</h1>\n{_made(report)}'
    data = (
        f"<div><dt>{text(label)}</dt><dd>{text(value)}</dd></div>"
        for label, value in labelled_facts.of_partner(partner)
    )
    yield f'<dl class="data">{"".join(data)}</dl>'
    yield from (f'<p class="warn">{text(note)}</p>' for note in partner.notes)
    yield f"<h2>{text(name['next'])}</h2>"
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
        yield from run_parts(run, f"{anchor}r{number}")
    if partner.facts:
        yield f"<h2>{text(name['facts'])}</h2>"
        rows = [
            row(text(each.question), text(sentences.answer(each.answer))) for each in partner.facts
        ]
        yield from table(head((name["question"], ""), (name["answer"], "w7")), rows)
    yield from _history(partner)
    yield "</section>"


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
            rows.append(group_row(f"{_(TITLES[StepGroup(last)])} ({count})", 3))
        remarks = f'<p class="dim">{text(step.told)}</p>' if step.told else ""
        what = f'<p class="title">{text(step.title)}</p>{remarks}'
        if step.state:
            what = f'<p class="title">{_mark(step)} {text(step.title)}</p>{remarks}'
        rows.append(row(what, text(step.holder), text(labelled_facts.of_step(step, name))))
    columns = ((name["what"], "half"), (name["holder"], ""), (name["day"], ""))
    yield from table(head(*columns), rows)


def _mark(step: OpenStep) -> str:
    return f'<span class="mark {step.state}">{text(sentences.mark(step.state))}</span>'


def _history(partner: ReportPartner) -> Iterator[str]:
    name = labels()
    yield f"<h2>{text(name['history'])}</h2>"
    rows = list(map(_act, labelled_facts.by_act(partner.history)))
    columns = ((name["when"], "w9"), (name["who"], "w5"), (name["what"], ""), (name["changed"], ""))
    if rows:
        yield from table(head(*columns), rows)
    chain = partner.chain
    yield f'<p class="keep">{text(sentences.chain(chain))}</p>'
    yield from (f'<p class="warn">{text(each)}</p>' for each in chain.problems)
    if chain.heads:
        yield f'<p class="keep">{text(colon(name["heads"]))}</p>'
        yield from (f"<p><code>{text(each)}</code></p>" for each in chain.heads)
        yield f'<p class="sub">{text(sentences.keep_heads())}</p>'


def _act(acts: Sequence[ReportChange]) -> str:
    """Return the table row of one act on one or more customers.

    For several customers, the last cell spans two columns, to have room for their names.
    """
    first = acts[0]
    names = ", ".join(each.customer for each in acts if each.customer)
    did = text(labelled(first.did, names) if names else first.did)
    changed = f'<span class="lines">{lines(first.changed)}</span>'
    about = [text(sentences.moment(first.at)), text(first.by)]
    if len(acts) == 1:
        return row(*about, did, changed)
    return row(*about, f"{did}<br>{changed}", wide=2)
