"""Removes an erased partner from the user's cache."""

from __future__ import annotations

import json
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError, NotFoundError
from csp_tui.core.disk.files import read_file, remove_file, replace_file
from csp_tui.core.disk.places import Places


def forget_cached(places: Places, partner_id: str) -> None:
    """Remove a partner from the cache: summaries of it and its customers, where the user last was.

    Raises:
        WriteError: a cache file could not be removed or written.
    """
    for each in (places, places.archived):
        remove_file(each.cache_file(f"customers-{partner_id}"))
        _take_out(each.cache_file("rows"), partner_id, "rows")
    _take_out(places.cache_file("spots"), partner_id)
    remove_file(places.cache_file("first"))


def _take_out(path: Path, partner_id: str, *keys: str) -> None:
    """Remove the partner's entry from a cache file, or the whole file if it cannot be parsed.

    `keys` lead to the table that holds the entry, the outermost first.
    """
    try:
        content = json.loads(read_file(path)[0])
        table = content
        for key in keys:
            table = table[key]
        if partner_id not in table:
            return
        del table[partner_id]
        replace_file(path, json.dumps(content).encode())
    except NotFoundError:
        return
    except (CspTuiError, ValueError, KeyError, TypeError, RecursionError):
        remove_file(path)
