from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.workplace.settings import Settings
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, NEW, at_the_app, progress


async def test_the_first_screen_says_what_to_press_and_makes_no_file(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.see("No partner yet. Press a to add the first one.")
        await seat.see("^> Enroll as a direct-bill partner +46 items  as of 2026-08$")
        where = str(workplace.places.data)
        await seat.see_asked(f"stays on this host, under +{where[:20]}.*; nothing is sent")
        assert "Enroll as a direct-bill partner" in seat.current
        assert "Move from direct bill to indirect reseller" in seat.text
    assert not workplace.places.data.exists()


@pytest.mark.parametrize("is_link", [True, False])
async def test_an_archive_that_cannot_be_read_is_named_at_the_first_start(
    workplace: Workplace, tmp_path: Path, is_link: bool
):
    archive = workplace.places.archived.data
    archive.parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "elsewhere").mkdir()
    if is_link:
        archive.symlink_to(tmp_path / "elsewhere")
    else:
        archive.write_text("")
    async with at_the_app(workplace, (200, 24)) as seat:
        await seat.see("No partner yet. Press a to add the first one.")
        await seat.see(f"^ {archive}.*: ")
        await seat.press("a")
        await seat.answer("Name of the partner", "Contoso")
        await seat.see("Contoso › start a checklist")


async def test_a_checklist_can_be_read_before_there_is_a_partner(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("enter")
        await seat.see(f"(?i)reading › Enroll direct {NEW}")
        for key in ("space", "w", "-", "!", "e", "u", "U", "]", "["):
            await seat.press(key)
            assert seat.lines[0].lower().lstrip().startswith(("reading", "for reading"))
        assert "0/37" in seat.text
        await seat.press("y", "c")
        await seat.see("A text to chase with is for one partner or customer")
        await seat.press("q")
        await seat.see("No partner yet")
    assert not workplace.places.data.exists()


async def test_a_checklist_that_is_only_read_names_no_key_that_answers(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.go_to("Move from direct bill to indirect reseller")
        await seat.press("enter")
        await seat.go_to("Azure usage history exported")
        await seat.see("^> .*Azure usage history exported +only if$")
        await seat.see("^ Only if +not known yet: yes to: ")
        await seat.press("F")
        await seat.see("F does nothing here")


async def test_adding_the_first_partner_leads_to_her_checklist(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("a")
        await seat.answer("Name of the partner", "Contoso [UK] Ltd")
        await seat.see(r"Contoso \[UK\] Ltd › start a checklist")
        assert f"{NEW}  newest, " in seat.current
        await seat.press("enter")
        await seat.see(r"Contoso \[UK\] Ltd › Enroll direct *$")
        await seat.press("q")
        await seat.see("^ Partners.*  1")
    file = progress(workplace)
    assert file["name"] == "Contoso [UK] Ltd"
    assert file["checklists"][DIRECT]["edition"] == NEW


async def test_a_partner_without_a_name_is_refused_with_a_sentence(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("a")
        await seat.answer("Name of the partner", "   ")
        await seat.see(r"Name of the partner \(it needs one\)")
        await seat.press("escape")
    assert not workplace.places.partners.exists()


async def test_a_partner_without_a_checklist_is_offered_one_again(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("a")
        await seat.answer("Name of the partner", "Contoso")
        await seat.see("start a checklist")
        await seat.press("q")
        await seat.see("Contoso +no list +enter starts a checklist")
        await seat.press("enter")
        await seat.see("Contoso › start a checklist")


async def test_q_on_the_first_screen_leaves_the_app(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("q")
    assert seat.app.return_code == 0


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(theme="ansi-dakr"), 'There is no theme "ansi-dakr"; did you mean "ansi-dark"'),
        (Settings(trouble="config.toml, line 1: nonsense"), "config.toml, line 1: nonsense"),
    ],
)
async def test_what_is_wrong_with_the_settings_is_told_at_the_start(
    workplace: Workplace, settings: Settings, told: str
):
    async with at_the_app(workplace.with_parts(settings=settings)) as seat:
        await seat.see(told)
        await seat.press("down")
        await seat.see("a add a partner")
