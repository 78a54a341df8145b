"""Makes the history lines of changes: who, when, old and new values, hash of the line before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import has_local_time, to_milliseconds
from csp_tui.core.base.errors import WriteError
from csp_tui.core.base.language import _
from csp_tui.core.disk.toml import Table
from csp_tui.core.history.acts import Act, meaning_of
from csp_tui.core.history.fold import Standing, State, fold, without_empty
from csp_tui.core.history.line import HistoryLine, digest
from csp_tui.core.history.log import History
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.registers import Register, by_register, is_detail, stated_by
from csp_tui.core.progress.change import Change, values_at
from csp_tui.core.progress.model import Value

_NEAR = timedelta(seconds=1)
"""A stamp less than this after the clock is due to other changes of the same moment."""

_MOMENT = timedelta(milliseconds=1)


def _after(moment: datetime) -> datetime | None:
    """Return the moment a millisecond after `moment`; None at the end of the calendar."""
    after = moment + _MOMENT
    return after if has_local_time(after) else None


class LineWriter:
    """Turns changes to one partner into history lines.

    Args:
        history: the history of the partner.
        writer: the writer id of this data directory.
        actor: who makes the changes.
        now: the present. If a line replaces others that are dated later than that, it is dated
            after them.

    Raises:
        WriteError: `now` is at the end of the calendar, so the clock of this machine is wrong.
    """

    def __init__(self, history: History, writer: str, actor: Actor, now: datetime) -> None:
        self._history = history
        self._now = to_milliseconds(now)
        if not has_local_time(self._now):
            raise WriteError(_("the clock of this machine is wrong: {day}").format(day=now.date()))
        self._writer = writer
        self._actor = actor
        last = history.last_of(writer)
        self._count, self._prev = (last.count, last.identity) if last else (0, "")
        self._last = last.at if last else None
        self._written: list[HistoryLine] = []
        self._about: dict[tuple[str, tuple[str, ...]], State] = {}

    def record(
        self,
        step: PlannedStep,
        usual_table: Callable[[Change], Table],
        apply: Callable[[Change], None],
    ) -> list[HistoryLine]:
        """Apply the changes of `step` one by one; return the new history lines that record them.

        The caller writes the lines. A change that changes no value gets none, unless the step is to
        be recorded whole or the act always gets a line (`Meaning.is_marker`).

        Args:
            step: the step.
            usual_table: returns the present table of the file that a change is to; not used if
                the step has its own base.
            apply: applies one change to its file.
        """
        table_of = step.table_of(usual_table)
        self._about.clear()
        at = self._stamp(step, table_of)
        clock = self._now if abs(at - self._now) >= _NEAR else None
        lines: list[HistoryLine] = []
        for change in step.changes:
            data = table_of(change)
            before = values_at(data, change)
            after = {
                key: value
                for key, value in change.to.items()
                if step.is_whole or before[key] != value
            }
            meaning = meaning_of(change.do)
            if not after and not meaning.is_marker:
                continue
            decides = {"status", "fingerprint"} & after.keys()
            if change.item and decides and not step.undoes and not meaning.keeps_stamps:
                stamps: dict[str, Value] = {"at": clock or at, "by": self._actor.by}
                before.update(values_at(data, replace(change, to=stamps)))
                after.update(stamps)
            line = HistoryLine(
                writer=self._writer,
                count=0,
                at=at,
                clock=clock,
                by=self._actor.by,
                host=self._actor.host,
                step="",
                do=change.do,
                reviewer=self._actor.reviewer,
                undoes=step.undoes,
                run=change.run,
                item=change.item,
                part=change.part,
                customer=change.customer,
                before={key: before[key] for key in after},
                after=after,
                rule=change.rule,
                moves=change.moves,
            )
            lines += self._stated(line, data, step, lines)
            apply(line.change)
        chained = self._chained(lines, step.name)
        self._written += chained
        return chained

    def _stamp(self, step: PlannedStep, table_of: Callable[[Change], Table]) -> datetime:
        """Return the order stamp of a step: now, but after all that the step replaces.

        It is never the stamp of the step before it. A late step (see `PlannedStep.is_late`) is
        dated right after what it replaces, even if that is long ago. A step that mends the lines of
        a wrong clock is dated now even if it replaces lines with a later stamp: those lines do not
        stand.
        """
        replaced = [
            standing.newest
            for change in step.changes
            for register in _touched(change, table_of(change), is_whole=step.is_whole)
            if (standing := self._standing(register, step)) is not None
        ]
        if step.is_late and not replaced:
            replaced = [line.at for line in self._history.readable_lines()[:1]]
        after = max((each for moment in replaced if (each := _after(moment))), default=None)
        is_mended = any(change.do == Act.CLOCK for change in step.changes)
        at = self._now
        if after is not None and not is_mended and (step.is_late or after > at):
            at = after
        if at == self._last:  # a write is told from the one before it by its stamp
            at = _after(at) or at
        self._last = at
        return at

    def _standing(self, register: Register, step: PlannedStep) -> Standing | None:
        """Return what stood in a register when the step was made; None if nothing was recorded."""
        if step.base is not None:
            return step.base.state.get(register)
        place = register.customer, register.table
        if place not in self._about:
            written = [each for each in self._written if _place(each) == place]
            self._about[place] = fold([*self._history.about(*place), *written])
        return self._about[place].get(register)

    def _stated(
        self, line: HistoryLine, data: Table, step: PlannedStep, earlier: Sequence[HistoryLine]
    ) -> Iterator[HistoryLine]:
        """Yield the lines that record the change of `line`: two if it has a detail.

        A detail, such as the day of a chase, counts only while its status stands. It gets a line of
        its own, which names that status. If no status stands, or if a line in `earlier` is about
        the same item, the detail is recorded with the rest of the change. The line for that rest
        also names the values that it leaves as they are, and the lines that it replaces.

        Args:
            line: the line, without what it replaces.
            data: the table of the file before the change.
            step: the step.
            earlier: the lines of the step before this one.
        """
        details: dict[str, Value] = {}
        about: tuple[str, ...] = ()
        for register, values in by_register(line.customer, line.change.table, line.after).items():
            standing = self._standing(register, step)
            if (
                is_detail(register, values)
                and standing
                and standing.tips
                and not any(_place(each) == (register.customer, register.table) for each in earlier)
            ):
                details, about = values, (standing.line.short_identity,)
        whole = {key: value for key, value in line.after.items() if key not in details}
        if whole or not details:
            yield self._whole(replace(line, after=whole), data, step)
        if details:
            yield replace(line, after=details, over=about, rule="")

    def _whole(self, line: HistoryLine, data: Table, step: PlannedStep) -> HistoryLine:
        kept: dict[str, Value] = {}
        over: list[str] = []
        for register, values in stated_by(line).items():
            others = dict.fromkeys(key for key in register.keys if key not in values)
            if register.name != "place":
                present = values_at(data, replace(line.change, to=others))
                kept.update(without_empty(present))
            if register.is_status and "status" not in values:
                kept.setdefault("status", None)  # a line that sets a status always holds it
            standing = self._standing(register, step)
            over += [each.short_identity for each in standing.tips] if standing else []
        return replace(line, kept=kept, over=tuple(dict.fromkeys(over)))

    def _chained(self, lines: list[HistoryLine], name: str) -> list[HistoryLine]:
        chained: list[HistoryLine] = []
        step = name or f"{self._writer}-{self._count + 1}"
        for line in lines:
            self._count += 1
            whole = replace(line, count=self._count, step=step, prev=self._prev, of=len(lines))
            self._prev = digest(whole.encode())
            chained.append(whole)
        return chained


def _place(line: HistoryLine) -> tuple[str, tuple[str, ...]]:
    return line.customer, line.change.table


def _touched(change: Change, data: Table, *, is_whole: bool) -> Mapping[Register, object]:
    """Return the new values of `change` by register, without those that change nothing.

    `data` is the table before the change: keys that have their new value there already are left
    out. With `is_whole`, no key is left out.
    """
    before = values_at(data, change)
    after = {k: value for k, value in change.to.items() if is_whole or before[k] != value}
    return by_register(change.customer, change.table, after)
