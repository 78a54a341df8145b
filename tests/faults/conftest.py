from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .helpers import Actor, child


@pytest.fixture
def actor() -> Iterator[Actor]:
    """Another process that acts when it is told to."""
    with child("faults.acting_child") as process:
        yield Actor(process)


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
