"""Keys and pastes reach the app as they are typed; answers of the terminal do not, as it sends."""

from __future__ import annotations

import pytest

from csp_tui.tui.terminal.terminal_input import MOST_PASTED, TerminalInput

KEYS = "a\x1b[Aj\x1bOP\x1b[1;5C\x1b[97;5u\x1b[<0;1;1M\x1b[?2026;2$y\x1b[1;2R\ré"
ANSWERS = {
    "size": "\x1b[48;9999;9999;99999;99999t",
    "clipboard": "\x1b]52;c;" + "QUJD" * 999 + "\x07",
    "colour": "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "setting": "\x1bP1$r0m\x1b\\",
    "picture": "\x1b_Gi=1;OK\x1b\\",
    "private message": "\x1b^é\x1b\\",
    "device": "\x1b[?62;1;2c",
    "second device": "\x1b[>41;377;0c",
    "status": "\x1b[0n",
    "long": "\x1b[?" + "1;2" * 999 + "c",
}


def taken(*pieces: str) -> tuple[str, list[str]]:
    """Return the keys and the pastes that the app gets of `pieces`."""
    source = TerminalInput()
    found = [each for piece in pieces for each in source.split(piece)]
    keys = "".join(text for text, is_pasted in found if not is_pasted)
    return keys, [text for text, is_pasted in found if is_pasted]


def test_keys_pass_as_they_are():
    assert taken(KEYS) == (KEYS, [])


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_no_key_wherever_it_is_broken(name):
    text = f"j{ANSWERS[name]}k"
    for at in range(1, min(60, len(text))):
        assert taken(text[:at], text[at:]) == ("jk", [])
    assert taken(*text) == ("jk", [])


@pytest.mark.parametrize("start", ["\x1b]52;c;", "\x1bP", "\x1b_G", "\x1b^", "\x1bX"])
def test_a_string_without_an_end_lasts_until_a_control_character(start):
    assert taken(start + "d" * 9999, "ddd", "\x11j") == ("\x11j", [])
    assert taken(start + "d" * 9999, "\x1b[Aj") == ("\x1b[Aj", [])


def test_a_paste_is_one_whole_wherever_it_is_broken():
    text = "j\x1b[200~a\x1b[Bb\nc\x1b[201~k"
    for at in range(1, len(text)):
        assert taken(text[:at], text[at:]) == ("jk", ["a\x1b[Bb\nc"])


def test_of_a_long_paste_one_character_too_many_is_kept():
    text = "ab" * MOST_PASTED
    assert taken("\x1b[200~", *[text] * 3, "\x1b[201~j") == ("j", [text[: MOST_PASTED + 1]])


@pytest.mark.parametrize("begun", ["\x1b", "\x1b[", "\x1b]", "\x1bP"])
def test_what_begins_a_sequence_is_a_key_if_nothing_follows(begun):
    source = TerminalInput()
    assert [*source.split(begun)] == []
    assert source.is_waiting
    assert source.take_held() == begun
    assert not source.is_waiting
    assert [*source.split("j")] == [("j", False)]
