"""Which runs the list of partners shows, in which order and groups, and where its pane is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from csp_tui.core.partners.order import BY_NAME, key_of, keyed_by_waiting
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.partners.urgency import GroupedRuns, by_urgency
from csp_tui.tui.partners.pane_place import PanePlace, pane_place
from csp_tui.tui.view_state import ViewState


class Listed(NamedTuple):
    """The runs of the list in their order, their partners, and the place of the pane."""

    partners: Sequence[PartnerSummary] = ()
    """The partners of the runs, each once."""
    runs: GroupedRuns = {}
    place: PanePlace = PanePlace()

    @property
    def run_count(self) -> int:
        """How many runs there are; a partner without runs counts as one."""
        return sum(map(len, self.runs.values()))


def listed(
    found: Sequence[PartnerSummary], state: ViewState, sieve: Sieve, size: tuple[int, int]
) -> Listed:
    """Return the runs of the partners `found` in the order that `state` names.

    Args:
        found: the partners that pass the filters, by name.
        state: how the user wants the list shown.
        sieve: the filters over all partners; it helps to order `found`.
        size: the columns and lines of the screen.
    """
    order, is_reversed = state.partners_order, state.is_partners_order_reversed
    shown, today = found, sieve.viewer.today
    runs: GroupedRuns
    if order.name == "urgency":
        runs = by_urgency(found, sieve, is_reversed=is_reversed)
        shown = _partners_of(runs)
    elif order.name == "waiting":
        waiting = sieve.in_order("waiting-runs", found, keyed_by_waiting)
        runs = {None: waiting[::-1] if is_reversed else waiting}
        shown = _partners_of(runs)
    else:
        if order is not BY_NAME:
            shown = sieve.in_order(
                order.name, found, lambda row: [(key_of(row, order, today), row)]
            )
        shown = shown[::-1] if is_reversed else shown
        runs = {None: sieve.runs(shown)}
    lines = sum(map(len, runs.values())) + (0 if None in runs else len(runs))
    return Listed(shown, runs, pane_place(*size, lines))


def _partners_of(runs: GroupedRuns) -> list[PartnerSummary]:
    """Return each partner once, where it is first."""
    return [*{row.id: row for own in runs.values() for row, _run in own}.values()]
