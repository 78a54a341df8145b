"""Plans undo, redo and revert from the history, so that they work after a restart.

Undo takes back a user's own last step, redo makes it again; revert takes back any one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NoReturn

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import local_day
from csp_tui.core.base.errors import MissingFileError, NotFoundError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.disk.toml import Table
from csp_tui.core.history.acts import Act, meaning_of
from csp_tui.core.history.branches import counting, first_lines
from csp_tui.core.history.fold import State, fold
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.registers import by_register, is_detail
from csp_tui.core.history.steps import left_without, moves_in_act, own_steps
from csp_tui.core.progress.change import Change, has_run, values_at
from csp_tui.core.progress.model import Value


def plan_undo(
    lines: Sequence[HistoryLine],
    actor: Actor,
    table_of: Callable[[Change], Table],
    *,
    redo: bool = False,
    step: str = "",
    of_acts: bool = False,
) -> PlannedStep:
    """Return, without saving it, the step that takes back the actor's last step.

    A partner that the step has added is archived with all that it holds.

    Args:
        lines: the whole history, the oldest first.
        actor: whose step is taken back.
        table_of: returns the present table of the file that a change is to.
        redo: take back the actor's last undo instead.
        step: the name of the step to take back; empty for the last one.
        of_acts: whether a step counts that has added, archived or brought back the partner in an
            act on several. Taking it back archives the partner or brings it back; its files are
            moved by the caller.

    Raises:
        UsageError: there is no such step, or somebody has changed its values since.
    """
    undoable, redoable = own_steps(lines, actor, of_acts=of_acts)
    steps = [each for each in (redoable if redo else undoable) if step in ("", each.step)]
    if not steps:
        if redo:
            raise UsageError(_("nothing of yours to redo"))
        raise UsageError(_("nothing of yours to undo in this partner"))
    last, first = steps[-1], first_lines(lines)
    own = [line for line in lines if first[line.identity] == last.identity]
    moves = [line for line in own if of_acts and moves_in_act(line)]
    rest = [line for line in own if line not in moves]
    changes = []
    if moves:
        changes.append(_moved_back(moves[-1], lines[lines.index(own[-1]) + 1 :]))
    if rest and not any(line.do == Act.ADD for line in moves):
        changes = _taken_back(rest, lines, table_of, Act.REDO if redo else Act.UNDO) + changes
    is_whole = all(line.after == line.before for line in own)  # as of a conflict left as it is
    return PlannedStep(changes, undoes=f"{last.step}:{last.short_identity}", is_whole=is_whole)


def _moved_back(line: HistoryLine, later: Sequence[HistoryLine]) -> Change:
    """Return the change that takes back what `line` did with a partner.

    A partner that `line` added or brought back is archived; one that it archived is brought back.

    Raises:
        UsageError: the partner would be archived, and a line in `later` has changed a value.
    """
    if line.do == Act.ARCHIVE:
        return Change(Act.UNARCHIVE, {})
    if changed := [each for each in later if each.after != each.before]:
        _refuse(line, changed)
    return Change(Act.ARCHIVE, {})


def plan_revert(
    lines: Sequence[HistoryLine], line_id: str, table_of: Callable[[Change], Table]
) -> PlannedStep:
    """Return, without saving it, the step that takes back one line, whoever made it.

    Undo and redo still work on the step that the line belongs to.

    Args:
        lines: the whole history, the oldest first.
        line_id: the id of the line to take back.
        table_of: returns the present table of the file that a change is to.

    Raises:
        NotFoundError: there is no such line.
        UsageError: the line cannot be taken back, or somebody has changed its values since.
    """
    line = next((each for each in lines if each.id == line_id), None)
    if line is None:
        raise NotFoundError(_('there is no history line "{id}"').format(id=line_id))
    if trouble := why_not_reverted(line):
        raise UsageError(trouble)
    return PlannedStep(
        _taken_back([line], lines, table_of, Act.REVERT), undoes=f"{line_id}:{line.short_identity}"
    )


def is_own(line: HistoryLine, actor: Actor) -> bool:
    """Return whether `actor` made the change of `line`; False for a change outside csp-tui."""
    return not meaning_of(line.do).is_nobodys and actor.is_same(line.by, line.host, line.reviewer)


def started(lines: Sequence[HistoryLine]) -> str:
    """Return the key of the run that a step has started or brought back; "" if none.

    `lines` are those of the step.
    """
    runs = (line.run for line in lines if _starts_run(line) and line.after.get("edition"))
    return next(runs, "")


def _starts_run(line: HistoryLine) -> bool:
    is_run = bool(line.run) and not line.item and not line.customer
    return is_run and line.before.get("edition", "") is None


def why_not_reverted(line: HistoryLine) -> str:
    """Return why a `line` of its kind cannot be taken back; "" if one of its kind can.

    Adding a customer can be: the customer is archived. Whether somebody has changed its values
    since is not looked at.
    """
    adds_customer = line.do == Act.ADD and line.customer
    if (why := meaning_of(line.do).why_not_reverted) and not adds_customer:
        return _(why)
    return "" if line.after else _("this line changed no value, so there is nothing to take back")


def _taken_back(
    own: Sequence[HistoryLine],
    lines: Sequence[HistoryLine],
    table_of: Callable[[Change], Table],
    do: str,
) -> list[Change]:
    """Return the changes that take back the lines `own`, the last line first.

    They set the values that would stand without these lines: usually those before, or those of
    somebody else that had fallen against them. A customer that a line added is archived.

    Args:
        own: the lines of one step, or one line of it.
        lines: the whole history.
        table_of: returns the present table of the file that a change is to.
        do: the act of the new changes: an undo, a redo or a revert.

    Raises:
        UsageError: the values were changed since, or the run is gone.
    """
    later = lines[lines.index(own[-1]) + 1 :]
    brought_back = {line.run for line in own if not line.item and line.before.get("edition")}
    without = fold(left_without(counting(lines), own))
    changes = []
    whole = table_of(replace(own[0].change, customer=""))
    set_later: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for line in reversed(_with_items_now(own, lines, whole)):
        is_there = not line.item or line.run in brought_back or has_run(whole, line.run)
        if not is_there and any(value is not None for value in line.before.values()):
            raise UsageError(_('the run "{run}" is not there any more').format(run=line.run))
        # If a later line of the same step sets a key again, the key is checked at that line.
        again = set_later.setdefault((line.customer, line.change.table), set())
        data = table_of(line.change)
        values = values_at(data, line.change)
        if changed := {key for key in line.after.keys() - again if values[key] != line.after[key]}:
            _refuse(line, _standing_lines(lines, line, changed))
        again.update(line.after)
        if _starts_run(line):
            _refuse_touched(line, later, table_of)
        if line.item:
            _refuse_carried(line, later, table_of)
        to = _values_without(line, without)
        changes.append(replace(line.change, do=do, to=to, rule=""))
    return changes


def _with_items_now(
    own: Sequence[HistoryLine], lines: Sequence[HistoryLine], partner_table: Table
) -> list[HistoryLine]:
    """Return the lines `own`, each with the id that its item has in its run's present edition.

    A run that was moved to another edition may have given an item another id.

    Args:
        own: the lines to return.
        lines: the whole history, which says what became of an item in another edition.
        partner_table: the table of the partner's own file, which names the edition of each run.
    """
    moves = [each for each in lines if each.do == Act.MIGRATE]
    return [replace(each, item=_item_now(each, moves, partner_table)) for each in own]


def _item_now(line: HistoryLine, moves: Sequence[HistoryLine], partner_table: Table) -> str:
    edition = partner_table.get("checklists", {}).get(line.run, {}).get("edition")
    item = found = line.item
    for move in sorted(moves, key=lambda each: each.at):
        if move.run == line.run:
            item = move.moves.get(item, item)
            found = item if move.after.get("edition") == edition else found
    return found


def _standing_lines(
    lines: Sequence[HistoryLine], line: HistoryLine, keys: Iterable[str]
) -> list[HistoryLine]:
    """Return the lines that have last set `keys` in the table that `line` is about."""
    state, values = fold(counting(lines)), dict.fromkeys(keys)
    registers = by_register(line.customer, line.change.table, values)
    return [state[each].line for each in registers if each in state]


def _values_without(line: HistoryLine, state: State) -> Mapping[str, Value]:
    """Return the values that must be set to take `line` back.

    `state` holds the values that stand without `line`. An added customer gets an archive date
    instead of being removed, so that its file stays.
    """
    if line.customer and line.do == Act.ADD:
        return {"archived": local_day(line.when)}
    wanted: dict[str, Value] = {}
    for register, values in by_register(line.customer, line.change.table, line.after).items():
        standing = state.get(register)
        if standing is None or is_detail(register, values):
            wanted |= {key: line.before.get(key) for key in values}
        else:
            for key in {**standing.values, **values}:
                wanted[key] = standing.values.get(key, line.before.get(key))
    return wanted


def _refuse_touched(
    line: HistoryLine, later: Sequence[HistoryLine], table_of: Callable[[Change], Table]
) -> None:
    """Raise UsageError if an item of the run that `line` has started has progress.

    Undoing the start would hide that progress. `later` are the lines after `line`; `table_of`
    returns the present table of the file that a change is to.
    """
    customers = {each.customer for each in later if each.run == line.run and each.customer}
    for customer in ("", *sorted(customers)):
        try:
            data = table_of(replace(line.change, customer=customer))
        except (NotFoundError, MissingFileError):  # the customer's file was taken away by hand
            continue
        items = data.get("checklists", {}).get(line.run, {}).get("items", {})
        if touched := {key for key, item in items.items() if item}:
            about = [each for each in later if (each.customer, each.run) == (customer, line.run)]
            found = [each for each in about if each.item in touched]
            _refuse(replace(line, customer=customer), found)


def _refuse_carried(
    line: HistoryLine, later: Sequence[HistoryLine], table_of: Callable[[Change], Table]
) -> None:
    """Raise UsageError if a move to another edition has copied to another item what `line` set.

    Undoing `line` would leave the copy, which is counted. `later` and `table_of` are as in
    `_refuse_touched`.
    """
    wanted = {key: value for key, value in line.after.items() if value is not None}
    for each in later:
        is_moved = each.do == Act.MIGRATE and each.item not in ("", line.item)
        is_copy = is_moved and (each.customer, each.run) == (line.customer, line.run)
        if is_copy and wanted and wanted.items() <= each.after.items():
            present = values_at(table_of(each.change), each.change)
            if wanted.items() <= present.items():
                _refuse(each, [each])


def _refuse(line: HistoryLine, later: Sequence[HistoryLine]) -> NoReturn:
    """Raise a UsageError that says who has changed the values of `line` since.

    `later` has the lines that changed them; the last one counts. If there is none, or nobody knows
    who made it, the error says that it was somebody outside csp-tui.
    """
    # The lines that a sync of an earlier version took in name who changed it.
    found = [each for each in later if each.do != Act.SYNC]
    is_known = found and not meaning_of(found[-1].do).is_nobodys
    who = found[-1].who if is_known else ""
    what = line.item or line.run or line.customer or _("the partner")
    known = _("since then {name} has changed {what}")
    unknown = _("since then somebody, outside csp-tui, has changed {what}")
    raise UsageError((known if who else unknown).format(name=who, what=what))
