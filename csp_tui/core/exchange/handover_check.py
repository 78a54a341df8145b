"""Checks before a hand-over is taken in, so that the files here stay readable."""

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
from csp_tui.core.history.merge import last_lines
from csp_tui.core.progress.change import Change, apply_to_table, values_at
from csp_tui.core.progress.model import FORMAT
from csp_tui.core.progress.reader import read_customer, read_partner

EMPTY: toml.Table = {"format": FORMAT}
"""The content of a customer's file that is still to be made."""


_MOST_AHEAD = timedelta(days=1)
"""How far another machine's clock may be ahead of the one here."""
_MOST_STAMPED = timedelta(days=36_500)
"""How far ahead the order stamp of a line may be; much later ones would leave none for others."""


def refuse_ahead(
    lines: Sequence[HistoryLine], newest: HistoryLine | None, now: datetime, place: Path
) -> None:
    """Raise InvalidFileError if an incoming value was set more than a day in the future.

    Such a value would count as later than every change made here until that time. A line of which
    later lines have set all values again, as ``clock --mend`` does, is no reason. If the newest
    line here is already that far in the future, its time is the limit instead.

    Args:
        lines: the incoming history, the oldest first.
        newest: the last line here; None if there is no history here.
        now: the present moment here.
        place: the file of the lines, named after the partner, to be named in the error.
    """
    latest = now + _MOST_AHEAD
    if newest is not None and newest.at > latest:
        latest = newest.at + _MOST_AHEAD
    counting = {line.id for line in last_lines(lines).values()}
    for number, line in enumerate(lines, 1):
        is_ahead = line.when > latest and line.id in counting
        if is_ahead or line.at > max(latest, now + _MOST_STAMPED):
            message = _(
                "is stamped {date}, more than a day ahead of the clock here; check the clocks of "
                "both machines; once they are right, type on the other one: {command}"
            )
            command = f"csp-tui clock {place.stem} --mend"
            message = message.format(date=line.at.date(), command=command)
            raise InvalidFileError(place, message, number)


def lacking(
    lines: Sequence[HistoryLine], tables: Mapping[str, toml.Table]
) -> Iterator[HistoryLine]:
    """Yield the history lines whose changes are missing in the files of a new partner.

    This is no error: csp-tui makes these changes when it opens the files for the first time.

    Args:
        lines: the partner's history, the oldest first.
        tables: the parsed files by customer id (empty: the partner's own).
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
    """Raise InvalidFileError if a file would be unreadable after `changes`.

    Args:
        changes: the changes to take in.
        table_of: returns the parsed file of a customer id (empty: the partner's own file); None if
            it does not exist.
        partner_id: the partner.
        place: the file that the changes come from, to be named in the error.
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
