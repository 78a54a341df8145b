"""The summaries of partners and their runs, which the list of partners shows as rows.

Fields that end in ``_text`` hold days and states as texts, decoded by the properties.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from csp_tui.core.base.clock import from_stamp
from csp_tui.core.base.language import _, customer_count
from csp_tui.core.customers.batches import Batch
from csp_tui.core.disk.columns import Shape
from csp_tui.core.runs.anniversary import POINTS
from csp_tui.core.runs.item_summary import (
    ItemSummary,
    ItemText,
    day_from,
    items_from_text,
    states_from_text,
)
from csp_tui.core.runs.step_groups import Days, State, StepGroup, group_of

BEHIND = "<"
"""The mark that is shown after an edition that is not the newest."""
_STATE, _CHASE_ON, _DUE = map(ItemSummary._fields.index, ("state", "chase_on", "due"))


ALL_OF_THEM = ""
"""Stands for the id of a customer where none of them can be listed."""


class RunSummary(NamedTuple):
    """One run of a partner, as lists show it; if its checklist is unreadable, `error` says why."""

    key: str
    title: str
    edition: str
    done: int = 0
    total: int = 0
    required_done: int = 0
    required_total: int = 0
    waiting: int = 0
    waiting_since_text: str = ""
    rules_changed: int = 0
    """Number of ticks that were made against another rule than their edition has now."""
    newer: str = ""
    """The newest edition; empty if the run is on it or is closed."""
    newer_rules: int = 0
    """Number of ticks that were made against another rule than the newest edition has."""
    ready: str = ""
    """Title of the first item that can be done."""
    ready_count: int = 0
    """Number of the partner's own items that can be done."""
    changed_title: str = ""
    """Title of the first tick of `rules_changed`."""
    waits: Sequence[str] = ()
    """Title and party of the partner's own item that waits longest."""
    chase_text: Sequence[str] = ()
    """Day and title of the waiting item with the earliest day to chase."""
    due_text: Sequence[str] = ()
    """Day and title of the open item with the earliest due day."""
    refused: str = ""
    """Title of the first refused item."""
    states_text: str = ""
    blocked_text: str = ""
    """For each item which prerequisite is the first that is open: "1", "2" ...; " " for none."""
    items_text: Sequence[ItemText] = ()
    customers_complete: int = 0
    customers: int = 0
    """Number of active customers, if the run has items for each customer."""
    checklist: str = ""
    """Id of the checklist."""
    batches: Sequence[Batch] = ()
    """The items that are open for customers."""
    members: Sequence[tuple[str, str]] = ()
    """Id and name of each active customer; batches refer to them by index in this list."""
    outcome: str = ""
    """The outcome with which the run was closed; empty while it is open."""
    is_to_close: bool = False
    """Whether the open run is complete and only needs closing."""
    error: str = ""
    stage: str = ""
    """Title of the first section with an open required item; empty if none is open."""
    section_days: Sequence[int] = ()
    """For each section the days until all it requires was done; -1 if open, or per customer."""
    kept: Sequence[str] = ()
    """Ids of the sections that are per customer, but that this run goes through once."""

    @property
    def waiting_since(self) -> date | None:
        """The day since which the partner's own longest waiting item waits; None if unknown."""
        return day_from(self.waiting_since_text)

    @property
    def states(self) -> tuple[State, ...]:
        """The states of the partner's own items in this run, in the checklist's order.

        Empty if the checklist is unreadable.
        """
        return states_from_text(self.states_text)

    @property
    def items(self) -> list[ItemSummary]:
        """The partner's own items that have a day or an owner, or wait for somebody."""
        return items_from_text(self.items_text)

    @property
    def why_nothing(self) -> str:
        """Why nothing is to be done in this run: how many customers are complete, or all is done.

        For an open run in which nothing is to chase, due, refused, to confirm, ready, or waiting.
        """
        if self.customers_complete < self.customers:
            counts = f"{self.customers_complete}/{self.customers}"
            return _("customers {counts}").format(counts=counts)
        return _("complete") if self.done == self.total else _("nothing open")

    def title_of(self, batch: Batch) -> str:
        """Return a title for an item that is in the same state for all customers of a batch.

        It is the item's title, followed by the customer's name or by how many customers there are.
        """
        count = len(batch.members)
        who = self.members[batch.members[0]][1]
        if count > 1:
            who = customer_count(count)
        return _("{title}: {who}").format(title=batch.title, who=who)

    def number_in(self, group: StepGroup, today: date) -> int:
        """Return how many items are in `group`, CHASE or DUE, on `today`; 0 for a closed run.

        A per-customer item counts once for each customer.
        """
        return self._number_in(group, Days.of(today))

    def has_in(self, group: StepGroup, days: Days) -> bool:
        """Return whether an item is in `group`, CHASE or DUE; items of customers count too.

        `days` has the latest days that count. False for a closed run.
        """
        if group is StepGroup.CHASE and self.chase_text and self.chase_text[0] <= days.texts[0]:
            return not self.outcome  # quicker: what waits and is to chase is in no other group
        return self._number_in(group, days) > 0

    def _number_in(self, group: StepGroup, days: Days) -> int:
        if self.outcome:
            return 0
        number, texts = 0, days.texts
        is_chase = group is StepGroup.CHASE
        place, last = (_CHASE_ON, texts[0]) if is_chase else (_DUE, texts[1])
        first = self.chase_text if is_chase else self.due_text
        if first and first[0] <= last:
            for each in self.items_text:
                if "" < each[place] <= last:
                    known = each[_STATE], each[_CHASE_ON], each[_DUE]
                    number += group_of(*known, texts) is group
        for batch in self.batches:
            if batch.group(days) is group:
                number += len(batch.members)
        return number

    def count_refused(self) -> int:
        """Return how many items are refused, a per-customer one for each customer; 0 if closed."""
        if self.outcome:
            return 0
        own = self.states.count(State.REFUSED) if self.refused else 0
        return own + self._number_of_customers(State.REFUSED)

    def count_waiting(self) -> int:
        """Return how many items wait, a per-customer one for each customer; 0 if closed."""
        return self.waiting + self._number_of_customers(State.WAITING)

    def _number_of_customers(self, state: State) -> int:
        return sum(len(batch.members) for batch in self.batches if batch.state_text == state)

    @property
    def first_refused(self) -> str:
        """Title of the first refused item, of the partner or else of customers; "" for none."""
        titles = (self.title_of(b) for b in self.batches if b.state_text == State.REFUSED)
        return self.refused or next(titles, "")

    def count_changed(self) -> int:
        """Return how many ticked items have a changed rule, a per-customer one only once."""
        if not self.batches:
            return self.rules_changed
        each = {b.item for b in self.batches if b.state_text == State.RULE_CHANGED}
        return self.rules_changed + len(each)

    @property
    def first_changed(self) -> str:
        """Title of the first item whose rule has changed since its tick; "" for none."""
        titles = (b.title for b in self.batches if b.state_text == State.RULE_CHANGED)
        return self.changed_title or next(titles, "")


class PartnerSummary(NamedTuple):
    """One partner, as lists show it; if its file is unreadable, `error` says why."""

    id: str
    name: str
    runs: Sequence[RunSummary] = ()
    company: str = ""
    model: str = ""
    owner: str = ""
    month: int = 0
    """Month of the onboarding anniversary; 0 if it is not known."""
    known_since_text: str = ""
    answered_years: Sequence[int] = ()
    """The years whose yearly run is complete or was closed as completed."""
    model_from_runs: str = ""
    """The model as guessed from the runs; see model_from_runs.py."""
    changed_text: str = ""
    tenant: str = ""
    region: str = ""
    unreadable_customers: tuple[tuple[str, str], ...] = ()
    """For each customer whose file cannot be read: the id, and why.

    If the customers cannot be listed, the only id is ALL_OF_THEM."""
    error: str = ""
    planned_texts: Sequence[str] = ()
    """The days for which active customers are planned, the first at the front."""
    contact_texts: Sequence[str] = ()
    note: str = ""

    @property
    def broken_files(self) -> list[tuple[str, str]]:
        """The name of each file of a customer that cannot be read, or of their directory; why."""
        return [
            (f"{each}.toml" if each != ALL_OF_THEM else _("customers"), why)
            for each, why in self.unreadable_customers
        ]

    @property
    def known_since(self) -> date | None:
        """The day on which the partner's first run was started; None if no start is recorded."""
        return day_from(self.known_since_text)

    @property
    def changed(self) -> datetime | None:
        """When anything of the partner or its customers was last changed; None if never."""
        return from_stamp(self.changed_text) if self.changed_text else None

    @property
    def is_lasting(self) -> bool:
        """Whether the summary may be cached; not if a file that belongs to it is unreadable."""
        return not (self.error or self.unreadable_customers or any(r.error for r in self.runs))

    @property
    def clock_model(self) -> str:
        """The business model that decides the points of the yearly clock; empty if unknown.

        It is the one that was filled in, if csp-tui knows it; else the one guessed from the runs.
        """
        is_known = self.model and self.model in POINTS
        return self.model if is_known else self.model_from_runs


PartnerRun = tuple[PartnerSummary, RunSummary | None]
"""A run with its partner; None for a partner without runs."""


def runs_of(rows: Iterable[PartnerSummary]) -> list[PartnerRun]:
    """Return each partner with each of its runs; with None if it has none."""
    return [(row, run) for row in rows for run in row.runs or (None,)]


_PLAIN = Shape(tuple)
_RUN = Shape(RunSummary, {"items_text": _PLAIN, "batches": Shape(Batch), "members": _PLAIN})
SHAPE = Shape(PartnerSummary, {"runs": _RUN})
"""What summaries are, for their cache."""
