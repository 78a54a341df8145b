"""All partners at a glance: their rows, cached so that a thousand files need no reading."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from csp_tui.core import language
from csp_tui.core.batches import Batch
from csp_tui.core.clock import Clock
from csp_tui.core.errors import CspTuiError, InvalidFileError
from csp_tui.core.language import _
from csp_tui.core.library import Library
from csp_tui.core.partner_row import partner_row
from csp_tui.core.paths import Places
from csp_tui.core.row_cache import RowCache, Source, progress_sources
from csp_tui.core.rows import PartnerRow, RunRow
from csp_tui.core.text import fold

if TYPE_CHECKING:
    from csp_tui.core.customers import Customers
    from csp_tui.core.progress import Partner
    from csp_tui.core.store import Store

CACHE_FORMAT = 7


class Overview:
    """All partners at a glance.

    Args:
        places: where things are.
        store: reads the partners whose row is not cached.
        library: the checklists that the runs go through.
        clock: tells which files are too young to be trusted by their time stamp.
        customers: counts the partners' customers.
    """

    def __init__(
        self, places: Places, store: Store, library: Library, clock: Clock, customers: Customers
    ) -> None:
        self._places = places
        self._store = store
        self._library = library
        self._customers = customers
        self._cache = _cache(places, clock)

    def rows(self) -> list[PartnerRow]:
        """Return a row for every partner, by name."""
        try:
            return _rows(self._cache, self._places, self._library, self.row)
        except InvalidFileError as error:
            name = self._places.partners.name
            return [PartnerRow(name, name, error=_("unreadable, {why}").format(why=error.short))]

    def row(self, partner_id: str) -> PartnerRow:
        """Return the row of one partner as its file stands now."""
        try:
            return self.row_of(self._store.load(partner_id))
        except InvalidFileError as error:
            return PartnerRow(
                partner_id,
                f"{partner_id}.toml",
                error=_("unreadable, {why}").format(why=error.short),
            )
        except CspTuiError as error:
            return PartnerRow(partner_id, f"{partner_id}.toml", error=str(error))

    def row_of(self, partner: Partner) -> PartnerRow:
        """Return the row of a partner that has been read."""
        return partner_row(partner, self._library, self._customers)


def known_rows(places: Places, library: Library, clock: Clock) -> list[PartnerRow] | None:
    """Return the row of every partner, by name, from the cache alone; None where one lacks."""
    try:
        return _rows(_cache(places, clock), places, library, _refuse)
    except (InvalidFileError, LookupError):
        return None


def _refuse(partner_id: str) -> PartnerRow:
    raise LookupError(partner_id)


def _cache(places: Places, clock: Clock) -> RowCache[PartnerRow]:
    return RowCache(places.cache_file("rows"), clock, _decode)


def _rows(
    cache: RowCache[PartnerRow],
    places: Places,
    library: Library,
    make: Callable[[str], PartnerRow],
) -> list[PartnerRow]:
    signature = [CACHE_FORMAT, language.current(), library.signature()]
    rows = cache.rows(signature, _sources(places), make)
    return sorted(rows, key=lambda row: (fold(row.name), row.id))


def _sources(places: Places) -> list[Source]:
    """Return the partners' files, each with the directory of its customers if it has one."""
    sources = progress_sources(places.partners)
    changed: dict[str, int] = {}
    with contextlib.suppress(OSError), os.scandir(places.customers) as entries:
        changed = {each.name: each.stat().st_mtime_ns for each in entries}
    return [
        Source(each.id, (*each.stamp, changed[each.id]), max(each.changed_ns, changed[each.id]))
        if each.id in changed
        else each
        for each in sources
    ]


def _decode(row: Any) -> PartnerRow:
    runs = tuple(_decode_run(run) for run in row["runs"])
    return PartnerRow(**{**row, "runs": runs, "closed_years": tuple(row["closed_years"])})


def _decode_run(run: dict[str, Any]) -> RunRow:
    lists = {
        "chase": _pairs(run["chase"]),
        "due": _pairs(run["due"]),
        "refused": tuple(run["refused"]),
        "days": tuple((place, chase, due, owner) for place, chase, due, owner in run["days"]),
        "waits": tuple((place, whom) for place, whom in run["waits"]),
        "open_for_customers": tuple(run["open_for_customers"]),
        "batches": tuple(
            Batch._make((*alike, tuple(members))) for *alike, members in run["batches"]
        ),
        "members": _pairs(run["members"]),
    }
    return RunRow(**{**run, **lists})


def _decode_batch(values: list[Any]) -> Batch:
    *alike, members = values
    return Batch._make((*alike, tuple(members)))


def _pairs(values: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((day, title) for day, title in values)
