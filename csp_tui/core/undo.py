"""Undo and redo, worked out from the history, so that they outlive a restart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NoReturn

from csp_tui.core.actor import Actor
from csp_tui.core.changes import Change, values_at
from csp_tui.core.errors import UsageError
from csp_tui.core.history_line import HistoryLine
from csp_tui.core.outside import DO as OUTSIDE
from csp_tui.core.progress import Value
from csp_tui.core.toml import Table

NOT_UNDONE = frozenset({"add", "purge", OUTSIDE})
"""Acts that no undo takes back: the first, the last, and what nobody did here."""


def own_steps(lines: Sequence[HistoryLine], actor: Actor) -> tuple[list[str], list[str]]:
    """Return the actor's steps that can be undone and redone, the next one last in each."""
    undoable: list[str] = []
    redoable: list[str] = []
    seen: set[str] = set()
    for line in lines:
        if line.step in seen or not actor.is_same(line.by, line.host, line.reviewer):
            continue
        seen.add(line.step)
        if line.undoes in undoable:
            undoable.remove(line.undoes)
            redoable.append(line.step)
        elif line.undoes in redoable:
            redoable.remove(line.undoes)
            undoable.append(line.step)
        elif _is_undoable(line):
            undoable.append(line.step)
            redoable.clear()
    return undoable, redoable


def _is_undoable(line: HistoryLine) -> bool:
    """Say whether an undo takes a line back; all that was done here to a customer it does."""
    return line.do not in NOT_UNDONE or (bool(line.customer) and line.do != OUTSIDE)


def plan_undo(
    lines: Sequence[HistoryLine],
    actor: Actor,
    table_of: Callable[[Change], Table],
    *,
    redo: bool = False,
) -> tuple[list[Change], str]:
    """Return the changes that take back the actor's last step, and that step.

    Args:
        lines: the whole history, the oldest first.
        actor: whose step it is.
        table_of: gives the table of the file that a change is to, as it stands now.
        redo: take back the last undo instead.

    Raises:
        UsageError: there is nothing to take back, or somebody has changed it since.
    """
    undoable, redoable = own_steps(lines, actor)
    steps = redoable if redo else undoable
    if not steps:
        what = "redo" if redo else "undo in this partner"
        raise UsageError(f"there is nothing of yours to {what}")
    return _taken_back(steps[-1], lines, table_of, "redo" if redo else "undo"), steps[-1]


def _taken_back(
    step: str, lines: Sequence[HistoryLine], table_of: Callable[[Change], Table], do: str
) -> list[Change]:
    own = [line for line in lines if line.step == step]
    later = lines[lines.index(own[-1]) + 1 :]
    for number, line in enumerate(own):
        # What a later line of the same step set again is told by that line.
        again = {key for each in own[number + 1 :] if _is_same(each, line) for key in each.after}
        data = table_of(line.change)
        values = values_at(data, line.change)
        if any(values[key] != line.after[key] for key in line.after.keys() - again):
            _refuse(line, [each for each in later if each.after.keys() & line.after.keys()])
        starts_run = (
            line.run
            and not line.item
            and not line.customer
            and line.before.get("edition", "") is None
        )
        if starts_run and (touched := _touched_items(data, line.run)):
            _refuse(line, [each for each in later if each.item in touched])
    return [replace(line.change, do=do, to=_values_before(line), rule="") for line in reversed(own)]


def _values_before(line: HistoryLine) -> Mapping[str, Value]:
    """Return what takes back a line; a customer that was added is put away, its file stays."""
    if line.customer and line.do == "add":
        return {"archived": line.at.date()}
    return line.before


def _is_same(one: HistoryLine, other: HistoryLine) -> bool:
    return (one.customer, one.change.table) == (other.customer, other.change.table)


def _touched_items(data: Table, run: str) -> set[str]:
    return {key for key, item in data["checklists"][run].get("items", {}).items() if item}


def _refuse(line: HistoryLine, later: Sequence[HistoryLine]) -> NoReturn:
    """Say who has changed since what `line` did."""
    found = [
        each
        for each in later
        if (each.customer, each.run) == (line.customer, line.run) and line.item in ("", each.item)
    ]
    who = found[-1].who if found else "somebody, outside csp-tui,"
    raise UsageError(
        f"{who} has changed {line.item or line.run or line.customer or 'the partner'} since"
    )
