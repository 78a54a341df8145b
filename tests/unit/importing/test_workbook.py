"""Excel workbooks, written by a library that others use, and what is wrong with some."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from csp_tui.core.base.errors import CspTuiError, InvalidFileError, UsageError
from csp_tui.core.importing.customers import read_customers
from csp_tui.core.importing.read_list import read_list
from csp_tui.core.importing.table import ImportTable
from csp_tui.core.importing.workbook import is_workbook, read_given

TENANT = "2ca7de6c-c05c-46b5-b689-32e53573a97a"
Fill = Callable[[xlsxwriter.Workbook], object]


def workbook(fill: Fill) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        fill(book)
    return content.getvalue()


def rows(*lines: list[object], sheet: str = "Customers", at: int = 0) -> Fill:
    def fill(book: xlsxwriter.Workbook) -> None:
        made = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, line in enumerate(lines, at):
            for place, cell in enumerate(line):
                is_day = isinstance(cell, date)
                made.write(number, place, cell, day if is_day else None)

    return fill


def read(content: bytes, sheet: str = "") -> ImportTable:
    return read_customers(content, Path("c.xlsx"), [], date(2027, 1, 1), sheet=sheet)


def problems(content: bytes) -> list[str]:
    return [str(each) for each in read(content).problems]


def replaced(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the workbook with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
PLAIN = workbook(rows(["name", "planned"], ["Coho", date(2027, 1, 11)]))


def test_days_numbers_and_formulas_have_their_values():
    def fill(book: xlsxwriter.Workbook) -> None:
        rows(
            ["List of customers"],
            ["Microsoft ID", "Company name", "Primary domain name", "Relationship"],
            [TENANT, 4711, "coho.com", "x"],
        )(book)
        sheet = book.worksheets()[0]
        sheet.write(1, 4, "Commitment end date")
        sheet.write(2, 4, datetime(2027, 6, 30, 8, 15), book.add_format({"num_format": "d mmm"}))
        sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")  # in a column that is not read
        sheet.write(4, 0, TENANT.replace("2", "3"))
        sheet.write_formula(4, 1, '="Dune"&" Ltd"', None, "Dune Ltd")

    table = read(workbook(fill))
    assert table.problems == []
    assert [(row.line, row.name) for row in table.new] == [(3, "4711"), (5, "Dune Ltd")]
    assert table.new[0].values["term_end"] == date(2027, 6, 30)
    assert [str(each) for each in table.doubts] == [
        "sheet Customers, row 1: above the header, so it is not read: List of customers"
    ]
    assert table.columns.left_out == ["Relationship"]


def test_what_looks_like_a_formula_is_text():
    content = workbook(lambda book: book.add_worksheet().write_column(0, 0, ["name", "'=1+1"]))
    assert [row.name for row in read(content).new] == ["'=1+1"]


def test_a_text_that_begins_like_an_error_is_text_however_a_program_writes_it():
    content = replaced(
        workbook(rows(["name"], ["#CLOUD GmbH"])),
        SHEET,
        lambda xml: re.sub(
            rb'<c r="A2"[^>]*>.*?</c>',
            b'<c r="A2" t="inlineStr"><is><t>#CLOUD GmbH</t></is></c>',
            xml,
        ),
    )
    table = read(content)
    assert (table.problems, [row.name for row in table.new]) == ([], ["#CLOUD GmbH"])


def test_the_first_sheet_that_shows_is_read_or_the_one_that_is_named():
    def fill(book: xlsxwriter.Workbook) -> None:
        rows(["name"], ["Hidden"], sheet="Old")(book)
        rows(["name"], ["First"], sheet="Übersicht")(book)
        rows(["name"], ["Second"], sheet="More")(book)
        book.worksheets()[1].activate()
        book.worksheets()[0].hide()

    content = workbook(fill)
    table = read(content)
    assert [row.name for row in table.new] == ["First"]
    assert "the workbook has Übersicht, More" in str(table.doubts[0])
    named = read(content, "more")
    assert ([row.name for row in named.new], named.doubts) == (["Second"], [])
    with pytest.raises(UsageError, match='has no sheet "Mora"; did you mean "More"'):
        read(content, "Mora")


@pytest.mark.parametrize(
    ("sheets", "name"),
    [
        (["Cover", " More  of it "], " More  of it "),
        (["Cover", "Partners", "Customers"], "Customers"),
        (["Cover", *(f"Page {number}" for number in range(8)), "Last"], "Last"),
        (["Cover", *(f"Page {number}" for number in range(9)), "Last"], ""),
        (["Cover", *(f"Page {number}" for number in range(9)), "Customers"], "Customers"),
    ],
    ids=["blanks", "called so", "tenth", "eleventh", "eleventh called so"],
)
def test_the_sheet_with_names_is_found(sheets, name):
    def fill(book: xlsxwriter.Workbook) -> None:
        for each in sheets:
            has_names = each in (name, "Partners", "Last")
            rows(["name" if has_names else "Page"], [f"In {each}"], sheet=each)(book)

    expected = [" ".join(f"In {name}".split())] if name else []
    assert [row.name for row in read(workbook(fill)).new] == expected


def test_a_problem_names_sheet_and_row():
    content = workbook(rows(["name", "planned"], ["Coho", "soon"], sheet="A b"))
    assert problems(content) == [
        'sheet A b, row 2, planned: "soon" is no date; write it like 2026-11-30'
    ]


def test_merged_heads_are_named_with_a_cure_and_merged_values_are_doubted():
    def fill(book: xlsxwriter.Workbook) -> None:
        rows(["name", "tenant", "owner"], ["Coho", "c.com", ""])(book)
        book.worksheets()[0].merge_range("B1:C1", "tenant")
        book.worksheets()[0].merge_range("C2:C4", "amira")

    table = read(workbook(fill))
    assert [str(each) for each in table.problems] == [
        "sheet Customers, row 1: B1:C1 is merged; unmerge it in Excel, "
        "and give each column its name"
    ]
    assert "row 2: C2:C4 is merged, so only its first cell has the value" in str(table.doubts[0])


@pytest.mark.parametrize(
    ("formula", "value", "why"),
    [
        ("=1/0", "#DIV/0!", "row 2: A2 is #DIV/0!; mend the formula, or empty the cell"),
        ("='[1]Their list'!B2", "Coho", "A2 takes its value from another workbook; break the link"),
        ("=[1]List!B2&Table1[2024]", "Coho", "A2 takes its value from another workbook"),
    ],
)
def test_a_cell_without_a_value_to_rely_on_is_a_problem(formula, value, why):
    content = workbook(
        lambda book: (
            book.add_worksheet().write_formula(1, 0, formula, None, value)
            or book.worksheets()[0].write(0, 0, "name")
            or book.worksheets()[0].write(2, 0, "Dune")
        )
    )
    (problem, *_more) = problems(content)
    assert why in problem


@pytest.mark.parametrize("saved", [b"", b"<v></v>", b"<v/>"])
def test_a_formula_without_a_saved_result_is_a_problem(saved):
    def fill(book: xlsxwriter.Workbook) -> None:
        rows(["name", "tenant", "owner"], ["Coho"])(book)
        book.worksheets()[0].write_formula(1, 1, '=LOWER(A2)&".com"', None, "gone")
        book.worksheets()[0].write_formula(1, 2, '=""', None, "")

    def forget(xml: bytes) -> bytes:
        xml = xml.replace(b'<c r="C2"', b'<c r="C2" t="str"')  # as Excel saves an empty text
        return re.sub(rb'(<c r="B2")[^>]*(>.*?)<v>gone</v>', rb"\1\2" + saved, xml)

    assert problems(replaced(workbook(fill), SHEET, forget)) == [
        "sheet Customers, row 2: B2 is a formula without a saved result; open the workbook in "
        "Excel, save it, and copy it here again"
    ]


def test_a_number_with_more_digits_than_excel_keeps_is_doubted():
    table = read(workbook(rows(["name", "owner"], ["Coho", 2611200040001234.0])))
    assert table.new[0].values["owner"] == "2611200040001234"
    assert "B2 is a number of more than 15 digits" in str(table.doubts[0])


def test_a_list_of_items_is_read_too():
    content = workbook(rows(["Task", "Area"], ["Sign it", "Papers"], ["File it", "Papers"]))
    found = read_list(content, Path("onboarding.xlsx"), None, {})
    assert [(item.title, item.section) for item in found.items] == [
        ("Sign it", "Papers"),
        ("File it", "Papers"),
    ]


REVIEW = (
    *("Main Area", "Sub Area", "WAF Pillar", "Service", "Checklist item", "Description (optional)"),
    *("Severity", "Status", "Comment", "More info", "Training", "GUID"),
)


def test_the_workbook_of_a_review_checklist_is_read_as_its_json_is():
    """The heads and their place are those of the workbooks in Azure/review-checklists."""
    lines = [
        [],
        ["Azure Checklist"],
        [],
        ["Papers Review"],
        [],
        [],
        list(REVIEW),
        [
            *("Papers", "Filing", "Security", "Paper", "File the papers", "In the cupboard."),
            *("High", "Not verified", "", "https://example.com/a", "https://example.com/b", "g-1"),
        ],
        ["Papers", "", "", "", "紙を捨てる", "", "低い", "Open", "", "", "", "g-2"],
    ]

    def fill(book: xlsxwriter.Workbook) -> None:
        rows(*lines, sheet="Checklist")(book)
        sheet = book.get_worksheet_by_name("Checklist")
        sheet.write_url("J9", "https://example.com/c?a=1&b=2#end", string="Docs")
        sheet.write_formula("K9", '=HYPERLINK("https://example.com/d?a=1&b=2","Train")', None, "T")

    found = read_list(workbook(fill), Path("x.xlsx"), None, {})
    assert found.title == "Papers Review"
    assert found.doubts == [
        "sheet Checklist, row 2: above the header, so it is not read: Azure Checklist"
    ]
    first, second = found.items
    assert (first.section, second.section) == ("Papers / Filing", "Papers")
    assert (first.title, first.id) == ("File the papers", "g-1")
    assert first.detail == "In the cupboard.\nPillar: Security. Service: Paper"
    assert first.links == [("https://example.com/a", ""), ("https://example.com/b", "")]
    assert second.links == [
        ("https://example.com/c?a=1&b=2#end", "Docs"),
        ("https://example.com/d?a=1&b=2", "T"),
    ]
    assert [each.values["need"] for each in found.items] == ["required", "recommended"]
    assert [what for what, _example in found.losses] == ['a value of the column "Status"']


def _bomb() -> bytes:
    blank = b"<row/>" + b" " * (97 * 1024 * 1024)
    return replaced(PLAIN, SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + blank))


def _wide(cell: bytes) -> bytes:
    return replaced(PLAIN, SHEET, lambda xml: xml.replace(b"</sheetData>", cell + b"</sheetData>"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel 97; save it as an Excel work"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is encrypted; take the password off in Excel",
        ),
        (PLAIN[: len(PLAIN) // 2], "is no whole workbook; open it in Excel, save it"),
        (PLAIN[:-200] + bytes(200), "is no whole workbook"),
        (_bomb, "is larger than 96 MiB unpacked"),
        (
            lambda: _wide(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
            'sheet "Customers" goes to row 1,048,576 and column 2, more than 1,000,000 cells',
        ),
        (
            lambda: _wide(b"<row r = '1048576'><c r = 'XFD1048576'><v>1</v></c></row>"),
            "goes to row 1,048,576 and column 16,384",
        ),
        (
            lambda: _wide(b"<row><c><v>1</v></c></row>" * 600_000),
            "goes to row 600,002 and column 2",
        ),
        (replaced(PLAIN, SHEET, lambda _xml: b"<x"), "is no whole workbook"),
        (replaced(PLAIN, "xl/workbook.xml", lambda _xml: b""), "is no whole workbook"),
    ],
    ids=["97", "encrypted", "cut", "end", "bomb", "rows", "cells", "bare", "sheet", "book"],
)
def test_what_is_no_workbook_to_read_is_refused_with_a_cure(content, why):
    content = content() if callable(content) else content  # large ones only when they are needed
    assert is_workbook(content, Path("x"))
    with pytest.raises(InvalidFileError, match=re.escape(why)):
        read(content)


def test_a_workbook_with_macros_is_read_and_they_are_left_alone(tmp_path):
    (tmp_path / "vba.bin").write_bytes(b"\xd0\xcf\x11\xe0")

    def fill(book: xlsxwriter.Workbook) -> None:
        rows(["name"], ["Coho"])(book)
        book.add_vba_project(str(tmp_path / "vba.bin"))

    assert [row.name for row in read(workbook(fill)).new] == ["Coho"]


def archive(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/"), text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.xlsx", b"name\nCoho\n", "is no Excel workbook, whatever its name says"),
        ("a.xlsx", b"", "is no Excel workbook, whatever its name says"),
        ("~$a.xlsx", b"\x05Amira", "only says that a.xlsx is open in Excel; import that file"),
        (
            "a.xls",
            b"<html><table><tr><td>name</td></tr></table>",
            "is a web page or XML; open it in Excel",
        ),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?>\n<Workbook/>', "is a web page or XML"),
        ("a.zip", archive(a="name"), "is an archive without a workbook; unpack it"),
        (
            "a.ods",
            archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "is an OpenDocument file; save it as an Excel workbook",
        ),
        ("a.xlsb", archive(**{"xl__workbook.bin": ""}), "is a binary workbook (.xlsb); save it"),
        ("a.xlsx", PLAIN + bytes(17 * 1024 * 1024), "is larger than 16 MiB; delete the sheets"),
    ],
)
def test_another_kind_of_file_is_named_with_a_cure(name, content, why):
    for reader in (
        lambda: read_customers(content, Path(name), [], date(2027, 1, 1)),
        lambda: read_list(content, Path(name), None, {}),
    ):
        with pytest.raises(InvalidFileError, match=re.escape(f"{name}: {why}")):
            reader()


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(InvalidFileError, match=r"is larger than 16 MiB; delete the sheets, rows"):
        read_given(path)


def test_a_table_of_text_that_is_called_xls_is_read():
    table = read_customers(
        b"name\tplanned\nCoho\t2027-01-11\n", Path("a.xls"), [], date(2027, 1, 1)
    )
    assert [row.name for row in table.new] == ["Coho"]


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_workbook_ends_in_a_sentence_or_is_read(seed):
    chance = random.Random(seed)
    parts = list(zipfile.ZipFile(io.BytesIO(PLAIN)).namelist())

    def damage(xml: bytes) -> bytes:
        changed = bytearray(xml)
        for _each in range(5):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)

    content = replaced(PLAIN, chance.choice(parts), damage)
    with suppress(CspTuiError):
        assert len(read(content).new) <= 2


def test_rows_with_nothing_but_a_form_do_no_harm_however_many():
    forms = b"".join(
        b'<row r="%d" s="1"><c r="J%d" s="1"/></row>' % (n, n) for n in range(3, 100_002)
    )
    content = replaced(
        PLAIN, SHEET, lambda xml: xml.replace(b"</sheetData>", forms + b"</sheetData>")
    )
    assert [row.name for row in read(content).new] == ["Coho"]


def test_days_beside_texts_that_excel_could_not_read_are_doubted():
    table = read(
        workbook(rows(["name", "planned"], ["Coho", date(2027, 5, 1)], ["Dune", "12/31/2026"]))
    )
    assert [row.values["planned"] for row in table.new] == [date(2027, 5, 1), date(2026, 12, 31)]
    (doubt,) = table.doubts
    assert 'sheet Customers, row 3, planned: "12/31/2026" is a text, but other' in str(doubt)


@pytest.mark.parametrize(
    ("hidden", "told"),
    [((2,), "row 3: 1 row is hidden"), ((1, 3), "row 2: from here on 2 rows are hidden")],
)
def test_hidden_rows_are_read_and_told(hidden, told):
    def fill(book: xlsxwriter.Workbook) -> None:
        rows(["name"], ["Coho"], ["Dune"], ["Elm"])(book)
        for number in hidden:
            book.worksheets()[0].set_row(number, options={"hidden": True})

    table = read(workbook(fill))
    assert [row.name for row in table.new] == ["Coho", "Dune", "Elm"]
    (doubt,) = table.doubts
    assert f"sheet Customers, {told}" in str(doubt)
    assert "copy the rows that show into a new sheet" in str(doubt)


def test_ten_thousand_rows_are_read():
    lines = [["name", "tenant", "planned"]]
    lines += [[f"Customer {n}", f"t{n}.com", date(2027, 1, 11)] for n in range(10_000)]
    assert len(read(workbook(rows(*lines))).new) == 10_000
