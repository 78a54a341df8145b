"""All partners at a glance: the numbers of the portfolio, what is late, and a row for each."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from itertools import product

import pytest

from csp_tui.cli.targets.resolve import find_partner_anywhere
from csp_tui.core.reports.build import make_summary
from csp_tui.core.workplace.workplace import open_workplace

from . import samples
from .test_standing import CHECKLIST, ago, item, partner

TODAY = date.today()


def summary(call, *words: str):
    return json.loads(call("report", "--summary", "--json", *words).out)["summary"]


def test_the_numbers_are_those_of_the_portfolio(call, demo):
    found, counted = summary(call), json.loads(call("portfolio", "--json").out)
    assert (found["count"], found["late"], found["this_week"]) == (
        counted["partners"],
        counted["late"],
        counted["this_week"],
    )
    bars = [
        [group["name"], str(bar["number"]), bar["name"], bar["remark"]]
        for group in found["groups"]
        for bar in group["bars"]
    ]
    assert bars == call("portfolio").rows
    groups = [row["group"] for row in found["rows"]]
    assert groups.count("late") == found["late"]
    assert groups.count("week") == found["this_week"]
    assert len(groups) == found["count"]


def test_the_head_of_a_report_on_all_is_the_same_summary(call, demo):
    found = json.loads(call("report", "--all", "--json").out)
    assert found["summary"] == summary(call)
    assert len(found["partners"]) == 9
    assert json.loads(call("report", "--summary", "--json").out)["partners"] == []
    assert json.loads(call("report", "contoso", "--json").out)["summary"] is None


def test_what_was_done_for_an_archived_partner_counts_where_it_is_named(call, demo, home):
    def shown(*words: str):
        return json.loads(call("report", *words, "--json").out)["summary"]

    before = shown("contoso", "fabrikam")
    call("archive", "contoso")
    after = shown("contoso", "fabrikam")
    assert after["groups"][-1] == before["groups"][-1]
    assert shown("fabrikam", "wingtip")["groups"][-1] != before["groups"][-1]

    workplace = open_workplace(home.env)
    partners = dict(find_partner_anywhere(workplace, each) for each in ("contoso", "fabrikam"))
    made = make_summary(workplace, partners, workplace.today).summary
    assert [row.name for row in made.rows] == [row["name"] for row in after["rows"]]


def test_every_partner_that_the_portfolio_counts_as_late_has_something_late(call, home):
    home.put("checklists/short/1.toml", CHECKLIST)
    days = (None, -3, 0, 1, 7, 8, 20)
    for number, (status, chase, due) in enumerate(product(("todo", "waiting"), days, days)):
        values = {"chase_on": chase, "due": due}
        known = {key: ago(each) for key, each in values.items() if each is not None}
        text = partner(item("one", status, **known)).replace("Contoso", f"P {number}")
        home.put(f"partners/p{number}.toml", text)
    found = summary(call)
    assert found["late"] == json.loads(call("portfolio", "--json").out)["late"] > 20
    assert {row["id"] for row in found["rows"] if row["group"] == "late"} == {
        each["id"] for each in found["late_items"]
    }
    for row in found["rows"]:
        assert (row["group"] == "late") == (row["late"] > 0)
    days_late = [each["item"]["days"] for each in found["late_items"]]
    assert days_late == sorted(days_late, reverse=True)


def test_the_most_urgent_partner_is_the_first(call, demo):
    rows = summary(call)["rows"]
    assert [row["name"] for row in rows[:2]] == ["Tailspin Toys", "Contoso [UK] Ltd"]
    order = ["late", "week", "confirm", "close", "ready", "waiting", "no-list", "nothing"]
    places = [order.index(row["group"]) for row in rows]
    assert places == sorted(places)
    (none,) = [row for row in rows if row["group"] == "no-list"]
    assert none["subject"] == "No checklist is started."


def test_filters_choose_whom_it_is_on_and_each_counts_as_a_whole(call, demo):
    late = summary(call, "--filter", "late")
    assert {row["name"] for row in late["rows"]} == {"Tailspin Toys", "Contoso [UK] Ltd"}
    assert (late["count"], late["late"]) == (2, 2)
    every = {row["id"]: row for row in summary(call)["rows"]}
    assert all(every[row["id"]] == row for row in late["rows"])
    mine = summary(call, "--filter", "owner ben", "--search", "tailspin")
    assert [row["name"] for row in mine["rows"]] == ["Tailspin Toys"]
    both = json.loads(call("report", "--all", "--filter", "late", "--json").out)
    assert len(both["partners"]) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("contoso", "--summary"), "or say --summary, not both"),
        (("contoso", "--filter", "late"), "go with --all or --summary"),
        (("--all", "--filter", "late", "--as-of", "2026-10-31"), "leave them or --as-of away"),
        (("--summary", "--format", "csv"), "a summary is one of md, json, html"),
        (("--summary", "--output", "all.xlsx"), "a summary is one of md, json, html"),
        (("--summary", "--output", "page.csv"), "a summary is one of md, json, html"),
        (("--all", "--filter", "nobody"), "nobody"),
    ],
)
def test_what_does_not_go_together_is_told(call, demo, words, told):
    answer = call("report", *words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_a_partner_that_cannot_be_read_counts_and_is_named(call, home, demo):
    home.put("partners/broken.toml", "format = \n")
    answer = call("report", "--summary", "--json")
    found = json.loads(answer.out)["summary"]
    assert found["count"] == json.loads(call("portfolio", "--json").out)["partners"] == 10
    assert found["rows"][-1]["group"] == "unreadable"
    assert "broken.toml: " in answer.err
    assert json.loads(call("report", "--all", "--json").out)["summary"] == found


def test_a_day_in_the_past_has_only_who_was_there(call, demo):
    day = (TODAY - timedelta(days=9)).isoformat()
    found = json.loads(call("report", "--summary", "--as-of", day, "--json").out)
    assert found["as_of"] == day
    assert found["summary"]["count"] == 9 - len(found["left_out"]) < 9
    assert "done" not in [group["name"] for group in found["summary"]["groups"]]


def test_the_page_has_bars_and_links_and_nothing_from_outside(call, demo):
    page = call("report", "--all", "--format", "html").out
    head = page[: page.index('<section class="partner"')]
    assert head.count("<svg ") > 20
    assert "<script" not in page
    assert "http:" not in head
    assert "https:" not in head
    linked = set(re.findall(r'href="#(p\d+)"', head))
    assert linked == set(re.findall(r'<section class="partner" id="(p\d+)"', page))
    assert len(linked) == 9
    alone = call("report", "--summary", "--format", "html").out
    assert set(re.findall(r'href="#(\w+)"', alone)) == {"stand", "late", "partners"}


def test_a_long_list_of_what_is_late_ends_with_how_many_more(call, home):
    home.put("checklists/short/1.toml", CHECKLIST)
    for number in range(30):
        home.put(f"partners/p{number}.toml", partner(item("one", "todo", due=ago(9))))
    told = call("report", "--summary").out
    assert told.count("| 9 | Contoso | The first thing |") == 25
    assert "5 items more are late; the row of each partner below has the number." in told
    assert len(summary(call)["late_items"]) == 30


def test_the_summary_speaks_french_and_json_stays_english(call, demo):
    told = call("report", "--summary", "--lang", "fr").out
    assert "- En retard\u00a0: 2 sur 9 partenaires" in told
    assert "## Partenaires, le plus urgent d\u2019abord" in told
    assert summary(call, "--lang", "fr") == summary(call)


def test_names_and_texts_are_never_markup(call, home):
    evil = "</td><script>alert(1)</script>|`*_[x](y)"
    samples.fill(home, evil, evil)
    page = call("report", "--summary", "--format", "html").out
    assert "<script" not in page
    assert "&lt;/td&gt;&lt;script&gt;" in page
    assert "\\<script\\>" in call("report", "--summary").out


@pytest.mark.parametrize("words", [("--all",), ("--summary",)])
def test_without_partners_there_is_still_a_page(call, home, words):
    for name in ("md", "html"):
        answer = call("report", *words, "--format", name)
        assert answer.code == 0
        assert "0 of 0 partners" in answer.out


def test_the_only_partner_is_named_where_it_cannot_be_read(call, home):
    home.put("partners/broken.toml", "format = \n")
    assert "Left out: broken" in call("report", "--all", "--format", "html").out


def test_an_unreadable_customer_is_named_beside_the_summary(call, home):
    samples.fill(home)
    home.put("customers/contoso/c00.toml", "format = \n")
    assert "c00.toml: " in call("report", "--summary").err
