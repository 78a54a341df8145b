"""``import partners`` and ``import customers`` where some rows are here already."""

from __future__ import annotations

import io
import json
import sys
import tomllib

import pytest
import xlsxwriter

KNOWN = "name,owner,tenant\n" + "".join(f"Partner {n:03},ben,t{n}.example\n" for n in range(30))


@pytest.fixture
def path(call, home):
    """Return a table whose 30 partners are here already."""
    path = home.put("../in.csv", KNOWN)
    assert call("import", "partners", str(path), "--yes").code == 0
    return path


def partner(home, partner_id):
    return tomllib.loads((home.data / "partners" / f"{partner_id}.toml").read_text())


def count(home):
    return len(list((home.data / "partners").iterdir()))


def test_known_partners_are_left_and_the_new_one_is_added(call, home, path):
    path.write_text(KNOWN + "Zoo,amira,zoo.example\n")
    shown = call("import", "partners", str(path), "--dry-run")
    assert shown.rows == [["Zoo", "zoo.example", "amira"]]
    assert "30 are here already, 1 is new; nothing was written" in shown.err
    answer = call("import", "partners", str(path), "--yes")
    assert (answer.code, len(answer.lines), count(home)) == (0, 1, 31)
    assert "added 1 partner; 30 were here already" in answer.err


def test_somebody_at_a_terminal_is_asked_for_the_new_one(home, path, in_terminal):
    path.write_text(KNOWN + "Zoo,amira,zoo.example\n")
    shown = in_terminal("import", "partners", str(path), typed="y\n")
    assert "30 are here already, 1 is new: add it? y/N" in shown
    assert count(home) == 31


def test_what_differs_is_named_and_changed_with_update_only(call, home, path):
    path.write_text(KNOWN.replace("Partner 007,ben", "Partner 007,amira"))
    shown = call("import", "partners", str(path), "--dry-run")
    (line,) = shown.lines
    partner_id = line.partition("(")[2].partition(")")[0]
    assert line == f"Partner 007 ({partner_id}): Owner: ben -> amira"
    assert "30 are here already, 1 of them differs" in shown.err
    assert "--update sets what differs" in shown.err
    answer = call("import", "partners", str(path), "--yes")
    assert "30 were here already, 1 of them differs: --update changes it" in answer.err
    assert partner(home, partner_id)["owner"] == "ben"
    answer = call("import", "partners", str(path), "--update", "--yes")
    assert "changed 1 partner; 29 were here already" in answer.err
    assert partner(home, partner_id)["owner"] == "amira"
    assert call("undo", partner_id).code == 0
    assert partner(home, partner_id)["owner"] == "ben"


def test_one_undo_takes_a_whole_import_back_and_an_import_after_it_names_the_way(call, home):
    for owner, name in (("ben", "Old"), ("ben", "Gone")):
        call("add", name, "--owner", owner, "--tenant", f"{name.lower()}.example")
    text = "name,owner,tenant,checklist\nOld,zoe,old.example,\nNew,zoe,new.example,enroll-direct\n"
    path = home.put("../in.csv", text)
    command = ("import", "partners", str(path), "--update")
    answer = call(*command, "--archive-gone", "--yes")
    assert "added 1 partner; changed 1 partner; archived 1 partner" in answer.err
    assert "csp-tui undo --last takes it back" in answer.err
    assert count(home) == 2
    steps = {
        json.loads(path.read_text().splitlines()[-1])["step"]
        for path in home.data.glob("**/history/*.jsonl")
    }
    assert len(steps) == 1
    answer = call("undo", "--last")
    assert answer.code == 0
    assert "1 partner is in the archive now" in answer.err
    assert "taken back: added the partner" in answer.out
    assert "taken back: archived the partner - Gone" in answer.out
    owners = {"Old": "ben", "Gone": "ben"}
    assert {p["name"]: p["owner"] for p in all_partners(home)} == owners
    assert "3 are here already" not in call(*command, "--dry-run").err
    shown = call("import", "partners", str(path), "--dry-run")
    assert "): comes back from the archive" in shown.out
    assert "2 are here already, 2 of them differ, 1 is not in the table" in shown.err
    assert "--update sets what differs to the values of the table" in shown.err
    assert call(*command, "--yes").code == 0
    assert {p["name"] for p in all_partners(home)} == {"Old", "Gone", "New"}
    assert call("undo", "--last").code == 0
    assert {p["name"]: p["owner"] for p in all_partners(home)} == owners


def all_partners(home):
    return [tomllib.loads(path.read_text()) for path in (home.data / "partners").iterdir()]


def test_an_added_partner_that_somebody_works_on_stays_when_the_import_is_undone(call, home):
    path = home.put("../in.csv", "name\nNew\nOther\n")
    assert call("import", "partners", str(path), "--yes").code == 0
    assert call("edit", "new", "--owner", "zoe").code == 0
    assert call("undo", "new").code == 0  # the newest step is that of the edit
    assert call("edit", "new", "--owner", "amira").code == 0
    (one,) = [each["id"] for each in json.loads(call("partners", "--json").out)["partners"]
              if each["name"] == "New"]  # fmt: skip
    assert call("undo", one).code == 0
    answer = call("undo", "--last")
    assert "New stays as it is: since then" in answer.err
    assert [p["name"] for p in all_partners(home)] == ["New"]


def test_programs_are_told_what_is_known(call, home, path):
    path.write_text("made by X\n" + KNOWN.replace("Partner 007,ben", "Partner 007,amira") + "Z,,\n")
    told = json.loads(call("import", "partners", str(path), "--dry-run", "--json").out)
    assert told["would_add"] == [{"name": "Z"}]
    assert len(told["known"]) == 30
    (row,) = [each for each in told["known"] if each["to"]]
    assert (row["line"], row["from"], row["to"]) == (10, {"owner": "ben"}, {"owner": "amira"})
    assert told["doubts"] == ["line 1: above the header, so it is not read: made by X"]
    told = json.loads(call("import", "partners", str(path), "--update", "--yes", "--json").out)
    assert (len(told["added"]), told["changed"], len(told["skipped"])) == (1, [row["id"]], 29)
    assert (row["archived"], told["archived"]) == (False, [])


def test_a_table_in_which_all_is_known_asks_nothing(call, path):
    answer = call("import", "partners", str(path))
    assert (answer.code, answer.out) == (0, "")
    assert "30 were here already" in answer.err


def test_doubts_are_told_with_file_and_line_before_the_problems(call, home):
    path = home.put("../in.csv", 'made by X\nname,owner\n"Contoso" Ltd,x\nFabrikam,y,z\n')
    answer = call("import", "partners", str(path), "--yes")
    assert answer.code == 4
    assert answer.lines == [f"{path}, line 4: has more values than columns: 3 for 2"]
    assert f"{path}, line 1: above the header, so it is not read: made by X" in answer.err
    assert f'{path}, line 3: "Ltd" follows a closing quote' in answer.err
    assert f"{path}: nothing was imported; mend the table and try again" in answer.err


def test_customers_that_differ_are_changed_with_the_new_ones_in_one_step(call, home, contoso):
    path = home.put("../c.csv", "name,owner\nCoho,zoe\nDelta,\n")
    command = ("import", "customers", contoso, str(path))
    shown = call(*command, "--dry-run")
    assert shown.lines[0] == "Delta"
    assert shown.lines[1].endswith("): Owner: none -> zoe")
    assert "1 is here already, 1 of them differs, 1 is new; nothing was written" in shown.err
    answer = call(*command, "--update", "--yes")
    assert answer.code == 0
    assert "added 1 customer; changed 1 customer - " in answer.out
    files = list((home.data / "customers" / contoso).iterdir())
    assert sum('owner = "zoe"' in each.read_text() for each in files) == 1
    call("undo", contoso)
    texts = [each.read_text() for each in (home.data / "customers" / contoso).iterdir()]
    assert not any('owner = "zoe"' in text for text in texts)


def test_a_table_of_customers_comes_from_standard_input(call, contoso, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"name\nDelta\nCoho\n")))
    answer = call("import", "customers", contoso, "-", "--yes")
    assert "added 1 customer - " in answer.out
    assert "1 was here already" in answer.err


@pytest.fixture
def contoso(call):
    """Return a partner with one customer."""
    partner_id = call("add", "Contoso").lines[0]
    call("customer", "add", partner_id, "Coho")
    return partner_id


@pytest.mark.parametrize("kind", ["partners", "customers", "checklist"])
def test_a_table_of_very_many_columns_is_refused_at_once(home, run, mini, kind):
    path = home.put("../wide.csv", "name" + "".join(f",c{n}" for n in range(200_000)) + "\nA\n")
    words = ["import", kind, *([mini] if kind == "customers" else []), str(path), "--yes"]
    answer = run(*words)
    assert answer.returncode == 4
    printed = answer.stdout + answer.stderr
    assert "has more than 200 columns; leave out those that are not needed" in printed
    assert len(printed) < 1000


def test_of_many_unknown_columns_the_first_are_named(home, call):
    path = home.put("../wide.csv", "name" + "".join(f",c{n}" for n in range(7)) + "\nA\n")
    answer = call("import", "partners", str(path), "--yes")
    assert answer.code == 4
    named = [n for n in range(7) if f"c{n}: there is no such column" in answer.out]
    assert named == [0, 1, 2, 3, 4]
    assert answer.out.count("it is one of name, company") == 1
    assert "line 1: 2 more columns are not known" in answer.out


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Partner;Owner", "Elm"),
        ("Partner name;Owner", "Elm"),
        ("Société;Owner", "Elm"),
        ("Partenaire;Company;Owner", "Elm"),
    ],
)
def test_a_column_that_is_called_partner_or_company_is_the_name(call, home, header, name):
    cells = f"{name};Elm Group;zoe" if "Company" in header else f"{name};zoe"
    path = home.put("../in.csv", f"{header}\n{cells}\n")
    answer = call("import", "partners", str(path), "--yes")
    assert answer.code == 0, answer.out
    (one,) = all_partners(home)
    assert (one["name"], one["owner"]) == (name, "zoe")
    assert one.get("company") == ("Elm Group" if "Company" in header else None)
    path.write_text(f"{header};Due\n{cells};2026-12-01\n")
    answer = call("import", "partners", str(path), "--yes")
    assert "Due: there is no such column" in answer.out
    assert '--map "Column=" leaves it out' in answer.err
    answer = call("import", "partners", str(path), "--map", "Due=", "--dry-run")
    assert "not imported: Due" in answer.err


TENANT = "2ca7de6c-c05c-46b5-b689-32e53573a97a"
LIST = f"Microsoft ID,Company name,Primary domain name,Relationship,Tags\n{TENANT},Elm,e.com,,\n"


def test_the_list_of_partner_center_is_read_as_it_is(call, home, contoso):
    path = home.put("../Customers.csv", "\ufeff" + LIST)
    shown = call("import", "customers", contoso, str(path), "--dry-run")
    assert "columns: Microsoft ID -> tenant id, Company name -> name, Primary" in shown.err
    assert "not imported: Relationship, Tags" in shown.err
    assert call("import", "customers", contoso, str(path), "--yes").code == 0
    path.write_text(LIST.replace("Elm,e.com", "Elm & Sons,elm.com"))
    told = json.loads(call("import", "customers", contoso, str(path), "--dry-run", "--json").out)
    assert told["columns"]["Microsoft ID"] == "tenant_id"
    assert told["left_out"] == ["Relationship", "Tags"]
    assert told["known"][0]["to"] == {"name": "Elm & Sons", "tenant": "elm.com"}


def test_the_id_of_a_tenant_is_set_and_shown(call, contoso):
    assert call("customer", "edit", contoso, "coho", "--tenant-id", TENANT).code == 0
    assert f'tenant id none -> "{TENANT}"' in call("history", contoso).out


def test_a_map_is_kept_and_used_by_the_next_table(call, home, contoso):
    path = home.put("../theirs.csv", "End customer;Ends on\nElm;2027-06-30\n")
    command = ("import", "customers", contoso, str(path))
    assert call(*command).code == 4
    maps = ("--map", "End customer=name", "--map", "Ends on=term_end")
    assert call(*command, *maps, "--keep-map", "theirs", "--dry-run").code == 0
    assert call(*command, "--yes").code == 4  # a dry run keeps nothing
    assert call(*command, *maps, "--keep-map", "theirs", "--yes").code == 0
    path.write_text("End customer;Ends on\nFir;2027-06-30\n")
    answer = call(*command, "--yes")
    assert "added 1 customer - " in answer.out
    assert "columns: End customer -> name, Ends on -> term end" in answer.err
    assert call(*command, "--keep-map", "x").code == 2


def test_a_sheet_of_a_workbook_is_imported(call, home, contoso):
    path = home.path / "waves.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("One", "Two"):
            book.add_worksheet(name).write_column(0, 0, ["name", f"Customer of {name}"])
    command = ("import", "customers", contoso, str(path))
    assert "Customer of One" in call(*command, "--dry-run").out
    answer = call(*command, "--sheet", "two", "--yes")
    assert (answer.code, "added 1 customer - " in answer.out) == (0, True)
    assert "Customer of Two" in call("history", contoso).out
    assert call(*command, "--sheet", "Three", "--yes").code == 2
    path.write_bytes(path.read_bytes()[:3000])
    answer = call(*command, "--yes")
    assert (answer.code, "is no whole workbook" in answer.err) == (4, True)


def test_what_is_gone_from_the_table_is_shown_and_archived_when_asked_for(call, home, contoso):
    call("customer", "edit", contoso, "coho", "--tenant-id", TENANT)
    call("customer", "add", contoso, "Dune")
    path = home.put("../Customers.csv", LIST.replace("Elm", "Coho Ltd") + "a-b-c,Fir,f.com,,\n")
    command = ("import", "customers", contoso, str(path))
    shown = call(*command, "--dry-run")
    assert any(line.endswith("): not in the table") for line in shown.lines)
    assert "careful: --archive-gone would archive the 1 that is not in the table" in shown.err
    told = json.loads(call(*command, "--dry-run", "--json").out)
    assert [each["name"] for each in told["gone"]] == ["Dune"]
    assert call(*command, "--yes", "--no-new").code == 0
    assert "Fir" not in call("customers", contoso, "--json").out + call("history", contoso).out
    answer = call(*command, "--update", "--archive-gone", "--yes")
    assert "added 1 customer; changed 1 customer; archived 1 customer - " in answer.out
    dune = next((home.data / "customers" / contoso).glob("dune-*"))
    coho = next((home.data / "customers" / contoso).glob("coho-*"))
    assert "archived = " in dune.read_text()
    assert 'name = "Coho Ltd"' in coho.read_text()
    assert call("undo", contoso).code == 0
    assert "archived = " not in dune.read_text()
    assert 'name = "Coho"' in coho.read_text()


def test_what_a_guessed_sheet_lacks_is_archived_only_if_it_is_named(call, home, contoso):
    path = home.path / "waves.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Read me")
        book.add_worksheet("Leads").write_column(0, 0, ["name", "Elm"])
    command = ("import", "customers", contoso, str(path), "--archive-gone", "--dry-run", "--json")
    guessed = json.loads(call(*command).out)
    assert guessed["gone"] == []
    assert "can be archived only if you name the sheet yourself" in str(guessed["doubts"])
    named = json.loads(call(*command, "--sheet", "Leads").out)
    assert [each["name"] for each in named["gone"]] == ["Coho"]


def test_archiving_what_is_gone_is_asked_for(home, call, contoso, in_terminal):
    path = home.put("../c.csv", "name\nDelta\n")
    command = ("import", "customers", contoso, str(path), "--archive-gone")
    shown = in_terminal(*command, typed="n\n", code=2)
    assert "import it, and archive the one that is gone? y/N" in shown
    assert "archived = " not in next((home.data / "customers" / contoso).iterdir()).read_text()


def test_a_table_can_be_pasted_into_the_terminal(in_terminal, call, home):
    shown = in_terminal(
        "import", "partners", "-", "--yes", typed="name\tanniversary\nTrey\t2019-03-17\n\x04"
    )
    assert "csp-tui: paste it, then press ctrl+d in a line of its own" in shown
    assert "Trey" in call("partners").out


def test_a_table_in_a_pipe_is_read_without_a_word(fork):
    answer = fork("import", "partners", "-", "--yes", typed="name\nTrey\n")
    assert (answer.returncode, "ctrl+d" in answer.stderr) == (0, False)


def test_a_table_in_a_pipe_is_asked_for_at_the_terminal(call, in_terminal):
    table, question = "name\nTrey\nCoho\n", "2 are new: add them? y/N"
    refused = in_terminal("import", "partners", "-", given=table, typed="n\n", code=2)
    assert question in refused
    assert call("partners").rows == []
    assert question in in_terminal("import", "partners", "-", given=table, typed="y\n")
    assert len(call("partners").rows) == 2


def test_a_pasted_table_is_asked_for_behind_it(call, in_terminal):
    shown = in_terminal("import", "partners", "-", typed="name\nTrey\n\x04y\n")
    assert "1 is new: add it? y/N" in shown
    assert [row[0] for row in call("partners").rows] == ["Trey"]


def test_a_table_in_a_pipe_without_a_terminal_says_what_to_do(call, fork):
    answer = fork("import", "partners", "-", typed="name\nTrey\n")
    assert answer.returncode == 2
    assert "nothing was imported; look at it with --dry-run, then say --yes" in answer.stderr
    assert call("partners").rows == []
