"""Review checklists of Azure, in whatever order and language their words are."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from csp_tui.core.checklists.model import Checklist
from csp_tui.core.importing.found_list import FoundList, sentences
from csp_tui.core.importing.list_to_checklist import checklist_of
from csp_tui.core.importing.read_list import read_list


def read(*items: object, **others: object) -> tuple[Checklist, FoundList]:
    content = json.dumps({"items": items, "metadata": {"name": "L"}, **others}).encode()
    found = read_list(content, Path("l.json"), None, {})
    return checklist_of(found, Path("own/2026-08.toml")), found


def links(link: object) -> list[str]:
    (item,) = read({"text": "One", "link": link})[0].by_id.values()
    return [each.url for each in item.links]


def lost(*items: object) -> list[str]:
    return sentences(read(*items)[1].losses)


@pytest.mark.parametrize("order", list(permutations(["Low", "High", "Medium"])))
def test_azure_severities_low_first(order):
    items = [{"text": word, "severity": word} for word in ("Low", "High", "Medium")]
    checklist, _ = read(*items, severities=[{"name": word} for word in order])
    needs = {item.title: item.need for item in checklist.by_id.values()}
    assert needs == {"Low": "recommended", "High": "required", "Medium": "required"}


@pytest.mark.parametrize(
    ("low", "others"),
    [
        ("Low", ("High", "Medium", "critical")),
        ("Bajo", ("Alto", "Medio")),
        ("Baixo", ("Alto", "Média")),
        ("低い", ("高い", "中程度")),
        ("낮다", ("높다", "보통")),
        ("低", ("高", "中等")),
    ],
)
def test_the_lowest_severity_is_a_recommendation_in_every_language(low, others):
    checklist, found = read(*({"text": word, "severity": word} for word in (low, *others)))
    needs = [item.need for item in checklist.by_id.values()]
    assert needs == ["recommended", *("required" for _ in others)]
    assert not found.losses


def test_a_severity_that_says_nothing_is_told():
    assert lost({"text": "One", "severity": "Sev-A"}) == [
        "a need that is neither required nor recommended (1, first: Sev-A)"
    ]


def test_azure_two_links_in_one():
    assert links("https://a.example/x, https://b.example/y") == [
        "https://a.example/x", "https://b.example/y",
    ]  # fmt: skip
    assert links("https://a.example/x (preview)") == ["https://a.example/x"]
    assert lost({"text": "One", "link": "https://a.example/x (preview)"}) == [
        "a remark beside an address (1, first: (preview))"
    ]


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example/x;https://b.example/y",
        "https://a.example/x,https://b.example/y.",
        "https://a.example/x\nhttps://b.example/y",
        "<https://a.example/x> | <https://b.example/y>",
        ["https://a.example/x", "https://b.example/y"],
        "https://a.example/x https://a.example/x https://b.example/y",
    ],
)
def test_several_addresses_are_links_whatever_separates_them(link):
    assert links(link) == ["https://a.example/x", "https://b.example/y"]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x?a=1,2;b",
        "https://a.example/x_(y)",
        "https://archive.example/2020/https://a.example",
    ],
)
def test_one_address_stays_whole(url):
    assert links(url) == [url]


def test_a_title_stands_for_a_text_that_is_not_there():
    checklist, found = read({"title": "One"}, {"text": "Two", "title": "Second"})
    assert [item.title for item in checklist.by_id.values()] == ["One", "Two"]
    assert sentences(found.losses) == ['a value of "title" (1)']


def test_an_id_that_is_repeated_is_told_as_such():
    checklist, found = read({"text": "One", "guid": "A-1"}, {"text": "Two", "guid": "A-1"})
    assert [*checklist.by_id] == ["a-1", "a-1-2"]
    assert sentences(found.changes) == [
        "an id that is there twice; the later one ends in a number (1, first: A-1)"
    ]


def test_a_text_that_is_repeated_is_told_as_such():
    checklist, found = read({"text": "One"}, {"text": "One"})
    assert [*checklist.by_id] == ["one", "one-2"]
    assert sentences(found.changes) == ["a text that is there twice; its id ends in a number (1)"]


def test_in_the_checklist_over_all_services_the_checklist_is_the_section():
    made, found = read({"text": "One", "checklist": "Paper Review", "waf": "Security"})
    assert [each.title for each in made.sections] == ["Paper Review"]
    assert sentences(found.losses) == []
