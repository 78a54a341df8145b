"""The columns of the list of partners: which there are, and how wide. Widths are in cells.

The name has its width at any size; what is left goes to what is next, and changing columns are left
of constant ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from csp_tui.core.base.day_words import row_day
from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.text import cut, pad, width
from csp_tui.core.partners.clock_words import clock_column
from csp_tui.core.partners.now import CELLS
from csp_tui.core.partners.order import BY_NAME, Order, waiting_since
from csp_tui.core.partners.rows import BEHIND, PartnerSummary
from csp_tui.core.runs.run_name import short_name

MARK = 2
"""Width of the mark in front of each row."""
_LEAST_NAME, _MOST_NAME = 20, 34
_NAME_TO_GIVE, _MOST_WAITS = 24, 16
_LEAST_NEXT, _MOST_NEXT = 10, 36
_MOST_BAR = 8
_DONE = 5


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
    "waiting": N_("Waiting since"),
    "edition": N_("Edition"),
}
"""The orders whose values have a column of their own, with its head."""


class Columns(NamedTuple):
    """The columns of a list.

    Args:
        cells: the width of all columns together.
        widths: the width of each column that is not on every screen.
        done: the width of the counts, such as ``14/43``; 0 on a very narrow screen.
        run_name: the run that all rows are of, for the title; "" if they are of several.
        order: the order whose values are shown in place of the run; None for the run itself.
    """

    cells: int
    widths: Widths
    done: int
    run_name: str
    order: Order | None

    @property
    def names(self) -> str:
        """The heads of the columns in one line, which stands above the list."""
        fit, done = self.widths, self.done + (self.widths.bar and self.widths.bar + 1)
        name_of_done = cut(_("Done"), done)
        last = _(_ORDER_HEADS[self.order.name]) if self.order else _("Run")
        return "  " + self.joined(
            pad(_("Partner"), fit.name),
            pad(pgettext("column", "Now"), CELLS),
            pad(name_of_done, done) if fit.bar else name_of_done.rjust(done),
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

    def last_of(self, row: PartnerSummary, today: date) -> str:
        """Return the text of the last column for a partner, if it is not the run.

        It is the value by which the list is ordered: the partner's clock, the oldest of its
        outdated editions, the day of the last change, or the day since which it waits. "" if there
        is no such value, or if the last column shows the run.
        """
        if self.order is None:
            return ""
        if self.order.name == "clock":
            return clock_column(row, today)
        if self.order.name == "edition":
            return min((run.edition for run in row.runs if run.newer), default="")
        day = waiting_since(row) if self.order.name == "waiting" else None
        if self.order.name == "changed" and row.changed:
            day = row.changed.astimezone().date()
        return row_day(day, today) if day else ""


def columns(partners: Sequence[PartnerSummary], cells: int, order: Order = BY_NAME) -> Columns:
    """Return the columns that fit into a list of `cells`.

    A column that would be empty in all rows is left out. So is the run if all rows are of the same
    one. Cells that no name needs go to the column *Waits for*. If a name would get less than
    `_LEAST_NAME`, as on a screen narrower than 60 cells, what is next is left out first, then the
    counts.

    Args:
        partners: the partners to show.
        cells: the width of the list.
        order: the order of the list, whose values get a column if they have none and there is room.
    """
    runs = {(run.key, run.checklist) for partner in partners for run in partner.runs}
    names = {short_name(*each) for each in runs} if len(runs) < _MANY else {"", " "}
    run_name = names.pop() if len(names) == 1 else ""
    table = _OF_ONE_RUN if run_name or not names else _OF_SEVERAL
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
    if by and not fit.run:
        fit, by = fit._replace(run=place_of_clock, clock=0), by if place_of_clock else None
    others = (fit.bar, done + 1, fit.clock, fit.owner, fit.waits, fit.run)
    spare = cells - MARK - fit.name - 1 - CELLS - sum(1 + each for each in others if each)
    room = spare - 1
    if room < _LEAST_NEXT:
        if fit.name + spare < _LEAST_NAME:
            spare, done = spare + done + 2, 0
        name = max(1, min(fit.name, fit.name + spare))
        return Columns(cells, fit._replace(name=name), done, run_name, by)
    more = max(0, room - _MOST_NEXT)
    bar = min(more, _MOST_BAR - fit.bar) if fit.bar else 0
    name = min(more - bar, max(0, _MOST_NAME - fit.name))
    fit = fit._replace(name=fit.name + name, bar=fit.bar + bar, next=room - bar - name)
    return Columns(cells, fit, done, run_name, by)


_MANY = 200
"""So many runs are never all of the same name; of so many partners no name is measured."""
