"""How customers are counted: by the states of the items that are gone through for each."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.checklists.model import Item
from csp_tui.core.runs.item_counts import CustomerCounts
from csp_tui.core.runs.step_groups import MET, TICKED, State
from csp_tui.core.runs.view import RunView

States = Sequence[State]
"""The state of each per-customer item, for one customer; of another length if not known."""


def count(view: RunView, customers: Sequence[States]) -> CustomerCounts:
    """Count the active customers of a run, as a whole and for each per-customer item."""
    items = view.customer_items
    by_item = {item.id: count_item(customers, items, at) for at, item in enumerate(items)}
    complete = sum(is_complete(states, items) for states in customers)
    return CustomerCounts(complete, len(customers), by_item)


def count_item(customers: Sequence[States], items: Sequence[Item], place: int) -> tuple[int, int]:
    """Return for how many active customers an item is done, and for how many it applies.

    For a customer whose states are not known it applies and is not done.
    """
    states = [each[place] for each in customers if len(each) == len(items)]
    done = sum(state in TICKED for state in states)
    return done, len(customers) - states.count(State.NOT_APPLICABLE)


def is_complete(states: States, items: Sequence[Item]) -> bool:
    """Return whether every required item that applies is done for a customer."""
    return len(states) == len(items) and all(
        state in MET or item.need != "required" for state, item in zip(states, items, strict=True)
    )


def progress(states: States) -> tuple[int, int]:
    """Return how many items are done for a customer, and how many apply."""
    done = sum(state in TICKED for state in states)
    return done, len(states) - states.count(State.NOT_APPLICABLE)
