"""Which signs screens are drawn with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csp_tui.core.base.glyphs import ASCII, SIGNS, Glyphs, fitting, use
from csp_tui.core.base.text import cut, pad, width
from csp_tui.tui.lines.bar import bar
from csp_tui.tui.lines.row import cells
from csp_tui.tui.lines.tone import Tone


@pytest.fixture
def _plain() -> Iterator[None]:
    use(ASCII)
    yield
    use(SIGNS)


@pytest.mark.parametrize(
    ("environ", "encoding", "signs"),
    [
        ({}, "utf-8", SIGNS),
        ({"LANG": "fr_CA.UTF-8"}, "UTF-8", SIGNS),
        ({"LANG": "ja_JP.UTF-8"}, "utf-8", ASCII),
        ({"LC_CTYPE": "zh_TW.UTF-8", "LANG": "en_GB.UTF-8"}, "utf-8", ASCII),
        ({"LC_ALL": "C.UTF-8", "LC_CTYPE": "ko_KR.UTF-8"}, "utf-8", SIGNS),
        ({}, "ascii", ASCII),
        ({}, "iso-8859-1", ASCII),
        ({}, "no such encoding", ASCII),
    ],
)
def test_the_locale_and_the_encoding_decide(environ: dict[str, str], encoding: str, signs: Glyphs):
    assert fitting(environ, encoding) == signs


def test_each_sign_takes_one_cell():
    assert all(width(sign) == 1 for signs in (SIGNS, ASCII) for sign in signs)


def test_a_cut_text_ends_in_the_sign_of_a_cut():
    assert cut("Contoso", 5) == "Cont\u2026"
    assert pad("\u65e5\u672c\u8a9e", 4) == "\u65e5\u2026 "


@pytest.mark.usefixtures("_plain")
def test_plain_signs_are_ascii_everywhere():
    assert cut("Contoso", 5) == "Cont~"
    assert [text for text, _tone in bar(1, 2, 4)] == ["==", "--"]
    assert cells((("Contoso", Tone.TEXT),), 3)[-1] == ("~", Tone.TEXT)


@pytest.mark.parametrize(
    ("done", "total", "filled"), [(0, 0, 0), (0, 5, 0), (2, 5, 4), (99, 100, 9), (5, 5, 10)]
)
def test_a_bar_is_full_only_when_all_is_done(done: int, total: int, filled: int):
    drawn = bar(done, total, 10)
    assert [text for text, _tone in drawn] == ["\u2501" * filled, "\u2500" * (10 - filled)]
    assert all(tone in (Tone.TEXT, Tone.QUIET) for _text, tone in drawn)
