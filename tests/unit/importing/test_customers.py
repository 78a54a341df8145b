from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csp_tui.core.base import language
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.importing.customers import read_customers
from csp_tui.core.importing.table import ImportTable

KNOWN = [
    CustomerSummary("coho-1", "Coho", tenant="coho.com", planned_text="2027-01-01"),
    CustomerSummary("dune-1", "Dune", tenant="dune.com"),
    CustomerSummary("old", "Old", archived_text="2026-01-01"),
]


def table_in(text: str) -> ImportTable:
    return read_customers(text.encode(), Path("c.csv"), KNOWN, date(2027, 1, 1))


def problems(text: str) -> list[str]:
    return [str(each) for each in table_in(text).problems]


def test_every_problem_is_told_with_line_and_column():
    text = 'name,planned,tenant\nAlpine,1.2.x,a.com\n,2027-01-01,\n"Bell\nows",,a.com\n'
    assert problems(text) == [
        'line 2, planned: "1.2.x" is no date; write it like 2026-11-30',
        "line 3, name: a customer needs a name",
        'line 4, tenant: "a.com" is in line 2 already',
    ]


def test_an_unknown_column_names_the_nearest():
    assert problems("name,tennant\nA,b\n") == [
        'line 1, tennant: there is no such column; did you mean "tenant"?'
    ]


def test_a_column_twice_and_cells_too_many_are_problems():
    assert problems("name,name\nA,B\n") == [
        "line 1, name: is twice in the header; give one of the columns another name"
    ]
    assert problems("name\nA,B\n") == ["line 2: has more values than columns: 2 for 1"]
    assert problems("name,,tenant\nA,B,c\n") == ["line 2: has a value in a column without a name"]


def test_a_header_without_a_name_is_a_problem():
    assert problems("tenant;owner\na;b\n") == ['line 1: the table needs a column "name"']


@pytest.mark.parametrize("text", ["name\n", "name\n\n \n"])
def test_a_table_without_rows_is_a_problem(text):
    assert problems(text) == ["line 1: there is no customer below the header"]


@pytest.mark.parametrize("text", ["", "\n\n", "nome\nA\n"])
def test_a_text_without_a_header_is_a_problem(text):
    (problem,) = problems(text)
    assert problem.startswith("line 1: no line among the first names the columns; write them")


def test_the_name_of_a_customer_that_was_put_away_is_free():
    table = table_in("name\nOld\n")
    assert [row.name for row in table.new] == ["Old"]
    assert not table.known


def test_a_known_customer_is_no_problem_and_says_where_it_differs():
    table = table_in("name,tenant,planned\nCOHO,,2027-01-11\nDune,dune.com,\nEast,,\n")
    assert not table.problems
    assert table.counts_text() == "2 are here already, 1 of them differs, 1 is new"
    (coho,) = table.differing
    assert (coho.line, coho.id) == (2, "coho-1")
    assert dict(coho.before) == {"name": "Coho", "planned": date(2027, 1, 1)}
    assert dict(coho.after) == {"name": "COHO", "planned": date(2027, 1, 11)}
    assert table.differences(coho) == "Name: Coho -> COHO; Planned: 2027-01-01 -> 2027-01-11"


def test_a_row_that_names_two_known_customers_is_a_problem():
    assert problems("name,tenant\nCoho,dune.com\n") == [
        'line 2, tenant: "dune.com" is that of Dune (dune-1), but name "Coho" of Coho (coho-1)'
    ]


def test_two_rows_for_one_known_customer_are_a_problem():
    assert problems("name,tenant\nCoho,\nCohort,coho.com\n") == [
        "line 3, name: Coho (coho-1) is in line 2 already"
    ]


def test_harmful_characters_never_enter():
    (row,) = table_in("name\nAl\x1b]0;x\x07pine\u202e\n").new
    assert row.name == "Al]0;xpine"


def test_a_column_customer_or_client_is_the_name_where_none_is_called_name():
    assert [row.name for row in table_in("Tenant;Client\ne.com;Elm\n").new] == ["Elm"]
    both = table_in("name,Customer\nElm,1\n")
    assert str(both.problems[0]).startswith("line 1, Customer: there is no")


@pytest.mark.parametrize(
    "cell",
    ["20261201", "2026-W50", "2026-W50-1", "2026-12-01Tomorrow", "20261201T080000Z", "9999-W01"],
)
def test_a_day_that_is_written_in_another_way_is_refused_not_guessed(cell):
    said = f'line 2, term_end: "{cell}" is no date; write it like 2026-11-30'
    assert problems(f"name,term_end\nAlpine,{cell}\n") == [said]


@pytest.mark.parametrize(
    "cell", ["2027-01-11", "2027-01-11T08:00:00Z", "2027-01-11T08:00:00.0000000"]
)
def test_of_a_moment_the_day_counts(cell):
    (row,) = table_in(f"name,term_end\nAlpine,{cell}\n").new
    assert row.values["term_end"] == date(2027, 1, 11)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("12/31/2026 12:00:00 AM", date(2026, 12, 31)),
        ("31/12/26 00:00", date(2026, 12, 31)),
        ("5.1.2027", date(2027, 1, 5)),
        ("31-12-2026", date(2026, 12, 31)),
        ("2026/12/31", date(2026, 12, 31)),
        ("2026-12-31 08:00:00", date(2026, 12, 31)),
        ("31-Dec-26", date(2026, 12, 31)),
        ("31 déc. 2026", date(2026, 12, 31)),
        ("Dec 31, 2026", date(2026, 12, 31)),
        ("5/5/2027", date(2027, 5, 5)),
    ],
)
def test_a_day_is_read_as_spreadsheets_write_it(cell, day):
    table = table_in(f'name,term_end\nAlpine,"{cell}"\n')
    assert (table.problems, table.doubts) == ([], [])
    assert table.new[0].values["term_end"] == day


@pytest.mark.parametrize("cell", ["31/11/2026", "13/13/2026", "12.31.2026", "27-01-11", "31 dec"])
def test_what_is_no_day_of_the_calendar_is_a_problem(cell):
    said = f'line 2, term_end: "{cell}" is no date; write it like 2026-11-30'
    assert problems(f"name,term_end\nAlpine,{cell}\n") == [said]


@pytest.mark.parametrize(
    ("clear", "first", "day"),
    [("31/12/2026", "day", date(2027, 1, 5)), ("12/31/2026", "month", date(2027, 5, 1))],
)
def test_a_column_shows_whether_its_days_begin_with_the_day_or_the_month(clear, first, day):
    table = table_in(f"name,planned\nAlpine,5/1/2027\nBay,{clear}\n")
    assert [row.values["planned"] for row in table.new] == [day, date(2026, 12, 31)]
    assert [str(each) for each in table.doubts] == [
        f'line 2, planned: "5/1/2027" is read as {day}, as "{clear}" has the {first} first'
    ]


@pytest.mark.parametrize("others", ["", "Bay,31/12/2026\nElm,12/31/2026\n"])
def test_a_day_that_may_be_two_is_a_problem_where_nothing_shows_which(others):
    said = 'line 2, planned: "5/12/2026" may be 2026-12-05 or 2026-05-12; write one of them'
    assert problems(f"name,planned\nAlpine,5/12/2026\n{others}") == [said]


def test_in_french_the_day_comes_first_where_nothing_shows_otherwise():
    language.use("fr")
    table = table_in("nom;prévu le\nAlpine;5/12/2026\n")
    assert table.new[0].values["planned"] == date(2026, 12, 5)
    assert "le jour d" in str(table.doubts[0])
