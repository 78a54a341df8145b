"""The locks of partners: of each partner, only one process at a time writes the files."""

from __future__ import annotations

import contextlib
import os
import time
from contextlib import AbstractContextManager
from pathlib import Path

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import Clock, local_time
from csp_tui.core.base.errors import CspTuiError, NotFoundError, WriteError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import is_directory, refuse_link
from csp_tui.core.disk.files import TEMPORARY
from csp_tui.core.disk.locks import PATIENCE, locked
from csp_tui.core.disk.owners import refuse_foreign
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import ABANDONED, remove_file
from csp_tui.core.store.writer_id import LOCK as WRITER


class PartnerLocks:
    """Locks partners, so that only one process at a time writes a partner's files.

    Before the first lock, temporary files that dead processes left are deleted. The file of a lock
    is deleted at its end if the partner has no progress file then, as after erasing it.

    Args:
        places: the directories of the app.
        clock: returns the present, which the lock file names as the time of locking.
    """

    def __init__(self, places: Places, clock: Clock) -> None:
        self._places = places
        self._clock = clock
        self._has_swept = False
        self._was_there = is_directory(places.partners)

    @property
    def is_away(self) -> bool:
        """Whether the data directory was there before and is not there now.

        Its disk may be unmounted, or its name changed, for a moment. A new directory in the empty
        mount point would take changes that nobody finds again.
        """
        is_there = is_directory(self._places.partners)
        self._was_there |= is_there
        return self._was_there and not is_there

    def away_words(self) -> str:
        """Return the sentence that the data directory is away."""
        message = _("the data directory is away; nothing is written until {path} is back")
        return message.format(path=self._places.data)

    def locked(self, partner_id: str, actor: Actor) -> AbstractContextManager[None]:
        """Return a context manager that holds the partner's lock during its block.

        Raises:
            NotFoundError: `partner_id` is no id.
            InvalidFileError: a directory is a symbolic link.
            WriteError: the data directory is away, or belongs to another user who does not share
                it.
            BusyError: at the start of the block: somebody else holds the lock; the message names
                them.
        """
        if not is_id(partner_id):
            raise NotFoundError(_("there is no such partner"))
        if self.is_away:
            raise WriteError(self.away_words())
        of_customers = (self._places.customers_of(partner_id), self._places.copies / partner_id)
        for directory in (*self._places.own_directories, *of_customers):
            refuse_link(directory)
        refuse_foreign(self._places.data)
        since = local_time(self._clock())
        holder = f"{actor.by} on {actor.host}, process {os.getpid()}, since {since}"
        if not self._has_swept:
            self._has_swept = True
            self._sweep(holder)
        return _lock(self._places, partner_id, holder)

    def _sweep(self, holder: str) -> None:
        """Delete temporary files that dead processes left, each while holding the lock for it.

        The archive's are deleted, too: they would come back with their partner. `holder` is the
        text for the lock file.
        """
        for places in (self._places, self._places.archived):
            for name, paths in _leftovers(places).items():
                with contextlib.suppress(CspTuiError), _lock(places, name, holder, patience=0):
                    for path in paths:
                        with contextlib.suppress(CspTuiError):
                            remove_file(path)
        with contextlib.suppress(OSError, CspTuiError):
            for path in self._places.own_checklists.glob("*/.*.tmp"):
                age = time.time() - path.stat().st_mtime
                if TEMPORARY.match(path.name) and age > ABANDONED:
                    remove_file(path)
        with contextlib.suppress(OSError, CspTuiError):
            notes = self._places.conflict_notes
            for path in notes.parent.glob(f".{notes.name}.*"):
                if TEMPORARY.match(path.name):  # whoever is writing it can do without
                    remove_file(path)


def _lock(
    places: Places, name: str, holder: str, patience: float = PATIENCE
) -> AbstractContextManager[None]:
    path = places.progress_file(name)
    return locked(
        places.locks / f"{name}.lock",
        holder,
        patience,
        is_kept=lambda: name == WRITER or os.path.lexists(path),
    )


def _leftovers(places: Places) -> dict[str, list[Path]]:
    """Return the paths of all temporary files by the name of the lock that guards them.

    Such a name is a partner's id, or that of the lock for the writer id.
    """
    found: dict[str, list[Path]] = {}
    for directory in places.own_directories:
        with contextlib.suppress(OSError):
            for name in os.listdir(directory):
                if match := TEMPORARY.match(name):
                    lock = WRITER if directory == places.local else match[1]
                    found.setdefault(lock, []).append(directory / name)
    for directory in (places.customers, places.copies):
        with contextlib.suppress(OSError):
            for path in directory.glob("*/.*.tmp"):
                if TEMPORARY.match(path.name):
                    found.setdefault(path.parent.name, []).append(path)
    return found
