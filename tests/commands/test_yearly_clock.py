"""The yearly clock: what it alarms of, whom it takes a partner for, and what answers it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

TODAY = date.today()
MISSED = (TODAY - timedelta(days=100)).replace(day=1)
"""A T for which nothing more is to come."""
STARTED = f"{MISSED - timedelta(days=120)}T09:00:00.000Z"


def run_of(checklist: str, key: str = "", outcome: str = "") -> str:
    """Return a run as it stands in a file."""
    lines = [f"[checklists.{key or checklist}]", f'checklist = "{checklist}"']
    lines += ['edition = "2026-08"', f"started = {STARTED}"]
    if outcome:
        lines += [f"closed = {STARTED}", f'outcome = "{outcome}"']
    return "\n".join(lines) + "\n"


def put_partner(home, partner_id: str, *runs: str, model: str = "", month: int = MISSED.month):
    lines = ["format = 1", f'name = "{partner_id.title()}"']
    lines += [f"anniversary = {month}"] if month else []
    lines += [f'model = "{model}"'] if model else []
    home.put(f"partners/{partner_id}.toml", "\n".join([*lines, "", *runs]))


def clock_of(call, *args: str) -> list[list[str]]:
    return call("next", *args, "--group", "clock").rows


@pytest.fixture
def complete(call, home) -> str:
    """A partner with a yearly run whose required items are done, after T."""
    key = f"keep-direct-{MISSED.year}"
    put_partner(home, "adatum", run_of("keep-direct", key), model="direct-bill")
    assert "Revoked" in clock_of(call)[0][5]
    answer = call("show", "adatum", "--json")
    (run,) = json.loads(answer.out)["runs"]
    required = [item["id"] for item in run["items"] if item["need"] == "required"]
    assert call("tick", "adatum", *required, "--yes").code == 0
    return key


def test_a_complete_yearly_run_is_to_be_closed_and_nothing_is_late(call, complete):
    (step,) = clock_of(call)
    assert step[3] == complete
    year = complete.removeprefix("keep-direct-")
    assert step[5] == f"close Keep direct {year}, it is complete (key C, command close)"
    (row,) = call("partners").rows
    assert "close it: complete" in row
    assert not any("late" in cell or "lapsed" in cell for cell in row)
    listed = json.loads(call("next", "--group", "clock", "--json").out)["steps"]
    assert [each["close"] for each in listed] == [True]


def test_the_command_that_show_prints_closes_the_run(call, complete):
    (line,) = [each for each in call("show", "adatum").lines if each.startswith("complete: ")]
    assert call(*line.partition("csp-tui ")[2].split()).code == 0
    assert clock_of(call) == []
    assert "complete: " not in call("show", "adatum").out


def test_unticking_a_required_item_brings_the_alarm_back(call, complete):
    assert call("untick", "adatum", "revenue-ttm").code == 0
    assert "Revoked" in clock_of(call)[0][5]


@pytest.mark.parametrize(
    "runs",
    [
        [run_of("keep-direct")],
        [run_of("transition-to-indirect")],
        [run_of("enroll-direct", outcome="completed")],
        [run_of("enroll-direct", outcome="completed"), run_of("enroll-direct", "again")],
    ],
)
def test_who_bills_directly_by_its_checklists_is_warned_of_losing_that(call, home, runs):
    put_partner(home, "fox", *runs)
    assert "Revoked" in clock_of(call, "fox")[0][5]
    assert "model\ttaken as direct bill" in call("show", "fox").out


@pytest.mark.parametrize(
    "runs",
    [
        [run_of("enroll-direct")],
        [run_of("enroll-direct", outcome="abandoned")],
        [run_of("keep-reseller")],
        [run_of("transition-to-indirect", outcome="completed")],
    ],
)
def test_who_does_not_bill_directly_yet_is_not_warned_of_losing_that(call, home, runs):
    put_partner(home, "fox", *runs)
    (step,) = clock_of(call, "fox")
    assert "a miss stops orders for at least a year" in step[5]
    answer = call("show", "fox").out
    assert "model\ttaken as indirect reseller" in answer
    points = answer.partition("\n\n")[0]
    assert not any(word in points for word in ("Revoked", "Suspended", "Restricted"))


def test_a_partner_whose_model_is_unknown_is_asked_for_it(call, home):
    put_partner(home, "fox", month=TODAY.month)
    (step,) = clock_of(call, "fox")
    assert "fill in the model" in step[5]
    shown = call("show", "fox").out
    assert "model\tnot known: fill it in" in shown
    assert ("if it is an indirect reseller; later" in shown) == (TODAY.day > 1)


def test_the_partners_own_model_wins_over_that_of_its_checklists(call, home):
    put_partner(home, "fox", run_of("enroll-direct"), model="direct-bill")
    assert "Revoked" in clock_of(call, "fox")[0][5]
    assert "taken as" not in call("show", "fox").out


def test_the_days_of_the_clock_rise_in_next(call, home):
    for number in range(12):
        month = (TODAY.month + 5 * number) % 12 + 1
        model = ("direct-bill", "indirect-reseller")[number % 2]
        put_partner(home, f"p{number:02}", run_of("keep-direct"), model=model, month=month)
    rows = clock_of(call)
    until = [": mend until " in row[5] for row in rows]
    assert until == sorted(until, reverse=True)
    days = [row[9] for row in rows[sum(until) :]]
    assert len(set(days)) > 1
    assert days == sorted(days)


def test_of_one_day_of_the_clock_who_has_most_to_do_comes_first(call, home):
    for name in ("ant", "bee"):
        put_partner(home, name, run_of("keep-direct"), model="direct-bill", month=THIS_MONTH.month)
    assert clock_of(call)[0][2] == "ant"
    item = json.loads(call("show", "ant", "--json").out)["runs"][0]["items"][0]["id"]
    assert call("tick", "ant", item, "--yes").code == 0
    assert clock_of(call)[0][2] == "bee"


THIS_MONTH = TODAY.replace(day=1)
LAST_MONTH = (THIS_MONTH - timedelta(days=1)).replace(day=1)


def test_partners_past_their_last_day_come_after_those_still_in_time(call, home):
    soon = TODAY + timedelta(days=40)
    for name, day in (("gone", MISSED), ("now", THIS_MONTH), ("soon", soon)):
        put_partner(home, name, run_of("keep-direct"), model="direct-bill", month=day.month)
    put_partner(home, "without", run_of("enroll-direct"), month=0)
    rows = call("partners", "--sort", "clock").rows
    assert [row[1] for row in rows] == ["now", "soon", "gone", "without"]
    assert [row[1] for row in rows if any("lapsed?" in cell for cell in row)] == ["gone"]
    left = (THIS_MONTH - TODAY).days  # as in the list on the screen
    assert any(cell.endswith(f" {left} d") for cell in rows[0])
    assert [row[1] for row in call("partners", "--filter", "lapsed").rows] == ["gone"]
    (line,) = [each for each in call("show", "gone").lines if each.startswith("last day\t")]
    assert (MISSED + timedelta(days=60)).isoformat() in line
    assert "ask Microsoft or the distributor" in line
    assert "ask Microsoft" not in call("show", "now").out


def test_on_a_terminal_only_what_is_next_says_that_a_check_has_lapsed(in_terminal, home):
    put_partner(home, "gone", run_of("keep-direct"), model="direct-bill")
    _head, row = in_terminal("partners").splitlines()
    assert row.count("lapsed?") == 1
    left = (MISSED - TODAY).days
    assert row.endswith(f" {left} d")


def test_the_check_of_a_reseller_has_lapsed_when_its_month_is_over(call, home):
    for name, day in (("now", THIS_MONTH), ("over", LAST_MONTH)):
        run = run_of("keep-reseller")
        put_partner(home, name, run, model="indirect-reseller", month=day.month)
    assert [row[1] for row in call("partners", "--filter", "lapsed").rows] == ["over"]


def test_a_complete_run_is_listed_once_to_be_closed_and_without_an_alarm(call, home):
    put_partner(home, "adatum", run_of("enroll-direct"), model="indirect-reseller", month=0)
    (run,) = json.loads(call("show", "adatum", "--json").out)["runs"]
    items = [item["id"] for item in run["items"]]
    assert call("tick", "adatum", *items[:-1], "--yes").code == 0
    assert not [row for row in call("next").rows if "close " in row[5]]
    assert call("tick", "adatum", items[-1], "--yes").code == 0
    (step,) = call("next").rows
    assert step[5] == "close Enroll direct, it is complete (key C, command close)"
    assert json.loads(call("next", "--json").out)["counts"]["ready"] == 1
    (line,) = [each for each in call("show", "adatum").lines if each.startswith("complete: ")]
    assert call(*line.partition("csp-tui ")[2].split()).code == 0
    assert call("next").rows == []
