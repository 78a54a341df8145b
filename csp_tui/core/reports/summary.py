"""The summary of several partners: counts in bars, what is late, and a row for each partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csp_tui.core.base.text import fold
from csp_tui.core.next_steps.finder import next_steps
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.now import Kind, Now
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.partners.urgency import Group, group_of_kind, group_title
from csp_tui.core.portfolio.counts import has_late
from csp_tui.core.portfolio.groups import groups_of, portfolio_of
from csp_tui.core.portfolio.late import late_ones
from csp_tui.core.portfolio.weeks import Weeks
from csp_tui.core.reports.labels import labels
from csp_tui.core.reports.standing import LateItem, late_item
from csp_tui.core.runs.run_name import full_name
from csp_tui.core.workplace.workplace import Workplace

MOST_LATE = 25
"""How many late items a page tells; the row of each partner has the number of all of its own."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a group of the portfolio: `number` of what `name` says, and a remark."""

    name: str
    number: int
    remark: str


@dataclass(frozen=True, slots=True)
class BarGroup:
    """A group of the portfolio, such as who is waited for."""

    name: str
    """The word for the group, the same in all languages: ``waited-for``."""
    title: str
    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class SummaryLate:
    """Something that is late, and for which partner."""

    id: str
    partner: str
    item: LateItem


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A partner in a few words."""

    id: str
    name: str
    group: str
    """How urgent it is: `late`, `week`, `confirm`, `close`, `ready`, `waiting` ..."""
    group_title: str
    checklists: tuple[str, ...]
    """The names of its open runs; an edition that is not the newest is named after them."""
    required_done: int
    """Of its open runs together."""
    required_total: int
    late: int
    """How many items are late, a missed yearly check included."""
    now: str
    """The most urgent thing, as in the list of partners: ``27 d late``; "" for none."""
    subject: str
    """What that is, or why nothing is to be done."""
    whom: str
    """For whom it waits."""
    owner: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Several partners at a glance, with the numbers of the portfolio."""

    count: int
    """Number of partners, unreadable ones too."""
    late: int
    """Number of partners with something late."""
    this_week: int
    """Number of others with something to chase, due, or of the yearly clock within seven days."""
    groups: tuple[BarGroup, ...]
    late_items: tuple[SummaryLate, ...]
    """All that is late, as `late_ones` sorts it."""
    rows: tuple[SummaryRow, ...]
    """The partners, the most urgent first."""

    @property
    def shares(self) -> tuple[tuple[str, int], ...]:
        """How many partners are late, how many others this week, how many neither.

        Each number comes after the key of its label in `labels`; together they are all partners.
        """
        rest = self.count - self.late - self.this_week
        return ("late", self.late), ("this week", self.this_week), ("neither", rest)


def summary_of(
    workplace: Workplace,
    partners: Mapping[str, Workplace],
    rows: Sequence[PartnerSummary],
    day: date,
) -> Summary:
    """Return the summary of the partners `rows` as they were on `day`.

    What was done in the last four weeks is counted only if `day` is today. `partners` has, for the
    id of each, the workplace that the partner is in: `workplace`, or that of its archive.
    """
    viewer = Viewer(workplace.actor, day)
    counted = portfolio_of(rows, workplace.library, viewer)
    counter = Weeks(lambda each: partners[each].store.history(each))
    weeks = counter.count(rows, day) if day == workplace.today else []
    steps = next_steps(rows, workplace.library, day)
    late = late_ones(rows, steps, day)
    number: dict[str, int] = {}
    for each in late:
        partner = each.step.partner.id
        number[partner] = number.get(partner, 0) + each.step.number
    return Summary(
        counted.partners,
        counted.late,
        counted.this_week,
        tuple(
            BarGroup(
                group.name,
                group.title,
                group.unit,
                tuple(Bar(row.name, row.number, row.remark) for row in group.rows),
            )
            for group in groups_of(counted, counted.stages, weeks, day)
        ),
        tuple(
            SummaryLate(each.step.partner.id, each.step.partner.name, late_item(each, day))
            for each in late
        ),
        _rows(rows, viewer, number),
    )


def _rows(
    rows: Sequence[PartnerSummary], viewer: Viewer, late: dict[str, int]
) -> tuple[SummaryRow, ...]:
    """Return the rows of the partners, the most urgent first.

    `late` has the number of late items by partner id; partners without any may be left out of it.
    """
    sieve, places = Sieve(rows, viewer), {each: place for place, each in enumerate(Group)}
    found = []
    for row in rows:
        now = min((sieve.now(row, run) for run in row.runs or (None,)), key=lambda now: now.rank)
        group = Group.LATE if has_late(row, viewer) else group_of_kind(now.kind)
        key = (places[group], now.rank, fold(row.name), row.id)
        found.append((key, _row(row, now, group, late.get(row.id, 0), viewer.today)))
    return tuple(each for _key, each in sorted(found, key=lambda pair: pair[0]))


def _row(row: PartnerSummary, now: Now, group: Group, late: int, today: date) -> SummaryRow:
    runs = [run for run in row.runs if not run.outcome]
    return SummaryRow(
        id=row.id,
        name=row.name,
        group=group.value,
        group_title=group_title(group, 1),
        checklists=tuple(map(_checklist, runs)),
        required_done=sum(run.required_done for run in runs),
        required_total=sum(run.required_total for run in runs),
        late=late,
        now=now.words(today),
        subject=labels()["no run"] if now.kind is Kind.NO_LIST else now.what,
        whom=now.whom,
        owner=row.owner,
    )


def _checklist(run: RunSummary) -> str:
    name = full_name(run.title, run.key, run.checklist)
    return f"{name} {run.edition}" if run.newer else name
