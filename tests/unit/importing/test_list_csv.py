"""Lists in tables: which column is what, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.importing.found_list import FoundList, sentences
from csp_tui.core.importing.read_list import read_list


def read(text: str, name: str = "l.csv", **mapping: str) -> FoundList:
    return read_list(text.encode(), Path(name), None, mapping)


def titles(found: FoundList) -> list[tuple[str, str]]:
    return [(item.section, item.title) for item in found.items]


def test_checklist_bare_comma():
    lines = ["Buy milk, eggs", "Call Ben, Amira and the rest"]
    for name in ("l.txt", "l.csv"):
        found = read("\n".join(lines), name)
        assert [item.title for item in found.items] == lines
        assert found.doubts == [
            "line 1: no line names columns that are known, so each line is one item, commas and all"
        ]


def test_a_bare_list_without_commas_is_not_doubtful():
    found = read("Call them\n\nWrite it down\n", "l.txt")
    assert ([item.title for item in found.items], found.doubts) == (
        ["Call them", "Write it down"], [],
    )  # fmt: skip


def test_columns_and_words_of_a_french_list_are_known():
    found = read(
        "Rubrique;Nom de la tâche;Exigence;Rôle;PREUVES;Règle;Lien;Commentaire\n"
        "Réseau;Faire ceci;Recommandé;Admin. général;Un nombre;Toujours;https://example.com;Dit\n"
        "Réseau;Faire cela;exigé;Distributeur;;;;\n"
    )
    assert titles(found) == [("Réseau", "Faire ceci"), ("Réseau", "Faire cela")]
    first, second = (item.values for item in found.items)
    assert (first["need"], first["role"]) == ("recommended", "global-admin")
    assert (second["need"], second["role"]) == ("required", "distributor")
    assert (first["evidence"], first["rule"], found.items[0].detail) == (
        "Un nombre", "Toujours", "Dit",
    )  # fmt: skip
    assert sentences(found.losses) == []


def test_checklist_comment_first():
    found = read("# exported by tool X\nTask,Area\nOne,Net\n")
    assert titles(found) == [("Net", "One")]
    assert found.doubts == ["line 1: above the header, so it is not read: # exported by tool X"]


def test_checklist_sep_line():
    assert titles(read("sep=;\ntask;area\nDo this;One\n")) == [("One", "Do this")]


def test_checklist_unclosed_quote():
    with pytest.raises(InvalidFileError) as caught:
        read('Task,Area\n"Unclosed quote, and so on,Net\nSecond,Net\nThird,Net\n')
    assert str(caught.value) == (
        'l.csv, line 2: a quote is opened and never closed; close it, or write it twice: ""'
    )
    assert caught.value.exit_code == 4


def test_checklist_dup_col():
    found = read("Task,Task,Area\nOne,Uno,Net\n")
    assert titles(found) == [("Net", "One")]
    assert sentences(found.losses) == ['a value of the column "Task" (1)']


def test_checklist_german():
    found = read("ID;Titel;Bereich\nA-1;Vertrag prüfen;Recht\n")
    assert (found.items[0].id, found.items[0].title) == ("A-1", "Vertrag prüfen")
    assert sentences(found.losses) == ['a value of the column "Bereich" (1)']


@pytest.mark.parametrize("header", ["task_name,category", "Task-Name , Category", "TASK NAME,area"])
def test_checklist_underscore(header):
    assert titles(read(f"{header}\nOne,Net\n")) == [("Net", "One")]


def test_checklist_unknown_cols():
    text = "Nr.,Beschreibung,Thema\n1,Eins,Net\n"
    with pytest.raises(UsageError, match=r"--map Nr\.=title; there are Nr\., Beschreibung, Thema"):
        read(text)
    assert titles(read(text, title="Beschreibung", section="Thema")) == [("Net", "Eins")]


def test_a_header_below_a_remark_is_found_by_the_columns_that_are_said():
    text = "Stand: heute, von Ben\nNr.,Beschreibung\n1,Eins\n"
    found = read(text, title="Beschreibung")
    assert titles(found) == [("", "Eins")]
    assert found.doubts == ["line 1: above the header, so it is not read: Stand: heute, von Ben"]


def test_checklist_need_words():
    found = read("Title;Need\nOne;ja\nTwo;1\nThree;0\nFour;P1\nFive;Yes \nSix;optional\n")
    assert [item.values.get("need") for item in found.items] == [
        None, None, None, None, "required", "recommended",
    ]  # fmt: skip
    assert sentences(found.losses) == [
        "a need that is neither required nor recommended (4, first: ja)"
    ]


def test_checklist_newline_cell():
    found = read('Section,Task,Severity\nNet,"Open the\nports",High\n,,\nNet,Third,Info\n')
    assert [(item.title, item.line) for item in found.items] == [
        ("Open the ports", 2),
        ("Third", 5),
    ]


def test_several_addresses_in_a_cell_are_links():
    found = read('Task,Link\nOne,"https://a.example, https://b.example (old)"\n')
    assert found.items[0].links == [("https://a.example", ""), ("https://b.example", "")]
    assert sentences(found.losses) == ["a remark beside an address (1, first: (old))"]
