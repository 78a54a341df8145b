from __future__ import annotations

import pytest

from csp_tui.core.base.errors import UsageError
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.importing.csv_rows import read_rows
from csp_tui.core.importing.customers import COLUMNS, read_table, table_in

KNOWN = [
    CustomerSummary("coho-1", "Coho", tenant="coho.com"),
    CustomerSummary("old", "Old", archived_text="2026-01-01"),
]


def problems(text: str) -> list[str]:
    return [str(each) for each in table_in(text, KNOWN).problems]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comma_semicolon_and_tab_part_the_cells(separator, end):
    text = end.join(separator.join(row) for row in (["Name", "Term end"], ["Alpine", "2027-01-31"]))
    (row,) = read_rows(text, COLUMNS).rows
    assert (row.line, row.cells) == (2, {"name": "Alpine", "term_end": "2027-01-31"})


def test_every_problem_is_told_with_line_and_column():
    text = 'name,planned,tenant\nAlpine,1.2.2027,a.com\n,2027-01-01,\n"Bell\nows",,a.com\ncoho,,\n'
    assert problems(text) == [
        'line 2, planned: "1.2.2027" is no date; write it like 2026-11-30',
        "line 3, name: a customer needs a name",
        'line 4, tenant: "a.com" is that of line 2, too',
        'line 6, name: "coho" is that of Coho, who is here already',
    ]


def test_an_unknown_column_names_the_nearest():
    assert problems("name,tennant\nA,b\n") == [
        'line 1, tennant: there is no such column; did you mean "tenant"?'
    ]


def test_a_column_twice_cells_too_many_and_a_broken_quote_are_problems():
    assert problems("name,name\nA,B\n")[0] == "line 1, name: stands twice in the header"
    assert problems("name\nA,B\n") == ["line 2: has 2 values for 1 columns"]
    assert "cannot be read" in problems('name\n"A\n')[-1]


@pytest.mark.parametrize("text", ["", "name\n", "name\n\n \n"])
def test_a_file_without_customers_is_a_problem(text):
    assert problems(text) == ["line 1: there is no customer below the header"]


def test_the_name_of_a_customer_that_was_put_away_is_free():
    assert problems("name\nOld\n") == []


def test_harmful_characters_never_enter():
    (row,) = table_in("name\nAl\x1b]0;x\x07pine\u202e\n", KNOWN).customers
    assert row == {"name": "Al]0;xpine"}


def test_a_file_is_read_with_a_byte_order_mark_and_refused_where_it_is_no_utf_8(tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes(b"\xef\xbb\xbfname\nAlpine\n")
    assert read_table(str(path), KNOWN).customers == [{"name": "Alpine"}]
    path.write_bytes(b"name\nAlp\xe9\n")
    with pytest.raises(UsageError, match="line 2 is not UTF-8"):
        read_table(str(path), KNOWN)
