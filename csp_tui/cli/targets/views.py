"""``--view`` of the commands on steps: a kept view of Next, else one of the partners."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.next_steps import filters as step_filters
from csp_tui.core.next_steps.step_list import StepList
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.workplace.views import NEXT, PARTNERS, checked, view_called
from csp_tui.core.workplace.workplace import Workplace


def rows_and_filters(
    workplace: Workplace, rows: Sequence[PartnerSummary], name: str | None
) -> tuple[Sequence[PartnerSummary], Sequence[str]]:
    """Return the partners and the filters of steps that the view `name` chooses.

    A view of Next chooses all `rows`, and its filters. A view of the partners chooses some of
    `rows`, and no filters. If `name` is None, the result is all `rows` and no filters.

    Raises:
        NotFoundError: there is no such view.
        InvalidFileError: the view cannot be read, or has a filter that does not exist.
    """
    if name is None:
        return rows, ()
    from csp_tui.core.partners import filters as partner_filters  # late: needed for a view alone
    from csp_tui.core.partners.search import matching
    from csp_tui.core.partners.sieve import Sieve

    config = workplace.places.config
    kind, view = view_called(config, [NEXT, PARTNERS], name)
    if kind == NEXT:
        return rows, checked(config, name, view.filters, step_filters.filter_called)
    chosen = checked(config, name, view.filters, partner_filters.filter_called)
    viewer = partner_filters.Viewer(workplace.actor, workplace.today)
    found: Sequence[PartnerSummary] = Sieve(rows, viewer).kept(chosen)
    ids = {row.id for row in found}
    found = [row for row in rows if row.id in ids]
    return matching(workplace.places, found, view.search) if view.search else found, ()


def is_folded(workplace: Workplace, name: str | None) -> bool:
    """Return whether the view called `name` has a row for each item; None names no view.

    Raises:
        NotFoundError: there is no such view.
        InvalidFileError: the view cannot be read.
    """
    if name is None:
        return False
    kind, view = view_called(workplace.places.config, [NEXT, PARTNERS], name)
    return kind == NEXT and view.by_item


def kept(workplace: Workplace, steps: StepList, filters: Sequence[str]) -> StepList:
    """Return the steps that all `filters` keep.

    `filters` are as `rows_and_filters` returns them.
    """
    return step_filters.kept(steps, filters, workplace.actor.names)
