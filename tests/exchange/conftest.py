"""Three people on three machines, a repository, and a partner that all of them have."""

from __future__ import annotations

from pathlib import Path

import pytest

from .sides import CHECKLIST, Moment, Side, bare_repository, copy_sides, is_news, settle


def three_sides(root: Path) -> dict[str, Side]:
    moment = Moment()
    return {name: Side(root, name, moment) for name in ("amira", "ben", "cleo")}


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    return bare_repository(tmp_path / "remote.git")


@pytest.fixture
def sides(tmp_path: Path) -> dict[str, Side]:
    return three_sides(tmp_path)


@pytest.fixture
def amira(sides: dict[str, Side]) -> Side:
    return sides["amira"]


@pytest.fixture
def ben(sides: dict[str, Side]) -> Side:
    return sides["ben"]


@pytest.fixture
def cleo(sides: dict[str, Side]) -> Side:
    return sides["cleo"]


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return where three sides have a partner that has started a checklist, and its id."""
    root = tmp_path_factory.mktemp("begun")
    sides = three_sides(root)
    amira = sides["amira"]
    path = amira.data / "checklists" / "work" / "2026-01.toml"
    path.parent.mkdir(parents=True)
    path.write_text(CHECKLIST)
    made = amira("add", "Contoso", "--region", "EU").out.strip()
    assert amira("start", made, "work").code == 0
    remote = bare_repository(root / "remote.git")
    for side in sides.values():
        assert side("sync", remote).code == 0
    assert not any(map(is_news, settle(sides)))
    return root, made


@pytest.fixture
def partner(tmp_path: Path, remote: Path, begun: tuple[Path, str]) -> str:
    """Return the id of a partner that has started a checklist, the same on all three sides."""
    copy_sides(begun[0], tmp_path)
    return begun[1]
