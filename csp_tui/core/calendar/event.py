"""An event of the calendar file: a day of a partner on which somebody has to do something."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid5

from csp_tui.core.base.language import N_
from csp_tui.core.checklists.model import Item, Link
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.anniversary import Point

_NAMESPACE = UUID("5f2c9a52-4d0b-4c43-9f63-6f1f0b8f7a1e")
"""Never changed: with another one, calendars would take every event for a new one."""


class Kind(StrEnum):
    """What happens on the day of an event; the options of ``calendar --group`` have these names."""

    CHASE = "chase"
    """An item waits for somebody, who is to be chased on that day."""
    DUE = "due"
    CLOCK = "clock"
    """A point of the yearly clock."""
    PLANNED = "planned"
    """Work on customers is planned to start."""
    TERM_END = "term-end"
    """Subscriptions of customers run out."""


TITLES = {
    Kind.CHASE: N_("To chase"),
    Kind.DUE: N_("Due"),
    Kind.CLOCK: N_("Yearly clock"),
    Kind.PLANNED: N_("Planned"),
    Kind.TERM_END: N_("Term end"),
}
"""The category of the events of each kind."""


class Event(NamedTuple):
    """What is to be done for a partner, or for some of its customers, on one day."""

    kind: Kind
    day: date
    partner: PartnerSummary
    about: str
    """What tells the event from others of this kind and partner: never its day."""
    owner: str = ""
    run: str = ""
    """The key of the run that the event is about; "" if that is none, or several."""
    item: Item | None = None
    links: tuple[Link, ...] = ()
    """The guidance on the item, or on the yearly check."""
    whom: str = ""
    """Whom the item waits for; "" if it does not wait, or nobody is recorded."""
    since: date | None = None
    """The day since which the item waits; None if it does not, or the day is unknown."""
    point: Point | None = None
    """The point of the yearly clock; only of events of the kind CLOCK."""
    case: str = ""
    """The case numbers under which the item waits; "" if there is none."""
    customers: tuple[tuple[str, str], ...] = ()
    """Id and name of each customer, sorted by name; empty for an event of the partner itself."""

    @property
    def uid(self) -> str:
        """The id by which a calendar knows this event again.

        It depends on the kind, the partner and `about` only: it stays when day, texts or owner
        change.
        """
        return str(uuid5(_NAMESPACE, f"{self.kind} {self.partner.id} {self.about}"))
