"""Groups the customers of a run for whom the same item is open in the same way.

Three hundred customers who have not given consent yet are one batch, to be shown as one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.runs.item_summary import day_from, day_text
from csp_tui.core.runs.step_groups import MET, SETTLED, Days, State, StepGroup, group_of

if TYPE_CHECKING:
    from csp_tui.core.customers.customers import CustomerSummary
    from csp_tui.core.runs.view import RunView


class Batch(NamedTuple):
    """Customers for whom an item has the same state, days, owner and first open prerequisite."""

    item: str
    state_text: str
    missing: str
    """Title of the item's first open prerequisite; empty if there is none."""
    owner: str
    """Owner of the item, else of the customer; empty if both have no owner."""
    chase_on_text: str
    due_text: str
    whom: str
    title: str
    """Title of the item."""
    members: tuple[int, ...]
    """Indexes of the customers in the rows that the batches were made of."""
    since_text: str = ""

    @property
    def since(self) -> date | None:
        """The earliest day since which one of the customers waits; None if no such day is known."""
        return day_from(self.since_text)

    @property
    def state(self) -> State:
        """The state of the item, the same for all these customers."""
        return State(self.state_text)

    @property
    def chase_on(self) -> date | None:
        """The day to chase the item; None if it does not wait, or no day is set."""
        return day_from(self.chase_on_text)

    @property
    def due(self) -> date | None:
        """The day on which the item is due; None if there is none."""
        return day_from(self.due_text)

    def group(self, days: Days) -> StepGroup | None:
        """Return the group of steps that the item is in for these customers.

        The group is one such as DUE or READY; None if the item is done or not applicable. An open
        prerequisite does not matter to an item that waits. `days` are the latest day to chase, and
        the latest due day, that count now.
        """
        lacks = bool(self.missing) and self.state != State.WAITING
        return group_of(self.state, self.chase_on, self.due, days, lacks=lacks)


def batches_of(view: RunView, rows: Iterable[CustomerSummary]) -> tuple[Batch, ...]:
    """Return the batches of a run: groups of customers for whom an item is open in the same way.

    The batches are in the order of the items. An item whose rule has changed since its tick is
    open, too. Customers for whom the item is done or not applicable, or whose states are unknown,
    are in no batch of it.

    Args:
        view: the partner's own part of the run.
        rows: the customers; a batch names them by their index in this list.
    """
    key, items = view.run.key, view.customer_items
    missing = _missing(view)
    found: dict[tuple[int, str, str, str, str, str, str], tuple[list[int], list[str]]] = {}
    for number, row in enumerate(rows):
        states = row.states_in(key)
        known = {each.item: each for each in row.items_in(key)}
        for place, state in enumerate(states if len(states) == len(items) else ()):
            if state in SETTLED:
                continue
            each, is_waiting = known.get(items[place].id), state == State.WAITING
            alike = (
                place,
                state.value,
                "" if state in MET or is_waiting else missing(place, states),
                (each.owner if each else "") or row.owner,
                day_text(each.chase_on) if each and is_waiting else "",
                day_text(each.due) if each and state not in MET else "",
                each.whom if each and is_waiting else "",
            )
            members, since = found.setdefault(alike, ([], []))
            members.append(number)
            if is_waiting and each and each.since:
                since.append(day_text(each.since))
    return tuple(
        Batch(
            items[alike[0]].id,
            *alike[1:],
            items[alike[0]].title,
            tuple(members),
            min(since, default=""),
        )
        for alike, (members, since) in sorted(found.items())
    )


def _missing(view: RunView) -> Callable[[int, Sequence[State]], str]:
    """Return a function that finds an item's first open prerequisite for one customer.

    The function takes the index of the item among the per-customer items, and the customer's
    states. It returns the title of the prerequisite, which may be an item of the partner itself, or
    "" if none is open.
    """
    places = {item.id: place for place, item in enumerate(view.customer_items)}
    own = {item.id for item in view.items if view.state(item) not in MET}
    by_id = view.checklist.by_id
    after = [
        [(places.get(key), by_id[key].title) for key in item.after if key in places or key in own]
        for item in view.customer_items
    ]

    def missing(place: int, states: Sequence[State]) -> str:
        for before, title in after[place]:
            if before is None or states[before] not in MET:
                return title
        return ""

    return missing
