"""Tables of partners and customers with a contact and a note in each row."""

from __future__ import annotations

import json
import tomllib

import pytest

TABLE = """\
name,contact,contact mail,Contact phone,note
Fabrikam,Jane Doe,jane@fabrikam.example,+44 20 7946 0000,"on paper
only"
Zoo,,info@zoo.example,,
"""


@pytest.fixture
def imported(call, home):
    table = home.path / "t.csv"

    def import_it(text: str, *options: str):
        table.write_text(text)
        return call("import", *(options or ("partners",)), str(table), "--update", "--yes")

    return import_it


def contacts(call, partner: str, *options: str) -> list[dict[str, str]]:
    shape = json.loads(call("contact", "list", partner, *options, "--json").out)
    return [
        {key: text for key, text in each.items() if text and key != "id"}
        for each in shape["contacts"]
    ]


def test_new_partners_come_with_contact_and_note(call, home, imported):
    fabrikam, zoo = imported(TABLE).out.split()
    assert contacts(call, fabrikam) == [
        {"name": "Jane Doe", "mail": "jane@fabrikam.example", "phone": "+44 20 7946 0000"}
    ]
    assert contacts(call, zoo) == [{"name": "info@zoo.example", "mail": "info@zoo.example"}]
    text = (home.data / f"partners/{fabrikam}.toml").read_text()
    assert tomllib.loads(text)["note"] == "on paper\nonly"


def test_the_same_table_again_changes_nothing(call, imported):
    imported(TABLE)
    answer = imported(TABLE)
    assert answer.code == 0
    assert answer.err == "csp-tui: 2 were here already\n"


def test_what_differs_is_offered_and_the_other_contacts_stay(call, home, imported):
    fabrikam, _zoo = imported(TABLE).out.split()
    call("contact", "add", fabrikam, "Ann", "--phone", "1")
    table = TABLE.replace("Jane Doe", "Jane Smith").replace("only", "and by mail")
    (home.path / "changed.csv").write_text(table)
    shown = call("import", "partners", str(home.path / "changed.csv"), "--dry-run").out
    assert "Contact: Jane Doe -> Jane Smith" in shown
    assert "Note: on paper only -> on paper and by mail" in shown
    assert imported(table).code == 0
    assert contacts(call, fabrikam) == [
        {"name": "Ann", "phone": "1"},
        {"name": "Jane Smith", "mail": "jane@fabrikam.example", "phone": "+44 20 7946 0000"},
    ]
    assert call("undo", fabrikam).code == 0
    assert contacts(call, fabrikam)[1]["name"] == "Jane Doe"


def test_another_person_is_one_more_contact(call, imported):
    fabrikam, _zoo = imported(TABLE).out.split()
    assert imported("name,contact,contact mail\nFabrikam,Bo,bo@fabrikam.example\n").code == 0
    assert [each["name"] for each in contacts(call, fabrikam)] == ["Bo", "Jane Doe"]


def test_a_contact_without_name_and_mail_is_left_out_and_told(call, imported):
    answer = imported("name,contact role,contact phone\nFabrikam,Finance,12\n")
    assert "line 2, contact_role: left out: a contact needs a name or a mail address" in answer.err
    assert contacts(call, answer.out.strip()) == []


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("jane", 'line 2, contact_mail: "jane" is no mail address'),
        ("a@b.c; d@e.f", "is no mail address"),
    ],
)
def test_what_is_no_mail_address_is_a_problem_and_nothing_is_written(
    call, home, imported, cell, sentence
):
    answer = imported(f'name;contact mail\nFabrikam;"{cell}"\n')
    assert answer.code == 4
    assert sentence in answer.out
    assert not (home.data / "partners").exists()


def test_french_heads_are_known(call, imported):
    heads = "name;Contact;E-mail du contact;Téléphone du contact;Fonction du contact;Note"
    (made,) = imported(f"{heads}\nZoo;Zoé;zoe@zoo.example;12;DAF;sur papier\n").out.split()
    wanted = {"name": "Zoé", "role": "DAF", "mail": "zoe@zoo.example", "phone": "12"}
    assert contacts(call, made) == [wanted]


def test_customers_get_contacts_and_notes_in_one_step(call, mini, imported):
    call("customer", "add", mini, "Coho")
    table = "name,contact,contact mail,note\nCoho,Bo,bo@coho.example,calls back\nAlpine,Zoe,,\n"
    assert imported(table, "customers", mini).code == 0
    assert contacts(call, mini, "--customer", "coho") == [{"name": "Bo", "mail": "bo@coho.example"}]
    assert contacts(call, mini, "--customer", "alpine") == [{"name": "Zoe"}]
    assert "2 were here already" in imported(table, "customers", mini).err
    assert call("undo", mini).code == 0
    assert contacts(call, mini, "--customer", "coho") == []


@pytest.mark.parametrize(
    "cell",
    ["jane@fabrikam.example;", "Jane Doe <jane@fabrikam.example>", "mailto:jane@fabrikam.example"],
)
def test_a_mail_address_is_read_as_mail_programs_copy_it(call, imported, cell):
    (fabrikam,) = imported(f'name,contact,contact mail\nFabrikam,Jane,"{cell}"\n').out.split()
    assert contacts(call, fabrikam) == [{"name": "Jane", "mail": "jane@fabrikam.example"}]
