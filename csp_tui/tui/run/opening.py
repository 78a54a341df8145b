"""What is read to open a run: the run and the item for the cursor; without any screen."""

from __future__ import annotations

import contextlib
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.partner_runs import in_order
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.last_place import Spot
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.places import RunPlace


class OpenedRun(NamedTuple):
    """A run as it is opened.

    Args:
        view: the run.
        item: the id of the item for the cursor; "" or unknown for the next one to do.
    """

    view: RunView
    item: str


def opened_run(workplace: Workplace, place: RunPlace) -> OpenedRun | Partner:
    """Return the run that `place` names; if the partner has no run, the partner.

    It is the run that `place` names, else the one that the user left last, else the first. If
    `place` names no item, the item is the one at which the user left this run last.

    Raises:
        NotFoundError, InvalidFileError: the partner or the run does not exist or is unreadable.
    """
    with contextlib.suppress(CspTuiError):
        workplace.store.catch_up(place.partner_id)
    partner = workplace.store.load(place.partner_id)
    spot = workplace.remembered.spot(place.partner_id) or Spot("", "")
    left = spot.run if spot.run in partner.runs else next(iter(in_order(partner)), "")
    run = place.run or left
    if not run:
        return partner
    item = place.item or (spot.item if spot.run == run else "")
    return OpenedRun(workplace.view(partner, run), item)


def first_item(view: RunView, item: str) -> str:
    """Return the id of the item for the cursor: `item`, else the next one to do.

    It is "" if the run has neither.
    """
    if item in view.checklist.by_id:
        return item
    ready = view.ready()
    return ready.id if ready else ""
