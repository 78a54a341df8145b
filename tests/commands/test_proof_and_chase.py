"""Evidence by file, and waiting items that are chased."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from datetime import date, timedelta

import pytest

from csp_tui.core.base.days import add_business_days

TODAY = date.today()


def item(home, key: str = "register"):
    return tomllib.loads(home.progress_file().read_text())["checklists"]["mini"]["items"][key]


def test_a_file_is_kept_by_its_name_and_hash_beside_the_text(call, mini, home):
    path = home.put("case 1/approval.pdf", "approved\n" * 500_000)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    answer = call("evidence", mini, "register", "--file", str(path))
    assert answer.code == 0
    assert f"approval.pdf {digest[:12]}" in answer.err
    assert item(home) == {"file": "approval.pdf", "sha256": digest}
    call("evidence", mini, "register", "--as-of", "2026-01-31", "limit 250,000")
    shown = call("show", mini, "--item", "register").out
    assert f"file\tapproval.pdf\nsha256\t{digest}\n" in shown
    assert "evidence\tlimit 250,000\nas of\t2026-01-31" in shown
    assert str(path.parent) not in home.progress_file().read_text()
    call("evidence", mini, "register", "--file", "")
    assert item(home) == {"evidence": "limit 250,000", "as_of": date(2026, 1, 31)}


def test_an_unreadable_proof_is_refused_with_one_sentence(call, mini, home):
    fifo = home.path / "fifo"
    os.mkfifo(fifo)
    for path, why in (
        (home.path, "not a regular file"),
        (fifo, "not a regular file"),
        (home.path / "gone", "cannot read the file (no such file or directory)"),
        ("/dev/null", "not a regular file"),
    ):
        answer = call("evidence", mini, "register", "text", "--file", str(path))
        assert answer.code == 2
        assert answer.err.startswith(f"csp-tui: {why}")
        assert answer.err.count("\n") == 1
    assert "say where the proof is" in call("evidence", mini, "register").err
    assert "items" not in tomllib.loads(home.progress_file().read_text())["checklists"]["mini"]


def test_a_name_that_drives_a_terminal_is_cleaned(call, mini, home):
    path = home.put("a\x1b[31mb\u202e.pdf", "x")
    call("evidence", mini, "register", "--file", str(path))
    assert item(home)["file"] == "a[31mb.pdf"


def test_waiting_prints_the_day_to_chase(call, mini):
    chosen = add_business_days(TODAY, 5).isoformat()
    out = call("wait", mini, "register", "--for", "them").out
    assert out.startswith(f"[~] Register the company (them, chase on {chosen}) - Contoso Ltd")
    assert f"chase on: {chosen}" in call("wait", mini, "region", "--for", "them", "--plain").out


def test_an_old_case_may_have_a_day_to_chase_in_the_past(call, mini, home):
    since, chase = TODAY - timedelta(days=60), TODAY - timedelta(days=40)
    args = ("wait", mini, "register", "--for", "them", "--since", since.isoformat(), "--chase")
    refused = call(*args, (since - timedelta(days=1)).isoformat())
    assert (refused.code, refused.out) == (2, "")
    assert f"the day to chase cannot be before {since}" in refused.err
    assert f"(them, chase on {chase.isoformat()})" in call(*args, chase.isoformat()).out
    assert (item(home)["since"], item(home)["chase_on"]) == (since, chase)


def test_a_new_day_to_chase_is_printed_with_the_former_one(call, mini, in_terminal):
    args = ("wait", mini, "register", "--for", "them", "--chase")
    call(*args, "2099-01-05")
    assert "(them, chase on 2099-02-01, was 2099-01-05) - Contoso" in call(*args, "2099-02-01").out
    assert "(them, chase on 2099-02-01) - Contoso" in call(*args, "2099-02-01").out
    plain = call(*args, "2099-01-05", "--plain").out
    assert "chase on: 2099-01-05\nchase day before: 2099-02-01\n" in plain
    shown = in_terminal(*args, "2099-12-03", columns=200)
    assert "(them, chase on 3 Dec 2099, was 5 Jan 2099)" in shown


def test_a_chase_records_today_and_the_next_day(call, mini, home):
    since = TODAY - timedelta(days=20)
    call("wait", mini, "register", "--for", "them", "--since", since.isoformat())
    out = call("chase", mini, "register").out
    assert f"(chase on {add_business_days(TODAY, 5).isoformat()}, was " in out
    call("chase", mini, "register", "--chase", "+2")
    found = item(home)
    assert (found["since"], found["chased"]) == (since, TODAY)
    assert found["chase_on"] == add_business_days(TODAY, 2)
    assert f"chased\t{TODAY.isoformat()}" in call("show", mini, "--item", "register").out
    assert call("history", mini).rows[-1][3] == "chase"
    again = call("chase", mini, "register", "--chase", "+2")
    assert "chased today already: nothing new was written" in again.err
    call("tick", mini, "register")
    assert not item(home).keys() & {"chased", "chase_on", "waiting_for"}


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["tick", "--on", "tomorrow"], "is in the future; today is"),
        (["wait", "--for=Ben", "--since", "+1"], "is in the future; today is"),
        (["wait", "--for=Ben", "--chase", "2020-01-31"], "the day to chase cannot be before"),
        (["evidence", "--as-of", "tomorrow", "--file="], "is in the future; today is"),
        (["chase"], '"Register the company" is not waiting; set it waiting with wait'),
        (["wait", "--for=Ben", "--chase", "soon"], '"soon" is no date; write it like'),
    ],
)
def test_impossible_days_are_refused(call, mini, args, why):
    answer = call(args[0], mini, "register", *args[1:])
    assert answer.code == 2
    assert why in answer.err
    assert "[ ]" in call("show", mini).out


def test_items_without_an_owner_belong_to_the_partners_owner(call, home, mini):
    path = home.progress_file()
    path.write_text(path.read_text().replace('name = "Contoso Ltd"', 'name = "C"\nowner = "amira"'))
    assert "owner\tamira (of the partner)" in call("show", mini, "--item", "register").out
    call("set", mini, "register", "--owner", "ben")
    assert "owner\tben\n" in call("show", mini, "--item", "register").out


def test_wait_confirms_for_whom_under_which_case_and_when_to_chase(call, mini):
    line = (
        "wait",
        mini,
        "register",
        "--for",
        "Microsoft",
        "--case",
        "4711",
        "--chase",
        "2099-01-05",
    )
    assert "[~] Register the company (Microsoft, case 4711, chase on 2099-01-05)" in call(*line).out
    assert "(Microsoft, case 4711" in call(*line).out
    again = call("wait", mini, "region", "--for", "Ben", "--plain").lines
    assert "waiting for: Ben" in again


@pytest.mark.parametrize("key", ["case", '"case"', "'case' ", '"c\\u0061se"'])
def test_next_has_the_case_however_its_key_is_written(call, mini, home, key):
    call("wait", mini, "register", "--for", "Microsoft", "--case", "4711")
    path = home.progress_file()
    path.write_text(path.read_text().replace("case =", f"{key} ="))
    found = {step["item"]: step["case"] for step in json.loads(call("next", "--json").out)["steps"]}
    assert found["register"] == "4711"
