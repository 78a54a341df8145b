from __future__ import annotations

from csp_tui.core.partners.last_visit import keep_visit, last_visit, news
from csp_tui.core.runs import item_changes

from ..helpers import AMIRA, BEN


def since_last_visit(places, now) -> str:
    visit = last_visit(places)
    assert visit is not None
    return news(places, AMIRA, visit, now)


def test_a_visit_is_kept_for_each_directory_and_a_damaged_one_is_none(places, clock, contoso):
    assert last_visit(places) is None
    keep_visit(places, clock.now)
    kept = last_visit(places)
    assert kept is not None
    assert kept.moment == clock.now
    assert kept.sizes == {contoso: places.history_file(contoso).stat().st_size}
    (path,) = places.cache.glob("visit-*")
    assert path.stat().st_mode & 0o777 == 0o600
    endless = b'{"at": "2026-11-23T12:00:00.000Z", "sizes": {"contoso": Infinity}}'
    damages = (b"\xff", b"2026-11-23T12:00:00.000Z\n", b"[]", b'{"at": 1, "sizes": {}}', endless)
    for damage in (*damages, b"[" * 100_000):
        path.write_bytes(damage)
        assert last_visit(places) is None


def test_no_visit_is_kept_where_there_is_no_data(places, clock):
    keep_visit(places, clock.now)
    assert not places.cache.exists()


def test_news_is_what_others_did_after_a_visit(places, open_store, store, clock, demo, contoso):
    open_store(BEN).change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    clock.advance(hours=1)
    keep_visit(places, clock.now)
    clock.advance(hours=1)
    store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    assert since_last_visit(places, clock.now) == ""
    open_store(BEN).change(contoso, [item_changes.tick("demo", demo.by_id["revenue"])])
    open_store(BEN).change(contoso, [item_changes.untick("demo", demo.by_id["revenue"])])
    expected = "Since 13:00: ben changed 1 item in 1 partner."
    assert since_last_visit(places, clock.now) == expected
    clock.advance(days=2)
    assert since_last_visit(places, clock.now).startswith("Since Monday 13:00: ")
    clock.advance(days=20)
    assert since_last_visit(places, clock.now).startswith("Since 23 Nov: ")


def test_what_only_the_user_changed_is_no_news_however_much_it_is(
    places, open_store, store, clock, demo, contoso
):
    keep_visit(places, clock.now)
    partners = [store.add_partner(f"Partner {number}").partner for number in range(51)]
    for partner in partners:
        ticked = item_changes.tick("demo", demo.by_id["membership"])
        store.change(partner.id, [item_changes.start(partner, demo, clock()), ticked])
    assert since_last_visit(places, clock.now) == ""
    open_store(BEN).change(partners[7].id, [item_changes.tick("demo", demo.by_id["revenue"])])
    assert since_last_visit(places, clock.now) == (
        "Since 12:00, in the 50 partners changed last: ben changed 1 item in 1 partner."
    )


def test_what_was_changed_before_the_visit_and_came_after_it_is_news(
    places, open_store, clock, demo, contoso
):
    keep_visit(places, clock.now)
    clock.advance(days=-1)
    open_store(BEN).change(contoso, [item_changes.tick("demo", demo.by_id["revenue"])])
    clock.advance(days=1)
    assert since_last_visit(places, clock.now) == "Since 12:00: ben changed 1 item in 1 partner."


def test_a_line_that_the_last_visit_saw_a_part_of_is_news(
    places, open_store, store, clock, demo, contoso
):
    path = places.history_file(contoso)
    before = path.read_bytes()
    path.write_bytes(before + b'{"v":2,"w":')
    keep_visit(places, clock.now)
    path.write_bytes(before)
    open_store(BEN).change(contoso, [item_changes.tick("demo", demo.by_id["revenue"])])
    assert since_last_visit(places, clock.now) == "Since 12:00: ben changed 1 item in 1 partner."


def test_a_history_that_cannot_be_read_is_no_news(places, clock, contoso):
    keep_visit(places, clock.now)
    path = places.history_file(contoso)
    path.write_bytes(path.read_bytes() + b"damaged\n")
    (places.history / "odd.jsonl").mkdir()
    assert since_last_visit(places, clock.now) == ""
