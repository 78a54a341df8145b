"""``customer edit --all``: the data of many customers as one act, planned days in waves."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from .meanwhile import answer_meanwhile

INDIRECT = "transition-to-indirect"
NAMES = ("Alpine", "Bellows", "Coho", "Delta", "Echo")


@pytest.fixture
def contoso(call, once) -> str:
    def make() -> str:
        partner_id = call("add", "Contoso").out.strip()
        assert call("start", partner_id, INDIRECT).code == 0
        for name in NAMES:
            assert call("customer", "add", partner_id, name).code == 0
        return partner_id

    return once(__name__, make)


def days(call, contoso: str) -> dict[str, str]:
    shapes = json.loads(call("--json", "customers", contoso).out)["customers"]
    return {each["name"]: each["planned"] for each in shapes}


def test_planned_days_are_spread_over_weeks_as_one_act(call, contoso):
    answer = call(
        *("customer", "edit", contoso, "--all", "--planned", "2027-01-11", "--per-week", "2"),
        "--yes",
    )
    assert answer.code == 0
    assert answer.lines[0] == "Alpine: planned: 2027-01-11"
    assert "5 customers; csp-tui undo --last takes it back" in answer.err
    weeks = ["2027-01-11"] * 2 + ["2027-01-18"] * 2 + ["2027-01-25"]
    assert days(call, contoso) == dict(zip(NAMES, weeks, strict=True))
    assert call("undo", "--last").code == 0
    assert set(days(call, contoso).values()) == {""}


def test_a_wave_a_day_takes_working_days_and_only_those_who_are_chosen(call, contoso):
    call("tick", contoso, "gdap-own", "--customer", "bellows", "--yes")
    answer = call(
        *("customer", "edit", contoso, "--all", "--item", "your gdap"),
        *("--planned", "2027-01-15", "--per-day", "2", "--owner", "ben", "--yes"),
    )
    assert answer.code == 0
    friday, monday = "2027-01-15", "2027-01-18"
    assert days(call, contoso) == {
        "Alpine": friday,
        "Bellows": "",
        "Coho": friday,
        "Delta": monday,
        "Echo": monday,
    }
    again = call("customer", "edit", contoso, "--all", "--owner", "ben", "--yes")
    assert "left out, 4: Alpine; Coho; Delta and 1 more: it was so already" in again.err
    assert again.lines == ["Bellows: owner: ben"]
    theirs = call("customers", contoso, "--filter", "Owner BEN", "--filter", "planned 2027-01")
    assert [row[0] for row in theirs.rows] == ["Alpine", "Coho", "Delta", "Echo"]


def test_a_dry_run_says_what_would_be_and_writes_nothing(call, contoso):
    wave = ("--planned", "2027-01-11", "--per-week", "4", "--dry-run")
    answer = call("customer", "edit", contoso, "--all", *wave)
    assert answer.lines[-1] == "would be Echo: planned: 2027-01-18"
    assert set(days(call, contoso).values()) == {""}


def test_without_a_yes_nothing_is_changed(call, contoso):
    answer = call("customer", "edit", contoso, "--all", "--owner", "ben")
    assert answer.code == 2
    assert "5 customers would change; say --yes, or --dry-run" in answer.err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--all", "--owner", "ben", "--per-day", "2", "--yes"), "on which day the first wave"),
        (("--all", "--planned", "+5", "--per-day", "0", "--yes"), "no number of customers"),
        (("--all", "--planned", "9999-12-31", "--per-day", "1", "--yes"), "too far ahead"),
        (("alpine", "--all", "--owner", "ben"), "several customers; say no customer"),
        (("--all", "--name", "Zoo", "--yes"), "several customers; say no customer"),
        (("alpine", "--planned", "+5", "--per-day", "2"), "go together with --all"),
        (("--owner", "ben"), "say a customer, or --all"),
        (("--all",), "say what to change: --owner, --planned, --term-end\n"),
    ],
)
def test_options_that_do_not_go_together_change_nothing(call, contoso, options, why):
    answer = call("customer", "edit", contoso, *options)
    assert answer.code == 2
    assert why in answer.err
    assert set(days(call, contoso).values()) == {""}


def test_if_nobody_is_left_to_change_that_is_said(call, contoso):
    answer = call("customer", "edit", contoso, "--all", "--filter", "complete", "--owner", "x")
    assert answer.code == 3
    assert "no customer to change" in answer.err


def test_who_was_given_the_day_while_the_question_stood_is_left_out(
    run, call, contoso, monkeypatch
):
    planned = ("--planned", "2027-01-11")
    answer_meanwhile(monkeypatch, lambda: run("customer", "edit", contoso, "bellows", *planned))
    answer = call("customer", "edit", contoso, "--all", *planned)
    assert answer.code == 0
    assert "Bellows" not in answer.out
    assert "left out: Bellows: it was so already" in answer.err
    assert "4 customers; csp-tui undo --last takes it back" in answer.err
    assert set(days(call, contoso).values()) == {"2027-01-11"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("planned nonsense", "say a month, such as 2026-12"),
        ("planned 2026-13", "say a month, such as 2026-12"),
        ("week 2026-W60", "say a week, such as 2026-W49"),
        ("week 2026-W5", "say a week, such as 2026-W49"),
        ("week nonsense", "say a week, such as 2026-W49"),
    ],
)
def test_a_filter_with_a_value_that_none_can_have_is_refused(call, contoso, name, why):
    edit = ("customer", "edit", contoso, "--all", "--owner", "ben", "--yes")
    for command in (edit, ("customers", contoso)):
        answer = call(*command, "--filter", name)
        assert (answer.code, answer.out) == (2, "")
        assert f'"{name}"' in answer.err
        assert why in answer.err


def test_customers_are_filtered_by_the_week_for_which_they_are_planned(call, contoso):
    waves = ("--planned", "2027-01-11", "--per-week", "2", "--yes")
    assert call("customer", "edit", contoso, "--all", *waves).code == 0
    answer = call("customers", contoso, "--filter", "week 2027-W03")
    assert [row[0] for row in answer.rows] == ["Coho", "Delta"]


def test_customers_are_filtered_by_what_is_late_or_for_this_week(call, contoso):
    today = date.today()
    for name, left in (("alpine", -3), ("bellows", 3), ("coho", 30)):
        planned = (today + timedelta(days=left)).isoformat()
        assert call("customer", "edit", contoso, name, "--planned", planned).code == 0
    late = call("customers", contoso, "--filter", "late").rows
    assert [row[0] for row in late] == ["Alpine"]
    week = call("customers", contoso, "--filter", "this-week").rows
    assert [row[0] for row in week] == ["Bellows"]


def test_programs_read_who_is_left_out(call, contoso):
    call("customer", "edit", contoso, "coho", "--owner", "ben")
    found = json.loads(
        call("customer", "edit", contoso, "--all", "--owner", "ben", "--yes", "--json").out
    )
    assert [each["name"] for each in found["left_out"]] == ["Coho"]
    assert found["left_out"][0]["why"] == "it was so already"
    assert found["left_out"][0]["customer"].startswith("coho")
    assert len(found["changes"]) == 4
