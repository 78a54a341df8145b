"""The columns of the list of partners: which there are, and how wide. Widths are in cells.

The name has its width at any size; what is left goes to what is next, and changing columns are left
of constant ones.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from csp_tui.core.base.day_words import days_since, row_day
from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.text import cut, pad, width
from csp_tui.core.partners.clock_words import clock_column
from csp_tui.core.partners.now import cells as cells_of_now
from csp_tui.core.partners.order import BY_NAME, Order, run_waits_since
from csp_tui.core.partners.rows import BEHIND, PartnerSummary, RunSummary
from csp_tui.core.runs.run_name import short_name

MARK = 2
"""Width of the mark in front of each row."""
_LEAST_NAME, _MOST_NAME = 20, 34
_NAME_TO_GIVE, _MOST_WAITS = 24, 16
_LEAST_NEXT, _MOST_NEXT = 10, 36
_MOST_BAR = 8
_DONE = 5
_VALUE = 11
"""Width of the column with the values of an order."""
_ROOM_FOR_OLD = 80
"""Cells from which on a count may have the word behind it that its edition is an older one."""


class Widths(NamedTuple):
    """The widths of those columns that are not on every screen; 0 where one is left out."""

    name: int
    bar: int
    clock: int
    owner: int
    waits: int
    run: int
    next: int = 0


_OF_ONE_RUN = {
    138: Widths(34, 8, 11, 8, 16, 0),
    120: Widths(30, 6, 11, 7, 14, 0),
    100: Widths(28, 0, 11, 8, 0, 0),
    80: Widths(24, 0, 11, 0, 0, 0),
    60: Widths(22, 0, 0, 0, 0, 0),
}
_OF_SEVERAL = {
    140: Widths(30, 0, 11, 8, 16, 14),
    120: Widths(28, 0, 10, 7, 12, 14),
    100: Widths(28, 0, 11, 0, 0, 14),
    80: Widths(24, 0, 0, 0, 0, 14),
    60: Widths(22, 0, 0, 0, 0, 0),
}
"""The widths from so many cells on: with the run in the title, and with a column for it. What is
next gets the rest."""

_ORDER_HEADS = {
    "clock": N_("Clock"),
    "changed": N_("Changed"),
    "waiting": N_("Waits"),
    "edition": N_("Edition"),
}
"""The orders whose values have a column of their own, with its head."""


class Columns(NamedTuple):
    """The columns of a list.

    Args:
        cells: the width of all columns together.
        widths: the width of each column that is not on every screen.
        done: the width of the counts, such as ``14/43``; 0 on a very narrow screen.
        run_name: the run that all rows are of, for the title; "" if they are of several, or if most
            partners have none.
        order: the order whose values are shown in place of the run; None for the run itself.
        filters: the names of the filters that are on.
        old: the width of the word behind the count of a run on an older edition, where no other
            column says so; 0 where none is outdated, or there is no room.
        is_of_archive: whether a column has the day of archiving, instead of what is most urgent.
        is_run_in_next: whether the few rows that have a run say in *Next* which one it is.
    """

    cells: int
    widths: Widths
    done: int
    run_name: str
    order: Order | None
    filters: Collection[str] = ()
    old: int = 0
    is_of_archive: bool = False
    is_run_in_next: bool = False

    def of_archive(self) -> Columns:
        """Return these columns with the day of archiving in place of all that asks for work."""
        widths = self.widths._replace(waits=0, next=0)
        return self._replace(widths=widths, old=0, is_of_archive=True)

    @property
    def shows_run(self) -> bool:
        """Whether the last column has the names of the runs."""
        return bool(self.widths.run) and self.order is None

    @property
    def names(self) -> str:
        """The heads of the columns in one line, which stands above the list."""
        fit, done = self.widths, self.done + (self.widths.bar and self.widths.bar + 1)
        name_of_done = cut(_("Done"), done)
        now = pgettext("column", "Archived") if self.is_of_archive else pgettext("column", "Now")
        last = _(_ORDER_HEADS[self.order.name]) if self.order else _("Run")
        return "  " + self.joined(
            pad(_("Partner"), fit.name),
            pad(now, cells_of_now()),
            (pad(name_of_done, done) if fit.bar else name_of_done.rjust(done)) + " " * self.old,
            pad(pgettext("column", "Clock"), fit.clock),
            pad(_("Owner"), fit.owner),
            pad(_("Waits for"), fit.waits),
            pad(pgettext("column", "Next"), fit.next),
            pad(last, fit.run),
        )

    def joined(self, name: str, now: str, done: str, *others: str) -> str:
        """Return the texts of the columns in one line, with a blank between two of them.

        A text that is "" takes no room; behind `done` is one blank more.
        """
        counts = f"{done} " if done else ""
        return " ".join(filter(None, (name, now, counts, *others))).rstrip()

    def last_of(self, row: PartnerSummary, run: RunSummary | None, today: date) -> str:
        """Return the text of the last column for `run` of a partner, if it is not the run's name.

        It is the value by which the list is ordered: the partner's clock, the edition of the run,
        the day of the last change, or the days for which the run waits. "" if there is no such
        value, or if the last column shows the run.
        """
        if self.order is None:
            return ""
        if self.order.name == "clock":
            return clock_column(row, today)
        if self.order.name == "edition":
            return run.edition if run else ""
        if self.order.name == "waiting":
            since = run_waits_since(run) if run else None
            return _("{count} d").format(count=days_since(since, today)) if since else ""
        day = row.changed.astimezone().date() if row.changed else None
        return row_day(day, today) if day else ""


def columns(
    partners: Sequence[PartnerSummary],
    cells: int,
    order: Order = BY_NAME,
    filters: Collection[str] = (),
) -> Columns:
    """Return the columns that fit into a list of `cells`.

    A column that would be empty in all rows is left out. So is the run if all rows are of the same
    one, or of none. Cells that no name needs go to the column *Waits for*. If a name would get less
    than `_LEAST_NAME`, as on a screen narrower than 60 cells, what is next is left out first, then
    the counts.

    Args:
        partners: the partners to show.
        cells: the width of the list.
        order: the order of the list, whose values get a column if they have none and there is room.
        filters: the names of the filters that are on; in the order of urgency rows tell what is
            most urgent all the same.
    """
    filters = () if order.name == "urgency" else filters
    runs = {(run.key, run.checklist) for partner in partners for run in partner.runs}
    names = {short_name(*each) for each in runs} if len(runs) < _MANY else {"", " "}
    table = _OF_ONE_RUN if len(names) < 2 else _OF_SEVERAL
    run_name = names.pop() if len(names) == 1 else ""
    is_in_next = bool(run_name) and 2 * sum(bool(each.runs) for each in partners) < len(partners)
    run_name = "" if is_in_next else run_name
    fit = next((table[least] for least in table if cells >= least), table[60])
    most = max((run.total for partner in partners for run in partner.runs), default=0)
    done = max(_DONE, 2 * len(str(most)) + 1)
    if fit.run:
        older = {(run.key, run.checklist) for row in partners for run in row.runs if run.newer}
        if any(width(short_name(*each)) >= fit.run for each in older):
            fit = fit._replace(run=fit.run + len(BEHIND))
    place_of_clock = fit.clock
    fit = fit._replace(
        clock=fit.clock if any(row.month for row in partners) else 0,
        owner=fit.owner if any(row.owner for row in partners) else 0,
        waits=fit.waits if any(run.waiting for row in partners for run in row.runs) else 0,
    )
    if fit.waits and len(partners) < _MANY:
        needed = max(_NAME_TO_GIVE, *(width(partner.name) for partner in partners))
        given = max(0, min(fit.name - needed, _MOST_WAITS - fit.waits))
        fit = fit._replace(name=fit.name - given, waits=fit.waits + given)
    by = order if order.name in _ORDER_HEADS and not (order.name == "clock" and fit.clock) else None
    if by and fit.run:
        fit = fit._replace(run=_VALUE)
    elif by:
        fit, by = fit._replace(run=place_of_clock, clock=0), by if place_of_clock else None
    is_old = cells >= _ROOM_FOR_OLD and (by or not fit.run)
    is_old = is_old and any(run.newer for row in partners for run in row.runs)
    old = 1 + width(old_word()) if is_old else 0
    others = (fit.bar, done + (old or 1), fit.clock, fit.owner, fit.waits, fit.run)
    spare = cells - MARK - fit.name - 1 - cells_of_now() - sum(1 + each for each in others if each)
    room = spare - 1
    if room < _LEAST_NEXT:
        if fit.name + spare < _LEAST_NAME:
            spare, done, old = spare + done + 2, 0, 0
        name = max(1, min(fit.name, fit.name + spare))
        return Columns(
            cells,
            fit._replace(name=name),
            done,
            run_name,
            by,
            filters,
            old,
            is_run_in_next=is_in_next,
        )
    more = max(0, room - _MOST_NEXT)
    bar = min(more, _MOST_BAR - fit.bar) if fit.bar else 0
    name = min(more - bar, max(0, _MOST_NAME - fit.name))
    fit = fit._replace(name=fit.name + name, bar=fit.bar + bar, next=room - bar - name)
    return Columns(cells, fit, done, run_name, by, filters, old, is_run_in_next=is_in_next)


def old_word() -> str:
    """Return the word that stands behind the count of a run on an older edition."""
    # Translators: behind a count such as 5/11; of an edition
    return pgettext("column", "old")


_MANY = 200
"""So many runs are never all of the same name; of so many partners no name is measured."""
