"""Getting a damaged partner back, and erasing one on request."""

from __future__ import annotations

import os
from pathlib import Path

from csp_tui.core.changes import Change
from csp_tui.core.copies import Copies
from csp_tui.core.directories import make_directory
from csp_tui.core.errors import InvalidFileError, NotFoundError, UsageError
from csp_tui.core.files import read_file, remove_directory, remove_file, replace_file
from csp_tui.core.paths import Places
from csp_tui.core.store import Saved, Store


class Recovery:
    """Does to a partner's files what the store never does: it puts back and erases.

    Args:
        places: where things are.
        store: locks the partners and writes their history.
    """

    def __init__(self, places: Places, store: Store) -> None:
        self._places = places
        self._store = store
        self._copies = Copies(places.copies)

    def restore(self, partner_id: str) -> Saved:
        """Replace an unreadable file by its last good copy, and what the history has beyond it.

        The damaged file is kept, so that :meth:`undo_restore` can put it back.

        Raises:
            NotFoundError: there is no good copy.
            UsageError: the file is readable.
            WriteError: it could not be written.
        """
        path = self._places.progress_file(partner_id)
        with self._store.locked(partner_id):
            if not self._is_unreadable(partner_id):
                raise UsageError(f'the file of "{partner_id}" is readable; nothing is restored')
            content = self._copies.content(partner_id)
            if content is None:
                raise NotFoundError(f'there is no good copy of "{partner_id}"')
            if os.path.lexists(path):
                damaged = read_file(path)[0]
                make_directory(self._places.aside)
                kept = self._damaged(partner_id)
                replace_file(self._places.aside / f"{partner_id}.{len(kept)}.damaged", damaged)
            replace_file(path, content)
        return self._store.change(partner_id, [Change("restore", {})])

    def undo_restore(self, partner_id: str) -> None:
        """Put back the damaged file that the last restore replaced.

        Raises:
            NotFoundError: there is none.
        """
        with self._store.locked(partner_id):
            damaged = self._damaged(partner_id)
            if not damaged:
                raise NotFoundError(f'no damaged file of "{partner_id}" is kept')
            replace_file(self._places.progress_file(partner_id), read_file(damaged[-1])[0])
            remove_file(damaged[-1])

    def purge(self, partner_id: str) -> None:
        """Erase a partner with customers, history and copies; one line of history stays to say so.

        Raises:
            NotFoundError: nothing of such a partner is kept.
            WriteError: something could not be removed; say it again to go on.
        """
        progress = self._places.progress_file(partner_id)
        path = self._places.history_file(partner_id)
        with self._store.locked(partner_id):
            if not os.path.lexists(progress) and not os.path.lexists(path):
                raise NotFoundError(f'there is no partner "{partner_id}"')
            lines = self._store.scribe(partner_id, []).record(
                [Change("purge", {})], lambda _: {}, _nothing
            )
            remove_file(progress)
            self._copies.remove(partner_id)
            remove_directory(self._places.customers_of(partner_id))
            for left in self._places.aside.glob(f"{partner_id}.*"):
                remove_file(left)
            make_directory(path.parent)
            replace_file(path, b"".join(line.encode() + b"\n" for line in lines))

    def _is_unreadable(self, partner_id: str) -> bool:
        try:
            self._store.load(partner_id)
        except (InvalidFileError, NotFoundError):
            return True
        return False

    def _damaged(self, partner_id: str) -> list[Path]:
        found = self._places.aside.glob(f"{partner_id}.*.damaged")
        return sorted(found, key=lambda path: int(path.name.split(".")[-2]))


def _nothing(_change: Change) -> None:
    """Change nothing: the table of a purged partner is gone."""
