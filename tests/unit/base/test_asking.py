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
    ("typed", "result"), [("y", True), ("oui", True), ("", False), ("n", False)]
)
def test_only_a_yes_confirms(typed, result):
    talk = confirmed("Close it?", "It is open.")
    question = next(talk)
    assert (question.label, question.lead) == ("Close it? y/N", "It is open.")
    assert question.check("perhaps") == "answer y or n"
    with pytest.raises(StopIteration) as end:
        talk.send(typed)
    assert end.value.value is result
