"""Waves: the planned days of many customers, so many a day or a week from a first day on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from csp_tui.core.base.days import add_business_days
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _

_TYPED = re.compile(r"([0-9]{1,4}) ?(?:a|per|par|/)? ?(d|day|j|jour|w|week|s|sem[.]?|semaine)")


Values = Mapping[str, str | date | None]
"""Data of a customer by key; "" or None for what is to be removed."""


class Wave(NamedTuple):
    """How many customers have the same planned day, and when the next day comes.

    Args:
        size: how many customers have the same day; at least 1.
        is_weekly: whether the next day is a week later, else it is the next working day.
    """

    size: int
    is_weekly: bool


def parse_wave(text: str) -> Wave | None:
    """Return the wave that a user typed as ``20 a week``, ``5 a day``, ``20w`` or ``5d``.

    The words may be English or French. None if `text` is empty.

    Raises:
        UsageError: `text` is no wave.
    """
    if not (word := text.strip().casefold()):
        return None
    typed = _TYPED.fullmatch(word)
    if typed is None or not int(typed[1]):
        raise UsageError(
            _('"{text}" is no wave; write it like 5 a day or 20 a week').format(text=text)
        )
    return Wave(int(typed[1]), is_weekly=typed[2].startswith(("w", "s")))


def wave_count(wave: Wave, customers: int) -> int:
    """Return how many waves like `wave` so many customers make: the number of their planned days.

    0 without customers.
    """
    return -(-customers // wave.size)


def planned_days(ids: Sequence[str], first: date, wave: Wave | None) -> dict[str, date]:
    """Return the planned day of each customer, by id; each wave takes the next customers of `ids`.

    The first wave is on the day `first`. The others follow on the same weekday of the next weeks,
    or on the next working days. Without a wave, all are on the day `first`.

    Raises:
        UsageError: a day is beyond the last one that there is.
    """
    try:
        return {each: _day(index, first, wave) for index, each in enumerate(ids)}
    except OverflowError as error:
        raise UsageError(_("that is too far ahead")) from error


def values_of_each(ids: Sequence[str], values: Values, wave: Wave | None) -> dict[str, Values]:
    """Return the values to set for each of the customers `ids`, by customer id.

    They are `values`; a planned day in these is that of the first wave: see `planned_days`.

    Raises:
        UsageError: a planned day is beyond the last one that there is.
    """
    first = values.get("planned")
    if not isinstance(first, date):
        return dict.fromkeys(ids, values)
    days = planned_days(ids, first, wave)
    return {each: {**values, "planned": day} for each, day in days.items()}


def _day(index: int, first: date, wave: Wave | None) -> date:
    """Return the planned day of the customer at `index`, from 0."""
    number = index // wave.size if wave else 0
    if wave is None or wave.is_weekly:
        return first + timedelta(weeks=number)
    return add_business_days(first, number)
