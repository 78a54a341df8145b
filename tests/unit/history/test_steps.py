"""Which steps are one's own, and which lines a line takes back, also where names are used twice."""

from __future__ import annotations

from csp_tui.core.base.actor import Actor
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.steps import left_without, own_steps, undone_lines

from .lines import after, line

FIRST = line("aaaa", 1, {"note": "1"})
ONE, OTHER = (after(FIRST, minutes, {"note": f"at {minutes}"}) for minutes in (2, 3))
"""Two steps of the same name, on two branches."""
AAAA = Actor("aaaa", "host")


def undo(minutes: float, undoes: str) -> HistoryLine:
    return line("bbbb", minutes, {"note": "1"}, do="undo", undoes=undoes, by="aaaa", count=1)


def test_an_undo_takes_back_the_step_of_its_own_branch():
    lines = [FIRST, ONE, OTHER]
    for one, other in ((ONE, OTHER), (OTHER, ONE)):
        act = undo(4, f"{one.step}:{one.short_identity}")
        assert undone_lines([*lines, act])(act) == [one]
        assert own_steps([*lines, act], AAAA) == ([FIRST, other], [act])
        assert left_without([*lines, act], [FIRST]) == [other]


def test_an_undo_of_an_earlier_version_names_no_branch():
    act = undo(4, ONE.step)
    assert undone_lines([FIRST, ONE, act])(act) == [ONE]
    assert own_steps([FIRST, ONE, act], AAAA) == ([FIRST], [act])
    assert left_without([FIRST, ONE, act], []) == [FIRST]


def test_a_line_that_was_taken_back_alone_is_named_by_its_branch():
    for one in (ONE, OTHER):
        act = undo(4, f"{one.id}:{one.short_identity}")
        assert undone_lines([FIRST, ONE, OTHER, act])(act) == [one]
    act = undo(4, FIRST.id)
    assert undone_lines([FIRST, ONE, act])(act) == [FIRST]
    assert undone_lines([FIRST, ONE, act])(ONE) == []
