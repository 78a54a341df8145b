"""Keep a screen until what it has given away to be saved is saved."""

from __future__ import annotations

from collections.abc import Sized

from csp_tui.core.base.language import _
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.host import host_of


class LeavingLater:
    """Keeps a screen while jobs that are tried once are being saved, and leaves it afterwards.

    If such a job fails, only the screen can say so, and bring back what was typed.

    Args:
        screen: the screen.
        submitted: the jobs of the screen that are being saved; the screen changes it in place.
    """

    def __init__(self, screen: ListScreen, submitted: Sized) -> None:
        self._screen = screen
        self._submitted = submitted
        self._is_asked = False

    def holds_back(self) -> bool:
        """Return whether jobs are being saved; if so, say so, and leave once they are.

        The screen stays if one fails, or if the user has gone on by then: if another screen is in
        front, or an answer is being typed.
        """
        self._is_asked = bool(self._submitted)
        if self._is_asked:
            self._screen.say(_("Saving ..."))
        return self._is_asked

    def go_on(self, *, is_saved: bool) -> None:
        """Leave if the user has asked for it and nothing is being saved any more.

        The screen calls this after each of its jobs. If `is_saved` is False, the job has failed,
        and the screen stays.
        """
        if not is_saved:
            self._is_asked = False
        elif self._is_asked and not self._submitted:
            self._is_asked = False
            is_front = self._screen.app.screen is self._screen
            if is_front and not self._screen.bottom.has_typed:
                host_of(self._screen).action_go_back()
