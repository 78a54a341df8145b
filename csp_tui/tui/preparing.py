"""Imports what the first keys need, in a thread, once the first screen stands there."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread

REST = 0.1
"""Seconds after the first screen takes keys, in which its last cells are drawn."""

_MODULES = (
    *("core.store.store", "core.customers.customers"),
    *("tui.partners.menus", "tui.base.leaving_app"),
)
"""What reads and saves the files of a partner, chooses filters and orders, and leaves the app."""


def prepare() -> None:
    """Begin to import what the first keys need, so that none of them waits for it."""
    Thread(target=_import, name="preparing", daemon=True).start()


def _import() -> None:
    for each in _MODULES:
        with suppress(ImportError):  # the key that needs it says so
            import_module(f"csp_tui.{each}")
