"""What was done in the last weeks, counted again only where a history has changed."""

from __future__ import annotations

from datetime import timedelta

from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.portfolio.weeks import Weeks
from csp_tui.core.progress.change import Change


def test_what_is_done_after_the_first_count_is_in_the_next(store, clock):
    today = clock.now.date()
    rows = []
    for name in ("Contoso", "Fabrikam"):
        partner = store.add_partner(name).partner
        rows.append(PartnerSummary(partner.id, name))
    weeks = Weeks(store.history)
    assert (weeks.count(rows, today)[-1].added, weeks.count(rows, today)[-1].ticks) == (2, 0)
    done = Change("tick", {"status": "done"}, run="demo", item="membership")
    store.change(rows[0].id, [Change("start", {"checklist": "demo", "edition": "1"}, run="demo")])
    store.change(rows[0].id, [done])
    assert weeks.count(rows, today)[-1].ticks == 1
    store.undo(rows[0].id)
    assert weeks.count(rows, today)[-1].ticks == 0
    later = weeks.count(rows, today + timedelta(days=7))
    assert (later[-1].added, later[-2].added) == (0, 2)
    assert later[-2].partners == {row.id for row in rows}


def test_a_damaged_history_counts_as_empty_until_it_is_mended(store, places, clock):
    partner = store.add_partner("Contoso").partner
    rows = [PartnerSummary(partner.id, "Contoso")]
    path = places.history_file(partner.id)
    whole = path.read_bytes()
    path.write_bytes(b"no line\n")
    weeks = Weeks(store.history)
    assert weeks.count(rows, clock.now.date())[-1].added == 0
    path.write_bytes(whole)
    assert weeks.count(rows, clock.now.date())[-1].added == 1
