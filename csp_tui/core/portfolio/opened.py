"""Which partners a row of the portfolio counts, as filters of the list of partners."""

from __future__ import annotations

from csp_tui.core.base.choice import Choice
from csp_tui.core.partners.filters import COUNTED, Filter, filter_called
from csp_tui.core.portfolio.counts import MonthCount, OwnerCount
from csp_tui.core.portfolio.groups import GroupRow
from csp_tui.core.portfolio.stages import StageCount
from csp_tui.core.portfolio.weeks import WeekCount


def filters_of(row: GroupRow) -> tuple[Filter, ...]:
    """Return the filters of the list of partners that keep the partners which `row` counts.

    Empty for a row of items that wait for a party: these are shown in Next, not in that list.
    """
    count = row.counted
    if isinstance(count, StageCount):
        stage = (
            filter_called(f"stage {count.section}")
            if count.section
            else filter_called("nothing-open")
        )
        return (filter_called(f"checklist {count.checklist}"), stage)
    if isinstance(count, MonthCount):
        return (filter_called(f"t {count.t:%Y-%m}"),)
    if isinstance(count, OwnerCount):
        return (filter_called(f"owner {count.name}" if count.name else "no-owner"),)
    if isinstance(count, WeekCount):
        ids, name = count.partners, f"{COUNTED} {row.key}"
        return (Choice(name, row.name, lambda row, _run, _viewer: row.id in ids),)
    return ()
