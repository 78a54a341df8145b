"""What a report tells: plain values, taken from files and history once, for every format.

The names of the fields are the keys of the report as JSON; what is added later is added, and
nothing changes its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from."""

    url: str
    title: str
    publisher: str
    date: str
    """As the source gives it."""
    read: str


@dataclass(frozen=True, slots=True)
class ReportItem:
    """An item and what is recorded of it."""

    id: str
    title: str
    need: str
    role: str
    state: str
    """Its status, or `rule-changed`; see step_groups.State."""
    rule: str
    ticked_against: str
    """The wording that a done item was ticked against, as far as the history tells."""
    basis: str
    doubt: str
    checked: date | None
    irreversible: bool
    only_if: str
    """The answer and question on which the item depends."""
    not_yet: str
    """Title of the first prerequisite that is open."""
    on: date | None
    at: datetime | None
    by: str
    out_of_order: bool
    evidence: str
    evidence_wanted: str
    as_of: date | None
    ages: bool
    file: str
    sha256: str
    note: str
    reason: str
    waiting_for: str
    since: date | None
    case: str
    chase_on: date | None
    chased: date | None
    due: date | None
    owner: str
    """The item's own, else the customer's or partner's."""
    customers_done: int | None
    """Of an item that is for each customer: for how many it is done."""
    customers_total: int | None
    """To how many of them it applies."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class OpenStep:
    """Something that is open, and who holds it."""

    group: str
    """`chase`, `due`, `confirm`, `ready` or `not-yet`."""
    run: str
    """Empty for a point of the yearly clock."""
    item: str
    title: str
    state: str
    holder: str
    """Whom it waits for, else its owner, else the role that can do it."""
    owner: str
    role: str
    required: bool
    one_way: bool
    since: date | None
    case: str
    chase_on: date | None
    due: date | None
    not_yet: str
    told: str
    """What else must be known, in words."""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section with its items."""

    id: str
    title: str
    per: str
    done: int
    total: int
    items: tuple[ReportItem, ...]


@dataclass(frozen=True, slots=True)
class ReportCustomer:
    """A customer's part of a run."""

    id: str
    name: str
    tenant: str
    owner: str
    planned: date | None
    term_end: date | None
    archived: date | None
    done: int
    total: int
    complete: bool
    items: tuple[ReportItem, ...]
    """In the order of the checklist's items for each customer."""


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """How far a run is."""

    done: int
    total: int
    required_done: int
    required_total: int
    waiting: int
    refused: int
    not_applicable: int
    customers_complete: int
    customers: int


@dataclass(frozen=True, slots=True)
class ReportRun:
    """One going-through of a checklist."""

    key: str
    checklist: str
    title: str
    edition: str
    local: bool
    """The edition is the user's own."""
    source: str
    source_date: str
    started: datetime | None
    closed: datetime | None
    outcome: str
    counts: ReportCounts
    sections: tuple[ReportSection, ...]
    customers: tuple[ReportCustomer, ...]

    @property
    def customer_items(self) -> tuple[ReportItem, ...]:
        """The items that are gone through for each customer."""
        return tuple(item for section in self.sections if section.per for item in section.items)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of its items, each once, in their order."""
        items = (item for section in self.sections for item in section.items)
        return tuple(dict.fromkeys(source for item in items for source in item.sources))


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One line of the history in words."""

    id: str
    step: str
    at: datetime
    by: str
    host: str
    did: str
    run: str
    item: str
    customer: str
    """The name of the customer that it concerns."""
    title: str
    """Of what was changed, without the customer."""
    changed: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What checking the history found."""

    lines: int
    heads: tuple[str, ...]
    """WRITER:COUNT:HASH of the last line of each writer."""
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockPoint:
    """A point of the yearly clock."""

    name: str
    day: date
    meaning: str
    basis: str


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A question on which items depend, and its answer; None where it is not known."""

    id: str
    question: str
    answer: bool | None


@dataclass(frozen=True, slots=True)
class ReportPartner:
    """A partner as it stood."""

    id: str
    name: str
    company: str
    partner_id: str
    tenant: str
    region: str
    model: str
    anniversary: int | None
    owner: str
    clock: tuple[ClockPoint, ...]
    facts: tuple[ReportFact, ...]
    open: tuple[OpenStep, ...]
    runs: tuple[ReportRun, ...]
    history: tuple[ReportChange, ...]
    chain: Chain
    notes: tuple[str, ...]
    """What the reader must know: what could not be read, or may be older than it seems."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A partner of which there is nothing to tell, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """Some partners as they stood at the end of a day."""

    format: int
    as_of: date
    made_at: datetime
    made_by: str
    version: str
    """Of csp-tui."""
    partners: tuple[ReportPartner, ...]
    left_out: tuple[LeftOut, ...]
