"""Which place a step of the screen Next opens, and a row of several steps."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.customers.filters import ALL, CHASE_IT, DUE_IT, LACKING
from csp_tui.core.describe.steps_by_item import Steps
from csp_tui.core.next_steps.filters import FOR
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import waited_for
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.tui.places import CustomersPlace, NextPlace, Place, RunPlace

_SHOWN = {StepGroup.CHASE: CHASE_IT, StepGroup.DUE: DUE_IT, StepGroup.CONFIRM: ALL}
"""With which filter a step's customers are opened, by group; other groups: lacking the item."""


def place_of(step: Step) -> Place:
    """Return the place to open for `step`: its run, or the customers that the step is for."""
    item = step.item.id if step.item else ""
    if not step.is_each:
        return RunPlace(step.partner.id, step.run, item)
    return CustomersPlace(
        step.partner.id,
        step.run,
        item=item,
        filter_name=_SHOWN.get(step.group, LACKING) if step.group else ALL,
        at=step.customers[0][0] if step.batches else "",
    )


def place_of_several(
    row: Steps, only: tuple[str, frozenset[str]], filters: Sequence[str]
) -> NextPlace:
    """Return the screen Next of the steps of a `row` of several, each in a row of its own.

    They are those on its item, of partners who wait for the same party; or those of the partners at
    its point of the yearly clock.

    Args:
        row: the steps, in a list by item.
        only: the partners that the list is of, as `NextPlace.only` names them.
        filters: the filters of the list.
    """
    step = row[0]
    if step.point is None:
        kept = (*filters, *_filters_of_party(row, filters))
        return NextPlace(item=step.item, only=only, filters=kept, at=step.key)
    partners = step.point.name, frozenset(each.partner.id for each in row)
    kept = (*filters, *([] if step.group is None or step.group in filters else [step.group]))
    return NextPlace(only=partners, filters=kept, at=step.key)


def _filters_of_party(row: Steps, filters: Sequence[str]) -> list[str]:
    """Return the name of the filter for the party that the steps of `row` wait for, in a list.

    The list is empty if the steps wait for nobody or are for customers, or if one of the `filters`
    that are on is for a party.
    """
    has_party = any(each.startswith(f"{FOR} ") for each in filters)
    if has_party or row[0].is_each or not row[0].whom:
        return []
    return [f"{FOR} {next(iter(waited_for(row)))}"]
