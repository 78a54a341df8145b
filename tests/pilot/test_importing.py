"""The preview of an import: its four groups, sheets, columns that are not known, and long ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import xlsxwriter

from csp_tui.core.care.archive import Archive
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.kept_maps import PARTNERS, maps_of
from csp_tui.core.importing.table import ImportTable
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.importing.screen import ImportScreen
from csp_tui.tui.partners.table import import_source

from .helpers import add_partner, at_the_app, wait_until

FILE = "Import a CSV or Excel file (preview first)"


def names(workplace: Workplace) -> list[str]:
    store = workplace.store
    return sorted(store.load(each).name for each in store.partner_ids())


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_each_group_is_shown_and_can_be_left_out(
    workplace: Workplace, tmp_path: Path, size: tuple[int, int]
):
    contoso = add_partner(workplace, "Contoso")
    for name in ("Fabrikam", "Gone"):
        add_partner(workplace, name)
    table = tmp_path / "p.csv"
    table.write_text("name,owner\nContoso,ben\nFabrikam,\nTrey,\n")
    async with at_the_app(workplace, size=size) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(table))
        await seat.see("^ Import  1 new  1 changed  1 the same")
        await seat.see("^ y adds 1  ")
        await seat.see(r"^\[x\] 1 new  n leave them out *$")
        await seat.see(r"^>   Trey")
        await seat.see(r"^\[ \] 1 changed  c change them too *$")
        await seat.see("Contoso +Owner: none -> ben")
        await seat.see("^    1 the same")
        await seat.see(r"^\[ \] 1 not in the table  D archive them")
        await seat.see("^    Gone")
        assert " y import [x] " in f" {seat.bottom} "
        await seat.press("n")
        await seat.see("^ nothing is chosen")
        await seat.see(r"^\[ \] 1 new")
        await seat.press("y")
        await seat.see("Choose a group first, by its letter[.]")
        await seat.press("c", "D")
        await seat.see("^ y changes 1, archives 1")
        await seat.see(r"^\[x\] 1 not in the table")
        await seat.press("y")
        await seat.see("Changed 1, archived")
    assert names(workplace) == ["Contoso", "Fabrikam"]
    assert workplace.store.load(contoso.id).owner == "ben"


async def test_what_is_archived_and_in_the_table_again_comes_back(
    workplace: Workplace, tmp_path: Path
):
    partner = workplace.store.add_partner("Contoso", (), tenant="contoso.example").partner
    Archive(workplace.places, workplace.store, workplace.clock).put_away(partner.id)
    table = tmp_path / "p.csv"
    table.write_text("name,tenant\nContoso,contoso.example\n")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(table))
        await seat.see("Contoso +comes back from the archive")
        await seat.press("n")
        await seat.see("Nothing in the table is new[.]")
        await seat.press("D")
        await seat.see("The table lacks nothing that is here[.]")
        await seat.press("c", "y")
        await seat.see("Changed 1[.] u undoes")
        assert names(workplace) == ["Contoso"]
        await seat.press("u")
        await seat.see("Undone for 1 partner")
    assert names(workplace) == []


async def test_columns_that_are_not_known_are_asked_for_and_kept_under_a_name(
    workplace: Workplace, tmp_path: Path
):
    table = tmp_path / "theirs.csv"
    table.write_text("Reseller;Sales rep;Price\nTrey;ben;12\n")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(table))
        await seat.see("1 problem: nothing can be added")
        await seat.see("line 1: no line among the first names the columns")
        await seat.see("m columns")
        await seat.press("m")
        await seat.see('What does the column "Reseller" hold[?] In it: Trey *$')
        await seat.press("ctrl+g")
        await seat.press("m", "x", "a")
        await seat.see('What does the column "Sales rep" hold[?]')
        await seat.see("i Note")
        await seat.press("i", "-")
        await seat.answer("Keep these answers for the next table like it", "")
        await seat.see("Sales rep -> note")
        await seat.press("m")
        await seat.see("[*]a Name")
        await seat.press("a")
        await seat.see("[*]i Note")
        await seat.see("h Owner")
        await seat.press("h")
        await seat.see('What does the column "Price" hold[?]')
        await seat.press("-")
        await seat.answer("Keep these answers for the next table like it", "theirs")
        await seat.see("columns: Reseller -> name, Sales rep -> owner")
        await seat.see("not imported: Price")
        assert maps_of(workplace.places.config, PARTNERS) == []
        await seat.press("m", "ctrl+g", "y")
        await seat.see("Added 1[.] u undoes")
    assert names(workplace) == ["Trey"]
    kept = {"Reseller": "name", "Sales rep": "owner", "Price": ""}
    assert maps_of(workplace.places.config, PARTNERS) == [kept]


async def test_all_other_columns_are_left_out_by_one_key(workplace: Workplace, tmp_path: Path):
    table = tmp_path / "wide.csv"
    table.write_text("name;Rep;Price;Seats;Margin\nTrey;ben;12;3;4\n")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(table))
        await seat.see("4 problems: nothing can be added")
        await seat.press("m")
        await seat.see("= leave out all 4")
        await seat.press("h")
        await seat.see('What does the column "Price" hold[?]')
        await seat.see("= leave out all 3")
        await seat.press("=")
        await seat.answer("Keep these answers for the next table like it", "")
        await seat.see("columns: Rep -> owner")
        await seat.see("not imported: Price, Seats, Margin")
        await seat.press("y")
        await seat.see("Added 1[.] u undoes")
    assert names(workplace) == ["Trey"]


async def test_a_problem_of_many_rows_is_told_once(workplace: Workplace, tmp_path: Path):
    table = tmp_path / "p.csv"
    rows = "".join(f"P{number},Q2\n" for number in range(8))
    table.write_text(f"name,anniversary\nContoso,Q3\n{rows}Fabrikam,Q3\n")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(table))
        await seat.see("^ Import  10 problems: nothing can be added")
        await seat.see_asked('line 2, anniversary: "Q3" is no month.* [(]also in line 11[)]')
        await seat.see_asked("also in lines 4, 5, 6, 7 and 3 more[)]")
        assert seat.text.count("is no month") == 2


async def test_what_columns_hold_is_kept_while_the_table_is_mended(
    workplace: Workplace, tmp_path: Path
):
    table = tmp_path / "theirs.csv"
    table.write_text("Reseller;Since\nTrey;Q2\nFabrikam;\nTrey Two;Q2\nContoso;2019-03-17\n")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(table))
        await seat.see("m columns")
        await seat.press("m")
        await seat.see("In it: Trey, Fabrikam, Trey Two *$")
        await seat.see("- leave it out *$")
        await seat.press("-", "g")
        await seat.see('the table needs a column "name"')
        await seat.press("m", "a")
        await seat.see('What does the column "Since" hold[?] In it: Q2, 2019-03-17 *$')
        await seat.press("g")
        await seat.answer("Keep these answers for the mended table", "theirs")
        await seat.see("Kept[.] Mend the table and import it again")
        assert maps_of(workplace.places.config, PARTNERS) == [
            {"Reseller": "name", "Since": "anniversary"}
        ]
        await seat.press("q")
        table.write_text(table.read_text().replace("Q2", "April"))
        await seat.press("I")
        await seat.answer(FILE, str(table))
        await seat.see("y adds 4")
        await seat.press("y")
        await seat.see("Added 4[.] u undoes")
    assert names(workplace) == ["Contoso", "Fabrikam", "Trey", "Trey Two"]


async def test_another_sheet_of_a_workbook_is_shown(workplace: Workplace, tmp_path: Path):
    path = tmp_path / "waves.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("One", "Two"):
            book.add_worksheet(name).write_column(0, 0, ["name", f"Partner of {name}"])
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(path))
        await seat.see("Partner of One")
        await seat.press("s")
        await seat.see("Read which sheet[?]")
        await seat.press("down", "enter")
        await seat.see("Read which sheet[?]")
        await seat.press("b")
        await seat.see("Partner of Two")
        await seat.press("s", "ctrl+g", "enter")
        await seat.see("enter does nothing here")
        await seat.press("m")
        await seat.see("All columns are known[.]")
        await seat.press("q", "I")
        (tmp_path / "one.csv").write_text("name\nTrey\n")
        await seat.press("ctrl+u")
        await seat.answer(FILE, str(tmp_path / "one.csv"))
        await seat.see("Trey")
        await seat.press("s")
        await seat.see("There is no other sheet[.]")


async def test_only_the_sheet_that_was_chosen_last_is_shown_and_imported(
    workplace: Workplace, tmp_path: Path
):
    path = tmp_path / "waves.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("One", "Two", "Three"):
            book.add_worksheet(name).write_column(0, 0, ["name", f"Partner of {name}"])
    source = import_source(workplace, str(path), [], lambda *_saved: None)
    may_end = Event()

    def read(sheet: str, said: Map) -> ImportTable:
        assert sheet != "Two" or may_end.wait(10)
        return source.read(sheet, said)

    preview = ImportScreen(replace(source, read=read), source.read("", {}))
    async with at_the_app(workplace) as seat:
        seat.app.push_screen(preview)
        await seat.see("Partner of One")
        await seat.press("s", "b", "y")
        await seat.see("^ Reading [.][.][.]")
        await seat.press("s", "c")
        await seat.see("Partner of Three")
        may_end.set()
        await seat.press("y")
        await wait_until(seat.pilot, lambda: names(workplace) == ["Partner of Three"])


async def test_a_sheet_without_names_tells_which_others_there_are(
    workplace: Workplace, tmp_path: Path
):
    path = tmp_path / "report.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Overview").write_row(0, 0, ["Owner", "Share", "Done"])
        book.add_worksheet("Waves").write_column(0, 0, ["tenant", "trey.example"])
        book.add_worksheet("Big").write(1_000_000, 10, "too large to be looked at")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(path))
        await seat.see('^> sheet Overview, row 1: .* column "name"; or take another *$')
        await seat.press("s", "b")
        await seat.see('^> sheet Waves, row 1: .* column "name"; or take another sheet:')
        assert "this sheet is read" not in seat.text


async def test_the_first_sheet_with_names_is_shown_and_told(workplace: Workplace, tmp_path: Path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Read me").write(0, 0, "Partners, as of today")
        book.add_worksheet("Waves").write_column(0, 0, ["name", "Trey"])
        book.add_worksheet("Later").write_column(0, 0, ["name", "Zoo"])
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(path))
        await seat.see("^> sheet Waves, row 1: this sheet is read; the workbook has Read me,")
        await seat.see("^ y adds 1")
        await seat.see("^    Trey")


async def test_values_that_do_not_fit_stand_below_the_name(workplace: Workplace, tmp_path: Path):
    workplace.store.add_partner("Contoso", (), tenant=f"{'a' * 30}.example")
    add_partner(workplace, "Trey")
    table = tmp_path / "p.csv"
    table.write_text(
        f"name,tenant,note,checklist\nContoso,{'b' * 30}.example,\n"
        f"Wingtip,{'c' * 30}.example,Came from the distributor in spring,enroll-direct\n"
    )
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(table))
        await seat.see(r"^    Contoso *\n +Tenant: a+[.]example ->")
        await seat.see(
            r"> +Wingtip *\n +c+[.]example, Came .* in *\n +spring, starts Enroll direct$"
        )
        await seat.see("y import .x.  n c D tick a group  [?] help  q back without adding")
        await seat.pilot.resize_terminal(60, 24)
        await seat.see("y import .x.  n c D tick a group  [?] help  q back$")


@pytest.mark.parametrize("key", ["ctrl+g", "escape", "q"])
async def test_a_preview_is_left_as_a_form_is(workplace: Workplace, tmp_path: Path, key: str):
    (tmp_path / "p.csv").write_text("name\nContoso\n")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(tmp_path / "p.csv"))
        await seat.see("y adds 1")
        await seat.press(key)
        await seat.see("No partner yet")
    assert names(workplace) == []


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_a_long_import_shows_a_bar_and_is_stopped_without_a_trace(
    workplace: Workplace, tmp_path: Path, key: str
):
    here = workplace.store.add_partner("Contoso", (), owner="ben").partner
    add_partner(workplace, "Fabrikam")
    table = tmp_path / "p.csv"
    rows = "".join(f"Partner {number},\n" for number in range(2000))
    table.write_text(f"name,owner\nContoso,amira\n{rows}")
    async with at_the_app(workplace) as seat:
        await seat.press("I")
        await seat.answer(FILE, str(table))
        await seat.see("y adds 2000")
        await seat.press("c", "y")
        await seat.see("[1-9][0-9]* of 2,001")
        await seat.press(key)
        await seat.see("Not imported: you have stopped it", patience=60)
        await seat.see("^ y adds 2000, changes 1")
        await seat.press("q")
        await seat.see("^ Partners.*  2")
    assert names(workplace) == ["Contoso", "Fabrikam"]
    assert workplace.store.load(here.id).owner == "ben"
    assert len([*workplace.places.history.iterdir()]) == 2
