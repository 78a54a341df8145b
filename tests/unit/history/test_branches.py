"""Which lines count, and which a file includes, also after a writer has forked."""

from __future__ import annotations

from typing import Any

from csp_tui.core.history.branches import counting, heads_of, included, writers_gone
from csp_tui.core.history.line import HistoryLine

from .lines import after, line

OF_CUSTOMER = {"customer": "fabrikam", "run": "", "item": ""}


def chain(writer: str, *stated: dict[str, Any]) -> list[HistoryLine]:
    """Return lines of one writer, each after the one before, with these fields."""
    lines = [line(writer, 1, {"note": "1"}, **stated[0])]
    for number, fields in enumerate(stated[1:], 2):
        lines.append(after(lines[-1], number, {"note": str(number)}, **fields))
    return lines


def head(one: HistoryLine) -> str:
    return f"{one.count} {one.identity}"


def test_a_step_that_lacks_a_line_does_not_count_nor_what_follows_it_on_its_branch():
    act = {"step": "aaaa-2", "of": 3}
    first, *torn, later = chain("aaaa", {}, act, act, {})
    other = line("bbbb", 1, {"note": "b"})
    assert counting([first, *torn, other, later]) == [first, other]
    whole = chain("aaaa", {}, act, act, act, {})
    assert counting(whole) == whole
    assert counting(whole[::-1]) == whole[::-1]


def test_a_step_counts_for_each_branch_by_itself():
    (first,) = chain("aaaa", {})
    act = {"step": "aaaa-2", "of": 2}
    torn = after(first, 2, {"note": "torn"}, **act)
    one = after(first, 3, {"note": "one"}, **act)
    two = after(one, 3, {"note": "two"}, **act)
    assert counting([first, torn, one, two]) == [first, one, two]


def test_a_line_counts_where_the_one_before_it_is_damaged():
    act = {"step": "aaaa-2", "of": 2}
    first, _damaged, *whole = chain("aaaa", {}, {}, {**act, "step": "aaaa-3"}, act)
    last = after(whole[0], 3, {"note": "4"}, step="aaaa-3", of=2)
    assert counting([first, whole[0], last]) == [first, whole[0], last]


def test_a_line_that_is_there_twice_does_not_make_its_step_whole():
    act = {"step": "aaaa-1", "of": 2}
    (torn,) = chain("aaaa", act)
    assert counting([torn, torn]) == []


def test_a_file_names_the_last_line_about_it_on_every_branch():
    first, second, third = chain("aaaa", {}, {}, OF_CUSTOMER)
    forked = after(first, 5, {"note": "forked"})
    other = line("bbbb", 1, {"name": "x"}, **OF_CUSTOMER)
    lines = [first, second, third, forked, other]
    assert heads_of([first, second, third], "") == {"aaaa": head(second)}
    of_both = heads_of(lines, "")["aaaa"].split(", ")
    assert sorted(of_both) == sorted([head(second), head(forked)])
    assert heads_of(lines, "fabrikam") == {"aaaa": head(third), "bbbb": head(other)}


def test_a_file_includes_the_lines_of_its_heads_and_all_before_them_on_their_branches():
    first, second, third = chain("aaaa", {}, {}, {})
    forked = after(first, 5, {"note": "forked"})
    beyond = after(forked, 6, {"note": "beyond"})
    other = line("bbbb", 1, {"note": "b"})
    lines = [first, second, other, third, forked, beyond]
    assert included(lines, {"aaaa": head(second)}) == [first, second]
    both = {"aaaa": f"{head(second)}, {head(forked)}"}
    assert included(lines, both) == [first, second, forked]
    assert included(lines, {"bbbb": head(other)}) == [other]
    assert included(lines, heads_of(lines, "")) == lines
    assert included(lines, {}) == []


def test_where_the_line_of_a_head_is_gone_all_up_to_its_number_are_included():
    first, second, third, fourth = chain("aaaa", {}, {}, {}, {})
    heads = {"aaaa": head(third)}
    assert included([first, second, fourth], heads) == [first, second]
    assert writers_gone([first, second, fourth], heads) == {"aaaa"}
    assert writers_gone([first, second, third], heads, {"bbbb": f"1 {first.identity}"}) == {"bbbb"}
    assert writers_gone([first, second, third], heads, {}) == set()


def test_a_damaged_line_between_does_not_hide_what_is_before_it():
    first, _damaged, third = chain("aaaa", {}, {}, {})
    assert included([first, third], {"aaaa": head(third)}) == [first, third]
