"""The customers of a partner as they stood at an earlier moment, rebuilt from the history."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from csp_tui.core import toml
from csp_tui.core.as_of import recorded_table, walk_back
from csp_tui.core.copies import Copies
from csp_tui.core.errors import InvalidFileError
from csp_tui.core.files import read_file
from csp_tui.core.history_line import HistoryLine
from csp_tui.core.outside import DO as OUTSIDE
from csp_tui.core.outside import outside_changes
from csp_tui.core.paths import Places
from csp_tui.core.progress import Customer
from csp_tui.core.progress_file import read_customer
from csp_tui.core.store import Store


@dataclass(frozen=True, slots=True)
class PastCustomers:
    """The customers that a partner had, as they stood at a moment."""

    customers: tuple[Customer, ...]
    unreadable: tuple[tuple[str, str], ...]
    """Id and reason of those whose file cannot be read."""
    is_unsure: bool
    """Something was changed outside csp-tui, or its history begins later."""


def customers_as_of(
    places: Places, store: Store, partner_id: str, end: datetime | None
) -> PastCustomers:
    """Return a partner's customers as they stood just before `end`; as they are now without it.

    Raises:
        InvalidFileError: the directory of the customers or the history cannot be read.
    """
    by_customer: dict[str, list[HistoryLine]] = defaultdict(list)
    ids = store.customer_ids(partner_id)
    for line in store.history(partner_id).lines() if end and ids else ():
        by_customer[line.customer].append(line)
    found: list[Customer] = []
    unreadable: list[tuple[str, str]] = []
    is_unsure = False
    for customer_id in ids:
        try:
            customer, is_doubtful = (
                _as_of(places, partner_id, customer_id, by_customer[customer_id], end)
                if end
                else (store.load_customer(partner_id, customer_id), False)
            )
        except InvalidFileError as error:
            unreadable.append((customer_id, error.short))
            continue
        is_unsure = is_unsure or is_doubtful
        if customer is not None:
            found.append(customer)
    return PastCustomers(tuple(found), tuple(unreadable), is_unsure)


def _as_of(
    places: Places, partner_id: str, customer_id: str, lines: list[HistoryLine], end: datetime
) -> tuple[Customer | None, bool]:
    """Return a customer, or None where it was not there yet, and whether that is unsure."""
    if lines and lines[0].at >= end and lines[0].do == "add":
        return None, False
    path = places.customer_file(partner_id, customer_id)
    now = toml.parse(toml.decode(read_file(path)[0], path), path)
    copy = Copies(places.copies).table(partner_id, customer_id)
    recorded = recorded_table(now if copy is None else copy, lines)
    later = [line for line in lines if line.at >= end]
    is_unsure = (
        len(later) == len(lines)
        or any(line.do == OUTSIDE for line in later)
        or bool(outside_changes(recorded, now))
    )
    walk_back(recorded, later)
    return read_customer(recorded, customer_id, path, ""), is_unsure
