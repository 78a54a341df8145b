"""How often, and when last, what an event tells has changed: counted from the history.

The history only grows, and is the same wherever the data are. So a calendar that is written on any
host has the same numbers, and they rise with each change, without a state kept beside.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.calendar.event import Event, Kind
from csp_tui.core.history.log import History
from csp_tui.core.progress.model import contact_of

_UNKNOWN = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment of an event about which the history has no line."""
_CUSTOMERS = ("", "customers")
"""The place of all lines about customers; no item has it, since it has no run."""

_Place = tuple[str, str]
"""The run and the item of history lines, each "" where they name none."""


class Revision(NamedTuple):
    """The number of history lines about an event, and the moment of the newest one."""

    number: int
    at: datetime


class Revisions:
    """Tells the revisions of the events of one partner; its history is read once.

    Damaged lines do not count; a history that cannot be read counts as empty.

    Args:
        history: the history of the partner.
    """

    def __init__(self, history: History) -> None:
        self._numbers = Counter[_Place]()
        self._newest: dict[_Place, datetime] = {}
        try:
            for line in history.newest_first():
                if line.customer:
                    self._add(_CUSTOMERS, line.at)
                # Of the parts of the partner's own data, contacts are told, answers to facts not.
                if line.run or (not line.customer and (not line.part or contact_of(line.part))):
                    self._add((line.run, line.item), line.at)
        except CspTuiError:
            return

    def _add(self, place: _Place, at: datetime) -> None:
        self._numbers[place] += 1
        self._newest[place] = max(at, self._newest.get(place, at))

    def of(self, event: Event) -> Revision:
        """Return how many history lines count for `event`, and the moment of the newest of them.

        Lines about the partner itself always count. For an item, lines about its run and about the
        item count, too; for customers, lines about any customer; for the yearly clock, lines about
        any run as a whole. Without such lines, the number is 0 and the moment the start of the year
        2000.
        """
        places = {("", "")}
        if event.kind is Kind.CLOCK:
            places |= {place for place in self._numbers if not place[1]}
        if event.item is not None:
            places |= {(event.run, ""), (event.run, event.item.id)}
        if event.customers:
            places.add(_CUSTOMERS)
        known = [self._newest[place] for place in places if place in self._newest]
        return Revision(sum(self._numbers[each] for each in places), max(known, default=_UNKNOWN))
