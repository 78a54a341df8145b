from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.core.base.search import has_all, joined_form, words_of
from csp_tui.core.checklists.model import Checklist, Item, Section
from csp_tui.core.customers.customers import Customers
from csp_tui.core.describe.steps import mark, remarks, title, word
from csp_tui.core.describe.steps_by_item import by_item, by_step, key_of
from csp_tui.core.disk.places import Places
from csp_tui.core.next_steps.filters import chosen, first_ones, kept
from csp_tui.core.next_steps.finder import next_steps, step_finder, steps_of_item
from csp_tui.core.next_steps.step_list import listed
from csp_tui.core.next_steps.step_search import matching, texts_of
from csp_tui.core.partners.overview import Overview
from csp_tui.core.partners.row_maker import partner_row
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.search import PartnerTexts
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import ItemProgress, Partner, Run, Status
from csp_tui.core.runs import item_changes
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.core.runs.view import RunView

from ..helpers import put

NOWHERE = Places(*[Path("/dev/null/nowhere")] * 4)
TODAY = date(2026, 11, 23)
EARLIER = TODAY - timedelta(days=9)
EARLIER_MOMENT = datetime(2026, 9, 1, tzinfo=UTC)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@pytest.fixture
def overview(places, open_store, library, clock):
    store = open_store()
    customers = Customers(places, store, library, clock)
    return Overview(places, lambda: store, library, clock, lambda: customers)


@pytest.fixture
def steps(overview, library):
    """Finds the steps of everybody, or those of one group, told by item."""

    def find(group=None):
        found = next_steps(overview.rows(), library, TODAY)
        return [each for each in found if group in (None, each.group)]

    return find


def ids(found):
    return [step.item.id for step in found]


def test_what_is_to_do_is_ready_or_not_yet_by_its_prerequisites(steps, contoso):
    assert ids(steps(StepGroup.READY)) == [
        "membership",
        "azure-plan",
        "no-azure-noted",
        "newsletter",
    ]
    (revenue,) = steps(StepGroup.NOT_YET)
    assert (revenue.item.id, revenue.missing) == ("revenue", "Membership active")
    assert remarks(revenue, TODAY) == ["not yet: Membership active"]


def test_a_tick_makes_ready_what_waited_for_it(steps, store, contoso, demo):
    store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    assert ids(steps(StepGroup.READY))[0] == "revenue"
    assert not steps(StepGroup.NOT_YET)


def test_what_waits_is_chased_from_its_day_on_and_the_longest_overdue_first(
    steps, store, contoso, demo
):
    chase = {"membership": 0, "azure-plan": -9, "newsletter": 1}
    store.change(
        contoso,
        [
            item_changes.wait("demo", demo.by_id[key], "Microsoft", EARLIER, day(offset))
            for key, offset in chase.items()
        ],
    )
    assert ids(steps(StepGroup.CHASE)) == ["azure-plan", "membership"]
    late, now = steps(StepGroup.CHASE)
    assert remarks(late, TODAY)[0] == "Microsoft, 9 d late"
    assert remarks(now, TODAY)[0] == "Microsoft, chase today"
    assert ids(steps(StepGroup.NOT_YET)) == ["revenue", "newsletter"]
    assert remarks(steps(StepGroup.NOT_YET)[1], TODAY) == [
        "Microsoft, until 24 Nov",
        "recommended",
    ]


def test_to_chase_what_is_late_by_either_day_stands_first_and_the_rest_by_its_day(
    steps, store, contoso, demo
):
    days = {"membership": (-3, None), "azure-plan": (0, -2), "newsletter": (-9, None)}
    for key, (chase, due) in days.items():
        item = demo.by_id[key]
        wait = item_changes.wait("demo", item, "Microsoft", EARLIER, day(chase))
        store.change(contoso, [wait])
        if due is not None:
            store.change(contoso, [item_changes.edit("set", "demo", item, due=day(due))])
    assert ids(steps(StepGroup.CHASE)) == ["newsletter", "azure-plan", "membership"]


def test_what_is_due_within_a_week_is_due_even_if_something_is_missing(steps, store, contoso, demo):
    for key, offset in (("newsletter", 7), ("revenue", -2), ("membership", 8)):
        store.change(contoso, [item_changes.edit("set", "demo", demo.by_id[key], due=day(offset))])
    revenue, newsletter = steps(StepGroup.DUE)
    assert remarks(revenue, TODAY) == ["2 d late", "not yet: Membership active"]
    assert remarks(newsletter, TODAY) == ["due 30 Nov", "recommended"]
    assert ids(steps(StepGroup.READY))[0] == "membership"
    assert remarks(steps(StepGroup.READY)[0], TODAY) == ["due 1 Dec"]


def test_what_was_refused_is_ready_to_be_taken_up_again_and_stands_first(
    steps, store, contoso, demo
):
    store.change(contoso, [item_changes.refuse("demo", demo.by_id["azure-plan"], "no")])
    first = steps(StepGroup.READY)[0]
    assert (first.item.id, mark(first), word(first)) == ("azure-plan", "[!]", "refused")
    assert remarks(first, TODAY) == ["refused: take it up again"]


def test_a_tick_against_another_rule_is_to_be_confirmed(steps, store, contoso, demo):
    other = Item("membership", "Membership active", rule="Another rule")
    store.change(contoso, [item_changes.tick("demo", other)])
    (step,) = steps(StepGroup.CONFIRM)
    assert (step.item.id, mark(step)) == ("membership", "[?]")
    assert "revenue" in ids(steps(StepGroup.READY))


def test_the_owner_is_the_items_else_the_partners(steps, store, demo, clock):
    partner = store.add_partner("Contoso", owner="Amira").partner
    store.change(partner.id, [item_changes.start(partner, demo, clock())])
    store.change(
        partner.id, [item_changes.edit("set", "demo", demo.by_id["membership"], owner="ben")]
    )
    found = listed(steps())
    assert ids(chosen(found, owners=["BEN"])) == ["membership"]
    assert len(chosen(found, owners=["amira"])) == 4
    assert len(chosen(found, owners=["amira", "ben"])) == 5
    assert not chosen(found, owners=["chloe"])
    assert remarks(chosen(found, owners=["ben"])[0], TODAY) == ["owner ben"]


def test_over_all_the_first_of_each_run_is_enough_besides_what_is_urgent(
    steps, store, contoso, demo
):
    other = store.add_partner("Fabrikam").partner
    store.change(other.id, [item_changes.start(other, demo, EARLIER_MOMENT)])
    store.change(contoso, [item_changes.refuse("demo", demo.by_id["azure-plan"], "no")])
    store.change(contoso, [item_changes.edit("set", "demo", demo.by_id["newsletter"], due=TODAY)])
    shown = [(step.partner.name, step.item.id) for step in first_ones(listed(steps()))]
    assert shown == [
        ("Contoso [UK] Ltd", "newsletter"),
        ("Contoso [UK] Ltd", "azure-plan"),
        ("Contoso [UK] Ltd", "membership"),
        ("Fabrikam", "membership"),
    ]


def test_one_item_is_walked_through_all_partners_in_whatever_state(
    overview, library, store, contoso, demo
):
    membership = demo.by_id["membership"]
    for name, change in (
        ("Adatum", item_changes.tick("demo", membership)),
        ("Fabrikam", item_changes.wait("demo", membership, "Microsoft", EARLIER, EARLIER)),
        ("Northwind", item_changes.not_applicable("demo", membership, "no")),
    ):
        partner = store.add_partner(name).partner
        store.change(partner.id, [item_changes.start(partner, demo, EARLIER_MOMENT)])
        store.change(partner.id, [change])
    found = steps_of_item(overview.rows(), library, "membership", TODAY)
    assert [(step.partner.name, step.group, word(step)) for step in found] == [
        ("Fabrikam", StepGroup.CHASE, "waiting"),
        ("Contoso [UK] Ltd", StepGroup.READY, "to do"),
        ("Adatum", None, "done"),
        ("Northwind", None, "not applicable"),
    ]


def test_a_closed_run_and_an_unreadable_checklist_have_no_steps(
    steps, overview, library, contoso, file, places
):
    text = file.read_text()
    closed = text.replace(
        'edition = "2026-08"', 'edition = "2026-08"\nclosed = 2026-11-20T10:00:00.000Z'
    )
    file.write_text(closed)
    assert steps() == []
    file.write_text(text.replace("2026-08", "2027-01"))
    assert steps() == []
    file.write_text("broken")
    assert steps() == []
    assert not steps_of_item(overview.rows(), library, "membership", TODAY)


def test_a_prerequisite_that_is_open_for_a_customer_is_missing(places, library, store, clock):
    text = """format = 1
title = "With customers"
[[sections]]
id = "own"
title = "Own"
[[sections.items]]
id = "report"
title = "Report sent"
after = ["moved"]
[[sections]]
id = "each"
title = "Each"
per = "customer"
[[sections.items]]
id = "moved"
title = "Customer moved"
"""
    put(places.shipped / "with" / "1.toml", text)
    partner = Partner("a", "A", runs={"with": Run("with", "with", "1")})
    (step,) = next_steps(
        [partner_row(partner, library, Customers(places, store, library, clock))], library, TODAY
    )
    assert (step.group, step.missing) == (StepGroup.NOT_YET, "Customer moved")


def test_each_row_is_found_by_its_key(overview, store, contoso, demo, library, clock):
    other = store.add_partner("Fabrikam").partner
    start = item_changes.start(other, demo, clock())
    store.change(other.id, [Change("edit", {"anniversary": 12}), start])
    found = next_steps(overview.rows(), library, TODAY)
    assert {len(row) for row in by_item(found)} == {1, 2}
    for rows in by_item(found), by_step(found):
        for place, row in enumerate(rows):
            assert rows.places_of({key_of(row)}) == [place]
            assert {step.group for step in row} == {rows.group_at(place)}


def test_what_was_found_before_is_found_anew_after_a_change_and_on_another_day(
    overview, store, contoso, demo, library
):
    store.add_partner("Fabrikam")
    rows = overview.rows()
    before = step_finder(library, TODAY).steps(rows)
    assert step_finder(library, TODAY).steps(rows) is before
    assert [*by_step(before)[-1]] == [before[-1]]
    wait = item_changes.wait("demo", demo.by_id["membership"], "Microsoft", TODAY, day(9))
    store.change(contoso, [wait])
    rows = [overview.row(contoso), rows[1]]
    for today in (TODAY, day(9)):
        found = [*step_finder(library, today).steps(rows)]
        assert found == [*next_steps(rows, library, today)] != [*before]


def test_a_search_finds_the_steps_that_have_each_word_in_one_of_their_texts(
    overview, store, contoso, demo, library, places, file
):
    file.write_text(f'anniversary = 12\nnote = "Own words"\n{file.read_text()}')
    wait = item_changes.wait("demo", demo.by_id["membership"], "Microsoft", TODAY, day(9))
    note = item_changes.edit("set", "demo", demo.by_id["revenue"], note="Café by the board")
    store.change(contoso, [wait, note])
    steps, texts = next_steps(overview.rows(), library, TODAY), PartnerTexts(places)
    found = set()
    for is_read in (False, True):
        for text in (
            "",
            "micro",
            "CAFE",
            "contoso m",
            "own words",
            "a o",
            "t-30",
            "board the",
            "optional",
            "zz",
        ):
            kept = [*matching(steps, text, texts)]
            found.add((is_read, text, len(kept)))
            for step in steps if is_read else ():
                form = joined_form(texts_of(step, texts))
                assert (step in kept) == has_all(form, words_of(text))
        texts.read(overview.rows())
    assert (False, "CAFE", 0) in found
    assert (True, "CAFE", 1) in found
    assert (True, "own words", 0) in found

    class ReadMeanwhile(PartnerTexts):
        def forms(self, row):
            known = super().forms(row)
            self.read([row])
            return known

    meanwhile = ReadMeanwhile(places)
    assert [len(matching(steps, "CAFE", meanwhile)) for _ in range(2)] == [0, 1]


@pytest.mark.parametrize(
    ("month", "missed", "coming"),
    [
        (1, [], ["T-30 2 Dec"]),
        (2, [], ["T-60 3 Dec"]),
        (3, [], ["T-90 1 Dec"]),
        (4, [], []),
        (9, [], []),
        (10, ["T+30 31 Oct"], ["T+60 30 Nov"]),
        (11, ["T 1 Nov"], ["T+30 1 Dec"]),
        (12, [], ["T 1 Dec"]),
    ],
)
def test_the_last_point_of_a_missed_check_and_one_that_comes_soon_are_told(
    library, month, missed, coming
):
    row = PartnerSummary("a", "A", model="direct-bill", month=month, owner="amira")
    found = next_steps([row], library, TODAY)
    shown: dict[StepGroup | None, list[str]] = {StepGroup.MISSED: [], StepGroup.CLOCK: []}
    for step in found:
        shown[step.group].append(title(step, TODAY).partition(":")[0].replace(" on", ""))
    assert shown == {StepGroup.MISSED: missed, StepGroup.CLOCK: coming}
    assert all(remarks(step, TODAY) == [step.point.basis] for step in found)
    assert [*found] == [*chosen(found, owners=["Amira"])]
    assert not chosen(found, role="finance")


def test_a_missed_check_comes_before_all_that_is_to_chase_or_due(
    overview, library, store, contoso, demo
):
    wait = item_changes.wait("demo", demo.by_id["azure-plan"], "Microsoft", EARLIER, day(-9))
    store.change(contoso, [wait])
    rows = [
        *overview.rows(),
        PartnerSummary("soon", "A", model="direct-bill", month=12),
        PartnerSummary("lapsed", "B", month=9, known_since_text="2026-08-01"),
        PartnerSummary("mend", "C", month=11, model="indirect-reseller"),
    ]
    found = next_steps(rows, library, TODAY)
    assert [(step.partner.id, step.group) for step in found][:4] == [
        *(("mend", "missed"), ("lapsed", "missed")),
        *((contoso, "chase"), ("soon", "clock")),
    ]
    assert [step.partner.id for step in kept(found, ["clock"], [])] == ["mend", "lapsed", "soon"]
    assert [step.partner.id for step in kept(found, ["missed"], [])] == ["mend", "lapsed"]


def test_a_point_tells_what_happens_then(library):
    row = PartnerSummary("a", "A", model="direct-bill", month=1)
    assert title(next_steps([row], library, TODAY)[0], TODAY) == (
        "T-30 on 2 Dec: last notice: every criterion should be met and proven by now"
    )


def test_a_point_is_gone_when_the_yearly_run_is_closed(library):
    row = PartnerSummary("a", "A", month=11, answered_years=(2026,))
    assert not next_steps([row], library, TODAY)


ITEMS = [f"item-{number}" for number in range(6)]
progresses = st.builds(
    ItemProgress,
    status=st.sampled_from(list(Status)),
    at=st.none() | st.integers(0, 99).map(lambda hours: EARLIER_MOMENT + timedelta(hours=hours)),
    fingerprint=st.sampled_from(["", "1:0000000000000000"]),
    waiting_for=st.sampled_from(["", "Microsoft"]),
    chase_on=st.none() | st.integers(-20, 20).map(day),
    due=st.none() | st.integers(-20, 20).map(day),
    owner=st.sampled_from(["", "ben"]),
)


class OneChecklist:
    """A library of one checklist."""

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist

    def newest(self):
        return [self._checklist]

    def get(self, *_):
        return self._checklist

    def newer(self, _):
        return None


@st.composite
def runs(draw):
    needs = st.sampled_from(["required", "recommended"])
    items = tuple(
        Item(
            key,
            key.title(),
            need=draw(needs),
            when=draw(st.sampled_from(["", "fact", "!fact"])),
            after=tuple(draw(st.sets(st.sampled_from(ITEMS[:place]))) if place else ()),
        )
        for place, key in enumerate(ITEMS)
    )
    checklist = Checklist("demo", "1", "Demo", (Section("s", "S", items),), None)
    recorded = draw(st.dictionaries(st.sampled_from(ITEMS), progresses))
    facts = draw(st.sampled_from([{}, {"fact": True}, {"fact": False}]))
    run = Run("demo", "demo", "1", items=recorded)
    return RunView(Partner("a", "A", facts=facts, runs={"demo": run}), run, checklist)


@given(runs())
def test_every_open_item_is_in_exactly_one_group_and_the_counts_agree_with_the_run(view):
    library = OneChecklist(view.checklist)
    every = next_steps(
        [partner_row(view.partner, library, Customers(NOWHERE, None, library, None))],
        library,
        TODAY,
    )
    found = [step for step in every if not step.is_closing]
    assert len(every) - len(found) <= (not found)
    by_group = {group: [each for each in found if each.group == group] for group in StepGroup}
    open_ones = [
        item.id
        for item in view.items
        if view.applies(item)
        and (view.progress(item).status != Status.DONE or view.rule_changed(item))
    ]
    assert sorted(ids(found)) == sorted(open_ones)
    chase = [item.id for _, item in view.to_chase(TODAY)]
    assert sorted(ids(by_group[StepGroup.CHASE])) == sorted(chase)
    overdue = {item.id for _, item in view.due(TODAY)}
    assert overdue <= set(chase) | set(ids(by_group[StepGroup.DUE]))
    assert set(ids(by_group[StepGroup.CONFIRM])) == {
        item.id for item in view.items if view.applies(item) and view.rule_changed(item)
    }
    for step in found:
        if view.progress(step.item).status == Status.TODO:
            missing = view.missing(step.item)
            assert step.missing == (missing[0].title if missing else "")
    ready = [step for step in by_group[StepGroup.READY] if not step.is_refused]
    assert all(not view.missing(step.item) for step in ready)
    soon = by_group[StepGroup.DUE]
    if (first := view.ready()) is not None and first.id not in ids(soon):
        assert ready[0].item == first


@given(runs(), st.lists(st.dictionaries(st.sampled_from(ITEMS), progresses), max_size=5))
def test_the_steps_of_many_partners_are_those_of_each(view, recorded):
    library = OneChecklist(view.checklist)
    each_run = [replace(view.run, items=items) for items in recorded]
    partners = [
        Partner(f"p{number}", "A", runs={"demo": run}) for number, run in enumerate(each_run)
    ]
    rows = [
        partner_row(each, library, Customers(NOWHERE, None, library, None)) for each in partners
    ]
    every = [*next_steps(rows, library, TODAY)]
    alone = [step for row in rows for step in next_steps([row], library, TODAY)]
    assert sorted(every, key=str) == sorted(alone, key=str)
    for group in (StepGroup.CHASE, StepGroup.DUE):
        urgencies = [step.urgency(TODAY) for step in every if step.group == group]
        assert urgencies == sorted(urgencies)
    for row in by_item(next_steps(rows, library, TODAY)):
        assert row.most_urgent(TODAY).urgency(TODAY) == min(step.urgency(TODAY) for step in row)
