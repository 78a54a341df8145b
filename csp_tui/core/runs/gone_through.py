"""How a run goes through sections that are per customer now, but once were the partner's alone.

Such a section has the day of the change, `per_since`. Where the partner had recorded something in
it, nothing changes until the run is moved: the section is *kept*, its ticks count as before.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from csp_tui.core.checklists.model import Checklist, Item, Section

if TYPE_CHECKING:
    from csp_tui.core.progress.model import ItemProgress, Run
    from csp_tui.core.runs.view import RunView


def kept_sections(checklist: Checklist, run: Run) -> tuple[str, ...]:
    """Return the ids of the sections that are per customer now, but that `run` goes through once.

    They are those in which the partner had recorded something. Empty for a run that was moved
    since.
    """
    if run.per:
        return ()
    return tuple(
        section.id
        for section in checklist.sections
        if section.per_since and any(item.id in run.items for item in section.items)
    )


def gone_through(checklist: Checklist, kept: Collection[str]) -> Checklist:
    """Return `checklist` with the sections in `kept` gone through once, not for each customer.

    `kept` has the ids of the sections that a run keeps; without any, return `checklist` itself.
    """
    if not kept:
        return checklist
    sections = [replace(each, per="") if each.id in kept else each for each in checklist.sections]
    return replace(checklist, sections=tuple(sections))


def kept_in(view: RunView) -> tuple[Section, ...]:
    """Return the sections that are per customer now, but that the run `view` goes through once.

    Empty for a closed run, which stays as it is.
    """
    sections = () if view.is_closed else view.checklist.sections
    return tuple(each for each in sections if each.per_since and not each.per)


def of_partner(view: RunView, item: Item) -> ItemProgress:
    """Return what the partner recorded of a per-customer item while going through it once.

    It does not count. UNTOUCHED if nothing was recorded, or if the item is not per customer.
    """
    from csp_tui.core.progress.model import UNTOUCHED  # late: not needed to list next steps

    part = view.partner_part
    return part.run.of(item.id) if part.is_for_each(item) else UNTOUCHED
