"""The groups of the portfolio with their rows in words, the same on the screen and in commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from csp_tui.core.base.day_words import month_and_year
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import _, ngettext, pgettext
from csp_tui.core.checklists.library import Library
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.portfolio.counts import (
    MonthCount,
    OwnerCount,
    PartyCount,
    has_late,
    is_this_week,
    month_counts,
    owner_counts,
    party_counts,
)
from csp_tui.core.portfolio.stages import StageCount, stages_of
from csp_tui.core.portfolio.weeks import WeekCount
from csp_tui.core.runs.anniversary import points
from csp_tui.core.runs.run_name import short_title

Count = StageCount | PartyCount | MonthCount | OwnerCount | WeekCount


class GroupRow(NamedTuple):
    """A row of a group: `number` of what `name` says, and a `remark` in a few words."""

    key: str
    number: int
    name: str
    remark: str
    counted: Count
    is_missed: bool = False
    """Whether it counts partners that have missed their T."""
    is_urgent: bool = False
    """Whether some of them can still mend that: the remark says until when."""


class Group(NamedTuple):
    """A group of rows with a title."""

    name: str
    """The word for the group in commands and keys: ``stages``."""
    title: str
    unit: str
    rows: Sequence[GroupRow]


class Portfolio(NamedTuple):
    """All that the portfolio counts from the summaries of the partners."""

    partners: int
    late: int
    """Number of partners with something late."""
    this_week: int
    """Number of others with something to chase, due, or of the yearly clock within seven days."""
    stages: Sequence[Sequence[StageCount]]
    """For each checklist with an open run, its sections; the one with most runs comes first."""
    waited_for: Sequence[PartyCount]
    yearly_checks: Sequence[MonthCount]
    owners: Sequence[OwnerCount]
    titles: Mapping[str, str]
    """The title of each checklist, by its id."""


def portfolio_of(rows: Sequence[PartnerSummary], library: Library, viewer: Viewer) -> Portfolio:
    """Return all counts over the partners `rows`, without reading a partner's file.

    `library` gives the sections of the checklists; `viewer` says which day is today.
    """
    return Portfolio(
        partners=len(rows),
        late=sum(has_late(row, viewer) for row in rows),
        this_week=sum(is_this_week(row, viewer) for row in rows),
        stages=stages_of(rows, library),
        waited_for=party_counts(rows, viewer.today),
        yearly_checks=month_counts(rows, viewer.today),
        owners=owner_counts(rows, viewer),
        titles={each.id: each.title for each in library.newest()},
    )


def groups_of(
    portfolio: Portfolio,
    stages: Iterable[Sequence[StageCount]],
    weeks: Sequence[WeekCount],
    today: date,
) -> list[Group]:
    """Return the groups of the portfolio in the order in which they are shown, without empty ones.

    Args:
        portfolio: all counts.
        stages: those counts of `portfolio.stages` that are to be shown, one sequence a checklist,
            none of them empty.
        weeks: what was done in the last weeks; empty while that is not counted yet.
        today: the current day.
    """
    found = [
        Group(
            f"stage-{counts[0].checklist}",
            _("Stage of {checklist}").format(
                checklist=short_title(
                    counts[0].checklist,
                    portfolio.titles.get(counts[0].checklist, counts[0].checklist),
                )
            ),
            _("open runs, the usual time in it"),
            [_stage_row(each) for each in counts],
        )
        for counts in stages
    ]
    found += [
        Group(
            "waited-for",
            _("Waited for"),
            _("number of items, oldest"),
            [_party_row(each) for each in portfolio.waited_for],
        ),
        Group(
            "yearly-check",
            _("Yearly check"),
            _("partners whose T falls into the month"),
            [_month_row(each, today) for each in portfolio.yearly_checks],
        ),
        Group(
            "owners",
            _("Owners"),
            _("partners"),
            [_owner_row(each) for each in portfolio.owners],
        ),
        Group(
            "done",
            _("Done in the last four weeks"),
            _("items, by week"),
            [_week_row(each, today) for each in weeks],
        ),
    ]
    return [group for group in found if group.rows]


def _stage_row(count: StageCount) -> GroupRow:
    days = count.usual_days
    name = count.section or _("all required done")
    if count.edition:
        # Translators: an older edition of a checklist, and one of its sections
        name = _("{edition}: {section}").format(edition=count.edition, section=name)
    return GroupRow(
        f"stage {count.checklist} {count.section}",
        count.number,
        name,
        "" if days is None or not count.number else _("usually {days} d").format(days=days),
        count,
    )


def _party_row(count: PartyCount) -> GroupRow:
    days = count.oldest_days
    oldest = "" if days is None else _("oldest {days} d").format(days=days)
    return GroupRow(f"waited-for {count.name}", count.number, count.name, oldest, count)


def _month_row(count: MonthCount, today: date) -> GroupRow:
    name, is_missed = month_and_year(count.t), count.t < today
    if is_missed:
        name = _("{month}, missed").format(month=name)
        later = count.number - count.lapsed - count.mending
        parts = [
            (count.mending, _mending(count, today)),
            (later, _("later: {count}").format(count=later)),
            (count.lapsed, _("lapsed? {count}").format(count=count.lapsed)),
        ]
        remark = ", ".join(text for known, text in parts if known)
    else:
        days = ((point.name, point.day(count.t)) for point in points(""))
        point, day = next(each for each in days if each[1] >= today)
        # Translators: a point of the yearly clock and its day: T-30 on 2 Dec
        remark = _("{point} on {day}").format(point=point, day=short_day(day, today))
    key = f"yearly-check {count.t.isoformat()}"
    return GroupRow(key, count.number, name, remark, count, is_missed, bool(count.mending))


def _mending(count: MonthCount, today: date) -> str:
    if count.until is None:
        return ""
    if count.until == today:
        return _("mend today: {count}").format(count=count.mending)
    day = short_day(count.until, today)
    return _("mend until {day}: {count}").format(day=day, count=count.mending)


def _owner_row(count: OwnerCount) -> GroupRow:
    late = ngettext("{count} late", "{count} late", count.late).format(count=count.late)
    chase = ngettext("{count} to chase", "{count} to chase", count.to_chase)
    parts = [(count.late, late), (count.to_chase, chase.format(count=count.to_chase))]
    remark = ", ".join(text for number, text in parts if number)
    name = count.name or pgettext("owner", "nobody")
    return GroupRow(f"owner {count.name}", count.number, name, remark, count)


def _week_row(count: WeekCount, today: date) -> GroupRow:
    first, last = count.monday, count.monday + timedelta(days=6)
    name = _("{first} to {last}").format(
        first=first.day if first.month == last.month else short_day(first, today),
        last=short_day(last, today),
    )
    parts = [
        (count.chases, ngettext("{count} chased", "{count} chased", count.chases)),
        (count.added, ngettext("{count} new partner", "{count} new partners", count.added)),
        (count.closed, ngettext("{count} closed", "{count} closed", count.closed)),
    ]
    remark = ", ".join(text.format(count=number) for number, text in parts if number)
    return GroupRow(f"done {first.isoformat()}", count.ticks, name, remark, count)
