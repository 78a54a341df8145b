from __future__ import annotations

import re

import pytest

from csp_tui.core.workplace import Workplace

from .helpers import DIRECT, INDIRECT, NEW, OLD, add_partner, at_the_app, progress

KEEP_DIRECT, KEEP_RESELLER = "keep-direct", "keep-reseller"
CHOICES = [
    (DIRECT, NEW, 46, "Enroll as a direct-bill partner"),
    (DIRECT, OLD, 11, "Enroll as a direct-bill partner"),
    (INDIRECT, NEW, 33, "Move from direct bill to indirect reseller"),
    (INDIRECT, OLD, 15, "Move from direct bill to indirect reseller"),
    (KEEP_DIRECT, NEW, 28, "Keep the right to bill directly (yearly)"),
    (KEEP_RESELLER, NEW, 18, "Keep the reseller authorisation (yearly)"),
]


@pytest.mark.parametrize(("checklist", "edition", "count", "title"), CHOICES)
async def test_every_edition_of_every_checklist_can_be_started(
    workplace: Workplace, checklist: str, edition: str, count: int, title: str
):
    add_partner(workplace)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso > start a checklist")
        for _ in range(CHOICES.index((checklist, edition, count, title))):
            await seat.press("down")
        assert f"{title}  {edition}" in seat.current
        await seat.press("enter")
        await seat.see(re.escape(f"Contoso > {title} {edition}"))
        await seat.see(f"^ 0/{count}")
    run = progress(workplace)["checklists"][checklist]
    assert run["checklist"] == checklist
    assert run["edition"] == edition
    assert "items" not in run


async def test_a_checklist_that_runs_already_is_not_started_twice(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    before = progress(workplace)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso > Enroll")
        await seat.press("]")
        await seat.see("start a checklist")
        assert "newest, 2018-12 started" in seat.text
        assert "Move from direct bill" in seat.current
        await seat.press("g", "enter")
        await seat.see('Contoso already has a run "enroll-direct"')
    assert progress(workplace) == before


async def test_the_brackets_go_from_run_to_run_and_to_starting_another(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, INDIRECT, KEEP_DIRECT, KEEP_RESELLER, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso > Enroll as a direct-bill partner")
        await seat.press("[")
        await seat.see("This is the first checklist of this partner")
        await seat.press("]")
        await seat.see("Contoso > Move from direct bill to indirect reseller")
        await seat.press("[")
        await seat.see("Contoso > Enroll as a direct-bill partner")
        await seat.press("]", "]", "]", "]")
        await seat.see("This is the last one; every checklist is started")
        await seat.press("q")
        await seat.see("^ Partners  1")


async def test_s_starts_another_checklist_from_the_list_of_partners(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso > Enroll")
        await seat.press("q", "s")
        await seat.see("Contoso > start a checklist")
        await seat.press("enter")
        await seat.see("Contoso > Move from direct bill to indirect reseller")
        await seat.press("q")
        await seat.see("^ .* 0/33 ")
    assert list(progress(workplace)["checklists"]) == [DIRECT, INDIRECT]
