"""Writes events as an iCalendar file. Only the command that does so imports the library for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from csp_tui import __version__
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.calendar import words
from csp_tui.core.calendar.event import TITLES, Event, Kind
from csp_tui.core.calendar.revisions import Revisions

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar
    from icalendar import Event as Component

    from csp_tui.core.store.store import Store

_END = b"END:VCALENDAR\r\n"
_OFTEN = timedelta(hours=1)
"""How long a calendar that follows the file waits before it looks again."""

_MORNING = timedelta(hours=9)
_DAY_BEFORE = _MORNING - timedelta(days=1)
_WEEK_BEFORE = _MORNING - timedelta(days=7)
_MONTH_BEFORE = _MORNING - timedelta(days=30)
REMINDERS = {
    Kind.CHASE: (_MORNING,),
    Kind.DUE: (_WEEK_BEFORE, _MORNING),
    Kind.CLOCK: (_WEEK_BEFORE, _MORNING),
    Kind.PLANNED: (_DAY_BEFORE,),
    Kind.TERM_END: (_MONTH_BEFORE, _WEEK_BEFORE),
}
"""When calendars remind of an event of each kind, counted from the midnight its day begins with."""


def calendar_file(
    events: Iterable[Event], store: Store, name: str, today: date, *, has_reminders: bool = True
) -> bytes:
    """Return `events` as the bytes of an iCalendar file.

    Args:
        events: the events, those of a partner one after the other.
        store: has the histories; by them an event that was changed gets a higher number.
        name: what the calendar is called.
        today: the present day; an event before it has no reminders.
        has_reminders: False for a file without any reminders.
    """
    written = BytesIO()
    written.write(_head(name).to_ical().removesuffix(_END))
    for event, revisions in _with_revisions(events, store):
        component = _component(event, revisions)
        if has_reminders and event.day >= today:
            for when in REMINDERS[event.kind]:
                component.add_component(_reminder(component, when))
        written.write(component.to_ical())
    written.write(_END)
    return written.getvalue()


def _with_revisions(events: Iterable[Event], store: Store) -> Iterator[tuple[Event, Revisions]]:
    partner_id, revisions = "", None
    for event in events:
        if revisions is None or event.partner.id != partner_id:
            partner_id = event.partner.id
            revisions = Revisions(store.history(partner_id))
        yield event, revisions


def _head(name: str) -> Calendar:
    from icalendar import Calendar, vDuration  # late: it looks for time zones on the disk

    calendar = Calendar()
    calendar.add("prodid", f"-//csp-tui//csp-tui {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", visible_line(name))
    calendar.add("x-wr-calname", visible_line(name))
    calendar.add("refresh-interval", _OFTEN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_OFTEN))
    return calendar


def _component(event: Event, revisions: Revisions) -> Component:
    from icalendar import Event as Component

    revision = revisions.of(event)
    found = Component()
    found.add("uid", event.uid)
    found.add("dtstamp", revision.at)
    found.add("last-modified", revision.at)
    found.add("sequence", revision.number)
    found.add("summary", words.title(event))
    found.add("description", words.description(event))
    found.add("dtstart", event.day)
    if event.day < date.max:
        found.add("dtend", event.day + timedelta(days=1))
    found.add("transp", "TRANSPARENT")
    found.add("status", "CONFIRMED")
    found.add("categories", [_(TITLES[event.kind])])
    if event.owner:
        found.add("contact", visible_line(event.owner))
    if address := words.address(event):
        found.add("url", address)
    return found


def _reminder(component: Component, when: timedelta) -> Alarm:
    from icalendar import Alarm

    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", component["summary"])
    reminder.add("trigger", when)
    return reminder
