"""What a history lacks of another one, and which changes clash then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from csp_tui.core.base.errors import UsageError
from csp_tui.core.history.clashes import clashes, new_clashes
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.union import MOST_AHEAD, unite

from .lines import TEN, after, at, line

FIRST = line("aaaa", 0, {"note": "1"})
SECOND = after(FIRST, 1, {"note": "2"})
THIRD = after(SECOND, 2, {"note": "3"})
OTHER = line("bbbb", 1, {"owner": "ben"})


def names(lines: Iterable[HistoryLine]) -> list[str]:
    return sorted(each.identity for each in lines)


def test_what_is_lacking_is_added_after_what_is_before_it_and_nothing_else():
    union = unite([FIRST], [THIRD, OTHER, FIRST, SECOND], TEN)
    assert names(union.lines) == names([SECOND, THIRD, OTHER])
    assert union.lines.index(SECOND) < union.lines.index(THIRD)
    assert union.ahead == ()
    assert unite([FIRST, SECOND, OTHER], [OTHER, FIRST], TEN).lines == ()


def test_the_lines_of_a_step_are_added_side_by_side():
    act = {"step": "bbbb-2", "of": 2}
    one = after(OTHER, 2, {"owner": "1"}, **act)
    two = after(one, 2, {"owner": "2"}, **act)
    lines = unite([], [two, FIRST, one, SECOND, THIRD, OTHER], TEN).lines
    assert names(lines) == names([FIRST, SECOND, THIRD, OTHER, one, two])
    assert lines.index(OTHER) < lines.index(one) == lines.index(two) - 1


def test_a_torn_step_is_not_taken_in_and_its_rest_brings_it():
    act = {"step": "aaaa-2", "of": 2}
    one = after(FIRST, 1, {"note": "one"}, **act)
    two = after(one, 1, {"note": "two"}, **act)
    later = after(two, 2, {"note": "later"})
    assert unite([], [FIRST, one], TEN).lines == (FIRST,)
    assert unite([FIRST], [FIRST, one, two, later], TEN).lines == (one, two, later)


def test_both_branches_of_a_writer_are_kept():
    forked = after(FIRST, 5, {"note": "forked"})
    union = unite([FIRST, forked], [FIRST, SECOND, THIRD], TEN)
    assert union.lines == (SECOND, THIRD)


def test_an_altered_line_is_refused():
    altered = replace(SECOND, after={"note": "altered"})
    message = "line 2 of writer aaaa is not the same here and there"
    with pytest.raises(UsageError, match=message):
        unite([FIRST, SECOND], [FIRST, altered], TEN)


def test_a_history_that_lacks_a_line_is_refused():
    with pytest.raises(UsageError, match="lacks the line before line 3 of writer aaaa"):
        unite([FIRST], [FIRST, THIRD], TEN)
    assert unite([FIRST, SECOND], [THIRD], TEN).lines == (THIRD,)


def test_a_line_of_a_newer_version_is_refused():
    with pytest.raises(UsageError, match="a newer csp-tui wrote a line of it"):
        unite([], [replace(FIRST, version=3)], TEN)


def test_a_line_that_is_ahead_waits_with_what_follows_it_and_others_go_on():
    most = MOST_AHEAD / timedelta(minutes=1)
    near, far = after(FIRST, most, {"note": "near"}), after(FIRST, most + 1, {"note": "far"})
    assert unite([FIRST], [near], TEN).lines == (near,)
    follows = after(far, 1, {"note": "follows"})
    union = unite([FIRST], [OTHER, FIRST, far, follows], TEN)
    assert (union.lines, union.ahead) == ((OTHER,), (far, follows))
    day = at(1)
    assert unite([FIRST], [far, follows], day).lines == (far, follows)


def test_two_who_say_the_same_of_a_status_do_not_clash():
    done = {"status": "done", "at": at(0), "by": "aaaa", "on": date(2026, 11, 23)}
    one = line("aaaa", 0, done, do="tick")
    two = line("bbbb", 1, {**done, "by": "bbbb", "on": date(2026, 11, 22)}, do="tick")
    assert clashes([one, two]) == []
    refused = [
        line(each, 0, {"status": "refused", "reason": each}, do="refuse") for each in ("cccc", "d")
    ]
    assert len(clashes(refused)) == 1
    (clash,) = clashes([one, two, refused[0]])
    assert (clash.fell.writer, clash.stands.line) == ("cccc", two)


def test_only_clashes_that_the_added_lines_make_are_new():
    notes = [line("aaaa", 0, {"note": "a"}), line("bbbb", 1, {"note": "b"})]
    owners = [line("aaaa", 0, {"owner": "a"}, count=2), line("bbbb", 1, {"owner": "b"}, count=2)]
    (clash,) = new_clashes([*notes, owners[0]], [owners[1]])
    assert (clash.register.name, clash.fell, clash.stands.line) == ("owner", *owners)
    assert new_clashes([*notes, *owners], []) == []
    known = line("bbbb", 2, {"note": "c"}, *notes, count=3)
    assert new_clashes(notes, [known]) == []
