"""Makes the history lines of changes: who, when, old and new values, hash of the line before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import has_local_time, to_milliseconds
from csp_tui.core.base.errors import WriteError
from csp_tui.core.base.language import _
from csp_tui.core.disk.toml import Table
from csp_tui.core.history.acts import meaning_of
from csp_tui.core.history.line import HistoryLine, digest
from csp_tui.core.history.log import History
from csp_tui.core.progress.change import Change, values_at
from csp_tui.core.progress.model import Value

_NEAR = timedelta(seconds=1)
"""A stamp less than this after the clock is due to other changes of the same moment."""


def _after(moment: datetime) -> datetime | None:
    """Return the next moment that a line can have; None at the end of the calendar."""
    after = moment + timedelta(milliseconds=1)
    return after if has_local_time(after) else None


class LineWriter:
    """Turns changes to one partner into history lines.

    Args:
        history: the history of the partner.
        writer: the writer id of this data directory.
        actor: who makes the changes.
        now: the present; the lines get a later time if the history already has a later one.
        last: number and hash of the writer's last line that the progress files know of.
    """

    def __init__(
        self, history: History, writer: str, actor: Actor, now: datetime, last: tuple[int, str]
    ) -> None:
        newest = next(history.newest_first(), None)
        self._now = self._at = to_milliseconds(now)
        if not has_local_time(self._at):
            raise WriteError(_("the clock of this machine is wrong: {day}").format(day=now.date()))
        if newest is not None and newest.at >= self._at:
            self._at = _after(newest.at) or self._at
        self._writer = writer
        self._actor = actor
        self._count, self._prev = max(last, history.head_of(writer))

    @property
    def _clock(self) -> datetime | None:
        """The present, if the time `at` of the new lines is a second or more later; else None."""
        return self._now if self._at - self._now >= _NEAR else None

    def take_in(self, lines: Sequence[HistoryLine]) -> None:
        """Give the lines made from now on numbers and times that follow those of `lines`.

        `lines` come from another machine.
        """
        for line in lines:
            self._at = max(self._at, _after(line.at) or self._at)
            if line.writer == self._writer:
                self._count, self._prev = line.count, digest(line.encode())

    def record(
        self,
        changes: Sequence[Change],
        table_of: Callable[[Change], Table],
        apply: Callable[[Change], None],
        undoes: str = "",
        *,
        whole: bool = False,
    ) -> list[HistoryLine]:
        """Apply `changes` one by one; return a history line for each that changes a value.

        Args:
            changes: the changes of one step.
            table_of: returns the table to take the values before a change from.
            apply: applies one change to its file.
            undoes: id of the step or line that the changes take back; empty if they do not.
            whole: record all values of a change, also those that it does not change.
        """
        lines: list[HistoryLine] = []
        for change in changes:
            data = table_of(change)
            before = values_at(data, change)
            after = {
                key: value for key, value in change.to.items() if whole or before[key] != value
            }
            meaning = meaning_of(change.do)
            if not after and not meaning.is_marker:
                continue
            if {"status", "fingerprint"} & after.keys() and not undoes and not meaning.keeps_stamps:
                stamps: dict[str, Value] = {"at": self._clock or self._at, "by": self._actor.by}
                before.update(values_at(data, replace(change, to=stamps)))
                after.update(stamps)
            line = self._line(change, before, after, undoes, lines)
            lines.append(line)
            apply(line.change)
        return self._chained(lines)

    def _line(
        self,
        change: Change,
        before: dict[str, Value],
        after: dict[str, Value],
        undoes: str,
        lines: list[HistoryLine],
    ) -> HistoryLine:
        count = self._count + len(lines) + 1
        return HistoryLine(
            writer=self._writer,
            count=count,
            at=self._at,
            clock=self._clock,
            by=self._actor.by,
            host=self._actor.host,
            step=lines[0].step if lines else f"{self._writer}-{count}",
            do=change.do,
            reviewer=self._actor.reviewer,
            undoes=undoes,
            run=change.run,
            item=change.item,
            part=change.part,
            customer=change.customer,
            before={key: before[key] for key in after},
            after=after,
            rule=change.rule,
        )

    def _chained(self, lines: list[HistoryLine]) -> list[HistoryLine]:
        chained = []
        for line in lines:
            whole = replace(line, prev=self._prev, of=len(lines))
            self._prev = digest(whole.encode())
            self._count = line.count
            chained.append(whole)
        return chained
