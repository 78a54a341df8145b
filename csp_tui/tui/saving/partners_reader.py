"""The summaries of all partners that the screens show, and what has changed since they were read.

A thread reads them if that takes longer than a key should wait: when all are made anew, after a
change of language or of a checklist.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from csp_tui.core.base import language
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.sieve import Sieve

if TYPE_CHECKING:
    from csp_tui.core.partners.rows import PartnerSummary
    from csp_tui.core.workplace.workplace import Workplace

MOST = 500
"""The most partners that are read while a key waits, in about half a second."""


class _GivenUpError(Exception):
    """The reading is not needed any more."""


class _Reading:
    """One reading of all partners, in a thread with a workplace of its own."""

    def __init__(self, workplace: Workplace, changed: Callable[[], object]) -> None:
        self._library = workplace.library
        self._checklists = self._library.signature()
        self.overview = workplace.apart().overview
        self.read = 0
        self.rows: list[PartnerSummary] | None = None
        self.is_done = False
        self._changed = changed
        self._is_given_up = Event()
        Thread(target=self._run, name="partners-reader", daemon=True).start()

    def give_up(self) -> None:
        """Let the thread end. What it reads from now on counts for nothing."""
        self._is_given_up.set()

    def is_outdated(self) -> bool:
        """Return whether some have changed since, if more than `MOST` have to be read again.

        Those with an error have to be each time, even if nothing has changed.
        """
        unlasting = [row for row in self.rows or () if not row.is_lasting]
        return len(unlasting) <= MOST or self._checklists != self._library.signature()

    def _run(self) -> None:
        try:
            self.rows = self.overview.rows(self._tell, each=self._check)
        except _GivenUpError:
            return
        except Exception:
            self.rows = None  # who reads next, without a thread, meets the error, too
        self.is_done = True
        self._changed()

    def _check(self) -> None:
        if self._is_given_up.is_set():
            raise _GivenUpError

    def _tell(self, read: int, _all: int) -> None:
        self.read = read
        self._changed()


class PartnersReader:
    """Reads the summaries of all partners, and keeps them for the screens.

    Args:
        workplace: the partners.
        changed: called in another thread when some more are read there, and when all are.
    """

    def __init__(self, workplace: Workplace, changed: Callable[[], object]) -> None:
        self._workplace = workplace
        self._changed = changed
        self._reading: _Reading | None = None
        self.partners: list[PartnerSummary] = []
        """The summaries that were read last, by name."""
        self._language = ""
        """The language of `partners`; "" before they are read first."""
        self._outdated: set[str] | None = None
        """Ids of the partners that were changed here since then; None if any may have changed."""
        self._sieve: Sieve | None = None

    @property
    def is_reading(self) -> bool:
        """Whether a thread reads the partners."""
        return self._reading is not None

    @property
    def has_read(self) -> bool:
        """Whether `partners` are in the current language."""
        return self._language == language.current()

    @property
    def read(self) -> int:
        """How many partners a thread has read so far; 0 at its beginning, or if none reads."""
        return self._reading.read if self._reading else 0

    @property
    def sieve(self) -> Sieve:
        """The filters over `partners`; made anew when these, the user or the day change."""
        if self._sieve is None or not self._sieve.is_for(self.partners, self._viewer):
            self._sieve = Sieve(self.partners, self._viewer, self._sieve)
        return self._sieve

    @property
    def _viewer(self) -> Viewer:
        return Viewer(self._workplace.actor, self._workplace.today)

    def look(self) -> bool:
        """Look at the files of all partners, and read those that have changed.

        Return False if a thread does that now: `partners` then stay as they are, and `changed` is
        called once more can be told. While the data directory is away, what was read stays, in
        whatever language.
        """
        if self._language and self._workplace.locks.is_away:
            self.stop()
            self._outdated = None
            return True
        rows = self._rows()
        self._outdated = None if self._reading else set()
        if rows is not None:
            self.partners, self._language = rows, language.current()
        return rows is not None

    def look_at_changed(self) -> bool:
        """Read the partners again that were changed here; return False if more may have changed.

        That is quick. What others have changed is left for the next `look`.
        """
        if self._outdated is None or not self.has_read:
            return False
        before = self.sieve
        rows, replaced = self._workplace.overview.rows_with(self._outdated)
        if rows is self.partners:  # changed in place
            self._sieve = Sieve(rows, self._viewer, before, replaced)
        self.partners, self._outdated = rows, set()
        return True

    def note_change(self, partner_id: str = "") -> None:
        """Take note that a partner was changed here; without an id, that any may have changed."""
        if not partner_id:
            self._outdated = None
        elif self._outdated is not None:
            self._outdated.add(partner_id)

    def _rows(self) -> list[PartnerSummary] | None:
        """Return the partners as they are now; None if a thread reads them.

        If many have changed while a thread read them, return what it read; a thread then reads them
        again.
        """
        overview, reading = self._workplace.overview, self._reading
        if reading is not None and not reading.is_done:
            return None
        self._reading = None
        if reading is not None:
            if reading.rows is None:
                return overview.rows()
            overview.take(reading.overview)
        try:
            return overview.rows(most=MOST)
        except LookupError:
            if reading is None or reading.is_outdated():
                self._reading = _Reading(self._workplace, self._changed)
        return reading.rows if reading is not None else None

    def stop(self) -> None:
        """Let a thread that reads end: what it reads is not needed any more."""
        if self._reading is not None:
            self._reading.give_up()
            self._reading = None
