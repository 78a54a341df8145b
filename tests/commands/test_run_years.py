"""Of two runs of a yearly checklist, what is printed says which one it is of."""

from __future__ import annotations

import csv
import io
import json

import pytest

TITLE = "Keep the right to bill directly (yearly)"
FRENCH = "Rester en facturation directe (annuel)"
YEARS = (2026, 2027)


@pytest.fixture
def contoso(home) -> str:
    """A partner with last year's run open, this year's, and one of an older edition."""
    runs = [
        f'[checklists.keep-direct-{year}]\nchecklist = "keep-direct"\nedition = "2026-08"\n'
        for year in YEARS
    ]
    runs.append('[checklists.enroll-direct]\nedition = "2018-12"\n')
    home.put("partners/contoso.toml", "\n".join(['format = 1\nname = "Contoso"\n', *runs]))
    return "contoso"


@pytest.mark.parametrize("columns", [200, 80, 60])
def test_partners_shows_the_year_and_only_an_older_edition(in_terminal, contoso, columns):
    shown = in_terminal("partners", columns=columns)
    for year in YEARS:
        assert f" {year} " in shown
    assert "2026-08" not in shown
    assert ("2018-12<" in shown) is (columns >= 80)
    assert "Enroll direct" in shown


def test_piped_partners_keep_every_edition(call, contoso):
    rows = call("partners").rows
    assert [row[2:4] for row in rows] == [
        *([f"{TITLE} {year}", "2026-08"] for year in YEARS),
        ["Enroll as a direct-bill partner", "2018-12"],
    ]


def test_show_names_the_year_and_only_an_older_edition(call, contoso):
    lines = call("show", contoso).lines
    for year in YEARS:
        assert f"{TITLE} {year}, run keep-direct-{year}" in lines
    assert "Enroll as a direct-bill partner, edition 2018-12" in lines
    assert f"checklist: {TITLE} 2027" in call("show", contoso, "--plain").lines


def test_json_has_the_year(call, contoso):
    years = [*YEARS, None]
    (partner,) = json.loads(call("partners", "--json").out)["partners"]
    assert [run["year"] for run in partner["runs"]] == years
    assert [run["year"] for run in json.loads(call("show", contoso, "--json").out)["runs"]] == years
    report = json.loads(call("report", contoso, "--format", "json").out)
    assert [run["year"] for run in report["partners"][0]["runs"]] == years


def test_reports_name_the_year(call, contoso, home):
    markdown = call("report", contoso, "--format", "md").lines
    page = call("report", contoso, "--format", "html").out
    for year in YEARS:
        assert f"### {TITLE} {year}" in markdown
        assert f">{TITLE} {year}</h2>" in page
    assert any(line.startswith("edition 2018-12; ") for line in markdown)
    table = list(csv.DictReader(io.StringIO(call("report", contoso, "--format", "csv").out)))
    assert {(row["run"], row["year"]) for row in table} == {
        *((f"keep-direct-{year}", str(year)) for year in YEARS),
        ("enroll-direct", ""),
    }
    french = call("--lang", "fr", "report", contoso, "--format", "md").lines
    assert f"### {FRENCH} 2027" in french


def test_the_cover_names_an_edition_only_where_it_is_an_older_one(call, contoso, home):
    home.put("partners/fabrikam.toml", 'format = 1\nname = "Fabrikam"\n')
    cover = call("report", "--all", "--format", "html").out.partition('<section class="partner"')[0]
    assert f"<p>{TITLE} 2027</p>" in cover
    assert "<p>Enroll as a direct-bill partner 2018-12</p>" in cover


def test_steps_and_history_say_of_which_year_they_are(call, contoso):
    steps = call("next", contoso).rows
    assert any("Keep direct 2026" in row[-1] for row in steps)
    assert any("Keep direct 2027" in row[-1] for row in steps)
    assert not any("Enroll direct" in row[-1] for row in steps)
    call("close", contoso, "keep-direct-2026", "--outcome", "abandoned")
    assert f"{TITLE} 2026" in call("history", contoso).out
    assert not any("Keep direct 20" in row[-1] for row in call("next", contoso).rows)


def test_closing_asks_about_the_run_by_its_name(in_terminal, contoso):
    shown = in_terminal(
        "close", contoso, "keep-direct-2026", "--outcome", "completed", typed="n\n", code=2
    )
    assert "Close Keep direct 2026 as completed anyway? y/N" in shown


def test_a_move_is_asked_about_with_the_name_of_the_run(call, contoso, home):
    home.put("checklists/keep-direct/2099-01.toml", _another())
    shown = call("migrate", contoso, "keep-direct-2026", "--dry-run").out
    assert "Contoso, Keep 2026: 2026-08 to 2099-01" in shown


def _another() -> str:
    return (
        'format = 1\ntitle = "Keep"\nyearly = true\n[[sections]]\nid = "s"\ntitle = "S"\n'
        '[[sections.items]]\nid = "i"\ntitle = "I"\n'
    )
