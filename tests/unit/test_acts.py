from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core import acts
from csp_tui.core.errors import UsageError
from csp_tui.core.progress import Status

from .helpers import NOON

TODAY = date(2026, 11, 23)


def test_a_run_starts_with_checklist_edition_and_moment(store, contoso, demo):
    run = store.load(contoso).runs["demo"]
    assert (run.checklist, run.edition, run.items) == ("demo", "2026-08", {})
    assert run.started > NOON


def test_a_tick_takes_down_what_was_said_of_waiting_and_refusal(store, contoso, demo):
    item = demo.by_id["azure-plan"]
    wait = acts.wait("demo", item, "Microsoft", TODAY, date(2026, 12, 1), case="42")
    store.change(contoso, [wait])
    store.change(contoso, [acts.refuse("demo", item, "no credit")])
    store.change(contoso, [acts.tick("demo", item)])
    progress = store.load(contoso).runs["demo"].of(item.id)
    assert progress.status is Status.DONE
    assert (progress.reason, progress.waiting_for, progress.since, progress.chase_on) == (
        *("", "", None, None),
    )
    assert progress.case == "42"


def test_waiting_says_for_whom_since_when_and_when_to_chase(store, contoso, demo):
    item = demo.by_id["azure-plan"]
    chase_on = acts.chase_day(item, TODAY)
    wait = acts.wait("demo", item, " Microsoft\n\x1b[31m ", TODAY, chase_on, "42")
    progress = store.change(contoso, [wait]).partner.runs["demo"].of(item.id)
    assert progress.status is Status.WAITING
    assert (progress.waiting_for, progress.case) == ("Microsoft [31m", "42")
    assert (progress.since, progress.chase_on) == (TODAY, date(2026, 11, 26))


def test_without_a_usual_wait_one_chases_after_five_business_days(demo):
    assert acts.chase_day(demo.by_id["membership"], TODAY) == date(2026, 11, 30)


@pytest.mark.parametrize("text", ["", " ", "\x1b\x07", "\n\t"])
def test_waiting_refusal_and_not_applicable_want_a_word(demo, text):
    item = demo.by_id["membership"]
    with pytest.raises(UsageError, match="for whom"):
        acts.wait("demo", item, text, TODAY, TODAY)
    with pytest.raises(UsageError, match="refused needs a reason"):
        acts.refuse("demo", item, text)
    with pytest.raises(UsageError, match="not applicable needs a reason"):
        acts.not_applicable("demo", item, text)


def test_a_note_keeps_its_lines_and_evidence_is_one_line(store, contoso, demo):
    edit = acts.edit(
        "edit", "demo", demo.by_id["membership"], note=" a\r\n\x1b[2Jb ", evidence=" a\nb\x07 "
    )
    progress = store.change(contoso, [edit]).partner.runs["demo"].of("membership")
    assert (progress.note, progress.evidence) == ("a\n[2Jb", "a b")


def test_an_empty_text_takes_the_key_away(store, contoso, demo, file):
    item = demo.by_id["membership"]
    store.change(contoso, [acts.edit("edit", "demo", item, owner="ben", due=TODAY)])
    store.change(contoso, [acts.edit("edit", "demo", item, owner=" ", due=None)])
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
    ],
)
def test_a_typed_day_is_understood(text, day):
    assert acts.parse_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["tomorrow", "1.12.2026", "2026-02-30", "12/01/2026", "2026-12"])
def test_what_is_no_day_is_told_with_an_example(text):
    with pytest.raises(UsageError, match="is no date; write it like 2026-11-23"):
        acts.parse_day(text, TODAY)
