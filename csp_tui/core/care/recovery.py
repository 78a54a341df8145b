"""Restores damaged files of partners and customers."""

from __future__ import annotations

import os
import re
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError, NotFoundError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import list_directory, make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import remove_file
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import counting, heads_of
from csp_tui.core.history.fold import corrections, fold
from csp_tui.core.history.log import History
from csp_tui.core.progress.change import Change
from csp_tui.core.store.open_files import document_of
from csp_tui.core.store.progress_files import ProgressFiles
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store


class Recovery:
    """Restores and removes files of partners, which the store never does.

    Args:
        places: the directories of the app.
        store: locks the partners and writes their history.
    """

    def __init__(self, places: Places, store: Store) -> None:
        self._places = places
        self._store = store
        self._files = ProgressFiles(places)
        self._copies = self._files.copies

    def restore(self, partner_id: str, customer_id: str = "") -> Saved:
        """Replace an unreadable or missing file by its last good copy plus the later history lines.

        Without a copy the file is made from its history alone, if the history has its first line. A
        damaged file is kept, so that :meth:`undo_restore` can put it back.

        Args:
            partner_id: the partner.
            customer_id: the customer whose file to restore; empty for the partner's own file.

        Returns:
            The saved change, which records the restore.

        Raises:
            NotFoundError: there is neither a good copy nor such a history, or the partner was
                erased.
            UsageError: the file is readable.
            InvalidFileError: the file is a customer's, and the partner's own is unreadable.
            BusyError, WriteError: the file could not be written.
        """
        path = self._files.path(partner_id, customer_id)
        named = customer_id or partner_id
        if customer_id:
            self._store.load(partner_id)
        with self._store.locked(partner_id):
            if not self._is_unreadable(partner_id, customer_id):
                raise UsageError(
                    _('the file of "{id}" is readable; nothing is restored').format(id=named)
                )
            history = self._store.history(partner_id)
            last = next(history.newest_first(), None)
            if last is not None and last.do == Act.PURGE:  # a purge that died leaves copies
                raise NotFoundError(_('there is no partner "{id}"').format(id=partner_id))
            content = self._copies.content(partner_id, customer_id)
            if content is None:
                content = content_from_history(path, history, customer_id)
            if os.path.lexists(path):
                self._set_aside(_stem(partner_id, customer_id), read_file(path)[0])
            make_directory(path.parent)
            replace_file(path, content)
        return self._store.change(partner_id, [Change(Act.RESTORE, {}, customer=customer_id)])

    def history_damage(self, partner_id: str, customer_id: str = "") -> list[InvalidFileError]:
        """Return an error for each damaged history line whose change a restored file would lack.

        Empty if there is a good copy: only without one is the file made from its history.
        """
        if self._copies.content(partner_id, customer_id) is not None:
            return []
        return self._store.history(partner_id).damage()

    def undo_restore(self, partner_id: str, customer_id: str = "") -> None:
        """Put back the damaged file that the last restore replaced.

        Edits that were made by hand since the restore are first recorded in the history, so that
        the next restore has them. If the file has been damaged again, that state is kept too.

        Raises:
            NotFoundError: no damaged file is kept.
            BusyError, WriteError: a file could not be written.
        """
        path, stem = self._files.path(partner_id, customer_id), _stem(partner_id, customer_id)
        is_readable = not self._is_unreadable(partner_id, customer_id)
        if self._damaged(stem) and is_readable:
            self._take_up(partner_id, customer_id)
        with self._store.locked(partner_id):
            damaged = self._damaged(stem)
            if not damaged:
                raise NotFoundError(
                    _('no damaged file of "{id}" is kept').format(id=customer_id or partner_id)
                )
            content = read_file(damaged[-1])[0]
            if os.path.lexists(path) and self._is_unreadable(partner_id, customer_id):
                replaced = read_file(path)[0]
                if replaced != content:
                    self._set_aside(stem, replaced)
            replace_file(path, content)
            remove_file(damaged[-1])

    def last_restored(self, partner_id: str) -> str | None:
        """Return whose file the last step restored: a customer's id; "" for the partner's own.

        None if the last step was no restore, or no damaged file is kept.
        """
        last = next(self._store.history(partner_id).newest_first(), None)
        if last is None or last.do != Act.RESTORE:
            return None
        return last.customer if self._damaged(_stem(partner_id, last.customer)) else None

    def forget(self, partner_id: str) -> None:
        """Delete a partner that was just added, with its copies and history, without a trace.

        Raises:
            BusyError, WriteError: a file could not be deleted.
        """
        with self._store.locked(partner_id):
            remove_file(self._places.progress_file(partner_id))
            self._copies.remove(partner_id)
            remove_file(self._places.history_file(partner_id))

    def _is_unreadable(self, partner_id: str, customer_id: str) -> bool:
        try:
            if customer_id:
                self._store.load_customer(partner_id, customer_id)
            else:
                self._store.load(partner_id)
        except (InvalidFileError, NotFoundError):
            return True
        return False

    def _take_up(self, partner_id: str, customer_id: str) -> None:
        """Record in the history what was edited by hand in a partner's or a customer's file."""
        self._store.change(partner_id, [Change(Act.EDIT, {}, customer=customer_id)])

    def _set_aside(self, stem: str, content: bytes) -> None:
        make_directory(self._places.aside)
        number = 1 + max(self._numbers(stem), default=-1)
        replace_file(self._damaged_file(stem, number), content)

    def _damaged(self, stem: str) -> list[Path]:
        """Return the damaged files that are kept under the name `stem`, the oldest first."""
        return [self._damaged_file(stem, each) for each in self._numbers(stem)]

    def _damaged_file(self, stem: str, number: int) -> Path:
        return self._places.aside / f"{stem}.{number}.damaged"

    def _numbers(self, stem: str) -> list[int]:
        pattern = re.compile(rf"{re.escape(stem)}\.([0-9]{{1,9}})\.damaged")
        found = map(pattern.fullmatch, list_directory(self._places.aside))
        return sorted(int(match[1]) for match in found if match)


def _stem(partner_id: str, customer_id: str) -> str:
    """Return the name under which damaged files of a partner or customer are kept."""
    return f"{partner_id}.{customer_id}" if customer_id else partner_id


def content_from_history(path: Path, history: History, customer_id: str) -> bytes:
    """Return the content of a progress file, made from its history lines alone.

    Args:
        path: the file, for messages.
        history: the history of the partner.
        customer_id: the customer whose file it is; empty for the partner's own.

    Raises:
        NotFoundError: the history lacks the first line, which added the partner or customer.
    """
    lines = [*history.of(customer_id)][::-1]
    if not lines or lines[0].do != Act.ADD:
        raise NotFoundError(_('there is no good copy of "{id}"').format(id=path.stem))
    document = document_of(path)
    everything = history.readable_lines()
    for change in corrections(fold(counting(everything)), customer_id, document.data):
        document.apply(change)
    document.note_rule()
    document.set_heads(heads_of(everything, customer_id))
    return document.text().encode()
