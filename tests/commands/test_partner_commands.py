"""The partners by plain commands: their data, order, filters, search, archive, import."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import tomllib
from types import SimpleNamespace

import pytest


@pytest.fixture
def stdin(monkeypatch):
    def put(content: bytes) -> None:
        stream = SimpleNamespace(buffer=io.BytesIO(content), isatty=lambda: False)
        monkeypatch.setattr(sys, "stdin", stream)

    return put


def test_edit_sets_and_removes_values_in_one_step(call, mini, home):
    answer = call("edit", mini, "--anniversary", "mar", "--model", "direct-bill", "--owner", "ben")
    assert answer.code == 0
    assert answer.out.startswith("changed: Model: direct bill; Anniversary: March; Owner: ben - ")
    assert tomllib.loads(home.progress_file().read_text())["anniversary"] == 3
    assert call("edit", mini, "--owner", "", "--name", "Contoso [UK]").code == 0
    data = tomllib.loads(home.progress_file().read_text())
    assert (data["name"], "owner" in data) == ("Contoso [UK]", False)
    assert "nothing to change" in call("edit", mini, "--name", "Contoso [UK]").err
    call("undo", mini)
    assert tomllib.loads(home.progress_file().read_text())["owner"] == "ben"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("--model", "direkt-bill"), 'no model; did you mean "direct bill"?'),
        (("--anniversary", "Agust"), 'no month; did you mean "August"?'),
        (("--anniversary", "13"), "write it like 3 or March"),
        (("--name", " "), "a partner needs a name"),
        ((), "say what to change: --name, --company, --partner-id"),
    ],
)
def test_an_invalid_value_is_refused_and_nothing_is_written(call, mini, home, args, sentence):
    before = home.progress_file().read_bytes()
    answer = call("edit", mini, *args)
    assert answer.code == 2
    assert sentence in answer.err
    assert home.progress_file().read_bytes() == before


def test_add_takes_an_anniversary_and_refuses_an_existing_name(call, home):
    assert call("add", "Contoso", "--anniversary", "3").code == 0
    answer = call("add", "CONTOSO")
    assert answer.code == 2
    assert "say --again" in answer.err
    assert len(list((home.data / "partners").iterdir())) == 1
    assert call("add", "CONTOSO", "--again").code == 0


def test_show_prints_the_fields_and_the_clock_with_its_points(call, mini):
    values = ("--anniversary", "3", "--tenant", "contoso.onmicrosoft.com")
    call("edit", mini, *values, "--model", "indirect-reseller")
    out = call("show", mini).out
    assert "model\tindirect reseller\n" in out
    assert "tenant\tcontoso.onmicrosoft.com" in out
    assert "clock\tT is March " in out
    assert "T-90\t" in out
    assert " reported: " in out
    assert "T-90" not in call("show", mini, "mini").out
    for wrong, code in ((("--filter", "frob"), 2), (("--customer", "frob"), 3)):
        answer = call("show", mini, *wrong)
        assert (answer.code, answer.out, "frob" in answer.err) == (code, "", True)


@pytest.fixture
def two(call, mini):
    """Contoso waits for case 4711, and Northwind has an anniversary and an owner."""
    call("wait", mini, "register", "--for", "the registry", "--case", "4711", "--chase", "today")
    other = call("add", "Northwind", "--anniversary", "1", "--tenant", "nw.example").out.strip()
    return mini, other


def test_partners_are_sorted_and_filtered(call, two):
    mini, other = two

    def ids(*args: str) -> list[str]:
        return [row[1] for row in call("partners", *args).rows]

    assert ids() == [mini, other]
    assert ids("--sort", "clock") == [other, mini]
    assert ids("--sort", "waiting") == [mini, other]
    assert ids("--filter", "chase") == [mini]
    assert ids("--filter", "rule-changed") == []
    assert ids("--checklist", "mini") == [mini]
    for name in ("for the registry", "For The Registry"):
        assert ids("--filter", name, "--filter", "Chase") == [mini]
    assert ids("--filter", "owner nobody") == []
    call("edit", mini, "--model", "direct-bill")
    for name in ("model direct-bill", "model Direct bill", "model facturation directe"):
        assert ids("--filter", name, "--lang", "fr") == [mini], name
    for name in ("t 2027-13", "planned soon"):
        answer = call("partners", "--filter", name)
        assert (answer.code, answer.out) == (2, "")
        assert f'there is no filter "{name}": say a month, such as 2026-12' in answer.err
    lacking = call("partners", "--filter", "owner")
    assert lacking.code == 2
    assert '"owner" needs a value behind it, as in --filter "owner ben"; see' in lacking.err
    assert "1 of 2 partners" in call("partners", "--filter", "chase").err
    near = call("partners", "--filter", "chsae")
    assert (near.code, 'did you mean "chase"?' in near.err) == (2, True)


def test_partners_are_found_by_any_of_their_texts(call, two, home):
    mini, other = two
    for text, found in (("4711", mini), ("REGISTRY", mini), ("nw.example", other)):
        assert [row[1] for row in call("partners", "--search", text).rows] == [found]
    assert call("partners", "--search", "waiting_for").rows == []
    home.put(f"partners/{other}.toml", "broken")
    assert [row[1] for row in call("partners", "--search", "northwind").rows] == [other]


def test_an_archived_partner_is_in_no_list_and_comes_back_whole(call, two, home):
    mini, other = two
    before = (home.data / "partners" / f"{mini}.toml").read_text()
    answer = call("archive", mini)
    assert answer.out == f"archived: Contoso Ltd ({mini})\n"
    assert [row[1] for row in call("partners").rows] == [other]
    assert [row[1] for row in call("partners", "--archived").rows] == [mini]
    assert call("show", mini).code == 3
    assert call("archive", mini).code == 3
    assert "bring it back first" in call("purge", mini, "--yes").err
    assert (
        call("unarchive", "contoso").out == f"brought back from the archive: Contoso Ltd ({mini})\n"
    )
    assert call("partners", "--archived").rows == []
    assert 'there is no archived partner "contoso"' in call("unarchive", "contoso").err
    after = (home.data / "partners" / f"{mini}.toml").read_text()
    assert after.split("[history]")[0] == before.split("[history]")[0]
    assert call("verify", mini).out.splitlines()[0].endswith("clean, 5 lines")


def test_an_unreadable_file_in_the_archive_is_named_by_its_path(call, mini, home):
    call("archive", mini)
    path = home.data / "archive" / "partners" / f"{mini}.toml"
    path.write_text("broken")
    answer = call("partners", "--archived")
    assert answer.code == 0
    assert f"{path}: " in answer.err


def test_an_archived_partner_does_not_replace_another_of_its_id(call, mini, home):
    call("archive", mini)
    home.put(f"partners/{mini}.toml", 'format = 1\nname = "Another"\n')
    answer = call("unarchive", mini)
    assert answer.code == 2
    assert "there is something else of the id" in answer.err
    assert (home.data / "archive" / "partners" / f"{mini}.toml").exists()


def test_verify_tells_what_names_no_line_in_a_progress_file(call, mini, home):
    path = home.progress_file()
    path.write_text(re.sub(r'^(\w{8}) = "2 .*"$', r'\1 = "x"', path.read_text(), flags=re.M))
    answer = call("verify")
    assert (answer.code, "names no line" in answer.out, "line 0" in answer.out) == (1, True, False)


def test_verify_covers_the_archive(call, mini, home):
    call("archive", mini)
    for named in ((), ("contoso",)):
        assert f"{mini} (archived): clean" in call("verify", *named).out
    path = home.data / "archive" / "history" / f"{mini}.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Contoso", b"Fabrika"))
    assert call("verify").code == 1


@pytest.mark.parametrize(
    ("kept", "english", "french"),
    [
        ((0, 2, 3), "line 2 of writer {} before it is missing", "manque avant elle"),
        ((0, 3), "lines 2 to 3 of writer {} before it are missing", "manquent avant elle"),
        ((0, 1, 2), "line 4 of writer {} is missing at the end", "manque à la fin"),
        ((0, 1), "lines 3 to 4 of writer {} are missing at the end", "manquent à la fin"),
    ],
)
def test_verify_says_which_lines_are_missing(call, mini, home, kept, english, french):
    for do in ("tick", "untick"):
        assert call(do, mini, "register").code == 0
    (path,) = (home.data / "history").glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 4
    writer = json.loads(lines[0])["w"]
    path.write_bytes(b"".join(lines[number] for number in kept))
    answer = call("verify", mini)
    assert (answer.code, english.format(writer) in answer.out) == (1, True)
    assert french in call("--lang", "fr", "verify", mini).out


TABLE = (
    "\ufeffName;PartnerID;Tenant;Model;Anniversary;Owner;Checklist\r\n"
    "=HYPERLINK(1);123;a.example;direct-bill;mar;amira;mini\r\n"
    '"Fabrikam; SARL";124;b.example;;;;\r\n'
)


def test_a_table_is_imported_as_a_whole(call, mini, home):
    path = home.put("../in.csv", TABLE)
    shown = call("import", "partners", str(path), "--dry-run")
    assert shown.rows[0][0] == "=HYPERLINK(1)"
    assert "2 are new, 1 is not in the table; nothing was written" in shown.err
    refused = call("import", "partners", str(path))
    assert (refused.code, "say --yes" in refused.err) == (2, True)
    assert len(list((home.data / "partners").iterdir())) == 1
    first, second = call("import", "partners", str(path), "--yes").lines
    data = tomllib.loads((home.data / "partners" / f"{first}.toml").read_text())
    assert (data["name"], data["partner_id"], data["anniversary"]) == ("=HYPERLINK(1)", "123", 3)
    assert data["checklists"]["mini"]["edition"] == "2026-01"
    assert call("show", second).code == 0


def test_every_problem_of_a_table_is_reported_and_nothing_is_imported(call, mini, home, stdin):
    stdin(
        b"name,modle,model,anniversary,checklist,tenant\n"
        b"Northwind,,direkt,13,mnii,a.example\n"
        b"Fabrikam,,,,,A.EXAMPLE\n"
        b",,,,,,7\n"
    )
    answer = call("import", "partners", "-")
    assert answer.code == 4
    for place in (
        '-, line 1, modle: there is no such column; did you mean "model"?',
        '-, line 2, model: "direkt" is no model; it is one of',
        '-, line 2, anniversary: "13" is no month',
        '-, line 2, checklist: there is no checklist "mnii"; did you mean "mini"?',
        '-, line 3, tenant: "A.EXAMPLE" is in line 2 already',
        "-, line 4: has more values than columns: 7 for 6",
        "-, line 4, name: a partner needs a name",
    ):
        assert place in answer.out, answer.out
    assert len(list((home.data / "partners").iterdir())) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no line among the first names the columns"),
        (b"title\nx\n", "write them above the rows: name, company"),
        (b"name\nCaf\x81\n", "-, line 2: this is neither UTF-8 nor Windows-1252"),
        (b"name\n\0", "-, line 2: a NUL character, so this is no text"),
        (b"PK\x03\x04\0\0name", "is no whole workbook; open it in Excel, save it"),
        (b"name\n" + b"x" * 5 * 1024 * 1024, "larger than 4 MiB"),
    ],
)
def test_a_file_that_is_no_table_is_refused(call, stdin, content, sentence):
    stdin(content)
    answer = call("import", "partners", "-", "--yes")
    assert answer.code == 4
    assert sentence in answer.out + answer.err


def test_an_import_that_fails_half_way_adds_nobody(call, mini, home, monkeypatch):
    path = home.put("../in.csv", "name\n" + "".join(f"Partner {n}\n" for n in range(5)))
    before = {each for each in home.files() if ".local" not in each.parts}
    replace, calls = os.replace, []

    def fail_late(*arguments, **named):
        calls.append(arguments)
        if len(calls) > 5:
            raise OSError(28, os.strerror(28))
        return replace(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail_late)
        answer = call("import", "partners", str(path), "--yes")
    assert answer.code == 6
    files = {each for each in home.files() if ".local" not in each.parts}
    assert {each for each in files - before if "cache" not in each.parts} == set()


def test_a_purge_leaves_nothing_of_the_partner_in_the_cache(call, mini, home):
    other = call("add", "Fabrikam").out.strip()
    call("start", mini, "transition-to-indirect")
    call("customer", "add", mini, "Coho Winery")
    for path in home.data.rglob("*"):
        os.utime(path, (1_780_000_000, 1_780_000_000))
    assert "Contoso Ltd" in call("partners").out
    cached = [path for path in (home.path / "cache").rglob("*") if path.is_file()]
    assert any(b"Contoso Ltd" in path.read_bytes() for path in cached)
    assert any(b"Coho Winery" in path.read_bytes() for path in cached)
    assert call("purge", mini, "--yes").code == 0
    left = [path for path in home.path.rglob("*") if path.is_file() and "history" not in path.parts]
    for path in left:
        for word in (b"Contoso", b"Coho", mini.encode()):
            assert word not in path.read_bytes(), path
    assert [row[1] for row in call("partners").rows] == [other]
