"""The checklist model: a procedure, as guidance of a certain date describes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

FINGERPRINT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Link:
    """Address of the guidance that an item comes from."""

    url: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    """As the source gives it, ``"undated"`` included."""
    read: str = ""
    """How it was read: ``full``, ``part`` or ``second-hand``."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A question about the partner, answered yes or no, on which items depend."""

    id: str
    question: str


@dataclass(frozen=True)
class Item:
    """One thing to establish, by one person, with one proof."""

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
    """Business days that the other side usually takes."""
    replaces: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    checked: date | None = None
    links: tuple[Link, ...] = ()
    own: Item | None = None
    """The item in the edition's own words, where this one is translated."""

    @property
    def norm(self) -> str:
        """What the item demands, as it is shown: the rule, else the title."""
        return self.rule or self.title

    @property
    def wording(self) -> str:
        """The norm that a tick is recorded against: in the edition's language, never translated."""
        return (self.own or self).norm

    @cached_property
    def fingerprint(self) -> str:
        """Hash of what a tick is made against: wording, need and condition.

        Other texts are left out, so that mending a typo in them asks nobody to confirm anything.
        """
        normative = json.dumps([self.wording, self.need, self.when], ensure_ascii=False)
        digest = hashlib.sha256(normative.encode()).hexdigest()
        return f"{FINGERPRINT_VERSION}:{digest[:16]}"

    @property
    def fact(self) -> str:
        """The id of the fact that the item depends on; empty for none."""
        return self.when.removeprefix("!")

    def applies(self, facts: Mapping[str, bool]) -> bool:
        """Say whether the item applies; it does where its fact is not answered."""
        if not self.when:
            return True
        return self.fact not in facts or facts[self.fact] != self.when.startswith("!")


@dataclass(frozen=True, slots=True)
class Section:
    """A named group of items."""

    id: str
    title: str
    items: tuple[Item, ...]
    per: str = ""


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
    """It is gone through again around every onboarding anniversary."""
    is_local: bool = field(default=False)
    """It comes from the user's own directory, not from the shipped ones."""
    language: str = ""
    """The language into which it is translated; empty for the edition's own."""

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Every item by its id, in the checklist's order."""
        return {item.id: item for section in self.sections for item in section.items}

    @property
    def items(self) -> Iterator[Item]:
        """Every item in the checklist's order."""
        return iter(self.by_id.values())

    def question(self, fact: str) -> str:
        """Return the question of a fact, or its id where it has none."""
        return next((each.question for each in self.facts if each.id == fact), fact)
