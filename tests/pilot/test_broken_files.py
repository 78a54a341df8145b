from __future__ import annotations

import re
import shutil

import pytest

from csp_tui.core.base.language import speaking
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.saving import file_watcher

from .helpers import DIRECT, add_partner, at_the_app, progress

BROKEN = {
    "no TOML": (b'format = 1\nname = "Contoso"\nowner amira\n', "line 3"),
    "not UTF-8": (b'format = 1\nname = "Contos\xe9"\n', "line 2"),
    "a newer format": (b'format = 9\nname = "Contoso"\n', "format"),
    "nothing": (b"", "format"),
    "a number for a name": (b"format = 1\nname = 7\n", "line 2"),
    "a git conflict": (b"format = 1\n<<<<<<< HEAD\nname = 'a'\n=======\n", "line 2"),
}


@pytest.mark.parametrize(("content", "reason"), BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_progress_file_is_shown_with_line_and_left_alone(
    workplace: Workplace, content: bytes, reason: str
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    path = workplace.places.progress_file(partner.id)
    path.write_bytes(content)
    other = add_partner(workplace, "Northwind", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        row = next(line for line in seat.lines if partner.id in line)
        assert "unreadable" in row
        assert reason in row
        await seat.go_to(partner.id)
        await seat.press("enter")
        await seat.see(reason)
        await seat.go_to("Northwind")
        await seat.press("enter", "space")
        await seat.wait_for_save()
        await seat.press("q", "S", "q", "q")
    assert path.read_bytes() == content
    assert progress(workplace, other.id)["checklists"][DIRECT]["items"]


async def test_a_file_that_breaks_while_it_is_open_is_told_and_left_alone(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    path = workplace.places.progress_file(partner.id)
    good = path.read_bytes()
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        path.write_bytes(good + b"<<<<<<<\n")
        await seat.press("space")
        await seat.see("not saved: ")
        assert path.read_bytes() == good + b"<<<<<<<\n"
        path.write_bytes(good)
        await seat.press("space")
        await seat.wait_for_save()
    assert progress(workplace)["checklists"][DIRECT]["items"]


OWN = """\
format = 1
title = "My own checklist"

[[sections]]
id = "one"
title = "One"

[[sections.items]]
id = "first"
titel = "A first item"
"""


async def test_a_broken_checklist_is_shown_with_line_and_the_others_work(workplace: Workplace):
    path = workplace.places.own_checklists / "own" / "2026-01.toml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN)
    add_partner(workplace, "Contoso")
    async with at_the_app(workplace, (200, 24)) as seat:
        await seat.see("Contoso › start a checklist")
        row = next(line for line in seat.lines if "own/2026-01.toml" in line)
        assert "line 8" in row
        assert "title" in row
        await seat.press("enter")
        await seat.see("Contoso › Enroll")
    assert path.read_text() == OWN


async def test_a_run_whose_checklist_is_broken_is_told_and_its_progress_kept(
    workplace: Workplace,
):
    path = workplace.places.own_checklists / "own" / "2026-01.toml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN.replace("titel", "title"))
    partner = add_partner(workplace, "Contoso", "own", edition="2026-01")
    before = workplace.places.progress_file(partner.id).read_bytes()
    add_partner(workplace, "Northwind")
    path.write_text(OWN)
    async with at_the_app(workplace, (250, 24)) as seat:
        await seat.see("^> Contoso +unreadable +checklist, line 8: ")
        await seat.press("enter")
        await seat.see("own/2026-01.toml, line 8")
        path.write_text(OWN.replace("titel", "title"))
        await seat.press("enter")
        await seat.see(r"Contoso › My own checklist \(local\)")
    assert workplace.places.progress_file(partner.id).read_bytes() == before


async def test_a_users_own_checklist_is_marked_local(workplace: Workplace):
    path = workplace.places.own_checklists / "own" / "2026-01.toml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN.replace("titel", "title"))
    add_partner(workplace, "Contoso")
    async with at_the_app(workplace) as seat:
        await seat.see("My own checklist .*local")
        while "My own" not in seat.current:
            await seat.press("j")
        await seat.press("enter")
        await seat.see(r"Contoso › My own checklist \(local\)")
        await seat.press("space")
        await seat.see("^ 1/1")
        await seat.wait_for_save()


async def test_what_is_next_of_a_partner_that_cannot_be_read_is_not_said_to_be_nothing(
    workplace: Workplace,
):
    broken = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    path = workplace.places.progress_file(broken.id)
    good = path.read_bytes()
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        await seat.press("v")
        await seat.see("Active MPN ID")
        await seat.press("q")
        await seat.see("^ Partners.*  2")
        await seat.press("/", *"contoso", "enter", "v")
        await seat.see("Active MPN ID")
        for spoil in (lambda: path.write_bytes(good + b"<<<<<<<\n"), path.unlink):
            spoil()
            await seat.see(rf"^ {broken.id}.toml: ")
            await seat.press("j", "ctrl+g")
            await seat.see(rf"^ {broken.id}.toml: ")
            assert "Nothing to do now" not in seat.text
            path.write_bytes(good)
            await seat.see("Active MPN ID")


@pytest.mark.parametrize("key", ["enter", "c", "u", "U", "S", "e", "D", "P", "E"])
@pytest.mark.parametrize("line", [2, 3456])
async def test_an_act_on_an_unreadable_partner_names_the_file_and_the_key_that_helps(
    workplace: Workplace, key: str, line: int
):
    partner = add_partner(workplace, "Contoso of the Western Isles", DIRECT)
    add_partner(workplace, "Northwind", DIRECT)
    path = workplace.places.progress_file(partner.id)
    path.write_text("format = 1\n" + "\n" * (line - 2) + "name = [\n")
    for code, begin, end in (
        ("en", "Unreadable: contoso-of-the-we…", "R puts the last good copy back"),
        ("fr", "Illisible\xa0: contoso-of-the-we…", "R remet la dernière bonne copie"),
    ):
        with speaking(code):
            async with at_the_app(workplace, (80, 24)) as seat:
                await seat.go_to(partner.id[:10])
                await seat.press(key)
                await seat.see(f"^ {re.escape(begin)}.*{re.escape(end)}[.]?$")


@pytest.mark.parametrize("key", ["S", "C", "e", "D", "P", "E"])
async def test_an_act_on_what_is_mended_meanwhile_shows_it_anew(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch, key: str
):
    monkeypatch.setattr(file_watcher, "PAUSE", 3600)  # before the list could notice
    partner = add_partner(workplace, "Contoso", DIRECT)
    path = workplace.places.progress_file(partner.id)
    whole = path.read_text()
    path.write_text("format = 1\nname = [\n")
    async with at_the_app(workplace, (80, 24)) as seat:
        await seat.see("unreadable")
        path.write_text(whole)
        await seat.press(key)
        await seat.see_gone("unreadable")
        await seat.see("^> Contoso")


async def test_an_act_on_marked_partners_leaves_the_unreadable_one_out_and_names_it(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso")
    for name in ("Northwind", "Trey"):
        add_partner(workplace, name)
    broken = workplace.places.progress_file(partner.id)
    broken.write_text("format = 1\nname = [\n")
    left = rf"Left out, as it cannot be read: {partner.id}\.toml\."
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.press("*", "E")
        await seat.see(rf"^ Unreadable: {partner.id}\.toml.*R puts the last good copy back")
        await seat.press("P")
        await seat.see(f"^ {left} Report of 2 partners to")
        await seat.press("ctrl+g", "S")
        await seat.see("^ Start a checklist for 2 partners")
        await seat.press("a", "y")
        await seat.see(f"2 runs started. u undoes them all. {left}")
        await seat.press("*", "C", "a")
        await seat.see(f"2 runs closed. u undoes them all. {left}")
        await seat.press("*", "D")
        await seat.see(f"^ Northwind, Trey. {left}")
        await seat.press("y")
        await seat.see("2 partners are archived")
    assert workplace.store.partner_ids() == [partner.id]


async def test_the_key_that_helps_restores_the_partner(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Northwind", DIRECT)
    workplace.places.progress_file(partner.id).write_text("format = 1\nname = [\n")
    async with at_the_app(workplace) as seat:
        await seat.go_to(partner.id)
        await seat.press("U")
        await seat.see("R puts the last good copy back")
        await seat.press("R")
        await seat.see("Restored Contoso")


async def test_a_partner_whose_file_is_missing_is_shown_and_comes_back_with_r(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    path = workplace.places.progress_file(partner.id)
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        path.unlink()
        await seat.see(r"contoso-\w+\.toml +unreadable +the file is missing; restore")
        await seat.go_to("contoso")
        await seat.press("R")
        await seat.see(r"Restored Contoso\.")
        await seat.see("Contoso +ready")
    assert progress(workplace, partner.id)["name"] == "Contoso"


async def test_a_partner_restored_from_a_damaged_history_says_what_it_lacks(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    workplace.places.progress_file(partner.id).unlink()
    shutil.rmtree(workplace.places.copies)
    history = workplace.places.history_file(partner.id)
    history.write_bytes(history.read_bytes() + b"damaged\n")
    async with at_the_app(workplace) as seat:
        await seat.go_to("contoso")
        await seat.press("R")
        await seat.see("Restored Contoso in part: 1 history line is damaged; verify names it")


@pytest.mark.parametrize("key", ["u", "R"])
async def test_an_unreadable_history_is_told_by_the_keys_that_need_it(
    workplace: Workplace, key: str
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    if key == "R":
        workplace.places.progress_file(partner.id).write_text("name = [")
        shutil.rmtree(workplace.places.copies)
    history = workplace.places.history_file(partner.id)
    history.unlink()
    history.mkdir()
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.go_to("contoso" if key == "R" else "Contoso")
        await seat.press(key)
        await seat.see_asked("is not a regular file")
        await seat.go_to("Fabrikam")
