from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.base.days import parse_day, parse_past_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import item_changes

from ..helpers import NOON

TODAY = date(2026, 11, 23)


def test_a_run_starts_with_checklist_edition_and_moment(store, contoso, demo):
    run = store.load(contoso).runs["demo"]
    assert (run.checklist, run.edition, run.items) == ("demo", "2026-08", {})
    assert run.started > NOON


def test_a_tick_takes_down_what_was_said_of_waiting_and_refusal(store, contoso, demo):
    item = demo.by_id["azure-plan"]
    wait = item_changes.wait("demo", item, "Microsoft", TODAY, date(2026, 12, 1), case="42")
    store.change(contoso, [wait])
    store.change(contoso, [item_changes.refuse("demo", item, "no credit")])
    store.change(contoso, [item_changes.tick("demo", item)])
    progress = store.load(contoso).runs["demo"].of(item.id)
    assert progress.status is Status.DONE
    assert (progress.reason, progress.waiting_for, progress.since, progress.chase_on) == (
        *("", "", None, None),
    )
    assert progress.case == "42"


def test_waiting_says_for_whom_since_when_and_when_to_chase(store, contoso, demo):
    item = demo.by_id["azure-plan"]
    chase_on = item_changes.chase_day(item, TODAY)
    wait = item_changes.wait("demo", item, " Microsoft\n\x1b[31m ", TODAY, chase_on, "42")
    progress = store.change(contoso, [wait]).partner.runs["demo"].of(item.id)
    assert progress.status is Status.WAITING
    assert (progress.waiting_for, progress.case) == ("Microsoft [31m", "42")
    assert (progress.since, progress.chase_on) == (TODAY, date(2026, 11, 26))


def test_without_a_usual_wait_one_chases_after_five_business_days(demo):
    assert item_changes.chase_day(demo.by_id["membership"], TODAY) == date(2026, 11, 30)


def test_what_has_happened_is_not_in_the_future():
    assert parse_past_day("today", TODAY) == TODAY
    assert parse_past_day(" ", TODAY) is None
    with pytest.raises(UsageError, match="2026-11-24 is in the future; today is 2026-11-23"):
        parse_past_day("tomorrow", TODAY)


def test_a_chase_records_today_and_the_next_day(store, contoso, demo):
    item = demo.by_id["azure-plan"]
    since, chase_on = date(2026, 11, 16), date(2026, 11, 30)
    store.change(contoso, [item_changes.wait("demo", item, "Microsoft", since, TODAY)])
    saved = store.change(contoso, [item_changes.chase("demo", item, TODAY, chase_on)])
    progress = saved.partner.runs["demo"].of(item.id)
    assert (progress.since, progress.chased, progress.chase_on) == (since, TODAY, chase_on)
    assert saved.lines[0].do == "chase"
    for settle in (item_changes.tick("demo", item), item_changes.untick("demo", item)):
        progress = store.change(contoso, [settle]).partner.runs["demo"].of(item.id)
        assert progress.chased is None


def test_nobody_is_chased_before_the_waiting_began(demo):
    item = demo.by_id["azure-plan"]
    before = date(2026, 11, 22)
    with pytest.raises(UsageError, match="the day to chase cannot be before 2026-11-23"):
        item_changes.wait("demo", item, "Microsoft", TODAY, before)
    with pytest.raises(UsageError, match="the day to chase cannot be before 2026-11-23"):
        item_changes.chase("demo", item, TODAY, before)


def test_a_tick_out_of_order_is_recorded_until_the_item_is_not_done_or_ticked_in_order(
    store, contoso, demo
):
    item = demo.by_id["revenue"]
    early = item_changes.tick("demo", item, is_out_of_order=True)
    for settle in (
        item_changes.untick("demo", item),
        item_changes.tick("demo", item),
        item_changes.refuse("demo", item, "no"),
        item_changes.not_applicable("demo", item, "no"),
        item_changes.wait("demo", item, "Ben", TODAY, TODAY),
    ):
        assert store.change(contoso, [early]).partner.runs["demo"].of(item.id).out_of_order
        assert not store.change(contoso, [settle]).partner.runs["demo"].of(item.id).out_of_order


@pytest.mark.parametrize("text", ["", " ", "\x1b\x07", "\n\t"])
def test_waiting_refusal_and_not_applicable_want_a_word(demo, text):
    item = demo.by_id["membership"]
    with pytest.raises(UsageError, match="for whom"):
        item_changes.wait("demo", item, text, TODAY, TODAY)
    with pytest.raises(UsageError, match="refused needs a reason"):
        item_changes.refuse("demo", item, text)
    with pytest.raises(UsageError, match="not applicable needs a reason"):
        item_changes.not_applicable("demo", item, text)


def test_a_note_keeps_its_lines_and_evidence_is_one_line(store, contoso, demo):
    edit = item_changes.edit(
        "edit", "demo", demo.by_id["membership"], note=" a\r\n\x1b[2Jb ", evidence=" a\nb\x07 "
    )
    progress = store.change(contoso, [edit]).partner.runs["demo"].of("membership")
    assert (progress.note, progress.evidence) == ("a\n[2Jb", "a b")


def test_an_empty_text_takes_the_key_away(store, contoso, demo, file):
    item = demo.by_id["membership"]
    store.change(contoso, [item_changes.edit("edit", "demo", item, owner="ben", due=TODAY)])
    store.change(contoso, [item_changes.edit("edit", "demo", item, owner=" ", due=None)])
    assert "owner" not in file.read_text()
    assert "due" not in file.read_text()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("  ", None),
        ("today", TODAY),
        ("TODAY", TODAY),
        (" 2026-12-01 ", date(2026, 12, 1)),
        ("Tomorrow", date(2026, 11, 24)),
        ("+0", TODAY),
        ("+5", date(2026, 11, 30)),
        ("+999", date(2030, 9, 20)),
    ],
)
def test_a_typed_day_is_understood(text, day):
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["+1000", "+", "next week", "1.13.2026", "2026-02-30", "32/01/2026", "2026-12"]
)
def test_what_is_no_day_is_told_with_an_example(text):
    with pytest.raises(UsageError, match="is no date; write it like 2026-11-23"):
        parse_day(text, TODAY)
