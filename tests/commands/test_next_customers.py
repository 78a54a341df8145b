"""``next`` and ``partners`` with customers who have the same to do: they are named or counted."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta

import pytest

from csp_tui.core.base.days import short_day

TODAY = date.today()
LONG_AGO = (TODAY - timedelta(days=9)).isoformat()
SAID = short_day(TODAY - timedelta(days=9), TODAY)
INDIRECT = "transition-to-indirect"

CHECKLIST = """\
format = 1
title = "Move"

[[sections]]
id = "own"
title = "Own"

[[sections.items]]
id = "report"
title = "Report sent"

[[sections]]
id = "each"
title = "Each"
per = "customer"

[[sections.items]]
id = "gdap"
title = "GDAP requested"
role = "operations"

[[sections.items]]
id = "moved"
title = "Licences moved"
after = ["gdap"]
"""


@pytest.fixture
def contoso(call, home) -> str:
    """Return the id of a partner with three hundred customers of whom nothing is known."""
    home.put("checklists/move/2026-01.toml", CHECKLIST)
    partner_id = call("add", "Contoso").out.strip()
    call("start", partner_id, "move")
    for number in range(300):
        name = f"c-{number:03}"
        home.put(f"customers/{partner_id}/{name}.toml", f'format = 1\nname = "Shop {number:03}"\n')
    return partner_id


@pytest.fixture
def wait(call, contoso):
    """Sets an item waiting for customers, to be chased since long."""

    def set_waiting(*customers, item="gdap", whom="the admin", chase=LONG_AGO, case=""):
        for each in customers:
            days = ("--since", LONG_AGO, "--chase", chase, "--case", case)
            call("wait", contoso, item, "--customer", each, "--for", whom, *days)

    return set_waiting


def steps_of(answer):
    return [(row[0], row[4], row[5]) for row in answer.rows]


def test_an_item_of_three_hundred_customers_is_one_line(call, contoso):
    assert steps_of(call("next", contoso)) == [
        ("ready", "report", "Report sent"),
        ("ready", "gdap", "GDAP requested: 300 customers to do"),
        ("not-yet", "moved", "Licences moved: 300 customers"),
    ]
    assert steps_of(call("next")) == steps_of(call("next", contoso))[:2]


def test_customers_in_another_state_have_a_line_of_their_own(call, contoso, wait):
    later = (TODAY + timedelta(days=5)).isoformat()
    wait("c-001", "c-002", item="moved", whom="the distributor", chase=later)
    call("refuse", contoso, "gdap", "--customer", "c-003", "--reason", "no")
    rows = call("next", contoso, "--all").rows
    assert [(row[0], row[5], row[10].split(",")[0].split(";")[0]) for row in rows] == [
        ("ready", "GDAP requested: Shop 003", "refused: take it up again"),
        ("ready", "Report sent", ""),
        ("ready", "GDAP requested: 299 customers to do", ""),
        ("not-yet", "Licences moved: 298 customers", "not yet: GDAP requested"),
        ("not-yet", "Licences moved: Shop 001, Shop 002", "the distributor"),
    ]
    counts = json.loads(call("next", contoso, "--json").out)["counts"]
    assert (counts["ready"], counts["not-yet"]) == (301, 300)


def test_few_customers_to_chase_are_named_and_many_counted(call, contoso, wait):
    wait("c-004", "c-002")
    assert steps_of(call("next", "--group", "chase")) == [
        ("chase", "gdap", "GDAP requested: Shop 002, Shop 004")
    ]
    assert call("next", "--group", "chase").rows[0][-1] == "the admin, 9 d late"
    wait("c-005", "c-006", whom="the owner")
    (row,) = call("next", "--group", "chase").rows
    assert row[5] == "GDAP requested: 4 customers"
    assert row[-1].startswith("the admin, the owner, 9 d")
    ready = call("next", contoso, "--group", "ready").rows[1]
    assert ready[5] == "GDAP requested: 296 customers to do"


def test_a_filter_lists_only_the_customers_it_fits(call, contoso, wait):
    wait("c-001", "c-002")
    wait("c-003", whom="the owner")
    call("customer", "edit", contoso, "c-002", "--owner", "ben")
    assert steps_of(call("next", "--for", "the owner")) == [
        ("chase", "gdap", "GDAP requested: Shop 003")
    ]
    assert steps_of(call("next", "--owner", "Ben", "--group", "chase")) == [
        ("chase", "gdap", "GDAP requested: Shop 002")
    ]
    assert "owners are: ben" in call("next", "--owner", "chloe").err
    assert "waited for: the admin, the owner" in call("next", "--for", "nobody").err


def test_one_item_is_listed_with_the_customers_who_are_done(call, contoso, wait):
    wait("c-001")
    call("tick", contoso, "gdap", "--customer", "c-002", "--yes")
    assert steps_of(call("next", "--item", "gdap")) == [
        ("chase", "gdap", "GDAP requested: Shop 001"),
        ("ready", "gdap", "GDAP requested: 298 customers to do"),
        ("done", "gdap", "GDAP requested: 1 customer"),
    ]


def test_a_customer_whose_file_cannot_be_read_is_not_counted_as_done(call, contoso, home):
    call("tick", contoso, "gdap", "--customer", "c-002", "--yes")
    home.put(f"customers/{contoso}/c-007.toml", "name = ")
    answer = call("next", "--item", "gdap")
    assert steps_of(answer) == [
        ("ready", "gdap", "GDAP requested: 298 customers to do"),
        ("done", "gdap", "GDAP requested: 1 customer"),
    ]


def test_json_has_the_numbers_and_every_name(call, contoso, wait):
    wait("c-007", case="4711")
    found = json.loads(call("next", "--json").out)
    assert found["format"] == 1
    assert found["counts"] == {
        "missed": 0,
        "chase": 1,
        "due": 0,
        "clock": 0,
        "confirm": 0,
        "ready": 300,
        "not-yet": 300,
    }
    chase, own, gdap, moved = found["steps"]
    assert [each["case"] for each in found["steps"]] == ["4711", "", "", ""]
    assert "case: 4711" in call("next", "--plain").out
    assert chase["customers"] == [
        {
            "id": "c-007",
            "name": "Shop 007",
            "owner": "",
            "waiting_for": "the admin",
            "case": "4711",
            "chase_on": LONG_AGO,
            "due": "",
            "not_yet": "",
        }
    ]
    assert (own["item"], own["customers"], own["number"]) == ("report", None, 1)
    assert (gdap["title"], gdap["number"]) == ("GDAP requested", 299)
    assert [each["name"] for each in gdap["customers"]][6:8] == ["Shop 006", "Shop 008"]
    assert {each["not_yet"] for each in moved["customers"]} == {"GDAP requested"}
    assert call("next", "--json", "--markdown").code == 2
    assert json.loads(call("next", "--json", "--group", "due").out)["steps"] == []


def test_markdown_reads_well_in_a_mail(call, contoso, wait):
    wait("c-001", "c-002")
    assert call("next", "--markdown").lines == [
        "## Contoso",
        "",
        "- [ ] **chase:** GDAP requested: Shop 001, Shop 002 "
        f"(waiting for the admin, to chase since {SAID})",
        "- [ ] **ready:** Report sent",
        "- [ ] **ready:** GDAP requested: 298 customers to do",
    ]


def test_the_partners_row_and_the_filters_count_customers_to_chase_and_due(call, contoso, wait):
    other = call("add", "Adatum").out.strip()
    call("start", other, "move")
    assert call("partners", "--filter", "chase").rows == []
    wait("c-001", "c-002")
    (row,) = call("partners", "--filter", "chase").rows
    assert (row[0], row[6]) == ("Contoso", "9 d late: GDAP requested: 2 customers")
    call("set", contoso, "moved", "--customer", "c-009", "--due", TODAY.isoformat())
    assert [row[0] for row in call("partners", "--filter", "due").rows] == ["Contoso"]
    assert steps_of(call("next", "--group", "due")) == [
        ("due", "moved", "Licences moved: Shop 009")
    ]
    assert [row[0] for row in call("customers", contoso, "--filter", "due").rows] == ["Shop 009"]
    chase = call("customers", contoso, "--filter", "chase").rows
    assert [row[0] for row in chase] == ["Shop 001", "Shop 002"]


def test_archived_customers_and_closed_runs_are_not_listed(call, contoso, wait):
    wait("c-001", "c-002")
    call("customer", "archive", contoso, "c-001")
    assert steps_of(call("next", "--group", "chase")) == [
        ("chase", "gdap", "GDAP requested: Shop 002")
    ]
    call("close", contoso, "--outcome", "abandoned", "--yes")
    assert call("next").rows == []
    assert call("partners", "--filter", "chase").rows == []


def test_cached_rows_give_the_same_steps(call, contoso, wait, home):
    wait("c-001")
    for path in home.data.rglob("*"):
        os.utime(path, (1_780_000_000, 1_780_000_000))
    first = call("next", "--all")
    assert call("next", "--all").out == first.out


def test_a_customer_whose_file_cannot_be_read_is_named(call, home):
    partner_id = call("add", "Contoso").out.strip()
    call("start", partner_id, "transition-to-indirect")
    file = home.put(f"customers/{partner_id}/broken.toml", 'format = 1\nname = "Bro\n')
    for args in ((), (partner_id,)):
        answer = call("next", *args)
        assert answer.code == 0
        assert f"{file}: unreadable, line 2" in answer.err


def test_a_customers_file_that_is_broken_in_place_is_noticed_despite_the_cache(call, contoso, home):
    file = home.data / "customers" / contoso / "c-007.toml"
    for path in home.data.rglob("*"):
        os.utime(path, (1_780_000_000, 1_780_000_000))
    before = file.parent.stat().st_mtime_ns
    assert call("partners").err == ""
    with file.open("a") as stream:
        stream.write("name = ")
    os.utime(file, (1_780_000_100, 1_780_000_100))
    assert file.parent.stat().st_mtime_ns == before
    for command in ("partners", "next"):
        assert f"{file}: unreadable" in call(command).err
