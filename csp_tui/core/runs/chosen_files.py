"""What a user has chosen to change in the files of several customers or partners.

These files are not read before the change is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import compress
from typing import NamedTuple

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.model import Item
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import item_changes
from csp_tui.core.runs.chosen import Make, counted, left_out_sentence
from csp_tui.core.runs.step_groups import TICKED, State
from csp_tui.core.runs.tick_warnings import open_doubt


class ChosenCustomers(NamedTuple):
    """One item of several customers, whose files are not read before the change is saved.

    Args:
        item: the item.
        states: the state of the item for each customer; None for an unknown state.
        open_before: titles of the item's prerequisites that are open for the partner or for at
            least one of the customers.
    """

    item: Item
    states: Sequence[State | None]
    open_before: Sequence[str] = ()

    @property
    def alone(self) -> None:
        """None: the progress of the item is not known before the customers' files are read."""
        return

    @property
    def titles(self) -> list[str]:
        """A list with the title of the item."""
        return [self.item.title]

    @property
    def usual_party(self) -> str:
        """The party to suggest when the item is set waiting: "the customer"."""
        return _("the customer")

    def labelled(self, label: str) -> str:
        """Return the label of a question, with the number of customers in front."""
        count = len(self.states)
        many = ngettext("{count} customer: {label}", "{count} customers: {label}", count)
        return many.format(count=count, label=f"{label[:1].lower()}{label[1:]}")

    def done_doubt(self) -> str:
        """Return a sentence with the number of customers for whom the item is done; empty for 0."""
        return _done_of(self.states)

    def tick_doubt(self, *, is_short: bool = False) -> str:
        """Return the warning before the item is ticked; empty if there is nothing to warn of.

        It says for how many customers the item is refused, and what is open before it, or with
        `is_short` how much is.
        """
        return _tick_doubt(self.states, self.open_before, is_short=is_short)

    def only(self, test: Callable[[State | None], bool]) -> ChosenCustomers:
        """Return a copy with the states that pass `test`; an unknown state is None for it."""
        return self._replace(states=[state for state in self.states if test(state)])

    def named(self) -> str:
        """Return the item and the number of customers: ``Consent given, for 14 customers``."""
        count = len(self.states)
        many = ngettext("{items}, for {count} customer", "{items}, for {count} customers", count)
        return many.format(items=self.item.title, count=count)

    def chase_day(self, today: date) -> date:
        """Return the usual day to chase the item if waiting starts today."""
        return item_changes.chase_day(self.item, today)

    def changes(self, make: Make) -> Sequence[Change]:  # noqa: ARG002 - no file is read
        """Return an empty sequence: `make` is called later, when the customers' files are read."""
        return ()


class ChosenPartners(NamedTuple):
    """Items of several partners, whose files are not read before the change is saved.

    Args:
        items: the items; one that is chosen for several partners is there once for each.
        states: the state of each of `items`.
        places: for each of `items`, the partner's id and the run's key.
        open_before: titles of prerequisites that are open for at least one of the partners.
    """

    items: Sequence[Item]
    states: Sequence[State]
    places: Sequence[tuple[str, str]]
    open_before: Sequence[str] = ()

    @property
    def parts(self) -> dict[tuple[str, str], list[Item]]:
        """The chosen items of each run of a partner, by the partner's id and the run's key."""
        parts: dict[tuple[str, str], list[Item]] = {}
        for item, place in zip(self.items, self.places, strict=True):
            parts.setdefault(place, []).append(item)
        return parts

    @property
    def partners(self) -> int:
        """How many partners the items are of."""
        return len({partner_id for partner_id, _run in self.places})

    @property
    def alone(self) -> None:
        """None: the progress of the items is not known before the partners' files are read."""
        return

    @property
    def titles(self) -> list[str]:
        """The titles of the items, each once."""
        return list(dict.fromkeys(item.title for item in self.items))

    @property
    def usual_party(self) -> str:
        """The party to suggest when the items are set waiting: Microsoft."""
        return "Microsoft"

    def labelled(self, label: str) -> str:
        """Return the label of a question, with the number of partners in front."""
        many = ngettext("{count} partner: {label}", "{count} partners: {label}", self.partners)
        return many.format(count=self.partners, label=f"{label[:1].lower()}{label[1:]}")

    def named(self) -> str:
        """Return the items and the number of partners: ``Credit approval, for 14 partners``."""
        items = counted(self.titles, len(self.items))
        count = self.partners
        many = ngettext("{items}, for {count} partner", "{items}, for {count} partners", count)
        return many.format(items=items, count=count)

    def done_doubt(self) -> str:
        """Return a sentence with the number of items that are done; empty for 0."""
        return _done_of(self.states)

    def tick_doubt(self, *, is_short: bool = False) -> str:
        """Return the warning before the items are ticked; empty if there is nothing to warn of.

        It says how many of them are refused, and what is open before them, or with `is_short` how
        much is.
        """
        return _tick_doubt(self.states, self.open_before, is_short=is_short)

    def only(self, test: Callable[[State], bool]) -> ChosenPartners:
        """Return a copy with only those items whose state passes `test`."""
        kept = [*map(test, self.states)]
        items, states = [*compress(self.items, kept)], [*compress(self.states, kept)]
        return self._replace(items=items, states=states, places=[*compress(self.places, kept)])

    def chase_day(self, today: date) -> date | None:
        """Return the usual day to chase if waiting starts today; None if the items' days differ."""
        days = {item_changes.chase_day(item, today) for item in self.items}
        return days.pop() if len(days) == 1 else None

    def changes(self, make: Make) -> Sequence[Change]:  # noqa: ARG002 - no file is read
        """Return an empty sequence: `make` is called later, when the partners' files are read."""
        return ()


def left_out_of(
    chosen: ChosenCustomers | ChosenPartners, kept: ChosenCustomers | ChosenPartners, others: str
) -> str:
    """Return a sentence on what of `chosen` is not in `kept`; "" if that is all of it.

    `others` says what is left out, with ``{count}``.
    """
    left = len(chosen.states) - len(kept.states)
    return left_out_sentence([others.format(count=left)] if left else [])


def _done_of(states: Sequence[State | None]) -> str:
    """Return a sentence with the number of `states` that are done; empty for 0."""
    if not (done := sum(state in TICKED for state in states)):
        return ""
    return _("Done for {count} of {all}.").format(count=done, all=len(states))


def _tick_doubt(
    states: Sequence[State | None], open_before: Sequence[str], *, is_short: bool
) -> str:
    """Return a warning of how many `states` are refused, and of what is open before; or ""."""
    refused = states.count(State.REFUSED)
    message = ngettext("Refused for {count}.", "Refused for {count}.", refused)
    parts = (
        message.format(count=refused) if refused else "",
        open_doubt(open_before, is_short=is_short),
    )
    return " ".join(filter(None, parts))
