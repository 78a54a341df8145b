"""Summaries of a partner's customers, with a cache, so that unchanged files are not read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import CspTuiError, InvalidFileError, RunGoneError, error_in_row
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.model import Item
from csp_tui.core.customers.counts import count
from csp_tui.core.disk.columns import Shape
from csp_tui.core.disk.file_stamps import Source, progress_sources, why_not_listed
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.row_cache import RowCache
from csp_tui.core.progress.model import CONTACT_KEYS, Contact, Customer, Partner
from csp_tui.core.runs.gone_through import gone_through, kept_sections
from csp_tui.core.runs.item_counts import CustomerCounts
from csp_tui.core.runs.item_summary import (
    ItemSummary,
    ItemText,
    day_from,
    day_text,
    items_from_text,
    items_text,
    states_from_text,
    states_text,
)
from csp_tui.core.runs.step_groups import State
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.missing_files import missing_customers
from csp_tui.core.store.store import Store

CACHE_FORMAT = 11
"""Raised when the same files give other rows than before, so that no cached row is used."""


class CustomerSummary(NamedTuple):
    """One customer as lists show it; if its file is unreadable, `error` says why.

    Fields that end in ``_text`` are decoded by the properties and methods.
    """

    id: str
    name: str
    tenant: str = ""
    tenant_id: str = ""
    owner: str = ""
    planned_text: str = ""
    term_end_text: str = ""
    archived_text: str = ""
    states_text: Mapping[str, str] = {}
    items_text: Mapping[str, Sequence[ItemText]] = {}
    error: str = ""
    note: str = ""
    contacts_text: Sequence[Sequence[str]] = ()

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The people to ask, sorted by name."""
        return tuple(Contact(*each) for each in self.contacts_text)

    @property
    def is_active(self) -> bool:
        """Whether the customer is not archived; only active customers are counted."""
        return not self.archived_text

    @property
    def is_lasting(self) -> bool:
        """Whether the summary may be cached; not if its file is unreadable."""
        return not self.error

    @property
    def planned(self) -> date | None:
        """The day on which work on the customer is planned to start; None if not planned."""
        return day_from(self.planned_text)

    @property
    def term_end(self) -> date | None:
        """The day on which the customer's subscriptions run out; None if not recorded."""
        return day_from(self.term_end_text)

    @property
    def archived(self) -> date | None:
        """The day on which the customer was archived; None if active."""
        return day_from(self.archived_text)

    def states_in(self, run: str) -> tuple[State, ...]:
        """Return the states of a run's per-customer items, in the checklist's order.

        Empty if they are unknown: there is no such run, or the customer cannot be read.
        """
        return states_from_text(self.states_text.get(run, ""))

    def items_in(self, run: str) -> list[ItemSummary]:
        """Return the items of the run `run` that have a day or an owner, or wait for somebody.

        Empty if there are none, or the customer cannot be read.
        """
        return items_from_text(self.items_text.get(run, ()))


class Customers:
    """Reads the customers of any partner.

    Args:
        places: the directories of the app.
        store: reads the files of customers whose summary is not cached.
        library: the checklists of the runs.
        clock: returns the present, to find files that changed too recently for their time stamp
            to be trusted.
    """

    def __init__(self, places: Places, store: Store, library: Library, clock: Clock) -> None:
        self._places = places
        self._store = store
        self._library = library
        self._clock = clock
        self._cache = lru_cache(maxsize=1)(self._new_cache)

    def rows(self, partner: Partner) -> list[CustomerSummary]:
        """Return the summary of every customer of `partner`, archived ones too, sorted by name.

        A customer whose file is unreadable or missing has a summary with the error. Empty if the
        partner has no customers.

        Raises:
            InvalidFileError: the directory of the customers cannot be read.
        """
        sources = progress_sources(self._places.customers_of(partner.id))
        found = {each.id for each in sources}
        missing = missing_customers(self._places, partner.id, found)
        sources += [Source(each, (), 0) for each in missing]
        if not sources:
            return []
        views = list(self._views(partner))
        signature = [CACHE_FORMAT, [_dependence(view) for view in views]]
        rows = self._cache(partner.id).rows(
            signature, sources, lambda key: self._row(partner.id, key, views)
        )
        return sorted(rows, key=lambda row: (fold(row.name), row.id))

    def trouble(self, partner_id: str) -> str:
        """Return why the customers of a partner cannot be listed; "" if they can."""
        return why_not_listed(self._places.customers_of(partner_id))

    def _new_cache(self, partner_id: str) -> RowCache[CustomerSummary]:
        path = self._places.cache_file(f"customers-{partner_id}")
        return RowCache(path, self._clock, Shape(CustomerSummary))

    def names(self, partner: Partner) -> dict[str, str]:
        """Return the name of every customer of a partner, by id; archived ones too.

        For a customer whose file is unreadable it is the name of the file. Empty if the customers
        cannot be listed.
        """
        try:
            return {row.id: row.name for row in self.rows(partner)}
        except CspTuiError:
            return {}

    def view(self, partner: Partner, run: str) -> RunView:
        """Return the partner's own part of the run with the key `run`.

        If the checklist has per-customer items, active customers are counted, with the days of
        their items; all counts are zero if their directory cannot be read.

        Raises:
            RunGoneError: the partner has no such run, or not any more.
            NotFoundError, InvalidFileError: the checklist or its edition cannot be read.
        """
        view = self._view(partner, run)
        if not any(section.per for section in view.checklist.sections):
            return view
        try:
            rows = [row for row in self.rows(partner) if row.is_active]
            counts = count(view, [row.states_in(view.run.key) for row in rows])
            counts = counts._replace(
                dated=[*_dated(rows, view.run.key)], unreadable=sum(bool(row.error) for row in rows)
            )
        except InvalidFileError as error:
            counts = CustomerCounts(error=error.short)
        return replace(view, customers=counts)

    def load(self, partner_id: str, customer_id: str) -> Customer:
        """Return a customer, read from its file.

        Raises:
            NotFoundError, InvalidFileError: as :meth:`Store.load_customer` says.
        """
        return self._store.load_customer(partner_id, customer_id)

    def row_of(self, partner: Partner, customer: Customer) -> CustomerSummary:
        """Return the summary of `customer` of `partner`, made without reading its file again."""
        return _row_of(customer, self._views(partner))

    def _row(self, partner_id: str, customer_id: str, views: list[RunView]) -> CustomerSummary:
        try:
            return _row_of(self.load(partner_id, customer_id), views)
        except CspTuiError as error:
            return CustomerSummary(customer_id, f"{customer_id}.toml", error=error_in_row(error))

    def _views(self, partner: Partner) -> Iterable[RunView]:
        """Yield the partner's runs that have per-customer items and a readable checklist."""
        for key in partner.runs:
            try:
                view = self._view(partner, key)
            except CspTuiError:
                continue
            if any(section.per for section in view.checklist.sections):
                yield view

    def _view(self, partner: Partner, key: str) -> RunView:
        return read_view(self._library, partner, key)


def _dated(rows: Iterable[CustomerSummary], run: str) -> Iterator[tuple[str, str, str]]:
    """Yield state, day to chase and due day, as texts, of each item that has one of these days."""
    for row in rows:
        for _item, state, chase_on, due, *_others in row.items_text.get(run, ()):
            if chase_on or due:
                yield state, chase_on, due


def read_view(library: Library, partner: Partner, key: str) -> RunView:
    """Return the partner's own part of the run with the key `key`.

    Its checklist has the sections that the run goes through. An open run also has the newer
    edition, if there is one. Customers are not counted.

    Raises:
        RunGoneError: the partner has no such run, or not any more.
        NotFoundError, InvalidFileError: the checklist or its edition cannot be read.
    """
    run = partner.runs.get(key)
    if run is None:
        raise RunGoneError(_('{name} has no run "{run}"').format(name=partner.name, run=key))
    written = library.get(run.checklist, run.edition)
    newer = None if run.closed else library.newer(written)
    checklist = gone_through(written, kept_sections(written, run))
    if newer and checklist is not written:
        from csp_tui.core.checklists import editions  # late: seldom needed

        newer = editions.newer(checklist, newer.checklist)
    return RunView(partner, run, checklist, newer=newer)


def _row_of(customer: Customer, views: Iterable[RunView]) -> CustomerSummary:
    states, items = {}, {}
    for view in views:
        own = view.of_customer(customer)
        states[view.run.key] = states_text(own.states.values())
        if known := items_text(own):
            items[view.run.key] = known
    return CustomerSummary(
        customer.id,
        customer.name,
        customer.tenant,
        customer.tenant_id,
        customer.owner,
        day_text(customer.planned),
        day_text(customer.term_end),
        day_text(customer.archived),
        states,
        items,
        note=customer.note,
        contacts_text=[
            [getattr(each, key) for key in ("id", *CONTACT_KEYS)] for each in customer.contacts
        ],
    )


def _dependence(view: RunView) -> list[Any]:
    """Return what the states of customers in a run depend on besides the customers' own files.

    It is a list that JSON can hold: the key of the run, its per-customer items with their rules
    here and in the newer edition, the partner's facts, and whether the run is closed.
    """
    items = [(item.id, item.fingerprint, _newer_of(view, item)) for item in view.customer_items]
    facts = json.dumps(dict(view.partner.facts), sort_keys=True)
    return [view.run.key, items, facts, view.is_closed]


def _newer_of(view: RunView, item: Item) -> list[str]:
    known = view.newer.successors.get(item.id, ()) if view.newer else ()
    return [each.fingerprint for each in known]
