"""``--as-of``: read a partner as it was at the end of an earlier day."""

from __future__ import annotations

from datetime import date

from csp_tui.cli.session import Session
from csp_tui.core.audit.as_of import partner_as_of
from csp_tui.core.audit.customers_as_of import CustomersThen
from csp_tui.core.base.clock import end_of_day
from csp_tui.core.base.days import parse_past_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.progress.model import Partner

_MOST_NAMED = 5
"""The most customers that a note names."""


def find_day(session: Session) -> date | None:
    """Return the day of ``--as-of``; None without that option.

    A day without a year is a past one: ``5 nov`` is the latest 5 November.

    Raises:
        UsageError: the option is empty, no date, or a day in the future.
    """
    if session.args.as_of is None:
        return None
    day = parse_past_day(session.args.as_of, session.workplace.today)
    if day is None:
        raise UsageError(_("--as-of needs a date, such as 2026-10-31"))
    return day


def partner_on(session: Session, partner: Partner, day: date) -> Partner:
    """Return `partner` as it was at the end of `day`; if that is today, `partner` itself.

    For an earlier day, the session's workplace is replaced by one that reads customers as they
    were on that day. A note is printed if the state on that day is not sure, and one that names
    customers whose state is unknown.

    Raises:
        NotFoundError: the partner did not exist then, or its history does not reach so far.
        InvalidFileError: its file or its history is unreadable.
    """
    workplace = session.workplace
    if day == workplace.today:
        return partner
    end = end_of_day(day)
    past = partner_as_of(workplace.places, workplace.store, partner.id, end)
    customers = CustomersThen(
        workplace.places, workplace.store, workplace.library, workplace.clock, partner.id, end
    )
    session.workplace = workplace.with_parts(customers=customers)
    if past.is_unsure or customers.past.is_unsure:
        message = _(
            "after {day} a change made outside csp-tui was first seen, which may be older; "
            "history tells which"
        )
        session.out.note(message.format(day=day))
    if unknown := customers.past.unknown:
        names = ", ".join(unknown[:_MOST_NAMED]) + (" ..." if len(unknown) > _MOST_NAMED else "")
        count = len(unknown)
        message = ngettext(
            "the state on {day} of {count} customer is not known, left out: {names}",
            "the state on {day} of {count} customers is not known, left out: {names}",
            count,
        )
        session.out.note(message.format(day=day, count=count, names=names))
    return past.partner
