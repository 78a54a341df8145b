"""Order, filters and search over the rows of the partners."""

from __future__ import annotations

import time
from datetime import date

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.choice import choice_named
from csp_tui.core.customers.batches import Batch
from csp_tui.core.partners.filters import (
    FILTERS,
    VALUE_FILTERS,
    Viewer,
    filter_called,
    title_of,
)
from csp_tui.core.partners.order import ORDERS, in_order
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.partners.search import PartnerTexts, matching
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.partners.urgency import by_urgency
from csp_tui.core.progress.texts import texts_in
from csp_tui.core.runs.item_summary import ItemText
from csp_tui.core.runs.step_groups import State

from ..helpers import put

TODAY = date(2026, 11, 23)


def run(key: str = "demo", **values) -> RunSummary:
    return RunSummary(key, "Demo", "2026-08", checklist=key, total=10, **values)


def owned(owner: str, state: State = State.TODO) -> ItemText:
    return ("item", state.value, "", "", owner, "", "")


def named(rows, order: str, today: date = TODAY) -> list[str]:
    return [row.name for row in in_order(rows, choice_named(ORDERS, order), today)]


def test_the_clock_sorts_by_t_then_by_open_required_items_and_unknown_months_last():
    def row(name: str, month: int, done: int = 0) -> PartnerSummary:
        runs = (run(required_total=10, required_done=done),)
        return PartnerSummary(name, name, runs, month=month, known_since_text="2026-11-01")

    rows = [row("A", 0), row("B", 3, done=9), row("C", 3, done=1), row("D", 1), row("E", 10)]
    rows[-1] = rows[-1]._replace(model="direct-bill")  # to be mended until 30 November
    assert named([*rows, PartnerSummary("x", "0", error="unreadable")], "clock") == [
        *("E", "D", "C", "B", "A", "0"),
    ]


def test_equal_partners_are_sorted_by_name():
    rows = [PartnerSummary("b", "beta"), PartnerSummary("a", "Alpha"), PartnerSummary("c", "Ärger")]
    for order in ("name", "clock", "progress", "changed", "waiting"):
        assert named(rows, order) == ["Alpha", "beta", "Ärger"]


def test_the_last_change_comes_first_and_those_without_one_last():
    rows = [
        PartnerSummary("a", "a", changed_text="2026-11-20T10:00:00.000Z"),
        PartnerSummary("b", "b"),
        PartnerSummary("c", "c", changed_text="2026-11-21T10:00:00.000Z"),
    ]
    assert named(rows, "changed") == ["c", "a", "b"]


def test_a_filter_keeps_the_runs_that_fit_and_closed_runs_are_nobodys():
    viewer = Viewer(Actor("amira", "host", "Amira K."), TODAY)
    own = run("one", items_text=(owned("amira k."),))
    done = run("two", items_text=(owned("amira", State.DONE),))
    closed = run("three", items_text=(owned("amira"),), outcome="completed")
    row = PartnerSummary("a", "A", (own, done, closed))
    (found,) = Sieve([row], viewer).kept([choice_named(FILTERS, "mine")])
    assert [each.key for each in found.runs] == ["one"]
    other = PartnerSummary("b", "B", owner="AMIRA")
    assert Sieve([other], viewer).kept([choice_named(FILTERS, "mine")])
    (found,) = Sieve([row], viewer).kept([filter_called("mine"), filter_called("checklist ONE")])
    assert [each.key for each in found.runs] == ["one"]
    assert Sieve([row], viewer).kept([filter_called("mine"), filter_called("checklist two")]) == []


def waiting(whom: str, chase_on: str) -> RunSummary:
    item = ("item", "waiting", chase_on, "", "", whom, "")
    return run(items_text=(item,), chase_text=(chase_on, "Item"), stage="Security", waiting=1)


def test_each_new_filter_keeps_what_it_says():
    viewer = Viewer(Actor("amira", "host", ""), TODAY)
    rows = [
        PartnerSummary("a", "reminder", (waiting("Microsoft credit", "2026-11-16"),)),
        PartnerSummary("b", "late", (waiting("the board", "2026-11-15"),)),
        PartnerSummary("c", "none", month=1, known_since_text="2026-11-01", owner="ben"),
        PartnerSummary("d", "fresh", (run(),), changed_text="2026-11-20T10:00:00.000Z")._replace(
            planned_texts=("2026-12-07", "2026-12-14", "2027-01-11")
        ),
        PartnerSummary("e", "closed", (waiting("Microsoft", "")._replace(outcome="completed"),)),
    ]
    for name, names in {
        "late": ["late"],
        "no-checklist": ["none"],
        "within-30": [],
        "within-60": ["none"],
        "within-90": ["none"],
        "idle": ["reminder", "late"],
        "for microsoft": ["reminder"],
        "for Microsoft credit": ["reminder"],
        "owner Ben": ["none"],
        "stage security": ["reminder", "late", "closed"],
        "no-owner": ["reminder", "late", "fresh", "closed"],
        "nothing-open": ["fresh"],
        "t 2027-01": ["none"],
        "planned 2026-12": ["fresh"],
    }.items():
        assert [row.name for row in Sieve(rows, viewer).kept([filter_called(name)])] == names, name
    counts = {each.name: Sieve(rows, viewer).values(each) for each in VALUE_FILTERS}
    assert counts["owner"] == [("ben", 1)]
    assert counts["planned"] == [("2026-12", 1), ("2027-01", 1)]
    assert counts["for"] == [("Microsoft", 1), ("Microsoft credit", 1), ("the board", 1)]


def test_a_filter_shows_a_name_as_it_is_and_an_id_in_words():
    titles = [title_of(filter_called(each)) for each in ("owner jean-luc", "for x-y\x1b[1m")]
    assert titles[0] == "owner jean-luc"
    assert titles[1].startswith("for x-y")
    assert "\x1b" not in titles[1]
    assert title_of(filter_called("checklist enroll-direct")) == "Enroll direct"


def test_urgency_puts_late_before_chase_and_ready_before_waiting():
    rows = [
        PartnerSummary("a", "no checklist"),
        PartnerSummary("b", "waiting", (waiting("the board", "2027-01-01"),)),
        PartnerSummary("c", "ready", (run(ready="Item"),)),
        PartnerSummary("d", "clock", (run(),), month=12, known_since_text="2026-11-01"),
        PartnerSummary("e", "chase", (waiting("the board", "2026-11-20"),)),
        PartnerSummary("f", "later", (waiting("the board", "2026-11-10"),)),
        PartnerSummary("g", "late", (waiting("the board", "2026-11-01"),)),
    ]
    viewer = Viewer(Actor("amira", "bastion"), date(2026, 11, 24))
    in_the_week_of_t = named(rows, "urgency", viewer.today)
    assert in_the_week_of_t[:4] == ["late", "later", "chase", "clock"]
    assert in_the_week_of_t[4:] == ["ready", "waiting", "no checklist"]
    found = by_urgency(rows, Sieve(rows, viewer)).values()
    assert [row.name for runs in found for row, _run in runs] == in_the_week_of_t


def test_a_sieve_made_after_another_differs_in_nothing_from_one_made_anew():
    def row(number: int, name: str = "", **values) -> PartnerSummary:
        chase = (f"2026-11-{number % 28 + 1:02}", "Consent filed")
        items = (("item", "waiting", chase[0], "", "", "Microsoft", ""),)
        one = run(**{"chase_text": chase, "items_text": items, "waiting": 1, **values})
        return PartnerSummary(f"p{number}", name or f"Partner {number:02}", (one,))

    def told(sieve: Sieve, rows: list[PartnerSummary]) -> tuple[object, ...]:
        def by_name(row: PartnerSummary) -> list[tuple[object, PartnerSummary]]:
            return [((row.name, row.id), row)]

        kept = [sieve.kept([filter_called(each)]) for each in ("chase", "behind", "for Microsoft")]
        urgent = by_urgency(rows, sieve)
        return sieve.counts, urgent, sieve.in_order("name", rows, by_name), sieve.runs(rows), kept

    viewer, before = Viewer(Actor("amira", "bastion"), TODAY), None
    rows = [row(number) for number in range(40)]
    for changed in (
        {},
        {3: row(3, newer="2027-01"), 7: row(7, "A new name"), 39: row(39, refused="x")},
        {},
        {3: row(3, rules_changed=2), 12: PartnerSummary("p12", "p12", error="unreadable")},
        {number: row(number + 1) for number in range(30)},
        {5: row(5, ready="Something", ready_count=1)},
    ):
        rows = [changed.get(number, each) for number, each in enumerate(rows)][: 41 - len(changed)]
        before = Sieve(rows, viewer, before)
        assert told(before, rows) == told(Sieve(rows, viewer), rows)
    rows = [row(number) for number in range(40)]
    before = Sieve(rows, viewer)
    for replaced in (
        {},
        {4: row(4, newer="2027-01"), 8: row(8, rules_changed=1)},
        {4: PartnerSummary("p4", "Partner 04"), 6: row(6, chase_text=(), items_text=())},
        {number: row(number + 2) for number in range(20)},
    ):
        gone = {number: rows[number] for number in replaced}
        for number, each in replaced.items():
            rows[number] = each
        before = Sieve(rows, viewer, before, gone)
        assert told(before, rows) == told(Sieve(rows, viewer), rows)


def test_a_changed_rule_of_customers_is_asked_for_once_for_each_item():
    def batch(item: str, state: State, *members: int) -> Batch:
        return Batch(item, state.value, "", "", "", "", "", item, members)

    members = (("alpine", "Alpine"), ("tailspin", "Tailspin"), ("wingtip", "Wingtip"))
    changed = (batch("consent", State.RULE_CHANGED, 0), batch("consent", State.RULE_CHANGED, 1, 2))
    one = run(customers=3, members=members, batches=changed, ready="Membership")
    assert one.count_changed() == 1
    assert one._replace(rules_changed=1).count_changed() == 2
    todo = run(customers=3, members=members, batches=(batch("consent", State.TODO, 0, 1, 2),))
    assert todo.why_nothing == "customers 0/3"


@pytest.mark.parametrize(
    ("text", "is_held"),
    [
        ("zoë", True),
        ("ZOE", True),
        ("two lines", True),
        ("lines zoe a", True),
        ("two rows", False),
        ("comment", True),
        ("note", False),
        ("k3v9", False),
    ],
)  # fmt: skip
def test_search_looks_at_values_and_comments_and_not_at_keys(places, text, is_held):
    put(
        places.partners / "a.toml",
        'format = 1\nname = "A" # a comment\n[checklists.demo]\nedition = "1"\n'
        '[checklists.demo.items.x]\nnote = """\nAsk ZOË in\ntwo lines"""\n\n'
        '[history]\nk3v9q2mx = "12 296c8dd5"\n',
    )
    rows = [PartnerSummary("a", "A"), PartnerSummary("gone", "A")]
    assert [row.id for row in matching(places, rows, text)] == ["a"] * is_held


def test_a_thousand_files_are_searched_at_once(places):
    text = 'format = 1\nname = "A"\n' + 'note = "nothing of that kind"\n' * 400
    for number in range(1000):
        put(places.partners / f"p{number}.toml", text)
    rows = [PartnerSummary(f"p{number}", "A") for number in range(1000)]
    start = time.process_time()
    assert matching(places, rows, "Zoë") == []
    assert time.process_time() - start < 5


def test_a_file_is_read_again_when_the_summary_is_another(places):
    row, again = PartnerSummary("a", "A"), PartnerSummary("a", "A")
    texts = PartnerTexts(places)
    put(places.partners / "a.toml", 'name = "A"\n[checklists.d.items.x]\nnote = "old"\n')
    assert not texts.are_read([row])
    assert texts.matching([row], "old") == []
    texts.read([row])
    put(places.partners / "a.toml", 'name = "A"\n[checklists.d.items.x]\nnote = "new"\n')
    texts.read([row])
    assert (texts.matching([row], "old"), texts.matching([row], "new")) == ([row], [])
    texts.read([again])
    assert texts.matching([again], "new") == [again]
    assert texts.forms(again) == {("", ""): "a", ("d", "x"): "new"}


def test_texts_of_a_file_are_read_in_each_form_that_a_file_may_have(places):
    content = (
        'format = 1\nname = "A \\"B\\" \\u00e9"\n[ checklists . r . items . x ]\n'
        "case = '4711 # no'\nnote = \"\"\"\none\ntwo\"\"\" # seen\nreason = '''raw'''\n"
        'status = "done"\nby = "amira"\nmade_up = "kept"\n[history]\nw1 = "7 abc"\n'
    )
    found = [text for text in texts_in(content) if text[1][0] != "file"]
    item = ("r", "x")
    assert found == [
        (("", ""), ("name", 'A "B" é')),
        (item, ("case", "4711 # no")),
        (item, ("note", "\none\ntwo")),
        (item, ("reason", "raw")),
        (item, ("made up", "kept")),
    ]
