"""A reseller's enrollment and a move of three customers, from the first item to the last."""

from __future__ import annotations

import json

import pytest

CUSTOMERS = ("Alpine", "Bellows", "Coho")


@pytest.mark.parametrize("checklist", ["enroll-reseller", "move-customers"])
def test_items_are_ready_in_their_order_for_the_partner_and_for_each_customer(
    call, home, checklist
):
    partner = call("add", "Northwind").out.strip()
    call("start", partner, checklist)
    for name in CUSTOMERS:
        call("customer", "add", partner, name)
    listed = json.loads(call("checklists", checklist, "--json").out)["checklist"]
    for fact in listed["facts"]:
        assert call("fact", partner, fact["id"], "yes").code == 0
    for section in listed["sections"]:
        to_all = ("--customer", "all") if section["per"] else ()
        for item in section["items"]:
            open_before = json.loads(call("show", partner, "--item", item["id"], "--json").out)[
                "item"
            ]["not_yet"]
            assert open_before == [], item["id"]
            words = ("tick", partner, item["id"], *to_all)
            is_asked = item["irreversible"] and call(*words).code != 0
            assert is_asked == item["irreversible"], item["id"]
            assert call(*words, "--yes").code == 0, item["id"]
    files = [home.progress_file(), *(home.data / "customers").glob("*/*.toml")]
    assert len(files) == 1 + len(CUSTOMERS)
    assert not [path for path in files if "out_of_order" in path.read_text()]
    shown = call("show", partner)
    assert "For each customer: customers 3/3" in shown.out
    assert "complete: close it with" in shown.out
    assert call("close", partner, "--outcome", "completed").code == 0
    assert call("next", partner).out == ""
