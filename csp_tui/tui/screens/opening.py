"""Which screen a partner opens with."""

from __future__ import annotations

import contextlib

from csp_tui.core.errors import CspTuiError, NotFoundError
from csp_tui.core.workplace import Workplace
from csp_tui.tui.screens.list_screen import ListScreen
from csp_tui.tui.screens.run import RunScreen
from csp_tui.tui.screens.start import StartScreen


def screen_of(
    workplace: Workplace, partner_id: str, run: str | None = None, item: str = ""
) -> ListScreen:
    """Return the run that is named, else the partner's first, else the choice of checklists.

    The cursor stands on `item`, else on what is next.

    Raises:
        NotFoundError, InvalidFileError: there is no such partner or run, or it is unreadable.
    """
    with contextlib.suppress(CspTuiError):
        workplace.store.settle(partner_id)
    partner = workplace.store.load(partner_id)
    wanted = run or next(iter(partner.runs), None)
    if wanted is None:
        return StartScreen(workplace, partner)
    if wanted not in partner.runs:
        raise NotFoundError(f'{partner.name} has no run "{wanted}"')
    return RunScreen(workplace, workplace.view(partner, wanted), item)
