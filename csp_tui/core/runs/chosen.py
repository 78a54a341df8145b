"""What an act is for: items of one part of a run, or one item of several customers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.model import Item
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import ItemProgress, Status
from csp_tui.core.runs import before_ticking, item_changes
from csp_tui.core.runs.before_ticking import open_doubt
from csp_tui.core.runs.step_groups import TICKED, State
from csp_tui.core.runs.view import RunView

Make = Callable[[RunView, Item], "Change | None"]
"""Makes the change to an item in a part of a run; None where there is nothing to change."""


class Chosen(Protocol):
    """What an act is for."""

    @property
    def alone(self) -> ItemProgress | None:
        """What is recorded of the only item; None where several are chosen."""

    @property
    def usual_party(self) -> str:
        """For whom one usually waits."""

    def labelled(self, label: str) -> str:
        """Return a label that says for how many the answer holds."""

    def done_doubt(self) -> str:
        """Return a sentence on what is done and would lose its tick; empty if nothing is."""

    def reopen_question(self) -> str:
        """Return the question before all of them are set to do again."""

    def chase_day(self, today: date) -> date | None:
        """Return the day to chase all of them; None where each has its own."""

    def changes(self, make: Make) -> Sequence[Change]:
        """Return the changes that `make` makes, as far as they can be known now."""


class ChosenItems(NamedTuple):
    """Items of one part of a run.

    Args:
        view: the part of the run.
        items: the items, in the order of the checklist.
        answer_fact: saves the answer to a fact, and returns the part of the run with it; None
            where the facts have been asked already.
    """

    view: RunView
    items: Sequence[Item]
    answer_fact: Callable[[Change], RunView] | None = None

    @property
    def alone(self) -> ItemProgress | None:
        """What is recorded of the only item; None where several are chosen."""
        return self.view.progress(self.items[0]) if len(self.items) == 1 else None

    @property
    def usual_party(self) -> str:
        """For whom one usually waits."""
        return "Microsoft" if self.view.customer is None else _("the customer")

    def labelled(self, label: str) -> str:
        """Return a label that says for how many items the answer holds."""
        if len(self.items) == 1:
            return label
        label = f"{label[:1].lower()}{label[1:]}"
        return _("{count} items {label}").format(count=len(self.items), label=label)

    def done_doubt(self) -> str:
        """Return a sentence on the items that would lose their tick; empty if none would."""
        return before_ticking.done_doubt(self.view, self.items)

    def reopen_question(self) -> str:
        """Return the question before all of them are set to do again."""
        return _("Set {count} items to do again?").format(count=len(self.items))

    def chase_day(self, today: date) -> date | None:
        """Return the day to chase the only item; None for several."""
        return item_changes.chase_day(self.items[0], today) if len(self.items) == 1 else None

    def changes(self, make: Make) -> list[Change]:
        """Return the changes that `make` makes."""
        return [made for item in self.items if (made := make(self.view, item)) is not None]

    def only(self, test: Callable[[Item], bool]) -> ChosenItems:
        """Return those of the items that pass a test."""
        return self._replace(items=[item for item in self.items if test(item)])

    def is_settled(self, item: Item) -> bool:
        """Say whether a tick would leave an item as it is: done or not applicable."""
        status = self.view.progress(item).status
        is_set = status in (Status.DONE, Status.NOT_APPLICABLE)
        return is_set and not self.view.rule_changed(item)


class ChosenCustomers(NamedTuple):
    """One item of several customers, whose files are read when the change is saved.

    Args:
        item: the item.
        states: the state that it has for each of them; None where that is not known.
        open_before: titles of what is open before it, for the partner or for one of them.
    """

    item: Item
    states: Sequence[State | None]
    open_before: Sequence[str] = ()

    @property
    def alone(self) -> None:
        """Nothing: what is recorded is not read for a question about several."""
        return

    @property
    def usual_party(self) -> str:
        """For whom one usually waits."""
        return _("the customer")

    def labelled(self, label: str) -> str:
        """Return a label that says for how many customers the answer holds."""
        count = len(self.states)
        many = ngettext("{count} customer: {label}", "{count} customers: {label}", count)
        return many.format(count=count, label=f"{label[:1].lower()}{label[1:]}")

    def done_doubt(self) -> str:
        """Return for how many customers the item would lose its tick; empty for none."""
        if not (done := sum(state in TICKED for state in self.states)):
            return ""
        return _("Done for {count} of {all}.").format(count=done, all=len(self.states))

    def tick_doubt(self) -> str:
        """Return what speaks against a tick: refusals and open prerequisites; empty for none."""
        refused = self.states.count(State.REFUSED)
        message = ngettext("Refused for {count}.", "Refused for {count}.", refused)
        parts = (message.format(count=refused) if refused else "", open_doubt(self.open_before))
        return " ".join(filter(None, parts))

    def reopen_question(self) -> str:
        """Return the question before the item is set to do again for all of them."""
        count = len(self.states)
        question = ngettext(
            "Set it to do again for {count} customer?",
            "Set it to do again for {count} customers?",
            count,
        )
        return question.format(count=count)

    def chase_day(self, today: date) -> date:
        """Return the day to chase all of them."""
        return item_changes.chase_day(self.item, today)

    def changes(self, make: Make) -> Sequence[Change]:  # noqa: ARG002 - their files are not read
        """Return nothing: no file is read before the change is saved."""
        return ()
