"""The clock of a partner in words: how far off T is, and what happens around it."""

from __future__ import annotations

from datetime import date

from csp_tui.core.anniversary import countdown, points
from csp_tui.core.rows import PartnerRow

SOON = 30
"""Days before T from which the clock is urgent."""


def short_clock(row: PartnerRow, today: date) -> str:
    """Return ``Mar 98 d``; nothing where the month is not known."""
    day = row.anniversary(today)
    return countdown(day, today) if day else ""


def is_urgent(row: PartnerRow, today: date) -> bool:
    """Say whether T is near, now, or past and not dealt with."""
    day = row.anniversary(today)
    return day is not None and (day - today).days <= SOON


def long_clock(day: date, today: date) -> str:
    """Return ``March 2027, 98 d to the 1st``."""
    left = (day - today).days
    if left == 0:
        return f"{day:%B %Y}, today"
    return f"{day:%B %Y}, {left} d to the 1st" if left > 0 else f"{day:%B %Y}, {-left} d ago"


def clock_facts(month_day: date, model: str, today: date) -> list[tuple[str, str]]:
    """Return the clock and every point around T: name, and its day, meaning and basis."""
    told = [("Clock", f"T is {long_clock(month_day, today)}")]
    for point in points(model):
        day = point.day(month_day)
        told.append((point.name, f"{day.isoformat()}  {point.basis}: {point.meaning}"))
    return told
