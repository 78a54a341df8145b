"""Checking a hand-over before writing: the files must be readable afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine, parse_head
from csp_tui.core.progress.change import Change, apply_to_table, values_at
from csp_tui.core.progress.model import FORMAT
from csp_tui.core.progress.reader import read_customer, read_partner

EMPTY: toml.Table = {"format": FORMAT}
"""The table of a customer's file that does not exist yet."""


_MOST_AHEAD = timedelta(days=1)
"""How far another machine's clock may be ahead of the one here."""


def refuse_ahead(
    lines: Sequence[HistoryLine], newest: HistoryLine | None, now: datetime, place: Path
) -> None:
    """Raise InvalidFileError if a line is stamped far in the future.

    It would win over every change here until that time, and later lines would need later stamps.
    If a line here is stamped so already, refusing others would protect nothing.

    Args:
        lines: the incoming history, the oldest first.
        newest: the last line here.
        now: the present moment here.
        place: where the lines come from, for the error.
    """
    latest = now + _MOST_AHEAD
    if newest is not None and newest.at > latest:
        latest = newest.at + _MOST_AHEAD
    for number, line in enumerate(lines, 1):
        if line.at > latest:
            message = _(
                "is stamped {date}, more than a day ahead of the clock here; check the clocks of "
                "both machines"
            )
            raise InvalidFileError(place, message.format(date=line.at.date()), number)


def lacking(
    lines: Sequence[HistoryLine], tables: Mapping[str, toml.Table]
) -> Iterator[HistoryLine]:
    """Yield the lines that a new partner's files lack, and would take up when first opened.

    Args:
        lines: its history, the oldest first.
        tables: its files, by customer.
    """
    for line in lines:
        table = tables.get(line.customer, EMPTY)
        heads = table.get("history")
        if not heads:
            if values_at(table, line.change) == line.before:
                yield line
        elif line.count > parse_head(str(heads.get(line.writer, "")))[0]:
            yield line


def refuse_unfit(
    changes: Sequence[Change],
    table_of: Callable[[str], toml.Table | None],
    partner_id: str,
    place: Path,
) -> None:
    """Raise InvalidFileError if `changes` would leave a file unreadable.

    Args:
        changes: the changes to take in.
        table_of: returns the table of a customer's file (empty: the partner's own).
        partner_id: whose files they are.
        place: where the changes come from, for the error.
    """
    by_customer: dict[str, list[Change]] = {}
    for change in changes:
        by_customer.setdefault(change.customer, []).append(change)
    for customer, own in by_customer.items():
        table = table_of(customer)
        if table is None and all(change.do != Act.ADD for change in own):
            message = _('changes the customer "{customer}", who is not there, and does not add it')
            raise InvalidFileError(place, message.format(customer=customer))
        table = deepcopy(EMPTY if table is None else table)
        for change in own:
            try:
                apply_to_table(table, change)
            except ValueError as error:
                raise InvalidFileError(place, str(error)) from error
        if customer:
            read_customer(table, customer, place, "")
        else:
            read_partner(table, partner_id, place, "")
