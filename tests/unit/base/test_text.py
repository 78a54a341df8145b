from __future__ import annotations

from time import process_time

import pytest

from csp_tui.core.base.text import (
    cut,
    cut_middle,
    fitting,
    fold,
    pad,
    pad_name,
    storable,
    storable_line,
    visible,
    visible_line,
    width,
    wrap,
)

HARMFUL = {
    "NUL": "\x00",
    "bell": "\x07",
    "backspace": "\x08",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
    "escape": "\x1b",
    "unit separator": "\x1f",
    "DEL": "\x7f",
    "first of C1": "\x80",
    "next line": "\x85",
    "C1 CSI": "\x9b",
    "C1 OSC": "\x9d",
    "last of C1": "\x9f",
    "arabic letter mark": "\u061c",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "left-to-right embedding": "\u202a",
    "right-to-left override": "\u202e",
    "left-to-right isolate": "\u2066",
    "pop directional isolate": "\u2069",
    "lone surrogate": "\ud800",
    "undecodable byte": "\udcff",
}
each_harmful = pytest.mark.parametrize("char", HARMFUL.values(), ids=HARMFUL.keys())


@each_harmful
def test_a_harmful_character_is_written_out_where_text_is_shown(char):
    assert char not in visible(f"a{char}b")
    assert visible(f"a{char}b").isprintable()


@each_harmful
def test_a_harmful_character_is_left_out_where_text_is_stored(char):
    assert storable(f"a{char}b") == "ab"


@pytest.mark.parametrize(
    ("char", "shown"),
    [("\x1b", "^["), ("\x00", "^@"), ("\x7f", "^?"), ("\x9b", "<U+009B>"), ("\u202e", "<U+202E>")],
)
def test_what_is_written_out_can_be_recognised(char, shown):
    assert visible(char) == shown


def test_tab_newline_accents_and_emoji_stay_as_they_are():
    text = 'naïve\tÅse\n漢字 👍 [bold]x[/bold] \\ "quoted"'
    assert visible(text) == text
    assert storable(text) == text


def test_the_line_ends_of_other_systems_become_newlines_when_stored():
    assert storable("a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_carriage_return_cannot_overwrite_a_shown_line():
    assert visible("safe\rEVIL") == "safe^MEVIL"


def test_a_shown_line_is_one_line():
    assert visible_line("a\nb\r\nc\td\u2028e") == "a b c d<U+2028>e"


def test_a_stored_line_is_one_line_without_blanks_around_it():
    assert storable_line("  Contoso \n\t Ltd\x1b[31m ") == "Contoso Ltd[31m"


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("漢字", 4), ("\uff41", 2), ("a\u200bb", 2)],
)
def test_width_counts_terminal_cells(text, cells):
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("abcd", 1, "…"),
        ("abcd", 0, ""),
        ("abcd", -1, ""),
        ("漢字漢", 4, "漢…"),
        ("漢字漢", 5, "漢字…"),
        ("e\u0301e\u0301e\u0301", 2, "\u00e9…"),
    ],
)
def test_cut_marks_where_something_is_gone(text, cells, expected):
    assert cut(text, cells) == expected


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("Partner 00123 Ltd", 17, "Partner 00123 Ltd"),
        ("Partner 00123 Ltd", 14, "Part…00123 Ltd"),
        ("Contoso Distribution North", 14, "Cont…ion North"),
        ("Contoso Distribution South", 14, "Cont…ion South"),
        ("Contoso of the South", 9, "Con…South"),
        ("abcd", 2, "…d"),
        ("abcd", 1, "…"),
        ("abcd", 0, ""),
        ("abcd", -1, ""),
        ("漢字漢字漢", 7, "漢…字漢"),
        ("abcq\u0323", 2, "…q\u0323"),
        ("abcq\u0323", 1, "…"),
    ],
)
def test_a_cut_in_the_middle_keeps_the_end_by_which_alike_names_differ(text, cells, expected):
    assert cut_middle(text, cells) == expected
    assert pad_name(text, cells) == (expected + " " * (cells - width(expected)))


def test_a_name_with_room_for_its_beginning_is_cut_at_its_end():
    assert pad_name("Société Générale de Distribution", 22) == "Société Générale de D…"


def test_pad_fills_to_the_exact_width_even_where_a_wide_character_does_not_fit():
    assert pad("漢字漢", 4) == "漢… "
    assert pad("ab", 4) == "ab  "


def test_wrap_breaks_at_blanks_and_keeps_paragraphs():
    assert wrap("one two three\n\nfour", 7) == ["one two", "three", "", "four"]


def test_wrap_breaks_a_word_that_is_longer_than_the_line():
    assert wrap("see https://example.com/a", 8) == ["see", "https://", "example.", "com/a"]


def test_wrap_never_splits_a_wide_character():
    assert wrap("漢字漢字", 5) == ["漢字", "漢字"]


@pytest.mark.parametrize("char", ["x", "漢"])
def test_wrap_breaks_a_word_without_end_in_no_time(char):
    before = process_time()
    lines = wrap(char * 400_000, 80)
    assert process_time() - before < 5
    assert "".join(lines) == char * 400_000
    assert {width(line) for line in lines} == {80}


def test_wrap_keeps_a_word_of_no_width():
    assert wrap("\u200b word", 10) == ["\u200b word"]


def test_names_compare_without_case_and_form():
    assert fold("STRASSE") == fold("straße")
    assert fold("\uff23ontoso") == fold("contoso")
    assert fold("Å") == fold("A\u030a")


def test_texts_are_kept_whole_as_far_as_they_fit():
    assert fitting(["  12", "  3 d", "  4"], 9) == ["  12", "  3 d"]
    assert fitting(["  株式会社", "  1"], 9) == []
