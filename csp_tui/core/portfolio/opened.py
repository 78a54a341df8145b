"""Which partners a row of the portfolio counts, as filters of the list of partners."""

from __future__ import annotations

from csp_tui.core.base.choice import Choice
from csp_tui.core.partners.clock_words import next_t
from csp_tui.core.partners.filters import Filter, filter_called, of_checklist
from csp_tui.core.portfolio.counts import MonthCount, OwnerCount
from csp_tui.core.portfolio.groups import GroupRow
from csp_tui.core.portfolio.stages import StageCount
from csp_tui.core.portfolio.weeks import WeekCount

_NAME = "counted"
"""The name of filters that are here alone; it stands in no menu and no command."""


def filters_of(row: GroupRow) -> tuple[Filter, ...]:
    """Return the filters of the list of partners that keep the partners which `row` counts.

    Empty for a row of items that wait for a party: these are shown in Next, not in that list.
    """
    count = row.counted
    if isinstance(count, StageCount):
        stage = (
            filter_called(f"stage {count.section}")
            if count.section
            else Choice(
                _NAME,
                row.name,
                lambda _row, run, _viewer: bool(
                    run and not (run.stage or run.outcome or run.error)
                ),
            )
        )
        return (of_checklist(count.checklist), stage)
    if isinstance(count, MonthCount):
        t = count.t
        return (Choice(_NAME, row.name, lambda row, _run, viewer: next_t(row, viewer.today) == t),)
    if isinstance(count, OwnerCount):
        if count.name:
            return (filter_called(f"owner {count.name}"),)
        return (Choice(_NAME, row.name, lambda row, _run, _viewer: not row.owner),)
    if isinstance(count, WeekCount):
        ids = count.partners
        return (Choice(_NAME, row.name, lambda row, _run, _viewer: row.id in ids),)
    return ()
