"""Getting a damaged partner back, and erasing one on request."""

from __future__ import annotations

import os
from pathlib import Path

from csp_tui.core.changes import Change
from csp_tui.core.copies import Copies
from csp_tui.core.directories import make_directory
from csp_tui.core.errors import InvalidFileError, NotFoundError, UsageError
from csp_tui.core.files import read_file, remove_file, replace_file
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

    def is_restored(self, partner_id: str) -> bool:
        """Say whether the last thing done to a partner was to restore it."""
        last = next(self._store.history(partner_id).newest_first(), None)
        return last is not None and last.do == "restore" and bool(self._damaged(partner_id))

    def purge(self, partner_id: str) -> None:
        """Erase a partner: progress, history, copies; one line of history stays that says so.

        Raises:
            NotFoundError: nothing of such a partner is kept.
            UsageError: it is in the archive.
            WriteError: something could not be removed; say it again to go on.
        """
        progress = self._places.progress_file(partner_id)
        path = self._places.history_file(partner_id)
        with self._store.locked(partner_id):
            if os.path.lexists(self._places.archived.progress_file(partner_id)):
                back = f"csp-tui unarchive {partner_id}"
                raise UsageError(f'"{partner_id}" is in the archive; bring it back first: {back}')
            if not os.path.lexists(progress) and not os.path.lexists(path):
                raise NotFoundError(f'there is no partner "{partner_id}"')
            lines = self._store.scribe(partner_id, {}).record([Change("purge", {})], {}, _nothing)
            remove_file(progress)
            self._copies.remove(partner_id)
            for left in self._places.aside.glob(f"{partner_id}.*"):
                remove_file(left)
            make_directory(path.parent)
            replace_file(path, b"".join(line.encode() + b"\n" for line in lines))

    def forget(self, partner_id: str) -> None:
        """Remove a partner that was added a moment ago, as if it had never been."""
        with self._store.locked(partner_id):
            remove_file(self._places.progress_file(partner_id))
            self._copies.remove(partner_id)
            remove_file(self._places.history_file(partner_id))

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
