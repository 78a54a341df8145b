"""The next steps as rows: one row for each step, or one for each item with all its partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import fold
from csp_tui.core.describe.steps import remarks
from csp_tui.core.next_steps.step import Step, parties
from csp_tui.core.runs.step_groups import StepGroup

Steps = tuple[Step, ...]
"""The steps of one row: a single step, or those for the same item of several partners."""

URGENT = (StepGroup.CHASE, StepGroup.DUE)
"""Groups whose rows keep the order of the steps; rows of the others are sorted by `_rank`."""


def by_step(steps: Iterable[Step]) -> list[Steps]:
    """Return the rows of a list that has one step in each row, in the order of `steps`."""
    return [*zip(steps, strict=True)]


def by_item(steps: Iterable[Step]) -> list[Steps]:
    """Return one row for each item, holding the steps of all partners that have the same to do.

    The steps in a row have the same group, item id, title and state, and wait for the same party
    (as `parties` has it): an act is then for those whom one message reaches. So an item whose title
    differs in an older edition has a row of its own. A step without an item has one, too, and steps
    for customers stay together, whomever they wait for.

    The rows are sorted by group: to chase, due and so on. Rows to chase and rows due keep the order
    of `steps`. In the other groups required items come first, then refused ones, then those with
    most steps.
    """
    steps = list(steps)
    party_of = parties(step.whom for step in steps if not step.is_each)
    together: dict[tuple[object, ...], list[Step]] = {}
    for number, step in enumerate(steps):
        item, party = step.item, "" if step.is_each else party_of[fold(step.whom)]
        alike = (step.state, item.id, item.title, party) if item else (number,)
        together.setdefault((step.group, *alike), []).append(step)
    rows = [tuple(each) for each in together.values()]
    return sorted(rows, key=_rank)


def key_of(row: Steps) -> str:
    """Return a text by which a row is found again when the rows are made anew.

    It is the key of the step for a row of one step, else it is made of what the steps share.
    """
    first, *others = row
    if not others or first.item is None:
        return first.key
    whom = "" if first.is_each else fold(first.whom)
    return f"* {first.group} {first.state} {first.item.id} {first.item.title} {whom}"


def lead_of(row: Steps) -> str:
    """Return the partner's name of a row, or the number of its partners: ``3 partners``."""
    partners = {step.partner.id for step in row}
    if len(partners) == 1:
        return row[0].partner.name
    count = len(partners)
    return ngettext("{count} partner", "{count} partners", count).format(count=count)


def title_of(row: Steps) -> str:
    """Return the title of a row's item, with the number of customers if it is per customer.

    "" if its step has no item.
    """
    item = row[0].item
    title = item.title if item else ""
    if not row[0].is_each:
        return title
    count = sum(step.number for step in row)
    who = ngettext("{count} customer", "{count} customers", count).format(count=count)
    return _("{title}: {who}").format(title=title, who=who)


def remarks_of(row: Steps, today: date) -> list[str]:
    """Return the remarks that all steps of a row share.

    If a row has several steps to chase or due, and one is due today or late, the first remark says
    how late the latest is.
    """
    first, *others = (remarks(step, today) for step in row)
    common = [remark for remark in first if all(remark in each for each in others)]
    late = _late(row, today) if others else ""
    return [late, *common] if late else common


def _late(row: Steps, today: date) -> str:
    """Return how late the most overdue step of a row is: ``up to 9 d``, or ``today``.

    Empty if none is late yet, or if the steps are neither to chase nor due.
    """
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
