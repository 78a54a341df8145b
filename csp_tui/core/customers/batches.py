"""What is open for the customers of a run: those for whom an item stands alike, told together.

Three hundred customers of whom none has given consent yet are one batch, not three hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.runs.step_groups import MET, SETTLED, WAITING, Days, StepGroup, group_of

if TYPE_CHECKING:
    from csp_tui.core.customers.customers import CustomerSummary
    from csp_tui.core.runs.view import RunView


class Batch(NamedTuple):
    """Customers for whom an item stands alike."""

    place: int
    """Where the item stands among those for each customer."""
    letter: str
    """The state; see groups."""
    missing: str
    """Title of the first prerequisite that is open."""
    owner: str
    """The item's, else the customer's; empty for the partner's."""
    chase: str
    due: str
    whom: str
    title: str
    """Of the item."""
    members: tuple[int, ...]
    """Places of the customers in the list that the run has of them."""

    def group(self, days: Days) -> StepGroup | None:
        """Return what is to be done with the item for these customers."""
        lacks = bool(self.missing) and self.letter != WAITING
        return group_of(self.letter, self.chase, self.due, days, lacks=lacks)


def batches_of(view: RunView, rows: Iterable[CustomerSummary]) -> tuple[Batch, ...]:
    """Return what is open in a run for customers, item by item.

    Args:
        view: the run, as the partner's own part.
        rows: the customers; a member is the place of one in them.
    """
    key, items = view.run.key, view.customer_items
    missing = _missing(view)
    found: dict[tuple[int, str, str, str, str, str, str], list[int]] = {}
    for number, row in enumerate(rows):
        letters = row.letters(key)
        details = {place: rest for place, *rest in row.days.get(key, ())}
        for place, letter in enumerate(letters if len(letters) == len(items) else ""):
            if letter in SETTLED:
                continue
            chase, due, owner, whom = details.get(place, ("", "", "", ""))
            is_waiting = letter == WAITING
            alike = (
                place,
                letter,
                "" if letter in MET or is_waiting else missing(place, letters),
                owner or row.owner,
                chase if is_waiting else "",
                "" if letter in MET else due,
                whom if is_waiting else "",
            )
            found.setdefault(alike, []).append(number)
    return tuple(
        Batch(*alike, items[alike[0]].title, tuple(members))
        for alike, members in sorted(found.items())
    )


def _missing(view: RunView) -> Callable[[int, str], str]:
    """Return what tells the first open prerequisite of the item at a place, for some letters."""
    places = {item.id: place for place, item in enumerate(view.customer_items)}
    own = {item.id for item in view.items if view.letter(item) not in MET}
    by_id = view.checklist.by_id
    after = [
        [(places.get(key), by_id[key].title) for key in item.after if key in places or key in own]
        for item in view.customer_items
    ]

    def missing(place: int, letters: str) -> str:
        for before, title in after[place]:
            if before is None or letters[before] not in MET:
                return title
        return ""

    return missing
