"""Following files: one sleeping thread that reports when a file on the disk has changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread

from csp_tui.core.disk.files import Version, current_version
from csp_tui.core.disk.places import Places
from csp_tui.core.partners.rows import PartnerSummary

PAUSE = 1.5
"""Seconds between two looks; in the UI loop a look at a hung mount would freeze the keys."""
MOST_PARTNERS = 200
"""Partners whose own files are looked at; for others a change of their directory must do."""


def files_of_partners(places: Places, partners: Sequence[PartnerSummary]) -> list[Path]:
    """Return the files that say what is next for some partners, and the user's own checklists."""
    own = [places.own_checklists, *places.own_checklists.glob("*")]
    near = [row.id for row in partners[:MOST_PARTNERS]]
    files = [path(each) for each in near for path in (places.progress_file, places.customers_of)]
    return [places.partners, places.customers, *own, *files]


class FileWatcher:
    """Calls `changed`, from its own thread, when a file has changed or is a new one.

    Args:
        paths: returns the files to look at now.
        changed: called after a change.
    """

    def __init__(self, paths: Callable[[], list[Path]], changed: Callable[[], object]) -> None:
        self._paths = paths
        self._changed = changed
        self._end = Event()
        self._thread = Thread(target=self._run, name="file-watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop looking."""
        self._end.set()

    def _run(self) -> None:
        seen: dict[Path, Version | None] = {}
        while not self._end.wait(PAUSE):
            with contextlib.suppress(OSError):  # a directory that cannot be listed for a while
                now = {path: current_version(path) for path in self._paths()}
                if now != seen:
                    self._changed()
                seen = now
