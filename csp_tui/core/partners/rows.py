"""The rows of the list of partners: summaries of a partner and of its runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from csp_tui.core.base.clock import from_stamp
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.customers.batches import Batch
from csp_tui.core.runs.anniversary import POINTS, anniversary
from csp_tui.core.runs.item_summary import (
    ItemSummary,
    ItemText,
    day_from,
    items_from_text,
    states_from_text,
)
from csp_tui.core.runs.step_groups import Days, State, StepGroup

BEHIND = "<"
"""The mark after an edition that is older than the newest."""


class RunSummary(NamedTuple):
    """One run on the first screen."""

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
    """Number of ticks against another rule than their edition has now."""
    newer: str = ""
    """The newest edition; empty if the run is on it or closed."""
    newer_rules: int = 0
    """Number of ticks against another rule than the newest edition has."""
    ready: str = ""
    chase_text: Sequence[str] = ()
    """Day and title of the first waiting item to chase."""
    due_text: Sequence[str] = ()
    """Day and title of the first item that is due."""
    refused: str = ""
    """Title of the first refused item."""
    states_text: str = ""
    items_text: Sequence[ItemText] = ()
    customers_complete: int = 0
    customers: int = 0
    """Number of active customers, if the run has items for each customer."""
    checklist: str = ""
    """Id of the checklist; the run's key may differ."""
    open_for_customers: Sequence[str] = ()
    """Ids of the per-customer prerequisites that are still open for a customer."""
    batches: Sequence[Batch] = ()
    """What is open for the customers."""
    members: Sequence[tuple[str, str]] = ()
    """Id and name of each active customer; `batches` hold their places in this list."""
    outcome: str = ""
    """How the run ended; empty while it is open."""
    is_to_close: bool = False
    """Whether the open run is complete and only needs closing."""
    error: str = ""

    @property
    def waiting_since(self) -> date | None:
        """Since when the longest waiting item waits."""
        return day_from(self.waiting_since_text)

    @property
    def states(self) -> tuple[State, ...]:
        """The state of each of the run's items, in the checklist's order."""
        return states_from_text(self.states_text)

    @property
    def items(self) -> list[ItemSummary]:
        """The items that have more than a state."""
        return items_from_text(self.items_text)

    def next(self, today: date) -> str:
        """Return what to do now: chase, due, or the first item that is ready."""
        if self.error:
            return self.error
        if self.outcome:
            return _("closed: {outcome}").format(outcome=_(self.outcome))
        if urgent := self._urgent(today):
            return urgent
        if self.is_to_close:
            return _("close it: complete")
        if self.ready:
            return self.ready
        if self.customers_complete < self.customers:
            counts = f"{self.customers_complete}/{self.customers}"
            return _("customers {counts}").format(counts=counts)
        if self.waiting:
            return _("waiting")
        return _("complete") if self.done == self.total else _("nothing open")

    def is_urgent(self, today: date) -> bool:
        """Return whether the next thing is urgent: to chase, due, refused, or to confirm."""
        return not (self.error or self.outcome) and bool(self._urgent(today))

    def _urgent(self, today: date) -> str:
        days = Days.of(today)
        if found := self._first(StepGroup.CHASE, days.chase, days):
            return _("chase: {title}").format(title=found)
        if found := self._first(StepGroup.DUE, days.due, days):
            return _("due: {title}").format(title=found)
        for_customers = (self._title(b) for b in self.batches if b.state == State.REFUSED)
        if refused := self.refused or next(for_customers, ""):
            return _("refused: {title}").format(title=refused)
        if count := self.rules_changed:
            message = ngettext("confirm: a rule changed", "confirm: {count} rules changed", count)
            return message.format(count=count)
        return ""

    def _first(self, group: StepGroup, last: date, days: Days) -> str:
        """Return the title of what is first to chase or due by `last`, customers' too."""
        own = self.chase_text if group is StepGroup.CHASE else self.due_text
        dated = [
            (batch.chase_on if group is StepGroup.CHASE else batch.due, self._title(batch))
            for batch in self.batches
            if batch.group(days) is group
        ]
        if own and (day := date.fromisoformat(own[0])) <= last:
            dated.append((day, own[1]))
        return min(dated, key=lambda each: each[0] or date.max)[1] if dated else ""

    def _title(self, batch: Batch) -> str:
        """Return the title of a batch: the item, and the customer or their number."""
        count = len(batch.members)
        who = self.members[batch.members[0]][1]
        if count > 1:
            who = ngettext("{count} customer", "{count} customers", count).format(count=count)
        return f"{batch.title}: {who}"

    def number_in(self, group: StepGroup, today: date) -> int:
        """Return how many items are in a group (chase or due), counted for each customer."""
        if self.outcome:
            return 0
        days = Days.of(today)
        own = sum(each.group(days) is group for each in self.items)
        return own + sum(len(each.members) for each in self.batches if each.group(days) is group)

    def count_refused(self) -> int:
        """Return how many items are refused, counted for each customer."""
        if self.outcome:
            return 0
        each = (len(batch.members) for batch in self.batches if batch.state == State.REFUSED)
        return self.states.count(State.REFUSED) + sum(each)

    @property
    def has_changed(self) -> bool:
        """Whether a rule has changed since it was ticked, for the partner or a customer."""
        return self.rules_changed > 0 or any(b.state == State.RULE_CHANGED for b in self.batches)


class PartnerSummary(NamedTuple):
    """One partner on the first screen, or why its file is unreadable."""

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
    """Years whose yearly run is complete, or closed as completed."""
    model_from_runs: str = ""
    """The model that follows from the runs; see model_from_runs.py."""
    changed_text: str = ""
    unreadable_customers: tuple[tuple[str, str], ...] = ()
    """Id of each customer whose file cannot be read, and why."""
    error: str = ""

    @property
    def known_since(self) -> date | None:
        """The day on which the first run was started."""
        return day_from(self.known_since_text)

    @property
    def changed(self) -> datetime | None:
        """When a state was last recorded."""
        return from_stamp(self.changed_text) if self.changed_text else None

    @property
    def is_lasting(self) -> bool:
        """Whether the row may be cached."""
        is_broken = self.error or self.unreadable_customers
        return not is_broken and not any(run.error for run in self.runs)

    def anniversary(self, today: date) -> date | None:
        """Return the next open T."""
        if not self.month:
            return None
        return anniversary(self.month, today, self.known_since, self.answered_years)

    @property
    def clock_model(self) -> str:
        """The model for the clock: the partner's own if known, else the one from its runs."""
        is_known = self.model and self.model in POINTS
        return self.model if is_known else self.model_from_runs
