from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.search import best_match, words_of
from csp_tui.core.progress.change import with_change
from csp_tui.core.progress.model import ItemProgress, Partner, Run, Status
from csp_tui.core.runs import item_changes, partner_runs
from csp_tui.core.runs.anniversary import completed_years
from csp_tui.core.runs.item_filters import FILTERS, Asked, filter_called, filtered
from csp_tui.core.runs.item_search import matching, texts_of
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.last_place import MOST, Remembered, Spot
from csp_tui.tui.lines.highlight import highlighted, with_reason
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Tone

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def run(key: str = "demo", days_ago: int = 0, **values: object) -> Run:
    started = NOON - timedelta(days=days_ago)
    return Run(key, "demo", "2026-08", **{"started": started, **values})


def partner(*own: Run, **values: object) -> Partner:
    return Partner("p", "P", runs={each.key: each for each in own}, **values)


def test_open_runs_come_first_and_the_run_closed_last_comes_first_of_the_closed():
    earlier, later = NOON - timedelta(days=9), NOON
    found = partner(run("a", closed=earlier), run("b"), run("c", closed=later), run("d"))
    assert partner_runs.in_order(found) == ["b", "d", "c", "a"]


def test_a_second_run_is_numbered_and_a_yearly_one_is_called_by_its_year(demo):
    assert partner_runs.new_key(partner(), demo, TODAY) == "demo"
    assert partner_runs.new_key(partner(run(), run("demo-2")), demo, TODAY) == "demo-3"
    yearly = replace(demo, is_yearly=True)
    assert partner_runs.new_key(partner(), yearly, TODAY) == "demo-2026"
    assert partner_runs.new_key(partner(anniversary=3), yearly, TODAY) == "demo-2027"
    ended = run("demo-2027", closed=NOON)
    assert partner_runs.new_key(partner(ended, anniversary=3), yearly, TODAY) == "demo-2028"


def test_the_year_of_an_abandoned_run_is_gone_through_again(demo):
    yearly = replace(demo, is_yearly=True)
    given_up = run("demo-2027", closed=NOON, outcome="abandoned")
    found = partner(given_up, anniversary=3)
    assert partner_runs.new_key(found, yearly, TODAY) == "demo-2027-2"
    assert (
        partner_runs.new_key(partner(replace(given_up, key="demo-2026")), yearly, TODAY)
        == "demo-2026-2"
    )
    met = run("demo-2027-2", closed=NOON, outcome="completed")
    assert completed_years(partner(given_up, met), {"demo"}) == (2027,)
    assert partner_runs.new_key(partner(given_up, met, anniversary=3), yearly, TODAY) == "demo-2028"
    begun = partner(given_up, run("demo-2027-2"), anniversary=3)
    assert partner_runs.new_key(begun, yearly, TODAY) == "demo-2028"
    long = replace(yearly, id="a" * 64)
    taken = run("a" * 59 + "-2026", closed=NOON, outcome="abandoned")
    assert partner_runs.new_key(partner(taken), long, TODAY) == "a" * 57 + "-2026-2"


def test_the_key_of_a_run_is_an_id_however_long_the_checklists_is(demo):
    long = replace(demo, id="a" * 64)
    key = partner_runs.new_key(partner(run("a" * 64)), long, TODAY)
    assert is_id(key)
    assert key.endswith("-2")


def test_a_checklist_starts_again_when_its_run_is_closed_or_on_wish(demo):
    with pytest.raises(UsageError, match='already has a run "demo"'):
        item_changes.start(partner(run()), demo, NOON)
    assert item_changes.start(partner(run()), demo, NOON, is_again=True).run == "demo-2"
    assert item_changes.start(partner(run(closed=NOON)), demo, NOON).run == "demo-2"


def test_a_closed_run_has_nothing_next(demo):
    waits = ItemProgress(Status.WAITING, waiting_for="M", chase_on=TODAY, due=TODAY)
    ended = run(closed=NOON, outcome="completed", items={"membership": waits})
    view = RunView(partner(ended), ended, demo)
    assert (view.to_chase(), view.due(), view.refused(), view.ready()) == ([], [], [], None)
    assert partner_runs.ending(ended, TODAY) == "closed 23 Nov: completed"
    asked = Asked(TODAY, Actor("amira", "h"))
    assert filtered([filter_called("chase")], view, asked) == []
    assert len(filtered([filter_called("waiting")], view, asked)) == 1


def test_closing_and_opening_again_show_before_they_are_saved():
    closed = with_change(partner(run()), partner_runs.close("demo", "abandoned", NOON)).runs["demo"]
    assert (closed.closed, closed.outcome) == (NOON, "abandoned")
    again = with_change(partner(closed), partner_runs.reopen("demo")).runs["demo"]
    assert (again.closed, again.outcome) == (None, "")


def test_last_time_is_the_newest_earlier_run_that_recorded_the_item(demo):
    item = replace(demo.by_id["membership"], replaces=("old-membership",))
    first = run("demo", 900, items={"old-membership": ItemProgress(evidence="first")})
    second = run("demo-2", 400, items={"membership": ItemProgress(Status.DONE, evidence="second")})
    third = run("demo-3", 10, items={"membership": ItemProgress()})
    now = run("demo-4")
    every = partner(now, third, second, first)
    assert partner_runs.earlier_progress(every, now, item).evidence == "second"
    assert partner_runs.earlier_progress(every, second, item).evidence == "first"
    assert partner_runs.earlier_progress(every, first, item) is None
    assert partner_runs.earlier_progress(every, now, demo.by_id["revenue"]) is None


def test_every_filter_shows_what_it_says(demo):
    day = date(2026, 11, 22)
    changed = ItemProgress(Status.DONE, fingerprint="1:0000000000000000")
    recorded = {
        "membership": changed,
        "revenue": ItemProgress(Status.WAITING, chase_on=day, owner="AMIRA"),
        "newsletter": ItemProgress(Status.WAITING, chase_on=date(2026, 12, 1)),
        "azure-plan": ItemProgress(due=day),
    }
    ran = run(items=recorded)
    view = RunView(partner(ran, owner="ben"), ran, demo)
    asked = Asked(TODAY, Actor("root", "h", "amira"))
    found = {each.name: [item.id for item in filtered([each], view, asked)] for each in FILTERS}
    assert found == {
        "all": list(demo.by_id),
        "to-do": ["azure-plan", "no-azure-noted"],
        "waiting": ["revenue", "newsletter"],
        "late": ["azure-plan"],
        "chase": ["revenue"],
        "due": ["azure-plan"],
        "rule-changed": ["membership"],
        "newer-rule": [],
        "mine": ["revenue"],
    }
    both = [filter_called("waiting"), filter_called("mine")]
    assert [item.id for item in filtered(both, view, asked)] == ["revenue"]
    assert filtered([], view, asked) == list(view.items)


def test_a_search_looks_into_every_text_and_says_into_which(demo):
    ran = run(items={"revenue": ItemProgress(note="Straße", owner="Zoë")})
    view, item = RunView(partner(ran), ran, demo), demo.by_id["revenue"]
    texts = ("REVENUE", "1,000", "strasse", "zoe", "q!", "straße ZOË")
    found = [best_match(words_of(text), texts_of(view, item)) for text in texts]
    assert [each and each[0] for each in found] == ["title", "rule", "note", "owner", None, "note"]
    for text, is_found in (("zoë STRASSE revenue", True), ("zoë q!", False), ("", True)):
        assert (item in matching(view, demo.items, text)) is is_found


@pytest.mark.parametrize("word", ["optional", "recommended"])
def test_what_is_not_required_is_found_by_the_word_of_the_row_and_of_the_detail(demo, word):
    ran = run(items={})
    view = RunView(partner(ran), ran, demo)
    assert matching(view, demo.items, word) == [
        each for each in demo.items if each.need == "recommended"
    ]


def make_file(places, partner_id):
    path = places.progress_file(partner_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def test_places_are_remembered_for_the_newest_partners_of_one_directory(places):
    remembered = Remembered(places)
    assert remembered.spot("p0") is None
    for number in range(MOST + 2):
        make_file(places, f"p{number}")
        remembered.keep(f"p{number}", Spot("demo", "revenue"))
    remembered.keep("p5", Spot("demo", "membership"))
    again = Remembered(places)
    assert again.spot("p0") is None
    assert again.spot("p5") == ("demo", "membership")
    assert again.spot("p501") == ("demo", "revenue")
    assert Remembered(replace(places, data=places.data / "x")).spot("p5") is None


@pytest.mark.parametrize("content", ["", "[", "[]", '{"p": 1}', '{"p": ["a"]}', '{"p": [1, 2]}'])
def test_a_damaged_memory_is_no_memory(places, content):
    make_file(places, "p")
    remembered = Remembered(places)
    remembered.keep("p", Spot("demo", "revenue"))
    (file,) = places.cache.iterdir()
    file.write_text(content)
    assert remembered.spot("p") is None
    remembered.keep("p", Spot("demo", "revenue"))
    assert remembered.spot("p") == ("demo", "revenue")


def test_where_the_memory_cannot_be_written_nothing_is_remembered(places):
    places.cache.write_text("in the way")
    make_file(places, "p")
    remembered = Remembered(places)
    remembered.keep("p", Spot("demo", "revenue"))
    assert remembered.spot("p") is None


def test_what_is_sought_is_underlined_in_any_case_and_width():
    line = highlighted((("[ ] ", Tone.TEXT), ("Straße 株式会社 STRASSE", Tone.TEXT)), ["strasse"])
    assert "".join(text for text, _ in line) == "[ ] Straße 株式会社 STRASSE"
    underlined = [text for text, tone in line if isinstance(tone, Tone) and Tone.MATCH in tone]
    assert underlined == ["Straße", "STRASSE"]


@pytest.mark.parametrize(
    ("words", "cells", "shown"),
    [
        ("credit", 60, "[x] Credit approval  recommended"),
        ("limit", 60, "[x] Credit approval  note: bank wants the credit limit low"),
        ("limit", 46, "[x] Credit approval  note: …credit limit low"),
        ("amira", 34, "[x] Credit approval  owner: amira"),
        ("nowhere", 40, "[x] Credit approval  recommended"),
    ],
)
def test_a_row_shows_the_text_that_matched_in_place_of_its_last(words, cells, shown):
    line = (("[x] ", Tone.TEXT), ("Credit approval", Tone.TEXT), ("  recommended", Tone.QUIET))
    texts = (("title", "Credit approval done"), ("owner", "amira"))
    texts += (("note", "bank wants the credit limit low"),)
    row = Row("key", line, name=1, less=2)
    found = with_reason(row, words_of(words), texts, cells)
    assert found.text == shown


def test_a_full_row_is_cut_for_the_text_that_matched():
    row = Row("key", (("Lead ", Tone.TEXT), ("A title as long as the row is", Tone.TEXT)), name=1)
    found = with_reason(row, ["4711"], [("case", "26114711")], 34)
    assert found.text == "Lead A title as …  case: 26114711"
    short = Row("key", (("Lead ", Tone.TEXT), ("Title", Tone.TEXT)), name=1)
    assert with_reason(short, ["4711"], [("case", "26114711")], 34).text == (
        "Lead Title  case: 26114711"
    )
