"""Watch files and the day: a thread that looks now and then and reports what has changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Event, Thread

from csp_tui.core.disk.files import Version, current_version
from csp_tui.core.disk.places import Places
from csp_tui.core.partners.rows import PartnerSummary

PAUSE = 1.5
"""Seconds between two looks at the files."""
MOST_PARTNERS = 200
"""The most partners whose files are watched; of others only their directory."""


def files_of_partners(places: Places, partners: Sequence[PartnerSummary]) -> list[Path]:
    """Return the paths to watch for a list of `partners` and their next steps.

    They are the directories of all partners and of all customers; those of the user's own
    checklists with their files; and for each of the first `MOST_PARTNERS` partners its file and
    the directory of its customers.
    """
    checklists = places.own_checklists
    own = [checklists, *checklists.glob("*"), *checklists.glob("*/*.toml")]
    near = [row.id for row in partners[:MOST_PARTNERS]]
    files = [path(each) for each in near for path in (places.progress_file, places.customers_of)]
    return [places.partners, places.customers, *own, *files]


class FileWatcher:
    """A thread that calls `changed` when a watched file is new, has changed or is gone.

    It also does so when a new day has begun. A thread is needed, since looking at a file on a hung
    mount would freeze the keys. Paths that were watched before, by another screen, and are as they
    were then, are no change.

    Args:
        paths: returns the paths to watch; called before each look.
        today: returns the current day; called in that thread, at each look.
        changed: called in that thread, also after the first look at a path.
        pause: seconds between two looks, by default `PAUSE`; the first comes in a third of that, as
            files may have changed while the app started.
    """

    def __init__(
        self,
        paths: Callable[[], list[Path]],
        today: Callable[[], date],
        changed: Callable[[], object],
        pause: float | None = None,
    ) -> None:
        self._paths = paths
        self._today = today
        self._changed = changed
        self._pause = PAUSE if pause is None else pause
        self._end = Event()
        self._thread = Thread(target=self._run, name="file-watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching and end the thread."""
        self._end.set()

    def _run(self) -> None:
        seen: dict[Path, Version | None] = {}
        day = self._today()
        pause = self._pause / 3
        while not self._end.wait(pause):
            pause = self._pause
            with contextlib.suppress(OSError):  # a directory may be unreadable for a while
                now = {path: current_version(path) for path in self._paths()}
                before, day = day, self._today()
                if day != before or not now.items() <= seen.items():
                    self._changed()
                seen |= now
