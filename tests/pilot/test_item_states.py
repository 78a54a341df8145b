from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, add_partner, at_the_app, items, progress, wait_until

ITEM, TITLE = "endorsement", "Signatory able to bind the company"


@pytest.fixture(autouse=True)
def partner_id(workplace: Workplace) -> str:
    return add_partner(workplace, "Contoso", DIRECT).id


async def test_space_ticks_and_unticks_and_keeps_who_when_and_which_rule(
    workplace: Workplace, partner_id: str
):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("space")
        await seat.see(rf"^> \[x\] {TITLE}")
        await seat.see("^ 1/11 [━─]+  required 1/5")
        await seat.see("^  1/5 The page's five requirements")
        await seat.see("saved 10:42")
        ticked = items(workplace)[ITEM]
        await seat.press("space")
        await seat.see(rf"^> \[ \] {TITLE}")
        await seat.see("^ 0/11 [━─]+  required 0/5")
        await seat.press("q")
        await seat.see("^ Partners.*  1")
    assert ticked["status"] == "done"
    assert ticked["by"] == "amira"
    assert ticked["at"] > datetime(2026, 11, 23, 10, 42, 3, tzinfo=UTC)
    assert ticked["fingerprint"].startswith("1:")
    assert items(workplace)[ITEM]["status"] == "todo"
    history = workplace.places.history_file(partner_id).read_text().splitlines()
    assert [json.loads(line)["do"] for line in history] == ["add", "start", "tick", "untick"]


async def test_waiting_asks_for_whom_which_case_and_when_to_chase(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("w")
        await seat.answer("Waiting for", "the board")
        await seat.answer("Case number, if any", "2611230040001234")
        await seat.answer("Chase on", "2026-12-01")
        await seat.see(rf"^> \[~\] {TITLE} +until 1 Dec  the board")
        await seat.see("1 waiting")
        await seat.see("Waits .* case +2611230040001234")
        await seat.wait_for_save()
    item = items(workplace)[ITEM]
    assert item["status"] == "waiting"
    assert item["waiting_for"] == "the board"
    assert item["case"] == "2611230040001234"
    assert item["since"] == date(2026, 11, 23)
    assert item["chase_on"] == date(2026, 12, 1)


async def test_waiting_offers_microsoft_and_the_usual_wait(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("w")
        await seat.see("Waiting for: Microsoft +enter")
        await seat.press("enter")
        await seat.answer("Case number, if any")
        await seat.see_asked("Chase on: 2026-11-30 +Mon 30 Nov 2026( |$)")
        await seat.press("enter")
        await seat.see(r"30 Nov  Microsoft")
        await seat.wait_for_save()
    assert "case" not in items(workplace)[ITEM]


async def test_a_day_to_chase_that_is_no_date_changes_nothing(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("w")
        await seat.answer("Waiting for")
        await seat.answer("Case number, if any")
        await seat.answer("Chase on", "next week")
        await seat.see_asked('"next week" is no date; write it like 2026-11-23')
        assert seat.current.startswith("[ ]")
    assert "items" not in progress(workplace)["checklists"][DIRECT]


@pytest.mark.parametrize(
    ("key", "question", "mark", "status", "count"),
    [
        (
            "-",
            "Not applicable because",
            "[-]",
            "not-applicable",
            "^ 0/10 .* required 0/4  1 n/a",
        ),
        (
            "!",
            "Refused, by whom and why",
            "[!]",
            "refused",
            "^ 0/11 .* required 0/5  1 refused",
        ),
    ],
)
async def test_not_applicable_and_refused_need_a_reason(
    workplace: Workplace, key: str, question: str, mark: str, status: str, count: str
):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press(key)
        await seat.answer(question, "  ")
        await seat.see("a reason is needed")
        assert seat.current.startswith("[ ]")
        await seat.press("escape", key)
        await seat.answer(question, "no such [thing]")
        await seat.see(count)
        assert seat.current.startswith(mark)
        await seat.see(r"(n/a|Refused) +no such \[thing\]")
        await seat.wait_for_save()
    item = items(workplace)[ITEM]
    assert (item["status"], item["reason"]) == (status, "no such [thing]")


async def test_a_waiting_item_is_ticked_by_space_and_a_refused_one_after_a_question(
    workplace: Workplace,
):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("!")
        await seat.answer("Refused, by whom and why", "not yet")
        await seat.see(r"^> \[!\]")
        await seat.press("space")
        await seat.answer("Refused: not yet.", "n")
        await seat.see(r"^> \[!\]")
        await seat.press("space")
        await seat.answer("Refused: not yet.", "y")
        await seat.see(r"^> \[x\]")
        await seat.see_gone("Reason")
        await seat.press("w")
        await seat.see_asked("It is done")
        for question in ("Waiting for", "Case number, if any", "Chase on"):
            await seat.answer(question)
        await seat.see(r"^> \[~\]")
        await seat.press("space")
        await seat.see(r"^> \[x\]")
        await seat.press("q")
        await seat.see("^ Partners.*  1")
    item = items(workplace)[ITEM]
    assert item["status"] == "done"
    assert not item.keys() & {"reason", "waiting_for", "chase_on"}


@pytest.mark.parametrize(
    ("key", "state"), [("w", "waiting"), ("-", "not applicable"), ("!", "refused")]
)
async def test_a_done_item_is_not_made_anything_else_unasked(
    workplace: Workplace, key: str, state: str
):
    async with at_the_app(workplace, (120, 30)) as seat:
        await seat.go_to(TITLE)
        await seat.press("space")
        await seat.see(r"^> \[x\]")
        await seat.press(key)
        await seat.see_asked(f"Take the tick off and set {state}: {TITLE}.* ctrl.g leave")
        await seat.press("escape", key, "escape", "j", "k")
        assert seat.current.startswith("[x]")
        await seat.wait_for_save()
    assert items(workplace)[ITEM]["status"] == "done"


async def test_a_second_chase_on_a_day_says_that_nothing_new_is_written(
    workplace: Workplace, partner_id: str
):
    history = workplace.places.history_file(partner_id)
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("w")
        for question in ("Waiting for", "Case number, if any", "Chase on"):
            await seat.answer(question)
        await seat.see(r"^> \[~\]")
        await seat.press("w")
        await seat.answer("Chased today? Again")
        await seat.see("chased 23 Nov")
        await wait_until(seat.pilot, lambda: '"do":"chase"' in history.read_text())
        lines = len(history.read_text().splitlines())
        await seat.press("w")
        await seat.answer("Chased today already. Again")
        await seat.see("Chased today already: nothing new was written")
        await seat.press("w")
        await seat.answer("Chased today already. Again", "2026-12-24")
        await seat.see("until 24 Dec")
        await seat.wait_for_save()
    assert len(history.read_text().splitlines()) == lines + 1


async def test_an_item_whose_prerequisite_is_open_names_it(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.see(r"Application data gathered +optional  blocked")
        await seat.press("g", "space")
        await seat.see(r"^> \[x\] Active MPN ID")
        await seat.see(r"Application data gathered +optional(?!  blocked)")
        await seat.wait_for_save()


async def test_many_ticks_in_a_row_are_all_saved_in_order(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace) as seat:
        await seat.press("g")
        await seat.press(*["space", "j"] * 9, "space", *"contoso", "enter", "j", "space")
        await seat.see("^ 11/11 ━+  complete: C closes it")
        await seat.press("ctrl+q")
    assert {item["status"] for item in items(workplace).values()} == {"done"}
    history = workplace.places.history_file(partner_id).read_text().splitlines()
    assert [json.loads(line)["n"] for line in history] == list(range(1, 14))


async def test_leaving_right_after_a_tick_saves_it_and_ends_well(workplace: Workplace):
    for number in range(4):
        async with at_the_app(workplace) as seat:
            await seat.press("g", "space")
            assert seat.current.startswith("[ ]" if number % 2 else "[x]")
            await seat.press("ctrl+q")
    assert items(workplace)["mpn-id"]["status"] == "todo"
