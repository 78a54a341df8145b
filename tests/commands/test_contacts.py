"""Contacts and notes of partners and customers by plain commands."""

from __future__ import annotations

import json
import tomllib

import pytest
from hostile import CONTROLS, leaks

HOSTILE = "".join(CONTROLS).replace("\x00", "")
JANE = ("Jane Doe", "--role", "CFO", "--mail", "jane@contoso.com")


@pytest.fixture
def jane(call, mini):
    return call("contact", "add", mini, *JANE).out.strip()


@pytest.fixture
def customer(call, mini):
    return call("customer", "add", mini, "Coho").out.strip()


def test_several_contacts_stand_in_tables_of_their_own(call, mini, home, jane):
    other = call("contact", "add", mini, "Ann", "--phone", "+44 20 7946 0000").out.strip()
    data = tomllib.loads(home.progress_file().read_text())
    assert data[f"contact-{jane}"] == {"name": "Jane Doe", "role": "CFO", "mail": JANE[-1]}
    assert data[f"contact-{other}"] == {"name": "Ann", "phone": "+44 20 7946 0000"}
    listed = call("contact", "list", mini).out.splitlines()
    assert [line.split("\t")[:2] for line in listed] == [[other, "Ann"], [jane, "Jane Doe"]]


def test_a_contact_is_changed_removed_and_brought_back(call, mini, home, jane):
    answer = call("contact", "edit", mini, "jane", "--mail", "", "--link", "https://contoso.com/j")
    assert answer.out.startswith("changed: Jane Doe, CFO, https://contoso.com/j - Contoso Ltd")
    assert call("contact", "remove", mini, "jane").out.startswith("removed: Jane Doe, CFO")
    assert "has no contact" in call("contact", "list", mini).err
    assert not tomllib.loads(home.progress_file().read_text())[f"contact-{jane}"]
    assert call("undo", mini).code == 0
    assert "https://contoso.com/j" in call("contact", "list", mini).out
    assert call("redo", mini).code == 0
    assert "has no contact" in call("contact", "list", mini).err


def test_the_history_says_who_changed_what_of_a_contact(call, mini, jane, in_terminal):
    call("contact", "edit", mini, jane, "--mail", "j.doe@contoso.com")
    call("contact", "remove", mini, jane)
    told = [row for row in call("history", mini).rows if "contact" in row[3]]
    assert [row[3] for row in told] == ["contact", "contact", "remove-contact"]
    assert {row[6] for row in told} == {"Jane Doe"}
    assert told[1][7] == 'mail "jane@contoso.com" -> "j.doe@contoso.com"'
    shown = in_terminal("history", mini)
    assert "recorded the contact Jane Doe" in shown
    assert "removed the contact Jane Doe" in shown


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--mail", "jane"], '"jane" is no mail address; write it like jane@contoso.com'),
        (["--mail", "jane@contoso.com, x@y"], "is no mail address"),
        (["--link", "contoso.com"], '"contoso.com" is no web address'),
        (["--link", "javascript:alert(1)"], "is no web address"),
        (["--name", " "], "a contact needs a name"),
        ([], "say what to change: --name, --role, --mail, --phone, --link"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(call, mini, home, jane, options, sentence):
    before = home.progress_file().read_bytes()
    answer = call("contact", "edit", mini, jane, *options)
    assert answer.code == 2
    assert sentence in answer.err
    assert home.progress_file().read_bytes() == before


def test_an_unknown_contact_is_refused_with_the_nearest(call, mini, jane):
    answer = call("contact", "remove", mini, "Jame Doe")
    assert answer.code == 3
    assert f"did you mean {jane} (Jane Doe)?" in answer.err


def test_a_customer_has_contacts_and_a_note_of_its_own(call, mini, home, customer):
    made = call("contact", "add", mini, "Bo", "--customer", "coho").out.strip()
    assert call("customer", "edit", mini, "coho", "--note", "calls back\non Mondays").code == 0
    path = home.data / "customers" / mini / f"{customer}.toml"
    data = tomllib.loads(path.read_text())
    assert data["note"] == "calls back\non Mondays"
    assert data[f"contact-{made}"] == {"name": "Bo"}
    shown = json.loads(call("contact", "list", mini, "--customer", "coho", "--json").out)
    assert shown["customer"] == customer
    assert [each["name"] for each in shown["contacts"]] == ["Bo"]
    assert not json.loads(call("contact", "list", mini, "--json").out)["contacts"]
    assert call("contact", "remove", mini, "bo", "--customer", "coho").code == 0


def test_show_prints_contacts_and_note(call, mini, jane):
    call("edit", mini, "--note", "first line\nsecond line")
    out = call("show", mini).out
    assert "contact\tJane Doe, CFO, jane@contoso.com" in out
    assert "note\tfirst line second line" in out
    shape = json.loads(call("show", mini, "--json").out)["partner"]
    assert shape["note"] == "first line\nsecond line"
    assert shape["contacts"] == [
        {"id": jane, "name": "Jane Doe", "role": "CFO", "mail": JANE[-1], "phone": "", "link": ""}
    ]


def test_lines_of_a_note_stay_in_the_file_and_on_a_terminal(call, home, in_terminal):
    made = call("add", "Contoso", "--note", "one\ntwo").out.strip()
    assert tomllib.loads(home.progress_file().read_text())["note"] == "one\ntwo"
    lines = [line.split() for line in in_terminal("show", made).splitlines()]
    assert ["note", "one"] in lines
    assert ["two"] in lines


def test_search_finds_contacts_and_notes(call, mini, jane, customer):
    call("add", "Fabrikam")
    call("edit", mini, "--note", "prefers\nletters")
    for words in ("jane@contoso", "CFO doe", "letters"):
        out = call("partners", "--search", words).out
        assert "Contoso Ltd" in out
        assert "Fabrikam" not in out


def test_hostile_texts_reach_neither_file_nor_terminal(call, mini, home, in_terminal):
    call("contact", "add", mini, f"Eve{HOSTILE}", "--role", HOSTILE)
    call("edit", mini, "--note", f"a\n{HOSTILE}")
    path = home.progress_file()
    assert not leaks(path.read_bytes())
    path.write_text(path.read_text().replace('name = "Eve', 'name = "\\u001b]0;x\\u0007Eve'))
    for command in (("contact", "list", mini), ("show", mini), ("history", mini)):
        assert not leaks(call(*command).out.encode())
        assert not leaks(in_terminal(*command).encode())


def test_an_edit_by_hand_is_recorded_and_can_be_taken_back(call, mini, home):
    path = home.progress_file()
    table = '\n[contact-hand]\nname = "By Hand"\nmail = "h@contoso.com"\n'
    path.write_text(path.read_text().replace("\n[history]", f"{table}\n[history]"))
    assert call("contact", "edit", mini, "hand", "--phone", "1").code == 0
    found = [
        json.loads(line) for line in (home.data / f"history/{mini}.jsonl").read_text().splitlines()
    ]
    (outside,) = [line for line in found if line["do"] == "outside"]
    assert outside["part"] == "contact-hand"
    assert outside["to"] == {"name": "By Hand", "mail": "h@contoso.com"}
    assert 'contact-hand]\nname = "By Hand"' in path.read_text()


def test_a_wrong_type_is_named_with_its_line(call, mini, home):
    path = home.progress_file()
    path.write_text(path.read_text().replace("\n[history]", "\n[contact-x]\nmail = 3\n\n[history]"))
    answer = call("contact", "list", mini)
    assert answer.code == 4
    line = path.read_text().splitlines().index("mail = 3") + 1
    assert f"line {line}" in answer.err
    assert "mail must be a text in quotes" in answer.err


def test_contacts_go_over_with_a_hand_over(call, mini, home, jane, tmp_path):
    call("edit", mini, "--note", "of\nthe partner")
    file = tmp_path / "x.zip"
    assert call("export", mini, "--output", str(file)).code == 0
    there = ("--data", str(tmp_path / "there"))
    assert call(*there, "import", "handover", str(file), "--yes").code == 0
    out = call(*there, "contact", "list", mini, "--json").out
    assert json.loads(out)["contacts"][0]["mail"] == "jane@contoso.com"
    assert json.loads(out)["note"] == "of\nthe partner"


def test_a_shell_completes_the_contacts(call, mini, jane, customer):
    words = ("csp-tui", "contact", "edit", mini)
    made = call("contact", "add", mini, "Bo", "--customer", customer).out.strip()
    assert call("__complete", "fish", *words, "").out == f"{jane}\tJane Doe\n"
    assert call("__complete", "fish", *words, "--customer", customer, "").out == f"{made}\tBo\n"
