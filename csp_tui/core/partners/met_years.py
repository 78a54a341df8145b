"""The years of which a partner's yearly check is met by runs that are complete and still open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.anniversary import year_of
from csp_tui.core.runs.view import RunView


def met_years(partner: Partner, view_of: Callable[[Partner, str], RunView], but: str) -> list[int]:
    """Return the years of the partner's open yearly runs that are complete, the run `but` left out.

    Runs that cannot be read are passed over. `view_of` returns the run with a key.
    """
    years = list[int]()
    for key, run in partner.runs.items():
        if key == but or run.closed or not year_of(key) or not partner.anniversary:
            continue
        with suppress(CspTuiError):
            view = view_of(partner, key)
            if view.checklist.is_yearly and view.is_to_close():
                years.append(year_of(key))
    return years
