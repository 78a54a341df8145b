"""One act over several partners: saved in each of them under one name, and taken back in all.

Where one partner cannot be saved, the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.steps import SHARED, own_steps
from csp_tui.core.progress.change import Change
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store


class Done(NamedTuple):
    """What came of an act in each partner."""

    saved: Sequence[Saved]
    failed: Mapping[str, CspTuiError]
    """By the ids of the partners in which nothing was changed: why."""


def change_each(store: Store, changes: Mapping[str, Sequence[Change]]) -> Done:
    """Save changes in several partners as one act, which one undo takes back in all of them.

    `changes` are by partner id. The result says what was saved, and where it failed.
    """
    name = store.writing.new_shared_step() if len(changes) > 1 else ""
    return _each(changes, lambda partner_id: store.change(partner_id, changes[partner_id], name))


def undo_last(store: Store) -> Done:
    """Take back the actor's last step, in every partner that it changed; return what came of it.

    A partner in which somebody has changed its values since stays as it is, and is among the
    failed.

    Raises:
        UsageError: the actor has no step that can be taken back.
    """
    last = _last_step(store)
    if last is None:
        raise UsageError(_("nothing of yours to undo in any partner"))
    partner_id, step = last
    if SHARED not in step:
        return _each([partner_id], lambda each: store.undo(each, step=step))
    word = f'"{step}"'.encode()
    ids = [
        each
        for each in store.partner_ids()
        if any(word in line for line in store.history(each).encoded())
    ]
    return undo_step(store, step, ids, store.writing.new_shared_step())


def undo_step(
    store: Store, step: str, ids: Iterable[str], name: str, *, redo: bool = False
) -> Done:
    """Take back the actor's step of this name in the partners `ids`; return what came of it.

    A partner that does not have the step, or in which somebody has changed its values since, stays
    as it is, and is among the failed.

    Args:
        store: saves it.
        step: the name of the step.
        ids: the partners' ids.
        name: the name of the step that takes it back, made by `new_shared_step`.
        redo: whether `step` is an undo, so that what was undone is made again.
    """
    return _each(ids, lambda each: store.undo(each, step=step, name=name, redo=redo))


def _each(ids: Iterable[str], save: Callable[[str], Saved]) -> Done:
    saved: list[Saved] = []
    failed: dict[str, CspTuiError] = {}
    for partner_id in ids:
        try:
            saved.append(save(partner_id))
        except CspTuiError as error:
            failed[partner_id] = error
    return Done(saved, failed)


def _last_step(store: Store) -> tuple[str, str] | None:
    """Return the partner and the name of the actor's last step that can be taken back.

    None if there is none. Each history is decoded from its end up to the actor's newest line; as a
    whole only where it may hold the step.
    """
    newest = [(line.at, each) for each in store.partner_ids() if (line := _newest_own(store, each))]
    found: tuple[HistoryLine, str] | None = None
    for at, partner_id in sorted(newest, reverse=True):
        if found is not None and at < found[0].at:
            break
        undoable, _redoable = own_steps(store.history(partner_id).lines_after_damage(), store.actor)
        if undoable and (found is None or undoable[-1].at > found[0].at):
            found = undoable[-1], partner_id
    return (found[1], found[0].step) if found else None


def _newest_own(store: Store, partner_id: str) -> HistoryLine | None:
    lines = store.history(partner_id).newest_first()
    own = (line for line in lines if store.actor.is_same(line.by, line.host, line.reviewer))
    return next(own, None)
