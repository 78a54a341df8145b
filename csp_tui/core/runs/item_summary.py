"""What the lists of partners and customers keep of a run's items.

The rows of those lists hold texts, as JSON in their caches does, so that reading ten thousand rows
decodes nothing: a row's properties make days, states and items of them when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.runs.step_groups import Days, State, StepGroup, group_of

if TYPE_CHECKING:
    from csp_tui.core.runs.view import RunView

_LETTERS = {
    State.TODO: "t",
    State.WAITING: "w",
    State.DONE: "d",
    State.REFUSED: "r",
    State.NOT_APPLICABLE: "n",
    State.RULE_CHANGED: "c",
}
_BY_LETTER = {letter: state for state, letter in _LETTERS.items()}


ItemText = tuple[str, str, str, str, str, str]
"""The fields of an item summary as texts."""


class ItemSummary(NamedTuple):
    """An item of which a day, an owner or a party is recorded."""

    item: str
    state: State
    chase_on: date | None
    due: date | None
    owner: str
    whom: str
    """For whom it waits."""

    def group(self, days: Days) -> StepGroup | None:
        """Return what is to be done with the item, whatever is open before it."""
        return group_of(self.state, self.chase_on, self.due, days)


def items_text(view: RunView) -> tuple[ItemText, ...]:
    """Return the items of a run of which a day, an owner or a party is recorded, for a cache."""
    return tuple(
        (
            item.id,
            view.state(item).value,
            day_text(each.chase_on),
            day_text(each.due),
            each.owner,
            each.waiting_for,
        )
        for _place, item, each in view.recorded
        if each.chase_on or each.due or each.owner or each.waiting_for
    )


def items_from_text(items: Iterable[Sequence[str]]) -> list[ItemSummary]:
    """Return the items that :func:`items_text` wrote."""
    return [
        ItemSummary(item, State(state), day_from(chase_on), day_from(due), owner, whom)
        for item, state, chase_on, due, owner, whom in items
    ]


def states_text(states: Iterable[State]) -> str:
    """Return states as a cache keeps them: a letter for each."""
    return "".join(map(_LETTERS.__getitem__, states))


@lru_cache(maxsize=4096)
def states_from_text(text: str) -> tuple[State, ...]:
    """Return the states that :func:`states_text` wrote."""
    return tuple(map(_BY_LETTER.__getitem__, text))


def day_text(day: date | None) -> str:
    """Return a day as a cache keeps it: ISO, empty for none."""
    return day.isoformat() if day else ""


def day_from(text: str) -> date | None:
    """Return the day that :func:`day_text` wrote."""
    return date.fromisoformat(text) if text else None
