"""The last place in each partner: a file in the cache, which may be deleted at any time."""

from __future__ import annotations

import contextlib
import json
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.places import Places

MOST = 500
"""How many partners are remembered; the oldest are forgotten."""


class Spot(NamedTuple):
    """A run and an item in it."""

    run: str
    item: str


class Remembered:
    """The last spot in each partner of one data directory.

    Args:
        places: the directories.
    """

    def __init__(self, places: Places) -> None:
        self._cache = places.cache
        self._file = places.cache_file("spots")

    def spot(self, partner_id: str) -> Spot | None:
        """Return the last place in a partner, if it is known."""
        return self._load().get(partner_id)

    def keep(self, partner_id: str, spot: Spot) -> None:
        """Remember the place in a partner; ignore failure."""
        known = self._load()
        if list(known.items())[-1:] == [(partner_id, spot)]:
            return
        known.pop(partner_id, None)
        newest = [*known.items(), (partner_id, spot)][-MOST:]
        with contextlib.suppress(CspTuiError):
            make_directory(self._cache)
            replace_file(self._file, json.dumps(dict(newest)).encode())

    def _load(self) -> dict[str, Spot]:
        """Return the spot in each partner, the newest last; empty if the file is damaged."""
        try:
            known = json.loads(read_file(self._file)[0])
            spots = {key: Spot(*spot) for key, spot in known.items()}
        except (CspTuiError, ValueError, TypeError, AttributeError, RecursionError):
            return {}
        are_texts = all(isinstance(part, str) for spot in spots.values() for part in spot)
        return spots if are_texts else {}
