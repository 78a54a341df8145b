"""Where sync keeps its copy of the remote, its notes and the address.

In a directory that a group shares, each member has a copy of the remote in the cache, where no
other member can write. All members' changes are in the one data directory, so whoever syncs sends
them all, and the notes on what was sent are for all.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp_tui.core.base.sha256 import sha256_of
from csp_tui.core.disk.owners import is_shared
from csp_tui.core.disk.places import Places


def is_shared_directory(places: Places) -> bool:
    """Return whether the data directory exists and is shared by a group."""
    return places.data.is_dir() and is_shared(places.data)


def repository_path(places: Places) -> Path:
    """Return the directory of the local git repository, which is a copy of the remote.

    In a shared directory each member has one of their own, in the cache.
    """
    if not is_shared_directory(places):
        return places.repository
    real = os.path.realpath(places.data).encode("utf-8", "surrogateescape")
    return places.cache / "sync" / sha256_of(real)[:16] / "sync.git"


def last_sync_file(places: Places) -> Path:
    """Return the path of the file on the last sync; before the first sync it does not exist."""
    return places.exchange / "last.json"


def was_exchanged(places: Places) -> bool:
    """Return whether anything was ever exchanged with another machine, or an address was named."""
    return places.exchange.exists() or places.repository.exists()


def address_file(places: Places) -> Path:
    """Return the path of the file with the address of the remote.

    In a shared directory each member has one of their own, so that nobody syncs with an address
    that another member has written.
    """
    ending = f".{os.geteuid()}" if is_shared_directory(places) else ""
    return places.exchange / f"address{ending}"
