"""The partners' names, read quickly from the cache of summaries without decoding them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.core.disk.places import Places

_MOST = 32_000_000
"""Bytes of the cache that are read, in some 0.1 s; ten thousand partners have about 10 MB."""

_ROW = re.compile(r': \[\[[\d, ]+\], \["([a-z0-9-]+)", ("[^"\\]*(?:\\.[^"\\]*)*")')
"""The start of a cached summary: the stamp of its file, then id and name of the partner."""


def cached_names(places: Places, most: int = _MOST) -> dict[str, str]:
    """Return the name of each partner, by id, from the cache of summaries.

    Empty if there is no cache, or if it is unreadable. The cache may be old: partners added since
    are missing, and renamed ones have their old names. This is for completion in a shell, where
    decoding the whole cache would take too long.

    Args:
        places: the directories of the app.
        most: how many bytes of the cache to read; names that come later are missing.
    """
    path = places.cache_file("rows")
    try:
        if not path.is_file():
            return {}
        with path.open("rb") as file:
            rows = _ROW.findall(file.read(most).decode("ascii"))
        return dict(zip((key for key, _name in rows), _decoded(rows), strict=True))
    except (OSError, ValueError):
        return {}


def _decoded(rows: list[tuple[str, str]]) -> list[str]:
    """Return the name in each of `rows`, pairs of an id and a name written as JSON, in their order.

    Raises:
        ValueError: a name is not valid JSON.
    """
    names = [name for _key, name in rows]
    if not any("\\" in name for name in names):
        return [name[1:-1] for name in names]
    import json  # late: most names are plain ASCII

    return [*json.loads(f"[{','.join(names)}]")]
