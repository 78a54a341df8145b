"""The talks before runs of several partners are started or closed.

They ask from the summaries of the partners, since reading ten thousand files takes longer than a
key should wait.
"""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.asking import Question, Talk, confirmed
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.partners.rows import ALL_OF_THEM, PartnerSummary, RunSummary
from csp_tui.core.runs.item_questions import UNDOABLE
from csp_tui.core.runs.run_questions import CLOSE_KEYS, OUTCOMES, some_names


def start_for_many(partners: Sequence[PartnerSummary], checklist: Checklist) -> Talk[list[str]]:
    """Ask, and return the ids of those of `partners` for whom a run is to be started.

    Partners who have an open run of the checklist are named, and left out. If nobody is left, or
    the user does not agree, there is no id.
    """
    having = {
        each.id: visible_line(each.name)
        for each in partners
        if any(run.checklist == checklist.id and not run.outcome for run in each.runs)
    }
    wanted = [each.id for each in partners if each.id not in having]
    title = ngettext(
        "Start: {title}, {count} partner?", "Start: {title}, {count} partners?", len(wanted)
    ).format(title=checklist.title, count=len(wanted))
    lead = _(UNDOABLE)
    if having:
        lead = _("Has it already: {names}.").format(names=some_names([*having.values()]))
    names = (checklist.title, *having.values())
    is_agreed = bool(wanted) and (yield from confirmed(title, lead, names))
    return wanted if is_agreed else []


def close_many(runs: Sequence[tuple[PartnerSummary, RunSummary]]) -> Talk[str]:
    """Ask for the outcome with which `runs` are closed; return it, or "" for no.

    The question names those in which required items are open, and those where only customers are
    not complete.
    """
    with_items = [visible_line(row.name) for row, run in runs if _has_open_items(run)]
    with_customers = [
        visible_line(row.name)
        for row, run in runs
        if not _has_open_items(run) and _has_open_customers(row, run)
    ]
    leads = []
    if with_items:
        leads.append(_("Required items are open: {names}.").format(names=some_names(with_items)))
    if with_customers:
        words = _("Customers are not complete: {names}.")
        leads.append(words.format(names=some_names(with_customers)))
    lead = " ".join(leads) or _("Every required item is done.")
    count = len(runs)
    title = ngettext("Close: {count} run?", "Close: {count} runs?", count).format(count=count)
    names = [*with_items, *with_customers]
    answer = yield Question("", lead=lead, names=names, title=title, keys=CLOSE_KEYS)
    return OUTCOMES.get(answer, "")


def _has_open_items(run: RunSummary) -> bool:
    return run.required_done < run.required_total


def _has_open_customers(row: PartnerSummary, run: RunSummary) -> bool:
    are_listed = all(each != ALL_OF_THEM for each, _why in row.unreadable_customers)
    return run.customers_complete < run.customers or not are_listed
