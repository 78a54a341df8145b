"""Counts of the items of a run, and of its customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from csp_tui.core.runs.step_groups import MET, TICKED, Days, State, StepGroup, group_of


class Counts(NamedTuple):
    """How many items of a run are done, waiting and so on; totals are of the items that apply."""

    done: int = 0
    total: int = 0
    required_done: int = 0
    required_total: int = 0
    waiting: int = 0
    refused: int = 0
    not_applicable: int = 0
    rules_changed: int = 0
    """Done items whose tick was made against another rule than their edition has now."""
    newer_rules: int = 0
    """Done items whose tick was made against another rule than the newest edition has."""

    @property
    def is_complete(self) -> bool:
        """Whether every required item that applies is done; True if there is none."""
        return not self.required_open

    @property
    def required_open(self) -> int:
        """How many required items that apply are not done."""
        return self.required_total - self.required_done


def counts_of(items: Sequence[tuple[State, str]], newer_rules: int) -> Counts:
    """Return the counts of `items`, each given by its state and its need.

    `newer_rules` is the count that does not follow from the states.
    """
    every = Counter(state for state, _need in items)
    required = Counter(state for state, need in items if need == "required")
    return Counts(
        done=sum(every[state] for state in TICKED),
        total=len(items) - every[State.NOT_APPLICABLE],
        required_done=sum(required[state] for state in TICKED),
        required_total=required.total() - required[State.NOT_APPLICABLE],
        waiting=every[State.WAITING],
        refused=every[State.REFUSED],
        not_applicable=every[State.NOT_APPLICABLE],
        rules_changed=every[State.RULE_CHANGED],
        newer_rules=newer_rules,
    )


class CustomerCounts(NamedTuple):
    """How many active customers of a run have done their items."""

    complete: int = 0
    """Customers for whom every required item that applies is done."""
    active: int = 0
    by_item: Mapping[str, tuple[int, int]] = {}
    """By id of each per-customer item: for how many customers it is done, for how many it applies.
    """
    unreadable: int = 0
    """Active customers whose file is unreadable or missing: not complete, their states unknown."""
    dated: Sequence[tuple[str, str, str]] = ()
    """State, day to chase and due day of each item of a customer that has one of these days.

    They are texts, as the summaries of customers hold them; empty where they are not needed.
    """
    error: str = ""
    """Why the customers cannot be listed, so that nothing is counted; else empty."""

    def number_to_chase(self, today: date) -> int:
        """Return how many items of customers are to chase; an item counts for each customer."""
        days = Days.of(today).texts
        return sum(group_of(*each, days) is StepGroup.CHASE for each in self.dated)

    def number_late(self, today: date) -> int:
        """Return how many items of customers are late; see `step_groups.late_since`."""
        last_chase, last_due = Days.over(today).texts
        return sum(
            state not in MET
            and bool(
                (state == State.WAITING and chase_on and chase_on <= last_chase)
                or (due and due <= last_due)
            )
            for state, chase_on, due in self.dated
        )
