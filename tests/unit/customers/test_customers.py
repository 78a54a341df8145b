from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from csp_tui.core.base.errors import UsageError
from csp_tui.core.checklists.library import Library
from csp_tui.core.customers import filters
from csp_tui.core.customers.customers import Customers
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.runs.view import RunView

from ..helpers import put

TODAY = date(2026, 11, 23)
MOVE = """\
format = 1
title = "Move"

[[facts]]
id = "azure"
question = "Is there Azure?"

[[sections]]
id = "own"
title = "Own"

[[sections.items]]
id = "informed"
title = "Customers informed"

[[sections.items]]
id = "invoices"
title = "Last invoices"
after = ["moved"]

[[sections]]
id = "each"
title = "For each"
per = "customer"

[[sections.items]]
id = "consent"
title = "Consent filed"
after = ["informed"]

[[sections.items]]
id = "moved"
title = "Moved"
after = ["consent"]

[[sections.items]]
id = "azure-moved"
title = "Azure moved"
when = "azure"

[[sections.items]]
id = "thanked"
title = "Thanked"
need = "recommended"
"""


@pytest.fixture
def move(places, library: Library):
    put(places.shipped / "move" / "2026-08.toml", MOVE)
    return library.get("move", "2026-08")


@pytest.fixture
def partner_id(store, move, clock) -> str:
    partner = store.add_partner("Contoso").partner
    store.change(partner.id, [item_changes.start(partner, move, clock())])
    return partner.id


@pytest.fixture
def customers(places, store, library, clock) -> Customers:
    return Customers(places, store, library, clock)


@pytest.fixture
def add(store, partner_id):
    """Adds customers whose names are their ids."""

    def add_all(*names: str, **values) -> None:
        store.change(partner_id, [customer_changes.add(each, each, **values) for each in names])

    return add_all


@pytest.fixture
def tick(store, partner_id, move):
    """Ticks items for a customer, or for the partner where none is named."""

    def tick_all(customer: str, *ids: str) -> None:
        changes = [item_changes.tick("move", move.by_id[each]) for each in ids]
        store.change(
            partner_id, [customer_changes.for_customer(each, customer) for each in changes]
        )

    return tick_all


@pytest.fixture
def view(store, partner_id, customers):
    """Shows the run as it is on the disk, or a customer's part of it."""

    def show(customer: str = "") -> RunView:
        whole = customers.view(store.load(partner_id), "move")
        return whole.of_customer(store.load_customer(partner_id, customer)) if customer else whole

    return show


def test_items_for_each_customer_are_not_among_the_partners_own(view, add):
    add("coho")
    assert [item.id for item in view().items] == ["informed", "invoices"]
    assert view().counts().total == 2
    assert [item.id for item in view("coho").items] == [
        "consent",
        "moved",
        "azure-moved",
        "thanked",
    ]
    assert view("coho").counts().total == 4


def test_a_customer_is_complete_when_every_required_item_that_applies_is_done(
    view, add, tick, store, partner_id
):
    add("alpine", "bellows")
    tick("alpine", "consent", "moved")
    assert view().customers.complete == 0
    store.change(partner_id, [customer_changes.answer("alpine", {"azure": False})])
    counts = view().customers
    assert (counts.complete, counts.active) == (1, 2)
    assert counts.by_item["consent"] == (1, 2)
    assert counts.by_item["azure-moved"] == (0, 1)


def test_the_answer_of_a_customer_stands_over_that_of_the_partner(
    view, add, store, partner_id, move
):
    add("alpine", "bellows")
    partner_says = customer_changes.for_customer(customer_changes.answer("", {"azure": False}), "")
    store.change(partner_id, [partner_says, customer_changes.answer("alpine", {"azure": True})])
    azure = move.by_id["azure-moved"]
    assert view("alpine").applies(azure)
    assert not view("bellows").applies(azure)
    store.change(partner_id, [customer_changes.answer("alpine", {"azure": None})])
    assert not view("alpine").applies(azure)


def test_with_no_customer_recorded_a_prerequisite_for_each_is_open(view, move):
    assert [each.id for each in view().missing(move.by_id["invoices"])] == ["moved"]


def test_a_prerequisite_for_each_is_met_when_it_is_done_for_all_active_customers(
    view, add, tick, store, partner_id, move
):
    add("alpine", "bellows")
    tick("alpine", "moved")
    assert view().missing(move.by_id["invoices"])
    store.change(partner_id, [customer_changes.put_away("bellows", TODAY)])
    assert not view().missing(move.by_id["invoices"])


def test_a_customers_prerequisite_may_be_the_partners_own_item(view, add, tick, move):
    add("alpine")
    assert [each.id for each in view("alpine").missing(move.by_id["consent"])] == ["informed"]
    tick("", "informed")
    assert not view("alpine").missing(move.by_id["consent"])
    assert [each.id for each in view("alpine").missing(move.by_id["moved"])] == ["consent"]


def test_for_all_customers_only_the_partners_own_items_are_missing(view, add, move):
    add("alpine")
    assert [each.id for each in view().missing(move.by_id["consent"])] == ["informed"]
    assert view().missing(move.by_id["moved"]) == []


def test_a_customer_that_is_put_away_counts_nowhere(view, add, tick, store, partner_id):
    add("alpine", "bellows")
    tick("bellows", "consent")
    store.change(partner_id, [customer_changes.put_away("bellows", TODAY)])
    counts = view().customers
    assert (counts.active, counts.by_item["consent"]) == (1, (0, 1))
    store.change(partner_id, [customer_changes.bring_back("bellows")])
    assert view().customers.by_item["consent"] == (1, 2)


def test_an_unreadable_file_shows_in_its_row_and_hides_no_other(
    customers, add, places, store, partner_id, view
):
    add("alpine", "bellows")
    places.customer_file(partner_id, "alpine").write_text("format = 1\nname = [\n")
    rows = {row.id: row for row in customers.rows(store.load(partner_id))}
    assert rows["alpine"].error.startswith("unreadable, line 2")
    assert rows["bellows"].name == "bellows"
    assert view().customers.active == 2
    assert view().customers.by_item["consent"] == (0, 2)


def test_rows_follow_the_files_and_are_read_again_only_where_one_moved(
    customers, add, tick, store, partner_id, clock
):
    add("alpine", "bellows")
    partner = store.load(partner_id)
    assert [row.states_text["move"] for row in customers.rows(partner)] == ["tttt", "tttt"]
    tick("alpine", "consent")
    assert [row.states_text["move"] for row in customers.rows(partner)] == ["dttt", "tttt"]
    clock.now = clock.now.replace(year=clock.now.year + 20)
    first = customers.rows(partner)
    again = customers.rows(partner)
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_a_file_made_by_hand_is_a_customer(customers, places, store, partner_id, view):
    put(places.customer_file(partner_id, "by-hand"), 'format = 1\nname = "By hand"\n')
    assert [row.name for row in customers.rows(store.load(partner_id))] == ["By hand"]
    assert view().customers.active == 1


def test_what_is_changed_by_hand_is_taken_up_as_outside(places, store, partner_id, add, tick):
    add("alpine")
    path = places.customer_file(partner_id, "alpine")
    path.write_text(path.read_text().replace('name = "alpine"', 'name = "Alpine Ski"'))
    tick("alpine", "consent")
    last = store.history(partner_id).lines()[-2:]
    assert [(line.do, line.customer) for line in last] == [
        ("outside", "alpine"),
        ("tick", "alpine"),
    ]
    assert last[0].after == {"name": "Alpine Ski"}
    assert store.load_customer(partner_id, "alpine").name == "Alpine Ski"


def test_several_customers_are_changed_in_one_step_and_undone_in_one(store, partner_id, add, move):
    add("alpine", "bellows", "coho")
    change = item_changes.tick("move", move.by_id["consent"])
    ids = ("alpine", "bellows", "coho")
    saved = store.change(partner_id, [customer_changes.for_customer(change, each) for each in ids])
    assert len({line.step for line in saved.lines}) == 1
    assert [line.customer for line in saved.lines] == list(ids)

    def statuses() -> set[Status]:
        return {
            store.load_customer(partner_id, each).run("move").of("consent").status for each in ids
        }

    assert statuses() == {Status.DONE}
    store.undo(partner_id)
    assert statuses() == {Status.TODO}
    store.undo(partner_id, redo=True)
    assert statuses() == {Status.DONE}


def test_undoing_an_addition_puts_the_customer_away_on_the_day_where_the_user_is(
    store, partner_id, monkeypatch
):
    monkeypatch.setenv("TZ", "EAST-14")
    time.tzset()
    try:
        store.change(partner_id, [customer_changes.add("bellows", "Bellows")])
        store.undo(partner_id)
        assert store.load_customer(partner_id, "bellows").archived == date(2026, 11, 24)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_undoing_an_import_puts_its_customers_away(store, partner_id, add, view):
    add("alpine", "bellows")
    store.undo(partner_id)
    assert view().customers.active == 0
    assert store.load_customer(partner_id, "alpine").name == "alpine"
    store.undo(partner_id, redo=True)
    assert view().customers.active == 2


def test_a_change_after_one_of_many_customers_opens_no_file_that_is_whole(
    store, open_store, partner_id, add, tick, places
):
    add("alpine", "bellows")
    places.customer_file(partner_id, "bellows").write_text("broken = [")
    open_store().change(partner_id, [customer_changes.edit("alpine", owner="ben")])
    assert store.load_customer(partner_id, "alpine").owner == "ben"


def test_a_customer_needs_a_name():
    with pytest.raises(UsageError, match="needs a name"):
        customer_changes.add("x", " \x1b")
    with pytest.raises(UsageError, match="needs a name"):
        customer_changes.edit("x", name="")


def test_texts_are_cleaned_and_empty_ones_left_out():
    change = customer_changes.add("x", "A\x1b[31m  B", tenant="", owner="ben")
    assert change.to == {"name": "A[31m B", "owner": "ben"}
    assert customer_changes.edit("x", owner="").to == {"owner": None}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("all", ["alpine", "bellows", "coho"]),
        ("lacking", ["bellows", "coho"]),
        ("waiting", ["bellows"]),
        ("chase", ["bellows"]),
        ("incomplete", ["bellows", "coho"]),
        ("complete", ["alpine"]),
        ("archived", ["dead"]),
    ],
)
def test_filters_leave_what_they_say(
    name, expected, customers, add, tick, store, partner_id, view, move
):
    add("alpine", "bellows", "coho", "dead")
    tick("alpine", "consent", "moved", "azure-moved")
    late = item_changes.wait("move", move.by_id["consent"], "admin", TODAY, TODAY)
    store.change(
        partner_id,
        [customer_changes.for_customer(late, "bellows"), customer_changes.put_away("dead", TODAY)],
    )
    column = filters.Column(view(), 0, TODAY)
    rows = customers.rows(store.load(partner_id))
    found = filters.chosen(rows, column, [name], "name")
    assert [row.id for row in found] == expected


def test_orders_put_what_is_not_known_last(customers, store, partner_id, view, tick):
    days = {"alpine": date(2027, 3, 1), "bellows": None, "coho": date(2027, 1, 1)}
    for name, day in days.items():
        store.change(partner_id, [customer_changes.add(name, name, planned=day)])
    tick("alpine", "consent")
    column = filters.Column(view(), 0, TODAY)
    rows = customers.rows(store.load(partner_id))

    def order(sort: str) -> list[str]:
        return [row.id for row in filters.chosen(rows, column, [], sort)]

    assert order("planned") == ["coho", "alpine", "bellows"]
    assert order("progress") == ["bellows", "coho", "alpine"]
    assert order("name") == ["alpine", "bellows", "coho"]


def test_who_lacks_an_item_is_counted_over_active_customers_to_whom_it_applies(
    customers, add, tick, store, partner_id, view, move
):
    add("alpine", "bellows", "coho")
    tick("alpine", "consent")
    apart = item_changes.not_applicable("move", move.by_id["consent"], "none")
    store.change(partner_id, [customer_changes.for_customer(apart, "coho")])
    column = filters.Column(view(), 0, TODAY)
    rows = customers.rows(store.load(partner_id))
    assert filters.column_counts(rows, column) == (1, 2)


def test_the_rows_of_the_first_screen_tell_of_the_customers(
    add, tick, store, partner_id, customers, library, places: object
):
    from csp_tui.core.partners.row_maker import partner_row

    add("alpine")
    tick("", "informed")
    (run,) = partner_row(store.load(partner_id), library, customers).runs
    assert (run.customers_complete, run.customers) == (0, 1)
    assert run.why_nothing == "customers 0/1"


def test_a_copy_of_a_customers_file_is_kept(places, add, partner_id):
    add("alpine")
    copy = Path(places.copies) / partner_id / "alpine.toml"
    assert copy.read_text() == places.customer_file(partner_id, "alpine").read_text()
