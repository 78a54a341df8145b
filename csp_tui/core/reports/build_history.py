"""The part of a report on a partner's history, up to a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from csp_tui.core.audit.verify import Head, verify
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.describe.history import changes_text, sentence, titles
from csp_tui.core.history.branches import last_lines
from csp_tui.core.history.lazy_lines import HistoryLines
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.model import Partner
from csp_tui.core.reports.model import Chain, ReportChange
from csp_tui.core.workplace.workplace import Workplace


def changes_of(
    workplace: Workplace, partner: Partner, lines: HistoryLines, end: datetime | None
) -> list[ReportChange]:
    """Return a `ReportChange` for each readable history line before `end`, the oldest first.

    `end` is a moment; None for all lines.
    """
    title_of = titles(workplace, partner)
    names = workplace.customers.names(partner)

    def without_customer(line: HistoryLine) -> str:
        return title_of(replace(line, customer="") if line.customer else line)

    found = []
    for number in range(len(lines)):
        line = lines.readable(number)
        if line is None or (end is not None and line.when >= end):
            continue
        name = names.get(line.customer, line.customer)
        change = ReportChange(
            id=line.id,
            step=line.step,
            at=line.when,
            by=line.who,
            host=line.host,
            did=sentence(lines, number, without_customer),
            run=line.run,
            item=line.item,
            customer=name,
            title=without_customer(line),
            changed=changes_text(_without_name(line, name)),
        )
        found.append(change)
    return found


def _without_name(line: HistoryLine, name: str) -> HistoryLine:
    """Return `line` without the customer's `name`, if it adds a customer with this name.

    The report shows the name elsewhere. Any other line is returned unchanged.
    """
    if not line.customer or line.before.get("name") or line.after.get("name") != name:
        return line
    return replace(line, after={key: line.after[key] for key in line.after if key != "name"})


def chain_of(
    workplace: Workplace, partner_id: str, lines: HistoryLines, end: datetime | None
) -> Chain:
    """Return the result of checking a partner's history: number of lines, heads and problems.

    The number of lines and the heads (each writer's last line) are those before `end`, or of the
    whole history if `end` is None. Problems are always those of the whole history; if it cannot be
    checked, the reason is the only one.
    """
    try:
        problems = verify(workplace.places, workplace.store, partner_id).problems
    except CspTuiError as error:
        problems = (str(error),)
    known = [
        line
        for number in range(len(lines))
        if (line := lines.readable(number)) and (end is None or line.when < end)
    ]
    heads = (Head(each.writer, each.count, each.identity) for each in last_lines(known))
    return Chain(len(known), tuple(map(str, heads)), problems)
