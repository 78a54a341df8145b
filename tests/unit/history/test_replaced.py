from __future__ import annotations

import random
from dataclasses import replace

import pytest

from csp_tui.core.history.fold import fold
from csp_tui.core.progress.change import Change
from csp_tui.core.store.store import Store

from ..helpers import AMIRA, BEN

STATES = (
    {"status": "done", "fingerprint": "abc"},
    {"status": "waiting", "waiting_for": "Microsoft"},
    {"status": "todo"},
    {"note": "one"},
    {"note": "two"},
    {"status": "refused", "reason": "no", "note": "three"},
    {"chase_on": None},
    {"evidence": "case 1", "owner": "ben"},
)


@pytest.mark.parametrize("seed", range(30))
def test_what_stands_is_the_same_without_the_lines_that_others_replace(
    seed, open_store, places, clock
):
    """Two directories change one partner, and take in each other's lines now and then."""
    randomness = random.Random(seed)
    stores = [
        open_store(actor, replace(places, data=places.data / actor.by)) for actor in (AMIRA, BEN)
    ]
    partner_id = stores[0].add_partner("Contoso").partner.id
    run = Change("start", {"checklist": "demo", "edition": "2026-08"}, "demo")
    stores[0].change(partner_id, [run])
    _take_in(stores[1], stores[0], partner_id)
    for _ in range(40):
        own, other = randomness.sample(stores, 2)
        clock.advance(seconds=randomness.randint(0, 3))
        if randomness.random() < 0.2:
            _take_in(own, other, partner_id)
            continue
        values = randomness.choice(STATES)
        item = randomness.choice(("first", "second"))
        own.change(partner_id, [Change("set", values, "demo", item)])
    for store in stores:
        history = store.history(partner_id)
        for item in ("first", "second"):
            table = ("checklists", "demo", "items", item)
            lines = [line for line in history.lines() if line.change.table == table]
            found = history.about("", table)
            assert fold(found) == fold(lines)


def test_of_a_note_that_was_changed_often_one_line_is_left(store):
    partner_id = store.add_partner("Contoso").partner.id
    store.change(partner_id, [Change("start", {"checklist": "demo", "edition": "2026-08"}, "demo")])
    for number in range(20):
        store.change(partner_id, [Change("note", {"note": f"number {number}"}, "demo", "first")])
    table = ("checklists", "demo", "items", "first")
    (line,) = store.history(partner_id).about("", table)
    assert line.after == {"note": "number 19"}


def _take_in(own: Store, other: Store, partner_id: str) -> None:
    def lacking() -> list:
        known = {line.identity for line in own.history(partner_id).lines()}
        lines = other.history(partner_id).lines()
        return [line for line in lines if line.identity not in known]

    own.take_in(partner_id, lacking)


def test_a_value_called_item_hides_no_line_about_a_run(store):
    partner_id = store.add_partner("Contoso").partner.id
    store.change(partner_id, [Change("start", {"checklist": "demo", "edition": "2026-08"}, "demo")])
    store.change(partner_id, [Change("set", {"item": "first"}, "demo")])
    store.change(partner_id, [Change("set", {"item": None}, "demo")])
    lines = store.history(partner_id).about("", ("checklists", "demo"))
    assert [line.do for line in lines] == ["start", "set", "set"]
