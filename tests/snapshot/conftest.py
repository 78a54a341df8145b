from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import Protocol

import pytest
from pilot.conftest import _own_home  # noqa: F401  # the same home and time zone as there

SCREENS = Path(__file__).parent / "screens"


class Compare(Protocol):
    """Compares lines of a screen with the file of that name."""

    def __call__(self, name: str, lines: list[str]) -> None: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots", action="store_true", help="write the screens as they are now"
    )


@pytest.fixture
def compare(request: pytest.FixtureRequest) -> Compare:
    """Fails where a screen is not what its file says; with --update-snapshots it is written."""

    def compare_lines(name: str, lines: list[str]) -> None:
        path = SCREENS / f"{name}.txt"
        text = "".join(f"{line}\n" for line in lines)
        if request.config.getoption("--update-snapshots", default=False):
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text, encoding="utf-8")
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        if text != known:
            diff = unified_diff(
                known.splitlines(), lines, str(path.name), "the screen now", lineterm=""
            )
            hint = "If this is meant: pytest tests/snapshot --update-snapshots"
            pytest.fail("\n".join([*diff, "", hint]), pytrace=False)

    return compare_lines
