"""Tables as programs and people write them, each read as it is meant or refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.importing.csv_table import CsvTable, read_csv_text
from csp_tui.core.importing.given_text import text_of

COLUMNS = {"name", "owner", "partner_id", "anniversary", "task", "area"}


def table_of(content: str | bytes) -> CsvTable:
    data = content if isinstance(content, bytes) else content.encode()
    given = text_of(data, Path("t.csv"))
    return read_csv_text(given, lambda names: len(COLUMNS & {each.casefold() for each in names}))


def cells(content: str | bytes) -> list[list[str]]:
    table = table_of(content)
    assert (table.doubts, table.broken) == ([], None)
    return [list(row.cells) for row in table.rows]


def doubts(content: str | bytes) -> list[str]:
    return [str(each) for each in table_of(content).doubts]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_comma_semicolon_tab_and_pipe_separate_cells_whatever_ends_a_line(separator, end):
    text = end.join(separator.join(row) for row in (["Name", "Owner"], ["Alpine", "ben"], [""]))
    table = table_of(text)
    assert (table.separator, table.header, table.header_line) == (separator, ["Name", "Owner"], 1)
    assert [(row.line, list(row.cells)) for row in table.rows] == [(2, ["Alpine", "ben"])]


def test_partners_pipe():
    assert cells("name|owner\nContoso|amira\n") == [["Contoso", "amira"]]


def test_partners_cr_only():
    text = "name,owner\rContoso,amira\rFabrikam,ben\r"
    assert cells(text) == [["Contoso", "amira"], ["Fabrikam", "ben"]]


def test_partners_utf16_excel():
    text = "name\towner\r\nContoso\tamira\r\n"
    assert cells(text.encode("utf-16")) == [["Contoso", "amira"]]
    assert cells(b"\xfe\xff" + text.encode("utf-16-be")) == [["Contoso", "amira"]]


def test_broken_utf_16_is_refused():
    with pytest.raises(InvalidFileError, match=r"t\.csv: is broken UTF-16"):
        table_of("name\n".encode("utf-16") + b"x")


def test_partners_cp1252():
    content = "name;owner\r\nTrey;x\r\nSociété Générale;amira\r\n".encode("cp1252")
    assert [row.cells[0] for row in table_of(content).rows] == ["Trey", "Société Générale"]
    assert doubts(content) == [
        "line 3: this is not UTF-8, so it is read as Windows-1252; look at the accents"
    ]


def test_utf_8_is_read_with_and_without_a_byte_order_mark():
    assert cells("\ufeffname;owner\nSociété;x\n") == cells("name;owner\nSociété;x\n")


@pytest.mark.parametrize("end", ["\x1a", "\r\n\x1a", "\x1a\n", "\x1a\x1a"])
def test_partners_ctrl_z(end):
    assert cells(f"name,owner\nContoso,amira\n{end}") == [["Contoso", "amira"]]


def test_checklist_nul():
    with pytest.raises(InvalidFileError, match=r"t\.csv, line 4: a NUL character") as caught:
        table_of("Task;Area\r\nOne;Net\r\nTwo;Net\r\n\0")
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;"])
def test_checklist_sep_line(line):
    table = table_of(f"{line}\ntask;area\nDo this, and that;One, two, three\n")
    assert (table.header, table.header_line, table.doubts) == (["task", "area"], 2, [])
    assert [list(row.cells) for row in table.rows] == [["Do this, and that", "One, two, three"]]


def test_the_separator_that_excel_names_is_taken_whatever_it_is():
    assert cells("sep=^\ntask^area\na,b^c;d\n") == [["a,b", "c;d"]]


def test_partners_blank_first():
    table = table_of("\n\nname,owner\nContoso,amira\n")
    assert (table.header_line, table.rows[0].line, table.doubts) == (3, 4, [])


def test_checklist_comment_first():
    text = "# exported by tool X, on a Monday; by Ben\n\nTask,Area\nOne,Net\n"
    table = table_of(text)
    assert (table.header, table.header_line) == (["Task", "Area"], 3)
    assert [list(row.cells) for row in table.rows] == [["One", "Net"]]
    assert doubts(text) == [
        "line 1: above the header, so it is not read: # exported by tool X, on a Monday; by Ben"
    ]


def test_several_remarks_above_the_header_are_each_named():
    assert doubts("Report,\nMade by,Ben\n,\nname,owner\nContoso,amira\n") == [
        "line 1: above the header, so it is not read: Report",
        "line 2: above the header, so it is not read: Made by, Ben",
    ]


def test_a_row_that_names_a_column_is_no_header():
    table = table_of("Schritt,Bereich\nTask,Netz\nZwei,Netz\n")
    assert (table.header, len(table.rows)) == ((), 3)


def test_a_row_that_names_more_columns_than_the_header_is_no_header():
    table = table_of("Task,Bereich\nOwner,Area\n")
    assert (table.header, [list(row.cells) for row in table.rows]) == (
        ["Task", "Bereich"], [["Owner", "Area"]],
    )  # fmt: skip


def test_a_remark_that_names_a_column_is_no_header():
    text = "Owner,Ben\n\nname,owner,area\nContoso,amira,EU\n"
    assert (table_of(text).header_line, len(table_of(text).rows)) == (3, 1)


def test_partners_header_comma_in_quotes():
    table = table_of('"name, official";owner\nContoso;amira\n')
    assert (table.separator, table.header) == (";", ["name, official", "owner"])


def test_separators_inside_quotes_do_not_count():
    text = 'name;"owner, deputy, and, the, others"\nContoso;amira\n'
    assert table_of(text).separator == ";"


def test_checklist_tab():
    text = "Task\tArea\nOne, two\tNet\nThree, four, five\tNet\n"
    assert cells(text) == [["One, two", "Net"], ["Three, four, five", "Net"]]


def test_partners_quotes():
    text = 'name,owner\n"Contoso ""UK"" Ltd",amira\n"Fabri\nkam",ben\n  Trey Research  ,ben\n'
    assert cells(text) == [['Contoso "UK" Ltd', "amira"], ["Fabri\nkam", "ben"],
                           ["Trey Research", "ben"]]  # fmt: skip
    assert [row.line for row in table_of(text).rows] == [2, 3, 5]


def test_checklist_newline_cell():
    text = 'Area,Task\nNet,"Open the\nports"\nNet,"He said ""go"""\n,\nNet,Third\n'
    assert cells(text) == [["Net", "Open the\nports"], ["Net", 'He said "go"'], ["Net", "Third"]]


def test_partners_space_after_quote():
    text = '"name";"owner"\n"Contoso";"amira"\n"Fabrikam" ;"ben"\n'
    assert cells(text) == [["Contoso", "amira"], ["Fabrikam", "ben"]]


def test_partners_space_before_quote():
    assert cells('name, owner\nContoso, "Smith, Ben"\n') == [["Contoso", "Smith, Ben"]]


def test_partners_nbsp():
    assert cells("name\xa0;owner\nContoso\xa0;amira\n") == [["Contoso", "amira"]]
    assert table_of("name\xa0;owner\n").header == ["name", "owner"]


def test_partners_header_blanks():
    assert table_of("Name , Owner \nContoso,amira\n").header == ["Name", "Owner"]


def test_partners_trailing_commas():
    table = table_of("name,owner,,\nContoso,amira,,\n,,,\n,,,\n")
    assert (table.header, len(table.rows)) == (["name", "owner"], 1)


def test_checklist_inch_marks():
    text = 'Task,Area\n5" disk checked,Net\nRack 19" wide,Net\n"Rack" 7,Net\n'
    titles = [row.cells[0] for row in table_of(text).rows]
    assert titles == ['5" disk checked', 'Rack 19" wide', "Rack 7"]
    assert doubts(text) == ['line 4: "7" follows a closing quote; a quote in a text is written ""']


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('Task,Area\n"Unclosed quote, and so on,Net\nSecond,Net\nThird,Net\n', 2),
        ('name,owner\n"Contoso,amira\nFabrikam,ben\n', 2),
        ('name,owner\nTrey,x\n"Contoso,amira\nFabrikam,"ben"\n', 3),
        ('name,owner\nTrey,x\nContoso,"amira\nFabrikam,ben\n"Zoo",x\n', 3),
        ('name,owner\n"Contoso,amira\nFabrikam,ben\nZoo,x"\n', 2),
        ('name;owner\nContoso;"amira\nFabrikam;ben\n', 2),
        ('"name,owner\nContoso,amira\n', 1),
    ],
)
def test_checklist_unclosed_quote_and_partners_unclosed_quote(text, line):
    broken = table_of(text).broken
    assert str(broken) == (
        f'line {line}: a quote is opened and never closed; close it, or write it twice: ""'
    )


def test_a_quoted_text_that_looks_like_rows_is_doubtful():
    text = 'name,owner\n"Contoso,amira\nFabrikam,ben",x\nTrey,\n'
    assert [row.line for row in table_of(text).rows] == [2, 4]
    assert doubts(text) == [
        "line 2: a quoted text goes on to line 3 and looks like rows of the table"
    ]


def test_line_breaks_around_a_quoted_text_are_left_out():
    assert cells('name,owner\n"Contoso\r\n",ben\n"\n",amira\n') == [
        ["Contoso", "ben"],
        ["", "amira"],
    ]


def test_checklist_bare_comma():
    lines = ["Buy milk, eggs", "Call Ben, Amira and the rest"]
    table = table_of("\n".join(lines))
    assert (table.separator, table.header) == ("", ())
    assert [list(row.cells) for row in table.rows] == [[line] for line in lines]


@pytest.mark.parametrize("text", ["One, two\nThree, four\n", "One; two\nThree\n", "One\nTwo | 2\n"])
def test_a_bare_list_is_not_cut(text):
    assert [row.cells[0] for row in table_of(text).rows] == text.splitlines()


def test_checklist_unknown_cols():
    table = table_of("Nr.,Beschreibung,Thema\n1,Eins,Net\n")
    assert (table.separator, table.header, len(table.rows)) == (",", (), 2)


def test_an_empty_text_is_an_empty_table():
    assert table_of("") == table_of("\n\n") == CsvTable()


def test_a_row_of_too_many_columns_ends_the_table_there():
    assert len(table_of("name" + ",c" * 199 + "," * 300 + "\nA\n").header) == 200
    for wide, line in (("name" + ",c" * 200 + "\nA\n", 1), ("name\nA\nB" + ",c" * 200_000, 3)):
        table = table_of(wide)
        assert str(table.broken) == (
            f"line {line}: has more than 200 columns; leave out those that are not needed"
        )
        assert [row.cells for row in table.rows] == [["A"]] * (line == 3)
