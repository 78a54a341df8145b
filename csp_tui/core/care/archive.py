"""The archive: partners that no list shows; all their files are kept, and can be brought back.

A partner is archived if its progress file is in `archive/partners` instead of `partners`. Archiving
moves the progress file first, then history and customers; bringing back moves it last. So after a
crash the progress file is in exactly one place, and the other files are moved to that place: a
half-done archiving is completed, a half-done bringing back is undone.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.care.cut_off_moves import cut_off_moves
from csp_tui.core.disk.directories import make_directory, move
from csp_tui.core.disk.places import Places
from csp_tui.core.history.acts import Act
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Plan, Store
from csp_tui.core.workplace.workplace import Workplace


def archived_workplace(workplace: Workplace) -> Workplace:
    """Return a workplace like the given one, whose partners are the archived ones."""
    return workplace.at(workplace.places.archived)


def archiving(step: str = "") -> Plan:
    """Return a plan that archives a partner, as part of the shared step of this name if given."""
    return lambda _table_of: PlannedStep([Change(Act.ARCHIVE, {})], name=step)


def _bring_back(_table_of: object) -> PlannedStep:
    return PlannedStep([Change(Act.UNARCHIVE, {})])


class Archive:
    """Archives partners and brings them back.

    Args:
        places: the directories of the app.
        store: locks the partners and writes their history.
        clock: returns the present moment.
    """

    def __init__(self, places: Places, store: Store, clock: Clock) -> None:
        self._places = places
        self._store = store
        self._clock = clock

    def put_away(self, partner_id: str, plan: Plan | None = None) -> Saved:
        """Move a partner with its customers and history to the archive; return the saved change.

        `plan` returns the step to save, by default one of its own; its changes have the act
        ``archive`` among them.

        Raises:
            NotFoundError, InvalidFileError: there is no such partner, or its file is unreadable.
            UsageError: the archive has files of another partner with this id.
            BusyError: another process changes the partner.
            WriteError: the files could not be moved; the partner is not archived.
        """
        self._store.load(partner_id)
        self._refuse_clash(partner_id, self._places.archived, is_archive=True)
        saved = self._store.carry_out(partner_id, plan or archiving())
        try:
            with self._store.locked(partner_id):
                self._move(partner_id, self._places, self._places.archived)
        except CspTuiError:
            if os.path.lexists(self._places.progress_file(partner_id)):
                with contextlib.suppress(CspTuiError):
                    self._store.change(partner_id, [Change(Act.UNARCHIVE, {})])
            raise
        return saved

    def bring_back(self, partner_id: str, plan: Plan = _bring_back) -> Saved:
        """Move a partner with its customers and history back from the archive.

        Args:
            partner_id: the partner.
            plan: returns the step to save; its changes have the act ``unarchive`` among them.

        Returns:
            The saved change. If no history line could be written, the partner is back all the same;
            the result then has no lines, and of the partner only the id.

        Raises:
            NotFoundError: there is no such partner in the archive.
            UsageError: another partner has this id now.
            BusyError: another process changes the partner.
            WriteError: the files could not be moved; the partner is still in the archive.
        """
        with self._store.locked(partner_id):
            if not os.path.lexists(self._places.archived.progress_file(partner_id)):
                raise NotFoundError(
                    _('there is no partner "{id}" in the archive').format(id=partner_id)
                )
            self._move_rest_to_file(partner_id)
            self._refuse_clash(partner_id, self._places)
            self._move(partner_id, self._places.archived, self._places)
        try:
            return self._store.carry_out(partner_id, plan)
        except CspTuiError:  # the partner is back, even without a history line
            return Saved(Partner(partner_id, partner_id), (), self._clock())

    def follow(self, partner_id: str, *, is_archived: bool) -> None:
        """Move a partner into the archive, or out of it, as `is_archived` says.

        Used where the history already says so; no line is written. If the partner is there already,
        nothing is done.

        Raises:
            UsageError: the partner's new place has files with its id already.
            BusyError: another process changes the partner.
            WriteError: the files could not be moved.
        """
        source, target = self._places, self._places.archived
        if not is_archived:
            source, target = target, source
        with self._store.locked(partner_id):
            if os.path.lexists(source.progress_file(partner_id)):
                self._refuse_clash(partner_id, target, is_archive=is_archived)
                self._move(partner_id, source, target)

    def finish_moves(self) -> None:
        """Complete or undo every move to or from the archive that a crash cut off.

        Raises:
            InvalidFileError: a directory cannot be read.
            BusyError: another process changes such a partner.
            WriteError: its files could not be moved.
        """
        for partner_id in cut_off_moves(self._places):
            with self._store.locked(partner_id):
                self._move_rest_to_file(partner_id)

    def _move_rest_to_file(self, partner_id: str) -> None:
        """Move a partner's history and customers to where its progress file is.

        That is the data directory or the archive. If the file is in both or neither, move nothing.
        What is at its new place already is not replaced.
        """
        archived = self._places.archived
        is_here = os.path.lexists(self._places.progress_file(partner_id))
        if is_here == os.path.lexists(archived.progress_file(partner_id)):
            return
        source, target = (archived, self._places) if is_here else (self._places, archived)
        self._move_rest(partner_id, source, target)

    def _move(self, partner_id: str, source: Places, target: Places) -> None:
        files = source.progress_file(partner_id), target.progress_file(partner_id)
        is_leaving = source == self._places
        try:
            if is_leaving:
                _move(*files)
            self._move_rest(partner_id, source, target)
            if not is_leaving:
                _move(*files)
        except CspTuiError:
            with contextlib.suppress(CspTuiError):
                self._take_back(partner_id, files if is_leaving else None)
            raise

    def _take_back(self, partner_id: str, files: tuple[Path, Path] | None) -> None:
        """Undo a half-done move of a partner, as far as the disk allows.

        `files` are the old and the new path of the progress file if it was moved; else None.
        """
        if files is not None and not os.path.lexists(files[0]):
            _move(files[1], files[0])
        self._move_rest_to_file(partner_id)

    def _move_rest(self, partner_id: str, source: Places, target: Places) -> None:
        for path, wanted in (
            (source.customers_of(partner_id), target.customers_of(partner_id)),
            (source.history_file(partner_id), target.history_file(partner_id)),
        ):
            if os.path.lexists(path) and not os.path.lexists(wanted):
                _move(path, wanted)

    def _refuse_clash(self, partner_id: str, places: Places, *, is_archive: bool = False) -> None:
        for path in (
            places.progress_file(partner_id),
            places.history_file(partner_id),
            places.customers_of(partner_id),
        ):
            if os.path.lexists(path):
                message = _(
                    'there is something else of the id "{partner}": {path}; move it away first'
                )
                if is_archive:
                    message = _(
                        'the archive holds something else of the id "{partner}": {path}; move it '
                        "away first"
                    )
                raise UsageError(message.format(partner=partner_id, path=path))


def _move(source: Path, target: Path) -> None:
    """Move the file or directory `source` to `target`, durably; the directory of `target` is made.

    A file or empty directory at `target` is replaced.

    Raises:
        InvalidFileError: a directory on the way is a symbolic link.
        WriteError: the move failed.
    """
    make_directory(target.parent)
    move(source, target)
