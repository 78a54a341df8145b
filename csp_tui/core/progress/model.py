"""The content of progress files as values: partners, customers, their runs and their items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

FORMAT = 1

EMPTY = f"format = {FORMAT}\n"
"""Text of a new progress file."""


RULE_KEY = "rule"
"""Key in the table ``[history]`` of a progress file; all other keys in it are writers."""

RULE = 2
"""The rule by which a file follows from its history; a file of an earlier csp-tui names none."""


def heads_in(table: Mapping[str, Any]) -> dict[str, str]:
    """Return the heads in a progress file, by writer; empty if it has none.

    A head is the number and hash of a writer's last line that the file includes; heads of several
    branches are separated by commas.

    Args:
        table: the parsed file.
    """
    heads = table.get("history")
    known = heads if isinstance(heads, dict) else {}
    return {key: str(value) for key, value in known.items() if key != RULE_KEY}


def follows_lines(table: Mapping[str, Any]) -> bool:
    """Return whether a progress file, parsed as `table`, was made from its history's lines.

    False for a file of an earlier csp-tui, which followed another rule.
    """
    heads = table.get("history")
    return isinstance(heads, dict) and heads.get(RULE_KEY) == RULE


class Status(StrEnum):
    """The status of an item in a run."""

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
    "per": str,
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
    "note": str,
}

CUSTOMER_KEYS: dict[str, type] = {
    "name": str,
    "tenant": str,
    "tenant_id": str,
    "owner": str,
    "planned": date,
    "term_end": date,
    "archived": date,
    "note": str,
}

CONTACT_KEYS: dict[str, type] = dict.fromkeys(("name", "role", "mail", "phone", "link"), str)
"""The keys of the table of a contact, a person at a partner or customer."""

_CONTACT = "contact-"


def contact_table(contact_id: str) -> str:
    """Return the name of the table of a contact in a progress file: ``contact-jane-doe-7f3a``."""
    return _CONTACT + contact_id


def contact_of(table: str) -> str:
    """Return the id of the contact that a table of a progress file holds; "" if it holds none.

    `table` is the name of a table at the top of the file, such as ``contact-jane-doe-7f3a``.
    """
    return table.removeprefix(_CONTACT) if table.startswith(_CONTACT) else ""


Value = str | int | bool | date | datetime | None
"""What a key of a progress file may be set to; None removes the key."""


class ItemProgress(NamedTuple):
    """What a progress file records of one item in a run.

    docs/reference/formats.md explains the fields.
    """

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
    """A partner going through a checklist once; `key` is the name of the run in the file."""

    key: str
    checklist: str
    edition: str
    started: datetime | None = None
    closed: datetime | None = None
    outcome: str = ""
    items: Mapping[str, ItemProgress] = field(default_factory=dict)
    per: str = ""
    """``customer`` once the run was moved to go by customer; `core.runs.gone_through` reads it."""

    def of(self, item_id: str) -> ItemProgress:
        """Return the progress of the item `item_id`; UNTOUCHED if nothing is recorded of it."""
        return self.items.get(item_id, UNTOUCHED)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a partner or customer."""

    id: str
    name: str = ""
    role: str = ""
    mail: str = ""
    phone: str = ""
    link: str = ""
    """The address of a page, such as a profile or a booking page."""

    @property
    def text(self) -> str:
        """What is known of the contact in one line, such as ``Jane Doe, CFO, jane@contoso.com``.

        The values come in the order of CONTACT_KEYS; "" if nothing is known.
        """
        return ", ".join(filter(None, (getattr(self, key) for key in CONTACT_KEYS)))


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
    note: str = ""
    contacts: tuple[Contact, ...] = ()
    """The people to ask, sorted by name."""
    facts: Mapping[str, bool] = field(default_factory=dict)
    runs: Mapping[str, Run] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    """By writer of history lines: the last line that the file includes, as number and hash."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of a partner, and its progress in the per-customer sections of the partner's runs.

    Its runs have the same keys as the partner's runs, which hold the checklist and the edition.
    """

    id: str
    name: str
    tenant: str = ""
    tenant_id: str = ""
    """Microsoft's id of the customer's tenant, which stays when its name or domain changes."""
    owner: str = ""
    planned: date | None = None
    """The day on which work on the customer is planned to start."""
    term_end: date | None = None
    """The day on which the customer's subscriptions run out."""
    archived: date | None = None
    """The day on which the customer was archived; None for an active customer."""
    note: str = ""
    contacts: tuple[Contact, ...] = ()
    """The people to ask, sorted by name."""
    facts: Mapping[str, bool] = field(default_factory=dict)
    runs: Mapping[str, Run] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)

    def run(self, key: str) -> Run:
        """Return what is recorded of the customer in the partner's run with the key `key`.

        If nothing is recorded, the returned run has no items. Its checklist and edition are "": the
        partner's run has them.
        """
        return self.runs.get(key) or Run(key, "", "")
