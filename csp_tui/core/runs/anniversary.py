"""The onboarding anniversary: the month in which the right to sell is checked, every year.

T is the first day of that month. Of the three dates that are called anniversary, this is the one
on which a partner was first onboarded to the programme; neither the renewal of a support plan nor
the billing date moves it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from csp_tui.core.base.days import short_month
from csp_tui.core.base.language import N_, _

if TYPE_CHECKING:
    from csp_tui.core.progress.model import Partner

LAST = 60
"""Days from T to the last known consequence."""
_YEAR = re.compile(r"-(\d{4})(?:-\d{1,2})?\Z")


@dataclass(frozen=True, slots=True)
class Point:
    """A day before or after T, what happens on it, and how sure that is."""

    days: int
    meaning: str
    basis: str

    @property
    def name(self) -> str:
        """The point as people write it: ``T-90``."""
        return f"T{self.days:+d}" if self.days else "T"

    def day(self, anniversary: date) -> date:
        """Return the calendar day of the point."""
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
            0, N_("yearly check of the tenant; missed, orders stop for at least a year"), _OFFICIAL
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
"""What happens around T, by the partner's model; official is Microsoft's own page.

Where the model is not known, nothing is said of what only one of them can lose.
"""


def points(model: str) -> tuple[Point, ...]:
    """Return the points of a partner's model; those common to all where it is not known."""
    return POINTS.get(model, POINTS[""])


def closed_years(partner: Partner, yearly: Collection[str]) -> tuple[int, ...]:
    """Return the years whose yearly run is completed; `yearly` holds the ids of such checklists.

    An abandoned run leaves its year open: the check must still be met.
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
    """Return the year in a yearly run's key (``keep-direct-2027-2``); 0 if none."""
    match = _YEAR.search(run)
    return int(match[1]) if match else 0


def known_since(partner: Partner) -> date | None:
    """Return the day on which the partner's first run was started, if any was."""
    started = [run.started for run in partner.runs.values() if run.started]
    return min(started).astimezone().date() if started else None


def anniversary(
    month: int, today: date, known: date | None = None, closed: Collection[int] = ()
) -> date:
    """Return the next T: the first whose yearly run is not closed.

    Args:
        month: the month of T, from 1 to 12.
        today: the calendar day.
        known: the day of the partner's first run here; an earlier T does not count. A missed T
            counts for a year.
        closed: the years whose yearly run is closed.
    """
    first = max(known or today, today - timedelta(days=365)) - timedelta(days=LAST)
    year = first.year
    while date(year, month, 1) < first or year in closed:
        year += 1
    return date(year, month, 1)


def last_day(model: str, day: date) -> date:
    """Return the last day on which a miss of T can still be mended, as far as it is known.

    The check of an indirect reseller is in the month of T; partners that bill directly tell of
    what is taken until T+60, and who may be one of them is not given up before.
    """
    if model == "indirect-reseller":
        return (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return day + timedelta(days=LAST)


def countdown(day: date, today: date) -> str:
    """Return how far off T is: ``Mar 98 d``, ``Mar now`` within its month, ``Mar 40 d late``."""
    left = (day - today).days
    is_now = day.month == today.month and left > -32
    # Translators: short, in a narrow column; d is for days
    if left > 0:
        message = _("{month} {days} d")
    else:
        message = _("{month} now") if is_now else _("{month} {days} d late")
    return message.format(month=short_month(day), days=abs(left))
