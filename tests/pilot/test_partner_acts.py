"""What is done to a partner as a whole: its data, restoring, the archive, importing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from csp_tui.core.care.recovery import Recovery
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, Seat, add_partner, at_the_app, progress, wait_until


async def open_form(seat: Seat) -> None:
    await seat.see("^ Partners ")
    await seat.press("e")
    await seat.see("^ Anniversary")


async def fill(seat: Seat, **texts: str) -> None:
    """Type texts into the fields of the form, from the first on."""
    keys = ("name", "company", "partner_id", "tenant", "region", "model", "anniversary", "owner")
    for key in keys:
        if key in texts:
            await seat.press("ctrl+u")
            await seat.paste(texts[key])
        await seat.press("tab")


async def test_e_changes_the_data_of_a_partner_in_one_step(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("q")
        await open_form(seat)
        await fill(
            seat,
            name="Contoso [UK] Ltd",
            company="Contoso",
            tenant="contoso.onmicrosoft.com",
            model="direct-bill",
            anniversary="mar",
            owner="amira",
        )
        await seat.press("ctrl+s")
        await seat.see("Contoso .UK. L.* Mar   98 d")
    saved = progress(workplace)
    expected = {
        "name": "Contoso [UK] Ltd",
        "company": "Contoso",
        "tenant": "contoso.onmicrosoft.com",
        "model": "direct-bill",
        "anniversary": 3,
        "owner": "amira",
    }
    assert {key: saved[key] for key in expected} == expected
    lines = workplace.store.history(partner.id).lines()
    assert [line.do for line in lines] == ["add", "start", "edit"]


async def test_the_form_tells_which_anniversary_is_meant_and_its_points(workplace: Workplace):
    add_partner(workplace, "Contoso")
    async with at_the_app(workplace) as seat:
        await seat.press("q")
        await open_form(seat)
        await seat.see("the month of the first CSP onboarding")
        await seat.see("Not the renewal of the support plan, and not the billing date")
        await seat.press(*["tab"] * 6, *"March")
        await seat.see("^ Clock +T is March 2027, 98 d to the 1st")
        await seat.see("^ Model +not known: fill it in")
        assert "T+30" not in seat.text
        await seat.press("shift+tab", *"direct-bill")
        for point, day in (("T-90", "1 Dec"), ("T ", "1 Mar 2027"), (r"T\+60", "30 Apr 2027")):
            await seat.see(f"^ {point} +{day}  .*")
        await seat.see("reported")


async def test_a_value_that_cannot_be_is_told_with_the_nearest_and_kept(workplace: Workplace):
    add_partner(workplace, "Contoso")
    async with at_the_app(workplace) as seat:
        await seat.press("q")
        await open_form(seat)
        await fill(seat, model="direct-bil", anniversary="Marhc")
        await seat.press("ctrl+s")
        await seat.see('Model: "direct-bil" is no model; did you mean "direct bill"?')
        await seat.press("ctrl+u", *"direct-bill", "ctrl+s")
        await seat.see('Anniversary: "Marhc" is no month; did you mean "March"?')
        await seat.press("ctrl+g")
        await seat.answer("Drop what you typed?", "y")
        await seat.see("^ Partners.*  1")
    assert "model" not in progress(workplace)


async def test_what_was_typed_comes_back_where_it_could_not_be_saved(
    workplace: Workplace, monkeypatch
):
    add_partner(workplace, "Contoso")

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with at_the_app(workplace, (200, 24)) as seat:
        await seat.press("q")
        await open_form(seat)
        await fill(seat, owner="amira")
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fail)
            await seat.press("ctrl+s")
            await seat.see("Not saved: .*no space left")
        await seat.see("^  Owner +amira")
        await seat.press("ctrl+s")
        await seat.see("^ Partners.*  1")
    assert progress(workplace)["owner"] == "amira"


async def test_u_takes_back_the_last_edit_and_capital_u_does_it_again(workplace: Workplace):
    add_partner(workplace, "Contoso")
    async with at_the_app(workplace) as seat:
        await seat.press("q")
        await open_form(seat)
        await fill(seat, name="Fabrikam")
        await seat.press("ctrl+s")
        await seat.see("^> Fabrikam")
        await seat.press("u")
        await seat.see("Undone: your last step in Contoso")
        await seat.press("U")
        await seat.see("Redone: your last step in Fabrikam")
        await seat.press("u", "u")
        await seat.see("Nothing of yours to undo in this partner")


async def test_u_puts_the_damaged_file_back_after_restoring(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    path = workplace.places.progress_file(partner.id)
    path.write_bytes(b"damaged")
    async with at_the_app(workplace) as seat:
        await seat.see("unreadable")
        await seat.press("R")
        await seat.see("Restored Contoso; u puts the damaged file back")
        assert path.read_bytes() != b"damaged"
        await seat.press("u")
        await seat.see("The damaged file is back")
        assert path.read_bytes() == b"damaged"
        await seat.press("R")
        await seat.see("Restored Contoso")
    assert Recovery(workplace.places, workplace.store).last_restored("no-such") is None


async def test_a_partner_is_put_away_and_brought_back(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Northwind")
    places = workplace.places
    before = places.progress_file(partner.id)
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("D")
        await seat.answer("Archive: Contoso?", "n")
        await seat.see("Nothing was archived")
        await seat.press("D")
        await seat.answer("Archive: Contoso?", "y")
        await seat.see("Contoso is archived: A shows the archive")
        await seat.see("^ Partners.*  1")
        assert not before.exists()
        assert places.archived.progress_file(partner.id).exists()
        await seat.press("A")
        await seat.see("^ Archived  1  run: Enroll direct")
        await seat.see("^> Contoso +23 Nov +0/11$")
        assert "ready" not in seat.text
        with seat.app.saver.held():
            await seat.press("D", "D")
        await seat.see("^ Archived  0")
        await seat.see("Contoso is back among the partners")
        await seat.press("q", "A")
        await seat.see("^ [?] help  q back$")
        await seat.press("q")
        await seat.see("^ Partners.*  2")
        await seat.press("u")
        await seat.see("Undone|Nothing of yours")
    assert before.exists()
    acts_done = [line.do for line in workplace.store.history(partner.id).lines()]
    assert acts_done[:4] == ["add", "start", "archive", "unarchive"]


async def test_a_table_is_shown_before_its_partners_are_added(workplace: Workplace, tmp_path: Path):
    table = tmp_path / "partners.csv"
    table.write_text("name,anniversary,checklist\nContoso,3,enroll-direct\nFabrikam,,\n")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer("Import a CSV or Excel file", str(table))
        await seat.see("^ Import  2 new *$")
        await seat.see("^ y adds 2  /")
        await seat.see("^>   Contoso +March, starts Enroll direct")
        await seat.press("q")
        await seat.see("No partner yet")
        await seat.press("I")
        await seat.see("first.: .*partners.csv")
        await seat.press("enter")
        await seat.see("y adds 2")
        await seat.press("y")
        await seat.see("^ Partners.*  2")
        await seat.see("^> Contoso .* Mar   98 d")
        await seat.see("Added 2[.]")
        await seat.press("I")
        await seat.answer("Import a CSV or Excel file", str(table))
        await seat.see("^ Import  2 the same *$")
        await seat.see("^ nothing to add")
        assert seat.bottom == "? help  q back without adding"
        await seat.press("y")
        await seat.see("There is nothing to add")
        await seat.press("q")
        await seat.see("^ Partners.*  2")


async def test_an_import_that_is_saved_behind_the_help_closes_after_it(
    workplace: Workplace, tmp_path: Path
):
    table = tmp_path / "partners.csv"
    table.write_text("name\nContoso\nFabrikam\n")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer("Import a CSV or Excel file", str(table))
        await seat.see("y adds 2")
        await seat.save_behind_help("y")
        await seat.press("q")
        await seat.see("^> Contoso")
        await seat.see("Added 2[.]")
        await seat.press("q")
        await wait_until(seat.pilot, lambda: not seat.app.is_running)


async def test_a_table_with_known_partners_adds_the_new_and_changes_what_differs_if_asked(
    workplace: Workplace, tmp_path: Path
):
    contoso = add_partner(workplace, "Contoso")
    add_partner(workplace, "Fabrikam")
    table = tmp_path / "partners.csv"
    table.write_text("exported today\nname,owner\nContoso,ben\nFabrikam,\nTrey,\n")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer("Import a CSV or Excel file", str(table))
        await seat.see("^ Import  1 new  1 changed  1 the same *$")
        await seat.see("^ y adds 1  ")
        await seat.see("line 1: above the header, so it is not read: exported today")
        await seat.see(r"^ *\[ \] 1 changed  c")
        await seat.see("Contoso +Owner: none -> ben")
        await seat.press("c")
        await seat.see("^ y adds 1, changes 1  ")
        await seat.see(r"\[x\] 1 changed  c")
        await seat.press("c")
        await seat.see("^ y adds 1  ")
        await seat.press("c", "y")
        await seat.see("^ Partners.*  3")
        await seat.see("Added 1, changed 1, 1 was here already[.] u undoes")
        await seat.press("u")
        await seat.see("Undone for 2 partners[.]")
        await seat.see("^ Partners.*  2")
        await seat.press("U")
        await seat.see("Redone for 2 partners[.]")
        await seat.see("^ Partners.*  3")
    assert workplace.store.load(contoso.id).owner == "ben"
    assert workplace.store.undo(contoso.id).partner.owner == ""


async def test_a_table_with_a_problem_adds_nobody(workplace: Workplace, tmp_path: Path):
    table = tmp_path / "partners.csv"
    table.write_text('name,anniversary\nContoso,13\n"Fabrikam,3\n')
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer("Import a CSV or Excel file", str(table))
        await seat.see("2 problems: nothing can be added")
        await seat.see("line 3: a quote is opened and never closed")
        await seat.press("y", "c", "q")
        await seat.see("No partner yet")


async def test_a_table_that_is_not_there_is_told(workplace: Workplace, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    async with at_the_app(workplace) as seat:
        for name, why in (
            ("none", "there is no file none on this host"),
            ("folder", "folder: is not a regular file"),
        ):
            await seat.press("I")
            await seat.answer("Import a CSV or Excel file", name)
            await seat.see(f"Not imported: {why}")


async def test_a_sentence_that_ends_with_a_name_has_one_full_stop(workplace: Workplace):
    partner = add_partner(workplace, "Litware Inc.", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    workplace.store.change(partner.id, [item_changes.edit_partner(partner, owner="ben")])
    async with at_the_app(workplace) as seat:
        await seat.go_to("Litware")
        await seat.press("u")
        await seat.answer("Take back in Litware Inc.: changed the partner's data", "y")
        await seat.see(r"Undone: your last step in Litware Inc\.$")
        await seat.press("g", "*", "C")
        await seat.see_asked(r"Required items are open: Fabrikam, Litware Inc\.(?!\.)")
        await seat.press("escape", "D")
        await seat.see_asked(r"Fabrikam, Litware Inc\.(?!\.)")


async def test_the_question_about_many_marked_partners_names_three_of_them(workplace: Workplace):
    for number in range(30):
        add_partner(workplace, f"Partner {number:02}")
    async with at_the_app(workplace) as seat:
        await seat.press("m", "G", "M", "D")
        await seat.see_asked(
            r"Archive: 30 partners\? +Partner 00, Partner 01, Partner 02 and 27 more\."
        )
        assert len([line for line in seat.lines if "Partner 1" in line]) > 9


async def test_u_brings_back_what_was_archived_wherever_the_cursor_is(workplace: Workplace):
    for name in ("Adatum Inc.", "Contoso", "Fabrikam"):
        partner = add_partner(workplace, name, DIRECT)
        workplace.store.change(partner.id, [item_changes.edit_partner(partner, owner="ben")])
    async with at_the_app(workplace) as seat:
        await seat.press("g", "D")
        await seat.answer("Archive: Adatum Inc.?", "y")
        await seat.see("^> Contoso")
        await seat.press("u")
        await seat.see(r"Brought back: Adatum Inc\.$")
        await seat.see("^> Adatum")
        await seat.press("U")
        await seat.see(r"Archived again: Adatum Inc\.$")
        await seat.press("u")
        await seat.see("Brought back")
        await seat.press("*", "D")
        await seat.answer("Archive: 3 partners?", "y")
        await seat.see("No partner here; 3 are archived: A shows them.")
        await seat.press("u")
        await seat.see("Brought back: Adatum Inc., Contoso, Fabrikam.")
        await seat.see("^ Partners.*  3")
        await seat.press("u")
        await seat.answer("Take back in Adatum Inc.: changed the partner's data", "y")
        await seat.see("Undone: your last step in Adatum Inc.")
    assert [workplace.store.load(each).owner for each in workplace.store.partner_ids()] == [
        "",
        "ben",
        "ben",
    ]


async def test_u_takes_back_the_last_change_and_not_an_earlier_or_a_failed_one(
    workplace: Workplace,
):
    for name in ("Adatum Inc.", "Contoso"):
        contoso = add_partner(workplace, name, DIRECT)
    in_the_way = workplace.places.archived.history_file(contoso.id)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "D")
        await seat.answer("Archive: Adatum Inc.?", "y")
        await seat.see("Adatum Inc. is archived")
        in_the_way.touch()
        await seat.press("D")
        await seat.answer("Archive: Contoso?", "y")
        await seat.see_asked("Not archived: the archive holds something else")
        await seat.press("u")
        await seat.see_asked("Your last act changed nothing")
        await seat.answer("Take back in Adatum Inc.: archived the partner", "y")
        await seat.see(r"Brought back: Adatum Inc\.$")
        await seat.press("D")
        await seat.answer("Archive: Adatum Inc.?", "y")
        await seat.see("Adatum Inc. is archived")
        await seat.press("enter")
        await seat.see("Contoso › Enroll")
        await seat.press("space")
        await seat.wait_for_save()
        await seat.press("q", "u")
        await seat.see("Undone in Contoso: ")


async def test_the_question_before_u_says_in_how_many_partners(workplace: Workplace):
    for name in ("Adatum Inc.", "Contoso", "Fabrikam"):
        add_partner(workplace, name)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "m", "m", "D")
        await seat.answer("Archive: 2 partners?", "y")
        await seat.see("2 partners are archived")
        await seat.press("D", "escape", "u")
        await seat.see("^ Take back in Adatum Inc. and 1 more: archived the partner")
        await seat.see("^ y yes")
        await seat.press("y")
        await seat.see("^> Adatum Inc.")
        await seat.see("^  Contoso")
