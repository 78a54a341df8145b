"""The two sides of a conflict in words."""

from __future__ import annotations

from csp_tui.core.describe.clashes import Side

from ..history.lines import line


def test_the_answer_to_a_fact_is_said():
    side = Side((("sells-azure", True),), True, "Ben", line("aaaa", 0, {}))
    assert side.words == "answer yes"
