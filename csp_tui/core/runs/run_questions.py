"""The talks before a run is closed, and before a closed run is changed."""

from __future__ import annotations

from datetime import date, datetime

from csp_tui.core.base.asking import Question, Talk, confirmed, trouble_of
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import partner_runs
from csp_tui.core.runs.run_name import short_name, short_name_of
from csp_tui.core.runs.view import RunView


def may_change(view: RunView, today: date) -> Talk[bool]:
    """Return True if the run is open; if it is closed, whether the user agrees to open it again.

    The run is not opened here.
    """
    if not view.is_closed:
        return True
    lead = _("It is {state}.").format(state=partner_runs.ending(view.run, today))
    question = _("Open {run} again?").format(run=short_name_of(view))
    return (yield from confirmed(question, lead))


def start_next(view: RunView, checklist: Checklist) -> Talk[bool]:
    """Return whether the user agrees to start `checklist`, which an item names, for the partner."""
    lead = _("It is for this tenant; another tenant is a partner of its own.")
    question = _("Start {checklist} for {partner}?")
    name = short_name(checklist.id, checklist.id)
    texts = {"checklist": f"{name} {checklist.edition}", "partner": view.partner.name}
    return (yield from confirmed(question.format(**texts), lead, [view.partner.name]))


def close(view: RunView, now: datetime) -> Talk[Change | None]:
    """Ask for the outcome of a run, and return the change that closes it.

    If required items are open, first ask whether to close it anyway, and return None for no.
    """
    run, missing = short_name_of(view), view.counts().required_open
    if missing:
        lead = ngettext(
            "{count} required item is open.", "{count} required items are open.", missing
        ).format(count=missing)
        question = _("Close {run} anyway?").format(run=run)
        if not (yield from confirmed(question, lead)):
            return None
    completed, abandoned = map(_, partner_runs.OUTCOMES)
    label = _("Close {run} as {one} or {other}").format(run=run, one=completed, other=abandoned)
    typed = yield Question(label, abandoned if missing else completed, _outcome_trouble)
    return partner_runs.close(view.run.key, partner_runs.parse_outcome(typed), now)


def _outcome_trouble(text: str) -> str:
    return _("one of the two") if trouble_of(partner_runs.parse_outcome)(text) else ""
