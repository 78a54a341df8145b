"""The `Workplace`: all objects that a screen or a command works with."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from csp_tui.core.base.actor import Actor, current_actor
from csp_tui.core.base.clock import Clock, local_day, system_clock
from csp_tui.core.checklists.library import Library
from csp_tui.core.disk.cache_erasing import forget_erased
from csp_tui.core.disk.places import Places, find_places
from csp_tui.core.partners.overview import Overview
from csp_tui.core.store.partner_locks import PartnerLocks
from csp_tui.core.workplace.last_place import Remembered
from csp_tui.core.workplace.settings import NAME, Settings, read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from csp_tui.core.customers.customers import Customers
    from csp_tui.core.progress.model import Partner
    from csp_tui.core.runs.view import RunView
    from csp_tui.core.store.store import Store


class Workplace:
    """Everything that works on one data directory: store, checklists, summaries, settings ...

    Args:
        places: the directories of the app.
        settings: the user's settings.
        clock: returns the present moment.
        actor: who makes the changes.
        library: the checklists of the runs.
        is_demo: whether the partners are invented.
        settings_file: the file of the user's settings; by default the one of `places`.
    """

    def __init__(
        self,
        places: Places,
        settings: Settings,
        clock: Clock,
        actor: Actor,
        library: Library,
        *,
        is_demo: bool = False,
        settings_file: Path | None = None,
    ) -> None:
        self.places = places
        self.settings_file = settings_file or places.config / NAME
        self.settings = settings
        self.clock = clock
        self.actor = actor
        self.is_demo = is_demo
        self.library = library
        self.locks = PartnerLocks(places, clock)
        self.remembered = Remembered(places)
        self.overview = Overview(places, lambda: self.store, library, clock, lambda: self.customers)

    # Late: to list partners that are known, neither of these is needed.

    @cached_property
    def store(self) -> Store:
        """Reads the progress files and changes them."""
        from csp_tui.core.store.store import Store

        return Store(self.places, self.clock, self.actor, locks=self.locks)

    @cached_property
    def customers(self) -> Customers:
        """Reads the customers of partners."""
        from csp_tui.core.customers.customers import Customers

        return Customers(self.places, self.store, self.library, self.clock)

    @property
    def today(self) -> date:
        """The current day in local time."""
        return local_day(self.clock())

    def view(self, partner: Partner, run: str) -> RunView:
        """Return the partner's own part of the run with the key `run`, and counts of its customers.

        Raises:
            RunGoneError: the partner has no such run, or not any more.
            NotFoundError, InvalidFileError: the checklist or its edition cannot be read.
        """
        return self.customers.view(partner, run)

    def at(self, places: Places) -> Workplace:
        """Return a workplace like this one, whose partners are those in other `places`."""
        known = (self.settings, self.clock, self.actor, self.library)
        return Workplace(places, *known, is_demo=self.is_demo, settings_file=self.settings_file)

    def apart(self) -> Workplace:
        """Return a workplace like this one for another thread: they share nothing that changes."""
        library = Library(self.places.shipped, self.places.own_checklists)
        known = (self.settings, self.clock, self.actor, library)
        return Workplace(
            self.places, *known, is_demo=self.is_demo, settings_file=self.settings_file
        )

    def with_parts(self, **parts: Any) -> Workplace:
        """Return a workplace like this one, with other objects for the attributes that are named.

        All other attributes keep the objects that they have in this one.
        """
        other = copy(self)
        vars(other).update(parts)
        return other


def open_workplace(
    environ: Mapping[str, str],
    data: str | None = None,
    *,
    clock: Clock = system_clock,
    is_demo: bool = False,
    is_kept: bool = False,
) -> Workplace:
    """Return a workplace for the data directory `data`, else for the one that `environ` names.

    Partners that other users have erased are also removed from the user's cache.
    A demo that is not kept has the user's settings, but its cache and what is kept beside settings
    are inside its data directory, which is thrown away at the end. One that is kept has them where
    the commands look, which work on it, too.

    Args:
        environ: names the directories, and may override settings.
        data: the data directory; None for the one that `environ` names.
        clock: returns the present moment.
        is_demo: whether the partners are invented.
        is_kept: of a demo: whether its data directory stays.

    Raises:
        UsageError: the path of a directory is not valid; see :func:`find_places`.
        InvalidFileError: the settings cannot be read.
    """
    places = find_places(environ, data)
    settings, settings_file = read_settings(places.config, environ), places.config / NAME
    if is_demo and not is_kept:
        hidden = {"cache": places.data / ".cache", "config": places.data / ".config"}
        places = replace(places, **hidden)
    forget_erased(places)
    actor = current_actor(settings.reviewer)
    library = Library(places.shipped, places.own_checklists)
    known = (settings, clock, actor, library)
    return Workplace(places, *known, is_demo=is_demo, settings_file=settings_file)
