"""The main screens where the encoding or the locale asks for plain ASCII."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from csp_tui.core.base import glyphs

from .conftest import SCREENS, Compare
from .test_screens import STATES, STYLED, screen_lines

NAMES = "翼端玩具株式会社"
"""What one of the invented partners is called: its file has it, so the screen shows it."""


@pytest.fixture(autouse=True)
def _ascii() -> Iterator[None]:
    glyphs.use(glyphs.ASCII)
    yield
    glyphs.use(glyphs.SIGNS)


@pytest.mark.parametrize("state", STYLED)
async def test_the_screen_is_as_its_file_shows_and_has_no_sign_beyond_ascii(
    tmp_path: Path, compare: Compare, state: str
):
    lines = await screen_lines(tmp_path, *STATES[state], (80, 24))
    assert "".join(lines).replace(NAMES, "").isascii(), lines
    compare(f"ascii/{state}", lines)


def test_every_file_belongs_to_a_screen():
    assert {path.stem for path in (SCREENS / "ascii").iterdir()} == {*STYLED}
