"""The partners' names, read quickly from the cache of summaries without decoding the rest."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.core.disk.places import Places

_MOST = 32_000_000
"""Bytes of the cache that are read; ten thousand partners have about 5 MB."""

_START, _BETWEEN = '{"rows": [', ", "
"""How a line of the cache begins, before the columns of ids and of names; what is between them."""


def cached_names(places: Places) -> dict[str, str]:
    """Return the name of each partner, by id, from the cache of summaries.

    Empty if there is no cache, or if it is unreadable. The cache may be old: partners added since
    are missing, and renamed ones have their old names. This is for completion in a shell, where
    decoding the whole cache would take too long.
    """
    path, names = places.cache_file("rows"), dict[str, str]()
    with suppress(OSError, ValueError):
        if path.is_file():
            with path.open("rb") as file:
                lines = file.read(_MOST).decode("ascii").split("\n")
            for line in lines:
                names |= _names_in(line)
    return names


def _names_in(line: str) -> dict[str, str]:
    """Return the names in a line of the cache, by id; empty if it is malformed."""
    from json import JSONDecoder  # late, like the other: without a cache neither is needed

    from csp_tui.core.base.errors import MALFORMED
    from csp_tui.core.disk.columns import values_of

    if not line.startswith(_START):
        return {}
    decode = JSONDecoder().raw_decode
    try:
        ids, end = decode(line, len(_START))
        names, _end = decode(line, end + len(_BETWEEN))
        return dict(zip(values_of(ids), values_of(names), strict=True))
    except MALFORMED:
        return {}
