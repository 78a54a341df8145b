"""Filters, closing and starting again with plain commands."""

from __future__ import annotations

import subprocess

import pytest

from csp_tui.core.runs.item_filters import FILTERS


def test_a_filter_shows_its_items_and_counts_them(call, mini):
    call(
        "wait",
        mini,
        "register",
        "--for",
        "Microsoft",
        "--since",
        "2020-01-01",
        "--chase",
        "2020-01-02",
    )
    shown = call("show", mini, "--filter", "chase").out
    assert "chase, 1 of 3 items" in shown
    assert "Register the company" in shown
    assert "Sign the contract" not in shown
    assert "register" not in call("show", mini, "--filter", "to do").out
    plain = call("show", mini, "--filter", "waiting", "--plain").out
    assert "filter: waiting, 1 of 3 items" in plain


def test_a_filter_without_items_says_what_shows_all(call, mini):
    done = call("show", mini, "--filter", "rule-changed")
    assert "to confirm, 0 of 3 items" in done.out
    assert "without --filter all items are shown" in done.err
    assert done.code == 0


def test_mine_is_the_item_of_the_owner_or_of_the_partners_owner(call, mini):
    assert "0 of 3 items" in call("show", mini, "--filter", "mine").out
    me = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    call("set", mini, "sign", "--owner", me.upper())
    assert "1 of 3 items" in call("show", mini, "--filter", "mine").out


def test_the_help_and_the_error_name_the_filters(call, mini):
    wrong = call("show", mini, "--filter", "lost")
    assert wrong.code == 2
    help_ = " ".join(call("show", "--help").out.split())
    for each in FILTERS:
        assert each.name in wrong.err
        assert each.name in help_ or each.name == "all"


def test_several_filters_must_all_fit(call, mini):
    since = ("--since", "2020-01-01")
    call("wait", mini, "register", "--for", "Ben", *since, "--chase", "2020-01-02")
    call("wait", mini, "sign", "--for", "Ben", "--chase", "2099-01-02")
    shown = call("show", mini, "--filter", "waiting", "--filter", "chase").out
    assert "waiting, to chase, 1 of 3 items" in shown
    assert "Sign the contract" not in shown
    assert call("tick", mini, "--filter", "waiting", "--filter", "to-do").code == 3


def test_a_run_is_closed_refuses_changes_and_is_opened_again(call, mini):
    missing = call("close", mini, "--outcome", "completed")
    assert missing.code == 2
    assert "2 required items are open; say --yes" in missing.err
    closed = call("close", mini, "--outcome", "completed", "--yes")
    assert closed.code == 0
    assert "closed as completed: Mini checklist" in closed.out
    assert ": completed" in call("show", mini).out
    refused = call("tick", mini, "register")
    assert refused.code == 2
    assert f"csp-tui close {mini} mini --reopen" in refused.err
    assert "already closed" in call("close", mini, "mini", "--outcome", "abandoned").err
    assert "opened again" in call("close", mini, "--reopen").out
    assert call("tick", mini, "register").code == 0
    assert call("close", mini, "--reopen").code == 3
    acts = [line.split("\t")[3] for line in call("history", mini).out.splitlines()]
    assert acts == ["add", "start", "close", "reopen", "tick"]


def test_abandoning_asks_nothing_and_undo_opens_the_run_again(call, mini):
    assert call("close", mini, "--outcome", "abandoned").code == 0
    assert call("undo", mini).code == 0
    assert "abandoned" not in call("show", mini).out


@pytest.mark.parametrize("given", [(), ("--outcome", "lost"), ("--outcome", "completed", "RUN")])
def test_closing_with_wrong_arguments_is_refused(call, mini, given):
    assert call("close", mini, *given).code in (2, 3)


def test_a_closed_checklist_starts_again_and_shows_last_times_evidence(call, mini):
    call("tick", mini, "register", "--on", "2026-03-02")
    call("evidence", mini, "register", "HRB 4711")
    again = call("start", mini, "mini")
    assert again.code == 2
    assert (
        'already has a run "mini"; close it first, or start another one with --again' in again.err
    )
    call("close", mini, "--outcome", "abandoned")
    assert call("start", mini, "mini").code == 0
    shown = call("show", mini, "--item", "register").out
    assert "last time\tdone 2026-03-02: HRB 4711" in shown
    assert "[ ]" in shown
    assert call("tick", mini, "register").code == 0
    assert "mini-2" in call("show", mini, "mini-2").out


def test_a_checklist_with_an_open_run_starts_again_if_asked(call, mini):
    assert call("start", mini, "mini", "--again").code == 0
    ambiguous = call("close", mini, "--outcome", "abandoned")
    assert ambiguous.code == 2
    assert "name one: mini, mini-2" in ambiguous.err


def test_closing_as_completed_asks_on_a_terminal(in_terminal, mini):
    shown = in_terminal("close", mini, "--outcome", "completed", typed="y\n")
    assert "Close Mini as completed anyway? y/N" in shown
    assert "closed as completed" in shown


def test_undo_and_redo_go_over_the_start_of_a_run_and_back(call, mini):
    call("tick", mini, "register")
    before = call("show", mini, "--plain").out
    assert "taken back: ticked Register the company" in call("undo", mini).out
    assert "taken back: started mini" in call("undo", mini).out
    assert call("next", mini).rows == []
    assert "nothing of yours to undo" in call("undo", mini).err
    assert "done again: started Mini" in call("redo", mini).out
    assert "done again: ticked Register the company" in call("redo", mini).out
    assert "nothing of yours to redo" in call("redo", mini).err
    assert call("show", mini, "--plain").out == before


def test_a_run_that_a_hand_has_closed_needs_no_outcome_in_a_report(call, home, mini):
    path = home.data / "partners" / f"{mini}.toml"
    text = path.read_text(encoding="utf-8")
    closed = text.replace("[checklists.mini]", "[checklists.mini]\nclosed = 2026-11-02T10:00:00Z")
    path.write_text(closed, encoding="utf-8")
    report = call("report", mini, "--format", "md").out
    assert "closed 2026-11-02" in report
    assert "closed 2026-11-02:" not in report
