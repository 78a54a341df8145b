"""The years of which a partner's yearly check is met by its runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.anniversary import year_of
from csp_tui.core.runs.partner_runs import ABANDONED
from csp_tui.core.runs.view import RunView


def met_years(partner: Partner, view_of: Callable[[Partner, str], RunView], but: str) -> list[int]:
    """Return the years of the partner's yearly runs that are complete, the run `but` left out.

    A closed run is complete unless it was abandoned. Runs that cannot be read are passed over.
    `view_of` returns the run with a key.
    """
    years = list[int]()
    for key, run in partner.runs.items():
        is_over = run.closed and run.outcome == ABANDONED
        if key == but or is_over or not year_of(key) or not partner.anniversary:
            continue
        with suppress(CspTuiError):
            view = view_of(partner, key)
            if view.checklist.is_yearly and (run.closed or view.is_to_close()):
                years.append(year_of(key))
    return years
