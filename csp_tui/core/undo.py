"""Undo and redo, worked out from the history, so that they outlive a restart."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.actor import Actor
from csp_tui.core.changes import Change, values_at
from csp_tui.core.errors import UsageError
from csp_tui.core.history import HistoryLine
from csp_tui.core.toml import Table


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
        elif line.do != "add":
            undoable.append(line.step)
            redoable.clear()
    return undoable, redoable


def taken_back(
    step: Sequence[HistoryLine], lines: Sequence[HistoryLine], data: Table, do: str
) -> list[Change]:
    """Return the changes that put back the values from before `step`.

    Raises:
        UsageError: a value is no longer what the step set; it names who changed it.
    """
    for line in step:
        if values_at(data, line.change) != dict(line.after):
            later = next(
                (
                    each
                    for each in reversed(lines)
                    if (each.run, each.item) == (line.run, line.item)
                    and each.step != line.step
                    and each.after.keys() & line.after.keys()
                ),
                None,
            )
            who = later.who if later else "somebody, outside csp-tui,"
            raise UsageError(f"{who} has changed {line.item or line.run or 'the partner'} since")
    return [Change(do, line.before, line.run, line.item) for line in reversed(step)]
