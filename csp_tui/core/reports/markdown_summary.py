"""The summary of several partners as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.base.language import number
from csp_tui.core.base.text import plain_markdown as plain
from csp_tui.core.reports import standing_words
from csp_tui.core.reports.labels import labelled, labels, together
from csp_tui.core.reports.markdown_parts import cells, table
from csp_tui.core.reports.summary import MOST_LATE, Summary, SummaryRow


def summary_lines(summary: Summary) -> Iterator[str]:
    """Yield the lines of a summary: shares of the partners, counts, what is late, the partners."""
    name = labels()
    yield from (f"## {name['stand']}", "")
    for label, count in summary.shares:
        yield f"- {labelled(name[label], standing_words.of_partners(count, summary.count))}"
    for group in summary.groups:
        yield from ("", f"### {plain(group.title)}", "", plain(group.unit), "")
        rows = [(each.name, number(each.number), each.remark) for each in group.bars]
        yield from table((name["what"], name["count"], name["remark"]), map(cells, rows))
    yield from ("", f"## {name['what is late']}", "")
    late = [
        (
            "" if each.item.until else number(each.item.days),
            each.partner,
            each.item.title,
            each.item.holder,
        )
        for each in summary.late_items[:MOST_LATE]
    ]
    head = (name["days late"], name["partner"], name["what"], name["holder"])
    yield from table(head, map(cells, late)) if late else [name["nothing late"]]
    if more := sum(each.item.number for each in summary.late_items[MOST_LATE:]):
        yield from ("", standing_words.more_late(more))
    yield from ("", f"## {name['by urgency']}", "")
    columns = ("group", "partner", "owner", "checklist", "required", "now", "next step")
    yield from table([name[each] for each in columns], map(cells, map(_row, summary.rows)))


def _row(partner: SummaryRow) -> tuple[str, ...]:
    late = standing_words.items_late(partner.late) if partner.late else ""
    done, total = partner.required_done, partner.required_total
    whom = standing_words.waits_for(partner.whom) if partner.whom else ""
    return (
        partner.group_title,
        partner.name,
        partner.owner,
        together(partner.checklists),
        f"{done}/{total}" if total else "",
        together((partner.now, late)),
        together((partner.subject, whom)),
    )
