"""Which partners the list shows, in which order and groups, and where its pane is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from csp_tui.core.partners.order import BY_NAME, PartnerRun, key_of, keyed_by_waiting
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.partners.urgency import UrgentRun, by_urgency
from csp_tui.tui.partners.pane_place import PanePlace, pane_place
from csp_tui.tui.view_state import ViewState


class Listed(NamedTuple):
    """The partners of the list in their order, and the place of the pane."""

    partners: Sequence[PartnerSummary] = ()
    groups: Sequence[UrgentRun] | None = None
    """Their runs in the order of urgency, which has groups; None in other orders."""
    runs: Sequence[PartnerRun] | None = None
    """Their runs in the order of the list; None in the order of urgency."""
    run_count: int = 0
    """How many runs they have; a partner without runs counts as one."""
    place: PanePlace = PanePlace()


def listed(
    found: Sequence[PartnerSummary], state: ViewState, sieve: Sieve, size: tuple[int, int]
) -> Listed:
    """Return the partners `found` in their order, and the place of the pane.

    The order is the one that `state` names.

    Args:
        found: the partners that pass the filters, by name.
        state: how the user wants the list shown.
        sieve: the filters over all partners; it helps to order `found`.
        size: the columns and lines of the screen.
    """
    order, is_reversed = state.partners_order, state.is_partners_order_reversed
    by_name = sieve.pairs(found)
    run_count = number = len(by_name)
    groups: Sequence[UrgentRun] | None = None
    runs: Sequence[PartnerRun] | None = None
    shown: Sequence[PartnerSummary]
    if order.name == "urgency":
        groups = by_urgency(found, sieve, is_reversed=is_reversed)
        number += len({each.group for each in groups})
        shown = _once([each.partner for each in groups])
    elif order.name == "waiting":
        runs = sieve.in_order("waiting-runs", found, keyed_by_waiting)
        runs = runs[::-1] if is_reversed else runs
        shown = _once([row for row, _run in runs])
    else:
        shown, today = found, sieve.viewer.today
        if order is not BY_NAME:
            shown = sieve.in_order(
                order.name, found, lambda row: [(key_of(row, order, today), row)]
            )
        shown = shown[::-1] if is_reversed else shown
        runs = by_name if shown is found else sieve.pairs(shown)
    return Listed(shown, groups, runs, run_count, pane_place(*size, number))


def _once(rows: Sequence[PartnerSummary]) -> list[PartnerSummary]:
    """Return each partner once, where it stands first."""
    return [*{row.id: row for row in rows}.values()]
