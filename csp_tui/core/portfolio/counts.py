"""Who is waited for, when yearly checks fall, and who owns how much: counted from the summaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from csp_tui.core.base.day_words import days_since
from csp_tui.core.base.text import fold
from csp_tui.core.partners.clock_words import is_lapsed, mend_until, next_t
from csp_tui.core.partners.filters import Viewer, is_late
from csp_tui.core.partners.now import now_of
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.parties import parties
from csp_tui.core.runs.step_groups import State, StepGroup


class PartyCount(NamedTuple):
    """How many items wait for a party, and for how many days the oldest; None if not known."""

    name: str
    number: int
    oldest_days: int | None


class MonthCount(NamedTuple):
    """How many partners have the day `t` as their T (see runs/anniversary.py)."""

    t: date
    number: int
    lapsed: int
    """For how many the last day to mend a missed T is over."""
    until: date | None = None
    """The nearest last day on which one of the others can mend a missed T."""
    mending: int = 0
    """For how many `until` is that day."""


class OwnerCount(NamedTuple):
    """How many partners an owner looks after; partners without one have an empty `name`."""

    name: str
    number: int
    late: int
    """Number of the partners with something late."""
    to_chase: int
    """Number of items to chase."""


def has_late(row: PartnerSummary, viewer: Viewer) -> bool:
    """Return whether an item of the partner's open runs, or the yearly check, is late.

    An item is late after its due day, or more than REMINDER (7) days after its day to chase. The
    yearly check is late after its day T, unless its run is complete.
    """
    return any(is_late(row, run, viewer) for run in row.runs or (None,))


def is_this_week(row: PartnerSummary, viewer: Viewer) -> bool:
    """Return whether nothing of the partner is late, but something is to be done this week.

    That is what the list of partners counts: a day to chase that is today or at most 7 days past, a
    due day or a point of the yearly clock within SOON (7) days.
    """
    if has_late(row, viewer):
        return False
    return any(now_of(row, run, viewer.today).kind.is_soon for run in row.runs or (None,))


def party_counts(rows: Iterable[PartnerSummary], today: date) -> list[PartyCount]:
    """Return how many items of open runs wait for each party; the one with most items comes first.

    An item that waits for several customers counts once for each. Departments of one company count
    as one party, as in :func:`parties`; items whose party is not named are left out.
    """
    waits = [each for row in rows for run in row.runs if not run.outcome for each in _waits(run)]
    party_of = parties(whom for whom, _number, _since in waits)
    numbers, oldest = Counter[str](), dict[str, date]()
    for whom, number, since in waits:
        party = party_of[fold(whom)]
        numbers[party] += number
        if since:
            oldest[party] = min(since, oldest.get(party, since))
    return [
        PartyCount(party, number, days_since(oldest[party], today) if party in oldest else None)
        for party, number in sorted(numbers.items(), key=lambda each: (-each[1], fold(each[0])))
    ]


def _waits(run: RunSummary) -> Iterator[tuple[str, int, date | None]]:
    """Yield each waiting item of a run as its party, its number and the day since which it waits.

    The number is 1 for an item of the partner itself, and the number of customers for an item per
    customer. The day is None if it is not known. Items that name no party are left out.
    """
    for each in run.items:
        if each.state == State.WAITING and each.whom:
            yield each.whom, 1, each.since
    for batch in run.batches:
        if batch.state == State.WAITING and batch.whom:
            yield batch.whom, len(batch.members), batch.since


def month_counts(rows: Iterable[PartnerSummary], today: date) -> list[MonthCount]:
    """Return for each day T of a yearly check how many partners have it, the earliest day first.

    Days in the past are yearly checks that were missed; for some of these partners the last day to
    mend that is over, which is counted, too; of the others the nearest such day is given, and for
    how many it is that. Partners whose T is not known are left out.
    """
    numbers, lapsed = Counter[date](), Counter[date]()
    mending: dict[date, Counter[date]] = {}
    for row in rows:
        if t := next_t(row, today):
            numbers[t] += 1
            lapsed[t] += is_lapsed(row, today)
            if until := mend_until(row, today):
                mending.setdefault(t, Counter())[until] += 1
    nearest = {t: min(days) for t, days in mending.items()}
    return [
        MonthCount(t, numbers[t], lapsed[t], day := nearest.get(t), mending[t][day] if day else 0)
        for t in sorted(numbers)
    ]


def owner_counts(rows: Sequence[PartnerSummary], viewer: Viewer) -> list[OwnerCount]:
    """Return a count for each owner; the one with most partners comes first, that of no owner last.

    Names that differ only in case are one owner.
    """
    return [
        OwnerCount(
            theirs[0].owner,
            len(theirs),
            sum(has_late(row, viewer) for row in theirs),
            sum(run.number_in(StepGroup.CHASE, viewer.today) for row in theirs for run in row.runs),
        )
        for theirs in _by(rows, lambda row: fold(row.owner))
    ]


def _by(
    rows: Sequence[PartnerSummary], key: Callable[[PartnerSummary], str]
) -> list[list[PartnerSummary]]:
    found: dict[str, list[PartnerSummary]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return [found[each] for each in sorted(found, key=lambda each: (not each, -len(found[each])))]
