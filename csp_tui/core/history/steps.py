"""Steps as people make them and take them back: which are one's own, and which count no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.core.base.actor import Actor
from csp_tui.core.history.acts import Act, meaning_of
from csp_tui.core.history.branches import first_lines
from csp_tui.core.history.line import HistoryLine

SHARED = "-all-"
"""In the name of a step: steps of other partners with this name were made with it as one act."""


def own_steps(
    lines: Sequence[HistoryLine], actor: Actor, *, of_acts: bool = False
) -> tuple[list[HistoryLine], list[HistoryLine]]:
    """Return the actor's steps that can be undone, and those that can be redone.

    Each step is given by its first line; one to redo is given by the first line of its undo. The
    last one in each list is the next to be undone or redone. With `of_acts`, a step that has added,
    archived or brought back the partner counts too, if it was made as one act with those of other
    partners.
    """
    undoable: list[HistoryLine] = []
    redoable: list[HistoryLine] = []
    first = first_lines(lines)
    synced = {line.step for line in lines if line.do == Act.SYNC}
    for line in lines:
        is_own = actor.is_same(line.by, line.host, line.reviewer) and line.step not in synced
        if not is_own or first[line.identity] != line.identity:
            continue
        if (step := _undone(line, undoable)) is not None:
            undoable.remove(step)
            redoable.append(line)
        elif (step := _undone(line, redoable)) is not None:
            redoable.remove(step)
            undoable.append(line)
        elif _is_undoable(line) or (of_acts and moves_in_act(line)):
            undoable.append(line)
            redoable.clear()
        elif line.do == Act.RESTORE:
            redoable.clear()  # what was undone before it may not be in the restored file
    return undoable, redoable


def _undone(line: HistoryLine, steps: Sequence[HistoryLine]) -> HistoryLine | None:
    """Return the first line of the step that `line` takes back; None if not in `steps`.

    `steps` has the first line of each step.
    """
    name, short = line.undone
    named = (each for each in reversed(steps) if each.step == name)
    return next((each for each in named if each.identity.startswith(short)), None)


def _is_undoable(line: HistoryLine) -> bool:
    """Return whether undo can take `line` back.

    For that, it must have changed a value or ended a conflict, and its act must be undoable. An act
    on a customer can always be undone, unless nobody knows who did it, as a change outside csp-tui.
    """
    if line.after == line.before:
        return line.do == Act.DECIDE
    meaning = meaning_of(line.do)
    return not meaning.is_nobodys and (meaning.is_undoable or bool(line.customer))


def moves_in_act(line: HistoryLine) -> bool:
    """Return whether `line` adds, archives or brings back a partner in a shared act.

    Such an act is on several partners, and is undone for all of them at once.
    """
    is_move = line.do in (Act.ADD, Act.ARCHIVE, Act.UNARCHIVE) and not line.customer
    return is_move and SHARED in line.step


def undone_lines(lines: Sequence[HistoryLine]) -> Callable[[HistoryLine], list[HistoryLine]]:
    """Return a function that returns, for a line, those of `lines` that it takes back.

    For a line that is no undo, redo or revert, the function returns an empty list.
    """
    first = first_lines(lines)
    named: dict[str, list[HistoryLine]] = {}
    for line in lines:
        named.setdefault(line.step, []).append(line)
        named.setdefault(line.id, []).append(line)

    def targets_of(line: HistoryLine) -> list[HistoryLine]:
        name, short = line.undone
        found = named.get(name, []) if name else []
        if ":" in name:
            return [each for each in found if each.identity.startswith(short)]
        return [each for each in found if first[each.identity].startswith(short)]

    return targets_of


def left_without(lines: Sequence[HistoryLine], own: Sequence[HistoryLine]) -> list[HistoryLine]:
    """Return `lines` without `own`, and without what was taken back already.

    A step that was taken back is left out, together with the step that took it back; one that was
    undone and done again stays.
    """
    left_out = {line.identity for line in own}
    targets_of = undone_lines(lines)
    taken_back: set[str] = set()
    for line in sorted(lines, key=lambda each: (each.at, each.writer, each.count), reverse=True):
        is_gone = line.identity in left_out or line.identity in taken_back
        undone = {each.identity for each in targets_of(line)}
        if undone and not is_gone:
            taken_back |= undone
        if undone or is_gone:
            left_out.add(line.identity)
    return [line for line in lines if line.identity not in left_out]
