from __future__ import annotations

from datetime import timedelta

from csp_tui.core.customers.customers import Customers
from csp_tui.core.partners.last_visit import keep_visit, last_visit, news
from csp_tui.core.partners.overview import Overview
from csp_tui.core.runs import item_changes

from ..helpers import AMIRA, BEN


def test_a_visit_is_kept_for_each_directory_and_a_damaged_one_is_none(places, clock, contoso):
    assert last_visit(places) is None
    keep_visit(places, clock.now)
    assert last_visit(places) == clock.now
    (path,) = places.cache.glob("visit-*")
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"\xff")
    assert last_visit(places) is None


def test_no_visit_is_kept_where_there_is_no_data(places, clock):
    keep_visit(places, clock.now)
    assert not places.cache.exists()


def test_news_is_what_others_did_after_a_moment(
    places, open_store, store, library, clock, demo, contoso
):
    customers = Customers(places, store, library, clock)
    overview = Overview(places, store, library, clock, customers)
    since = clock.now + timedelta(hours=1)
    clock.advance(hours=2)
    store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])

    def told() -> str:
        return news(overview.rows(), store, AMIRA, since, clock.now)

    assert told() == ""
    open_store(BEN).change(contoso, [item_changes.tick("demo", demo.by_id["revenue"])])
    open_store(BEN).change(contoso, [item_changes.untick("demo", demo.by_id["revenue"])])
    assert told() == "Since 13:00: ben changed 1 item in 1 partner."
    clock.advance(days=2)
    assert told().startswith("Since Monday 13:00: ")
    clock.advance(days=20)
    assert told().startswith("Since 23 Nov: ")


def test_what_only_the_user_changed_is_no_news_however_much_it_is(
    places, open_store, store, library, clock, demo
):
    overview = Overview(places, store, library, clock, Customers(places, store, library, clock))
    since = clock.now
    partners = [store.add_partner(f"Partner {number}").partner for number in range(51)]
    for partner in partners:
        clock.advance(minutes=1)
        ticked = item_changes.tick("demo", demo.by_id["membership"])
        store.change(partner.id, [item_changes.start(partner, demo, clock()), ticked])
    assert news(overview.rows(), store, AMIRA, since, clock.now) == ""
    open_store(BEN).change(partners[7].id, [item_changes.tick("demo", demo.by_id["revenue"])])
    assert news(overview.rows(), store, AMIRA, since, clock.now) == (
        "Since 12:00, in the 50 partners changed last: ben changed 1 item in 1 partner."
    )


def test_news_has_what_is_in_the_history_above_older_changes(
    places, open_store, store, library, clock, demo, contoso
):
    overview = Overview(places, store, library, clock, Customers(places, store, library, clock))
    since = clock.now + timedelta(hours=1)
    clock.advance(hours=2)
    ben = open_store(BEN)
    ben.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    clock.advance(days=-1)
    ben.change(contoso, [item_changes.tick("demo", demo.by_id["revenue"])])
    clock.advance(days=1)
    assert news(overview.rows(), store, AMIRA, since, clock.now) == (
        "Since 13:00: ben changed 1 item in 1 partner."
    )
