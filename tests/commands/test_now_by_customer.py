"""Sections that went customer by customer only later: runs begun before keep the partner's ticks.

`kept/make.py` made the data with the version before.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

BEFORE = Path(__file__).parent.parent / "kept" / "data"

EDITIONS = [
    ("Direct 2023", "enroll-direct", "customer-agreement"),
    ("Direct 2026", "enroll-direct", "customer-informed"),
    ("Indirect 2018", "transition-to-indirect", "customers-invited"),
]

each_edition = pytest.mark.parametrize(("partner", "run", "item"), EDITIONS)


@pytest.fixture(autouse=True)
def _data_of_before(home) -> None:
    shutil.copytree(BEFORE, home.data, dirs_exist_ok=True)


def run_of(home, partner: str, run: str) -> dict[str, object]:
    """What the file of a partner says of a run."""
    (path,) = (home.data / "partners").glob(f"{partner.lower().replace(' ', '-')}-*.toml")
    return tomllib.loads(path.read_text())["checklists"][run]


def shown(call, partner: str, item: str) -> dict[str, object]:
    """The item as the partner's part of the run shows it."""
    return json.loads(call("show", partner, "--item", item, "--json").out)["item"]


@each_edition
def test_ticks_of_before_count_as_before_and_the_change_is_told(call, home, partner, run, item):
    answer = call("show", partner)
    assert f"[x]\t{item}\t" in answer.out
    assert 'Since 2026-11-29 "For each customer" is gone through for each customer' in answer.err
    assert "this run keeps the partner's ticks" in answer.err
    assert f" {run} --to {run_of(home, partner, run)['edition']} --dry-run" in answer.err
    (found,) = json.loads(call("show", partner, "--json").out)["runs"]
    assert found["kept"] == ["customers"]
    assert shown(call, partner, item)["status"] == "done"
    verified = call("verify", partner)
    assert (verified.code, "is gone through for each customer" in verified.out) == (0, True)
    assert "keeps" in json.loads(call("verify", partner, "--json").out)["partners"][0]["remarks"][0]


@each_edition
def test_a_preview_says_that_the_ticks_stay_the_partners(call, home, partner, run, item):
    before = run_of(home, partner, run)
    edition = before["edition"]
    preview = call("migrate", partner, run, "--to", edition, "--dry-run").out
    assert "for each customer: " in preview
    assert "(was done, stays the partner's)" in preview
    moves = json.loads(call("migrate", partner, run, "--to", edition, "--dry-run", "--json").out)
    fates = {each["new"]["id"]: each["fate"] for each in moves["moves"][0]["items"]}
    assert (fates[item], fates.get("endorsement", "carried")) == ("for each customer", "carried")
    assert run_of(home, partner, run) == before


@each_edition
def test_a_moved_run_goes_by_customer_keeps_the_ticks_as_the_partners_and_can_be_taken_back(
    call, home, partner, run, item
):
    before, was = run_of(home, partner, run), shown(call, partner, item)
    assert call("customer", "add", partner, "Alpine").code == 0
    assert call("tick", partner, item, "--customer", "alpine", "--yes").code != 0
    assert call("migrate", partner, run, "--to", before["edition"], "--yes").code == 0
    now = shown(call, partner, item)
    assert (now["status"], now["recorded"]) == (None, was["recorded"])
    assert (now["customers_done"], now["customers_total"]) == (0, 1)
    assert "of the partner\tdone 2026-11-29" in call("show", partner, "--item", item).out
    of_alpine = call("show", partner, "--item", item, "--customer", "alpine").out
    assert "of the partner\tdone 2026-11-29" in of_alpine
    assert call("verify", partner).out.count("keeps") == 0
    assert run_of(home, partner, run)["items"] == before["items"]
    assert call("undo", partner).code == 0
    assert (run_of(home, partner, run), shown(call, partner, item)) == (before, was)
    assert call("redo", partner).code == 0
    assert call("tick", partner, item, "--customer", "alpine", "--yes").code == 0
    assert shown(call, partner, item)["customers_done"] == 1


def test_next_finds_what_waits_in_a_section_that_is_kept(call):
    found = json.loads(call("next", "Direct 2026", "--json").out)["steps"]
    waiting = [each for each in found if each["item"] == "customer-relationship"]
    assert [(each["waiting_for"], each["customers"]) for each in waiting] == [
        ("the customers", None)
    ]


def test_moving_to_the_newest_edition_goes_by_customer_in_one_step(call, home):
    before = run_of(home, "Direct 2023", "enroll-direct")
    assert call("migrate", "Direct 2023", "--yes").code == 0
    moved = run_of(home, "Direct 2023", "enroll-direct")
    assert (moved["edition"], moved["per"]) == ("2026-08", "customer")
    assert call("migrate", "Direct 2023", "--yes").err == (
        "csp-tui: nothing to move: every run is on that edition\n"
    )
    assert call("undo", "Direct 2023").code == 0
    assert run_of(home, "Direct 2023", "enroll-direct") == before


def test_a_run_without_ticks_there_goes_by_customer_at_once(call):
    partner = call("add", "New").out.strip()
    call("start", partner, "enroll-direct", "--edition", "2023-04")
    answer = call("show", partner)
    assert "For each customer: customers 0/0" in answer.out
    assert answer.err == ""


def test_the_report_of_a_moved_run_has_what_the_partner_had_established(call):
    call("migrate", "Direct 2026", "--yes")
    report = json.loads(call("report", "Direct 2026", "--format", "json").out)
    items = {
        each["id"]: each
        for section in report["partners"][0]["runs"][0]["sections"]
        for each in section["items"]
    }
    note = "of the partner: done 2026-11-29: Letter 3, all customers"
    assert (items["customer-informed"]["note"], items["customer-informed"]["at"]) == (note, None)
