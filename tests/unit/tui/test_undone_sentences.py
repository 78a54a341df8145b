"""What an undo or redo says: how it is now, in a sentence and in the user's words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from csp_tui.core.base import language
from csp_tui.core.history.line import HistoryLine
from csp_tui.tui.history.text import values_taken_back

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("item", "after", "english", "french"),
    [
        (
            "it",
            {"status": "todo"},
            '"it" is to do again',
            "«\xa0it\xa0» est de nouveau\xa0: à faire",
        ),
        ("", {"closed": None, "outcome": None}, "run is open again", "run est rouvert"),
        (
            "",
            {"closed": NOW, "outcome": "completed"},
            "run is closed again",
            "run est de nouveau clos",
        ),
        ("", {"edition": None}, "run is no longer started", "run n\u2019est plus démarré"),
        ("it", {"note": None}, "it: note is none again", "it\xa0: note est de nouveau vide"),
    ],
)
def test_it_says_how_it_is_again(demo, item, after, english, french):
    line = HistoryLine(
        "k3v9q2mx", 1, NOW, "amira", "", "s", "undo", run="run", item=item, after=after
    )
    assert values_taken_back(line, demo) == english
    with language.speaking("fr"):
        assert values_taken_back(line, demo) == french


def test_of_a_partners_own_data_it_names_the_field(demo):
    line = HistoryLine("k3v9q2mx", 1, NOW, "amira", "", "s", "undo", after={"owner": "ben"})
    assert values_taken_back(line, demo) == 'owner is "ben" again'
