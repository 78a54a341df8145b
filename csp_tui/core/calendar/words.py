"""The texts of an event, as somebody reads them in a calendar."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.base.days import whole_day
from csp_tui.core.base.language import _, customer_count, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.calendar.event import Event, Kind
from csp_tui.core.runs.run_name import short_name

_LONGEST_NAME, _LONGEST_TEXT = 120, 1000
"""Characters of a name in a title, and of a text below it; the rest is left out."""
_MOST_NAMED = 3
"""If an event is for more customers, its title tells their number instead of their names."""
_MOST_LISTED = 50
"""So many customers are listed by name below the title."""
_MOST_CONTACTS = 5
_MORE = "..."


def title(event: Event) -> str:
    """Return the title of an event on one line: what is to be done, and for which partner.

    Long names are cut; instead of more than three customers it tells their number.
    """
    partner = _name(event.partner.name)
    if event.point is not None:
        message = _("{point} {partner}: {meaning}")
        meaning = _(event.point.meaning)
        return message.format(point=event.point.name, partner=partner, meaning=meaning)
    what = _customers(event)
    if event.item is not None:
        what = _("{title}: {who}").format(title=_name(event.item.title), who=what) if what else ""
        what = what or _name(event.item.title)
    message = {
        Kind.CHASE: _("Chase {whom}: {what} ({partner})"),
        Kind.DUE: _("Due: {what} ({partner})"),
        Kind.PLANNED: _("Planned: {what} ({partner})"),
        Kind.TERM_END: _("Term ends: {what} ({partner})"),
    }[event.kind]
    return message.format(whom=_name(event.whom) or _("somebody"), what=what, partner=partner)


def description(event: Event) -> str:
    """Return the text below an event's title: lines such as ``Owner: amira``, then the guidance.

    Lines without a value are left out. Each link of the guidance has an empty line, a line with
    publisher, title and date, and its address. A text of more than 1000 characters is cut.
    """
    lines = [
        _("{label}: {text}").format(label=label, text=_cut(text, _LONGEST_TEXT))
        for label, text in _labelled(event)
        if text
    ]
    for link in event.links:
        named = ", ".join(filter(None, (link.publisher, link.title, link.date)))
        lines += ["", _cut(named, _LONGEST_TEXT), visible_line(link.url)]
    return "\n".join(lines)


def address(event: Event) -> str:
    """Return the address of the first page of guidance on an event; "" for none."""
    return visible_line(event.links[0].url) if event.links else ""


def _labelled(event: Event) -> Iterator[tuple[str, str]]:
    row, item, point = event.partner, event.item, event.point
    yield _("Partner"), row.name
    yield _("Owner"), event.owner
    if event.run:
        checklist = next((run.checklist for run in row.runs if run.key == event.run), "")
        yield _("Checklist"), short_name(event.run, checklist)
    if item is not None:
        yield _("Item"), item.title
    if event.whom:
        yield _("Waits for"), event.whom
    yield _("Case"), event.case
    if event.since:
        yield _("Since"), whole_day(event.since)
    for _id, name in event.customers[:_MOST_LISTED]:
        yield _("Customer"), _name(name)
    if (more := len(event.customers) - _MOST_LISTED) > 0:
        yield _("Customers"), ngettext("{count} more", "{count} more", more).format(count=more)
    for contact in row.contact_texts[:_MOST_CONTACTS]:
        yield _("Contact"), contact
    if item is not None:
        yield _("Rule"), item.rule
        yield _("Doubt"), item.doubt
    if point is not None and point.basis:
        yield _("Basis"), _(point.basis)


def _customers(event: Event) -> str:
    """Return the names of an event's customers, or their number if they are more than three.

    "" if the event has none.
    """
    number = len(event.customers)
    if number <= _MOST_NAMED:
        return _("; ").join(_name(name) for _id, name in event.customers)
    return customer_count(number)


def _name(text: str) -> str:
    return _cut(text, _LONGEST_NAME)


def _cut(text: str, most: int) -> str:
    """Return `text` on one line with control characters made visible.

    If it is longer than `most` characters, it is cut to `most`, and ends in ``...``.
    """
    text = visible_line(text)
    return text if len(text) <= most else text[: most - len(_MORE)] + _MORE
