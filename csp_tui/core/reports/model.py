"""The content of a report: plain values from files and history, the same for every format.

The names of the fields are the keys of the report as JSON. Fields may be added, but none is
renamed and none changes its meaning.
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
    """The date as the source gives it."""
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
    """The wording that a done item was ticked against, if the history has it."""
    basis: str
    doubt: str
    checked: date | None
    irreversible: bool
    only_if: str
    """The answer and question on which the item depends."""
    not_yet: str
    """Title of the first open prerequisite."""
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
    """Owner of the item, else of the customer or partner."""
    customers_done: int | None
    """For how many customers a per-customer item is done."""
    customers_total: int | None
    """To how many customers it applies."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class OpenStep:
    """An open step, and who holds it."""

    group: str
    """`chase`, `due`, `confirm`, `ready` or `not-yet`."""
    run: str
    """Empty for a point of the yearly clock."""
    item: str
    title: str
    state: str
    holder: str
    """Whom it waits for, else its owner, else its role."""
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
    """Remarks on the step."""


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
    """In the order of the checklist's per-customer items."""


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """The counts of a run."""

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
    """Whether the edition is the user's own."""
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
        """The per-customer items."""
        return tuple(item for section in self.sections if section.per for item in section.items)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of its items, each once, in their order."""
        items = (item for section in self.sections for item in section.items)
        return tuple(dict.fromkeys(source for item in items for source in item.sources))


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One history line as text."""

    id: str
    step: str
    at: datetime
    by: str
    host: str
    did: str
    run: str
    item: str
    customer: str
    """The name of the customer, if it changes one."""
    title: str
    """Title of what was changed, without the customer."""
    changed: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The result of checking the history."""

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
    """A question on which items depend, and its answer; None if it is not known."""

    id: str
    question: str
    answer: bool | None


@dataclass(frozen=True, slots=True)
class ReportPartner:
    """A partner at the day of the report."""

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
    """Sentences on what could not be read, or may be older than it seems."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A partner that is not in the report, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """Some partners as they were at the end of a day."""

    format: int
    as_of: date
    made_at: datetime
    made_by: str
    version: str
    """Version of csp-tui."""
    partners: tuple[ReportPartner, ...]
    left_out: tuple[LeftOut, ...]
