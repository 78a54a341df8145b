"""Uniting two histories of one partner: each is a set of lines, and both get all lines.

"Here" is the history of this data directory, "there" the other one. Which values stand follows from
all lines (`history/fold.py`); nobody writes a line because of an exchange.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.history.branches import counting, first_lines
from csp_tui.core.history.fold import State
from csp_tui.core.history.line import VERSION, HistoryLine

MOST_AHEAD = timedelta(days=1)
"""How far ahead of the clock here a line may be; one further ahead waits until its day."""

_LONGEST = 1024 * 1024
"""Bytes; a longer line from elsewhere is not taken in."""


@dataclass(frozen=True, slots=True)
class Union:
    """What the history here lacks of another one."""

    lines: tuple[HistoryLine, ...] = ()
    """The lines to add, in the order in which they must be added."""
    ahead: tuple[HistoryLine, ...] = ()
    """Lines that are set aside, since they are dated more than a day ahead of the clock here, with
    those that follow them."""
    is_waited_for: bool = False
    """Whether a line that is set aside is replaced by none, so that its value is missing here."""
    state: State = field(default_factory=dict)
    """What stands by the history here and the lines to add; empty where there are none."""


def unite(own: Sequence[HistoryLine], foreign: Sequence[HistoryLine], now: datetime) -> Union:
    """Return what must be added to the history `own` so that it has all lines of `foreign`.

    Lines dated more than a day ahead of `now`, and those after them, are set aside in the result.
    Steps that are not complete, and what their writer wrote after them, are left out. The `state`
    of the result is empty; `incoming_lines.lacking` fills it.

    Args:
        own: the lines here.
        foreign: the lines there.
        now: the present by the clock here.

    Raises:
        UsageError: a line differs between the two; `foreign` lacks a line before one of its lines;
            a line is longer than 1 MiB; or a newer csp-tui wrote one.
    """
    known = {line.identity for line in own}
    moments = {(line.id, line.at): line for line in own}
    added: list[HistoryLine] = []
    ahead: list[HistoryLine] = []
    counted = {line.identity for line in counting([*own, *foreign])}
    new = [line for line in foreign if line.identity not in known and line.identity in counted]
    held: set[str] = set()
    for line in sorted(new, key=lambda each: each.count):
        if len(line.encode()) > _LONGEST:
            raise UsageError(_("a line of its history is longer than 1 MiB"))
        if line.version > VERSION:
            raise UsageError(_("a newer csp-tui wrote a line of it; install that here, too"))
        if (line.id, line.at) in moments:
            message = _(
                "line {count} of writer {writer} is not the same here and there: one of the two "
                "was altered; see verify"
            )
            raise UsageError(message.format(count=line.count, writer=line.writer))
        if line.prev in held or line.at > now + MOST_AHEAD:
            held.add(line.identity)
            ahead.append(line)
        elif line.prev and line.prev not in known:
            message = _(
                "the history there lacks the line before line {count} of writer {writer}; see "
                "verify"
            )
            raise UsageError(message.format(count=line.count, writer=line.writer))
        else:
            known.add(line.identity)
            added.append(line)
    replaced = {short for line in (*own, *foreign) for short in line.over}
    waiting = any(line.short_identity not in replaced for line in ahead)
    return Union(tuple(_whole_steps(added)), tuple(ahead), is_waited_for=waiting)


def _whole_steps(lines: Sequence[HistoryLine]) -> list[HistoryLine]:
    """Return `lines` with those of each step side by side, as they were written.

    Two branches of a writer may have steps of the same id, which are kept apart. If lines of other
    steps came between, the last step of a file would seem to be cut off by a crash.

    Args:
        lines: the lines, each after the one before it on its branch.
    """
    steps: dict[str, list[HistoryLine]] = {}
    first = first_lines(lines)
    for line in lines:
        steps.setdefault(first[line.identity], []).append(line)
    return [line for step in steps.values() for line in step]
