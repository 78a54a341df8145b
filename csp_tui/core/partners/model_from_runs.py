"""Which model a partner is on where nobody has said: the checklists that it goes through tell."""

from __future__ import annotations

from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.partner_runs import ABANDONED, in_order

RESELLER, DIRECT = "indirect-reseller", "direct-bill"
_OPEN = {"keep-direct": DIRECT, "transition-to-indirect": DIRECT, "keep-reseller": RESELLER}
"""The model of those who go through a checklist."""
_COMPLETED = {
    "enroll-direct": DIRECT,
    "keep-direct": DIRECT,
    "transition-to-indirect": RESELLER,
    "keep-reseller": RESELLER,
}
"""The model of those who have gone through a checklist."""


def model_told(partner: Partner) -> str:
    """Return the model that the runs of a partner tell; nothing where they tell none.

    Who has only begun to enrol, or broke it off, does not bill directly yet.
    """
    runs = [partner.runs[key] for key in in_order(partner)]
    opened = {_OPEN.get(run.checklist) for run in runs if not run.closed}
    if model := next((each for each in (DIRECT, RESELLER) if each in opened), ""):
        return model
    for run in runs:
        if run.closed and run.outcome != ABANDONED and run.checklist in _COMPLETED:
            return _COMPLETED[run.checklist]
    known = {run.checklist for run in runs}
    return RESELLER if known & {"enroll-direct", "keep-reseller"} else ""
