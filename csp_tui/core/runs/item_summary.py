"""What the cached summaries of partners and customers hold of the items of a run.

The summaries hold days, states and items as texts, as the JSON of their caches does, so that ten
thousand of them are read without decoding. The functions here make these texts, and decode them
when a value is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.runs.step_groups import MET, SETTLED, Days, State, StepGroup, group_of

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
_BY_VALUE = {state.value: state for state in State}  # quicker than State(value)
SETTLED_LETTERS = frozenset(map(_LETTERS.__getitem__, SETTLED))
MET_LETTERS = frozenset(map(_LETTERS.__getitem__, MET))
WAITING_LETTER = _LETTERS[State.WAITING]
"""The letters for WAITING and the states in SETTLED and MET in what :func:`states_text` returns."""


ItemText = tuple[str, str, str, str, str, str, str]
"""An ItemSummary with each field as text."""


class ItemSummary(NamedTuple):
    """An item of a run that has a day to chase, a due day, an owner or somebody it waits for."""

    item: str
    state: State
    chase_on: date | None
    due: date | None
    owner: str
    whom: str
    """Name of whom the item waits for."""
    since: date | None = None
    """The day since which the item waits; None if it does not, or the day is unknown."""

    def group(self, days: Days) -> StepGroup | None:
        """Return the group of the step that the item makes now, such as DUE; None if it is settled.

        Settled means done or not applicable. Whether prerequisites are open does not matter here.
        """
        return group_of(self.state, self.chase_on, self.due, days)


def items_text(view: RunView) -> tuple[ItemText, ...]:
    """Return the summaries of those items of a run that have a day or an owner, or wait.

    Each is an ItemSummary with every field as text.
    """
    return tuple(
        (
            item.id,
            view.state(item).value,
            day_text(each.chase_on),
            day_text(each.due),
            each.owner,
            each.waiting_for,
            day_text(view.waiting_since(item)),
        )
        for _place, item, each in view.recorded
        if each.chase_on or each.due or each.owner or each.waiting_for
    )


def items_from_text(items: Iterable[Sequence[str]]) -> list[ItemSummary]:
    """Return an ItemSummary for each of `items`, which :func:`items_text` returned as texts."""
    return [
        ItemSummary(
            item, _BY_VALUE[state], day_from(chase_on), day_from(due), owner, whom, day_from(since)
        )
        for item, state, chase_on, due, owner, whom, since in items
    ]


def states_text(states: Iterable[State]) -> str:
    """Return `states` as a text with one letter for each."""
    return "".join(map(_LETTERS.__getitem__, states))


@lru_cache(maxsize=4096)
def states_from_text(text: str) -> tuple[State, ...]:
    """Return the states that :func:`states_text` turned into `text`."""
    return tuple(map(_BY_LETTER.__getitem__, text))


def day_text(day: date | None) -> str:
    """Return `day` as a text like ``2026-11-23``; empty for None."""
    return day.isoformat() if day else ""


@lru_cache(maxsize=4096)
def day_from(text: str) -> date | None:
    """Return the day from which :func:`day_text` made `text`; None for an empty text."""
    return date.fromisoformat(text) if text else None
