"""The customers of a partner at a glance: one row each, cached like those of the partners."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.model import Item
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.row_cache import YOUNG, RowCache, Source, progress_sources
from csp_tui.core.progress.model import Customer, Partner, Status
from csp_tui.core.runs.counts import CustomerCounts
from csp_tui.core.runs.step_groups import MET
from csp_tui.core.runs.view import DONE_LETTERS, LETTERS, RunView
from csp_tui.core.store.store import Store

CACHE_FORMAT = 5
NOT_APPLICABLE = LETTERS[Status.NOT_APPLICABLE]


class CustomerSummary(NamedTuple):
    """One customer, or the reason why its file is unreadable; days are ISO, empty if unknown."""

    id: str
    name: str
    tenant: str = ""
    owner: str = ""
    planned: str = ""
    term_end: str = ""
    archived: str = ""
    states: Mapping[str, str] = {}
    """For each run, a letter for each per-customer item in the checklist's order."""
    days: Mapping[str, Sequence[Sequence[Any]]] = {}
    """For each run, place of an item that has any of them, its chase and due day (ISO), its owner
    and for whom it waits."""
    error: str = ""

    @property
    def is_active(self) -> bool:
        """Whether the customer counts: it is not put away."""
        return not self.archived

    @property
    def is_lasting(self) -> bool:
        """Whether the row may be cached."""
        return not self.error

    def letters(self, run: str) -> str:
        """Return a letter for each item of a run; none where the row tells nothing of it."""
        return self.states.get(run, "")


class Customers:
    """Reads the customers of any partner.

    Args:
        places: where things are.
        store: reads the customers whose row is not cached.
        library: the checklists that the runs go through.
        clock: tells which files are too young to be trusted by their time stamp.
    """

    def __init__(self, places: Places, store: Store, library: Library, clock: Clock) -> None:
        self._places = places
        self._store = store
        self._library = library
        self._clock = clock
        self._kept: tuple[Any, dict[str, tuple[tuple[int, ...], CustomerSummary]]] = (None, {})

    def rows(self, partner: Partner) -> list[CustomerSummary]:
        """Return a row for every customer of `partner`, by name.

        Raises:
            InvalidFileError: the directory of the customers cannot be read.
        """
        sources = progress_sources(self._places.customers_of(partner.id))
        if not sources:
            return []
        views = list(self._views(partner))
        signature = [CACHE_FORMAT, [_dependence(view) for view in views]]
        known, kept = self._kept
        if known == (partner.id, signature):
            now = int(self._clock().timestamp() * 1_000_000_000)
            rows = [
                row
                if (row := _unmoved(kept.get(each.id), each, now))
                else self._row(partner.id, each.id, views)
                for each in sources
            ]
        else:
            path = self._places.cache_file(f"customers-{partner.id}")
            cache = RowCache(path, self._clock, lambda row: CustomerSummary(*row))
            rows = cache.rows(signature, sources, lambda key: self._row(partner.id, key, views))
        kept = {each.id: (each.stamp, row) for each, row in zip(sources, rows, strict=True)}
        self._kept = ((partner.id, signature), kept)
        return sorted(rows, key=lambda row: (fold(row.name), row.id))

    def names(self, partner_id: str) -> dict[str, str]:
        """Return the name of every customer of a partner by id, as far as they can be read."""
        try:
            return {row.id: row.name for row in self.rows(self._store.load(partner_id))}
        except CspTuiError:
            return {}

    def view(self, partner: Partner, run: str) -> RunView:
        """Return a run of `partner` beside its checklist, with its customers counted.

        Raises:
            NotFoundError, InvalidFileError: the checklist or its edition cannot be had.
        """
        view = self._view(partner, run)
        if not any(section.per for section in view.checklist.sections):
            return view
        try:
            counts = count(view, self.rows(partner))
        except InvalidFileError:
            counts = CustomerCounts()  # the screen of the customers says why
        return replace(view, customers=counts)

    def load(self, partner_id: str, customer_id: str) -> Customer:
        """Return a customer; raises like :meth:`Store.load_customer`."""
        return self._store.load_customer(partner_id, customer_id)

    def row_of(self, partner: Partner, customer: Customer) -> CustomerSummary:
        """Return the row of a customer that has been read."""
        return _row_of(customer, self._views(partner))

    def _row(self, partner_id: str, customer_id: str, views: list[RunView]) -> CustomerSummary:
        name = f"{customer_id}.toml"
        try:
            return _row_of(self.load(partner_id, customer_id), views)
        except InvalidFileError as error:
            return CustomerSummary(
                customer_id, name, error=_("unreadable, {why}").format(why=error.short)
            )
        except CspTuiError as error:
            return CustomerSummary(customer_id, name, error=str(error))

    def _views(self, partner: Partner) -> Iterable[RunView]:
        """Yield the runs of a partner that are gone through for each customer."""
        for key in partner.runs:
            try:
                view = self._view(partner, key)
            except CspTuiError:
                continue
            if any(section.per for section in view.checklist.sections):
                yield view

    def _view(self, partner: Partner, key: str) -> RunView:
        run = partner.runs[key]
        checklist = self._library.get(run.checklist, run.edition)
        newer = None if run.closed else self._library.newer(checklist)
        return RunView(partner, run, checklist, newer=newer)


def count(view: RunView, rows: Iterable[CustomerSummary]) -> CustomerCounts:
    """Count the active customers of a run, as a whole and for each per-customer item.

    For a customer whose file cannot be read nothing counts as done.
    """
    key, items = view.run.key, view.customer_items
    states = [row.states.get(key, "") for row in rows if row.is_active]
    known = [each for each in states if len(each) == len(items)]
    by_item = {}
    for place, item in enumerate(items):
        letters = [each[place] for each in known]
        done = sum(letter in DONE_LETTERS for letter in letters)
        by_item[item.id] = (done, len(states) - letters.count(NOT_APPLICABLE))
    complete = sum(is_complete(each, items) for each in known)
    return CustomerCounts(complete, len(states), by_item)


def is_complete(letters: str, items: Sequence[Item]) -> bool:
    """Say by a customer's letters whether every required item that applies is done."""
    return len(letters) == len(items) and all(
        letter in MET or item.need != "required"
        for letter, item in zip(letters, items, strict=True)
    )


def _row_of(customer: Customer, views: Iterable[RunView]) -> CustomerSummary:
    planned, term_end, archived = (
        day.isoformat() if day else ""
        for day in (customer.planned, customer.term_end, customer.archived)
    )
    states, days = {}, {}
    for view in views:
        own = view.of_customer(customer)
        states[view.run.key] = "".join(own.letters.values())
        if known := list(_days(own)):
            days[view.run.key] = known
    return CustomerSummary(
        customer.id,
        customer.name,
        customer.tenant,
        customer.owner,
        planned,
        term_end,
        archived,
        states,
        days,
    )


def _days(view: RunView) -> Iterator[tuple[int, str, str, str, str]]:
    for place, item in enumerate(view.items):
        progress = view.progress(item)
        chase, due = (day.isoformat() if day else "" for day in (progress.chase_on, progress.due))
        if chase or due or progress.owner or progress.waiting_for:
            yield place, chase, due, progress.owner, progress.waiting_for


def _unmoved(
    known: tuple[tuple[int, ...], CustomerSummary] | None, source: Source, now: int
) -> CustomerSummary | None:
    """Return the row that is known of a source, unless the source may have moved since."""
    if known is None or known[0] != source.stamp or now - source.changed_ns <= YOUNG:
        return None
    return known[1] if known[1].is_lasting else None


def _dependence(view: RunView) -> list[Any]:
    """Return what the states of customers in a run depend on besides their own files."""
    items = [(item.id, item.fingerprint, _newer_of(view, item)) for item in view.customer_items]
    facts = json.dumps(dict(view.partner.facts), sort_keys=True)
    return [view.run.key, items, facts, view.is_closed]


def _newer_of(view: RunView, item: Item) -> list[str]:
    known = view.newer.successors.get(item.id, ()) if view.newer else ()
    return [each.fingerprint for each in known]
