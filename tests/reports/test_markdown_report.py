"""The report as Markdown: whatever the texts are, it renders as they are."""

from __future__ import annotations

import pytest
from markdown_text import marks_of, texts_of

from . import samples

HOSTILE = [
    "~~not tested~~",
    "1. *a* _b_ `c` <b> [d](e) &amp; | # $f$",
    "- http://a_b.example/c_d and www.a_b.example",
    "+ ***",
]


def rendered(call, home, text: str, language: str) -> tuple[dict[str, int], str]:
    """Return the marks and the text of a report in which every text is `text`."""
    samples.fill(home, text, text, customers=12)
    assert call("note", "contoso", "i0-0", text).code == 0
    report = call("--lang", language, "report", "contoso", "--format", "md").out
    return dict(marks_of(report)), "\n".join(texts_of(report))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report_renders_as_the_texts_that_it_holds(call, home, language):
    tame_marks, tame_text = rendered(call, home, "Tame text", language)
    assert tame_text.count("Tame text") > 200
    for text in HOSTILE:
        call("note", "contoso", "i0-0", "")
        marks, shown = rendered(call, home, text, language)
        extra = {each for each, count in marks.items() if count != tame_marks.get(each)}
        assert not extra - {"tr_open", "tr_close", "td_open", "td_close"}, text  # a longer history
        assert shown.count(text) >= tame_text.count("Tame text"), text


def test_a_struck_note_is_not_struck_out(call, home):
    samples.fill(home)
    call("note", "contoso", "i0-0", "~~not tested~~")
    report = call("report", "contoso", "--format", "md").out
    assert "s_open" not in marks_of(report)
    assert any("~~not tested~~" in each for each in texts_of(report))


def test_steps_for_a_mail_render_as_their_texts(call, home):
    samples.fill(home, "1. ~~A~~ | `b`", "~~not~~ *tested*")
    report = call("next", "--markdown", "--all").out
    assert not {"s_open", "em_open", "code_inline", "ordered_list_open"} & marks_of(report).keys()
    shown = "\n".join(texts_of(report))
    assert "1. ~~A~~ | `b`" in shown
    assert "~~not~~ *tested*" in shown
