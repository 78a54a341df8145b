"""Takes an act on several partners back in all of them, or makes it again.

A partner that the act has added is archived; one that it has archived comes back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from csp_tui.core.base.errors import CspTuiError, UsageError, known_error
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import Archive, archived_workplace
from csp_tui.core.disk import toml
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.steps import SHARED, moves_in_act, own_steps
from csp_tui.core.history.undo import plan_undo
from csp_tui.core.progress.change import Change
from csp_tui.core.store.act_notes import forget_act
from csp_tui.core.store.over_partners import Done
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.shared_act import SharedAct
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace


def last_step(workplace: Workplace) -> tuple[str, list[str]]:
    """Return the name of the actor's last step that can be taken back, and the partners with it.

    Where it was taken back in some of them already, these are left out.

    Raises:
        UsageError: the actor has no step that can be taken back.
    """
    store, archived = workplace.store, archived_workplace(workplace).store
    steps = [_last_step(store), _last_step(archived, is_archive=True)]
    last = max(filter(None, steps), default=None)
    if last is None:
        raise UsageError(_("nothing of yours to undo in any partner"))
    _at, partner_id, step = last
    return step, partners_with(workplace, step) if SHARED in step else [partner_id]


def partners_with(workplace: Workplace, step: str) -> list[str]:
    """Return the ids of the partners, archived ones too, in which the step of this name stands.

    Those in which the actor has taken it back, or whose history cannot be read, are left out.
    """
    name, undoing = f'"{step}"'.encode(), f'"{step}:'.encode()

    def has_it(store: Store, partner_id: str) -> bool:
        try:
            lines = store.history(partner_id).encoded()
        except CspTuiError:
            return False
        if not any(name in line for line in lines):
            return False
        if not any(undoing in line for line in lines):  # to decode them takes longer
            return True
        whole = store.history(partner_id).lines_after_damage()
        undoable, _redoable = own_steps(whole, store.actor, of_acts=True)
        return any(line.step == step for line in undoable)

    both = (workplace.store, archived_workplace(workplace).store)
    return [each for at in both for each in at.partner_ids() if has_it(at, each)]


def take_back(
    workplace: Workplace,
    step: str,
    partner_ids: Collection[str],
    *,
    redo: bool = False,
    act: SharedAct | None = None,
) -> Done:
    """Take back the actor's step of this name in several partners.

    Return what was saved and what failed. A partner that does not have the step, or in which
    somebody has changed its values since, stays as it is, and is among the failed.

    Args:
        workplace: the workplace of the partners that are not archived.
        step: the name of the step.
        partner_ids: the partners' ids; they may be in the archive.
        redo: whether `step` is an undo, so that what was undone is made again.
        act: the act that takes it back, for somebody who follows or stops it.
    """
    act = act or SharedAct(len(partner_ids), is_undo=not redo)
    writing = workplace.store.writing
    name = act.begin(workplace.store) or writing.new_shared_step() if SHARED in step else ""
    saved: list[Saved] = []
    failed: dict[str, CspTuiError] = {}
    for partner_id in act.each(partner_ids):
        try:
            saved.append(_take_back(workplace, partner_id, step, name, redo=redo))
        except Exception as error:  # else no redo would know of the partners before
            failed[partner_id] = known_error(error)
    if not act.left:
        forget_act(workplace.places, step)
    return Done(saved, failed)


def _take_back(workplace: Workplace, partner_id: str, step: str, name: str, *, redo: bool) -> Saved:
    archive = Archive(workplace.places, workplace.store, workplace.clock)
    is_away = os.path.lexists(workplace.places.archived.progress_file(partner_id))
    at = archived_workplace(workplace) if is_away else workplace
    lines = at.store.history(partner_id).lines_after_damage()
    moves = [line.do for line in lines if line.step == step and moves_in_act(line)]

    def plan(table_of: Callable[[Change], toml.Table]) -> PlannedStep:
        history = workplace.store.history(partner_id).lines_after_damage()
        planned = plan_undo(history, at.store.actor, table_of, redo=redo, step=step, of_acts=True)
        return replace(planned, name=name)

    if is_away != (moves[-1:] == [Act.ARCHIVE]):
        raise UsageError(_("nothing of yours to undo in this partner"))
    if is_away:
        return archive.bring_back(partner_id, plan)
    if moves:
        return archive.put_away(partner_id, plan)
    return workplace.store.carry_out(partner_id, plan)


def _last_step(store: Store, *, is_archive: bool = False) -> tuple[datetime, str, str] | None:
    """Return time, partner id and name of the actor's last step that can be taken back.

    With `is_archive`, `store` is that of the archive; only a step that archived its partner counts
    there. None if there is no such step.
    """
    newest = [(line.at, each) for each in store.partner_ids() if (line := _newest_own(store, each))]
    found: tuple[HistoryLine, str] | None = None
    for at, partner_id in sorted(newest, reverse=True):
        if found is not None and at < found[0].at:
            break
        lines = store.history(partner_id).lines_after_damage()
        undoable, _redoable = own_steps(lines, store.actor, of_acts=True)
        is_fit = undoable and (not is_archive or undoable[-1].do == Act.ARCHIVE)
        if is_fit and (found is None or undoable[-1].at > found[0].at):
            found = undoable[-1], partner_id
    return (found[0].at, found[1], found[0].step) if found else None


def _newest_own(store: Store, partner_id: str) -> HistoryLine | None:
    lines = store.history(partner_id).newest_first()
    own = (line for line in lines if store.actor.is_same(line.by, line.host, line.reviewer))
    return next(own, None)
