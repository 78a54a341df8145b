"""The talks before a run is closed, and before a closed run is changed."""

from __future__ import annotations

from datetime import date, datetime

from csp_tui.core.base.asking import Keys, Question, Talk, confirmed
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import partner_runs
from csp_tui.core.runs.run_name import short_name, short_name_of
from csp_tui.core.runs.view import RunView

CLOSE_KEYS: Keys = (
    ("c", partner_runs.COMPLETED),
    ("a", partner_runs.ABANDONED),
    ("n", N_("no")),
)


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

    The question says how many required items are open.
    """
    missing = view.counts().required_open
    lead = _("Every required item is done.")
    if missing:
        lead = ngettext(
            "{count} required item is open.", "{count} required items are open.", missing
        ).format(count=missing)
    title = _("Close: {run}, {name}?").format(run=short_name_of(view), name=view.partner.name)
    answer = yield Question("", lead=lead, names=[view.partner.name], title=title, keys=CLOSE_KEYS)
    outcome = {"c": partner_runs.COMPLETED, "a": partner_runs.ABANDONED}.get(answer)
    return partner_runs.close(view.run.key, outcome, now) if outcome else None
