"""Texts on the yearly clock of a partner: how far off T is, and the points around T.

T and the points are explained in runs/anniversary.py. A clock has lapsed if the last day to mend a
missed T is over.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from csp_tui.core.base.day_words import month_and_year
from csp_tui.core.base.days import short_month
from csp_tui.core.base.language import _, current, pgettext
from csp_tui.core.base.text import width
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.anniversary import anniversary, last_day, points

COLUMN = 10
"""The usual width of the column with the clock, in cells."""
NEAR = 60
"""Days before T from which on the column of the clock is read first."""
SOON = 30
"""Days before T from which on the clock is urgent."""


def short_clock(row: PartnerSummary, today: date) -> str:
    """Return the month of T and the days to it, as in ``Mar 98 d`` or ``Nov -28 d``.

    If T was missed and it is too late to mend that: ``Sep -88 d, lapsed?``. Empty if the month of T
    is not known.
    """
    if (day := next_t(row, today)) is None:
        return ""
    words = f"{short_month(day)} {_days(day, today)}"
    if not is_lapsed(row, today):
        return words
    return _("{clock}, {state}").format(clock=words, state=pgettext("column", "lapsed?"))


def is_lapsed(row: PartnerSummary, today: date) -> bool:
    """Return whether it is too late to mend a missed yearly check; False if its month is not known.

    Whether the right to sell is really lost, only Microsoft or the distributor can say.
    """
    day = next_t(row, today)
    return day is not None and day < today and mend_until(row, today) is None


def mend_until(row: PartnerSummary, today: date) -> date | None:
    """Return the last day to mend a missed yearly check, as far as known.

    None if none was missed, if that day is over, or if the month of T is not known.
    """
    day = next_t(row, today)
    if day is None or day >= today:
        return None
    until = last_day(row.clock_model, day)
    return until if until >= today else None


def clock_column(row: PartnerSummary, today: date) -> str:
    """Return the month of T and the days to it in `COLUMN` (10) cells, such as ``Mar   93 d``.

    After T the days are negative: ``Sep  -88 d``. Empty if the month of T is not known.
    """
    day = next_t(row, today)
    return "" if day is None else _column(day, today, current())


@lru_cache(maxsize=4096)
def _column(day: date, today: date, spoken: str) -> str:  # noqa: ARG001 - for the cache
    month = short_month(day).removesuffix(".")
    return f"{month} {_days(day, today).rjust(COLUMN - 1 - width(month))}"


def _days(day: date, today: date) -> str:
    return _("{count} d").format(count=(day - today).days)


def is_near(row: PartnerSummary, today: date, days: int = NEAR) -> bool:
    """Return whether T is at most `days` (60) off; False if it is past or not known."""
    day = next_t(row, today)
    return day is not None and 0 <= (day - today).days <= days


def next_t(row: PartnerSummary, today: date) -> date | None:
    """Return T: the first day of the anniversary month, in the first year not complete.

    A year is complete if the partner's yearly run for it is: `answered_years`. T may be in the
    past; :func:`anniversary` says how far, and which years are passed over. None if the month is
    unknown. The result is cached, since many partners have the same T.
    """
    if not row.month:
        return None
    return _next_t(row.month, row.known_since, tuple(row.answered_years), today)


@lru_cache(maxsize=4096)
def _next_t(month: int, known: date | None, closed: tuple[int, ...], today: date) -> date:
    return anniversary(month, today, known, closed)


def long_clock(day: date, today: date) -> str:
    """Return a text on how far off T, the `day` of the yearly check, is.

    Before it ``March 2027, 98 d to the 1st``; on the day ``March 2027, today``; later ``March 2027,
    5 d ago``.
    """
    left = (day - today).days
    if left == 0:
        message = _("{month}, today")
    else:
        message = _("{month}, {days} d to the 1st") if left > 0 else _("{month}, {days} d ago")
    return message.format(month=month_and_year(day), days=abs(left))


def clock_lines(
    row: PartnerSummary, today: date, day_text: Callable[[date], str]
) -> list[tuple[str, str]]:
    """Return lines on the yearly clock of a partner, as pairs of label and text.

    The lines say how far off T is, and for each point of the clock the day and what happens then.
    They also warn of a model that is unknown or guessed from the runs, and say by when a missed T
    can be mended, or that the last day for it is over. The list is empty if the month of T is
    unknown. `day_text` returns a day as text.
    """
    from csp_tui.core.progress.partner_fields import typed  # not for the first frame

    month_day = next_t(row, today)
    if month_day is None:
        return []
    found = [(_("Clock"), _("T is {clock}").format(clock=long_clock(month_day, today)))]
    model = row.clock_model
    if not model:
        found.append((_("Model"), _("not known: fill it in, what a miss means depends on it")))
    elif model != row.model:
        sentence = _("taken as {model} from the checklists; fill in what it is")
        found.append((_("Model"), sentence.format(model=typed(model, "model"))))
    if is_lapsed(row, today):
        sentence = _(
            "{day} is over: ask Microsoft or the distributor whether the right to sell still holds"
        )
        found.append((_("Last day"), sentence.format(day=day_text(last_day(model, month_day)))))
    if until := mend_until(row, today):
        sentence = _("until {day} what the yearly check found missing, as far as known")
        if not model:
            sentence = _("until {day} if it is an indirect reseller; later if it is direct bill")
        found.append((_("Mend"), sentence.format(day=day_text(until))))
    days = {point.name: day_text(point.day(month_day)) for point in points(model)}
    longest = max(map(len, days.values()))
    for point in points(model):
        day = days[point.name].ljust(longest)
        basis_and_meaning = _("{basis}: {meaning}")
        what = basis_and_meaning.format(basis=_(point.basis), meaning=_(point.meaning))
        found.append((point.name, f"{day}  {what}"))
    return found
