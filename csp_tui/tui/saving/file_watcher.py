"""Following files: one sleeping thread that tells when something on the disk has moved."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from csp_tui.core.disk.files import Version, current_version

PAUSE = 1.5
"""Seconds between two looks; a look on the UI loop would freeze keys on a hung mount."""


class FileWatcher:
    """Calls `moved` from its own thread when a path is not as it was, or is a new one.

    Args:
        paths: returns what to look at now.
        moved: called after a change.
    """

    def __init__(self, paths: Callable[[], list[Path]], moved: Callable[[], object]) -> None:
        self._paths = paths
        self._moved = moved
        self._end = Event()
        self._thread = Thread(target=self._run, name="file-watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._end.set()

    def _run(self) -> None:
        seen: dict[Path, Version | None] = {}
        while not self._end.wait(PAUSE):
            with contextlib.suppress(OSError):  # a directory that cannot be listed for a while
                now = {path: current_version(path) for path in self._paths()}
                if now != seen:
                    self._moved()
                seen = now
