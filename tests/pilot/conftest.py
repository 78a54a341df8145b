from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange.sides import bare_repository, copy_sides

from csp_tui.core.workplace.workplace import Workplace

from .helpers import AMIRA, DIRECT, FakeClock, add_partner, other_store, sync, workplace_in


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


@pytest.fixture(scope="session")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where ``data`` and ``there`` have synced two partners, to be copied."""
    root = tmp_path_factory.mktemp("synced")
    here, there = (workplace_in(root / name, FakeClock()) for name in ("data", "there"))
    here = here.with_parts(store=other_store(here, AMIRA))  # with ids that no test makes again
    add_partner(here, "Contoso", DIRECT)
    add_partner(here, "Fabrikam")
    remote = bare_repository(root / "remote.git")
    for each in (here, there):
        sync(each, remote)
    return root


@pytest.fixture
def there(tmp_path: Path, clock: FakeClock, synced: Path) -> Workplace:
    """Return another data directory, which has synced the same two partners as the first."""
    copy_sides(synced, tmp_path)
    return workplace_in(tmp_path / "there", clock)
