"""What is most urgent in a run: the words of the column Now, and what Next names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csp_tui.core.base import language
from csp_tui.core.base.actor import Actor
from csp_tui.core.base.text import width
from csp_tui.core.customers.batches import Batch
from csp_tui.core.partners.clock_words import clock_column, short_clock
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.now import Kind, Now, cells, now_of
from csp_tui.core.partners.order import in_order, order_called, waiting_since
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.portfolio.counts import is_this_week
from csp_tui.core.runs.item_summary import ItemText
from csp_tui.core.runs.step_groups import State

TODAY = date(2026, 11, 28)
"""A Saturday."""


def run(**values) -> RunSummary:
    return RunSummary("demo", "Demo", "2026-08", checklist="demo", total=10, **values)


def item(state: State, chase_on: str = "", due: str = "", whom: str = "") -> ItemText:
    return ("item", state.value, chase_on, due, "", whom, "2026-11-02")


def chase(*days: str) -> RunSummary:
    items = tuple(item(State.WAITING, day, whom=f"party {day}") for day in days)
    return run(items_text=items, chase_text=(min(days), "Credit check"), waiting=len(days))


def due(day: str) -> RunSummary:
    return run(items_text=(item(State.TODO, due=day),), due_text=(day, "Document pack"))


def said(run: RunSummary | None, **values) -> tuple[str, str]:
    """Return the words of Now, and what Next names, of a partner with one run."""
    row = PartnerSummary("a", "A", (run,) if run else (), **values)
    now = now_of(row, run, TODAY)
    sentence = now.sentence(TODAY)
    assert now.kind is Kind.NO_LIST or sentence.endswith(now.subject)
    assert not now.kind.is_late or sentence.startswith(now.words(TODAY))
    return now.words(TODAY), now.what


CLOCK = {"model": "indirect-reseller", "known_since_text": "2026-11-01"}
T_POINT, T_30 = "yearly check of the tenant; a miss stops", "last notice: every criterion"


@pytest.mark.parametrize(
    ("row", "words", "subject"),
    [
        (chase("2026-11-28", "2026-11-25"), "chase 2", "Credit check"),
        (chase("2026-11-21"), "chase 1", "Credit check"),
        (chase("2026-11-20"), "8 d late", "Credit check"),
        (chase("2026-12-24"), "waiting 1", ""),
        (due("2026-11-27"), "1 d late", "Document pack"),
        (due("2026-11-28"), "due today", "Document pack"),
        (due("2026-11-29"), "due Sun", "Document pack"),
        (due("2026-12-05"), "due 5 Dec", "Document pack"),
        (run(rules_changed=2, changed_title="Revenue", ready="x"), "confirm 2", "Revenue"),
        (run(is_to_close=True, done=10), "close it", "complete"),
        (run(ready="Pack", ready_count=3), "ready 3", "Pack"),
        (run(waiting=2, waits=("Plan", "the board")), "waiting 2", "Plan"),
        (run(outcome="completed"), "", "closed: completed"),
        (run(error="unreadable, line 2: is not TOML"), "unreadable", "line 2: is not TOML"),
        (None, "no list", "enter starts a checklist"),
    ],
)
def test_now_says_what_is_most_urgent_and_next_names_it(row, words, subject):
    assert said(row) == (words, subject)


def test_whom_it_waits_for_is_that_of_the_item_that_next_names():
    row = PartnerSummary("a", "A", (chase("2026-11-28", "2026-11-25"),))
    assert now_of(row, row.runs[0], TODAY).whom == "party 2026-11-25"
    waits = run(waiting=1, waits=("Plan", "the board"))
    assert now_of(PartnerSummary("a", "A", (waits,)), waits, TODAY).whom == "the board"


@pytest.mark.parametrize(
    ("month", "known", "words", "subject"),
    [
        (9, "2026-08-01", "lapsed?", f"missed: {T_POINT}"),
        (11, "2026-10-01", "mend Mon", f"missed: {T_POINT}"),
        (12, "2026-11-01", "T Tue", T_POINT),
        (1, "2026-11-01", "T-30 Wed", T_30),
        (5, "2026-11-01", "ready 1", "Pack"),
    ],
)
def test_the_clock_counts_from_a_week_before_each_of_its_points(month, known, words, subject):
    ready = run(ready="Pack", ready_count=1)
    values = {**CLOCK, "month": month, "known_since_text": known}
    shown, names = said(ready, **values)
    assert (shown, names[: len(subject)]) == (words, subject)


def test_the_clock_stands_at_the_first_open_run_alone():
    closed, first, second = run(outcome="completed"), run(ready="One"), run(ready="Two")
    row = PartnerSummary("a", "A", (closed, first, second), month=12, **CLOCK)
    assert [now_of(row, each, TODAY).kind for each in row.runs] == [
        *(Kind.NOTHING, Kind.CLOCK, Kind.READY),
    ]
    assert now_of(PartnerSummary("b", "B", month=12, **CLOCK), None, TODAY).kind is Kind.CLOCK


def test_what_is_later_comes_before_what_is_less_late():
    late = due("2026-11-10")._replace(chase_text=("2026-11-01", "Credit check"))
    late = late._replace(items_text=(*late.items_text, item(State.WAITING, "2026-11-01")))
    assert said(late) == ("27 d late", "Credit check")
    known = CLOCK | {"known_since_text": "2026-10-01"}
    assert said(late, month=11, **known)[0] == "mend Mon"


def test_a_missed_check_comes_first_by_the_last_day_to_mend_it():
    direct = {"model": "direct-bill", "known_since_text": "2026-08-01"}
    rows = [
        PartnerSummary("lapsed", "A", month=9, **CLOCK | {"known_since_text": "2026-08-01"}),
        PartnerSummary("later", "B", month=11, **direct),
        PartnerSummary("soon", "C", month=10, **direct),
        PartnerSummary("same", "D", month=11, **CLOCK | {"known_since_text": "2026-08-01"}),
    ]
    ordered = in_order(rows, order_called("urgency"), TODAY)
    found = [(each.id, now_of(each, None, TODAY).words(TODAY)) for each in ordered]
    assert found == [
        *(("soon", "mend Mon"), ("same", "mend Mon"), ("later", "mend 33 d")),
        ("lapsed", "lapsed?"),
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        *((22, "mend 8 d"), (23, "mend 7 d"), (24, "mend Mon"), (28, "mend Mon")),
        *((29, "mend Mon"), (30, "mend today"), (31, "lapsed?")),
    ],
)
def test_the_last_day_to_mend_a_missed_check_is_always_told(day, words):
    row = PartnerSummary("a", "A", month=11, **CLOCK | {"known_since_text": "2026-08-01"})
    today = date(2026, 11, 1) + timedelta(days=day - 1)
    assert now_of(row, None, today).words(today) == words


def test_in_french_a_day_a_week_off_is_its_weekday_where_the_date_has_no_room():
    language.use("fr")
    friday = date(2026, 11, 27)
    for kind, point, words in (
        (Kind.MEND, "", "délai 7 j"),
        (Kind.DUE, "", "éch. ven."),
        (Kind.CLOCK, "T-30", "T-30 ven."),
    ):
        now = Now(kind, 7, friday, point=point)
        assert now.words(date(2026, 11, 20)).replace("\xa0", " ") == words


def test_items_of_customers_count_each_and_are_named_with_them():
    members = (("alpine", "Alpine"), ("wingtip", "Wingtip"))
    refused = Batch("consent", State.REFUSED.value, "", "", "", "", "", "Consent", (0,))
    ready = Batch("gdap", State.TODO.value, "", "", "", "", "", "GDAP", (0, 1))
    both = run(customers=2, members=members, batches=(refused, ready))
    assert said(both) == ("refused 1", "Consent: Alpine")
    assert said(both._replace(batches=(ready,))) == ("ready 2", "GDAP: 2 customers")
    waits = ready._replace(state_text=State.WAITING.value, whom="the customer")
    assert said(both._replace(batches=(waits,))) == ("waiting 2", "GDAP: 2 customers")
    asked = waits._replace(since_text="2026-11-20")
    for_customers = PartnerSummary("a", "A", (both._replace(batches=(asked, refused)),))
    assert waiting_since(for_customers) == date(2026, 11, 20)
    over = waits._replace(chase_on_text="2026-11-27", whom="the customer")
    assert said(both._replace(batches=(over,))) == ("chase 2", "GDAP: 2 customers")
    due_too = over._replace(due_text="2026-11-26")
    assert said(both._replace(batches=(due_too,))) == ("2 d late", "GDAP: 2 customers")
    language.use("fr")
    assert said(both)[1] == "Consent\u00a0: Alpine"


@pytest.mark.parametrize("code", ["en", "fr"])
def test_no_words_of_now_are_longer_than_their_column(code):
    language.use(code)
    day = date(2026, 12, 2)
    for kind in Kind:
        for number in (1, 12, *([] if kind is Kind.MEND else [1234])):
            assert width(Now(kind, number).words(TODAY)) <= cells()
        assert width(Now(kind, 1, day).words(TODAY)) <= cells()
    assert width(Now(Kind.CLOCK, day=TODAY, point="T-30").words(TODAY)) <= cells()


def test_a_sentence_has_the_number_and_the_stop_for_which_a_column_has_no_room():
    old = Now(Kind.LATE, 1234, subject="Pack")
    assert (old.words(TODAY), old.sentence(TODAY)) == ("late", "1234 d late: Pack")
    row = PartnerSummary("a", "A", month=1, **CLOCK)
    language.use("fr")
    changed = Now(Kind.CONFIRM, 1234, subject="Pack")
    assert changed.words(TODAY) == "à conf."
    assert changed.sentence(TODAY) == "à conf. 1234\u00a0: Pack"
    assert (clock_column(row, TODAY), short_clock(row, TODAY)) == ("janv  34 j", "janv. 34 j")


def test_runs_and_partners_without_one_are_counted_as_late_and_for_this_week():
    rows = [
        PartnerSummary("a", "A", (due("2026-11-01"), due("2026-11-30"))),
        PartnerSummary("b", "B", month=12, **CLOCK),
        PartnerSummary("c", "C", (run(ready="Pack"),)),
        PartnerSummary("d", "D", (run(ready="Pack"),), month=1, **CLOCK),
    ]
    viewer = Viewer(Actor("amira", "bastion"), TODAY)
    counts = Sieve(rows, viewer).counts
    assert (counts.late, counts.soon) == (1, 3)
    assert [row.id for row in rows if is_this_week(row, viewer)] == ["b", "d"]
