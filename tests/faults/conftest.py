from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .helpers import Actor, child


@pytest.fixture(scope="session")
def _actor() -> Iterator[Actor]:
    with child("faults.acting_child") as process:
        yield Actor(process)


@pytest.fixture(scope="session")
def _second_actor() -> Iterator[Actor]:
    with child("faults.acting_child") as process:
        yield Actor(process)


@pytest.fixture
def actor(_actor: Actor, record_property: Callable[[str, object], None]) -> Iterator[Actor]:
    """Another process that acts when it is told to, in a copy of itself: it serves all tests."""
    _actor.met.clear()
    yield _actor
    _actor.end_all()
    for name, count in _actor.met.items():
        record_property(name, count)


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A directory that every user of the host may enter."""
    path = Path(tempfile.mkdtemp(prefix="csp-tui-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def second_actor(_second_actor: Actor) -> Iterator[Actor]:
    yield _second_actor
    _second_actor.end_all()
