from __future__ import annotations

from datetime import timedelta

import pytest

from csp_tui.core.audit.as_of import partner_as_of
from csp_tui.core.base.clock import end_of_day, local_day
from csp_tui.core.base.errors import NotFoundError
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import item_changes

from ..helpers import NOON, crash_back, put


@pytest.fixture
def item(demo):
    return demo.by_id["membership"]


@pytest.fixture
def on(store, places, contoso):
    """Returns what stood at the end of a day, counted from today."""
    return lambda days: partner_as_of(
        places, store, contoso, end_of_day(local_day(NOON) + timedelta(days=days))
    )


def of(past):
    return past.partner.runs["demo"].of("membership")


def test_each_day_gives_what_stood_at_its_end(store, contoso, item, clock, on):
    store.change(contoso, [item_changes.tick("demo", item)])
    ticked = store.load(contoso).runs["demo"].of("membership")
    clock.advance(days=1)
    store.change(contoso, [item_changes.edit("evidence", "demo", item, evidence="PLA 1")])
    clock.advance(days=1)
    store.change(contoso, [item_changes.untick("demo", item)])
    assert of(on(0)) == ticked
    assert (of(on(1)).status, of(on(1)).evidence) == (Status.DONE, "PLA 1")
    assert of(on(2)) == store.load(contoso).runs["demo"].of("membership")
    assert not on(0).is_unsure


def test_a_partner_that_was_not_there_yet_is_told(contoso, on):
    with pytest.raises(NotFoundError, match="was added on 2026-11-23; on 2026-11-22 there was"):
        on(-1)


def test_a_run_that_was_not_started_yet_is_not_there(store, places, contoso, clock, demo):
    clock.advance(days=1)
    partner = store.add_partner("Fabrikam").partner
    clock.advance(days=1)
    store.change(partner.id, [item_changes.start(partner, demo, clock())])
    past = partner_as_of(places, store, partner.id, end_of_day(local_day(NOON) + timedelta(days=1)))
    assert past.partner.runs == {}


HAND_MADE = """\
format = 1
name = "Hand made"

[checklists.demo]
edition = "2026-08"

[checklists.demo.items.newsletter]
status = "done"
"""


def test_a_file_made_by_hand_is_known_from_its_first_line_on(store, places, item, clock):
    put(places.progress_file("hand"), HAND_MADE)
    today = local_day(NOON)
    with pytest.raises(NotFoundError, match="Hand made has no history"):
        partner_as_of(places, store, "hand", end_of_day(today))
    clock.advance(days=2)
    store.change("hand", [item_changes.tick("demo", item)])
    clock.advance(days=1)
    store.change("hand", [item_changes.untick("demo", item)])
    with pytest.raises(NotFoundError, match="begins on 2026-11-25; the state on 2026-11-24 is not"):
        partner_as_of(places, store, "hand", end_of_day(today + timedelta(days=1)))
    past = partner_as_of(places, store, "hand", end_of_day(today + timedelta(days=2)))
    assert of(past).status is Status.DONE
    assert past.partner.runs["demo"].of("newsletter").status is Status.DONE


def test_an_edit_by_hand_counts_from_when_it_was_first_seen(store, contoso, file, item, clock, on):
    store.change(contoso, [item_changes.tick("demo", item)])
    clock.advance(days=1)
    file.write_text(file.read_text().replace('status = "done"', 'status = "refused"'))
    assert (of(on(0)).status, on(0).is_unsure) == (Status.DONE, True)  # nobody has recorded it yet
    store.change(contoso, [item_changes.edit("note", "demo", item, note="x")])
    assert (of(on(0)).status, on(0).is_unsure) == (Status.DONE, True)
    assert (of(on(1)).status, on(1).is_unsure) == (Status.REFUSED, False)


def test_a_line_that_the_file_lacks_after_a_crash_counts(store, contoso, file, item, clock, on):
    before = file.read_bytes()
    store.change(contoso, [item_changes.tick("demo", item)])
    crash_back(file, before)
    clock.advance(days=1)
    assert of(on(0)).status is Status.DONE


def test_without_a_last_good_copy_the_file_itself_is_walked_back(
    store, places, contoso, item, clock, on
):
    store.change(contoso, [item_changes.tick("demo", item)])
    clock.advance(days=1)
    store.change(contoso, [item_changes.untick("demo", item)])
    (places.copies / f"{contoso}.toml").unlink()
    assert of(on(0)).status is Status.DONE
