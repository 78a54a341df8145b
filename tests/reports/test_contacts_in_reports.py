"""Contacts and notes in the head of a partner, and beside what is recorded of a customer."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def known(call, demo) -> None:
    for line in (
        ["contact", "add", "woodgrove", "Jane <b>Doe</b>", "--mail", "jane@woodgrove.example"],
        ["contact", "add", "woodgrove", "Bo *x*", "--customer", "coho", "--phone", "1"],
        ["edit", "woodgrove", "--note", "signs\non paper"],
        ["customer", "edit", "woodgrove", "coho", "--note", "calls back"],
    ):
        assert call(*line).code == 0


@pytest.mark.usefixtures("known")
def test_markdown_tells_them(call):
    told = call("report", "woodgrove").lines
    assert "- Contact: Jane \\<b\\>Doe\\</b\\>, jane@woodgrove.example" in told
    assert "- Note: signs on paper" in told
    coho = told.index("##### Coho Winery")
    assert told[coho + 2 : coho + 4] == ["- Contact: Bo \\*x\\*, 1", "- Note: calls back"]


@pytest.mark.usefixtures("known")
def test_the_page_tells_them(call):
    page = call("report", "woodgrove", "--format", "html").out
    shown = "<dt>Contact</dt><dd>Jane &lt;b&gt;Doe&lt;/b&gt;, jane@woodgrove.example</dd>"
    assert shown in page
    assert "Bo *x*, 1" in page
    assert "calls back" in page


@pytest.mark.usefixtures("known")
def test_json_has_them_by_key(call):
    (partner,) = json.loads(call("report", "woodgrove", "--format", "json").out)["partners"]
    assert partner["note"] == "signs\non paper"
    assert "jane@woodgrove.example" in [each["mail"] for each in partner["contacts"]]
    coho = next(each for each in partner["runs"][0]["customers"] if each["name"] == "Coho Winery")
    assert (coho["note"], [each["phone"] for each in coho["contacts"]]) == ("calls back", ["1"])


@pytest.mark.usefixtures("known")
def test_french_labels_are_used(call):
    told = call("--lang", "fr", "report", "woodgrove").lines
    assert any(line.startswith("- Contact\xa0: Jane") for line in told)
