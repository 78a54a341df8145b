"""The next steps as rows: one row for each step, or one for each item with all its partners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import overload

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import fold
from csp_tui.core.describe.steps import remarks
from csp_tui.core.next_steps.step import Step, parties
from csp_tui.core.next_steps.step_list import GROUPS, StepList
from csp_tui.core.runs.step_groups import State, StepGroup

Steps = StepList
"""The steps of one row: a single step, or those for the same item of several partners."""

URGENT = (StepGroup.CHASE, StepGroup.DUE)
"""Groups whose rows keep the order of the steps; rows of the others are sorted by `_rank`."""


def by_step(steps: StepList) -> Sequence[Steps]:
    """Return the rows of a list that has one step in each row, in the order of `steps`.

    Each row is made when it is asked for.
    """
    return _EachAlone(steps)


class _EachAlone(Sequence[Steps]):
    def __init__(self, steps: StepList) -> None:
        self._steps = steps

    def __len__(self) -> int:
        return len(self._steps)

    @overload
    def __getitem__(self, index: int) -> Steps: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Steps]: ...
    def __getitem__(self, index: int | slice) -> Steps | Sequence[Steps]:
        if isinstance(index, slice):
            return _EachAlone(self._steps[index])
        place = range(len(self))[index]
        return self._steps[place : place + 1]


def by_item(steps: StepList) -> list[Steps]:
    """Return the rows of a list by item: steps with the same to do share a row.

    The steps in a row have the same group, item id, title and state, and wait for the same party
    (as `parties` tells). Steps for customers stay together whomever they wait for. A step without
    an item has a row of its own.

    The rows are sorted by group: to chase, due and so on. Rows to chase and rows due keep the order
    of `steps`. In the other groups required items come first, then refused ones, then those with
    most steps.
    """
    rows: list[Steps] = steps.once(_rows_by_item)
    return rows


def _rows_by_item(steps: StepList) -> list[Steps]:
    codes, alike = steps.kinds.codes(_alike)
    party_of = parties(filter(None, steps.tally(_whom)))
    rows = list[tuple[list[int], list[int]]]()
    together: dict[object, tuple[list[int], list[int]]] = {}
    row_of: list[tuple[list[int], list[int]] | None] = [None] * len(alike)
    for number, place in zip(steps.numbers, steps.places, strict=True):
        if (row := row_of[codes[number]]) is None:
            if (what := alike[codes[number]]) is None:
                rows.append(([number], [place]))
                continue
            shared = (*what[:-1], party_of.get(what[-1]))
            if (row := together.get(shared)) is None:
                row = together[shared] = [], []
                rows.append(row)
            row_of[codes[number]] = row
        row[0].append(number)
        row[1].append(place)
    found = (StepList(steps.partners, steps.kinds, *row) for row in rows)
    return sorted(found, key=_rank)


def _whom(step: Step) -> str:
    return "" if step.is_each else step.whom


def _alike(step: Step) -> tuple[StepGroup | None, State | None, str, str, str] | None:
    """Return what the steps of a row share, at the end whom they wait for, in the form of `fold`.

    None without an item.
    """
    if (item := step.item) is None:
        return None
    return step.group, step.state, item.id, item.title, fold(_whom(step))


def key_of(row: Steps) -> str:
    """Return a text by which a row is found again when the rows are made anew.

    It is the key of the step for a row of one step, else it is made of what the steps share.
    """
    first = row[0]
    if len(row) == 1 or first.item is None:
        return first.key
    whom = "" if first.is_each else fold(first.whom)
    return f"* {first.group} {first.state} {first.item.id} {first.item.title} {whom}"


def lead_of(row: Steps) -> str:
    """Return the partner's name of a row, or the number of its partners: ``3 partners``."""
    count = len(set(row.places))
    return row[0].partner.name if count == 1 else partner_count(count)


def partner_count(count: int) -> str:
    """Return a number of partners in words: ``3 partners``."""
    return ngettext("{count} partner", "{count} partners", count).format(count=count)


def title_of(row: Steps) -> str:
    """Return the title of a row's item, with the number of customers if it is per customer.

    "" if its step has no item.
    """
    first, count = row[0], row.number
    title = first.item.title if first.item else ""
    if not first.is_each:
        return title
    who = ngettext("{count} customer", "{count} customers", count).format(count=count)
    return _("{title}: {who}").format(title=title, who=who)


def remarks_of(row: Steps, today: date) -> list[str]:
    """Return the remarks that all steps of a row share.

    If the row has several steps to chase or due, and one of them is for today or late, the first
    remark says how late the latest one is.
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
    days = row.tally(_chase_on if row[0].group is StepGroup.CHASE else _due)
    late = max((today - day).days for day in days if day)
    if late < 0:
        return ""
    return _("up to {days} d").format(days=late) if late else _("today")


def _chase_on(step: Step) -> date | None:
    return step.chase_on


def _due(step: Step) -> date | None:
    return step.due


def _rank(row: Steps) -> tuple[int, bool, bool, int]:
    first = row.kinds.steps[row.numbers[0]]
    place = GROUPS.index(first.group)
    if first.item is None or first.group in URGENT:
        return (place, False, False, 0)
    return (place, not first.is_required, not first.is_refused, -len(row))
