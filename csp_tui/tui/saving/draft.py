"""What a screen shows of a run: the file, with unsaved changes on top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from csp_tui.core.base.clock import local_time
from csp_tui.core.base.language import _
from csp_tui.core.progress.change import Change, with_change
from csp_tui.core.progress.model import Customer
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.tone import Span, Tone


class Draft:
    """A run as the user sees it, and which of its changes are saved.

    Args:
        saved: the run as it is in its file.
    """

    def __init__(self, saved: RunView) -> None:
        self._saved = saved
        self._pending: dict[int, list[Change]] = {}
        self._saved_at: datetime | None = None
        self.trouble = ""
        """Why a change is not saved; empty if none failed."""
        self.is_slow = False
        """Whether the disk takes so long that the screen should say so."""
        self.view = saved

    @property
    def pending(self) -> dict[int, list[Change]]:
        """The changes that are not saved yet, by ticket."""
        return self._pending

    def add(self, ticket: int, changes: list[Change]) -> None:
        """Show `changes`, which are being saved under `ticket`."""
        self._pending[ticket] = changes
        self._lay_over()

    def settle(self, ticket: int, at: datetime) -> None:
        """Drop the changes of `ticket`, which are saved."""
        self._pending.pop(ticket, None)
        self._saved_at = at
        self.is_slow = False
        self.trouble = ""

    def fail(self, ticket: int, trouble: str, *, is_kept: bool) -> bool:
        """Keep or drop the changes of `ticket`, which failed; return whether it was this draft's.

        Args:
            ticket: the ticket of the changes.
            trouble: why it failed.
            is_kept: whether it will be tried again; the changes then stay on the screen.
        """
        if ticket not in self._pending:
            return False
        self.trouble = trouble
        if not is_kept:
            del self._pending[ticket]
            self._lay_over()
        return True

    def drop(self) -> set[int]:
        """Drop the unsaved changes; return their tickets."""
        tickets = set(self._pending)
        self._pending.clear()
        self.trouble = ""
        self._lay_over()
        return tickets

    def replace_saved(self, saved: RunView) -> None:
        """Take the run as its file is now; unsaved changes stay on top."""
        self._saved = saved
        self._lay_over()

    def heads(self) -> dict[str, str]:
        """Return how much of the history the shown file includes."""
        return dict((self._saved.customer or self._saved.partner).heads)

    def state(self) -> Span:
        """Return the state of saving in words."""
        if self.trouble:
            count = f"{len(self._pending)} " if self._pending else ""
            return (f"{count}{_('NOT SAVED')}", Tone.ALERT)
        if self._pending and self.is_slow:
            return (_("saving ..."), Tone.ALERT)
        if self._saved_at is None:
            return (_("all saved"), Tone.QUIET)
        return (_("saved {time}").format(time=local_time(self._saved_at)), Tone.QUIET)

    def _lay_over(self) -> None:
        saved = self._saved
        changes = [change for step in self._pending.values() for change in step]
        if saved.customer is not None:
            self.view = saved.of_customer(laid_over(saved.customer, changes))
            return
        partner = saved.partner
        for change in changes:
            if not change.customer:
                partner = with_change(partner, change)
        run = partner.runs.get(saved.run.key, saved.run)
        self.view = replace(saved, partner=partner, run=run)


def laid_over(customer: Customer, changes: Iterable[Change]) -> Customer:
    """Return a customer with those of `changes` made that are about it."""
    for change in changes:
        if change.customer == customer.id and (change.item or change.part):
            customer = with_change(customer, change)
    return customer
