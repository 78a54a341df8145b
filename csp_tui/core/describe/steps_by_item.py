"""The next steps by item: the same step of several partners is one row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.describe.steps import remarks
from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.step_groups import StepGroup

Steps = tuple[Step, ...]
"""The steps of one row: a single one, or the same item of several partners."""

URGENT = (StepGroup.CHASE, StepGroup.DUE)
"""Groups sorted by the longest overdue; the others by how many partners have the step."""


def by_partner(steps: Iterable[Step]) -> list[Steps]:
    """Return each step in a row of its own."""
    return [(step,) for step in steps]


def by_item(steps: Iterable[Step]) -> list[Steps]:
    """Return one row for each item, group by group.

    Urgent groups keep their order, the longest overdue first. In the others required items come
    first, then those that most partners have. A row holds steps whose item has the same id, title
    and state, so an older edition's wording gets a row of its own.
    """
    together: dict[tuple[object, ...], list[Step]] = {}
    for number, step in enumerate(steps):
        item = step.item
        alike = (step.state, item.id, item.title) if item else (number,)
        together.setdefault((step.group, *alike), []).append(step)
    rows = [tuple(each) for each in together.values()]
    return sorted(rows, key=_rank)


def key_of(row: Steps) -> str:
    """Return the key of a row, which stays the same while its step is open."""
    first, *others = row
    if not others or first.item is None:
        return first.key
    return f"* {first.group} {first.state} {first.item.id} {first.item.title}"


def lead_of(row: Steps) -> str:
    """Return the name of the partner, or how many partners."""
    partners = {step.partner.id for step in row}
    if len(partners) == 1:
        return row[0].partner.name
    count = len(partners)
    return ngettext("{count} partner", "{count} partners", count).format(count=count)


def title_of(row: Steps) -> str:
    """Return the title of an item of several partners, with the number of their customers."""
    item = row[0].item
    title = item.title if item else ""
    if not row[0].is_each:
        return title
    count = sum(step.number for step in row)
    who = ngettext("{count} customer", "{count} customers", count).format(count=count)
    return _("{title}: {who}").format(title=title, who=who)


def remarks_of(row: Steps, today: date) -> list[str]:
    """Return the remarks that all steps of a row share."""
    first, *others = (remarks(step, today) for step in row)
    common = [remark for remark in first if all(remark in each for each in others)]
    late = _late(row, today) if others else ""
    return [late, *common] if late else common


def _late(row: Steps, today: date) -> str:
    """Return by how many days the latest of several steps is overdue."""
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
