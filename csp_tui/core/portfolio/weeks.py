"""What was done in the last four weeks, counted from the histories."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.history.acts import Act, meaning_of
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.store.store import Store

WEEKS = 4
_COUNTED = {Act.TICK: "ticks", Act.CHASE: "chases", Act.ADD: "added", Act.CLOSE: "closed"}


class WeekCount(NamedTuple):
    """What was done from `monday` on for seven days, without what was taken back since."""

    monday: date
    ticks: int = 0
    chases: int = 0
    added: int = 0
    """Number of new partners."""
    closed: int = 0
    """Number of closed runs."""
    partners: frozenset[str] = frozenset()
    """The ids of the partners for whom something was done."""


def last_weeks(rows: Sequence[PartnerSummary], store: Store, today: date) -> list[WeekCount]:
    """Return what was done in each of the last WEEKS (4) weeks; the present week comes last.

    A week without any act is there, too, with zeros. The histories of all partners are read. One
    that is unreadable counts as empty; damaged lines are passed over.
    """
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    mondays = (first + timedelta(days=7 * week) for week in range(WEEKS))
    found = {monday: WeekCount(monday) for monday in mondays}
    for row in rows:
        with contextlib.suppress(CspTuiError):
            for line in _standing(store, row.id, first):
                day = local_day(line.when)
                week = found.get(day - timedelta(days=day.weekday()))
                if week is not None and (name := _name_of(line)):
                    found[week.monday] = week._replace(
                        **{name: getattr(week, name) + 1}, partners=week.partners | {row.id}
                    )
    return [*found.values()]


def _name_of(line: HistoryLine) -> str:
    """Return the field of `WeekCount` that a history line adds one to; empty if it adds to none.

    Adding a customer counts nowhere: `added` counts new partners.
    """
    is_other = line.do == Act.ADD and line.customer
    return "" if is_other else next((n for act, n in _COUNTED.items() if line.do == act), "")


def _standing(store: Store, partner_id: str, first: date) -> Iterator[HistoryLine]:
    """Yield a partner's history lines since `first` that were not taken back, the newest first."""
    taken_back: set[str] = set()
    for line in store.history(partner_id).since(first - timedelta(days=1)):
        is_standing = not {line.step, line.id} & taken_back
        if is_standing and meaning_of(line.do).is_undoing and line.undone[0]:
            taken_back.add(line.undone[0])
        elif is_standing:
            yield line
