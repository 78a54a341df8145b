"""The summary of several partners on the HTML page: bars, what is late, a row for each partner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from csp_tui.core.base.language import number
from csp_tui.core.base.text import fold
from csp_tui.core.reports import sentences, standing_words
from csp_tui.core.reports.html_parts import bar, group_row, head, made, row, table, text
from csp_tui.core.reports.labels import labels
from csp_tui.core.reports.model import Report
from csp_tui.core.reports.summary import MOST_LATE, BarGroup, Summary, SummaryLate, SummaryRow

_COLOURS = {"late": "bad", "this week": "wait", "neither": "done"}
"""The CSS class of the bar of each share of the partners."""


def summary_parts(report: Report, summary: Summary, pages: Mapping[str, str]) -> Iterator[str]:
    """Yield the HTML of the summary of a report.

    It names the partners that are left out, too.

    Args:
        report: the report.
        summary: its summary.
        pages: the address of the part or page of each partner, by its id; partners without one are
            not linked.
    """
    name = labels()
    yield f'<section class="cover">\n<h1>{text(name["report"])}</h1>\n{made(report)}'
    for each in report.left_out:
        yield f'<p class="warn">{text(sentences.left_out(each))}</p>'
    yield from _contents(summary, pages)
    yield f'<h2 id="stand">{text(name["stand"])}</h2>'
    yield from _shares(summary)
    yield '<div class="cards">'
    for group in summary.groups:
        yield from _group(group)
    yield "</div>"
    yield f'<h2 id="late">{text(name["what is late"])}</h2>'
    yield from _late(summary.late_items, pages)
    yield f'<h2 id="partners">{text(name["by urgency"])}</h2>'
    yield from _rows(summary.rows, pages)
    yield "</section>"


def _contents(summary: Summary, pages: Mapping[str, str]) -> Iterator[str]:
    """Yield the HTML of the links to the parts of the summary, and to the partners by name."""
    name = labels()
    parts = (("stand", "stand"), ("late", "what is late"), ("partners", "by urgency"))
    links = " &middot; ".join(f'<a href="#{key}">{text(name[label])}</a>' for key, label in parts)
    yield f'<nav class="toc top">{links}'
    known = sorted((row for row in summary.rows if row.id in pages), key=_by_name)
    if known:
        yield f"<details><summary>{text(name['by name'])}</summary><ul>"
        yield from (f"<li>{_link(each.id, each.name, pages)}</li>" for each in known)
        yield "</ul></details>"
    yield "</nav>"


def _by_name(row: SummaryRow) -> tuple[str, str]:
    return fold(row.name), row.id


def _link(partner_id: str, shown: str, pages: Mapping[str, str]) -> str:
    page = pages.get(partner_id)
    return f'<a href="{page}">{text(shown)}</a>' if page else text(shown)


def _shares(summary: Summary) -> Iterator[str]:
    name, count = labels(), summary.count
    yield '<div class="bars">'
    for label, part in summary.shares:
        shown = text(standing_words.of_partners(part, count))
        drawn = bar(part, count, _COLOURS[label])
        yield f"<span>{text(name[label])}</span>{drawn}<span>{shown}</span>"
    yield "</div>"


def _group(group: BarGroup) -> Iterator[str]:
    most = max(each.number for each in group.bars)
    yield f'<div><h3>{text(group.title)}</h3><p class="sub">{text(group.unit)}</p>'
    yield '<div class="bars">'
    for each in group.bars:
        remark = f' <span class="dim">{text(each.remark)}</span>' if each.remark else ""
        shown = f"<span><b>{text(number(each.number))}</b>{remark}</span>"
        yield f"<span>{text(each.name)}</span>{bar(each.number, most, 'done')}{shown}"
    yield "</div></div>"


def _late(items: Sequence[SummaryLate], pages: Mapping[str, str]) -> Iterator[str]:
    name = labels()
    if not items:
        yield f"<p>{text(name['nothing late'])}</p>"
        return
    rows = [
        row(
            text("" if each.item.until else number(each.item.days)),
            _link(each.id, each.partner, pages),
            text(each.item.title),
            text(each.item.holder),
        )
        for each in items[:MOST_LATE]
    ]
    columns = ((name["days late"], "w7"), (name["partner"], ""), (name["what"], "half"))
    yield from table(head(*columns, (name["holder"], "")), rows)
    if more := sum(each.item.number for each in items[MOST_LATE:]):
        yield f'<p class="sub">{text(standing_words.more_late(more))}</p>'


def _rows(partners: Sequence[SummaryRow], pages: Mapping[str, str]) -> Iterator[str]:
    name = labels()
    rows, last = [], ""
    for each in partners:
        if each.group != last:
            last = each.group
            count = sum(other.group == last for other in partners)
            rows.append(group_row(f"{each.group_title} ({number(count)})", 5))
        rows.append(_row(each, pages))
    columns = (
        (name["partner"], ""),
        (name["checklist"], ""),
        (name["required"], "w7"),
        (name["now"], "w7"),
        (name["next step"], ""),
    )
    yield from table(head(*columns), rows)


def _row(partner: SummaryRow, pages: Mapping[str, str]) -> str:
    who = f'<p class="dim">{text(partner.owner)}</p>' if partner.owner else ""
    done, total = partner.required_done, partner.required_total
    part = f"{bar(done, total)}{text(sentences.part(done, total))}" if total else ""
    items = standing_words.items_late(partner.late)
    late = f'<p class="dim">{text(items)}</p>' if partner.late else ""
    whom = standing_words.waits_for(partner.whom)
    waits = f'<p class="dim">{text(whom)}</p>' if partner.whom else ""
    kind = ' class="refused"' if partner.group == "late" else ""
    return row(
        f"{_link(partner.id, partner.name, pages)}{who}",
        "".join(f"<p>{text(each)}</p>" for each in partner.checklists),
        part,
        f"<b{kind}>{text(partner.now)}</b>{late}",
        f"{text(partner.subject)}{waits}",
    )
