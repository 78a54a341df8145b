"""Merging two histories of one partner that were written apart, on two machines or directories.

Of two changes to the same field the one with the later stamp counts (with equal stamps, that of the
larger writer id); both stay in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.outside_changes import DATA_KEYS, outside_changes
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.progress.change import Change, values_at
from csp_tui.core.progress.model import Value

Field = tuple[str, tuple[str, ...], str]
"""The customer whose file it is in (empty: the partner's own), its table there, and its key."""

TableOf = Callable[[str], toml.Table | None]
"""Gives the table of a customer's file (empty: the partner's own), or None without a file."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that was changed on both sides, or that differs and no history says who was later."""

    change: Change
    """Names the place of the field."""
    key: str
    here: Value
    there: Value
    is_taken: bool
    """Whether the value from elsewhere counts."""
    later: HistoryLine | None = None
    """The change that counts; None where neither history has one."""


@dataclass(frozen=True, slots=True)
class HistoryMerge:
    """The result of a merge: what is to be taken in."""

    lines: tuple[HistoryLine, ...]
    """The lines that are new here, as they were written there."""
    changes: tuple[Change, ...]
    """The changes to the values that count, also of fields that a new line would set wrongly."""
    clashes: tuple[Clash, ...]
    is_quiet: bool = False
    """Whether the new lines need no line of our own after them to keep every value here."""

    @property
    def is_empty(self) -> bool:
        """Whether everything is here already."""
        return not self.lines and not self.changes


def merge_histories(
    own: Sequence[HistoryLine],
    foreign: Sequence[HistoryLine],
    table_of: TableOf,
    foreign_tables: Mapping[str, toml.Table],
) -> HistoryMerge:
    """Return what `foreign` adds to `own`.

    Args:
        own: the history here, the oldest first.
        foreign: the history there; its chain has been checked.
        table_of: gives the present tables here.
        foreign_tables: the tables there, by customer.

    Raises:
        UsageError: the histories do not fit to one another.
    """
    lines = _new_lines(own, foreign)
    there = {line.id for line in foreign}
    last, since = last_lines(own), last_lines(line for line in own if line.id not in there)
    new = last_lines(lines)
    wanted: dict[tuple[str, tuple[str, ...]], tuple[Change, dict[str, Value], str]] = {}
    clashes = []

    def want(change: Change, key: str, value: Value, rule: str = "") -> None:
        place = (change.customer, change.table)
        _change, values, known = wanted.setdefault(place, (change, {}, ""))
        values[key] = value
        wanted[place] = (change, values, rule or known)

    for place, line in last_lines(foreign).items():
        customer, _table, key = place
        table = table_of(customer)
        here = None if table is None else _value(table, line.change, key)
        known = last.get(place)
        is_taken = known is None or stamp_of(line) > stamp_of(known)
        counting = line if known is None or is_taken else known
        # An old line was taken in before, but a crash may have kept its value from the file.
        if place in new or here != counting.after[key]:
            want(line.change, key, counting.after[key], counting.rule)
        if place in new and place in since and here != line.after[key]:
            clashes.append(Clash(line.change, key, here, line.after[key], is_taken, counting))
    for change, key, here, value in _unrecorded(table_of, foreign_tables, last.keys() | new.keys()):
        if here is None:
            want(change, key, value)
        else:
            clashes.append(Clash(change, key, here, value, is_taken=False))
    changes = sorted((_change(*each, table_of) for each in wanted.values()), key=_files_first)
    is_quiet = _is_quiet(own, lines, changes, table_of)
    return HistoryMerge(tuple(lines), tuple(changes), tuple(clashes), is_quiet)


def _is_quiet(
    own: Sequence[HistoryLine],
    lines: Sequence[HistoryLine],
    changes: Sequence[Change],
    table_of: TableOf,
) -> bool:
    """Say whether no own line is needed after the new ones; else two sides would sync for ever."""
    read_last = {
        (line.customer, line.change.table, key): value
        for line in lines
        for key, value in line.after.items()
    }
    for change in changes:
        table = table_of(change.customer)
        if table is None or values_at(table, change) != change.to:
            return False
        if any(
            read_last.get((change.customer, change.table, key), value) != value
            for key, value in change.to.items()
        ):
            return False
    newest = max((line.at for line in own), default=None)
    return newest is None or (bool(lines) and lines[-1].at > newest)


def taking_in(union: HistoryMerge, do: str) -> PlannedStep:
    """Return the step of the act `do` that takes in a merge; its last line has the newest stamp."""
    has_own_line = not union.is_empty and not union.is_quiet
    changes = [*union.changes, Change(Act.IMPORT, {})] if has_own_line else []
    named = [replace(each, do=do) if each.do == Act.IMPORT else each for each in changes]
    return PlannedStep(named, taken_in=union.lines)


def _new_lines(own: Sequence[HistoryLine], foreign: Sequence[HistoryLine]) -> list[HistoryLine]:
    known = {line.id: line for line in own}
    counts = {line.writer: line.count for line in own}
    found = []
    for line in foreign:
        if line.id not in known:
            if line.count <= counts.get(line.writer, 0):
                message = _(
                    "the history here lacks line {count} of writer {writer}, which is older than "
                    "others that it has; see verify"
                )
                raise UsageError(message.format(count=line.count, writer=line.writer))
            found.append(line)
        elif line.encode() != known[line.id].encode():
            message = _(
                "line {count} of writer {writer} is not the same here and there: one of the two "
                "was altered; see verify"
            )
            raise UsageError(message.format(count=line.count, writer=line.writer))
    return found


def last_lines(lines: Iterable[HistoryLine]) -> dict[Field, HistoryLine]:
    """Return the line with the latest stamp that set each field."""
    found: dict[Field, HistoryLine] = {}
    for line in lines:
        for key in line.after:
            place = (line.customer, line.change.table, key)
            if place not in found or stamp_of(line) > stamp_of(found[place]):
                found[place] = line
    return found


def stamp_of(line: HistoryLine) -> tuple[object, ...]:
    """Return the key by which the later of two lines is found, whatever their order in the file."""
    return line.at, line.writer, line.count


def _unrecorded(
    table_of: TableOf, foreign_tables: Mapping[str, toml.Table], known: Set[Field]
) -> Iterable[tuple[Change, str, Value, Value]]:
    """Yield the fields that differ and that no line of either history sets."""
    for customer, foreign in foreign_tables.items():
        here = table_of(customer) or {}
        for change in outside_changes(here, foreign, customer):
            values = values_at(here, change)
            for key, value in change.to.items():
                if value is not None and (customer, change.table, key) not in known:
                    yield change, key, values[key], value


def _value(table: toml.Table, change: Change, key: str) -> Value:
    return values_at(table, replace(change, to={key: None}))[key]


def _change(place: Change, values: dict[str, Value], rule: str, table_of: TableOf) -> Change:
    is_new = place.customer and not place.table and table_of(place.customer) is None
    do = Act.ADD if is_new else Act.IMPORT
    known = {key: values[key] for key in values if not is_new or values[key] is not None}
    return replace(place, do=do, to=known, rule=rule)


def _files_first(change: Change) -> tuple[bool, bool]:
    """Return the sort key that puts the making of a file before its content."""
    is_data = not change.table and change.to.keys() <= DATA_KEYS.keys()
    return bool(change.customer), not is_data
