from __future__ import annotations

from csp_tui.core.history.line import head
from csp_tui.core.history.lines_about import lead_to

from .lines import after, line

FIRST = line("here", 0, {"note": "a"})
SECOND = after(FIRST, 1, {"note": "b"})
THIRD = after(SECOND, 2, {"note": "c"})
OTHER = line("there", 3, {"note": "d"})


def test_own_lines_alone_lead_from_heads_to_heads():
    before = {"here": head(FIRST)}
    assert lead_to([SECOND, THIRD], before, {"here": head(THIRD)})
    assert lead_to([], before, before)


def test_a_line_of_somebody_else_is_noticed_between_own_lines():
    before = {"here": head(FIRST)}
    assert not lead_to([THIRD], before, {"here": head(THIRD)})  # the second one, in another session
    assert not lead_to([SECOND], before, {"here": head(THIRD)})
    assert not lead_to([SECOND], before, {"here": head(SECOND), "there": head(OTHER)})
