"""The JSON Schemas in the documentation say what the readers do."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import LANGUAGES
from csp_tui.core.checklists.keys import SPEC
from csp_tui.core.checklists.reader import ERROR, read_checklist
from csp_tui.core.checklists.schemas import (
    checklist_schema,
    people_schema,
    progress_schema,
    schema_text,
    translation_schema,
)
from csp_tui.core.demo.partners import fill
from csp_tui.core.digest.people import KEYS as PEOPLE_KEYS
from csp_tui.core.digest.people import people_troubles
from csp_tui.core.disk.places import find_places, shipped_checklists
from csp_tui.core.progress.model import CUSTOMER_KEYS, ITEM_KEYS, PARTNER_KEYS, RUN_KEYS
from csp_tui.core.progress.reader import read_partner
from csp_tui.core.workplace.workplace import open_workplace

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "docs" / "schema"
SHIPPED = sorted(path for path in shipped_checklists().glob("*/*.toml") if "." not in path.stem)
BAD = sorted((ROOT / "tests" / "unit" / "checklists" / "bad_checklists").glob("*.toml"))
CHECKLIST = Draft202012Validator(checklist_schema())
TRANSLATIONS = sorted(shipped_checklists().glob("*/*.*.toml"))
TRANSLATION = Draft202012Validator(translation_schema())
PEOPLE_SCHEMA = people_schema(list(LANGUAGES))
PEOPLE = Draft202012Validator(PEOPLE_SCHEMA)
PROGRESS = Draft202012Validator(progress_schema())

BEYOND = (
    *("after", "cycle", "duplicate", "when"),  # what ids point to
    *("escape", "bidi", "c1", "control-character", "with-newline"),  # what characters do
    *("-date", "checked-in-quotes", "format-with-point"),  # JSON has no dates and one number
)
"""Names of what a schema cannot say."""


def as_json(data: Any) -> Any:
    """Return parsed TOML as editors hold it against a schema: dates as texts."""
    if isinstance(data, dict):
        return {key: as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    return data.isoformat() if isinstance(data, (date, datetime, time)) else data


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("checklist", checklist_schema()),
        ("translation", translation_schema()),
        ("progress", progress_schema()),
        ("people", PEOPLE_SCHEMA),
    ],
)
def test_the_files_are_what_the_code_says(name, schema):
    """Where this fails: .venv/bin/python tools/make_schemas.py"""
    text = (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")
    assert text == schema_text(schema)
    Draft202012Validator.check_schema(json.loads(text))


def test_every_key_of_the_formats_is_in_the_schemas_with_what_it_means():
    tables = {"checklist": checklist_schema(), **checklist_schema()["$defs"]}
    assert {name: set(table["properties"]) for name, table in tables.items()} == {
        name: set(keys) for name, keys in SPEC.items()
    }
    for name, table in tables.items():
        for key, told in table["properties"].items():
            is_table = "$ref" in told.get("items", {})
            assert is_table or key == "format" or told["description"], (name, key)
    person = PEOPLE_SCHEMA["properties"]["people"]["additionalProperties"]
    assert set(person["properties"]) == set(PEOPLE_KEYS)
    progress = progress_schema()
    assert {*PARTNER_KEYS, *CUSTOMER_KEYS} <= set(progress["properties"])
    assert set(RUN_KEYS) <= set(progress["$defs"]["run"]["properties"])
    assert set(ITEM_KEYS) == set(progress["$defs"]["item"]["properties"])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_checklist_is_valid(path):
    data = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
    assert [error.message for error in CHECKLIST.iter_errors(data)] == []


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_translation_is_valid(path):
    data = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
    assert [error.message for error in TRANSLATION.iter_errors(data)] == []


def test_the_progress_files_of_the_demo_are_valid(tmp_path):
    now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    workplace = open_workplace({}, str(tmp_path / "demo"), clock=lambda: now, is_demo=True)
    fill(workplace)
    files = sorted((tmp_path / "demo").glob("partners/*.toml"))
    files += sorted((tmp_path / "demo").glob("customers/*/*.toml"))
    assert len(files) >= 3
    for path in files:
        data = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
        assert [error.message for error in PROGRESS.iter_errors(data)] == [], path


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_the_reader_refuses_the_schema_refuses_as_far_as_it_can(path, tmp_path):
    try:
        data = as_json(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return  # no TOML at all
    _, problems = read_checklist(path)
    wrong = [each for each in problems if each.severity == ERROR and each.key]
    if wrong and not any(word in path.stem for word in BEYOND):
        assert not CHECKLIST.is_valid(data)


@pytest.mark.parametrize(
    "more",
    [
        "anniversary = 13",
        'anniversary = "March"',
        "name = 5",
        '[facts]\nazure = "yes"',
        '[checklists.a]\nedition = "1"\n[checklists.a.items.b]\nstatus = "finished"',
        '[checklists.a]\nedition = "1"\n[checklists.a.items.b]\nevidence = 5',
        '[checklists.A]\nedition = "1"\n[checklists.A.items.b]\nstatus = "done"',
    ],
)
def test_what_the_reader_of_progress_refuses_the_schema_refuses_too(more):
    text = f"format = 1\n{more}\n"
    with pytest.raises(InvalidFileError):
        read_partner(tomllib.loads(text), "contoso", Path("contoso.toml"), text)
    assert not PROGRESS.is_valid(as_json(tomllib.loads(text)))
    assert PROGRESS.is_valid({"format": 1})


@pytest.mark.parametrize(
    ("table", "is_right"),
    [
        ('mail = "amira@example.com"\nlanguage = "fr"\nphone = 5', True),
        ('mail = ""', True),
        ('mail = "amira"', False),
        ('mail = "a b@c"', False),
        ("mail = 5", False),
        ('language = "de"', False),
    ],
)
def test_the_schema_of_people_says_what_its_reader_says(table, is_right, tmp_path):
    text = f"format = 1\n[people.amira]\n{table}\n"
    (tmp_path / "people.toml").write_text(text)
    assert PEOPLE.is_valid(tomllib.loads(text)) is is_right
    assert (people_troubles(find_places({}, str(tmp_path))) == []) is is_right
