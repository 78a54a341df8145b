"""Remembers where the user last was in each partner, in a cache file that may be deleted."""

from __future__ import annotations

import contextlib
import json
import os
from typing import NamedTuple

from csp_tui.core.base.errors import MALFORMED, CspTuiError
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.places import Places

MOST = 500
"""How many partners are remembered; those visited longest ago are forgotten."""


class Spot(NamedTuple):
    """Where the user was in a partner: the key of a run, and the id of an item."""

    run: str
    item: str


class Remembered:
    """Where the user last was in each partner of one data directory.

    Args:
        places: the directories of the app.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._file = places.cache_file("spots")

    def spot(self, partner_id: str) -> Spot | None:
        """Return where the user last was in a partner; None if unknown."""
        return self._load().get(partner_id)

    def keep(self, partner_id: str, spot: Spot) -> None:
        """Remember that the user was last at `spot` in a partner.

        Do nothing if the partner no longer exists, or the cache file cannot be written. Only the
        `MOST` partners visited last are remembered.
        """
        if not os.path.lexists(self._places.progress_file(partner_id)):
            return
        known = self._load()
        if list(known.items())[-1:] == [(partner_id, spot)]:
            return
        known.pop(partner_id, None)
        newest = [*known.items(), (partner_id, spot)][-MOST:]
        with contextlib.suppress(CspTuiError):
            make_directory(self._places.cache)
            replace_file(self._file, json.dumps(dict(newest)).encode())

    def _load(self) -> dict[str, Spot]:
        """Return the spots by partner id, the one kept last at the end.

        The result is empty if there is no cache file, or if it is damaged.
        """
        try:
            known = json.loads(read_file(self._file)[0])
            spots = {key: Spot(*spot) for key, spot in known.items()}
        except (CspTuiError, *MALFORMED):
            return {}
        are_texts = all(isinstance(part, str) for spot in spots.values() for part in spot)
        return spots if are_texts else {}
