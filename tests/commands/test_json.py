"""``--json``: every shape that ``docs/json.md`` states is the one that a program gets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "json.md"
CSV = "name\nAlpha Ltd\n"
LINES = {
    "partners": "partners",
    "show PARTNER": "show woodgrove",
    "show PARTNER --item ITEM": "show contoso --item credit-approval",
    "links PARTNER ITEM": "links contoso partner-id",
    "next": "next --all",
    "history PARTNER": "history contoso",
    "customers PARTNER": "customers woodgrove",
    "fact PARTNER": "fact contoso",
    "fact PARTNER --customer C": "fact woodgrove --customer coho",
    "checklists": "checklists",
    "checklists CHECKLIST": "checklists transition-to-indirect",
    "diff CHECKLIST": "diff enroll-direct 2020-10 2026-08",
    "migrate": "migrate litware enroll-direct --dry-run",
    "verify": "verify",
    "lint": "lint broken.toml",
    "info": "info",
    "import partners FILE --dry-run": "import partners one.csv --dry-run",
    "import partners FILE": "import partners one.csv --yes",
    "import customers PARTNER FILE --dry-run": "import customers woodgrove two.csv --dry-run",
    "import checklist FILE": "import checklist list.md --dry-run",
    "purge PARTNER": "purge contoso --yes --dry-run",
}
CHANGES = [
    "tick contoso credit-approval --yes",
    "untick contoso partner-id",
    "wait contoso partner-id --for Ben",
    "chase contoso --filter waiting",
    "na contoso partner-id --reason why",
    "refuse contoso partner-id --reason why",
    "note contoso partner-id text",
    "evidence contoso partner-id text",
    "set contoso partner-id --owner ben",
    "fact contoso sells-azure no",
    "add Somebody",
    "edit contoso --owner ben",
    "start northwind enroll-direct",
    "close contoso --outcome abandoned",
    "undo contoso",
    "archive contoso",
    "customer add woodgrove Somebody",
    "customer archive woodgrove coho",
    "import customers woodgrove two.csv --yes",
]
CHANGED = "commands that change something"
WOULD_ADD = "would_add"
NEW = {
    *("at", "since", "saved", "made_at", "started", "closed", "archived"),
    *("step", "line", "id", "partner", "customer"),
}
"""Keys of stamps and ids, which are others at every call."""
MAPS = ("facts", "from", "to", "items", WOULD_ADD)
"""Keys that may hold a table whose own keys are ids or names of values."""


def shape(value: Any, is_map: bool = False, key: str = "") -> Any:
    """Return keys and kinds; of the things in a list or map one for all."""
    if isinstance(value, dict) and is_map:
        return {"*": together([shape(each) for each in value.values()])}
    if isinstance(value, dict):
        return {key: shape(each, key in MAPS, key) for key, each in value.items()}
    if isinstance(value, list):
        is_of_maps = is_map and key == WOULD_ADD
        return [together([shape(each, is_of_maps) for each in value])]
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true or false"
    return "number" if isinstance(value, int) else "text"


def together(shapes: list[Any]) -> Any:
    """Return one shape that tells all of them."""
    if tables := [each for each in shapes if isinstance(each, dict)]:
        keys = list(dict.fromkeys(key for each in tables for key in each))
        table: Any = {key: together([each[key] for each in tables if key in each]) for key in keys}
        return [table, "or null"] if "null" in shapes else table
    if lists := [each for each in shapes if isinstance(each, list)]:
        return [together([each for found in lists for each in found])]
    kinds = sorted({kind for each in shapes for kind in str(each).split(" or ") if each != ""})
    return " or ".join(kinds)


def fits(found: Any, stated: Any) -> bool:
    """Say whether a shape has just the keys that are stated, and no kind beyond."""
    if isinstance(stated, list) and stated[1:] == ["or null"]:
        return found == "null" or fits(found[0] if isinstance(found, list) else found, stated[0])
    if isinstance(found, list) and found[1:] == ["or null"]:
        return False
    if isinstance(found, dict) and isinstance(stated, dict):
        is_same = found.keys() == stated.keys()
        return is_same and all(fits(found[key], stated[key]) for key in found)
    if isinstance(found, list) and isinstance(stated, list):
        return fits(found[0], stated[0])
    if found == "":  # of an empty list nothing is known
        return True
    is_text = isinstance(found, str) and isinstance(stated, str)
    return is_text and set(found.split(" or ")) <= set(stated.split(" or "))


def stated(title: str) -> Any:
    found = re.search(
        rf"^## {re.escape(title)}\n.*?^```json\n(.*?)^```", PAGE.read_text(), re.S | re.M
    )
    assert found, f"docs/json.md does not state: {title}"
    return json.loads(found[1])


@pytest.fixture
def demo(demo, home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.path)
    (home.path / "one.csv").write_text(
        "from Excel\nname,owner,anniversary\nAlpha Ltd,amira,3\nContoso,zoe,4\n"
    )
    (home.path / "two.csv").write_text(
        "from Excel\nname,planned\nAlpha Ltd,2027-01-11\nCoho Winery,2030-01-07\n"
    )
    (home.path / "list.md").write_text("# List\n\n## Part\n\n- [ ] Do it\n")
    (home.path / "broken.toml").write_text('format = 1\ntitel = "x"\n')


def parsed(call, line: str) -> Any:
    answer = call(*line.split(), "--json")
    assert answer.code in (0, 1), answer.err
    assert answer.out.isascii()
    return json.loads(answer.out)


def test_json_is_the_same_in_every_language(home, call, demo):
    for line in LINES.values():
        if "--yes" not in line or "--dry-run" in line:
            assert parsed(call, f"--lang fr {line}") == parsed(call, line), line


def without_stamps(answer: Any) -> Any:
    """Return an answer without what is new at every call."""
    if isinstance(answer, list):
        return [without_stamps(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    return {key: without_stamps(each) for key, each in answer.items() if key not in NEW}


def test_the_json_of_a_dry_run_is_the_same_in_every_language(home, call, demo):
    for line in CHANGES:
        asked = f"{line} --dry-run --json"
        english, french = call(*asked.split()), call("--lang", "fr", *asked.split())
        assert (french.code, french.err) == (english.code, english.err), line
        if english.out:
            changes = [without_stamps(json.loads(each.out)) for each in (english, french)]
            assert changes[0] == changes[1], line


def test_a_report_for_programs_is_the_same_in_every_language(home, call, demo):
    asked = ("report", "--all", "--format", "json")
    english, french = json.loads(call(*asked).out), json.loads(call("--lang", "fr", *asked).out)
    assert without_stamps(french) == without_stamps(english)


def test_every_answer_has_the_documented_shape(home, call, demo):
    for title, line in LINES.items():
        found = shape(parsed(call, line))
        assert fits(found, stated(f"`{title}`")), f"{title}: {json.dumps(found, indent=1)}"


def test_every_change_prints_what_was_changed(home, call, demo):
    for line in CHANGES:
        found = shape(parsed(call, line))
        wanted = stated(CHANGED[0].upper() + CHANGED[1:])
        assert fits(found, wanted), f"{line}: {json.dumps(found, indent=1)}"


def test_a_name_that_drives_a_terminal_is_complete_and_harmless_in_json(home, call):
    home.put("partners/evil.toml", 'format = 1\nname = "a\\u001b[31m\\u202eb\\u009bc"\n')
    answer = call("partners", "--json")
    assert answer.out.isascii()
    assert "\x1b" not in answer.out
    assert json.loads(answer.out)["partners"][0]["name"] == "a\x1b[31m\u202eb\x9bc"


@pytest.mark.parametrize("line", ["walk contoso", "completion bash", "demo", "export contoso"])
def test_a_command_without_json_says_so(call, mini, line):
    answer = call(*line.split(), "--json")
    assert (answer.code, answer.out) == (2, "")
    assert "has no --json" in answer.err


def test_without_a_command_the_partners_are_printed(run, home, demo):
    assert "partners" in json.loads(run("--json").stdout)
