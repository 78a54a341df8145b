"""Counts customers by the states of their per-customer items.

The list of partners caches the counts. So if you change how customers are counted, raise
`CACHE_FORMAT` in `core.partners.overview`. Archived customers do not count: callers such as
`Customers.view` leave them out.
"""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.checklists.model import Item
from csp_tui.core.runs.item_counts import CustomerCounts
from csp_tui.core.runs.step_groups import MET, TICKED, State
from csp_tui.core.runs.view import RunView

States = Sequence[State]
"""The states of one customer's per-customer items, in their order; empty if they are unknown."""


def count(view: RunView, customers: Sequence[States]) -> CustomerCounts:
    """Return how many customers of a run are complete, how many there are, and each item's counts.

    `view` is the partner's own part of the run; `customers` has the states of each active customer.
    """
    items = view.customer_items
    by_item = {item.id: count_item(customers, items, at) for at, item in enumerate(items)}
    complete = sum(is_complete(states, items) for states in customers)
    return CustomerCounts(complete, len(customers), by_item)


def count_item(customers: Sequence[States], items: Sequence[Item], place: int) -> tuple[int, int]:
    """Return for how many of the active `customers` an item is done, and for how many it applies.

    An item whose rule has changed counts as done. If a customer's states are unknown, the item
    counts as applying and not done.

    Args:
        customers: the states of each active customer.
        items: the per-customer items.
        place: the index of the item in `items`.
    """
    states = [each[place] for each in customers if len(each) == len(items)]
    done = sum(state in TICKED for state in states)
    return done, len(customers) - states.count(State.NOT_APPLICABLE)


def is_complete(states: States, items: Sequence[Item]) -> bool:
    """Return whether every required item that applies is done for a customer.

    If no item is required, every item that applies must be done. An item whose rule has changed
    counts as done. `states` are those of the per-customer `items`. Without items the customer is
    complete; with items whose states are unknown (`states` is empty) it is not.
    """
    if len(states) != len(items):
        return False
    required = [s for s, item in zip(states, items, strict=True) if item.need == "required"]
    return MET.issuperset(required or states)


def progress(states: States) -> tuple[int, int]:
    """Return how many items of a customer with these `states` are done, and how many apply.

    An item whose rule has changed counts as done. Both are 0 if the states are unknown (empty).
    """
    done = sum(state in TICKED for state in states)
    return done, len(states) - states.count(State.NOT_APPLICABLE)
