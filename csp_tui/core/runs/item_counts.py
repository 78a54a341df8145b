"""Counts of a run's items and of its customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Counts(NamedTuple):
    """How far a run is; an item that does not apply is in none of the totals."""

    done: int = 0
    total: int = 0
    required_done: int = 0
    required_total: int = 0
    waiting: int = 0
    refused: int = 0
    not_applicable: int = 0
    rules_changed: int = 0
    """Done items that were ticked against another rule than their edition has now."""
    newer_rules: int = 0
    """Done items for which the newest edition has another rule than was ticked."""

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


class CustomerCounts(NamedTuple):
    """How far the active customers of a run are."""

    complete: int = 0
    """Customers for whom every required item that applies is done."""
    active: int = 0
    by_item: Mapping[str, tuple[int, int]] = {}
    """For each per-customer item, for how many customers it is done and to how many it applies."""
