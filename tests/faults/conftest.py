from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .helpers import Actor, child


@pytest.fixture
def actor(record_property: Callable[[str, object], None]) -> Iterator[Actor]:
    """Another process that acts when it is told to."""
    with child("faults.acting_child") as process:
        actor = Actor(process)
        yield actor
    for name, count in actor.met.items():
        record_property(name, count)


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A directory that every user of the host may enter."""
    path = Path(tempfile.mkdtemp(prefix="csp-tui-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def second_actor() -> Iterator[Actor]:
    with child("faults.acting_child") as process:
        yield Actor(process)
