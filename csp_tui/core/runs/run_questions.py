"""The talks before a run is closed, and before a closed run is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from csp_tui.core.base.asking import Keys, Question, Talk, confirmed
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import item_changes, partner_runs
from csp_tui.core.runs.item_questions import UNDOABLE
from csp_tui.core.runs.run_name import short_name, short_name_of
from csp_tui.core.runs.view import RunView

CLOSE_KEYS: Keys = (
    ("c", partner_runs.COMPLETED),
    ("a", partner_runs.ABANDONED),
    ("n", N_("no")),
)
_OUTCOMES = {"c": partner_runs.COMPLETED, "a": partner_runs.ABANDONED}
_MOST_NAMED = 3
"""Partners that a question about several names; others are counted."""


def left_open(view: RunView) -> str:
    """Return how many required items of the partner are open: ``4 required items are open``.

    Without any, return how many active customers are not complete; "" if all are. The customers of
    `view` must have been counted.
    """
    if missing := view.counts().required_open:
        words = ngettext(
            "{count} required item is open", "{count} required items are open", missing
        )
        return words.format(count=missing)
    if view.customers and view.customers.error:
        return _("the customers cannot be read")
    customers = view.customers.active - view.customers.complete if view.customers else 0
    words = ngettext(
        "{count} customer is not complete", "{count} customers are not complete", customers
    )
    return words.format(count=customers) if customers else ""


def may_change(view: RunView, today: date) -> Talk[bool]:
    """Return True if the run is open; if it is closed, whether the user agrees to open it again.

    The run is not opened here.
    """
    if not view.is_closed:
        return True
    lead = _("It is {state}.").format(state=partner_runs.ending(view.run, today))
    title = _("Open again: {run}, {name}?").format(run=short_name_of(view), name=view.partner.name)
    return (yield from confirmed(title, lead, [view.partner.name]))


def start_next(view: RunView, checklist: Checklist) -> Talk[bool]:
    """Return whether the user agrees to start `checklist`, which an item names, for the partner."""
    lead = _("It is for this tenant; another tenant is a partner of its own.")
    question = _("Start {checklist} for {partner}?")
    name = short_name(checklist.id, checklist.id)
    texts = {"checklist": f"{name} {checklist.edition}", "partner": view.partner.name}
    return (yield from confirmed(question.format(**texts), lead, [view.partner.name]))


def close(view: RunView, now: datetime) -> Talk[Change | None]:
    """Ask for the outcome of a run; return the change that closes it, or None for no.

    The question says what `left_open` returns.
    """
    left = left_open(view)
    lead = f"{left}." if left else _("Every required item is done.")
    lead += " " + _("It leaves the screen Next; u takes that back.")
    title = _("Close: {run}, {name}?").format(run=short_name_of(view), name=view.partner.name)
    answer = yield Question("", lead=lead, names=[view.partner.name], title=title, keys=CLOSE_KEYS)
    outcome = _OUTCOMES.get(answer)
    return partner_runs.close(view.run.key, outcome, now) if outcome else None


def start_for_many(
    partners: Sequence[Partner], checklist: Checklist, now: datetime
) -> Talk[dict[str, list[Change]]]:
    """Ask, and return the changes that start a run for each of `partners`, by its id.

    Partners who have an open run of the checklist are named, and left out. If nobody is left, or
    the user does not agree, there is no change.
    """
    having = {
        each.id: visible_line(each.name)
        for each in partners
        if any(not run.closed for run in partner_runs.of_checklist(each, checklist.id))
    }
    wanted = [each for each in partners if each.id not in having]
    title = ngettext(
        "Start: {title}, {count} partner?", "Start: {title}, {count} partners?", len(wanted)
    ).format(title=checklist.title, count=len(wanted))
    lead = _(UNDOABLE)
    if having:
        lead = _("Has it already: {names}.").format(names=some_names([*having.values()]))
    names = (checklist.title, *having.values())
    if not wanted or not (yield from confirmed(title, lead, names)):
        return {}
    return {each.id: [item_changes.start(each, checklist, now)] for each in wanted}


def close_many(views: Sequence[RunView], now: datetime) -> Talk[dict[str, list[Change]]]:
    """Ask for the outcome, and return the changes that close the runs `views`, by partner id.

    The question names those in which required items are open, and those where only customers are
    not complete; a single run it names itself. Empty if the answer is no.
    """
    count = len(views)
    if count == 1:
        change = yield from close(views[0], now)
        return {views[0].partner.id: [change]} if change else {}
    missing = [each for each in views if left_open(each)]
    with_items = [visible_line(each.name) for each in missing if each.counts().required_open]
    with_customers = [
        visible_line(each.name) for each in missing if not each.counts().required_open
    ]
    leads = []
    if with_items:
        leads.append(_("Required items are open: {names}.").format(names=some_names(with_items)))
    if with_customers:
        words = _("Customers are not complete: {names}.")
        leads.append(words.format(names=some_names(with_customers)))
    lead = " ".join(leads) or _("Every required item is done.")
    title = ngettext("Close: {count} run?", "Close: {count} runs?", count).format(count=count)
    answer = yield Question(
        "", lead=lead, names=[*with_items, *with_customers], title=title, keys=CLOSE_KEYS
    )
    changes: dict[str, list[Change]] = {}
    if outcome := _OUTCOMES.get(answer):
        for each in views:
            close_it = partner_runs.close(each.run.key, outcome, now)
            changes.setdefault(each.partner.id, []).append(close_it)
    return changes


def some_names(names: Sequence[str]) -> str:
    """Return the first three of `names` as the end of a sentence, and how many more there are.

    If a name such as ``Litware Inc.`` comes last, its full stop is left out: that of the sentence
    follows.
    """
    named, more = ", ".join(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    return (
        _("{named} and {count} more").format(named=named, count=more)
        if more > 0
        else named.rstrip(".")
    )
