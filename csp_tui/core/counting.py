"""Counting a run and finding what is next in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from csp_tui.core.checklist import Checklist, Item, Section
from csp_tui.core.progress import ItemProgress, Partner, Run, Status


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a run is; an item that does not apply is in none of the totals."""

    done: int = 0
    total: int = 0
    required_done: int = 0
    required_total: int = 0
    waiting: int = 0
    refused: int = 0
    not_applicable: int = 0

    @property
    def is_complete(self) -> bool:
        """Every required item that applies is done."""
        return not self.required_open

    @property
    def required_open(self) -> int:
        """Required items that apply and are not done."""
        return self.required_total - self.required_done

    @property
    def share(self) -> float:
        """Done items as a part of those that apply, from 0 to 1."""
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True)
class RunView:
    """A run beside the checklist that it goes through: what screens and commands show."""

    partner: Partner
    run: Run
    checklist: Checklist

    @property
    def is_closed(self) -> bool:
        """The run has ended: it can be read, and nothing in it is next."""
        return self.run.closed is not None

    def progress(self, item: Item) -> ItemProgress:
        """Return what is recorded of an item."""
        return self.run.of(item.id)

    def applies(self, item: Item) -> bool:
        """Say whether an item counts: its fact allows it and nobody set it not applicable."""
        is_set_apart = self.progress(item).status == Status.NOT_APPLICABLE
        return not is_set_apart and item.applies(dict(self.partner.facts))

    def rule_changed(self, item: Item) -> bool:
        """Say whether a done item was ticked against another wording than the edition's."""
        progress = self.progress(item)
        is_done = progress.status == Status.DONE
        return is_done and progress.fingerprint not in ("", item.fingerprint)

    def missing(self, item: Item) -> list[Item]:
        """Return the prerequisites that are still open."""
        wanted = (self.checklist.by_id[key] for key in item.after)
        return [
            each
            for each in wanted
            if self.applies(each) and self.progress(each).status != Status.DONE
        ]

    def counts(self, section: Section | None = None) -> Counts:
        """Count the whole run, or one section of it."""
        items = section.items if section else tuple(self.checklist.items)
        applying = [item for item in items if self.applies(item)]
        done = [item for item in applying if self.progress(item).status == Status.DONE]
        statuses = [self.progress(item).status for item in applying]
        return Counts(
            done=len(done),
            total=len(applying),
            required_done=sum(item.need == "required" for item in done),
            required_total=sum(item.need == "required" for item in applying),
            waiting=statuses.count(Status.WAITING),
            refused=statuses.count(Status.REFUSED),
            not_applicable=len(items) - len(applying),
        )

    def to_chase(self, today: date | None = None) -> list[tuple[date, Item]]:
        """Return the waiting items by their day to chase; all, or those up to `today`."""
        if self.is_closed:
            return []
        found = [
            (progress.chase_on, item)
            for item in self.checklist.items
            if (progress := self.progress(item)).status == Status.WAITING
            and progress.chase_on
            and self.applies(item)
        ]
        chosen = [each for each in found if today is None or each[0] <= today]
        return sorted(chosen, key=lambda each: each[0])

    def due(self, today: date | None = None) -> list[tuple[date, Item]]:
        """Return the open items by their due date; all, or those up to `today`."""
        if self.is_closed:
            return []
        found = [
            (progress.due, item)
            for item in self.checklist.items
            if (progress := self.progress(item)).due
            and self.applies(item)
            and progress.status != Status.DONE
        ]
        chosen = [each for each in found if today is None or each[0] <= today]
        return sorted(chosen, key=lambda each: each[0])

    def refused(self) -> list[Item]:
        """Return the items that Microsoft or another said no to."""
        if self.is_closed:
            return []
        return [
            item
            for item in self.checklist.items
            if self.applies(item) and self.progress(item).status == Status.REFUSED
        ]

    def ready(self) -> Item | None:
        """Return the first item to do whose prerequisites are met, required ones first."""
        if self.is_closed:
            return None
        ready = [
            item
            for item in self.checklist.items
            if self.applies(item)
            and self.progress(item).status == Status.TODO
            and not self.missing(item)
        ]
        required = (item for item in ready if item.need == "required")
        return next(required, ready[0] if ready else None)
