"""Days: how they are shown, how users type them, and counting business days.

Moments are shown by `describe.history`; days of workbooks by `reports.workbook_forms`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, SOURCE, _, current, in_every_language, pgettext

_SHORT_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)
_MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
_DAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday")),
    *(N_("Saturday"), N_("Sunday")),
)
_SHORT_DAYS = (*(N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")),)

_AHEAD = r"\+([0-9]{1,3})"
_NAMED = (
    r"(?:([0-9]{1,2})(?:er|st|nd|rd|th)? ([a-z]+)|([a-z]+) ([0-9]{1,2}))"
    r"(?: ([0-9]{4}))?"
)
_WRITTEN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NUMBERED = r"([0-9]{1,2})([./])([0-9]{1,2})\2([0-9]{4})"
_NEAR_DAYS = {
    "today": 0, "tomorrow": 1, "yesterday": -1,
    "aujourd'hui": 0, "aujourdhui": 0, "demain": 1, "hier": -1,
}  # fmt: skip
TYPED_MONTHS = (
    ("january", "janvier"), ("february", "fevrier"), ("march", "mars"), ("april", "avril"),
    ("may", "mai"), ("june", "juin"), ("july", "juillet"), ("august", "aout"),
    ("september", "septembre"), ("october", "octobre"), ("november", "novembre"),
    ("december", "decembre"),
)  # fmt: skip
_TYPED_WEEKDAYS = (
    ("monday", "lundi"), ("tuesday", "mardi"), ("wednesday", "mercredi"), ("thursday", "jeudi"),
    ("friday", "vendredi"), ("saturday", "samedi"), ("sunday", "dimanche"),
)  # fmt: skip
"""Names that users type, English and French, without accents; Monday comes first."""
_LEAST_LETTERS = 3


class UnclearDayError(UsageError):
    """What was typed is no day, or may be two.

    Args:
        message: the message, with what was typed.
        short: the message without what was typed, to be shown after that.
    """

    def __init__(self, message: str, short: str) -> None:
        super().__init__(message)
        self._short = short

    @property
    def short(self) -> str:
        """The message without what was typed."""
        return self._short


class TwoDaysError(UnclearDayError):
    """What was typed may be two days."""


def add_business_days(day: date, count: int) -> date:
    """Return the day `count` business days (Monday to Friday) after `day`.

    For 0 or less it is `day` itself.
    """
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def short_day(day: date, today: date) -> str:
    """Return `day` like ``1 Mar``, or like ``1 Mar 2027`` outside the year of `today`."""
    if day.year != today.year:
        return _("{day} {month} {year}").format(
            day=_number(day), month=short_month(day), year=day.year
        )
    return _("{day} {month}").format(day=_number(day), month=short_month(day))


def whole_day(day: date) -> str:
    """Return `day` with weekday and year: ``Fri 4 Dec 2026``."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=short_weekday(day),
        day=_number(day),
        month=short_month(day),
        year=day.year,
    )


def short_weekday(day: date) -> str:
    """Return the short name of the weekday of `day`: ``Fri``."""
    return _(_SHORT_DAYS[day.weekday()])


def month_of_year(day: date) -> str:
    """Return the short month and the year of `day`: ``Jan 2028``."""
    return _("{month} {year}").format(month=short_month(day), year=day.year)


def _number(day: date) -> str:
    # Translators: where the first day of a month has a form of its own (French: 1er)
    return str(day.day) if day.day > 1 else pgettext("day of a month", "1")


def short_month(day: date) -> str:
    """Return the short name of the month of `day`: ``Mar``."""
    return _(_SHORT_MONTHS[day.month - 1])


def month_name(number: int) -> str:
    """Return the name of the month `number`, 1 to 12: ``March``."""
    return _(_MONTHS[number - 1])


def month_names(number: int) -> list[str]:
    """Return the name of the month `number`, 1 to 12, in every language."""
    return in_every_language(_MONTHS[number - 1])


def day_name(day: date) -> str:
    """Return the name of the weekday of `day`: ``Monday``."""
    return _(_DAYS[day.weekday()])


def parse_day(text: str, today: date) -> date | None:
    """Return the day that a user typed; None for an empty `text`.

    A day is typed like ``2026-11-30``, ``30/11/2026``, ``5 dec``, ``friday`` or ``tomorrow``, in
    English or French, or like ``+5``: five business days after `today`. A day without a year is the
    next such day, which may be `today`; a weekday is never `today`.

    Raises:
        UsageError: `text` is no day, or can be read as two (``5/12/2026``).
    """
    return _parse(text, today, is_past=False)


def parse_past_day(text: str, today: date) -> date | None:
    """Return the past day, or `today`, that a user typed; None for an empty `text`.

    A day is typed as for :func:`parse_day`, but without a year it is the latest such day, which may
    be `today`; a weekday is never `today`.

    Raises:
        UsageError: `text` is no day, can be read as two, or is in the future.
    """
    day = _parse(text, today, is_past=True)
    if day is not None and day > today:
        message = _("{day} is in the future; today is {today}")
        raise UsageError(message.format(day=day, today=today))
    return day


def written_day(text: str) -> date:
    """Return the day that is written like ``2026-11-30``.

    Raises:
        ValueError: `text` is written in another way, such as ``20261130``, or is no day.
    """
    if not re.fullmatch(_WRITTEN, text):
        raise ValueError(text)
    return date.fromisoformat(text)


def day_meant(text: str, today: date) -> str:
    """Return the day that a user typed, like ``Fri 4 Dec 2026``.

    Empty if `text` is empty, is no day, or can be read as two.
    """
    try:
        day = parse_day(text, today)
    except UsageError:
        return ""
    return whole_day(day) if day else ""


def _parse(text: str, today: date, *, is_past: bool) -> date | None:
    text = text.strip()
    if not text:
        return None
    word = plain_form(text)
    try:
        day = _near_day(word, today, is_past=is_past) or _named_day(word, today, is_past=is_past)
        return day or _numbered_day(text, today) or written_day(text)
    except ValueError as error:
        message = _('"{text}" is no date; write it like {day} or +5')
        short = _("no date; write it like {day} or +5")
        if is_past:
            message = _('"{text}" is no date; write it like {day}')
            short = _("no date; write it like {day}")
        day_text = today.isoformat()
        message, short = message.format(text=text, day=day_text), short.format(day=day_text)
        raise UnclearDayError(message, short) from error


def plain_form(text: str) -> str:
    """Return `text` in small letters, without accents, dots, commas, doubled and outer blanks.

    A curly apostrophe becomes a straight one.
    """
    letters = unicodedata.normalize("NFD", text.casefold().replace("\u2019", "'"))
    kept = (each for each in letters if each not in ".," and unicodedata.category(each) != "Mn")
    return " ".join("".join(kept).split())


def _near_day(word: str, today: date, *, is_past: bool) -> date | None:
    """Return the day that a `word` like ``today``, ``+5`` or ``friday`` means; else None.

    ``+5`` is five business days after `today`. A weekday is the last one before `today` if
    `is_past`, else the next one after it.
    """
    if word in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[word])
    if ahead := re.fullmatch(_AHEAD, word):
        return add_business_days(today, int(ahead[1]))
    if (number := number_of(word, _TYPED_WEEKDAYS)) is None:
        return None
    if is_past:
        return today - timedelta(days=(today.weekday() - number) % 7 or 7)
    return today + timedelta(days=(number - today.weekday()) % 7 or 7)


def _named_day(word: str, today: date, *, is_past: bool) -> date | None:
    """Return the day that a `word` like ``5 dec``, ``dec 5`` or ``5 dec 2027`` means; else None.

    Without a year it is the latest such day up to `today` if `is_past`, else the next from `today`.

    Raises:
        ValueError: the month has no such day, or ``29 feb`` is typed without a year.
    """
    parts = re.fullmatch(_NAMED, word)
    if parts is None:
        return None
    number, name = (parts[1], parts[2]) if parts[1] else (parts[4], parts[3])
    if (month := number_of(name, TYPED_MONTHS)) is None:
        return None
    if parts[5]:
        return date(int(parts[5]), month + 1, int(number))
    if (month, int(number)) == (1, 29):
        raise ValueError(word)  # it is not in every year: the year must be typed
    day = date(today.year, month + 1, int(number))
    if is_past:
        return day if day <= today else day.replace(year=day.year - 1)
    return day if day >= today else day.replace(year=day.year + 1)


def _numbered_day(text: str, today: date) -> date | None:
    """Return the day that a `text` like ``30/11/2026`` or ``30.11.2026`` means; else None.

    With dots, or in French, the day comes first. With slashes in English either number may be the
    day.

    Raises:
        UsageError: it is unclear which number is the day and which the month.
        ValueError: the calendar has no such day.
    """
    if not (parts := re.fullmatch(_NUMBERED, text)):
        return None
    first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
    is_day_first = parts[2] == "." or current() != SOURCE
    if is_day_first or first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    readings = [date(year, second, first), date(year, first, second)]
    one, other = (f"{short_day(day, today)} ({day.isoformat()})" for day in readings)
    message = _('"{text}" may be {one} or {other}; write one of them')
    first_day, second_day = (short_day(day, today) for day in readings)
    short = _("may be {one} or {other}").format(one=first_day, other=second_day)
    raise TwoDaysError(message.format(text=text, one=one, other=other), short)


def number_of(name: str, names: Sequence[Sequence[str]]) -> int | None:
    """Return the index in `names` of the entry whose English or French form starts with `name`.

    None where no entry or more than one does, or where `name` is too short.
    """
    if len(name) < _LEAST_LETTERS:
        return None
    found = {at for at, same in enumerate(names) if any(each.startswith(name) for each in same)}
    return found.pop() if len(found) == 1 else None
