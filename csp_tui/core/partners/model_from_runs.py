"""The business model of a partner for whom nobody has filled it in, guessed from its runs."""

from __future__ import annotations

from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.partner_runs import ABANDONED, in_order

RESELLER, DIRECT = "indirect-reseller", "direct-bill"
_OPEN = {
    "keep-direct": DIRECT,
    "transition-to-indirect": DIRECT,
    "enroll-reseller": RESELLER,
    "keep-reseller": RESELLER,
}
"""By checklist id: the model of a partner that has an open run of the checklist."""
_COMPLETED = {
    "enroll-direct": DIRECT,
    "keep-direct": DIRECT,
    "transition-to-indirect": RESELLER,
    "enroll-reseller": RESELLER,
    "keep-reseller": RESELLER,
}
"""By checklist id: the model of a partner that has completed a run of the checklist."""


def model_from_runs(partner: Partner) -> str:
    """Return the model that the partner's runs point to; empty if they point to no model.

    First count open runs, but not of enroll-direct; if they point to both models, the model is
    direct-bill. Then counts the completed run that was closed last. Without either, a partner with
    a run of enroll-direct (then open or abandoned) or an abandoned keep-reseller is an indirect
    reseller.
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
