from __future__ import annotations

from collections.abc import Iterator

import pytest

from .helpers import Actor, child


@pytest.fixture
def actor() -> Iterator[Actor]:
    """Another process that acts when it is told to."""
    with child("faults.acting_child") as process:
        yield Actor(process)
