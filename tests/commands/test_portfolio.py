"""``portfolio``: the counts over all partners, in every way of printing them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest

TODAY = date.today()
MONDAY = TODAY - timedelta(days=TODAY.weekday())
HEADER = ["group", "number", "name", "remark"]


@pytest.fixture
def two(call, mini):
    """Contoso, amira's, has registered and waits for Microsoft; Fabrikam, ben's, has begun."""
    other = call("add", "Fabrikam SARL", "--owner", "ben").out.strip()
    call("start", other, "mini")
    call("edit", mini, "--owner", "amira", "--anniversary", str((TODAY.month + 5) % 12 + 1))
    call("tick", mini, "register")
    day = (TODAY - timedelta(days=9)).isoformat()
    waits = ("--for", "Microsoft", "--since", day, "--chase", day, "--yes")
    assert call("wait", mini, "sign", *waits).code == 0
    return mini, other


def of_group(answer, name):
    return [row[1:] for row in answer.rows if row[0] == name]


def test_each_group_says_how_many_and_of_what(call, two):
    answer = call("portfolio")
    assert (answer.code, answer.err) == (0, "")
    assert of_group(answer, "stage-mini") == [["2", "First things", ""]]
    assert of_group(answer, "waited-for") == [["1", "Microsoft", "oldest 9 d"]]
    assert of_group(answer, "owners") == [
        ["1", "amira", "1 late, 1 to chase"],
        ["1", "ben", ""],
    ]
    assert [row[0] for row in of_group(answer, "yearly-check")] == ["1"]
    assert of_group(answer, "done")[-1][0::2] == ["1", "2 new partners"]
    assert [row[0] for row in of_group(answer, "done")] == ["0", "0", "0", "1"]


def test_an_act_that_was_taken_back_is_not_counted_until_it_is_made_again(call, two):
    call("tick", two[1], "register")
    assert of_group(call("portfolio"), "done")[-1][0] == "2"
    call("undo", two[1])
    assert of_group(call("portfolio"), "done")[-1][0] == "1"
    call("redo", two[1])
    assert of_group(call("portfolio"), "done")[-1][0] == "2"
    call("undo", two[1])
    assert of_group(call("portfolio"), "done")[-1][0] == "1"


def test_a_run_whose_required_items_are_done_is_past_all_sections(call, two):
    call("tick", two[0], "sign", "--yes")
    answer = call("portfolio")
    assert of_group(answer, "stage-mini") == [
        ["1", "First things", "usually 0 d"],
        ["1", "all required done", ""],
    ]
    assert of_group(answer, "waited-for") == []
    call("tick", two[0], "region")
    assert call("close", two[0], "--outcome", "completed", "--yes").code == 0
    assert of_group(call("portfolio"), "stage-mini") == [["1", "First things", "usually 0 d"]]
    assert of_group(call("portfolio"), "done")[-1][2] == "2 new partners, 1 closed"


def test_programs_get_the_same_numbers(call, two):
    found = json.loads(call("portfolio", "--json").out)
    assert (found["partners"], found["late"], found["this_week"]) == (2, 1, 0)
    assert found["stages"][0] == {
        "checklist": "mini",
        "section": "First things",
        "number": 2,
        "usual_days": None,
        "edition": "",
    }
    assert found["waited_for"] == [{"name": "Microsoft", "number": 1, "oldest_days": 9}]
    assert found["owners"][1] == {"name": "ben", "number": 1, "late": 0, "to_chase": 0}
    assert found["weeks"][-1] == {
        "monday": MONDAY.isoformat(),
        "ticks": 1,
        "chases": 0,
        "added": 2,
        "closed": 0,
        "partners": sorted(two),
    }
    assert len(found["weeks"]) == 4


def test_a_spreadsheet_gets_a_table_and_no_formula(call, two):
    call("edit", two[1], "--owner", "=1+1")
    header, *rows = csv.reader(io.StringIO(call("portfolio", "--csv").out))
    assert header == HEADER
    assert ["owners", "1", "'=1+1", ""] in rows
    assert call("portfolio", "--csv", "--json").code == 2


def test_a_terminal_gets_bars_in_proportion(in_terminal, call, two):
    shown = in_terminal("portfolio").splitlines()
    assert "Waited for (number of items, oldest)" in shown
    assert f"      1 amira {'#' * 30} 1 late, 1 to chase" in shown
    assert all(len(line) <= 80 for line in shown)


def test_without_partners_there_is_nothing_to_count(call):
    answer = call("portfolio")
    assert (answer.code, answer.err) == (0, "csp-tui: there are no partners yet\n")
