"""What was done in the last four weeks, counted from the histories."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk.files import Version
from csp_tui.core.history.acts import Act, meaning_of
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.log import History
from csp_tui.core.partners.rows import PartnerSummary

WEEKS = 4
_COUNTED = {Act.TICK: "ticks", Act.CHASE: "chases", Act.ADD: "added", Act.CLOSE: "closed"}
Done = tuple[date, str]
"""The Monday of a week, and the field of `WeekCount` in which something that was done counts."""


class WeekCount(NamedTuple):
    """What was done in the week that begins on `monday`, without what was taken back since."""

    monday: date
    ticks: int = 0
    chases: int = 0
    added: int = 0
    """Number of new partners."""
    closed: int = 0
    """Number of closed runs."""
    partners: frozenset[str] = frozenset()
    """The ids of the partners for whom something was done."""


class Weeks:
    """Counts what was done in the last weeks; a history that has not changed is read only once.

    Args:
        history_of: returns the history of the partner with this id, such as `Store.history`.
    """

    def __init__(self, history_of: Callable[[str], History]) -> None:
        self._history_of = history_of
        self._known: dict[str, tuple[Version, date, Counter[Done]]] = {}

    def count(self, rows: Sequence[PartnerSummary], today: date) -> list[WeekCount]:
        """Return what was done in each of the last WEEKS (4) weeks; the present week comes last.

        What was undone since is not counted. A week without any act is there, too, with zeros. A
        history that is unreadable counts as empty; damaged lines are passed over.
        """
        first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
        numbers, partners = Counter[Done](), defaultdict[date, set[str]](set)
        for row in rows:
            done = self._done(row.id, first)
            numbers.update(done)
            for monday, _name in done:
                partners[monday].add(row.id)
        mondays = (first + timedelta(days=7 * week) for week in range(WEEKS))
        return [
            WeekCount(
                monday,
                partners=frozenset(partners[monday]),
                **{name: numbers[monday, name] for name in _COUNTED.values()},
            )
            for monday in mondays
        ]

    def _done(self, partner_id: str, first: date) -> Counter[Done]:
        """Return how often each thing was done in each week since the Monday `first`.

        A key is the Monday of a week and a field of `WeekCount`. Empty if the partner has no
        history.
        """
        version = self._history_of(partner_id).version()
        if version is None:
            return Counter()
        known = self._known.get(partner_id)
        if known is None or known[:2] != (version, first):
            self._known[partner_id] = known = version, first, self._read(partner_id, first)
        return known[2]

    def _read(self, partner_id: str, first: date) -> Counter[Done]:
        done = Counter[Done]()
        with contextlib.suppress(CspTuiError):
            for line in lines_not_undone(self._history_of(partner_id), first):
                day = local_day(line.when)
                monday = day - timedelta(days=day.weekday())
                if monday >= first and (name := _name_of(line)):
                    done[monday, name] += 1
        return done


def _name_of(line: HistoryLine) -> str:
    """Return the field of `WeekCount` that a history line adds one to; empty if it adds to none.

    Adding a customer counts nowhere: `added` counts new partners.
    """
    is_other = line.do == Act.ADD and line.customer
    return "" if is_other else next((n for act, n in _COUNTED.items() if line.do == act), "")


def lines_not_undone(history: History, first: date) -> Iterator[HistoryLine]:
    """Yield the lines of a `history` since `first` that nobody has undone, the newest first.

    Lines of the day before may be among them, since time zones differ.
    """
    taken_back: set[str] = set()
    for line in history.since(first - timedelta(days=1)):
        is_standing = not {line.step, line.id} & taken_back
        if is_standing and meaning_of(line.do).is_undoing and line.undone[0]:
            taken_back.add(line.undone[0])
        elif is_standing:
            yield line
