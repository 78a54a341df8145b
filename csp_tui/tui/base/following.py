"""Let the front screen read its files again when one has changed, or a new day has begun."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from textual.app import App

from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.saving.file_watcher import FileWatcher
from csp_tui.tui.saving.saver import Saver


class FollowingFiles:
    """Lets the front screen read its files again; those below do so when they come to the front.

    A screen of all partners waits for what is being saved, which may be all of them.

    Args:
        app: the app.
        saver: saves what the screens change.
        lists: returns the list screens that are open, the front one last.
        today: returns the current day.
        changed: called first when a file has changed, or a new day has begun, in the thread of the
            file watcher.
    """

    def __init__(
        self,
        app: App[int],
        saver: Saver,
        lists: Callable[[], Sequence[ListScreen]],
        today: Callable[[], date],
        changed: Callable[[], object],
    ) -> None:
        self._app = app
        self._saver = saver
        self._lists = lists
        self._today = today
        self._changed = changed
        self._is_queued = False  # `follow` is in the queue of the app
        self._waits = False  # until what is being saved is saved
        self._watcher: FileWatcher | None = None

    def start(self) -> None:
        """Start to watch the files of the front screen."""
        self._watcher = FileWatcher(self._files, self._today, self._files_changed)

    def stop(self) -> None:
        """Stop watching; do nothing before `start`."""
        if self._watcher is not None:
            self._watcher.stop()

    def follow_saved(self) -> None:
        """Do what has waited for something to be saved, now that a job has ended."""
        if self._waits:
            self._app.call_later(self.follow)

    def follow(self) -> None:
        """Let the front screen read its files again, or do so once what is being saved is saved."""
        self._is_queued = False
        front = next((each for each in self._lists() if each is self._app.screen), None)
        if front is None:
            return
        is_saving = bool(self._saver.unsaved()) and not self._saver.is_stuck
        self._waits = front.SHOWS_ALL_PARTNERS and is_saving
        if not self._waits:
            front.follow()

    def _files(self) -> list[Path]:
        stack = self._app.screen_stack  # empty while the app ends and the file watcher still calls
        screen = stack[-1] if stack else None
        return screen.followed() if isinstance(screen, ListScreen) else []

    def _files_changed(self) -> None:
        """Let the app call `follow`.

        The thread of the file watcher calls this. It wakes the app last: as long as both run, each
        wakes again and again to wait for the other.
        """
        try:
            self._changed()
        finally:
            if not self._is_queued:  # else looks that take long would fill the queue
                self._is_queued = True
                self._app.call_later(self.follow)
