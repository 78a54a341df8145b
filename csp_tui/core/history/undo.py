"""Undo and redo, worked out from the history, so that they outlive a restart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NoReturn

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import local_day
from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.disk.toml import Table
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.merge import SYNC
from csp_tui.core.history.outside_changes import DO as OUTSIDE
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.progress.change import Change, has_run, values_at
from csp_tui.core.progress.model import Value

NOT_UNDONE = frozenset({"add", "purge", "archive", "unarchive", OUTSIDE})
"""Acts that no undo takes back: the first, the last, and what nobody did here."""

REVERT = "revert"
"""The act that takes back one line of the history."""

NOT_REVERTED = {
    "add": N_("adding a partner is not taken back; purge erases one"),
    "purge": N_("what was erased is gone for good"),
    "restore": N_("a restore is not taken back here; csp-tui restore --undo puts the file back"),
}


def own_steps(lines: Sequence[HistoryLine], actor: Actor) -> tuple[list[str], list[str]]:
    """Return the actor's steps that can be undone and redone, the next one last in each."""
    undoable: list[str] = []
    redoable: list[str] = []
    seen = {line.step for line in lines if line.do == SYNC}
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
    """Say whether an undo takes a line back; what was done here to a customer it does.

    A line that set no value, such as that of a restore, leaves nothing to take back.
    """
    if not line.after:
        return False
    return line.do not in NOT_UNDONE or (bool(line.customer) and line.do != OUTSIDE)


def plan_undo(
    lines: Sequence[HistoryLine],
    actor: Actor,
    table_of: Callable[[Change], Table],
    *,
    redo: bool = False,
) -> PlannedStep:
    """Return the step that takes back the actor's last one.

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
        if redo:
            raise UsageError(_("nothing of yours to redo"))
        raise UsageError(_("nothing of yours to undo in this partner"))
    own = [line for line in lines if line.step == steps[-1]]
    changes = _taken_back(own, lines, table_of, "redo" if redo else "undo")
    return PlannedStep(changes, undoes=steps[-1])


def plan_revert(
    lines: Sequence[HistoryLine], line_id: str, table_of: Callable[[Change], Table]
) -> PlannedStep:
    """Return the step that takes back one line, whoever made it.

    The step that the line belongs to stays as it is for undo and redo.

    Args:
        lines: the whole history, the oldest first.
        line_id: names the line.
        table_of: gives the table of the file that a change is to, as it stands now.

    Raises:
        NotFoundError: there is no such line.
        UsageError: it cannot be taken back, or somebody has changed it since.
    """
    line = next((each for each in lines if each.id == line_id), None)
    if line is None:
        raise NotFoundError(_('there is no history line "{id}"').format(id=line_id))
    if trouble := why_not_reverted(line):
        raise UsageError(trouble)
    return PlannedStep(_taken_back([line], lines, table_of, REVERT), undoes=line_id)


def is_own(line: HistoryLine, actor: Actor) -> bool:
    """Say whether the actor made the change; one made outside csp-tui is nobody's."""
    return line.do != OUTSIDE and actor.is_same(line.by, line.host, line.reviewer)


def started(lines: Sequence[HistoryLine]) -> str:
    """Return the key of the run that a step has brought into being, also again; else nothing."""
    runs = (line.run for line in lines if _starts_run(line) and line.after.get("edition"))
    return next(runs, "")


def _starts_run(line: HistoryLine) -> bool:
    is_run = bool(line.run) and not line.item and not line.customer
    return is_run and line.before.get("edition", "") is None


def why_not_reverted(line: HistoryLine) -> str:
    """Return why a line cannot be taken back by itself, or nothing where it can."""
    if line.do in NOT_REVERTED:
        return _(NOT_REVERTED[line.do])
    return "" if line.after else _("this line changed no value, so there is nothing to take back")


def _taken_back(
    own: Sequence[HistoryLine],
    lines: Sequence[HistoryLine],
    table_of: Callable[[Change], Table],
    do: str,
) -> list[Change]:
    later = lines[lines.index(own[-1]) + 1 :]
    brought_back = {line.run for line in own if not line.item and line.before.get("edition")}
    for number, line in enumerate(own):
        whole = table_of(replace(line.change, customer=""))
        is_there = not line.item or line.run in brought_back or has_run(whole, line.run)
        if not is_there and any(value is not None for value in line.before.values()):
            raise UsageError(_('the run "{run}" is not there any more').format(run=line.run))
        # What a later line of the same step set again is told by that line.
        again = {key for each in own[number + 1 :] if _is_same(each, line) for key in each.after}
        data = table_of(line.change)
        values = values_at(data, line.change)
        if any(values[key] != line.after[key] for key in line.after.keys() - again):
            _refuse(line, [each for each in later if each.after.keys() & line.after.keys()])
        if _starts_run(line):
            _refuse_touched(line, later, table_of)
    return [replace(line.change, do=do, to=_values_before(line), rule="") for line in reversed(own)]


def _values_before(line: HistoryLine) -> Mapping[str, Value]:
    """Return what takes back a line; a customer that was added is put away, its file stays."""
    if line.customer and line.do == "add":
        return {"archived": local_day(line.at)}
    return line.before


def _is_same(one: HistoryLine, other: HistoryLine) -> bool:
    return (one.customer, one.change.table) == (other.customer, other.change.table)


def _refuse_touched(
    line: HistoryLine, later: Sequence[HistoryLine], table_of: Callable[[Change], Table]
) -> None:
    """Refuse to take back the start of a run in which an item is recorded, also for a customer."""
    customers = {each.customer for each in later if each.run == line.run and each.customer}
    for customer in ("", *sorted(customers)):
        try:
            data = table_of(replace(line.change, customer=customer))
        except NotFoundError:  # the customer's file was taken away by hand
            continue
        items = data.get("checklists", {}).get(line.run, {}).get("items", {})
        if touched := {key for key, item in items.items() if item}:
            found = [each for each in later if each.customer == customer and each.item in touched]
            _refuse(replace(line, customer=customer), found)


def _refuse(line: HistoryLine, later: Sequence[HistoryLine]) -> NoReturn:
    """Say who has changed since what `line` did."""
    found = [
        each
        for each in later
        if each.do != SYNC  # what it took in stands before it
        and (each.customer, each.run) == (line.customer, line.run)
        and line.item in ("", each.item)
    ]
    who = found[-1].who if found else ""
    what = line.item or line.run or line.customer or _("the partner")
    told = _("since then {name} has changed {what}")
    if not who:
        told = _("since then somebody, outside csp-tui, has changed {what}")
    raise UsageError(told.format(name=who, what=what))
