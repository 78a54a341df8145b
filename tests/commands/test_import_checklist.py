from __future__ import annotations

import io
import json
import sys
import tomllib
from pathlib import Path

import pytest

MARKDOWN = """\
---
author: me
---
# Customer onboarding

What to do when a customer signs.

## Before the contract
- [ ] Check the credit, see [Partner Center](https://partner.microsoft.com/credit "x")

  Ask **finance** first.
  - a bullet
  - [ ] Nested item with `code`
- [x] Agreement [signed](javascript:alert(1))
* [ ]

Some stray text.

## After
1. [ ] A title that goes on and on, so long in fact that no line of eighty columns holds all of it

   https://example.com/a_(b).
2. [ ] Check the credit, see [Partner Center][pc]
3. [ ] 日本語の項目を確認する
4. [ ] Société\u202e créée\x1b[2J

[pc]: https://partner.microsoft.com/other
"""
TABLE = (
    "\ufeffTask;Area;Owner;Severity;Notes;Link\r\n"
    'Sign the ""agreement"";Legal;Ben;High;"two\r\nlines";https://example.com\r\n'
    "Optional step;;Ann;low;;ftp://x\r\n"
    ";Legal;;;;\r\n"
    "Third;Legal;;weird;;\r\n"
)
AZURE = {
    "categories": [{"name": "Identity"}],
    "severities": [{"name": "高い"}, {"name": "中程度"}, {"name": "低い"}],
    "metadata": {"name": "Landing zone", "state": "GA", "timestamp": "December 15, 2023"},
    "items": [
        {
            "category": "Identity",
            "subcategory": "Tenants",
            "guid": "70C15989-c726-42c7-b0d3-24b7375b9201",
            "id": "A01.01",
            "text": "Use one tenant",
            "description": "Unless there is a clear need.",
            "severity": "高い",
            "waf": "Operations",
            "link": "https://learn.microsoft.com/a",
            "training": "https://learn.microsoft.com/b",
            "ammp": True,
            "graph": "resources | where x",
        },
        {"category": "Identity", "text": "Automate", "severity": "低い", "link": "not a link"},
        {"category": "Identity", "severity": "高い"},
        "nonsense",
    ],
}


@pytest.fixture
def bring(call, home):
    """Import a text as a file and return the answer and the checklist that was written."""

    def import_text(name: str, text: str, *options: str):
        path = home.path / name
        path.write_text(text, encoding="utf-8", newline="")
        answer = call("import", "checklist", str(path), *options)
        if answer.code or "--dry-run" in options:
            return answer, None
        written = Path(answer.lines[0])
        assert call("lint", str(written)).out == "no problems in 1 checklist\n"
        return answer, tomllib.loads(written.read_text(encoding="utf-8"))

    return import_text


def titles(data):
    return [(each["title"], [item["title"] for item in each["items"]]) for each in data["sections"]]


def test_a_markdown_task_list_becomes_a_checklist(bring, home):
    answer, data = bring("Kunden Onboarding.md", MARKDOWN)
    assert answer.lines[0].startswith(f"{home.data}/checklists/kunden-onboarding/")
    assert (data["title"], data["summary"]) == (
        "Customer onboarding",
        "What to do when a customer signs.",
    )
    assert titles(data) == [
        (
            "Before the contract",
            ["Check the credit, see Partner Center", "Nested item with code", "Agreement signed"],
        ),
        (
            "After",
            [
                "A title that goes on and on, so long in fact that no line...",
                "Check the credit, see Partner Center",
                "日本語の項目を確認する",
                "Société créée[2J",
            ],
        ),
    ]
    first, nested, _ = data["sections"][0]["items"]
    assert first["detail"] == "Ask finance first.\n- a bullet"
    assert first["links"] == [
        {"url": "https://partner.microsoft.com/credit", "title": "Partner Center"}
    ]
    assert nested["id"] == "nested-item-with-code"
    long, again, japanese, _ = data["sections"][1]["items"]
    assert long["rule"].endswith("no line of eighty columns holds all of it")
    assert long["links"] == [{"url": "https://example.com/a_(b)"}]
    assert again["links"][0]["url"] == "https://partner.microsoft.com/other"
    assert (again["id"], japanese["id"][:5]) == ("check-the-credit-see-partner-center-2", "item-")
    for words in (
        "an address that is no link of the web (1, first: javascript:alert(1",
        "the front matter of the Markdown (1)",
        "a tick; ticks belong to a partner (1, first: line 14)",
        "an item without a text (1, first: line 15)",
        "a line of text outside of the items (1, first: line 17)",
        "a title of more than 60 characters, cut; all of it is in its rule (1, first: line 20)",
        "a text that is there twice; its id ends in a number (1)",
        '7 items in 2 sections imported as "Customer onboarding" (kunden-onboarding)',
    ):
        assert words in answer.err


def test_ids_stay_when_items_are_added_moved_and_removed(bring):
    lines = [f"- [ ] 項目その{word}を確認する" for word in "一二三四"] + ["- [ ] Plain one"]
    first = bring("l.md", "\n".join(lines), "--edition", "1")[1]
    lines = ["- [ ] New", *reversed(lines[1:])]
    second = bring("l.md", "\n".join(lines), "--edition", "2")[1]
    before = {each["title"]: each["id"] for each in first["sections"][0]["items"]}
    after = {each["title"]: each["id"] for each in second["sections"][0]["items"]}
    assert len(set(before.values())) == 5
    assert {key: value for key, value in after.items() if key != "New"} == {
        key: value for key, value in before.items() if "一" not in key
    }


def test_a_table_becomes_a_checklist_with_its_columns_guessed(bring):
    answer, data = bring("tasks.csv", TABLE.replace('""', '"'))
    assert titles(data) == [
        ("Legal", ['Sign the "agreement"', "Third"]),
        ("Items", ["Optional step"]),
    ]
    item = data["sections"][0]["items"][0]
    assert (item["detail"], item["links"]) == ("two\nlines", [{"url": "https://example.com"}])
    assert data["sections"][1]["items"][0]["need"] == "recommended"
    for words in (
        'a value of the column "Owner" (2)',
        "a row without a title (1, first: line 5)",
        "a need that is neither required nor recommended (1, first: weird)",
        "an address that is no link of the web (1, first: ftp://x)",
    ):
        assert words in answer.err


def test_columns_may_be_named(bring):
    text = "Was,Wo,Wer,Beleg\nVertrag unterschreiben,Recht,Finance,Nummer\n"
    maps = ("--map", "Was=title,Wo=section", "--map", "role=wer", "--map", "Beleg=evidence")
    _, data = bring("a.txt", text, *maps, "--format", "csv", "--title", "Meine Liste")
    assert (data["title"], titles(data)) == (
        "Meine Liste",
        [("Recht", ["Vertrag unterschreiben"])],
    )
    item = data["sections"][0]["items"][0]
    assert (item["role"], item["evidence"]) == ("finance", "Nummer")


def test_a_bare_list_of_lines_is_a_table_of_one_column(bring):
    assert titles(bring("steps.csv", "Call them\nWrite it down\n")[1]) == [
        ("Items", ["Call them", "Write it down"])
    ]


def test_a_review_checklist_of_azure_becomes_a_checklist(bring):
    answer, data = bring("alz_checklist.ja.json", json.dumps(AZURE))
    assert (data["title"], data["source_date"]) == ("Landing zone", "December 15, 2023")
    assert titles(data) == [("Identity / Tenants", ["Use one tenant"]), ("Identity", ["Automate"])]
    item = data["sections"][0]["items"][0]
    assert item["id"] == "70c15989-c726-42c7-b0d3-24b7375b9201"
    assert item["detail"] == (
        "Unless there is a clear need.\nPillar: Operations. Severity: 高い. Number: A01.01"
    )
    assert [each["url"][-1] for each in item["links"]] == ["a", "b"]
    assert "need" not in item
    assert data["sections"][1]["items"][0]["need"] == "recommended"
    for words in (
        "an entry without a text (2, first: the entry 3)",
        "an address that is no link of the web (1, first: not a link)",
        'a value of "ammp" (1)',
        'a value of "graph" (1)',
    ):
        assert words in answer.err


@pytest.mark.parametrize(
    ("text", "kind"),
    [(MARKDOWN, "markdown"), (TABLE, "csv"), (json.dumps(AZURE), "azure-json")],
)
def test_the_format_is_recognised_by_the_content_too(bring, text, kind):
    by_content = bring("list", text, "--id", "a")[1]
    assert by_content == bring("list", text, "--id", "b", "--format", kind)[1]


def test_a_dry_run_shows_what_would_be_imported_and_writes_nothing(bring, home):
    answer, _ = bring("l.md", MARKDOWN, "--dry-run")
    assert answer.rows[1] == [
        "Before the contract", "nested-item-with-code", "Nested item with code", "required",
    ]  # fmt: skip
    assert "7 items in 2 sections would be imported" in answer.err
    assert not (home.data / "checklists").exists()


def test_a_list_comes_from_standard_input(call, home, monkeypatch):
    content = io.TextIOWrapper(io.BytesIO(MARKDOWN.encode()))
    monkeypatch.setattr(sys, "stdin", content)
    answer = call("import", "checklist", "-")
    assert "/customer-onboarding/" in answer.out


def test_nothing_is_overwritten_and_an_edition_is_added_only_when_it_is_named(bring, home):
    first = bring("l.md", MARKDOWN, "--edition", "2026-01")[0].lines[0]
    before = Path(first).read_bytes()
    assert "exists already" in bring("l.md", "- [ ] Other", "--edition", "2026-01")[0].err
    assert "add an edition to it with --edition" in bring("l.md", "- [ ] Other")[0].err
    assert "add an edition" in bring("l.md", "- [ ] Other", "--id", "enroll-direct")[0].err
    assert Path(first).read_bytes() == before
    assert len(list((home.data / "checklists" / "l").iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.md", b"", "a.md: this Markdown has no task list"),
        ("a.md", b"# Title\n\n- a bullet\n", 'items are lines such as "- [ ] Do this"'),
        ("a.md", b"- [ ] a\n- [ ] Caf\xe9\n", "a.md, line 2: this is not UTF-8; save"),
        ("a.md", b"- [ ] a\0b\n", "a.md, line 1: a NUL character, so this is no text"),
        ("a.md", b"\xff\xfea", "a.md: is broken UTF-16"),
        ("a.md", b"- [ ] a\n" + b"x" * 5 * 1024 * 1024, "larger than 4 MiB"),
        ("a.csv", b"", "a.csv: the table is empty"),
        ("a.csv", b"Task,Area\n", "no item"),
        ("a.csv", b"Task\n\x81\n", "a.csv, line 2: this is neither UTF-8 nor Windows-1252"),
        ("a.csv", b'Task,Area\n"' + b"x" * 200_000, "a.csv, line 2: a quote is opened and never"),
        ("a.json", b'{"items":\n[}', "a.json, line 2: this is no JSON"),
        ("a.json", b"[" * 100_000, "the JSON is nested too deeply"),
        ("a.json", b"[]", 'no list "items"'),
        ("a.json", b'{"items": {}}', 'no list "items"'),
        ("a.json", b'{"items": []}', "no item"),
    ],
)
def test_a_file_without_a_list_is_refused(call, home, name, content, words):
    path = home.path / name
    path.write_bytes(content)
    answer = call("import", "checklist", str(path))
    assert (answer.code, answer.out) == (4, "")
    assert words in answer.err
    assert answer.err.count("\n") == 1
    assert not (home.data / "checklists").exists()


@pytest.mark.parametrize(
    ("name", "content", "options", "words"),
    [
        ("a.md", "- [ ] a\n", ("--map", "Task=title"), "--map is for CSV"),
        ("a.md", "- [ ] a\n", ("--id", "No Id"), '"No Id" is no id for a checklist'),
        ("a.md", "- [ ] a\n", ("--id", "../x"), '"../x" is no id for a checklist'),
        ("a.md", "- [ ] a\n", ("--edition", "../x"), '"../x" is no id for an edition'),
        ("日本.md", "- [ ] 日本\n", (), "say one with --id"),
        ("a.csv", "Was,Wo\na,b\n", (), "such as --map Was=title;"),
        ("a.csv", "Task,Area\na,b\n", ("--map", "Taks=title"), 'did you mean "Task"?'),
        ("a.csv", "Rule,Area\na,b\n", ("--map", "title=rule"), "did you mean --map rule=title?"),
        ("a.csv", "Task,Area\na,b\n", ("--map", "titel=Task"), 'there is no "titel"; did you'),
        ("a.csv", "Task,Area\na,b\n", ("--map", "Task=titel"), 'there is no "titel"; did you'),
        ("a.csv", "Task,Area\na,b\n", ("--map", "Task"), "is no COLUMN=KEY"),
        ("a.csv", "Task,Area\na,b\n", ("--map", "Task=title,title=Area"), "twice"),
    ],
)
def test_what_was_asked_for_and_cannot_be_is_told(call, home, name, content, options, words):
    path = home.path / name
    path.write_text(content, encoding="utf-8")
    answer = call("import", "checklist", str(path), *options)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert answer.err.count("\n") == 1
    assert not (home.data / "checklists").exists()


def test_numbers_and_lists_in_the_place_of_texts_do_no_harm(call, home):
    path = home.path / "a.json"
    path.write_text('{"items": [{"text": 5.5e999}, {"text": []}]}')
    assert call("import", "checklist", str(path)).code == 0


def test_a_list_that_a_program_has_saved_as_utf_16_is_read(bring, home, call):
    path = home.path / "a.md"
    path.write_bytes("- [ ] 日\n".encode("utf-16"))
    assert "日" in call("import", "checklist", str(path), "--dry-run").out


def test_a_file_that_cannot_be_read_is_reported(call, home):
    assert call("import", "checklist", str(home.path / "none.md")).code == 3
    assert call("import", "checklist", str(home.path)).code == 4


def test_options_of_a_checklist_are_not_taken_for_partners(call, home):
    path = home.path / "p.csv"
    path.write_text("name\nContoso\n")
    answer = call("import", "partners", str(path), "--title", "Task", "--yes")
    assert (answer.code, "unrecognized arguments: --title" in answer.err) == (2, True)
