"""The `Workplace`: all objects that a screen or a command works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from csp_tui.core.base.actor import Actor, current_actor
from csp_tui.core.base.clock import Clock, local_day, system_clock
from csp_tui.core.checklists.library import Library
from csp_tui.core.customers.customers import Customers
from csp_tui.core.disk.cache_erasing import forget_erased
from csp_tui.core.disk.places import Places, find_places
from csp_tui.core.partners.overview import Overview
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.last_place import Remembered
from csp_tui.core.workplace.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class Workplace:
    """Everything that works on one data directory: store, checklists, summaries, settings ..."""

    places: Places
    settings: Settings
    clock: Clock
    actor: Actor
    library: Library
    store: Store
    overview: Overview
    customers: Customers
    remembered: Remembered
    is_demo: bool = False

    @property
    def today(self) -> date:
        """The current day in local time."""
        return local_day(self.clock())

    def view(self, partner: Partner, run: str) -> RunView:
        """Return the partner's own part of the run with the key `run`, and counts of its customers.

        Raises:
            NotFoundError, InvalidFileError: the checklist or its edition cannot be read.
            KeyError: the partner has no such run.
        """
        return self.customers.view(partner, run)


def open_workplace(
    environ: Mapping[str, str],
    data: str | None = None,
    *,
    clock: Clock = system_clock,
    is_demo: bool = False,
) -> Workplace:
    """Return a workplace for the data directory `data`, else for the one that `environ` names.

    Partners that other users have erased are also removed from the user's cache.
    A demo keeps its cache inside its data directory, which is thrown away at the end.

    Raises:
        UsageError: the path of a directory is not valid; see :func:`find_places`.
        InvalidFileError: the settings cannot be read.
    """
    places = find_places(environ, data)
    if is_demo:
        places = replace(places, cache=places.data / ".cache")
    settings = read_settings(places.config, environ)
    forget_erased(places)
    actor = current_actor(settings.reviewer)
    library = Library(places.shipped, places.own_checklists)
    store = Store(places, clock, actor)
    customers = Customers(places, store, library, clock)
    overview = Overview(places, store, library, clock, customers)
    return Workplace(
        places,
        settings,
        clock,
        actor,
        library,
        store,
        overview,
        customers,
        Remembered(places),
        is_demo,
    )
