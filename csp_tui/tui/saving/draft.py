"""The draft of a run: the run as it is in its file, with the unsaved changes applied.

The saver gives each job a number, its ticket; a message about the job carries it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from csp_tui.core.base.language import _
from csp_tui.core.progress.change import Change, with_change
from csp_tui.core.progress.model import Customer
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.tone import Span, Tone


class Draft:
    """A run as the user sees it, with the changes that are not saved yet.

    Args:
        saved: the run as it is in its file.
    """

    def __init__(self, saved: RunView) -> None:
        self.saved = saved
        """The run as it is in its file, as far as it was read."""
        self._pending: dict[int, list[Change]] = {}
        self._saved_at: datetime | None = None
        self.trouble = ""
        """Why a change could not be saved; "" if none failed."""
        self.is_slow = False
        """Whether saving takes so long that the screen shows it."""
        self.view = saved

    @property
    def pending(self) -> dict[int, list[Change]]:
        """The changes that are not saved yet, by the ticket of their job."""
        return self._pending

    def add(self, ticket: int, changes: list[Change]) -> None:
        """Add `changes` to the draft; the job with this `ticket` is saving them."""
        self._pending[ticket] = changes
        self._lay_over()

    def mark_saved(self, ticket: int, at: datetime) -> None:
        """Remove the changes of `ticket` from the unsaved ones: they were saved at `at`.

        From now on `state` shows this time, and no earlier failure; also for an unknown `ticket`.
        """
        self._pending.pop(ticket, None)
        self._saved_at = at
        self.is_slow = False
        self.trouble = ""

    def fail(self, ticket: int, trouble: str, *, is_kept: bool) -> bool:
        """Record that the job of `ticket` failed; return False if it is no job of this draft.

        Args:
            ticket: the ticket of the job.
            trouble: why the job failed.
            is_kept: whether the saver tries again; if not, the changes are removed.
        """
        if ticket not in self._pending:
            return False
        self.trouble = trouble
        if not is_kept:
            del self._pending[ticket]
            self._lay_over()
        return True

    def drop(self) -> set[int]:
        """Remove all unsaved changes; return the tickets of their jobs."""
        tickets = set(self._pending)
        self._pending.clear()
        self.trouble = ""
        self._lay_over()
        return tickets

    def replace_saved(self, saved: RunView) -> None:
        """Replace the saved run by `saved`, as it is in its file now; keep the unsaved changes."""
        self.saved = saved
        self._lay_over()

    def heads(self) -> dict[str, str]:
        """Return the heads of the file from which the saved run was read.

        They say which history lines the file includes. A writer is a data directory in which
        changes are made.

        Returns:
            By the id of each writer: number and hash of its last line that the file includes, in
            one text. Empty if the file names none.
        """
        return dict((self.saved.customer or self.saved.partner).heads)

    def state(self) -> Span:
        """Return whether all is saved, in words with a tone.

        The words are, for example, ``not saved: 2`` after a failure, ``saving`` if that takes long,
        or ``saved 10:42``. They are "" before the first change.
        """
        if self.trouble:
            text = _("not saved: {count}") if self._pending else _("not saved")
            return (text.format(count=len(self._pending)), Tone.STRONG)
        if self._pending and self.is_slow:
            return (_("saving"), Tone.QUIET)
        if self._saved_at is None:
            return ("", Tone.QUIET)
        time = f"{self._saved_at.astimezone():%H:%M}"
        return (_("saved {time}").format(time=time), Tone.QUIET)

    def _lay_over(self) -> None:
        saved = self.saved
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
    """Return `customer` with those of `changes` applied that are about it."""
    for change in changes:
        if change.customer == customer.id:
            customer = with_change(customer, change)
    return customer
