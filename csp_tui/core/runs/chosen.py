"""What a user has chosen to change in a part of a run: the partner's own, or that of one customer.

What is chosen in the files of several customers or partners is in `chosen_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import compress
from typing import NamedTuple, Protocol

from csp_tui.core.base.language import _, item_count
from csp_tui.core.checklists.model import Item
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import ItemProgress, Status
from csp_tui.core.runs import item_changes, tick_warnings
from csp_tui.core.runs.view import RunView

Make = Callable[[RunView, Item], "Change | None"]
"""Returns the change to make to an item in a part of a run; None where nothing is to change."""


class Chosen(Protocol):
    """What a user has chosen to change: items of one part of a run, or of several files."""

    @property
    def alone(self) -> ItemProgress | None:
        """The progress of the chosen item; None if several are chosen.

        None also where the files of customers or of several partners are still to be read, even if
        only one item is chosen.
        """

    @property
    def titles(self) -> Sequence[str]:
        """The titles of the items."""

    @property
    def usual_party(self) -> str:
        """The party to suggest to the user when the items are set waiting."""

    def labelled(self, label: str) -> str:
        """Return the label of a question, with how many items, customers or partners it is for.

        For a single item the label is returned as it is.
        """

    def done_doubt(self) -> str:
        """Return a sentence on what is done and would lose its tick; empty if nothing is done."""

    def named(self) -> str:
        """Return what is chosen and of whom, for the title of a question."""

    def chase_day(self, today: date) -> date | None:
        """Return the usual day to chase if waiting starts today; None if the items' days differ."""

    def changes(self, make: Make) -> Sequence[Change]:
        """Return the changes that `make` makes to the items.

        Empty for several customers or partners: their changes are made when their files are read.
        """


class ChosenItems(NamedTuple):
    """Items of one part of a run.

    Args:
        view: the part of the run.
        items: the chosen items, in the order of the checklist.
        answer_fact: saves a change that answers a fact, and returns the part of the run with the
            answer; None where facts are not to be asked.
        left_out: how many of the marked items are not chosen, and why: ``3 done or n/a``.
    """

    view: RunView
    items: Sequence[Item]
    answer_fact: Callable[[Change], RunView] | None = None
    left_out: Sequence[str] = ()

    @property
    def alone(self) -> ItemProgress | None:
        """The progress of the chosen item; None if several are chosen."""
        return self.view.progress(self.items[0]) if len(self.items) == 1 else None

    @property
    def titles(self) -> list[str]:
        """The titles of the items."""
        return [item.title for item in self.items]

    @property
    def usual_party(self) -> str:
        """The party to suggest when the items are set waiting.

        It is Microsoft; "the customer" if the items are in one customer's part of a run.
        """
        return "Microsoft" if self.view.customer is None else _("the customer")

    def labelled(self, label: str) -> str:
        """Return the label of a question, extended by the number of items if several are chosen."""
        if len(self.items) == 1:
            return label
        label = f"{label[:1].lower()}{label[1:]}"
        return _("{count} items {label}").format(count=len(self.items), label=label)

    def done_doubt(self) -> str:
        """Return a sentence that names done items, which would lose their tick; empty if none."""
        is_done = [self.view.progress(each).status == Status.DONE for each in self.items]
        return tick_warnings.done_doubt([*compress(self.items, is_done)])

    def named(self) -> str:
        """Return the item, or the number of items, and whose: ``Credit approval, Contoso``."""
        items = counted(self.titles, len(self.items))
        return _("{items}, {name}").format(items=items, name=self.view.name)

    def chase_day(self, today: date) -> date | None:
        """Return the usual day to chase the item if waiting starts today; None for several."""
        return item_changes.chase_day(self.items[0], today) if len(self.items) == 1 else None

    def changes(self, make: Make) -> list[Change]:
        """Return the changes that `make` returns for the items; none where it returns None."""
        return [made for item in self.items if (made := make(self.view, item)) is not None]

    def only(self, test: Callable[[Item], bool], others: str) -> ChosenItems:
        """Return a copy with only those items for which `test` returns True.

        `others` are the words for the others, with ``{count}`` in place of their number.
        """
        items = [item for item in self.items if test(item)]
        count = len(self.items) - len(items)
        left_out = [*self.left_out, *[others.format(count=count)] * bool(count)]
        return self._replace(items=items, left_out=left_out)

    def with_left_out(self, sentence: str) -> str:
        """Return `sentence`, and behind it how many of the marked items are left out, and why."""
        return " ".join(filter(None, (sentence, left_out_sentence(self.left_out))))

    def is_settled(self, item: Item) -> bool:
        """Return whether `item` is done or not applicable, and its rule has not changed since."""
        status = self.view.progress(item).status
        is_set = status in (Status.DONE, Status.NOT_APPLICABLE)
        return is_set and not self.view.rule_changed(item)


def left_out_sentence(words: Sequence[str]) -> str:
    """Return a sentence on what is left out: ``Left out: 3 done or n/a.``; "" without words."""
    return _("Left out: {what}.").format(what=", ".join(words).rstrip(".")) if words else ""


def counted(titles: Sequence[str], count: int) -> str:
    """Return the title of the items if they have one title in common, else their number."""
    if len(titles) == 1:
        return titles[0]
    return item_count(count)
