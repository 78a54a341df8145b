"""``--json``: every shape that ``docs/reference/json.md`` states is the one that a program gets."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import put

from csp_tui.core.workplace.workplace import open_workplace

from .known import COMMANDS, WHOLE
from .samples import change_ahead_of_the_clock, change_at_the_same_time

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md"
FORMATS = PAGE.with_name("formats.md")
SECTION = re.compile(
    r"^## ([^\n]+)\n((?:(?!^## ).)*?)^```json\n(.*?)^```", re.DOTALL | re.MULTILINE
)
TRIED = {
    "partners": ["partners", "partners --archived", "--data damaged partners"],
    "show PARTNER": [
        *(f"show {name}" for name in ("adatum", "litware", "northwind", "proseware", "tailspin")),
        "show woodgrove --customer alpine", "show contoso --as-of AGO", "open woodgrove",
    ],
    "show PARTNER ITEM": [
        "show contoso credit-approval", "show woodgrove gdap-own", "show tailspin --item mpn-id",
        "show woodgrove gdap-own --customer coho", "show contoso tpd-advice --as-of AGO",
    ],
    "links PARTNER ITEM": [
        "links contoso partner-id", "show contoso partner-id --links",
        "links woodgrove gdap-own --customer coho",
    ],
    "next": ["next --all", "next woodgrove", "next --item gdap-own"],
    "portfolio": ["portfolio"],
    "history PARTNER": ["history contoso", "history woodgrove", "history proseware revenue-ttm"],
    "customers PARTNER": ["customers woodgrove", "customers woodgrove --archived"],
    "contact list PARTNER": ["contact list contoso", "contact list woodgrove --customer coho"],
    "fact PARTNER": ["fact contoso", "fact tailspin"],
    "fact PARTNER --customer C": ["fact woodgrove --customer city --customer blue"],
    "checklists": ["checklists", "--data damaged checklists"],
    "checklists CHECKLIST": [f"checklists {name}" for name in (
        "transition-to-indirect", "keep-direct", "enroll-direct", "enroll-direct --edition 2018-12"
    )],
    "checklists sources": ["checklists sources", "checklists stale", "checklists stale --days 0"],
    "checklists new NAME": ["checklists new offboarding"],
    "diff CHECKLIST": ["diff enroll-direct 2020-10 2026-08", "diff enroll-direct 2018-12 2019-02"],
    "migrate": ["migrate litware enroll-direct --dry-run", "migrate --all enroll-direct --yes"],
    "sync": ["sync its.git --dry-run", "sync its.git", "sync"],
    "conflicts": ["conflicts", "conflicts contoso"],
    "sync --status": ["sync its.git --status"],
    "verify": ["verify", "verify northwind"],
    "people": [
        "people", "people set amira --mail a@b.c --language fr", "people remove amira --dry-run",
    ],
    "clock": ["clock", "clock --mend --dry-run"],
    "lint": ["lint", "lint broken.toml"],
    "info": ["info"],
    "report": [
        *("report --all", "report --summary", "report woodgrove --format json"),
        "report contoso --as-of AGO",
    ],
    "import partners FILE --dry-run": ["import partners one.csv --dry-run"],
    "import partners FILE": ["import partners one.csv --yes"],
    "import customers PARTNER FILE --dry-run": ["import customers woodgrove two.csv --dry-run"],
    "import checklist FILE": [
        "import checklist list.md --dry-run", "import checklist list.csv",
        "import checklist review.json",
    ],
    "An import with problems": [
        "import partners wrong.csv --yes", "import customers woodgrove wrong.csv --dry-run",
    ],
    "purge PARTNER": ["purge contoso --yes --dry-run", "purge contoso --yes"],
    "restore PARTNER --undo": ["restore litware --undo"],
    "chase --text": ["chase contoso --filter waiting --text"],
    "Commands that change something": [
        "tick contoso credit-approval --yes",
        "untick contoso partner-id",
        "confirm proseware revenue-ttm",
        "wait contoso partner-id --for Ben",
        "chase contoso --filter waiting",
        "na contoso partner-id --reason why",
        "refuse contoso partner-id --reason why",
        "note contoso partner-id text",
        "evidence contoso partner-id text",
        "set contoso partner-id --owner ben",
        "fact contoso sells-azure no",
        "fact woodgrove sells-azure no --customer coho",
        "add Somebody --anniversary 3",
        "edit contoso --owner ben --dry-run",
        "start northwind enroll-direct",
        "close contoso --outcome abandoned",
        "undo contoso",
        "redo contoso",
        "conflicts contoso --take 22222222:1",
        "archive contoso",
        "unarchive contoso",
        "join contoso adatum --yes",
        "customer add woodgrove Somebody",
        "customer edit woodgrove coho --planned 2030-01-07",
        "customer archive woodgrove coho",
        "contact add contoso Somebody --role CFO",
        "contact edit contoso somebody --role CEO",
        "contact remove contoso somebody",
        "customer unarchive woodgrove coho",
        "import customers woodgrove two.csv --yes",
        "restore litware",
    ],
    "customer edit --all": ["customer edit woodgrove --all --owner amira --yes"],
    "An act over all partners": [
        "set --all --filter waiting --owner ben --yes", "undo --last --dry-run",
    ],
}  # fmt: skip
"""By heading of the page: lines whose answers, one after the other, have its shape."""

WITHOUT = {
    "walk": "walk contoso",
    "calendar": "calendar",
    "completion": "completion bash",
    "demo": "demo",
    "digest": "digest",
    "init": "init --shared x y",
    "export": "export contoso",
    "import handover": "import handover x.zip",
}
"""Commands that have no ``--json``."""

CHANGES = TRIED["Commands that change something"]
SAME = [
    f"{line} --dry-run" if line in CHANGES and "--dry-run" not in line else line
    for lines in TRIED.values()
    for line in lines
    if not re.search(
        "sync|restore|redo|unarchive|--undo|checklists new|AGO|--yes$|import checklist (?!.*dry)",
        line,
    )
    or (line in CHANGES and not re.search("redo|unarchive|restore", line))
]
"""Lines that can be tried twice; those that change something as a dry run."""

WOULD_ADD = "would_add"
NEW = {
    *("at", "since", "saved", "made_at", "started", "closed", "archived"),
    *("clock", "now", "latest"),
    *("step", "line", "id", "partner", "customer", "part"),
}
"""Keys of stamps and ids, which are others at every call."""
NULL_OR = "null or"
"""The key under which the page says that a table or list may be null."""

MAPS = ("columns", "facts", "from", "to", "items", WOULD_ADD)
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
    """Return one shape that says all of them."""
    found: Any = ""
    for each in shapes:
        if isinstance(each, dict) and NULL_OR in each:
            return together([*(one for one in shapes if one is not each), each[NULL_OR], "null"])
    if tables := [each for each in shapes if isinstance(each, dict)]:
        keys = dict.fromkeys(key for each in tables for key in each)
        found = {key: together([each[key] for each in tables if key in each]) for key in keys}
    elif lists := [each for each in shapes if isinstance(each, list)]:
        found = [together([each for every in lists for each in every])]
    if found:
        return {NULL_OR: found} if "null" in shapes else found
    kinds = sorted({kind for each in shapes for kind in str(each).split(" or ") if each != ""})
    return " or ".join(kinds)


def fits(found: Any, stated: Any) -> bool:
    """Say whether a shape has just the keys that are stated, and no kind beyond."""
    if isinstance(stated, dict) and NULL_OR in stated:
        bare = found[NULL_OR] if isinstance(found, dict) and NULL_OR in found else found
        return bare == "null" or fits(bare, stated[NULL_OR])
    if isinstance(found, dict) and isinstance(stated, dict):
        is_same = found.keys() == stated.keys()
        return is_same and all(fits(found[key], stated[key]) for key in found)
    if isinstance(found, list) and isinstance(stated, list):
        return fits(found[0], stated[0])
    if found == "":  # of an empty list nothing is known
        return True
    is_text = isinstance(found, str) and isinstance(stated, str)
    return is_text and set(found.split(" or ")) <= set(stated.split(" or "))


def page() -> dict[str, Any]:
    """Return each shape that the page states, by its heading."""
    found = SECTION.findall(PAGE.read_text(encoding="utf-8"))
    return {title.strip("`"): json.loads(block) for title, _, block in found}


FILES = {
    "one.csv": "from Excel\nname,owner,anniversary\nAlpha Ltd,amira,3\nContoso,zoe,4\n",
    "two.csv": "from Excel\nname,planned\nAlpha Ltd,2027-01-11\nCoho Winery,2030-01-07\n",
    "wrong.csv": "from Excel\nname,anniversary,planned\nAlpha Ltd,13,never\n",
    "list.md": "# List\n\n## Part\n\n- [ ] Do it: <https://example.com/a>\n",
    "list.csv": "title,section,colour\nDo it,Part,red\n",
    "review.json": '{"items": [{"guid": "a", "text": "Do it", "link": "https://example.com/a"}]}',
    "broken.toml": 'format = 1\ntitel = "x"\n',
    "damaged/partners/litware.toml": "name = ",
    "damaged/checklists/mine/2026-01.toml": "title = ",
}


@pytest.fixture
def demo(home, call, invented, once, monkeypatch: pytest.MonkeyPatch) -> None:
    def make() -> None:
        shutil.copytree(invented, home.data, dirs_exist_ok=True)
        change_ahead_of_the_clock(home)
        change_at_the_same_time(home)
        for name, text in FILES.items():
            put(home.path / name, text)
        subprocess.run(["git", "init", "--quiet", "--bare", home.path / "its.git"], check=True)

    monkeypatch.chdir(home.path)
    once("the demo in which all can be done", make)


def parsed(call, line: str, code: Collection[int] = (0, 1)) -> Any:
    ago = open_workplace(os.environ).today - timedelta(days=20)
    answer = call(*line.replace("AGO", ago.isoformat()).split(), "--json")
    assert answer.code in code, answer.err
    assert answer.out.isascii() or line.startswith("report")
    return json.loads(answer.out)


def without_stamps(answer: Any) -> Any:
    """Return an answer without what is new at every call."""
    if isinstance(answer, list):
        return [without_stamps(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    return {key: without_stamps(each) for key, each in answer.items() if key not in NEW}


def test_no_command_with_json_is_left_out(call, home):
    lines = [line for lines in TRIED.values() for line in lines]
    for name in WHOLE:
        if not any(line.startswith(name) for line in lines):
            assert name in WITHOUT, f"docs/reference/json.md and this test lack {name}"
            answer = call(*WITHOUT[name].split(), "--json")
            assert (answer.code, answer.out) == (2, "")
            assert "has no --json" in answer.err


def test_the_page_names_the_commands_without_json():
    (sentence,) = re.findall(r"^(`[^.]*) have no `--json`", PAGE.read_text(), re.M)
    assert set(re.findall(r"`([^`]+)`", sentence)) == WITHOUT.keys()


def test_every_stated_shape_is_tried():
    assert page().keys() == TRIED.keys()


def keys(shape: Any) -> set[str]:
    """Return every key of a shape, however deep."""
    if isinstance(shape, list):
        return keys(shape[0])
    if not isinstance(shape, dict):
        return set()
    return set(shape).union(*(keys(each) for each in shape.values()))


def test_the_page_names_no_key_that_an_answer_lacks():
    for title, prose, block in SECTION.findall(PAGE.read_text(encoding="utf-8")):
        named = set(re.findall(r"`([a-z_]+)`", prose)) - COMMANDS.keys()
        assert named <= keys(json.loads(block)), title


def test_the_table_of_the_keys_of_a_report_is_complete():
    text = FORMATS.read_text(encoding="utf-8").split("## Reports")[1].split("\n## ")[0]
    rows = re.findall(
        r"^\| (?:a |an |the |a line of |a step of |a row of )?`?(\w+)`? \| (.*) \|$", text, re.M
    )
    table = {name: set(re.findall(r"`([a-z_0-9]+)`", named)) for name, named in rows}
    report = page()["report"]
    partner, run = report["partners"][0], report["partners"][0]["runs"][0]
    for name, shape in {
        "report": report, "partner": partner, "open": partner["open"][0], "run": run,
        "counts": run["counts"], "section": run["sections"][0],
        "item": run["sections"][0]["items"][0], "customer": run["customers"][0],
        "history": partner["history"][0], "chain": partner["chain"],
        "standing": partner["standing"], "summary": report["summary"]["null or"],
        "rows": report["summary"]["null or"]["rows"][0],
    }.items():  # fmt: skip
        assert set(shape) <= table[name], name


@pytest.mark.parametrize("title", TRIED)
def test_every_answer_has_the_documented_shape(title, home, call, demo):
    (litware,) = (home.data / "partners").glob("litware*.toml")
    if title == "restore PARTNER --undo":
        litware.write_text("damaged = ")
        assert call("restore", "litware").code == 0
    for line in TRIED[title]:
        if line == "restore litware":
            litware.write_text("damaged = ")
        has_problems = title == "An import with problems"
        found = shape(parsed(call, line, (4,) if has_problems else (0, 1)))
        assert fits(found, page()[title]), f"{line}: {json.dumps(found, indent=1)}"


@pytest.mark.parametrize("line", SAME)
def test_json_is_the_same_in_every_language(line, call, demo):
    asked = line if "--yes" not in line or "--dry-run" in line else f"{line} --dry-run"
    answers = [call(*each.split(), "--json") for each in (asked, f"--lang fr {asked}")]
    assert answers[0].code == answers[1].code
    assert answers[0].err == answers[1].err
    english, french = (without_stamps(json.loads(each.out or "0")) for each in answers)
    assert english == french


def test_a_name_that_drives_a_terminal_is_complete_and_harmless_in_json(home, call):
    home.put("partners/evil.toml", 'format = 1\nname = "a\\u001b[31m\\u202eb\\u009bc"\n')
    answer = call("partners", "--json")
    assert answer.out.isascii()
    assert "\x1b" not in answer.out
    assert json.loads(answer.out)["partners"][0]["name"] == "a\x1b[31m\u202eb\x9bc"


def test_without_a_command_the_partners_are_printed(run, home, demo):
    assert "partners" in json.loads(run("--json").stdout)
