"""Where a partner stands: what is late, who is waited for, and the next dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.describe.steps import role_word, title
from csp_tui.core.next_steps.step import Step
from csp_tui.core.partners.clock_words import next_t
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.portfolio.counts import party_counts
from csp_tui.core.portfolio.late import Late, late_ones
from csp_tui.core.progress.model import Customer
from csp_tui.core.reports.labels import labelled
from csp_tui.core.runs.anniversary import points
from csp_tui.core.runs.step_groups import State

MOST_DATES = 3
"""How many of the next dates a report tells."""


@dataclass(frozen=True, slots=True)
class LateItem:
    """Something that is late, as :class:`csp_tui.core.portfolio.late.Late` has it, in words."""

    title: str
    days: int
    number: int
    """How many items it is: for a step of several customers, one for each of them."""
    holder: str
    """Whom it waits for, else its owner, else the role that can do it; "" if none is known."""
    until: date | None
    """The last day to mend it, as the title says; None unless it is a yearly check in time."""


@dataclass(frozen=True, slots=True)
class WaitedFor:
    """How many items wait for a party, and for how many days the oldest; None if not known."""

    name: str
    number: int
    oldest_days: int | None


@dataclass(frozen=True, slots=True)
class NextDate:
    """A day to come, and what happens on it, as one text."""

    day: date
    what: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a partner stands on the day of a report."""

    late: tuple[LateItem, ...]
    """What is late, as `late_ones` sorts it."""
    waited_for: tuple[WaitedFor, ...]
    """Who is waited for; the party for which most items wait comes first."""
    dates: tuple[NextDate, ...]
    """The next dates, at most MOST_DATES (3), the earliest first; today counts."""


def standing_of(
    row: PartnerSummary, steps: Sequence[Step], customers: Iterable[Customer], day: date
) -> Standing:
    """Return where a partner stands on `day`, counted as in the portfolio.

    Args:
        row: the summary of the partner.
        steps: its next steps.
        customers: its customers, archived ones too.
        day: the day of the report.
    """
    return Standing(
        tuple(late_item(each, day) for each in late_ones([row], steps, day)),
        tuple(WaitedFor(*each) for each in party_counts([row], day)),
        tuple(_next_dates(row, steps, customers, day))[:MOST_DATES],
    )


def late_item(late: Late, day: date) -> LateItem:
    """Return the report's entry for something that is late on `day`.

    It has a title, for how many days it is late, how many items it is, and who holds it: the party
    that it waits for, else its owner, else the role that can do it.
    """
    step = late.step
    holder = step.whom or step.owner or role_word(step.role)
    return LateItem(title(step, day), late.days, step.number, holder, late.until)


def _next_dates(
    row: PartnerSummary, steps: Sequence[Step], customers: Iterable[Customer], day: date
) -> Iterator[NextDate]:
    """Yield each day from `day` on for which something is noted, the earliest first.

    Of several things on one day, the first is told, and how many more there are.
    """
    found: dict[date, list[str]] = {}
    for each, what in (*_of_clock(row, day), *_of_steps(steps, day), *_of_customers(customers)):
        if each >= day:
            found.setdefault(each, []).append(what)
    for each in sorted(found):
        first, *others = found[each]
        more = len(others)
        message = ngettext("{first}, and {count} more", "{first}, and {count} more", more)
        yield NextDate(each, message.format(first=first, count=more) if more else first)


def _of_clock(row: PartnerSummary, day: date) -> Iterator[tuple[date, str]]:
    if t := next_t(row, day):
        for point in points(row.clock_model):
            yield point.day(t), labelled(point.name, _(point.meaning))


def _of_steps(steps: Sequence[Step], day: date) -> Iterator[tuple[date, str]]:
    for step in steps:
        what = title(step, day) if step.item else ""
        if what and step.chase_on and step.state == State.WAITING:
            yield step.chase_on, _("chase: {title}").format(title=what)
        if what and step.due:
            yield step.due, _("due: {title}").format(title=what)


def _of_customers(customers: Iterable[Customer]) -> Iterator[tuple[date, str]]:
    active = [each for each in customers if not each.archived]
    planned = [each.planned for each in active if each.planned]
    ends = [each.term_end for each in active if each.term_end]
    for each in dict.fromkeys(planned):
        count = planned.count(each)
        message = ngettext("{count} customer planned", "{count} customers planned", count)
        yield each, message.format(count=count)
    for each in dict.fromkeys(ends):
        count = ends.count(each)
        message = ngettext(
            "the term of {count} customer ends", "the terms of {count} customers end", count
        )
        yield each, message.format(count=count)
