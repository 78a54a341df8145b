"""The next steps told item by item: what many partners have to do alike is told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.describe.steps import remarks
from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.step_groups import StepGroup

Steps = tuple[Step, ...]
"""What one row tells: a step alone, or the same item of several partners."""

URGENT = (StepGroup.CHASE, StepGroup.DUE)
"""The groups in which the longest overdue comes first; in the others what most have to do."""


def by_partner(steps: Iterable[Step]) -> list[Steps]:
    """Return each step alone."""
    return [(step,) for step in steps]


def by_item(steps: Iterable[Step]) -> list[Steps]:
    """Return the steps with those of the same item together, group by group.

    What is urgent keeps its order, by the longest overdue; of the rest what is required comes
    first, then what most have to do. Steps are the same where the item has the same id, title and
    state, so that an older edition's wording stands apart.
    """
    together: dict[tuple[object, ...], list[Step]] = {}
    for number, step in enumerate(steps):
        item = step.item
        alike = (step.state, item.id, item.title) if item else (number,)
        together.setdefault((step.group, *alike), []).append(step)
    rows = [tuple(each) for each in together.values()]
    return sorted(rows, key=_rank)


def key_of(row: Steps) -> str:
    """Return what a row stands for, the same as long as it is to be done."""
    first, *others = row
    if not others or first.item is None:
        return first.key
    return f"* {first.group} {first.state} {first.item.id} {first.item.title}"


def lead_of(row: Steps) -> str:
    """Return whose it is: the name of the partner, or how many partners."""
    partners = {step.partner.id for step in row}
    if len(partners) == 1:
        return row[0].partner.name
    count = len(partners)
    return ngettext("{count} partner", "{count} partners", count).format(count=count)


def title_of(row: Steps) -> str:
    """Return the item that several have to do, with the number of customers it is for."""
    item = row[0].item
    title = item.title if item else ""
    if not row[0].is_each:
        return title
    count = sum(step.number for step in row)
    who = ngettext("{count} customer", "{count} customers", count).format(count=count)
    return _("{title}: {who}").format(title=title, who=who)


def remarks_of(row: Steps, today: date) -> list[str]:
    """Return what is to be known of every step of a row."""
    first, *others = (remarks(step, today) for step in row)
    common = [remark for remark in first if all(remark in each for each in others)]
    late = _late(row, today) if others else ""
    return [late, *common] if late else common


def _late(row: Steps, today: date) -> str:
    """Return for how many days the longest overdue of several steps is so."""
    if row[0].group not in URGENT:
        return ""
    days = (step.chase_on if step.group is StepGroup.CHASE else step.due for step in row)
    late = max((today - day).days for day in days if day)
    if late < 0:
        return ""
    return _("up to {days} d").format(days=late) if late else _("today")


def _rank(row: Sequence[Step]) -> tuple[int, bool, bool, int]:
    first, order = row[0], [*StepGroup, None]
    place = order.index(first.group)
    if first.item is None or first.group in URGENT:
        return (place, False, False, 0)
    return (place, not first.is_required, not first.is_refused, -len(row))
