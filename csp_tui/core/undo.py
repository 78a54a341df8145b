"""Undo and redo, worked out from the history, so that they outlive a restart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from csp_tui.core.actor import Actor
from csp_tui.core.changes import Change, values_at
from csp_tui.core.errors import UsageError
from csp_tui.core.history import HistoryLine
from csp_tui.core.outside import DO as OUTSIDE
from csp_tui.core.toml import Table

NOT_UNDONE = frozenset({"add", "purge", "archive", "unarchive", OUTSIDE})
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
        elif line.do not in NOT_UNDONE:
            undoable.append(line.step)
            redoable.clear()
    return undoable, redoable


def plan_undo(
    lines: Sequence[HistoryLine], actor: Actor, data: Table, *, redo: bool = False
) -> tuple[list[Change], str]:
    """Return the changes that take back the actor's last step, and that step.

    Args:
        lines: the whole history, the oldest first.
        actor: whose step it is.
        data: the partner's table as it stands now.
        redo: take back the last undo instead.

    Raises:
        UsageError: there is nothing to take back, or somebody has changed it since.
    """
    undoable, redoable = own_steps(lines, actor)
    steps = redoable if redo else undoable
    if not steps:
        what = "redo" if redo else "undo in this partner"
        raise UsageError(f"there is nothing of yours to {what}")
    return _taken_back(steps[-1], lines, data, "redo" if redo else "undo"), steps[-1]


def _taken_back(step: str, lines: Sequence[HistoryLine], data: Table, do: str) -> list[Change]:
    own = [line for line in lines if line.step == step]
    later = lines[lines.index(own[-1]) + 1 :]
    for number, line in enumerate(own):
        # What a later line of the same step set again is told by that line.
        again = {key for each in own[number + 1 :] if _is_same(each, line) for key in each.after}
        values = values_at(data, line.change)
        if any(values[key] != line.after[key] for key in line.after.keys() - again):
            _refuse(line, [each for each in later if each.after.keys() & line.after.keys()])
        starts_run = line.run and not line.item and line.before.get("edition", "") is None
        if starts_run and (touched := _touched_items(data, line.run)):
            _refuse(line, [each for each in later if each.item in touched])
    return [Change(do, line.before, line.run, line.item, part=line.part) for line in reversed(own)]


def _is_same(one: HistoryLine, other: HistoryLine) -> bool:
    return (one.run, one.item, one.part) == (other.run, other.item, other.part)


def _touched_items(data: Table, run: str) -> set[str]:
    return {key for key, item in data["checklists"][run].get("items", {}).items() if item}


def _refuse(line: HistoryLine, later: Sequence[HistoryLine]) -> NoReturn:
    """Say who has changed since what `line` did."""
    found = [each for each in later if each.run == line.run and line.item in ("", each.item)]
    who = found[-1].who if found else "somebody, outside csp-tui,"
    raise UsageError(f"{who} has changed {line.item or line.run or 'the partner'} since")
