from __future__ import annotations

import os

import pytest

from csp_tui.core.customers.customers import Customers
from csp_tui.core.partners.cached_names import cached_names
from csp_tui.core.partners.overview import Overview

from ..helpers import put

NAMES = {
    "contoso": "Contoso Ltd",
    "quoted": 'The "Best" \\ Backslash',
    "foreign": "Société Générale 東京 🙂",
    "like-a-row": '": [[1, 2], ["contoso", "Fabrikam", [[',
}


@pytest.fixture
def overview(places, open_store, library, clock):
    store = open_store()
    for key, name in NAMES.items():
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        path = put(places.progress_file(key), f'format = 1\nname = "{escaped}"\n')
        long_ago = clock.now.timestamp() - 60
        os.utime(path, (long_ago, long_ago))
    customers = Customers(places, store, library, clock)
    return lambda: Overview(places, lambda: store, library, clock, lambda: customers)


def test_the_cached_names_are_those_of_the_overview(overview, places):
    rows = overview().rows()
    assert cached_names(places) == {row.id: row.name for row in rows} == NAMES


def test_the_names_of_all_lines_count_the_last_the_most(overview, places, clock):
    overview().rows()
    path = put(places.progress_file("contoso"), 'format = 1\nname = "Contoso Two"\n')
    long_ago = clock.now.timestamp() - 50
    os.utime(path, (long_ago, long_ago))
    overview().rows()
    assert len(places.cache_file("rows").read_bytes().split(b"\n")) == 2
    assert cached_names(places) == NAMES | {"contoso": "Contoso Two"}


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff\xfe", b'{"rows": [[["a"]'])
def test_without_a_cache_that_can_be_read_no_name_is_known(places, content):
    if content is not None:
        places.cache.mkdir(parents=True)
        places.cache_file("rows").write_bytes(content)
    assert cached_names(places) == {}


def test_a_cache_that_is_no_file_is_left_alone(places):
    places.cache.mkdir(parents=True)
    os.mkfifo(places.cache_file("rows"))
    assert cached_names(places) == {}
