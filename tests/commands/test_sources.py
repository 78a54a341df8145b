"""What the items of checklists come from, and what is due to be checked again."""

from __future__ import annotations

import json
import tomllib

import pytest

from csp_tui.core.disk.places import shipped_checklists

LIST = """\
format = 1
title = "Mine"

[[sections]]
id = "one"
title = "One"

[[sections.items]]
id = "old"
title = "Long ago"
rule = "It holds"
basis = "official"
doubt = "Two pages disagree."
checked = 2020-01-31

[[sections.items.links]]
url = "https://example.com/a"
title = "A"
publisher = "Example"
date = "2019-12-01"
read = "part"

[[sections.items.links]]
url = "https://example.com/b"

[[sections.items]]
id = "never"
title = "Never looked at"
basis = "reported"

[[sections.items.links]]
url = "https://example.com/a"

[[sections.items]]
id = "custom"
title = "Good custom"
basis = "practice"
checked = 2020-01-31
"""


@pytest.fixture
def mine(home) -> None:
    home.put("checklists/mine/2020-02.toml", LIST)


@pytest.mark.usefixtures("mine")
def test_each_item_is_listed_with_each_of_its_pages(call):
    answer = call("checklists", "sources", "mine")
    rows = [line.split("\t") for line in answer.out.splitlines()]
    assert answer.code == 0
    assert [(row[2], row[6]) for row in rows] == [
        ("old", "https://example.com/a"),
        ("old", "https://example.com/b"),
        ("never", "https://example.com/a"),
        ("custom", ""),
    ]
    assert rows[0][5].startswith("Example, 2019-12-01")
    assert "read in part" in rows[0][5]
    assert rows[0][7] == "Two pages disagree."


@pytest.mark.usefixtures("mine")
def test_on_a_terminal_each_page_is_named_once(call, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = call("checklists", "sources", "mine").out
    assert shown.count("https://example.com/a") == 1
    assert "Never looked at (mine 2020-02 never)" in shown
    assert "without a source: practice" in shown


@pytest.mark.usefixtures("mine")
def test_what_was_never_checked_is_stale_first_and_practice_never_is(call):
    answer = call("checklists", "stale", "mine", "--json")
    found = json.loads(answer.out)["statements"]
    assert answer.code == 1
    assert [(each["item"], each["checked"]) for each in found] == [
        ("never", None),
        ("old", "2020-01-31"),
        ("old", "2020-01-31"),
    ]


@pytest.mark.usefixtures("mine")
def test_a_number_of_days_says_what_is_stale(call):
    answer = call("checklists", "stale", "mine", "--days", "9999")
    assert (answer.code, answer.out.count("\n")) == (1, 1)
    for days in ("9999", "999999"):
        assert call("checklists", "stale", "enroll-direct", "--days", days).code == 0
    answer = call("checklists", "stale", "--days", "soon")
    assert (answer.code, answer.err) == (
        2,
        'csp-tui: --days is a number of days, such as 90, not "soon"\n',
    )


@pytest.mark.usefixtures("mine")
def test_an_older_edition_needs_its_checklist(call):
    answer = call("checklists", "sources", "enroll-direct", "--edition", "2018")
    assert {row.split("\t")[1] for row in answer.out.splitlines()} == {"2018-12"}
    answer = call("checklists", "sources", "--edition", "2018")
    assert (answer.code, answer.err) == (2, "csp-tui: --edition needs a checklist\n")


SHIPPED = [path for path in sorted(shipped_checklists().glob("*/*.toml")) if "." not in path.stem]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_source_of_a_shipped_edition_stands_in_the_record(call, path):
    words = ("checklists", "sources", path.parent.name, "--edition", path.stem, "--json")
    found = {}
    for each in json.loads(call(*words).out)["statements"]:
        found.setdefault(each["item"], []).append(each["source"] and each["source"]["url"])
    written = {
        item["id"]: [link["url"] for link in item.get("links", ())] or [None]
        for section in tomllib.loads(path.read_text())["sections"]
        for item in section["items"]
    }
    assert found == written
