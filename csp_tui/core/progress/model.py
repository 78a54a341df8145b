"""The progress model: what is recorded of partners, customers, runs and items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

FORMAT = 1

EMPTY = f"format = {FORMAT}\n"
"""Text of a new progress file."""


class Status(StrEnum):
    """How far an item is."""

    TODO = "todo"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    NOT_APPLICABLE = "not-applicable"


ITEM_KEYS: dict[str, type] = {
    "status": str,
    "on": date,
    "at": datetime,
    "by": str,
    "fingerprint": str,
    "out_of_order": bool,
    "reason": str,
    "waiting_for": str,
    "since": date,
    "case": str,
    "chase_on": date,
    "chased": date,
    "evidence": str,
    "as_of": date,
    "file": str,
    "sha256": str,
    "note": str,
    "due": date,
    "owner": str,
}
"""Every key of an item's table, in the order in which a new table is written."""

RUN_KEYS: dict[str, type] = {
    "checklist": str,
    "edition": str,
    "started": datetime,
    "closed": datetime,
    "outcome": str,
}

PARTNER_KEYS: dict[str, type] = {
    "name": str,
    "company": str,
    "partner_id": str,
    "tenant": str,
    "region": str,
    "model": str,
    "anniversary": int,
    "owner": str,
}

CUSTOMER_KEYS: dict[str, type] = {
    "name": str,
    "tenant": str,
    "owner": str,
    "planned": date,
    "term_end": date,
    "archived": date,
}

Value = str | int | bool | date | datetime | None
"""What a key may be set to; None removes it."""


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """What is recorded of one item; the keys are those of the file."""

    status: Status = Status.TODO
    on: date | None = None
    at: datetime | None = None
    by: str = ""
    fingerprint: str = ""
    out_of_order: bool = False
    reason: str = ""
    waiting_for: str = ""
    since: date | None = None
    case: str = ""
    chase_on: date | None = None
    chased: date | None = None
    evidence: str = ""
    as_of: date | None = None
    file: str = ""
    sha256: str = ""
    note: str = ""
    due: date | None = None
    owner: str = ""


UNTOUCHED = ItemProgress()


@dataclass(frozen=True, slots=True)
class Run:
    """One pass of a partner through a checklist; `key` is its name in the file."""

    key: str
    checklist: str
    edition: str
    started: datetime | None = None
    closed: datetime | None = None
    outcome: str = ""
    items: Mapping[str, ItemProgress] = field(default_factory=dict)

    def of(self, item_id: str) -> ItemProgress:
        """Return what is recorded of an item."""
        return self.items.get(item_id, UNTOUCHED)


@dataclass(frozen=True, slots=True)
class Partner:
    """One CSP tenant in one region, with its runs."""

    id: str
    name: str
    company: str = ""
    partner_id: str = ""
    tenant: str = ""
    region: str = ""
    model: str = ""
    anniversary: int | None = None
    owner: str = ""
    facts: Mapping[str, bool] = field(default_factory=dict)
    runs: Mapping[str, Run] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    """The last count and hash of each writer whose history lines the file includes."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of a partner, taken through the per-customer sections of its runs.

    Its runs have the keys of the partner's; checklist and edition are those of the partner's run.
    """

    id: str
    name: str
    tenant: str = ""
    owner: str = ""
    planned: date | None = None
    """The day on which its wave starts."""
    term_end: date | None = None
    """The day on which its subscriptions run out."""
    archived: date | None = None
    """The day on which it was archived; None for an active customer."""
    facts: Mapping[str, bool] = field(default_factory=dict)
    runs: Mapping[str, Run] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)

    def run(self, key: str) -> Run:
        """Return what is recorded of the customer in the partner's run `key`."""
        return self.runs.get(key) or Run(key, "", "")
