"""Two editions of a checklist compared: what stays, is asked again, is new, or is gone."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from csp_tui.core.checklists.model import Checklist, Item


class Fate(StrEnum):
    """What becomes of an item between two editions."""

    CARRIED = "carried"
    """The rule is the same; a tick carries over."""
    ASKED_AGAIN = "asked again"
    """The same fact under another rule; a tick is to be confirmed."""
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Pair:
    """An item in the older edition, in the newer one, or in both."""

    old: Item | None
    new: Item | None

    @property
    def fate(self) -> Fate:
        """What becomes of the item."""
        if self.old is None:
            return Fate.NEW
        if self.new is None:
            return Fate.GONE
        same = self.old.fingerprint == self.new.fingerprint
        return Fate.CARRIED if same else Fate.ASKED_AGAIN


def compare(old: Checklist, new: Checklist) -> list[Pair]:
    """Return every item of both editions once: in the order of the new one, then what is gone.

    An item that is gone through for each customer in one edition alone is gone and new.
    """
    per_customer = _per_customer(old), _per_customer(new)
    pairs = [Pair(_before(item, old, *per_customer), item) for item in new.items]
    taken = {pair.old.id for pair in pairs if pair.old}
    return pairs + [Pair(item, None) for item in old.items if item.id not in taken]


@dataclass(frozen=True)
class Newer:
    """The newest edition of a checklist, compared with an older one.

    Args:
        checklist: the newest edition.
        successors: the newest items with the same fact, by the id of the item in the older one;
            an item that is gone is not in it.
    """

    checklist: Checklist
    successors: Mapping[str, tuple[Item, ...]]

    def rules_unlike(self, item: Item, fingerprint: str) -> tuple[Item, ...]:
        """Return the successors of `item` whose rule is not that of a fingerprint."""
        known = self.successors.get(item.id, ())
        return tuple(each for each in known if each.fingerprint != fingerprint)


def newer(old: Checklist, newest: Checklist) -> Newer:
    """Return the newest edition compared with an older one."""
    successors: dict[str, tuple[Item, ...]] = {}
    for pair in compare(old, newest):
        if pair.old and pair.new:
            successors[pair.old.id] = (*successors.get(pair.old.id, ()), pair.new)
    return Newer(newest, successors)


def _before(
    item: Item, old: Checklist, old_per: Container[str], new_per: Container[str]
) -> Item | None:
    """Return the older item that `item` continues: of the same id, or one that it replaces."""
    known = (old.by_id.get(key) for key in (item.id, *item.replaces))
    is_per = item.id in new_per
    return next((each for each in known if each and (each.id in old_per) == is_per), None)


def _per_customer(checklist: Checklist) -> frozenset[str]:
    sections = (section for section in checklist.sections if section.per)
    return frozenset(item.id for section in sections for item in section.items)
