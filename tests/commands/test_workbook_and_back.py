"""Out as a workbook, changed as in Excel, and in again: what was changed is offered, no more."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from reports.workbooks import save_again, tables

SHEETS = {"en": ("Customers", "Partners"), "fr": ("Clients", "Partenaires")}
HEADS = {
    "en": {
        "name": "Name", "tenant": "Tenant", "tenant_id": "Tenant id", "owner": "Owner",
        "planned": "Planned", "term_end": "Term end", "company": "Company", "region": "Region",
        "partner_id": "PartnerID", "model": "Model", "anniversary": "Anniversary",
        "contact": "Contact", "note": "Note",
    },
    "fr": {
        "name": "Nom", "tenant": "Locataire", "tenant_id": "ID locataire", "owner": "Resp.",
        "planned": "Prévu le", "term_end": "Fin d\u2019engagement", "company": "Société",
        "region": "Région", "partner_id": "ID partenaire", "model": "Modèle",
        "anniversary": "Anniversaire", "contact": "Contact", "contact_mail": "Courriel du contact",
        "note": "Note",
    },
}  # fmt: skip
CHANGED = 50


def changed(found, sheet, keys, heads, values):
    """Change CHANGED cells of a sheet, all over its rows; return the changes, by name and key."""
    table = found[sheet]
    names = [row[table[0].index(heads["name"])] for row in table[1:]]
    expected = {}
    for number in range(CHANGED):
        turn, place = divmod(number, len(names))
        key = keys[turn]
        table[place + 1][table[0].index(heads[key])] = values(key, number)
        expected[names[place], key] = values(key, number)
    assert len(expected) == CHANGED
    return expected


def value_of(key, number):
    """Return what a user types into a cell: a day, a month, or a text that must stay one."""
    if key in ("planned", "term_end"):
        return date(2027, 1, 1) + timedelta(days=number)
    return {
        "tenant_id": f"00000000-0000-0000-0000-{number:012}",
        "partner_id": f"{number:07}",
        "contact_mail": f"new{number}@contoso.example",
        "model": "direct-bill",
        "anniversary": float(number % 12 + 1),
    }.get(key, f"New {number:03}")


def offered(answer):
    """Return the changes that an import offers, by the present name and key; and what is new."""
    found = json.loads(answer.out)
    changes = {
        (each["name"], key): value for each in found["known"] for key, value in each["to"].items()
    }
    return changes, found["would_add"], found["gone"], found["doubts"]


def plain(key, value):
    return int(value) if key == "anniversary" else str(value)


@pytest.mark.parametrize(
    ("lang", "keys"),
    [("en", ("planned", "name", "owner")), ("fr", ("contact", "contact_mail", "note"))],
)
def test_fifty_cells_of_the_customers_are_fifty_changes(call, home, demo, lang, keys):
    path, sheet = home.path / "woodgrove.xlsx", SHEETS[lang][0]
    rows = (f'Added {number},Jane {number},12,"first\nsecond"\n' for number in range(20))
    (home.path / "added.csv").write_text(f"name,contact,contact phone,note\n{''.join(rows)}")
    added = str(home.path / "added.csv")
    assert call("import", "customers", "woodgrove", added, "--yes").code == 0
    assert call("--lang", lang, "report", "woodgrove", "--output", str(path)).code == 0
    command = ("import", "customers", "woodgrove", str(path), "--sheet", sheet, "--update")
    answer = call("--lang", "en", *command, "--dry-run", "--json")
    unchanged, new, gone, _doubts = offered(answer)
    assert (unchanged, new, gone) == ({}, [], [])
    assert not any(each["archived"] for each in json.loads(answer.out)["known"])
    found = tables(path)
    archived = [row for row in found[sheet] if row[3] in ("archived", "archivé")]
    assert archived
    found[sheet] = [row for row in found[sheet] if row not in archived]
    expected = changed(found, sheet, keys, HEADS[lang], value_of)
    save_again(path, found)
    changes, new, gone, doubts = offered(call(*command, "--dry-run", "--json"))
    assert changes == {(name, key): plain(key, each) for (name, key), each in expected.items()}
    assert (new, gone) == ([], [])
    assert doubts == []
    assert call(*command, "--yes").code == 0
    assert offered(call(*command, "--dry-run", "--json"))[0] == {}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_fifty_cells_of_the_partners_are_fifty_changes(call, home, demo, lang):
    path, sheet = home.path / "all.xlsx", SHEETS[lang][1]
    assert call("--lang", lang, "report", "--all", "--output", str(path)).code == 0
    command = ("import", "partners", str(path), "--sheet", sheet, "--update", "--dry-run", "--json")
    unchanged, new, _gone, _doubts = offered(call("--lang", lang, *command))
    assert (unchanged, new) == ({}, [])
    found = tables(path)
    keys = ("company", "tenant", "contact", "partner_id", "name", "note", "anniversary", "owner")
    expected = changed(found, sheet, keys, HEADS[lang], value_of)
    save_again(path, found)
    changes, new, _gone, _doubts = offered(call("--lang", lang, *command))
    assert changes == {(name, key): plain(key, each) for (name, key), each in expected.items()}
    assert new == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_sheet_to_import_is_found_in_a_report(call, home, demo, lang):
    path, (customers, partners) = home.path / "w.xlsx", SHEETS[lang]
    assert call("--lang", lang, "report", "woodgrove", "--output", str(path)).code == 0
    for kind, sheet in ((("customers", "woodgrove"), customers), (("partners",), partners)):
        answer = call("--lang", "en", "import", *kind, str(path), "--dry-run", "--json")
        changes, new, _gone, doubts = offered(answer)
        assert (changes, new) == ({}, [])
        assert f"sheet {sheet}, row 1: this sheet is read; the workbook has " in doubts[0]


def test_customers_of_several_partners_are_not_taken_for_those_of_one(call, home, demo):
    path = home.path / "all.xlsx"
    call("report", "--all", "--output", str(path))
    for kind in (("customers", "contoso"), ("partners",)):
        answer = call("import", *kind, str(path), "--sheet", "Customers", "--dry-run")
        assert (answer.code, 'the table needs a column "name"' in answer.out) == (4, True)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_sheet_of_partners_is_not_taken_for_one_of_customers_nor_the_other(
    call, home, demo, lang
):
    path, (customers, partners) = home.path / "w.xlsx", SHEETS[lang]
    assert call("--lang", lang, "report", "woodgrove", "--output", str(path)).code == 0
    answer = call("import", "customers", "contoso", str(path), "--sheet", partners, "--yes")
    assert (answer.code, "a table of partners, not of customers" in answer.lines[0]) == (4, True)
    answer = call("import", "partners", str(path), "--sheet", customers, "--yes")
    assert (answer.code, "a table of customers, not of partners" in answer.lines[0]) == (4, True)


def test_a_row_without_an_id_is_new_and_one_of_elsewhere_is_found_by_its_name(call, home, demo):
    path = home.path / "c.csv"
    path.write_text("csp-tui id,Name,Planned,Remark\n,Fir,2027-01-11,x\nelse-where,Coho Winery,,\n")
    command = ("import", "customers", "woodgrove", str(path), "--update", "--dry-run", "--json")
    found = json.loads(call(*command).out)
    assert [each["name"] for each in found["would_add"]] == ["Fir"]
    assert [each["name"] for each in found["known"]] == ["Coho Winery"]
    assert found["left_out"] == ["Remark"]
    assert found["doubts"] == [
        "line 3, csp_tui_id: no customer of this partner has this id: "
        "is the table that of another partner?"
    ]
