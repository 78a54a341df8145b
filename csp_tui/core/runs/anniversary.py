"""The onboarding anniversary: the month in which a partner's right to sell is checked each year.

It is the month in which the partner was first onboarded to the programme. *T* is the first day of
that month in some year. The *yearly clock* is what happens on certain days before and after T.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.base.language import N_

if TYPE_CHECKING:
    from csp_tui.core.progress.model import Partner

LAST = 60
"""Days from T to the last known consequence of failing the yearly check."""
YEARLY_CHECKLISTS = {"direct-bill": "keep-direct", "indirect-reseller": "keep-reseller"}
"""By business model: the id of the yearly checklist that answers the yearly check."""
_YEAR = re.compile(r"-(\d{4})(?:-\d{1,2})?\Z")


class Point(NamedTuple):
    """A day of the yearly clock: `days` after T (negative: before it), and what happens on it.

    `basis` says how sure that is: ``official`` or ``reported``.
    """

    days: int
    meaning: str
    basis: str

    @property
    def name(self) -> str:
        """The day as people write it: ``T-90``."""
        return f"T{self.days:+d}" if self.days else "T"

    def day(self, anniversary: date) -> date:
        """Return the calendar day of this point, counted from T, which is the day `anniversary`."""
        return anniversary + timedelta(days=self.days)


_OFFICIAL, _REPORTED = N_("official"), N_("reported")
_NOTICE = N_("notices go to administrators and billing contacts: read those mailboxes")
_LAST_NOTICE = N_("last notice: every criterion should be met and proven by now")
_SECOND_NOTICE = N_("second notice where a criterion is missed")

POINTS: dict[str, tuple[Point, ...]] = {
    "direct-bill": (
        Point(-90, _NOTICE, _REPORTED),
        Point(-60, _SECOND_NOTICE, _REPORTED),
        Point(-30, _LAST_NOTICE, _REPORTED),
        Point(
            0, N_("yearly check of all criteria; partners report Restricted from here"), _OFFICIAL
        ),
        Point(30, N_("partners report Suspended: nothing new can be sold"), _REPORTED),
        Point(60, N_("partners report Revoked: the right to bill directly is gone"), _REPORTED),
    ),
    "indirect-reseller": (
        Point(
            -90,
            N_(
                "notices go to administrators and billing contacts: read those mailboxes; "
                "the distributor gets them too"
            ),
            _OFFICIAL,
        ),
        Point(-60, _SECOND_NOTICE, _REPORTED),
        Point(-30, _LAST_NOTICE, _REPORTED),
        Point(
            0, N_("yearly check of the tenant; a miss stops orders for at least a year"), _OFFICIAL
        ),
    ),
    "": (
        Point(-90, _NOTICE, _REPORTED),
        Point(-60, _SECOND_NOTICE, _REPORTED),
        Point(-30, _LAST_NOTICE, _REPORTED),
        Point(
            0,
            N_("yearly check; fill in the model (e, edit) to see what a miss means"),
            _OFFICIAL,
        ),
    ),
}
"""The points of the yearly clock, by the partner's business model.

The empty model stands for an unknown one: its points do not name what only one model can lose.
"""


def points(model: str) -> tuple[Point, ...]:
    """Return the points of the yearly clock for a business model.

    If `model` is empty or not known, return those that do not depend on it.
    """
    return POINTS.get(model, POINTS[""])


def completed_years(partner: Partner, yearly: Collection[str]) -> tuple[int, ...]:
    """Return the years for which the partner has completed its run of a yearly checklist.

    `yearly` holds the ids of the yearly checklists. An abandoned run does not count.
    """
    return tuple(
        year
        for run in partner.runs.values()
        if run.checklist in yearly
        and run.closed
        and run.outcome != "abandoned"
        and (year := year_of(run.key))
    )


def year_of(run: str) -> int:
    """Return the year in the key of a run, as in ``keep-direct-2027-2``; 0 if it has none."""
    match = _YEAR.search(run)
    return int(match[1]) if match else 0


def known_since(partner: Partner) -> date | None:
    """Return the day on which the partner's first run was started; None if no start is recorded."""
    started = [run.started for run in partner.runs.values() if run.started]
    return min(started).astimezone().date() if started else None


def anniversary(
    month: int, today: date, known: date | None = None, answered: Collection[int] = ()
) -> date:
    """Return T: the first day of the anniversary month, in the first year not yet completed.

    It may be in the past: a missed T is returned until a year after T+60, the last day on which
    missing it is known to have a consequence.

    Args:
        month: the anniversary month, from 1 to 12.
        today: the present day.
        known: the day of the partner's first run here. A T more than 60 days before that day is
            passed over. None counts as `today`.
        answered: the years whose yearly run is completed; they are passed over.
    """
    first = max(known or today, today - timedelta(days=365)) - timedelta(days=LAST)
    year = first.year
    while date(year, month, 1) < first or year in answered:
        year += 1
    return date(year, month, 1)


def unanswered_check(partner: Partner, model: str, today: date) -> date | None:
    """Return the T that is past and that no run of the yearly checklist of `model` answers.

    None if there is no such T, if a run of that checklist is for it, or if its month or the `model`
    is not known.
    """
    month, yearly = partner.anniversary, YEARLY_CHECKLISTS.get(model, "")
    if not yearly or not month:
        return None
    runs = (each for each in partner.runs.values() if each.checklist == yearly)
    years = {year_of(each.key) for each in runs if not each.closed or each.outcome != "abandoned"}
    day = anniversary(month, today, known_since(partner), years)
    return day if day < today else None


def last_day(model: str, day: date) -> date:
    """Return the last day on which a partner can still mend a failed yearly check, as far as known.

    `day` is T, the first day of the anniversary month. The last day is T+60 for a direct-bill
    partner, and the end of that month for an indirect reseller. It is that earlier day for an
    unknown `model`, too: who mends too early loses nothing.
    """
    if model == "direct-bill":
        return day + timedelta(days=LAST)
    return (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
