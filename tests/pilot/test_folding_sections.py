"""Fold the sections of a checklist to their heads, and open what is looked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, NEW, add_partner, at_the_app, items

TODAY = date(2026, 11, 23)


@pytest.fixture
def contoso(workplace: Workplace) -> Workplace:
    """A workplace with Contoso, with an item that is late, and the section on security done."""
    partner = add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    checklist = workplace.library.get(DIRECT, NEW)
    security = next(each for each in checklist.sections if each.title == "Security")
    late = checklist.by_id["reseller-tenure"]
    changes = [item_changes.tick(DIRECT, item) for item in security.items]
    changes.append(item_changes.edit("set", DIRECT, late, due=TODAY - timedelta(days=2)))
    workplace.store.change(partner.id, changes)
    return workplace


async def test_a_section_folds_to_its_head_which_says_what_is_most_urgent_in_it(
    contoso: Workplace,
):
    async with at_the_app(contoso) as seat:
        await seat.go_to("12 months as a transacting reseller")
        await seat.press("z")
        await seat.see("^>[+]0/4 Eligibility +1 late$")
        assert "12 months as a transacting reseller" not in seat.text.split("──")[0]
        await seat.see("^ Eligibility: z unfolds it$")
        await seat.see("^ z unfold  f filter ")
        await seat.press("space")
        await seat.see("This is a section: z unfolds it.")
        await seat.press("e")
        await seat.see("This is a section: z unfolds it.")
        await seat.press("z")
        await seat.see("^ +0/4 Eligibility$")
        await seat.see("^ space done ")
        await seat.see("^> .*12 months as a transacting reseller")
        await seat.press("z", "enter")
        await seat.see("^> .*12 months as a transacting reseller")
    assert "status" not in items(contoso).get("reseller-tenure", {})


async def test_all_sections_that_are_done_are_folded_and_unfolded_by_one_key(contoso: Workplace):
    async with at_the_app(contoso) as seat:
        await seat.see("^> ")
        await seat.press("Z")
        await seat.see("^ [+]3/3 Security +3 done$")
        await seat.see("^ +0/4 Eligibility")
        await seat.press("Z")
        await seat.see("^ +3/3 Security$")


async def test_where_nothing_is_done_that_key_leaves_what_was_folded_by_hand(workplace: Workplace):
    partner = workplace.store.add_partner("Contoso").partner
    checklist = workplace.library.get(DIRECT, "2018-12")
    workplace.store.change(partner.id, [item_changes.start(partner, checklist, workplace.clock())])
    async with at_the_app(workplace) as seat:
        await seat.see("^> ")
        await seat.press("z")
        await seat.see("^>[+]0/")
        await seat.press("Z")
        await seat.see("^>[+]0/")


async def test_what_is_looked_for_is_shown_although_its_section_is_folded(contoso: Workplace):
    async with at_the_app(contoso) as seat:
        await seat.go_to("12 months as a transacting reseller")
        await seat.press("space", "z")
        await seat.see("^>[+]1/4 Eligibility")
        await seat.see("^ z unfold ")
        await seat.press("/", *"months", "enter")
        await seat.see("^> .*12 months as a transacting reseller")
        assert "z fold" not in seat.bottom
        await seat.press("z")
        await seat.see("Only some items are shown: ctrl.g shows all, then sections fold.")
        await seat.press("ctrl+g")
        await seat.see("^ +1/4 Eligibility$")
        await seat.press("z", "g")
        await seat.see("^ [+]1/4 Eligibility")
        await seat.press("u")
        await seat.see("^> .*12 months as a transacting reseller")
        await seat.press("j", "k")
        await seat.see(" z fold ")
        await seat.press("f", "t")
        await seat.see("only to do")
        assert "z fold" not in seat.bottom


async def test_heads_are_not_marked_and_marks_inside_a_folded_section_count(contoso: Workplace):
    async with at_the_app(contoso) as seat:
        await seat.go_to("12 months as a transacting reseller")
        await seat.press("m", "z")
        await seat.see("^>[+]0/4 Eligibility")
        await seat.see("  1 marked  ")
        await seat.press("m")
        await seat.see("  1 marked  ")


async def test_sections_fold_in_a_checklist_that_is_read(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Enroll as a direct-bill partner")
        await seat.press("enter")
        await seat.see("for reading only")
        await seat.press("z")
        await seat.see("^>[+]0/8 Decision and preparation")
        await seat.press("enter")
        await seat.see("^> .*Anniversary month confirmed")
