"""Finds what sets a progress file apart from its history, after a crash or an edit by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.disk import toml
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import counting, heads_of, included, writers_gone
from csp_tui.core.history.fold import fold, table_of, without_empty
from csp_tui.core.history.line import HistoryLine, last_number, parse_heads
from csp_tui.core.history.log import History
from csp_tui.core.history.outside_changes import outside_changes
from csp_tui.core.history.planned_step import Base, PlannedStep
from csp_tui.core.history.registers import Register, by_register, stated_by
from csp_tui.core.progress.change import Change, apply_or_skip, values_at
from csp_tui.core.progress.model import Value, follows_lines, heads_in

if TYPE_CHECKING:
    from csp_tui.core.progress.document import ProgressDocument


class GoodCopy(NamedTuple):
    """The last good copy of a progress file."""

    table: toml.Table
    is_same: bool
    """Whether the file has the same content."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What sets a progress file apart from the history."""

    is_behind: bool = False
    """Whether the file must be made again from the lines."""
    outside: Sequence[PlannedStep] = ()
    """Steps that record what was changed without csp-tui."""
    is_older: bool = False
    """Whether an older state of the file was put in its place."""
    is_history_older: bool = False
    """Whether the file includes a line that the history lacks."""
    gone: frozenset[str] = frozenset()
    """Writers of whom the file or its copy includes a line that the history lacks."""


def differences(
    document: ProgressDocument, history: History, copy: GoodCopy | None, customer: str = ""
) -> Differences:
    """Return what sets a progress file apart from its history; empty differences if they agree.

    An edit by hand is what differs from the lines that the file includes, not from the newest
    lines: so an older file that was put back is only behind.

    Args:
        document: the file as it was read.
        history: the history of the partner.
        copy: the last good copy of the file; None if there is none.
        customer: id of the file's customer; empty for the partner's own file.
    """
    follows = document.follows_lines
    is_as_made = copy is not None and copy.is_same and follows
    if is_as_made and history.agrees_with(document.heads, customer):
        return Differences()
    lines = history.readable_lines()
    if len(lines) < len(history.encoded()):
        return _beside_damage(document, history, copy, customer)
    lines = counting(lines)
    heads, copy_heads = document.heads, heads_in(copy.table) if copy else {}
    if not heads or not all(map(parse_heads, heads.values())):  # somebody edited [history]
        heads = copy_heads
        follows = copy is not None and follows_lines(copy.table)
    known, now = included(lines, heads), fold(lines)
    before = fold(known)
    if follows:
        expected = table_of(before, customer)
    elif copy is not None and (copy.is_same or copy_heads == heads):
        expected = copy.table
    else:
        expected = _by_lines(known, customer) if heads else document.data
    edits = [*_edits(expected, document.data, customer)]
    found: list[Change] = []
    if not follows:
        edits = [change for change in edits if _register_of(change) in now]
        whole = _edits({}, document.data, customer)
        found = [replace(each, do=Act.FOUND) for each in whole if _register_of(each) not in now]
    is_put_back = bool(writers_gone(lines, heads))
    recorded = {*_recorded(lines, known)}
    edits = [change for change in edits if _stated(change) not in recorded]
    if is_put_back:
        present = table_of(now, customer)
        edits = [change for change in edits if values_at(present, change) != change.to]
    base = Base(expected, before)
    steps = [PlannedStep(edits, base=base)]
    if is_put_back:
        steps = [PlannedStep([change], base=base, is_late=True) for change in edits]
    found = [change for change in found if _stated(change) not in recorded]
    steps.append(PlannedStep(found, base=Base({}, {})))
    gone = writers_gone(lines, heads, copy_heads)
    is_behind = bool(gone) or not document.follows_lines
    return Differences(
        is_behind or document.heads != heads_of(lines, customer),
        [step for step in steps if step.changes],
        is_older=follows and copy is not None and not copy.is_same and _is_older(heads, copy_heads),
        is_history_older=is_put_back,
        gone=frozenset(gone),
    )


def _is_older(heads: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Return whether `heads` end at an earlier line of some writer than `others` do.

    A writer that `heads` lack counts as earlier; one that only `heads` have does not matter.
    """
    return any(last_number(heads.get(key, "")) < last_number(others[key]) for key in others)


def _by_lines(lines: Sequence[HistoryLine], customer: str) -> toml.Table:
    """Return the table of one file as earlier versions made it: line after line."""
    table: toml.Table = {}
    for line in lines:
        if line.customer == customer:
            apply_or_skip(table, line.change)
    return table


def _edits(expected: toml.Table, found: toml.Table, customer: str) -> Iterator[Change]:
    """Yield the changes from `expected` to `found`: one for each register, with all its values."""
    for change in outside_changes(expected, found, customer):
        for register, values in by_register(customer, change.table, change.to).items():
            others = dict.fromkeys(key for key in register.keys if key not in values)
            kept = without_empty(values_at(found, replace(change, to=others)))
            yield replace(change, to={**kept, **values})


def _register_of(change: Change) -> Register:
    """Return the register of `change`, which must change only one."""
    return next(iter(by_register(change.customer, change.table, change.to)))


def _stated(change: Change) -> tuple[Register, frozenset[tuple[str, Value]]]:
    """Return the register that a change is to, with its new values, for comparison."""
    return _register_of(change), frozenset(without_empty(change.to).items())


def _recorded(
    lines: Sequence[HistoryLine], known: Sequence[HistoryLine]
) -> Iterator[tuple[Register, frozenset[tuple[str, Value]]]]:
    """Yield the edits by hand that the history has and the file has not, as `_stated` returns them.

    There are some if a crash came after the history was written and before the file was. A line
    counts only if the file includes all that its writer knew.

    Args:
        lines: all lines of the history.
        known: those that the file includes.
    """
    names = {line.short_identity for line in known}
    for line in lines:
        is_beyond = line.do in (Act.OUTSIDE, Act.FOUND) and line.short_identity not in names
        if is_beyond and names.issuperset(line.over):
            for register, values in stated_by(line).items():
                yield register, frozenset(without_empty(values).items())


def _beside_damage(
    document: ProgressDocument, history: History, copy: GoodCopy | None, customer: str
) -> Differences:
    """Return the differences where a line of the history is damaged.

    Nobody knows what such a line changed. So the file is compared with the good copy and the lines
    after it, not with all lines.
    """
    missing = history.beyond(document.heads, customer)
    expected = document.data
    if copy is not None and not copy.is_same:
        expected = deepcopy(copy.table)
        for line in history.beyond(heads_in(copy.table), customer):
            if line not in missing or line.do == Act.OUTSIDE:
                apply_or_skip(expected, line.change)
    lines = history.readable_lines()
    base = Base(expected, fold(included(lines, document.heads)))
    edits = [*_edits(expected, document.data, customer)]
    return Differences(bool(missing), [PlannedStep(edits, base=base)] if edits else [])


def lines_to_follow(
    document: ProgressDocument, history: History, new: Sequence[HistoryLine], customer: str
) -> list[HistoryLine]:
    """Return the history lines that must be applied to a file once the lines `new` are added.

    They are all readable lines and `new`, without those that do not count. If a line of the history
    is damaged, they are only `new` and those that the file lacks: so the file keeps what the
    damaged line has set.
    """
    lines = history.readable_lines()
    if len(lines) < len(history.encoded()):
        lines = history.beyond(document.heads, customer)
    return counting([*lines, *new])
