"""Months that users type, by number, by name, or in a date."""

from __future__ import annotations

import calendar
import re
from datetime import date

from csp_tui.core.base.days import (
    TYPED_MONTHS,
    TwoDaysError,
    UnclearDayError,
    month_names,
    number_of,
    parse_day,
    plain_form,
)
from csp_tui.core.base.text import fold, storable_line

_ENGLISH = {
    fold(name): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_NUMBERED = (
    r"[0-9]{4}[-/.]([0-9]{1,2})",  # 2019-03
    r"([0-9]{1,2})[-/.][0-9]{4}",  # 03/2019
    r"[0-9]{1,2}\.([0-9]{1,2})\.[0-9]{2}",  # 17.03.19
)
_NAMED = r"(?:[0-9]{1,2}[ -]+)?([^\W\d_]+)[ /-]*'?(?:[0-9]{4}|[0-9]{2})"
"""``Mar-19``, ``March 2019``, ``17-Mar-2019``"""
_SHORT_YEAR = r"([0-9]{1,2}/[0-9]{1,2}/)([0-9]{2})"
"""``3/17/19``"""
_TIME = r"[T ][0-9]{1,2}:[0-9:.]+( ?[AP]M|Z|[+-][0-9]{2}:?[0-9]{2})?$"
_ANY_YEAR = date(2000, 1, 1)
"""Stands for today: only the month of what is typed counts. It is in a leap year."""


def month_words() -> dict[str, int]:
    """Return the number of each month, by its names in the plain form in which they are compared.

    They are those of every language of csp-tui, and the short English ones.
    """
    spoken = {plain_form(each): number for number in range(1, 13) for each in month_names(number)}
    return {**_ENGLISH, **spoken}


def month_typed(text: str) -> int | None:
    """Return the month of a `text` like ``3``, ``March``, ``2019-03-17``, ``03/2019``, ``Mar-19``.

    None if it is no month and no date. A day or a year beside the month does not matter.

    Raises:
        TwoDaysError: `text` is a date that can be read as two, of two months.
    """
    text = re.sub(_TIME, "", storable_line(text), flags=re.IGNORECASE)
    text = re.sub(f"^{_SHORT_YEAR}$", r"\g<1>20\2", text)
    word = plain_form(fold(text))
    if word.isascii() and word.isdigit() and "." not in text.strip("."):
        return _in_a_year(word) if len(word) < 5 else None
    if month := _named(word):
        return month
    for form in _NUMBERED:
        if found := re.fullmatch(form, text):
            return _in_a_year(found[1])
    if (found := re.fullmatch(_NAMED, word)) and (month := _named(found[1])):
        return month
    if not re.search(r"[0-9]", word) or word.startswith("+"):
        return None  # a word such as "friday" means another day each week
    try:
        day = parse_day(text, _ANY_YEAR)
    except TwoDaysError:
        raise
    except UnclearDayError:
        return None
    return day.month if day else None


def _named(word: str) -> int | None:
    """Return the month of a name, which may be cut short: ``Sept``, ``avr``."""
    if month := month_words().get(word):
        return month
    at = number_of(word, TYPED_MONTHS)
    return None if at is None else at + 1


def _in_a_year(digits: str) -> int | None:
    number = int(digits)
    return number if 1 <= number <= 12 else None
