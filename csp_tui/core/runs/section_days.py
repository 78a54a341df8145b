"""How long a run was in each section of its checklist."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from csp_tui.core.base.clock import local_day
from csp_tui.core.runs.step_groups import MET

if TYPE_CHECKING:
    from csp_tui.core.checklists.model import Section
    from csp_tui.core.runs.view import RunView

STILL = -1
"""Instead of days: something that the section requires is open."""


def section_days(view: RunView) -> tuple[int, ...]:
    """Return for each section of the checklist for how many days the run was in it.

    A run enters a section when everything that earlier sections require is done, and leaves it when
    everything that it requires is done. The number is STILL (-1) for a section that the run has not
    left, that is per customer, or whose days are not known.
    """
    started = view.run.started
    if started is None:
        return tuple(STILL for _section in view.checklist.sections)
    reached, found = local_day(started), []
    for section in view.checklist.sections:
        ended = _ended(view, section)
        found.append(STILL if ended is None else max(0, (ended - reached).days))
        reached = max(reached, ended or reached)
    return tuple(found)


def _ended(view: RunView, section: Section) -> date | None:
    """Return the last day on which a required item of a section was done.

    The day is the one that the user gave, else that of the tick. None if one of them is open, if no
    day is known, or if the section is per customer. An item that does not apply is not open.
    """
    required = [item for item in section.items if item.need == "required"]
    if section.per or any(view.states[item.id] not in MET for item in required):
        return None
    known = [view.run.of(item.id) for item in required]
    days = [each.on for each in known if each.on]
    if ticked := [each.at for each in known if each.at and not each.on]:
        days.append(local_day(max(ticked)))
    return max(days, default=None)
