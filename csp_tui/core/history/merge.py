"""Merging two histories of one partner that were written apart, on two machines or directories.

"Here" is the history of this data directory, "there" the other one. A field is one key of one table
in one progress file. Of two changes to the same field the later one counts (at equal times, that of
the larger writer id); the history keeps both.
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
"""A field: id of the file's customer (empty: the partner's own file), names of the table, key."""

TableOf = Callable[[str], toml.Table | None]
"""Returns the parsed file of a customer id (empty: the partner's own file); None without a file."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that was changed here and there, or that differs without a line in either history."""

    change: Change
    """A change to the table that holds the field; its values do not matter."""
    key: str
    here: Value
    there: Value
    is_taken: bool
    """Whether the value from there counts."""
    later: HistoryLine | None = None
    """The change that counts; None where neither history has one."""


@dataclass(frozen=True, slots=True)
class HistoryMerge:
    """The result of a merge: what must be added here."""

    lines: tuple[HistoryLine, ...]
    """The lines that the history here lacks, as they were written there."""
    changes: tuple[Change, ...]
    """The changes that give each field the value that counts, after `lines` have been added."""
    clashes: tuple[Clash, ...]
    is_quiet: bool = False
    """Whether adding `lines` is enough, so that no new line must be written after them."""

    @property
    def is_empty(self) -> bool:
        """Whether the history and files here already include the whole other history."""
        return not self.lines and not self.changes


def merge_histories(
    own: Sequence[HistoryLine],
    foreign: Sequence[HistoryLine],
    table_of: TableOf,
    foreign_tables: Mapping[str, toml.Table],
) -> HistoryMerge:
    """Return what must be added to the history `own` and its files to include `foreign`.

    Args:
        own: the lines in this data directory, the oldest first.
        foreign: the lines in the other one, the oldest first; their hashes have been checked.
        table_of: returns the present table of a file in this data directory.
        foreign_tables: the tables of files in the other one, by customer id (empty: the partner's
            own).

    Raises:
        UsageError: the two histories contradict each other, so one of them was altered.
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
        # A known line was added before, but a crash may have kept its value from the file.
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
    """Return whether adding `lines` to the history `own` is enough, without a new line after them.

    It is enough if three things are true: the files here already have the values of `changes`; no
    field of `changes` gets another value from `lines`; and the last of `lines` is later than every
    line of `own`. A needless line would be sent to the other machine, which would answer it with
    another one, and so on for ever.

    Args:
        own: the history here.
        lines: the lines of the other history that `own` lacks.
        changes: the changes that give each field the value that counts.
        table_of: returns the present table of a file here.
    """
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


def taking_in(merge: HistoryMerge, do: str) -> PlannedStep:
    """Return the step that carries out `merge` in this data directory, as the act `do`.

    The step adds the lines of the other history first. Lines for its own changes come after them
    and get a later time.
    """
    has_own_line = not merge.is_empty and not merge.is_quiet
    changes = [*merge.changes, Change(Act.IMPORT, {})] if has_own_line else []
    named = [replace(each, do=do) if each.do == Act.IMPORT else each for each in changes]
    return PlannedStep(named, taken_in=merge.lines, is_whole=bool(merge.lines))


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
    """Return the latest of `lines` that set each field, by field."""
    found: dict[Field, HistoryLine] = {}
    for line in lines:
        for key in line.after:
            place = (line.customer, line.change.table, key)
            if place not in found or stamp_of(line) > stamp_of(found[place]):
                found[place] = line
    return found


def stamp_of(line: HistoryLine) -> tuple[object, ...]:
    """Return a sort key that puts lines in order of time, whatever their order in the file."""
    return line.at, line.writer, line.count


def _unrecorded(
    table_of: TableOf, foreign_tables: Mapping[str, toml.Table], known: Set[Field]
) -> Iterable[tuple[Change, str, Value, Value]]:
    """Yield each field that differs between here and there; leave out the fields in `known`.

    Yields:
        A change to the table that holds the field; the field's key; its value here; its value
        there.
    """
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
    """Return a sort key that puts the partner before customers, and own data before runs."""
    is_data = not change.table and change.to.keys() <= DATA_KEYS.keys()
    return bool(change.customer), not is_data
