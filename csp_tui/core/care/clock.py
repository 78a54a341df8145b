"""Finds changes that were made while a clock was ahead, and gives them the present time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from csp_tui.core.base.clock import to_milliseconds
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.language import _
from csp_tui.core.disk.toml import Table
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import counting
from csp_tui.core.history.fold import fold
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.registers import PLACE
from csp_tui.core.progress.change import Change, values_at
from csp_tui.core.progress.model import Value
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store

AHEAD = timedelta(minutes=5)
"""How far ahead of the clock here a change may be without being named."""


def lines_ahead(lines: Sequence[HistoryLine], now: datetime) -> list[HistoryLine]:
    """Return the lines that set present values and are dated more than five minutes after `now`.

    A line whose values later lines have all set again is left out. `lines` are a whole history.
    """
    standing = {each.line.identity: each.line for each in fold(counting(lines)).values()}
    return [line for line in standing.values() if line.at > now + AHEAD]


def clock_trouble(store: Store, saved: Saved, now: datetime) -> str:
    """Return a warning if `saved` had to be dated more than five minutes after `now`; else "".

    That happens when it replaces changes that are dated so. The warning names the latest day and
    the command that mends it.
    """
    if not any(line.at > now + AHEAD for line in saved.lines):
        return ""
    ahead = lines_ahead(store.history(saved.partner.id).readable_lines(), now)
    if not ahead:
        return ""
    message = _(
        "A clock was ahead: changes to {partner} are dated up to {day}. To give them the present "
        "time: {command}"
    )
    command = command_line(f"clock {saved.partner.id} --mend")
    day = max(line.at for line in ahead).astimezone().date()
    return message.format(partner=saved.partner.name, day=day, command=command)


def mend_clock(store: Store, partner_id: str, now: datetime) -> Saved:
    """Save again, with the present time `now`, what is dated more than five minutes later.

    That is every value of the partner and its customers, except whether it is archived. The old
    lines stay in the history as they are. The result has no lines if there was nothing to mend.

    Raises:
        NotFoundError, InvalidFileError: there is no such partner, or a file of it is unreadable.
        BusyError, WriteError: the values could not be saved.
    """
    lines = store.history(partner_id).readable_lines
    return store.carry_out(partner_id, lambda table_of: _mended(lines(), now, table_of))


def _mended(
    lines: Sequence[HistoryLine], now: datetime, table_of: Callable[[Change], Table]
) -> PlannedStep:
    """Return the step that sets again all values that are dated more than five minutes after `now`.

    A value that is itself a moment so much later, such as when an item was ticked, becomes `now`.
    Whether the partner is archived is not set again.

    Args:
        lines: the whole history.
        now: the present time.
        table_of: returns the present table of the file that a change is to.
    """
    changes: dict[tuple[str, tuple[str, ...]], Change] = {}
    for register, standing in fold(counting(lines)).items():
        line, place = standing.line, (register.customer, register.table)
        if line.at > now + AHEAD and register.name != PLACE:
            known = changes.get(place) or replace(line.change, do=Act.CLOCK, to={})
            changes[place] = replace(known, to={**known.to, **dict.fromkeys(standing.values)})

    def mended(value: Value) -> Value:
        is_ahead = isinstance(value, datetime) and value > now + AHEAD
        return to_milliseconds(now) if is_ahead else value

    return PlannedStep(
        [
            replace(
                each,
                to={key: mended(value) for key, value in values_at(table_of(each), each).items()},
            )
            for each in changes.values()
        ],
        is_whole=True,
    )
