"""Any text that is written as Markdown reads as itself where it is rendered."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_text import marks_of, texts_of

from csp_tui.core.base.text import plain_markdown, visible_line

PIECES = [
    *"\\`*_{}[]()<>#+-.!|~&$:;@=^'\"/%?1x \n\t",
    *("~~", "**", "__", "```", "~~~", "---", "===", "> ", "1. ", "2) ", "- ", "+ ", "    ", "* "),
    *("&amp;", "&#35;", "&copy", "<b>", "</b>", "<!--", "-->", "](", "[x] ", "[ ] ", "![", "$$"),
    *("http://", "https://", "ftp://", "www.", "a.example", "mailto:", "a@b.example", "xmpp:"),
    *("https://a.example/b_c*d", "https://a.example/?q=1&copy;", "<https://a.example>"),
    *("wort", "né", "漢", "\u00a0", "\u3000", "\x1b", "\u202e", "|---|"),
]
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.text(st.characters(exclude_categories=[]), max_size=40),
)

FRAMES = {
    "paragraph": "{}",
    "heading": "## {}",
    "list": "- {}",
    "list in a list": "- a\n  - {}",
    "bold": "- [x] **{}**: rest",
    "after bold": "- **a**: {}",
    "cell": "| a | {} | b |\n|---|---|---|\n| c | {} | d |",
}


def spaced(text: str) -> str:
    """Return a text with its blanks as a renderer leaves them."""
    return " ".join(text.split())


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
@settings(max_examples=300)
@example("~~not tested~~")
@example("1. www.a.example and http://a_b.example/c_d, 5 * 3 * 2")
@example("    four blanks")
@example("https://a.example/x_y.")
@given(text=texts)
def test_a_text_renders_as_itself_and_brings_no_mark(frame, text):
    shown = visible_line(text).strip()
    if not shown:
        return
    written = frame.format(*[plain_markdown(text)] * frame.count("{}"))
    expected = frame.format(*["text"] * frame.count("{}"))
    assert marks_of(written) == marks_of(expected)
    wanted = [each.replace("text", shown) for each in texts_of(expected)]
    assert list(map(spaced, texts_of(written))) == list(map(spaced, wanted))
