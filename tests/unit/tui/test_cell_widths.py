"""What is measured here is as wide as the library that draws lays it out."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from rich.cells import cell_len, get_character_cell_size

from csp_tui.core.base.text import char_width, cut, laid_out, pad, visible_line, width, wrap
from csp_tui.tui.lines.labelled import LABEL, labelled
from csp_tui.tui.lines.row import cells
from csp_tui.tui.lines.tone import Tone

NAMES = [
    "Plain ASCII name",
    "\u1112\u1161\u11ab\u1100\u116e\u11a8 partner",  # Hangul in parts
    "Cafe\u0301 Zu\u0308rich",
    "\u30ab\u3099\u30ad\u3099",  # kana with their voicing apart
    "Heart \u2764\ufe0f Ltd",
    "Keycap 1\ufe0f\u20e3 Ltd",
    "Text style \u231a\ufe0e Ltd",
    "Thumb \U0001f44d\U0001f3fd Ltd",
    "Family \U0001f468\u200d\U0001f469\u200d\U0001f467 Ltd",
    "Flag \U0001f1eb\U0001f1f7 Ltd",
    "Check \u2705 Ltd",
    "Yijing \u4dc0\u4dc1",
    "\u0915\u094d\u200d\u0937 \u0939\u093f\u0928\u094d\u0926\u0940",
    "\u0ba8\u0bbf\u0bb1\u0bc1\u0bb5\u0ba9\u0bae\u0bcd",
    "Zalgo Z\u0338\u034d\u0308a",
    "soft\xadhyphen zero\u200bwidth",
]


def test_every_assigned_character_is_as_wide_as_the_library_draws_it():
    left_out = ("Cc", "Cs", "Cn")  # controls and surrogates are written out, never drawn
    different = [
        f"U+{code:04X}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(char := chr(code)) not in left_out
        and char_width(char) != get_character_cell_size(char, "latest")
    ]
    assert different == []


@pytest.mark.parametrize("name", NAMES)
def test_a_name_takes_the_cells_that_the_library_gives_it(name: str):
    drawn = cells(((name, Tone.TEXT),), 80)
    text = "".join(char for char, _tone in drawn)
    assert width(name) == len(drawn) == cell_len(text)
    assert cell_len(pad(visible_line(name), 20)) == 20
    assert all(cell_len(cut(name, room)) <= room for room in range(20))
    assert all(cell_len(row) <= 6 for row in wrap(name, 6))


def test_a_label_of_wide_letters_leaves_the_text_in_its_column():
    (line,) = labelled("\u4f1a\u793e\u540d", "Contoso", 40)
    assert width(line[0][0]) == 1 + LABEL
    above, _text = labelled("\u4f1a\u793e\u540d" * 2, "Contoso", 40)
    assert width(above[0][0]) == 1 + 12


@pytest.mark.parametrize("name", NAMES)
def test_terminals_that_know_no_sequences_draw_the_same_width(name: str):
    text = laid_out(name)
    assert cell_len(text) == sum(map(get_character_cell_size, text))


def test_a_composed_form_is_drawn_and_a_joined_emoji_is_taken_apart():
    assert laid_out(NAMES[1]) == "\ud55c\uad6d partner"
    assert width(NAMES[1]) == len("xxxx partner")
    assert laid_out(NAMES[8]) == "Family \U0001f468\U0001f469\U0001f467 Ltd"
