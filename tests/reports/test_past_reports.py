"""What stood at a day: partners, customers and history as they were."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from csp_tui.core.reports.build import make_report
from csp_tui.core.reports.json_text import json_report
from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import open_workplace

from . import samples

EARLY, LATE = datetime(2026, 10, 5, 9, tzinfo=UTC), datetime(2026, 10, 9, 9, tzinfo=UTC)


@pytest.fixture
def past(home, call):
    """Act on two days, and return what reports on one of them."""
    home.put("checklists/long/1.toml", samples.checklist())
    now = [EARLY]

    def look() -> datetime:
        now[0] += timedelta(seconds=1)
        return now[0]

    workplace = open_workplace({}, str(home.data), clock=look)
    store = Store(workplace.places, look, workplace.actor)
    workplace = workplace.with_parts(store=store)
    checklist = workplace.library.get("long", "1")
    item, each = checklist.by_id["i0-0"], checklist.by_id["i3-0"]
    partner = store.add_partner("Contoso").partner
    store.change(partner.id, [item_changes.start(partner, checklist, look())])
    store.change(partner.id, [item_changes.tick("long", item)])
    first = customer_changes.for_customer(item_changes.tick("long", each), "alpine")
    store.change(partner.id, [customer_changes.add("alpine", "Alpine Ski House")])
    store.change(partner.id, [first])
    now[0] = LATE
    store.change(partner.id, [item_changes.untick("long", item)])
    undone = customer_changes.for_customer(item_changes.untick("long", each), "alpine")
    store.change(partner.id, [undone, customer_changes.add("bellows", "Bellows College")])

    def report(day: datetime):
        made = make_report(workplace, {partner.id: workplace}, day.date())
        return json.loads(json_report(made))["partners"][0]

    return report


def test_partner_and_customers_are_told_as_they_stood(past):
    then, now = past(EARLY), past(LATE)
    assert then["runs"][0]["counts"]["done"] == 1
    assert now["runs"][0]["counts"]["done"] == 0
    assert [each["name"] for each in then["runs"][0]["customers"]] == ["Alpine Ski House"]
    assert [each["done"] for each in then["runs"][0]["customers"]] == [1]
    assert [each["done"] for each in now["runs"][0]["customers"]] == [0, 0]
    assert then["notes"] == now["notes"] == []


def test_history_and_heads_end_with_the_day(past, call):
    then, now = past(EARLY), past(LATE)
    assert then["history"] == now["history"][: len(then["history"])]
    assert then["chain"]["lines"] == len(then["history"]) == 5
    assert len(now["history"]) == 8
    partner, head = then["id"], then["chain"]["heads"][0]
    assert head.split(":")[1] == "5"
    assert call("verify", partner, "--against", head).code == 0
    assert call("verify", partner, "--against", f"{head[:-1]}x").code == 1
    shortened = call("verify", partner, "--against", f"{head[:-56]}...")
    assert (shortened.code, "is a shortened head" in shortened.err) == (2, True)


def test_a_done_item_tells_the_wording_that_was_ticked(past, home):
    path = home.data / "checklists/long/1.toml"
    path.write_text(path.read_text().replace("Item 0.0 is settled, by", "Item 0.0 is now, by"))
    item = past(EARLY)["runs"][0]["sections"][0]["items"][0]
    assert item["state"] == "rule-changed"
    assert item["rule"].startswith("Item 0.0 is now, by")
    assert item["ticked_against"].startswith("Item 0.0 is settled, by")


def test_a_customer_changed_by_hand_is_told_to_be_unsure(past, home):
    path = home.data / "customers"
    (file,) = path.glob("*/alpine.toml")
    file.write_text(file.read_text().replace("Alpine Ski", "Alpine"))
    (note,) = past(EARLY)["notes"]
    assert note.startswith("The state of some customers on 2026-10-05 is not certain")


def test_an_altered_history_is_told(past, home):
    (file,) = (home.data / "history").glob("*.jsonl")
    file.write_text(file.read_text().replace("Alpine Ski House", "Alpine Sky House"))
    (problem,) = past(LATE)["chain"]["problems"]
    assert "was altered" in problem
