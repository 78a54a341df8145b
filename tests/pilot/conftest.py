from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from csp_tui.core.workplace.workplace import Workplace

from .helpers import FakeClock, workplace_in


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the user's directories, settings or time zone."""
    for name in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    for name in ("CSP_TUI_DATA", "CSP_TUI_REVIEWER", "CSP_TUI_THEME", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def workplace(tmp_path: Path, clock: FakeClock) -> Workplace:
    return workplace_in(tmp_path / "data", clock)


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """Return an empty bare repository."""
    path = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", path], check=True)
    return path
