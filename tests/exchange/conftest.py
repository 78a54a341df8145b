"""Three people on three machines, a repository, and a partner that all of them have."""

from __future__ import annotations

from pathlib import Path

import pytest

from .sides import CHECKLIST, Moment, Side, bare_repository, settle


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    return bare_repository(tmp_path / "remote.git")


@pytest.fixture
def sides(tmp_path: Path) -> dict[str, Side]:
    moment = Moment()
    return {name: Side(tmp_path, name, moment) for name in ("amira", "ben", "cleo")}


@pytest.fixture
def amira(sides: dict[str, Side]) -> Side:
    return sides["amira"]


@pytest.fixture
def ben(sides: dict[str, Side]) -> Side:
    return sides["ben"]


@pytest.fixture
def cleo(sides: dict[str, Side]) -> Side:
    return sides["cleo"]


@pytest.fixture
def partner(sides: dict[str, Side], amira: Side, remote: Path) -> str:
    """Return the id of a partner that has started a checklist, the same on all three sides."""
    path = amira.data / "checklists" / "work" / "2026-01.toml"
    path.parent.mkdir(parents=True)
    path.write_text(CHECKLIST)
    made = amira("add", "Contoso", "--region", "EU").out.strip()
    assert amira("start", made, "work").code == 0
    for side in sides.values():
        assert side("sync", remote).code == 0
    settle(sides)
    return made
