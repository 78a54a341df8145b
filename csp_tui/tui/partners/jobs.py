"""Jobs and reading for the screen of the partners, without the screen.

A job is a function that changes the store and returns what was saved; the saver runs it. What a job
needs is imported with it: the list of partners is shown sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.core.base.errors import CspTuiError, InvalidFileError, UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.tui.base.list_screen import unreadable_words
from csp_tui.tui.partners.text import partner_and_run

if TYPE_CHECKING:
    from csp_tui.core.importing.columns import Map
    from csp_tui.core.importing.table import Chosen, ImportTable
    from csp_tui.core.partners.rows import PartnerSummary
    from csp_tui.core.progress.change import Change
    from csp_tui.core.runs.moving import Move
    from csp_tui.core.store.over_partners import Done
    from csp_tui.core.store.saved import Saved
    from csp_tui.core.store.store import Store
    from csp_tui.core.workplace.workplace import Workplace
    from csp_tui.tui.importing.source import Source
    from csp_tui.tui.saving.saver import Job

    WhenImported = Callable[[ImportTable, Chosen, Saved], object]


def undo(workplace: Workplace, row: PartnerSummary, put_back: list[Saved]) -> Job:
    """Return the job that undoes the user's last step in a partner.

    If the last step restored a file, the job puts the damaged file back. If the partner's own file
    is unreadable, the job fails.

    Args:
        workplace: the places, the store and the clock.
        row: the partner.
        put_back: if the damaged file is back, the job adds to it what it returns.
    """
    from csp_tui.core.care.recovery import Recovery
    from csp_tui.core.progress.model import Partner
    from csp_tui.core.store.saved import Saved

    def undo_step(store: Store) -> Saved:
        recovery = Recovery(workplace.places, store)
        customer_id = None if row.error else recovery.last_restored(row.id)
        if customer_id is None:
            return store.undo(row.id)
        recovery.undo_restore(row.id, customer_id)
        put_back.append(Saved(Partner(row.id, row.name), (), workplace.clock()))
        return put_back[0]

    return undo_step


def change(changes: Mapping[str, Sequence[Change]], found: list[Done]) -> Job:
    """Return the job that saves `changes`, by partner id, as one act.

    The job fails if no partner was changed.

    Args:
        changes: the changes to save.
        found: the job adds to it what came of the act in each partner.
    """
    from csp_tui.core.store.over_partners import change_each

    def save(store: Store) -> Saved:
        return _last_saved(change_each(store, changes), found)

    return save


def undo_act(
    workplace: Workplace, act: Sequence[Done], found: list[Done], *, redo: bool = False
) -> Job:
    """Return the job that takes an act on several partners back.

    The job does so in all partners that the act changed, added or archived. It fails if the act
    could be taken back in none of them.

    Args:
        workplace: the store and the archive.
        act: the list to which the job of the act adds what came of it. That job may still be
            waiting; it runs before this one.
        found: the job adds to it what came of taking the act back in each partner.
        redo: whether `act` is itself the undo of an act, which is now made again.
    """
    from csp_tui.core.care.take_back import take_back

    def undo(_store: Store) -> Saved:
        saved = [each for done in act for each in done.saved if each.lines]
        if not saved:
            raise UsageError(_("nothing had to change"))
        step, ids = saved[0].lines[0].step, [each.partner.id for each in saved]
        return _last_saved(take_back(workplace, step, ids, redo=redo), found)

    return undo


def _last_saved(done: Done, found: list[Done]) -> Saved:
    """Add `done` to `found`, without the partners in which nothing had to change.

    Return what was saved last; raise the first error if no partner was changed.
    """
    from csp_tui.core.store.over_partners import Done

    saved = [each for each in done.saved if each.lines]
    found.append(Done(saved, done.failed))
    if not saved:
        raise next(iter(done.failed.values()), UsageError(_("nothing had to change")))
    return saved[-1]


def archive(workplace: Workplace, partner_ids: Sequence[str]) -> Job:
    """Return the job that archives partners in turn; there must be at least one.

    The job ends at the first that fails; those before it stay archived.
    """
    from csp_tui.core.care.archive import Archive

    archiver = Archive(workplace.places, workplace.store, workplace.clock)
    return lambda _store: [archiver.put_away(each) for each in partner_ids][-1]


def import_source(workplace: Workplace, path: str, found: list[Done], done: WhenImported) -> Source:
    """Return the import of the table of partners at `path`, which may begin with ``~``.

    Its job writes all partners as one act, or none if one fails or the user stops it.

    Args:
        workplace: the store and the archive.
        path: the path of the file.
        found: the job adds to it what was saved for each partner.
        done: called after the import.
    """
    from csp_tui.core.importing.kept_maps import PARTNERS, maps_of
    from csp_tui.core.importing.partners import import_partners, read_partners
    from csp_tui.core.importing.workbook import read_given
    from csp_tui.core.store.over_partners import Done
    from csp_tui.tui.importing.source import Source

    def read(sheet: str, said: Map) -> ImportTable:
        content = read_given(Path(path))
        kept = maps_of(workplace.places.config, PARTNERS)
        return read_partners(content, Path(path), workplace, said or None, kept, sheet)

    def job(chosen: Chosen, goes_on: Callable[[int], bool]) -> Job:
        def save(_store: Store) -> Saved:
            saved: list[Saved] = []
            with closing(import_partners(workplace, *chosen)) as writing:
                for each in writing:
                    saved.append(each)
                    if not goes_on(len(saved)):
                        raise UsageError(_("you have stopped it"))
            found.append(Done(saved, {}))
            return saved[0]

        return save

    config = workplace.places.config
    return Source(path, N_("Import"), config, PARTNERS, read, job, done, can_stop=True)


def moves_of(workplace: Workplace, keys: Iterable[str]) -> tuple[list[Move], list[str]]:
    """Return the moves of runs to their newest editions, and sentences on why others cannot move.

    `keys` are the keys of rows, which name a partner and a run. Rows without a run are ignored,
    unless the partner's file is unreadable.
    """
    from csp_tui.core.runs.moving import moves_to_newest

    moves: list[Move] = []
    troubles = []
    for key in keys:
        partner_id, run = partner_and_run(key)
        try:
            partner = workplace.store.load(partner_id)
            moves += moves_to_newest(workplace.library, partner, run) if run else []
        except CspTuiError as error:
            own = workplace.places.progress_file(partner_id)
            if isinstance(error, InvalidFileError) and error.path == own:
                troubles.append(unreadable_words(error))
            elif run:
                troubles.append(str(error))
    return moves, troubles
