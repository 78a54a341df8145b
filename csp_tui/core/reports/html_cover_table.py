"""The cover's table on the HTML page: a row for each run of every partner."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.reports import sentences
from csp_tui.core.reports.html_parts import bar, head, made, row, table, text
from csp_tui.core.reports.labels import labels
from csp_tui.core.reports.model import Report


def cover(report: Report) -> Iterator[str]:
    """Yield the HTML of the cover of a report on several partners.

    It names the partners that are left out, and has a table with a row for each run.
    """
    name = labels()
    yield f'<section class="cover">\n<h1>{text(name["report"])}</h1>\n{made(report)}'
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
            older = f' <span class="dim">{text(run.edition)}</span>' if run.newer else ""
            what = f"{text(run.name)}{older}"
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
