"""Which screen a partner opens with."""

from __future__ import annotations

import contextlib

from csp_tui.core.base.errors import CspTuiError, NotFoundError
from csp_tui.core.base.language import _
from csp_tui.core.runs.partner_runs import in_order
from csp_tui.core.workplace.last_place import Spot
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen


def screen_of(
    workplace: Workplace, partner_id: str, run: str | None = None, item: str = ""
) -> ListScreen:
    """Return the run that is named, else the one left last or the first, else the checklists.

    The cursor stands on `item`, else where it stood when the run was left, else on what is next.

    Raises:
        NotFoundError, InvalidFileError: there is no such partner or run, or it is unreadable.
    """
    with contextlib.suppress(CspTuiError):
        workplace.store.settle(partner_id)
    partner = workplace.store.load(partner_id)
    spot = workplace.remembered.spot(partner_id) or Spot("", "")
    wanted = run or (spot.run if spot.run in partner.runs else next(iter(in_order(partner)), None))
    if wanted is None:
        from csp_tui.tui.start.screen import StartScreen

        return StartScreen(workplace, partner)
    if wanted not in partner.runs:
        raise NotFoundError(_('{name} has no run "{run}"').format(name=partner.name, run=wanted))
    from csp_tui.tui.run.screen import MarkingScreen  # late: the partners come up without

    there = spot.item if spot.run == wanted else ""
    return MarkingScreen(workplace, workplace.view(partner, wanted), item or there)
