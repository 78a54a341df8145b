"""The talks before a run is closed, and before a closed run is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp_tui.core.base.asking import Keys, Question, Talk, confirmed
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.runs import partner_runs
from csp_tui.core.runs.run_name import short_name, short_name_of
from csp_tui.core.runs.view import RunView

CLOSE_KEYS: Keys = (
    ("c", partner_runs.COMPLETED),
    ("a", partner_runs.ABANDONED),
    ("n", N_("no")),
)
OUTCOMES = {"c": partner_runs.COMPLETED, "a": partner_runs.ABANDONED}
"""The answers that close a run, each with its outcome."""
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


def close(view: RunView) -> Talk[str]:
    """Ask for the outcome with which a run is closed; return it, or "" for no.

    The question says what `left_open` returns.
    """
    left = left_open(view)
    lead = f"{left}." if left else _("Every required item is done.")
    lead += " " + _("It leaves the screen Next; u takes that back.")
    title = _("Close: {run}, {name}?").format(run=short_name_of(view), name=view.partner.name)
    answer = yield Question("", lead=lead, names=[view.partner.name], title=title, keys=CLOSE_KEYS)
    return OUTCOMES.get(answer, "")


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
