"""The workbook of a report: its sheets, the types of its cells, and what of it may be printed."""

from __future__ import annotations

import re
import stat
from datetime import date, datetime, timedelta

import pytest
from hostile import CONTROLS, DRIVING

from csp_tui.core.base.clock import system_clock
from csp_tui.core.reports.sheets import (
    LATE,
    SOON,
    About,
    Column,
    Kind,
    Linked,
    Sheet,
    Toned,
    chased,
    dated,
    tone_of_step,
)
from csp_tui.core.reports.workbook import MOST_LINKS, workbook
from csp_tui.core.reports.workbook_texts import MOST_CHARACTERS
from csp_tui.core.runs.step_groups import StepGroup

from . import samples
from .workbooks import parts, records, tables

SHEETS = {
    "en": [
        "Overview",
        "What is open",
        "Items",
        "Customers",
        "Partners",
        "Whole history",
        "Sources",
    ],
    "fr": [
        *("Vue d\u2019ensemble", "Ce qui est ouvert", "Points", "Clients", "Partenaires"),
        *("Tout l\u2019historique", "Sources"),
    ],
}
HEADS = {
    "en": ("Item", "State", "Due", "Evidence", "csp-tui id"),
    "fr": ("Point", "État", "Échéance", "Preuve", "ID csp-tui"),
}
DONE = {"en": "done", "fr": "fait"}


@pytest.fixture
def written(call, home, long):
    """Return the workbook of the partner with fifty customers."""
    path = home.path / "contoso.xlsx"
    assert call("report", "contoso", "--output", str(path)).code == 0
    return path


def made(path, *sheets):
    """Write a workbook of these sheets alone."""
    path.write_bytes(workbook(sheets, About("Title", "Foot", "ann", system_clock())))
    return path


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_workbook_has_its_sheets_and_speaks_the_language_of_its_reader(call, home, long, lang):
    path = home.path / "a.xlsx"
    assert call("--lang", lang, "report", "contoso", "--output", str(path)).code == 0
    found = tables(path)
    assert list(found) == SHEETS[lang]
    items, due, state, evidence, own_id = (
        HEADS[lang][0], HEADS[lang][2], HEADS[lang][1], *HEADS[lang][3:],
    )  # fmt: skip
    rows = records(found[SHEETS[lang][2]], items)
    assert {DONE[lang]} < {str(row[state]) for row in rows}
    assert "PLA 1234567" in {row[evidence] for row in rows}
    assert due not in rows[0], "nothing is due, so there is no such column"
    assert records(found[SHEETS[lang][4]], own_id)[0][own_id] == "contoso"


def test_days_are_days_numbers_are_numbers_and_texts_are_texts(call, home, long):
    home.put("partners/contoso.toml", samples.partner(text="00123"))
    call("set", "contoso", "i0-0", "--due", "2026-12-24")
    path = home.path / "a.xlsx"
    call("report", "contoso", "--output", str(path))
    found = tables(path)
    items = {row["Id of the item"]: row for row in records(found["Items"], "Item")}
    assert items["i0-0"]["Due"] == date(2026, 12, 24)
    assert items["i0-1"]["Evidence"] == "00123"
    assert {row["Case"] for name, row in items.items() if name < "i3"} == {"", "00123"}
    assert items["i0-1"]["Evidence as of"] == date(2026, 10, 31)
    assert isinstance(items["i0-1"]["Recorded on"], datetime)
    (overview, *sections) = records(found["Overview"], "Checklist")
    assert (overview["Done"], overview["All items"]) == (10, 25)
    assert overview["Share"] == pytest.approx(0.4)
    assert len(sections) == 4
    (first, *_others) = records(found["Customers"], "Planned")
    assert (first["Planned"], first["Term end"]) == (date(2027, 1, 11), date(2027, 6, 30))
    assert first["Item 3.0 is settled"] == "done"


def test_each_sheet_has_frozen_heads_filters_and_a_form_to_print(written):
    for sheet in parts(written):
        assert "<pane " in sheet
        assert 'state="frozen"' in sheet
        assert "<autoFilter " in sheet
        assert 'orientation="landscape"' in sheet
        assert 'fitToHeight="0"' in sheet
        assert re.search(r"<oddFooter>.*&amp;P .*&amp;N", sheet)
    (book,) = parts(written, r"xl/workbook\.xml")
    assert book.count("_xlnm.Print_Titles") == len(SHEETS["en"])
    assert book.count("_xlnm.Print_Area") == len(SHEETS["en"])


def test_states_have_a_colour_beside_their_word(written):
    (styles,) = parts(written, r"styles\.xml")
    for colour in ("FFE2EFDA", "FFFFF2CC", "FFF8CBAD"):
        assert colour in styles


def test_the_guidance_is_linked_and_only_the_web_is(call, home, long, written):
    assert samples.LONG in parts(written, "sheet3.xml.rels")[0]
    text = samples.checklist().replace(samples.LONG, "javascript:alert(1)")
    home.put("checklists/long/1.toml", text)
    call("report", "contoso", "--output", str(written), "--yes")
    assert "javascript" not in "".join(parts(written, r"\.rels"))


def test_contacts_and_notes_have_a_sheet(call, home, demo):
    path = home.path / "a.xlsx"
    for name in ("Jane Doe", "=1+1"):
        assert call("contact", "add", "woodgrove", name, "--mail", "j@example.com").code == 0
    said = ("--customer", "coho", "--role", "CFO", "--link", "https://example.com/bo")
    assert call("contact", "add", "woodgrove", "Bo", *said).code == 0
    assert call("customer", "edit", "woodgrove", "coho", "--note", "Ring\ntwice").code == 0
    assert call("report", "woodgrove", "--output", str(path)).code == 0
    names = ("Name", "Customer", "Role", "Mail", "Link", "Note")
    rows = records(tables(path)["Contacts"], "Partner")
    assert {row["Partner"] for row in rows} == {"Woodgrove Services"}
    assert "Phone" not in rows[0]
    of_demo = ("Ifeoma Okafor", "Sam Reyes")
    own = [row for row in rows if row["Name"] not in of_demo]
    assert [tuple(row[name] for name in names) for row in own] == [
        ("=1+1", "", "", "j@example.com", "", ""),
        ("Jane Doe", "", "", "j@example.com", "", ""),
        ("Bo", "Coho Winery", "CFO", "", "https://example.com/bo", ""),
        ("", "Coho Winery", "", "", "", "Ring\ntwice"),
    ]


def test_nothing_is_a_formula_and_nothing_drives_a_terminal(call, home):
    samples.fill(home, "".join(CONTROLS[:12]), '=HYPERLINK("http://evil.example")')
    path = home.path / "a.xlsx"
    assert call("report", "contoso", "--output", str(path)).code == 0
    assert not any("<f>" in sheet or "<f " in sheet for sheet in parts(path))
    found = tables(path)
    cells = [str(cell) for table in found.values() for row in table for cell in row]
    assert '=HYPERLINK("http://evil.example")' in cells
    assert not DRIVING.search("\x1f".join(cells).replace("\x1f", ""))


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-1", "@SUM(A1)", "00123", "_x0041_", "a\nb"])
def test_a_text_stays_the_text_that_it_was(tmp_path, text):
    path = made(tmp_path / "a.xlsx", Sheet("A", [Column("Head")], [(text,)]))
    assert tables(path)["A"] == [["Head"], [text]]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path):
    texts = ["a" * 40_000, "𝄞" * 20_000, "b" * MOST_CHARACTERS]
    path = made(tmp_path / "a.xlsx", Sheet("A", [Column("Head")], [(each,) for each in texts]))
    (_head, (first,), (second,), (third,)) = tables(path)["A"]
    assert first.endswith("does not fit into a cell)")
    assert second.endswith("does not fit into a cell)")
    assert len(first) == MOST_CHARACTERS
    assert len(str(second).encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert third == texts[2]


def test_more_links_than_excel_takes_and_longer_ones_are_plain_texts(tmp_path):
    rows = [(Linked("page", "https://a.example/"),)] * (MOST_LINKS + 1)
    rows[0] = (Linked("long", "https://a.example/" + "x" * 2_080),)
    rows += [(Linked("last", "https://a.example/"),)]
    path = made(tmp_path / "a.xlsx", Sheet("A", [Column("Head")], rows))
    (sheet,) = parts(path)
    assert sheet.count("<hyperlink ") == MOST_LINKS
    assert tables(path)["A"][-1] == ["last"]


def test_the_names_of_sheets_are_legal_and_each_is_there_once(tmp_path):
    names = ["a/b:c*?[d]\\", "'quoted'", "x" * 40, "X" * 40, "", "\x1b[2J", "🚀" * 16]
    path = made(tmp_path / "a.xlsx", *(Sheet(each, [Column("Head")], []) for each in names))
    found = list(tables(path))
    legal = ["a b c   d", "quoted", "x" * 31, f"{'X' * 29} 2", "2", "^  2J", "🚀" * 15]
    assert found == legal


def test_days_before_excel_knows_any_are_told_as_texts(tmp_path):
    row = (date(1899, 1, 1), date(1900, 1, 1), date(9999, 12, 31))
    columns = [Column(each, Kind.DAY) for each in "abc"]
    path = made(tmp_path / "a.xlsx", Sheet("A", columns, [row]))
    assert tables(path)["A"][1][0] == "1899-01-01"
    assert tables(path)["A"][1][2] == date(9999, 12, 31)


def test_the_same_sheets_at_the_same_moment_are_the_same_bytes():
    sheet = Sheet("A", [Column("State")], [(Toned("done", "done"),)])
    about = About("Title", "Foot", "ann", system_clock())
    assert workbook([sheet], about) == workbook([sheet], about)


def test_all_partners_are_in_one_workbook(call, home, demo):
    path = home.path / "all.xlsx"
    answer = call("report", "--all", "--output", str(path))
    assert (answer.code, answer.out) == (0, f"{path}\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = tables(path)
    assert len(records(found["Partners"], "Name")) == 9
    rows = records(found["Overview"], "Partner")
    assert {"Contoso [UK] Ltd", "Northwind Traders"} < {row["Partner"] for row in rows}
    assert {row["Partner"] for row in records(found["Customers"], "Planned")} == {
        "Woodgrove Services"
    }


@pytest.mark.parametrize(
    ("chase", "due", "tone"),
    [(7, None, SOON), (8, None, LATE), (0, 1, LATE), (0, -3, SOON), (None, -3, SOON)],
)
def test_a_day_to_chase_is_red_after_a_week_and_a_due_day_from_the_next_day_on(chase, due, tone):
    today = date(2026, 11, 28)
    ago = [None if each is None else today - timedelta(days=each) for each in (chase, due)]
    days = chased(ago[0], today), dated(ago[1], today)
    group = StepGroup.DUE if chase is None else StepGroup.CHASE
    assert tone_of_step(group, days) == tone


def test_a_workbook_needs_a_file(call, demo):
    answer = call("report", "contoso", "--format", "xlsx")
    assert (answer.code, answer.out) == (2, "")
    assert "say --output FILE.xlsx" in answer.err


def test_the_portfolio_is_written_as_a_workbook(call, home, demo, monkeypatch):
    monkeypatch.setenv("CSP_TUI_REVIEWER", "Amira Said")
    path = home.path / "p.xlsx"
    answer = call("portfolio", "--output", str(path))
    assert (answer.code, answer.out) == (0, f"{path}\n")
    assert answer.err.startswith("csp-tui: written: ")
    found = tables(path)
    assert list(found) == ["Overview", "Partners", "Urgent"]
    assert "Amira Said (" in str(found["Overview"][1][0]), "as in a report"
    owners = {row["Name"]: row for row in records(found["Overview"], "Group")}
    assert isinstance(owners["amira"]["Number"], (int, float))
    states = {row["Partner"]: row["State"] for row in records(found["Partners"], "Partner")}
    assert (states["Contoso [UK] Ltd"], states["Litware Inc."]) == ("late", "nothing urgent")
    urgent = records(found["Urgent"], "Group")
    assert {row["Group"] for row in urgent} >= {"To chase", "Due"}
    assert all("<f>" not in sheet for sheet in parts(path))
    assert call("portfolio", "--output", str(path)).code == 2
    assert call("portfolio", "--output", str(path), "--yes").code == 0


@pytest.mark.parametrize(
    "words",
    [("--output", "p.csv"), ("--output", "p.xlsx", "--json"), ("--output", "p.xlsx", "--csv")],
)
def test_a_portfolio_is_written_as_a_workbook_only(call, home, demo, words):
    answer = call("portfolio", *words)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert not (home.path / words[1]).exists()
