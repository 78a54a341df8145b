"""The content of checklist files as values: checklists, sections, items, facts and links."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from csp_tui.core.base.sha256 import sha256_of

FINGERPRINT_VERSION = 1

_as_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Link:
    """A page of guidance that an item comes from."""

    url: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    """The date as the page gives it; may be ``undated`` or hold other words."""
    read: str = ""
    """How the authors of the checklist read the page: ``full``, ``part`` or ``second-hand``."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A question about a partner or customer; its answer, yes or no, decides which items apply."""

    id: str
    question: str


@dataclass(frozen=True)
class Item:
    """One thing to establish, by one person, with one proof; `keys` explains each field."""

    id: str
    title: str
    rule: str = ""
    detail: str = ""
    need: str = "required"
    when: str = ""
    basis: str = ""
    doubt: str = ""
    role: str = ""
    after: tuple[str, ...] = ()
    evidence: str = ""
    ages: bool = False
    irreversible: bool = False
    usual_wait: int | None = None
    """How many business days an answer usually takes; None if unknown."""
    replaces: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    starts: str = ""
    """The id of a checklist to start next; empty if the item names none."""
    checked: date | None = None
    links: tuple[Link, ...] = ()
    own: Item | None = None
    """For a translated item: the item as the edition has it."""

    @property
    def norm(self) -> str:
        """The sentence to show for what the item demands: the rule, else the title."""
        return self.rule or self.title

    @property
    def wording(self) -> str:
        """The norm in the edition's own language: the text that a tick keeps."""
        return (self.own or self).norm

    @cached_property
    def fingerprint(self) -> str:
        """Hash of what the item demands: its wording, need and condition (`when`).

        It looks like ``1:3f9a1c0e5b7d2a64``. The need is whether it is required or recommended. A
        tick keeps the hash, so that a later change of these is noticed. Other texts are left out:
        after a typo is mended in them, no tick must be confirmed again.
        """
        normative = _as_json([self.wording, self.need, self.when])
        digest = sha256_of(normative.encode())
        return f"{FINGERPRINT_VERSION}:{digest[:16]}"

    @property
    def fact(self) -> str:
        """The id of the fact that decides whether the item applies; empty if it always applies."""
        return self.when.removeprefix("!")

    def applies(self, facts: Mapping[str, bool]) -> bool:
        """Return whether the item applies, given the answers `facts`; True if not answered."""
        if not self.when:
            return True
        return self.fact not in facts or facts[self.fact] != self.when.startswith("!")


@dataclass(frozen=True, slots=True)
class Section:
    """A named group of items; `per` is ``customer`` for a per-customer section, else empty."""

    id: str
    title: str
    items: tuple[Item, ...]
    per: str = ""
    per_since: date | None = None
    """The day since which a section that was gone through once is per customer; None if always."""


@dataclass(frozen=True)
class Checklist:
    """One edition of a checklist."""

    id: str
    edition: str
    title: str
    sections: tuple[Section, ...]
    path: Path
    summary: str = ""
    source: str = ""
    source_date: str = ""
    facts: tuple[Fact, ...] = ()
    is_yearly: bool = False
    """The checklist is gone through again every year, around the onboarding anniversary."""
    is_local: bool = field(default=False)
    """The edition is the user's own, not a shipped one."""
    language: str = ""
    """The code of the language that texts are translated into; empty for the edition's own."""

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Every item by its id, in the checklist's order."""
        return {item.id: item for section in self.sections for item in section.items}

    @cached_property
    def own_items(self) -> tuple[Item, ...]:
        """The items that are gone through once, for the partner."""
        own = (section for section in self.sections if not section.per)
        return tuple(item for section in own for item in section.items)

    @cached_property
    def customer_items(self) -> tuple[Item, ...]:
        """The per-customer items."""
        each = (section for section in self.sections if section.per)
        return tuple(item for section in each for item in section.items)

    @cached_property
    def customer_ids(self) -> frozenset[str]:
        """The ids of the per-customer items."""
        return frozenset(item.id for item in self.customer_items)

    def item(self, item_id: str) -> Item | None:
        """Return the item with this id, else the first that replaces it; else None."""
        replacing = (each for each in self.items if item_id in each.replaces)
        return self.by_id.get(item_id) or next(replacing, None)

    @property
    def items(self) -> Iterator[Item]:
        """Every item in the checklist's order."""
        return iter(self.by_id.values())

    def question(self, fact: str) -> str:
        """Return the question of the fact with this id; the id if it has no question."""
        return next((each.question for each in self.facts if each.id == fact), fact)
