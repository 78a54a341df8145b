"""The invented partners, and a partner with a long list, to report on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from csp_tui.core.demo.partners import fill
from csp_tui.core.workplace.workplace import open_workplace

from . import samples


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory that holds the invented partners."""
    data = tmp_path_factory.mktemp("demo") / "data"
    fill(open_workplace({}, str(data), is_demo=True))
    return data


@pytest.fixture
def demo(home, filled: Path) -> None:
    """Fill the data directory with the invented partners."""
    shutil.copytree(filled, home.data)


@pytest.fixture
def long(home) -> None:
    """Fill it with a partner that has thirty items and fifty customers."""
    samples.fill(home)
