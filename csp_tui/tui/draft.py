"""What a screen shows of a run: the file, and on top of it what is not saved yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from csp_tui.core.changes import Change, with_change
from csp_tui.core.clock import local_time
from csp_tui.core.counting import RunView
from csp_tui.tui.tone import Span, Tone


class Draft:
    """A run as the user sees it, and how much of it is on the disk.

    Args:
        saved: the run as its file says.
    """

    def __init__(self, saved: RunView) -> None:
        self._saved = saved
        self._pending: dict[int, list[Change]] = {}
        self._saved_at: datetime | None = None
        self._has_failed = False
        self.is_slow = False
        """Whether the disk takes so long that the screen should say so."""
        self.view = saved

    @property
    def is_pending(self) -> bool:
        """Whether something is not on the disk yet."""
        return bool(self._pending)

    def add(self, ticket: int, changes: list[Change]) -> None:
        """Show `changes`, which are being saved under `ticket`."""
        self._pending[ticket] = changes
        self._has_failed = False
        self._lay_over()

    def settle(self, ticket: int, at: datetime) -> None:
        """Hear that `ticket` is on the disk."""
        self._pending.pop(ticket, None)
        self._saved_at = at
        self._has_failed = self.is_slow = False

    def drop(self, ticket: int) -> bool:
        """Hear that `ticket` was not saved; say whether changes of this draft were in it."""
        if self._pending.pop(ticket, None) is None:
            return False
        self._has_failed = True
        self._lay_over()
        return True

    def take(self, saved: RunView) -> None:
        """Show the file as it is now."""
        self._saved = saved
        self._lay_over()

    def state(self) -> Span:
        """Return what to say of the saving."""
        if self._has_failed:
            return ("NOT SAVED", Tone.ALERT)
        if self._pending and self.is_slow:
            return ("saving ...", Tone.ALERT)
        if self._saved_at is None:
            return ("all saved", Tone.QUIET)
        return (f"saved {local_time(self._saved_at)}", Tone.QUIET)

    def _lay_over(self) -> None:
        partner = self._saved.partner
        for changes in self._pending.values():
            for change in changes:
                partner = with_change(partner, change)
        run = partner.runs.get(self._saved.run.key, self._saved.run)
        self.view = replace(self._saved, partner=partner, run=run)
