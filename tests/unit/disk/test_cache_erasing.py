"""Partners that anybody has erased leave the cache, whatever else lies there."""

from __future__ import annotations

import os

from csp_tui.core.disk.cache_erasing import forget_erased
from csp_tui.core.disk.places import Places


def test_what_cannot_be_removed_keeps_no_erased_partner_in_the_cache(tmp_path):
    places = Places(*(tmp_path / name for name in ("data", "cache", "config", "shipped")))
    abandoned = places.cache / ".rows.json.0123abcd.tmp"
    abandoned.mkdir(parents=True)
    os.utime(abandoned, (0, 0))
    of_erased = places.cache / "customers-contoso-0123456789abcdef.json"
    of_erased.write_text("{}")
    places.history.mkdir(parents=True)
    (places.history / "contoso.jsonl").touch()
    forget_erased(places)
    assert [*places.cache.glob("customers-*")] == []
