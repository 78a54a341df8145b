"""Two editions of a checklist compared: which items stay, have a new rule, are new, are gone."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from csp_tui.core.checklists.model import Checklist, Item


class Fate(StrEnum):
    """How an item differs between an older and a newer edition."""

    CARRIED = "carried"
    """The item's rule is the same, so its tick carries over."""
    ASKED_AGAIN = "asked again"
    """The item's rule has changed, so its tick must be confirmed."""
    NEW = "new"
    GONE = "gone"
    FOR_EACH = "for each customer"
    """In a run that is moved: it becomes per customer, so its tick stays the partner's alone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same item in two editions; None in the edition that lacks it."""

    old: Item | None
    new: Item | None

    @property
    def fate(self) -> Fate:
        """How the item differs between the two editions.

        NEW or GONE if only one has it; CARRIED if the fingerprints are equal, else ASKED_AGAIN. It
        is never FOR_EACH, which only a move of a run can tell.
        """
        if self.old is None:
            return Fate.NEW
        if self.new is None:
            return Fate.GONE
        same = self.old.fingerprint == self.new.fingerprint
        return Fate.CARRIED if same else Fate.ASKED_AGAIN


def compare(old: Checklist, new: Checklist) -> list[Pair]:
    """Return a pair for every item: those of `new` in its order, then those that only `old` has.

    An item that is per customer in only one of the editions gives two pairs: one gone, one new.
    """
    per_customer = old.customer_ids, new.customer_ids
    pairs = [Pair(_before(item, old, *per_customer), item) for item in new.items]
    taken = {pair.old.id for pair in pairs if pair.old}
    return pairs + [Pair(item, None) for item in old.items if item.id not in taken]


@dataclass(frozen=True)
class Newer:
    """The newest edition of a checklist, compared with an older one.

    Args:
        checklist: the newest edition.
        successors: for the id of an item in the older edition, the items of the newest one that
            continue it; ids of items that are gone are missing.
    """

    checklist: Checklist
    successors: Mapping[str, tuple[Item, ...]]

    def rules_unlike(self, item: Item, fingerprint: str) -> tuple[Item, ...]:
        """Return those successors of `item` in the newest edition that have another fingerprint.

        `fingerprint` is the one to compare with: that of the rule which `item` was ticked against,
        or of `item` itself.
        """
        known = self.successors.get(item.id, ())
        return tuple(each for each in known if each.fingerprint != fingerprint)


def newer(old: Checklist, newest: Checklist) -> Newer:
    """Return `newest`, the newest edition, compared with the edition `old`."""
    successors: dict[str, tuple[Item, ...]] = {}
    for pair in compare(old, newest):
        if pair.old and pair.new:
            successors[pair.old.id] = (*successors.get(pair.old.id, ()), pair.new)
    return Newer(newest, successors)


def _before(
    item: Item, old: Checklist, old_per: Container[str], new_per: Container[str]
) -> Item | None:
    """Return the item of `old` with the id of `item`, else the first that `item` replaces.

    None if there is no such item. `old_per` and `new_per` are the ids of the per-customer items of
    both editions: an item of a partner does not continue an item of customers, nor the reverse.
    """
    known = (old.by_id.get(key) for key in (item.id, *item.replaces))
    is_per = item.id in new_per
    return next((each for each in known if each and (each.id in old_per) == is_per), None)
