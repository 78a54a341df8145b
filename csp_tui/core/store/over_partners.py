"""One act over several partners: saved in each of them under one name, and taken back in all.

Where one partner cannot be saved, the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError, known_error
from csp_tui.core.disk import toml
from csp_tui.core.disk.places import Places
from csp_tui.core.history.fold import fold
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.union import Union
from csp_tui.core.progress.change import Change, apply_to_table
from csp_tui.core.store.new_partners import add_new_partners
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.shared_act import SharedAct
from csp_tui.core.store.store import Store


class Done(NamedTuple):
    """What came of an act in each partner."""

    saved: Sequence[Saved]
    failed: Mapping[str, CspTuiError]
    """By the ids of the partners in which nothing was changed: why."""


def change_each(
    store: Store,
    partner_ids: Collection[str],
    changes_of: Callable[[str], Sequence[Change]],
    act: SharedAct | None = None,
) -> Done:
    """Save changes in several partners as one act, which one undo takes back in all of them.

    The result says what was saved, and where it failed; if the act is stopped, only of the partners
    before that.

    Args:
        store: saves them.
        partner_ids: the partners.
        changes_of: returns the changes for a partner; called when its turn comes.
        act: the act, in as many partners, for somebody who follows or stops it.
    """
    act = act or SharedAct(len(partner_ids))
    return save_each(
        store, partner_ids, lambda each, name: store.change(each, changes_of(each), name), act
    )


def save_each(
    store: Store, partner_ids: Iterable[str], save: Callable[[str, str], Saved], act: SharedAct
) -> Done:
    """Call `save` for each of the partners, as `change_each` does; return what came of it.

    `save` gets the id of the partner and the name of the step, which is "" where `act` is in one
    partner alone.
    """
    name = act.begin(store)
    saved: list[Saved] = []
    failed: dict[str, CspTuiError] = {}
    for partner_id in act.each(partner_ids):
        try:
            saved.append(save(partner_id, name))
        except Exception as error:  # else no undo would know of the partners before
            failed[partner_id] = known_error(error)
    return Done(saved, failed)


def add_each(
    store: Store, places: Places, wanted: Mapping[str, Sequence[Change]], step: str
) -> tuple[dict[str, Sequence[HistoryLine]], dict[str, CspTuiError]]:
    """Add new partners as one step, all at once; return their history lines by id, and errors.

    A partner that is here already or cannot be prepared is left out; the errors say why, where that
    is known. If the files cannot all be put in place, there are no lines, and some of the files may
    be there.

    Args:
        store: the store of the data directory.
        places: the directories of the app.
        wanted: by unused id (see :meth:`Store.partner_id`), the changes that make the partner; the
            first is from `new_partners.add_change`.
        step: the name of the step.

    Raises:
        WriteError, BusyError: the writer id cannot be made.
    """
    unions = {}
    for partner_id, changes in wanted.items():
        table: toml.Table = {}
        lines = store.writing.line_writer(partner_id).record(
            PlannedStep(changes, name=step),
            lambda _change, table=table: table,  # type: ignore[misc]
            partial(apply_to_table, table),
        )
        unions[partner_id] = Union(tuple(lines), state=fold(lines))
    failed: dict[str, CspTuiError] = {}
    added = add_new_partners(places, store.locked, unions, failed)
    return {each: unions[each].lines for each in added}, failed
