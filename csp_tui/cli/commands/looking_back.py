"""``show --as-of``: what stood at the end of an earlier day."""

from __future__ import annotations

from datetime import date

from csp_tui.cli.session import Session
from csp_tui.core.acts import parse_day
from csp_tui.core.as_of import end_of, partner_as_of
from csp_tui.core.errors import UsageError
from csp_tui.core.progress import Partner


def find_day(session: Session) -> date | None:
    """Return the day that ``--as-of`` names, or None; raises UsageError where it is to come."""
    if session.args.as_of is None:
        return None
    today = session.workplace.today
    day = parse_day(session.args.as_of, today)
    if day is None:
        raise UsageError("--as-of needs a date, such as 2026-10-31")
    if day > today:
        raise UsageError(f"{day} is still to come; today is {today}")
    return day


def partner_on(session: Session, partner: Partner, day: date) -> Partner:
    """Return `partner` as it stood at the end of `day`; raises NotFoundError where it was not."""
    workplace = session.workplace
    if day == workplace.today:
        return partner
    past = partner_as_of(workplace.places, workplace.store, partner.id, end_of(day))
    if past.is_unsure:
        session.out.note(
            f"after {day} a change made outside csp-tui was first seen, which may be older; "
            "history tells which"
        )
    return past.partner
