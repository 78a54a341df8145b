"""The summaries of all partners, with a cache, so that unchanged files are not read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from csp_tui.core.base import language
from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import CspTuiError, InvalidFileError, error_in_row
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.library import Library
from csp_tui.core.disk.file_stamps import Source, partner_sources
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.row_cache import RowCache
from csp_tui.core.partners.rows import SHAPE, PartnerSummary
from csp_tui.core.store.missing_files import missing_partners

if TYPE_CHECKING:
    from csp_tui.core.customers.customers import Customers
    from csp_tui.core.progress.model import Partner
    from csp_tui.core.store.store import Store

CACHE_FORMAT = 20
"""Raised when the same files give other rows than before, so that no cached row is used."""


class Overview:
    """Makes the summaries of all partners.

    Args:
        places: the directories of the app.
        store: returns the store, which reads the files of partners whose summary is not cached.
        library: the checklists of the runs.
        clock: returns the present, to find files that changed too recently for their time stamp
            to be trusted.
        customers: returns the customers, which counts those of such partners.
    """

    def __init__(
        self,
        places: Places,
        store: Callable[[], Store],
        library: Library,
        clock: Clock,
        customers: Callable[[], Customers],
    ) -> None:
        self._places = places
        self._store = store
        self._library = library
        self._customers = customers
        self._cache = RowCache[PartnerSummary](places.cache_file("rows"), clock, SHAPE)
        self._last: list[PartnerSummary] = []
        self._places_by_id: dict[str, int] = {}

    def rows(
        self,
        on_progress: Callable[[int, int], object] = lambda _known, _all: None,
        *,
        each: Callable[[], object] = lambda: None,
        most: int | None = None,
    ) -> list[PartnerSummary]:
        """Return the summary of every partner, sorted by name.

        If the directory of partners cannot be read, return a single summary that holds the error.

        Args:
            on_progress: called with the number of summaries known so far, and that of all, each
                time that some more are made.
            each: called after each partner that is read; what it raises ends the reading.
            most: how many partners may be read; None for any number.

        Raises:
            LookupError: more than `most` partners would have to be read.
        """

        def row(partner_id: str) -> PartnerSummary:
            made = self.row(partner_id)
            each()
            return made

        try:
            rows = self._read(row, most, on_progress)
        except InvalidFileError as error:
            name = self._places.partners.name
            rows = [PartnerSummary(name, name, error=error_in_row(error))]
        return self._taken(rows)

    def _taken(self, rows: list[PartnerSummary]) -> list[PartnerSummary]:
        self._last = rows
        self._places_by_id = {row.id: place for place, row in enumerate(rows)}
        return rows

    def take(self, other: Overview) -> None:
        """Take over all that `other`, of the same partners, has read."""
        self._cache = other._cache
        self._taken(other._last)

    def rows_with(
        self, changed: Collection[str]
    ) -> tuple[list[PartnerSummary], Mapping[int, PartnerSummary]]:
        """Return the list that `rows` returned last, with some summaries made anew.

        The list is changed in place, and the summaries that stood there before are returned, too,
        by their index: copying ten thousand takes longer than a key should. What others have
        changed since is not there: ask `rows` for that soon. `changed` are the ids of the partners
        to make anew. If one was not among the last, or has another name, or is missing or
        unreadable now, a new list is returned.
        """
        made = {each: self.row(each) for each in changed if each in self._places_by_id}
        if len(made) < len(changed) or any(row.error for row in made.values()):
            return self.rows(), {}
        rows = self._last
        before = {self._places_by_id[each]: rows[self._places_by_id[each]] for each in made}
        if any(made[row.id].name != row.name for row in before.values()):
            return self._taken(sorted((made.get(row.id, row) for row in rows), key=_by_name)), {}
        for place, row in before.items():
            rows[place] = made[row.id]
        return rows, before

    def rows_if_read(self, most: int) -> list[PartnerSummary] | None:
        """Return what `rows` returns if at most `most` partners have to be read for it, else None.

        None also if the directory of partners cannot be read.
        """
        try:
            return self._read(self.row, most)
        except (InvalidFileError, LookupError):
            return None

    def _read(
        self,
        make: Callable[[str], PartnerSummary],
        most: int | None = None,
        on_progress: Callable[[int, int], object] = lambda _known, _all: None,
    ) -> list[PartnerSummary]:
        signature = [CACHE_FORMAT, language.current(), self._library.signature()]
        with self._library.held():
            sources = partner_sources(self._places)
            missing = missing_partners(self._places, {each.id for each in sources})
            sources += [Source(each, (), 0) for each in missing]
            rows = self._cache.rows(signature, sources, make, most, on_progress)
        return sorted(rows, key=_by_name)

    def row(self, partner_id: str) -> PartnerSummary:
        """Return the summary of the partner with this id, made from its file as it is now.

        If the file is missing or unreadable, the summary holds the error.
        """
        try:
            return self.row_of(self._store().load(partner_id))
        except CspTuiError as error:
            return PartnerSummary(partner_id, f"{partner_id}.toml", error=error_in_row(error))

    def row_of(self, partner: Partner) -> PartnerSummary:
        """Return the summary of `partner`, made without reading the partner's file again."""
        from csp_tui.core.history.last_change import last_change  # late: cached rows are not made
        from csp_tui.core.partners.row_maker import partner_row

        row = partner_row(partner, self._library, self._customers())
        changed = last_change(self._store().history(partner.id))
        return row._replace(changed_text=max(row.changed_text, changed))


def _by_name(row: PartnerSummary) -> tuple[str, str]:
    return fold(row.name), row.id
