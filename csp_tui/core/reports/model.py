"""The content of a report: plain values, the same for every format.

The names of the fields are the keys of the report as JSON. So fields may be added, but none may be
renamed or change its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from csp_tui.core.progress.model import Contact
from csp_tui.core.reports.standing import Standing
from csp_tui.core.reports.summary import Summary
from csp_tui.core.runs.run_name import full_name

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Source:
    """A page that a rule comes from."""

    url: str
    title: str
    publisher: str
    date: str
    """The date as the page gives it."""
    read: str


@dataclass(frozen=True, slots=True)
class ReportItem:
    """An item, and what is recorded of it for the partner or a customer."""

    id: str
    title: str
    need: str
    role: str
    state: str
    """The status of the item, or `rule-changed`; see runs/step_groups.py."""
    rule: str
    ticked_against: str
    """The full text of the rule that a done item was ticked against; empty if unknown."""
    basis: str
    doubt: str
    checked: date | None
    irreversible: bool
    only_if: str
    """The answer and question of the fact for which the item applies; empty if it always does."""
    not_yet: str
    """Title of the item's first open prerequisite."""
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
    """For how many customers a per-customer item is done; None for other items."""
    customers_total: int | None
    """For how many customers a per-customer item applies; None for other items."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step of *Next*, and who must do it."""

    group: str
    """`missed`, `chase`, `due`, `clock`, `confirm`, `ready` or `not-yet`."""
    run: str
    """The key of the run; empty for a point of the yearly clock."""
    item: str
    title: str
    state: str
    holder: str
    """Whom the step waits for, else its owner, else the role that can do it."""
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
    """Remarks on the step, as one text."""


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
    """A customer, and its part of a run."""

    id: str
    name: str
    tenant: str
    tenant_id: str
    owner: str
    planned: date | None
    term_end: date | None
    archived: date | None
    done: int
    total: int
    complete: bool
    items: tuple[ReportItem, ...]
    """The per-customer items, in the order of the checklist."""
    note: str
    contacts: tuple[Contact, ...]


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
    """A run: the partner going through a checklist once."""

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
    year: int | None
    """Of a yearly run, the year of the check for which it is."""
    newer: str
    """The newest edition, where an open run is not on it."""

    @property
    def name(self) -> str:
        """The title of the checklist, with the year or number of the run if it has one."""
        return full_name(self.title, self.key, self.checklist)

    @property
    def customer_items(self) -> tuple[ReportItem, ...]:
        """The per-customer items, each once, as the checklist has them.

        What is recorded of them for a customer is in the `items` of that customer.
        """
        return tuple(item for section in self.sections if section.per for item in section.items)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The pages that the items' rules come from, each once, in the order of the items."""
        items = (item for section in self.sections for item in section.items)
        return tuple(dict.fromkeys(source for item in items for source in item.sources))


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One history line, as texts for people."""

    id: str
    step: str
    at: datetime
    by: str
    host: str
    did: str
    run: str
    item: str
    customer: str
    """The name of the changed customer; empty if the line is about the partner."""
    title: str
    """Title of the changed item or run."""
    changed: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The result of checking a partner's history."""

    lines: int
    heads: tuple[str, ...]
    """The last line of each writer as ``WRITER:COUNT:HASH``, to be kept elsewhere."""
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
    """A fact: its question, and the partner's answer; None if it is not answered."""

    id: str
    question: str
    answer: bool | None


@dataclass(frozen=True, slots=True)
class ReportPartner:
    """A partner as it was at the end of the report's day."""

    id: str
    name: str
    company: str
    partner_id: str
    tenant: str
    region: str
    model: str
    anniversary: int | None
    owner: str
    standing: Standing
    clock: tuple[ClockPoint, ...]
    facts: tuple[ReportFact, ...]
    open: tuple[OpenStep, ...]
    runs: tuple[ReportRun, ...]
    history: tuple[ReportChange, ...]
    chain: Chain
    notes: tuple[str, ...]
    """Sentences on what could not be read, or is not certain."""
    note: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A partner that could not be put in the report, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report on partners as they were at the end of the day `as_of`."""

    format: int
    as_of: date
    made_at: datetime
    made_by: str
    version: str
    """Version of csp-tui."""
    partners: tuple[ReportPartner, ...]
    left_out: tuple[LeftOut, ...]
    summary: Summary | None = None
    """All partners at a glance; None in a report on one partner."""
