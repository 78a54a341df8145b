"""Trying a hand-over without writing: what it would make of the files must be readable."""

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
"""The file of a customer that is still to be made."""


_MOST_AHEAD = timedelta(days=1)
"""How far the clock of another machine may be ahead of the one here."""


def refuse_ahead(
    lines: Sequence[HistoryLine], newest: HistoryLine | None, now: datetime, place: Path
) -> None:
    """Raise InvalidFileError where a line is stamped far in the future.

    It would win over everything that is done here until then, and every later line would have to
    be stamped after it. Where that has happened here already, nothing is left to be kept from.

    Args:
        lines: the history that comes, the oldest first.
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
    """Yield the lines that the files of a new partner would take up when they are opened first.

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
    """Raise InvalidFileError where `changes` would leave a file unreadable.

    Args:
        changes: what is to be taken in.
        table_of: gives the table of a customer's file (empty: the partner's own).
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
