from __future__ import annotations

import json

import pytest

from csp_tui.core.base.errors import UsageError
from csp_tui.core.store.saved import Saved
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, NEW, add_partner, at_the_app, items, other_store, progress

QUESTION = "Does the partner sell in more than one CSP region?"
TITLE, OTHER = "Regions and their tenants listed", "Separate application started"
ITEM = "regions-listed"


@pytest.fixture(autouse=True)
def partner_id(workplace: Workplace) -> str:
    return add_partner(workplace, "Contoso", DIRECT, edition=NEW).id


async def test_the_first_item_that_depends_on_a_fact_asks_it_once(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("space")
        await seat.see_asked(rf"{QUESTION[:40]}.* y yes n no s not known yet")
        await seat.press("y")
        await seat.see(rf"^> \[x\] {TITLE}")
        await seat.see(r"Done +23 Nov")
        await seat.press("j", "space")
        await seat.see(rf"^> \[x\] {OTHER}")
        await seat.wait_for_save()
    assert progress(workplace)["facts"] == {"several-regions": True}
    assert items(workplace)[ITEM]["status"] == "done"


async def test_a_row_that_a_fact_decides_says_so_and_names_the_key_of_the_facts(
    workplace: Workplace,
):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.see(rf"^> \[ \] {TITLE} +F decides$")
        await seat.see("^ space done .*  e edit  F facts  f filter  u undo  [?] help  q back$")
        await seat.press("F", "y", "q")
        await seat.see(rf"^> \[ \] {TITLE}$")
        await seat.see("^ space done .*  e edit  f filter  u undo  z fold  [?] help  q back$")


@pytest.mark.parametrize("key", ["space", "w", "-", "!"])
async def test_a_fact_that_rules_an_item_out_is_its_reason_and_the_act_is_not_done(
    workplace: Workplace, partner_id: str, key: str
):
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.go_to(TITLE)
        await seat.press(key, "n")
        await seat.see(rf"^> \[-\] {TITLE}")
        await seat.see(r"^ Does not apply \(F changes that\): no to: Does the partner sell in more")
        await seat.see(rf"^  \[-\] {OTHER}")
        await seat.see("n/a +no to: Does the partner sell")
        await seat.press("j", key)
        await seat.see("Does not apply")
        await seat.wait_for_save()
    assert progress(workplace)["facts"] == {"several-regions": False}
    assert "items" not in progress(workplace)["checklists"][DIRECT]
    history = workplace.places.history_file(partner_id).read_text().splitlines()
    assert [json.loads(line)["do"] for line in history] == ["add", "start", "fact"]


async def test_a_fact_may_stay_unknown_and_the_act_goes_on(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("-")
        await seat.press("enter", *"pera")
        await seat.answer("Does the partner sell", "s")
        await seat.answer("Not applicable because", "one office")
        await seat.see(rf"^> \[-\] {TITLE}")
        await seat.wait_for_save()
    assert "facts" not in progress(workplace)


async def test_answers_typed_ahead_reach_their_questions(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("w", *"y", *"Ben", "enter", "enter", *"+1", "enter")
        await seat.see(rf"^> \[~\] {TITLE} +until Tue  Ben")
        await seat.wait_for_save()


async def test_leaving_the_question_changes_nothing(workplace: Workplace):
    before = progress(workplace)
    async with at_the_app(workplace) as seat:
        await seat.go_to(TITLE)
        await seat.press("space", "x", "escape")
        await seat.see("^ space done")
        assert seat.current.startswith("[ ]")
    assert progress(workplace) == before


async def test_the_facts_of_a_checklist_are_listed_and_changed(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        await seat.press("F")
        await seat.see("^  Answer +Decides +Question")
        await seat.see(rf"^> not known +2 items +{QUESTION[:30]}")
        await seat.see(f"Only if yes: {TITLE}")
        for key, answer in (("space", "yes"), ("space", "no"), ("backspace", "not known")):
            await seat.press(key)
            await seat.see(rf"^> {answer} +2 items")
        await seat.press("n")
        await seat.see(rf"^  no +2 items +{QUESTION[:30]}")
        await seat.see("^> not known +1 item ")
        await seat.press("space")
        await seat.see("^> yes +1 item ")
        await seat.press("backspace")
        await seat.see("^> not known +1 item ")
        await seat.press("q")
        await seat.see(rf"\[-\] {TITLE}")
        await seat.press("u")
        await seat.see("^ Undone: Is the partner established in France or China\\?")
        await seat.press("q")
        await seat.see("^ Partners")
    assert progress(workplace)["facts"] == {"several-regions": False, "france-or-china": True}


async def test_an_answer_goes_on_to_the_next_open_question_until_none_is_left(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        await seat.press("F")
        await seat.see("^> not known")
        count = sum("not known  " in line for line in seat.lines[:-1])
        await seat.press("G", "y", "g", "y", *["n"] * (count - 2))
        await seat.see("^ Every question is answered")
        await seat.press("q")
        await seat.wait_for_save()
    answers = list(progress(workplace)["facts"].values())
    assert (len(answers), answers.count(True)) == (count, 2)


async def test_the_facts_follow_another_session(workplace: Workplace, partner_id: str):
    from csp_tui.core.runs.facts import answer_change

    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        await seat.press("F")
        await seat.see("^> not known")
        other_store(workplace).change(partner_id, [answer_change("several-regions", True)])
        await seat.see("^> yes")
        await seat.press("q")
        await seat.see(r"ben answered Does the partner sell in more than one CSP region\?")


async def test_an_answer_that_cannot_be_saved_is_told_once_and_no_failure_elsewhere(
    workplace: Workplace, partner_id: str
):
    history = workplace.places.history_file(partner_id)

    def fail(_store: object) -> Saved:
        raise UsageError("of another partner")

    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        away = history.rename(history.with_suffix(".away"))
        await seat.press("F")
        await seat.see("^> not known")
        seat.app.saver.submit(fail, is_kept=False)
        with seat.app.saver.held():
            await seat.pilot.pause(0)
        assert "another partner" not in seat.text
        await seat.press("y")
        await seat.see("^ Not saved: the history")
        away.rename(history)
        seat.app.saver.try_again()
        await seat.see("^ y yes")
    assert progress(workplace)["facts"] == {"several-regions": True}


async def test_a_checklist_without_facts_says_so(workplace: Workplace):
    add_partner(workplace, "Old", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.go_to("Old")
        await seat.press("enter")
        await seat.see("Old › Enroll")
        await seat.press("F")
        await seat.see("Nothing in this checklist depends on a fact")


async def test_a_fact_of_an_own_checklist_may_be_called_like_a_status(workplace: Workplace):
    path = workplace.places.data / "checklists" / "own" / "2026.toml"
    path.parent.mkdir(parents=True)
    fact = '[[facts]]\nid = "status"\nquestion = "Is the status checked?"\n'
    item = 'id = "a"\ntitle = "Own item"\nwhen = "status"\n'
    section = f'[[sections]]\nid = "s"\ntitle = "S"\n[[sections.items]]\n{item}'
    path.write_text(f'format = 1\ntitle = "Own"\n{fact}{section}')
    partner = add_partner(workplace, "Fabrikam", "own", edition="2026")
    async with at_the_app(workplace, partner_id=partner.id) as seat:
        await seat.see("F decides$")
        await seat.press("F", "y", "q")
        await seat.see("^> .* Own item$")
        await seat.wait_for_save()
    assert progress(workplace, partner.id)["facts"] == {"status": True}
