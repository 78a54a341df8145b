"""Whatever is imported is a valid checklist, and what is written reads back as it was."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from thoroughness import IS_LONG

from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.ids import is_id
from csp_tui.core.checklists.model import Checklist, Fact, Item, Link, Section
from csp_tui.core.checklists.reader import ERROR, read_checklist
from csp_tui.core.checklists.writer import checklist_text, quoted
from csp_tui.core.importing.list_to_checklist import checklist_of, id_of
from csp_tui.core.importing.read_list import read_list


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the checklist of each example goes."""
    directory = tmp_path_factory.mktemp("lists") / "own"
    directory.mkdir()
    return directory / "2026-08.toml"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
WORDS = TEXTS.filter(str.strip)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True)

ITEMS = st.builds(
    Item,
    id=IDS,
    title=WORDS,
    rule=TEXTS,
    detail=TEXTS,
    need=st.sampled_from(["required", "recommended"]),
    basis=st.sampled_from(["", "official", "practice"]),
    doubt=TEXTS,
    role=st.sampled_from(["", "finance"]),
    evidence=TEXTS,
    ages=st.booleans(),
    irreversible=st.booleans(),
    usual_wait=st.none() | st.integers(0, 1000),
    replaces=st.lists(IDS, max_size=2).map(tuple),
    related=st.lists(IDS, max_size=2).map(tuple),
    checked=st.none() | st.dates(date(1900, 1, 1)),
    links=st.lists(
        st.builds(Link, url=st.just("https://example.com/a"), title=TEXTS, date=TEXTS), max_size=2
    ).map(tuple),
)


@given(text=TEXTS)
@example('"\\\x7f\x00\x1f\n\r\t\u2028\x85\ufeff\U0010ffff')
def test_every_text_reads_back_as_it_was(text):
    assert tomllib.loads(f"a = {quoted(text)}\n") == {"a": text}


@settings(max_examples=100 if IS_LONG else 25)
@given(
    title=WORDS,
    summary=TEXTS,
    is_yearly=st.booleans(),
    facts=st.lists(st.builds(Fact, id=IDS, question=WORDS), max_size=2, unique_by=lambda f: f.id),
    items=st.lists(ITEMS, max_size=4, unique_by=lambda item: item.id),
    per=st.sampled_from(["", "customer"]),
)
def test_a_checklist_reads_back_as_it_was(path, title, summary, is_yearly, facts, items, per):
    sections = (Section("one", "One", tuple(items), per),)
    written = Checklist(
        "own", "2026-08", title, sections, path, summary, facts=tuple(facts), is_yearly=is_yearly
    )
    path.write_text(checklist_text(written), encoding="utf-8", newline="")
    read, problems = read_checklist(path)
    assert not [each for each in problems if each.severity == ERROR]
    assert read == written


LINES = st.lists(
    st.one_of(
        TEXTS,
        TEXTS.map(lambda text: f"# {text}"),
        TEXTS.map(lambda text: f"- [ ] {text}"),
        TEXTS.map(lambda text: f"  - [x] [{text}](https://example.com/{text})"),
        TEXTS.map(lambda text: f"  {text}"),
    ),
    max_size=12,
).map("\n".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | TEXTS,
    lambda each: st.lists(each, max_size=4) | st.dictionaries(TEXTS, each, max_size=4),
    max_leaves=12,
)
ENTRIES = st.lists(
    st.dictionaries(
        st.sampled_from(["text", "guid", "category", "description", "severity", "link", "waf"]),
        JSON | TEXTS,
    )
    | JSON,
    max_size=6,
)
LISTS = st.one_of(
    LINES.map(lambda text: ("a.md", text)),
    LINES.map(lambda text: ("a.csv", f"Task,Area,Link\n{text}")),
    TEXTS.map(lambda text: ("a.csv", text)),
    JSON.map(lambda data: ("a.json", json.dumps(data))),
    ENTRIES.map(lambda items: ("a.json", json.dumps({"items": items, "metadata": items}))),
)


@given(found=LISTS)
def test_whatever_is_imported_is_a_valid_checklist_or_one_sentence(path, found):
    name, text = found
    try:
        checklist = checklist_of(read_list(text.encode(), Path(name), None, {}), path)
    except (UsageError, InvalidFileError):
        return
    path.write_text(checklist_text(checklist), encoding="utf-8", newline="")
    read, problems = read_checklist(path, is_local=True)
    assert [str(each) for each in problems] == []
    assert read == checklist


@given(text=TEXTS, other=TEXTS)
def test_an_id_is_made_of_any_text_and_tells_texts_apart(text, other):
    assert is_id(id_of(text))
    same = "".join(filter(str.isalnum, text.casefold())) == "".join(
        filter(str.isalnum, other.casefold())
    )
    assert id_of(text) == id_of(text)
    assert same or id_of(text) != id_of(other) or not (text.isascii() and other.isascii())
