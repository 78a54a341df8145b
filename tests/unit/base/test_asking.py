"""Yes and no, and talks that ask."""

from __future__ import annotations

import pytest

from csp_tui.core.base.asking import confirmed, yes_or_no
from csp_tui.core.base.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "known"),
    [("", None), (" ", None), ("y", True), ("YES ", True), ("n", False), ("No", False)],
)
def test_yes_and_no_are_understood(typed, known):
    assert yes_or_no(typed) is known


@pytest.mark.parametrize("typed", ["maybe", "1", "yy"])
def test_what_is_neither_yes_nor_no_is_asked_again(typed):
    with pytest.raises(UsageError, match="answer y or n"):
        yes_or_no(typed)


@pytest.mark.parametrize(
    ("key", "answer"),
    [("y", "y"), ("Y", "y"), ("o", "y"), ("n", "n"), ("enter", ""), ("x", "")],
)
def test_a_question_is_answered_by_its_keys_and_never_by_enter(key, answer):
    assert next(confirmed("Close it?", "It is open.")).answer_by(key) == answer


@pytest.mark.parametrize(("key", "result"), [("y", True), ("n", False)])
def test_only_a_yes_confirms(key, result):
    talk = confirmed("Close it?", "It is open.")
    question = next(talk)
    assert (question.title, question.lead) == ("Close it?", "It is open.")
    with pytest.raises(StopIteration) as end:
        talk.send(key)
    assert end.value.value is result
