"""The command: whom it reports on, in which format, where to, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hostile import CONTROLS, DRIVING

from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import speaking
from csp_tui.core.reports.csv_table import HEADER, cell

from . import samples

FORMATS = ("md", "csv", "json", "html")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_one_partner_is_told_in_markdown(call, demo):
    answer = call("report", "contoso")
    assert answer.code == 0
    told = answer.lines
    assert "## Contoso \\[UK\\] Ltd" in told
    assert "#### To chase" in told
    assert any(
        line.startswith(
            "- [~] **Business verification passed**: waiting for Microsoft vetting since "
        )
        for line in told
    )
    assert any(line.startswith("- [x] **12 months as a transacting reseller**") for line in told)
    assert any("<https://learn.microsoft.com/" in line for line in told)
    assert any("checking the history found every line there and unaltered" in line for line in told)


def test_customers_that_were_added_together_are_told_in_one_row(call, home):
    partner = call("add", "Contoso").out.strip()
    table_ = home.path / "new.csv"
    table_.write_text("name,planned\nAlpine,\nBellows,\nCoho,2027-01-11\nDelta,\n")
    assert call("import", "customers", partner, str(table_), "--yes").code == 0
    rows = [line for line in call("report", partner).lines if "| added: " in line]
    assert [row.split(" | ")[2] for row in rows] == [
        "added: Alpine, Bellows, Delta",
        "added: Coho",
    ]
    assert "planned none -\\> 2027-01-11" in rows[1]


def test_several_partners_and_all_of_them(call, demo):
    two = call("report", "fabrikam", "contoso", "fabrikam", "--format", "json")
    names = [each["name"] for each in json.loads(two.out)["partners"]]
    assert names == ["Contoso [UK] Ltd", "Fabrikam SARL"]
    every = json.loads(call("report", "--all", "--format", "json").out)
    assert len(every["partners"]) == 9


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "name the partners, or say --all or --summary"),
        (("contoso", "--all"), 2, "not both"),
        (("nobody",), 3, 'there is no partner "nobody"'),
        (("contoso", "--format", "pdf"), 2, 'there is no format "pdf"'),
        (("contoso", "--as-of", "2999-01-01"), 2, "is in the future"),
        (("contoso", "--as-of", "2001-01-01"), 3, "was added on"),
        (("contoso", "--output", "no/such/place.md"), 6, "cannot write"),
        (
            ("contoso", "--output", "page.pdf"),
            2,
            "a report ends in .md, .csv, .json, .html or .xlsx, a folder in /;",
        ),
        (("contoso", "--json", "--format", "csv"), 2, "not both"),
        (("contoso", "--json", "--csv", "excel"), 2, "say --json or --csv, not both"),
        (("contoso", "--csv", "excel", "--format", "md"), 2, "say --csv or --format md, not both"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(call, demo, words, code, told):
    answer = call("report", *words)
    assert (answer.code, told in answer.err, answer.out) == (code, True, "")
    assert answer.err.count("\n") == 1


def test_an_unreadable_partner_is_left_out_of_all_and_named(call, home, demo):
    home.put("partners/broken.toml", "format = \n")
    answer = call("report", "--all")
    assert answer.code == 0
    assert "broken is left out" in answer.err
    assert "Left out: broken" in answer.out
    assert call("report", "broken").code == 4


def test_an_unreadable_customer_and_checklist_are_told(call, home, long):
    home.put("customers/contoso/c00.toml", "format = \n")
    home.put("partners/other.toml", 'format = 1\nname = "O"\n[checklists.gone]\nedition = "1"\n')
    answer = call("report", "--all", "--format", "json")
    notes = {each["id"]: each["notes"] for each in json.loads(answer.out)["partners"]}
    assert "The customer c00 is left out" in notes["contoso"][0]
    assert "The run gone is left out" in notes["other"][0]
    assert "The run gone is left out" in answer.err


def test_a_file_is_written_for_the_owner_alone_and_never_replaced_unasked(call, home, demo):
    path = home.path / "contoso.html"
    answer = call("report", "contoso", "--output", str(path))
    assert (answer.code, answer.out) == (0, f"{path}\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    assert before.startswith(b"<!DOCTYPE html>")
    again = call("report", "fabrikam", "--output", str(path))
    assert (again.code, "exists already; --yes replaces it" in again.err) == (2, True)
    assert path.read_bytes() == before
    assert call("report", "fabrikam", "--output", str(path), "--yes").code == 0
    assert b"Fabrikam" in path.read_bytes()
    assert [each.name for each in home.path.glob("*.tmp")] == []


def test_a_link_or_a_directory_is_not_written_through(call, home, demo):
    target = home.path / "target"
    target.write_text("kept")
    (home.path / "link.md").symlink_to(target)
    assert call("report", "contoso", "--output", str(home.path / "link.md")).code == 2
    assert call("report", "contoso", "--output", str(home.path / "link.md"), "--yes").code == 6
    directory = ("report", "contoso", "--format", "md", "--output", str(home.data), "--yes")
    assert call(*directory).code == 6
    assert target.read_text() == "kept"


def test_the_files_kept_here_are_never_written_over(call, home, demo):
    (home.path / "by-link").symlink_to(home.data / "history")
    own = (
        "partners/contoso.toml",
        "partners/new.md",
        "history/../customers/new.md",
        "archive/partners/new.md",
        ".local/writer",
        "checklists/mini/2026-01.toml",
        "../by-link/contoso.jsonl",
    )
    before = {path: path.read_bytes() for path in home.data.rglob("*") if path.is_file()}
    for name in own:
        path = str(home.data / name)
        answer = call("report", "contoso", "--format", "md", "--output", path, "--yes")
        assert (answer.code, answer.err.count("\n")) == (2, 1)
        assert "where csp-tui keeps its own files" in answer.err
        assert call("export", "contoso", "--output", path).code == 2
    assert before == {path: path.read_bytes() for path in home.data.rglob("*") if path.is_file()}
    assert call("report", "contoso", "--output", str(home.data / "contoso.md")).code == 0


def test_what_is_no_file_is_not_written_to(call, home, demo):
    os.mkfifo(home.path / "pipe.md")
    for place in (home.path / "pipe.md", Path("/dev/full"), Path("/dev/null")):
        words = ("report", "contoso", "--format", "md", "--output", str(place))
        assert call(*words).code == 2
        answer = call(*words, "--yes")
        assert (answer.code, answer.err.count("\n")) == (6, 1)


def test_a_name_that_would_drive_the_terminal_is_told_without_that(call, home, demo, monkeypatch):
    monkeypatch.setenv("SSH_CONNECTION", "10.9.9.9 50000 10.0.0.5 22")
    path = home.path / "a\x1b[2J\nb.md"
    for code in (0, 2):
        answer = call("report", "contoso", "--output", str(path))
        assert answer.code == code
        told = answer.out + answer.err
        assert "\x1b" not in told
        assert told.count("\n") == (1 if code else 2)
        assert ("@10.0.0.5:" in answer.err) == (not code)


def test_a_partner_that_is_put_away_can_be_reported_on_and_handed_over(call, home, demo, tmp_path):
    shown = json.loads(call("report", "contoso", "--json").out)["partners"]
    assert call("archive", "contoso").code == 0
    before = {path: path.read_bytes() for path in home.data.rglob("*.toml")}
    answer = call("report", "contoso", "fabrikam", "--json")
    found = {each["id"]: each for each in json.loads(answer.out)["partners"]}
    assert len(found) == 2
    assert found[shown[0]["id"]]["runs"] == shown[0]["runs"]
    assert call("report", "contoso", "--as-of", "2026-01-01").code in (0, 3)
    path = tmp_path / "away.zip"
    assert call("export", "contoso", "--output", str(path)).code == 0
    there = ("--data", str(tmp_path / "there"))
    assert call(*there, "import", "handover", str(path), "--yes").code == 0
    assert shown[0]["name"] in call(*there, "partners", "--archived").out
    assert before == {path: path.read_bytes() for path in home.data.rglob("*.toml")}


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.md", "# Check"), ("a.json", "{"), ("a.HTML", "<!DOC"), ("a.csv", "\ufeffreport_as_of")],
)
def test_the_ending_of_the_file_names_the_format(call, home, demo, name, begins):
    assert call("report", "contoso", "--output", str(home.path / name)).code == 0
    assert (home.path / name).read_text().startswith(begins)


def test_the_option_for_programs_means_json_here_too(call, demo):
    found = json.loads(call("report", "contoso", "--json").out)
    assert [each["name"] for each in found["partners"]] == ["Contoso [UK] Ltd"]


def test_a_table_has_a_row_for_each_item_of_partner_and_customers(call, long):
    rows = table(call("report", "contoso", "--format", "csv").out)
    assert len(rows) == 30 + 15 + 50 * 15
    assert set(rows[0]) == set(HEADER)
    first = rows[1]
    assert (first["item_id"], first["state"], first["evidence"]) == ("i0-1", "done", "PLA 1234567")
    assert first["evidence_as_of"] == "2026-10-31"
    of_customer = [row for row in rows if row["customer_id"] == "c49"]
    assert [row["state"] for row in of_customer].count("done") == 4
    (for_each,) = [row for row in rows if row["item_id"] == "i3-4" and not row["customer"]]
    assert (for_each["customers_done"], for_each["customers_total"]) == ("48", "50")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20 7946", "'+44 20 7946"),
        ("-cmd|x", "'-cmd|x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "'^M=1"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("-12.5", "-12.5"),
        ("+3", "+3"),
        ("2026-11-23", "2026-11-23"),
        ("a=b", "a=b"),
        ("'=1", "'=1"),
        ("\x1b[31mred", "^[[31mred"),
        ("", ""),
    ],
)
def test_no_cell_is_run_by_a_spreadsheet(text, shown):
    assert cell(text) == shown


def test_the_heads_of_a_table_are_french_where_the_reader_is(call, demo):
    words = ("--lang", "fr", "report", "contoso", "--format", "csv")
    (head, *_rows) = csv.reader(io.StringIO(call(*words).out))
    assert head[:3] == ["Jour du rapport", "Partenaire", "ID csp-tui"]
    assert len(set(head)) == len(head) == len(HEADER)


def test_excel_gets_semicolons_where_it_wants_them(call, home, demo):
    path = home.path / "a.csv"
    assert call("report", "contoso", "--csv", "excel", "--output", str(path)).code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("\ufeffreport_as_of;partner;id;")
    assert call("report", "contoso", "--csv", "excel").out == text
    rows = csv.reader(io.StringIO(text), delimiter=";")
    assert {len(row) for row in rows} == {len(HEADER)}
    plain = call("report", "contoso", "--csv").out
    assert plain == call("report", "contoso", "--format", "csv").out
    assert plain.startswith("report_as_of,partner,id,")
    counts = call("--lang", "fr", "portfolio", "--csv", "excel").out
    assert counts.startswith("\ufeffGroupe;Nombre;Nom;Remarque\n")


def test_a_hostile_note_stays_one_cell(call, home):
    text = '=HYPERLINK("http://evil.example")\n"a","b"'
    samples.fill(home, "Contoso", text, customers=12)
    rows = table(call("report", "contoso", "--format", "csv").out)
    notes = {row["note"] for row in rows} - {""}
    assert notes == {'\'=HYPERLINK("http://evil.example") "a","b"'}


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_drives_a_terminal(call, home, name):
    samples.fill(home, "".join(CONTROLS[:12]), "".join(CONTROLS), customers=12)
    answer = call("report", "contoso", "--format", name)
    assert answer.code == 0
    assert not DRIVING.search(answer.out + answer.err)


def test_json_tells_hostile_text_as_it_stands(call, home):
    samples.fill(home, "Contoso", "".join(CONTROLS), customers=12)
    found = json.loads(call("report", "contoso", "--format", "json").out)
    item = found["partners"][0]["runs"][0]["sections"][0]["items"][1]
    assert item["evidence"] == "".join(CONTROLS)


KEYS = {
    "report": "as_of format left_out made_at made_by partners summary version",
    "partner": "anniversary chain clock company facts history id model name notes open owner"
    " partner_id region runs standing tenant note contacts",
    "standing": "dates late waited_for",
    "run": "checklist closed counts customers edition key local outcome sections source source_date"
    " started title year newer",
    "counts": "customers customers_complete done not_applicable refused required_done"
    " required_total total waiting",
    "section": "done id items per title total",
    "item": "ages as_of at basis by case chase_on chased checked customers_done customers_total"
    " doubt due evidence evidence_wanted file id irreversible need not_yet note on only_if"
    " out_of_order owner reason role rule sha256 since sources state ticked_against title"
    " waiting_for",
    "source": "date publisher read title url",
    "customer": "archived complete done id items name owner planned tenant tenant_id term_end"
    " total note contacts",
    "open": "case chase_on due group holder item not_yet one_way owner required role run since"
    " state title told",
    "history": "at by changed customer did host id item run step title",
    "chain": "heads lines problems",
}
"""What programs may rely on; keys may be added, none goes."""


def test_the_keys_of_the_json_are_those_that_were_promised(call, home, long):
    call("tick", "contoso", "i0-0")
    found = json.loads(call("report", "contoso", "--format", "json").out)
    partner = found["partners"][0]
    run = partner["runs"][0]
    section = run["sections"][0]
    known = {
        "report": found,
        "partner": partner,
        "standing": partner["standing"],
        "run": run,
        "counts": run["counts"],
        "section": section,
        "item": section["items"][0],
        "source": section["items"][0]["sources"][0],
        "customer": run["customers"][0],
        "open": partner["open"][0],
        "history": partner["history"][0],
        "chain": partner["chain"],
    }
    assert {name: " ".join(sorted(each)) for name, each in known.items()} == {
        name: " ".join(sorted(keys.split())) for name, keys in KEYS.items()
    }
    assert found["format"] == 1


@pytest.mark.parametrize("name", FORMATS)
def test_only_addresses_of_the_web_become_links(call, home, name):
    text = samples.checklist().replace(samples.LONG, "javascript:alert(1)")
    home.put("checklists/long/1.toml", text)
    home.put("partners/contoso.toml", samples.partner())
    out = call("report", "contoso", "--format", name).out
    assert 'href="javascript' not in out
    assert "<javascript" not in out


@pytest.mark.parametrize("name", FORMATS)
def test_a_pipe_gets_utf_8_whatever_the_locale_is(run, demo, name):
    words = ("report", "wingtip", "--format", name)
    answer = run(*words, env={"PYTHONIOENCODING": "latin-1"}, encoding="utf-8")
    assert answer.returncode == 0, answer.stderr
    assert "翼端玩具株式会社" in answer.stdout


def test_a_reader_that_has_gone_is_no_trouble(run, demo, home):
    shell = f"'{sys.executable}' -m csp_tui report --all | head -1"
    answer = subprocess.run(
        ["bash", "-c", shell], env=home.env, capture_output=True, text=True, check=False
    )
    assert (answer.stdout, answer.stderr) == ("# Checklist report\n", "")


def test_a_report_speaks_the_language_of_its_reader(run, demo):
    told = run("report", "adatum", "--lang", "fr").stdout
    assert told.startswith("# Rapport de suivi\n")
    assert "- Tous les points\u00a0: 43 sur 43 (3 sans objet)" in told
    assert "au contrôle, chaque ligne de l\u2019historique est là et intacte." in told
    assert "Coché selon" not in told, "what is ticked under the same rule needs no other wording"
    page = run("report", "adatum", "--lang", "fr", "--format", "html").stdout
    assert '<html lang="fr">' in page
    state = run("report", "adatum", "--lang", "fr", "--format", "json").stdout
    assert '"state": "not-applicable"' in state


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "waiting for the board since {since} (21 days), to chase since {chase}"),
        (
            "fr",
            "en attente de the board depuis le {since} (21\xa0jours), à relancer depuis le {chase}",
        ),
    ],
)
@pytest.mark.parametrize("name", ["md", "html", "json"])
def test_a_waiting_step_is_one_sentence_that_names_the_party(call, name, lang, sentence):
    today = date.today()
    since, chase = today - timedelta(days=21), today - timedelta(days=14)
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "enroll-direct")
    days = ("--since", since.isoformat(), "--chase", chase.isoformat())
    assert call("wait", partner, "go-no-go", "--for", "the board", *days, "--yes").code == 0
    report = call("--lang", lang, "report", partner, "--format", name).out
    with speaking("en" if name == "json" else lang):
        shown = {"since": short_day(since, today), "chase": short_day(chase, today)}
    if name == "json":
        sentence = "waiting for the board since {since} (21 days), to chase since {chase}"
    # In the list of what is open, and in the record of the item.
    assert report.count(sentence.format(**shown)) == (1 if name == "json" else 2)
    assert "somebody" not in report
    assert "quelqu" not in report
