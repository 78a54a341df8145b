"""A run together with its checklist; its parts are the partner's own and one for each customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from csp_tui.core.checklists.model import Checklist, Item, Section
from csp_tui.core.progress.model import UNTOUCHED, Customer, ItemProgress, Partner, Run, Status
from csp_tui.core.runs.item_changes import with_day_to_chase
from csp_tui.core.runs.item_counts import Counts, CustomerCounts, counts_of
from csp_tui.core.runs.step_groups import MET, State

if TYPE_CHECKING:
    from csp_tui.core.checklists.editions import Newer


_STATES = {status: State(status) for status in Status}


@dataclass(frozen=True)
class RunView:
    """One part of a run, together with its checklist, as screens and commands show it.

    Args:
        partner: the partner whose run it is.
        run: the run, with the progress of this part's items.
        checklist: the edition that the run is on.
        customer: the customer whose part it is; None for the partner's own part.
        customers: counts of the customers; None where they have not been counted.
        newer: the newest edition of the checklist; None if the run is on it.
        ticked: by item id, the full text of the ticked rule; see `ticked_rules.with_wordings`.
    """

    partner: Partner
    run: Run
    checklist: Checklist
    customer: Customer | None = None
    customers: CustomerCounts | None = None
    newer: Newer | None = None
    ticked: Mapping[str, str] = field(default_factory=dict)

    def of_customer(self, customer: Customer) -> RunView:
        """Return the part of the run that belongs to `customer`, with the customer's progress."""
        run = replace(self.run, items=customer.run(self.run.key).items)
        return replace(self, run=run, customer=customer)

    @property
    def name(self) -> str:
        """The name of the customer or partner whose part this is."""
        return self.customer.name if self.customer else self.partner.name

    @property
    def customer_id(self) -> str:
        """The id of the customer whose part this is; "" for the partner's own part."""
        return self.customer.id if self.customer else ""

    @cached_property
    def facts(self) -> dict[str, bool]:
        """The answers to facts, by fact id: the customer's, and the partner's where it has none."""
        return {**self.partner.facts, **(self.customer.facts if self.customer else {})}

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items of this part: per-customer items for a customer, else all others."""
        return self.checklist.own_items if self.customer is None else self.customer_items

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections to show: for a customer the per-customer ones, for the partner all."""
        sections = self.checklist.sections
        return sections if self.customer is None else tuple(each for each in sections if each.per)

    def is_for_each(self, item: Item) -> bool:
        """Return whether `item` is per customer, and this is the partner's own part."""
        return self.customer is None and item.id in self.checklist.customer_ids

    @property
    def partner_part(self) -> RunView:
        """The partner's own part of the run; for that part, the view itself."""
        # Not cached: a view that refers to itself would be freed only by the garbage collector.
        return self if self.customer is None else self._other_part

    @cached_property
    def _other_part(self) -> RunView:
        return replace(self, run=self.partner.runs.get(self.run.key, self.run), customer=None)

    def part_of(self, item: Item) -> RunView:
        """Return the partner's part for an item that is not per customer, else this part."""
        own = self.customer is None or item.id in self.checklist.customer_ids
        return self if own else self.partner_part

    @property
    def customer_items(self) -> tuple[Item, ...]:
        """The per-customer items of the checklist."""
        return self.checklist.customer_items

    @property
    def is_closed(self) -> bool:
        """Whether the run is closed; nothing in a closed run is to be done."""
        return self.run.closed is not None

    @cached_property
    def recorded(self) -> tuple[tuple[int, Item, ItemProgress], ...]:
        """The items of this part with recorded progress: index in `items`, item and progress."""
        return tuple(
            (place, item, self.progress(item))
            for place, item in enumerate(self.items)
            if item.id in self.run.items
        )

    def progress(self, item: Item) -> ItemProgress:
        """Return the progress of an item, with the usual day to chase if it waits without one.

        UNTOUCHED in the partner's own part for a per-customer item; see `gone_through.of_partner`.
        """
        progress = self.run.items.get(item.id)
        if progress is None or self.is_for_each(item):
            return UNTOUCHED
        if progress.status != Status.WAITING or progress.chase_on is not None:
            return progress
        return with_day_to_chase(progress, item, self.run.started)

    def applies(self, item: Item) -> bool:
        """Return whether an item applies by the facts, and nobody has set it not applicable."""
        return self.progress(item).status != Status.NOT_APPLICABLE and self.fits(item)

    def fits(self, item: Item) -> bool:
        """Return whether an item applies by the facts; True if its fact is unanswered."""
        return not item.when or item.applies(self.facts)

    def rule_changed(self, item: Item) -> bool:
        """Return whether `item` was ticked against another rule than its edition has.

        False if it is not done, excluded by a fact or ticked against an unknown rule; if the run is
        closed; and if the newest edition has that rule.
        """
        ticked = self.run.of(item.id).fingerprint
        if ticked in ("", item.fingerprint) or not self._is_ticked(item):
            return False
        known = self.newer.successors.get(item.id, ()) if self.newer else ()
        return all(each.fingerprint != ticked for each in known)

    def newer_rules(self, item: Item) -> tuple[Item, ...]:
        """Return the newest edition's items that continue `item` with another rule.

        A ticked item's rule is the one it was ticked against. Empty if closed or on that edition.
        """
        if self.newer is None or self.is_closed:
            return ()
        ticked = self.progress(item).fingerprint if self._is_ticked(item) else ""
        return self.newer.rules_unlike(item, ticked or item.fingerprint)

    def has_newer_rule(self, item: Item) -> bool:
        """Return whether `item` was ticked against a rule that the newest edition has changed."""
        return bool(self.newer) and self._is_ticked(item) and bool(self.newer_rules(item))

    def to_confirm(self, item: Item) -> Item | None:
        """Return the item with the changed rule against which the tick of `item` can be confirmed.

        None if no rule has changed, or if the newest edition has split the item into several.
        """
        if self.rule_changed(item):
            return item
        if not self.newer or not self.has_newer_rule(item):
            return None
        known = self.newer.successors[item.id]
        return known[0] if len(known) == 1 else None

    def _is_ticked(self, item: Item) -> bool:
        """Return whether `item` is done and applies by the facts, and the run is open."""
        return not self.is_closed and self.progress(item).status == Status.DONE and self.fits(item)

    def state(self, item: Item) -> State:
        """Return the item's status, or RULE_CHANGED; NOT_APPLICABLE if a fact excludes the item.

        TODO if nothing is recorded, and in the partner's own part for a per-customer item.
        """
        return self.states.get(item.id) or self._state(item)

    def _state(self, item: Item) -> State:
        if not self.fits(item):
            return State.NOT_APPLICABLE
        progress = self.run.items.get(item.id)
        if progress is None or self.is_for_each(item):
            return State.TODO
        return State.RULE_CHANGED if self.rule_changed(item) else _STATES[progress.status]

    @cached_property
    def states(self) -> dict[str, State]:
        """The state of each item of this part, by its id."""
        return {
            item.id: self._state(item) if item.when or item.id in self.run.items else State.TODO
            for item in self.items
        }

    def waiting_since(self, item: Item) -> date | None:
        """Return the day since which an item waits; None if it does not, or the day is unknown."""
        progress = self.progress(item)
        return progress.since if progress.status == Status.WAITING and self.fits(item) else None

    def missing(self, item: Item) -> list[Item]:
        """Return the open prerequisites of an item.

        For a per-customer item in the partner's part only the partner's own items count, since
        per-customer prerequisites differ from customer to customer.
        """
        wanted = [self.checklist.by_id[each] for each in item.after]
        if self.is_for_each(item):
            wanted = [each for each in wanted if not self.is_for_each(each)]
        return [each for each in wanted if self._is_open(each)]

    def _is_open(self, item: Item) -> bool:
        """Return whether `item`, a prerequisite, is open in the part that has it.

        In the partner's part, a per-customer item is open until done for each customer it applies
        to, and while there is no active customer.
        """
        if self.is_for_each(item):
            # Without any customer the item cannot be known to be done for all: it stays open.
            counts = self.customers or CustomerCounts()
            done, applying = counts.by_item.get(item.id, (0, 0))
            return done < applying or not counts.active
        return self.part_of(item).states[item.id] not in MET

    def counts(self, section: Section | None = None) -> Counts:
        """Return the counts of this part's items; if `section` is given, of the items in it."""
        return self._counts(section.items) if section else self._all_counts

    @cached_property
    def _all_counts(self) -> Counts:
        return self._counts(self.items)

    def _counts(self, items: Sequence[Item]) -> Counts:
        newer_rules = sum(map(self.has_newer_rule, items)) if self.newer else 0
        return counts_of([(self.state(item), item.need) for item in items], newer_rules)

    def is_to_close(self) -> bool:
        """Return whether the run is complete but not closed.

        False for a customer's part. The partner's items must be done (in a yearly run the required
        ones), at least one; all customers complete; no tick to confirm.
        """
        counts = self._all_counts
        if self.is_closed or self.customer is not None or counts.rules_changed:
            return False
        customers = self.customers or CustomerCounts()
        is_done = counts.done == counts.total > 0
        if self.checklist.is_yearly:
            is_done = counts.is_complete and counts.required_total > 0
        return is_done and customers.complete == customers.active and not customers.error

    def to_chase(self, today: date | None = None) -> list[tuple[date, Item]]:
        """Return day to chase and item of waiting items, by day; with `today`, those up to then."""
        if self.is_closed:
            return []
        found = [
            (progress.chase_on, item)
            for _place, item, progress in self.recorded
            if progress.chase_on and progress.status == Status.WAITING and self.fits(item)
        ]
        chosen = [each for each in found if today is None or each[0] <= today]
        return sorted(chosen, key=lambda each: each[0])

    def due(self, today: date | None = None) -> list[tuple[date, Item]]:
        """Return due day and item of open items, by day; with `today`, only those due by then."""
        if self.is_closed:
            return []
        found = [
            (progress.due, item)
            for _place, item, progress in self.recorded
            if progress.due and progress.status != Status.DONE and self.applies(item)
        ]
        chosen = [each for each in found if today is None or each[0] <= today]
        return sorted(chosen, key=lambda each: each[0])

    def refused(self) -> list[Item]:
        """Return the refused items that apply by the facts; none in a closed run."""
        if self.is_closed:
            return []
        return [
            item
            for _place, item, progress in self.recorded
            if progress.status == Status.REFUSED and self.fits(item)
        ]

    @cached_property
    def all_ready(self) -> list[Item]:
        """The items that are to do and have no open prerequisite; [] in a closed run."""
        todo = [] if self.is_closed else self.items
        open_ones = (each for each in todo if self.states[each.id] == State.TODO)
        return [item for item in open_ones if not (item.after and self.missing(item))]

    def ready(self) -> Item | None:
        """Return the first ready item, a required one if there is any; None if none is ready."""
        required = (item for item in self.all_ready if item.need == "required")
        return next(required, next(iter(self.all_ready), None))
