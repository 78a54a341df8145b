from __future__ import annotations

import re
from datetime import timedelta

import pytest

from csp_tui.core.base.language import speaking
from csp_tui.core.runs import item_changes, partner_runs
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, INDIRECT, NEW, OLD, add_partner, at_the_app, other_store, progress

KEEP_DIRECT, KEEP_RESELLER, KEEP_SECURITY = "keep-direct", "keep-reseller", "keep-security"
YEARLY = (KEEP_DIRECT, KEEP_RESELLER, KEEP_SECURITY)
NOVEMBER = "2026-11"
CHOICES = [
    (DIRECT, NEW, 37, "Enroll as a direct-bill partner"),
    (DIRECT, "2023-04", 21, "Enroll as a direct-bill partner"),
    (DIRECT, "2020-11", 16, "Enroll as a direct-bill partner"),
    (DIRECT, "2020-10", 17, "Enroll as a direct-bill partner"),
    (DIRECT, "2019-02", 12, "Enroll as a direct-bill partner"),
    (DIRECT, OLD, 11, "Enroll as a direct-bill partner"),
    (INDIRECT, NEW, 33, "Move from direct bill to indirect reseller"),
    (INDIRECT, "2021-10", 15, "Move from direct bill to indirect reseller"),
    (INDIRECT, "2020-03", 14, "Move from direct bill to indirect reseller"),
    (INDIRECT, OLD, 12, "Move from direct bill to indirect reseller"),
    ("enroll-reseller", NOVEMBER, 26, "Enroll as an indirect reseller"),
    ("move-customers", NOVEMBER, 7, "Move customers to another partner"),
    ("onboard-reseller", NOVEMBER, 17, "Onboard a reseller (distributor's side)"),
    (KEEP_DIRECT, NEW, 28, "Keep the right to bill directly (yearly)"),
    (KEEP_RESELLER, NEW, 18, "Keep the reseller authorisation (yearly)"),
    (KEEP_RESELLER, "2024-04", 10, "Keep the reseller authorisation (yearly)"),
    (KEEP_SECURITY, NOVEMBER, 19, "Keep the CSP tenant secure (yearly)"),
]


@pytest.mark.parametrize(("checklist", "edition", "count", "title"), CHOICES)
async def test_every_edition_of_every_checklist_can_be_started(
    workplace: Workplace, checklist: str, edition: str, count: int, title: str
):
    add_partner(workplace)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › start a checklist")
        for _ in range(CHOICES.index((checklist, edition, count, title))):
            await seat.press("down")
        assert f"{title:42}  {edition}" in seat.current
        await seat.press("enter")
        year = " 2026" if checklist in YEARLY else ""
        name = f"Contoso › {short_name(checklist, checklist)}"
        is_newest = edition in (NEW, NOVEMBER)
        await seat.see(f"^ {name}{year} *$" if is_newest else f"^ {name}{year} {edition}<")
        await seat.see(f"^ 0/{count}")
    (key, run), *_ = progress(workplace)["checklists"].items()
    assert key == (f"{checklist}-2026" if checklist in YEARLY else checklist)
    assert run["checklist"] == checklist
    assert run["edition"] == edition
    assert "items" not in run


@pytest.mark.parametrize(
    ("model", "title"),
    [
        ("direct-bill", "Keep the right to bill directly"),
        ("indirect-reseller", "Keep the reseller auth"),
    ],
)
async def test_a_check_that_was_passed_before_the_partner_was_added_is_recorded(
    workplace: Workplace, model: str, title: str
):
    month = (workplace.today.replace(day=1) - timedelta(days=1)).month
    workplace.store.add_partner("Contoso", model=model, anniversary=month)
    async with at_the_app(workplace) as seat:
        await seat.see("No yearly check recorded for .* Passed[?] enter, then C c records it[.]")
        assert title in seat.current
        await seat.press("enter")
        await seat.see("check missed|lapsed")
        await seat.press("C")
        await seat.see("c completed")
        await seat.press("c")
        await seat.see("closed .*: completed")
        await seat.press("q")
        await seat.see("Partners.* 1 *$")
        assert not re.search("missed|lapsed", seat.text)


async def test_the_columns_of_the_editions_follow_the_width(workplace: Workplace):
    add_partner(workplace)
    async with at_the_app(workplace, (60, 24)) as seat:
        await seat.see("Contoso › start a checklist")
        await seat.press("down")
        assert "2023-04" in seat.current
        assert "source" not in seat.text
        await seat.pilot.resize_terminal(100, 24)
        await seat.see("^> Enroll as a direct-bill partner +2023-04  22 items, source is ")


async def test_the_brackets_go_from_run_to_run_and_to_starting_another(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, INDIRECT, KEEP_DIRECT, KEEP_RESELLER, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll direct")
        await seat.press("[")
        await seat.see("This is the first checklist of this partner")
        await seat.press("]")
        await seat.see("Contoso › To indirect")
        await seat.press("[")
        await seat.see("Contoso › Enroll direct")
        await seat.press("]", "]", "]", "]")
        await seat.see("Contoso › start a checklist")
        await seat.press("q")
        await seat.see("Contoso › Keep reseller")
        await seat.press("q")
        await seat.see("^ Partners.*  1")
        assert "Keep res. 2026" in seat.current


async def test_leaving_the_checklists_goes_back_to_the_item_and_a_started_one_takes_its_place(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    change = partner_runs.close(DIRECT, partner_runs.ABANDONED, workplace.clock())
    workplace.store.change(partner.id, [change])
    async with at_the_app(workplace) as seat:
        await seat.go_to("Credit approval")
        await seat.press("]")
        await seat.see("Contoso › start a checklist")
        await seat.press("q")
        await seat.see(r"^> \[ \] Credit approval")
        await seat.press("]", "g", "enter")
        await seat.see(r"^> \[ \] Regions and their tenants")
        assert "closed" not in seat.text
        await seat.press("q")
        await seat.see("^ Partners.*  1")
        assert seat.current.endswith("Enroll dire… 2")
        assert "closed" not in seat.current


async def test_capital_s_starts_another_checklist_from_the_list_of_partners(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        await seat.press("q", "S")
        await seat.see("Contoso › start a checklist")
        await seat.press("enter")
        await seat.see("Contoso › To indirect")
        await seat.see("Started: To indirect. u takes it back.")
        await seat.press("u")
        await seat.see("no longer started")
        await seat.press("U")
        await seat.see("Contoso › To indirect")
        await seat.press("q")
        await seat.see("^> Contoso .* 0/33 .* To indirect")
    assert list(progress(workplace)["checklists"]) == [DIRECT, INDIRECT]


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_of_two_yearly_runs_list_head_and_question_say_the_year(workplace: Workplace, size):
    add_partner(workplace, "Fabrikam", DIRECT)
    add_partner(workplace, "Contoso", KEEP_DIRECT, edition=NEW)
    (partner_id,) = (each for each in workplace.store.partner_ids() if "contoso" in each)
    partner, newest = workplace.store.load(partner_id), workplace.library.get(KEEP_DIRECT, NEW)
    again = item_changes.start(partner, newest, workplace.clock(), is_again=True)
    workplace.store.change(partner_id, [again])
    async with at_the_app(workplace, size=size) as seat:
        await seat.see("^> Contoso .* 2026")
        await seat.see("^  Contoso .* Keep dir. 2027")
        await seat.press("down", "enter")
        await seat.see("Contoso › Keep direct 2027 *$")
        await seat.press("C")
        await seat.see_asked(r"Close: Keep direct 2027, [^?]+\?")


async def test_the_heads_of_columns_are_whole_where_no_checklist_is_started(workplace: Workplace):
    add_partner(workplace, "Ann")
    add_partner(workplace, "Bea")
    async with at_the_app(workplace) as seat:
        await seat.see("^  Partner +Now +Done +Next")


async def test_editions_are_whole_in_a_narrow_french_terminal(workplace: Workplace):
    add_partner(workplace)
    with speaking("fr"):
        async with at_the_app(workplace, size=(60, 20)) as seat:
            await seat.see("démarrer une liste")
            for _, edition, _, _ in CHOICES:
                await seat.see(f"  {edition}(  |$)")
            assert "0…" not in seat.text


@pytest.mark.parametrize("runs", [(), (INDIRECT,)])
async def test_a_start_that_is_saved_behind_the_help_opens_the_run_after_it(
    workplace: Workplace, runs: tuple[str, ...]
):
    add_partner(workplace, "Contoso", *runs, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.press(*"]" * len(runs))
        await seat.see("Contoso › start a checklist")
        await seat.save_behind_help("enter")
        await seat.see("^ Help  ")
        await seat.press("q")
        await seat.see("Contoso › Enroll direct")
        await seat.press("q")
        await seat.see("^ Partners")


async def test_a_run_that_another_session_starts_meanwhile_is_left_as_it_is(workplace: Workplace):
    partner = add_partner(workplace)
    old = item_changes.start(partner, workplace.library.get(DIRECT, OLD), workplace.clock())
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › start a checklist")
        other_store(workplace).change(partner.id, [old])
        await seat.press("enter")
        await seat.see("^ Not saved: Enroll direct was started meanwhile; enter starts another one")
        await seat.see(f"{OLD} +started")
        await seat.press("enter")
        await seat.answer("Start another run, Enroll direct 2: Contoso?", "y")
        await seat.see("^ 0/37")
    runs = progress(workplace)["checklists"]
    assert [each["edition"] for each in runs.values()] == [OLD, NEW]


async def test_the_question_before_another_run_says_where_the_open_one_is_moved(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT, edition=OLD)
    new = item_changes.start(partner, workplace.library.get(INDIRECT, NEW), workplace.clock())
    workplace.store.change(partner.id, [new])
    async with at_the_app(workplace, partner_id=partner.id, run=INDIRECT) as seat:
        await seat.see("Contoso › To indirect")
        await seat.press("]")
        await seat.see("Contoso › start a checklist")
        await seat.press("g", "enter")
        await seat.see(
            "^ Enroll direct of 2018-12 stays open. E in it moves it to the newest edition"
        )
        await seat.answer("Start another run, Enroll direct 2: Contoso?", "n")
        await seat.press("q")
        await seat.see("Contoso › To indirect")
        await seat.press("[")
        await seat.see("Contoso › Enroll direct 2018-12")
        await seat.press("E")
        await seat.see("2018-12 to 2026-08")


YEARLY_ITEM = "Yearly check in the calendar"


async def test_s_starts_the_checklist_that_an_item_names_after_a_yes(workplace: Workplace):
    add_partner(workplace, "Contoso", "enroll-reseller", edition=NOVEMBER)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll reseller")
        await seat.press("S")
        await seat.see("This item names no checklist to start")
        await seat.go_to(YEARLY_ITEM)
        await seat.press("enter")
        await seat.see("Then +Keep reseller, which S starts")
        await seat.press("enter", "S")
        await seat.answer("Start Keep reseller 2026-08 for Contoso?", "n")
        assert list(progress(workplace)["checklists"]) == ["enroll-reseller"]
        await seat.press("S")
        await seat.answer("Start Keep reseller 2026-08 for Contoso?", "y")
        await seat.see("Contoso › Keep reseller 2026")
        assert list(progress(workplace)["checklists"]) == ["enroll-reseller", "keep-reseller-2026"]
        await seat.press("[")
        await seat.see("Contoso › Enroll reseller")
        await seat.go_to(YEARLY_ITEM)
        await seat.press("S")
        await seat.see("Contoso › Keep reseller 2026")
        await seat.press("u")
        await seat.answer("Take back: started Keep the reseller authorisation", "y")
        await seat.see("keep-reseller-2026 of Contoso is no longer started")
    assert list(progress(workplace)["checklists"]) == ["enroll-reseller", "keep-reseller-2026"]
    assert "edition" not in progress(workplace)["checklists"]["keep-reseller-2026"]


@pytest.mark.parametrize("code", ["en", "fr"])
async def test_titles_of_checklists_stand_whole_in_80_columns(workplace: Workplace, code: str):
    add_partner(workplace)
    with speaking(code):
        titles = {each.title for each in workplace.library.newest()}
        async with at_the_app(workplace) as seat:
            await seat.see("2018-12")
            assert {title for title in titles if title not in seat.text} == set()
