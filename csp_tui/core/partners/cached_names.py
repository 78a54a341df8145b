"""The partners' names from the cache of the overview, read without decoding its rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.core.disk.places import Places

_LARGEST = 8_000_000
"""Most bytes of a cache that is read."""

_ROW = re.compile(r': \[\[[\d, ]+\], \["([a-z0-9-]+)", ("[^"\\]*(?:\\.[^"\\]*)*")')
"""A cached row: the numbers of its source, then the row itself, which begins with id and name."""


def cached_names(places: Places) -> dict[str, str]:
    """Return the name of each partner by id, as the overview last cached it.

    Decoding the cache takes ten times as long, too long for completion. Unreadable rows are left
    out. A partner added since then is missing, and a renamed one has its old name.
    """
    path = places.cache_file("rows")
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return {}
        rows = _ROW.findall(path.read_text(encoding="ascii"))
        return dict(zip((key for key, _name in rows), _decoded(rows), strict=True))
    except (OSError, ValueError):
        return {}


def _decoded(rows: list[tuple[str, str]]) -> list[str]:
    """Return the names of rows; raises ValueError if one is no JSON string."""
    names = [name for _key, name in rows]
    if not any("\\" in name for name in names):
        return [name[1:-1] for name in names]
    import json  # late: most names are plain ASCII

    return [*json.loads(f"[{','.join(names)}]")]
