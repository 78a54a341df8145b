"""The documents tell what is so: their tables are those of the program, their commands work."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import shlex
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from csp_tui.core.workplace.workplace import open_workplace
from csp_tui.tui.help.screen import GROUPS
from csp_tui.tui.keys import all_keys

TREE = Path(__file__).resolve().parent.parent
MANUAL = sorted((TREE / "docs" / "manual").glob("*.md"))
FRENCH = TREE / "docs" / "manuel.fr.md"
TRIED = [
    TREE / "README.md", TREE / "docs" / "manual.md", FRENCH, TREE / "docs" / "recipes.md", *MANUAL,
]  # fmt: skip
LINKING = [
    TREE / "CONTRIBUTING.md",
    *TRIED,
    *(path for path in sorted((TREE / "docs").glob("*.md")) if path not in TRIED),
]

SKIPPED = {
    "csp-tui undo contoso --line k3v9q2mx:12": "the names of history lines are drawn by lot",
    "csp-tui verify contoso --against k3v9q2mx:12:296c8dd5...": "a head is a hash of what happened",
    "csp-tui init --shared csp-team /srv/csp-tui": "the group and the place are not everywhere",
    "csp-tui purge contoso": "it asks in a terminal; without one it wants --yes",
    "csp-tui restore contoso": "a readable file is not restored",
    "csp-tui restore contoso --undo": "nothing was restored",
}
"""Commands in the documents that cannot be tried as they stand, and why."""

STATED_DAY = "2026-10-31"
"""A day in the past of the examples; the demo's past begins some weeks before today."""


def names(path: Path) -> str:
    return str(path.relative_to(TREE))


def blocks(path: Path, kind: str) -> list[tuple[str, str]]:
    """Return what stands behind the kind of each block of code, and the block."""
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\b *([^\n]*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def commands(path: Path) -> list[str]:
    lines = [line for _, block in blocks(path, "sh") for line in block.splitlines()]
    return [shlex.join(shlex.split(line, comments=True)) for line in lines]


def maker(name: str) -> ModuleType:
    """Return a module of ``tools/`` that makes a document."""
    spec = importlib.util.spec_from_file_location(name, TREE / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def make_keys() -> ModuleType:
    return maker("make_keys")


@pytest.fixture
def demo(demo, home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go where the files are."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.chdir(home.path)


def test_the_tables_of_keys_and_commands_are_those_of_the_program(make_keys) -> None:
    page = make_keys.PAGE.read_text(encoding="utf-8")
    assert page == make_keys.with_tables(page), "run tools/make_keys.py"


def test_the_manual_page_is_what_the_parser_gives() -> None:
    make_man = maker("make_man")
    assert make_man.PAGE.read_text(encoding="utf-8") == make_man.page(), "run tools/make_man.py"


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_manual_page_renders_without_warnings() -> None:
    words = ["groff", "-man", "-ww", "-Tutf8", str(TREE / "docs" / "csp-tui.1")]
    shown = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "csp-tui walk contoso enroll-direct --open" in shown.stdout


def test_every_action_belongs_to_a_screen_that_the_tables_and_the_help_show() -> None:
    told = {action for _, group in GROUPS for action in group}
    known = {
        action
        for group in vars(all_keys).values()
        if isinstance(group, tuple)
        for action in group
        if isinstance(action, all_keys.Action)
    }
    assert known <= told


@pytest.mark.parametrize("path", TRIED, ids=names)
def test_the_commands_of_a_document_work_one_after_the_other(path: Path, home, call, demo) -> None:
    (home.path / "approval.pdf").write_bytes(b"%PDF-1.7 approved")
    for name, table in blocks(path, "csv"):
        (home.path / name).write_text(table, encoding="utf-8")
    day = (open_workplace(os.environ).today - timedelta(days=20)).isoformat()
    failed = []
    for command in commands(path):
        if command in SKIPPED or not command.startswith("csp-tui"):
            continue
        words = shlex.split(command)[1:]
        if answer_of(call, [day if word == STATED_DAY else word for word in words]) not in (0, 1):
            failed.append(command)
    assert failed == []


def answer_of(call, words: list[str]) -> int:
    answer = call(*words)
    if answer.code not in (0, 1):
        print(shlex.join(words), answer.err)  # noqa: T201 - pytest shows it where the test fails
    return answer.code


def test_what_is_not_tried_stands_in_a_document() -> None:
    there = {command for path in TRIED for command in commands(path)}
    assert SKIPPED.keys() <= there


@pytest.mark.parametrize("path", LINKING, ids=names)
def test_the_links_of_a_document_lead_somewhere(path: Path) -> None:
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if link.startswith(("http:", "https:")):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


def anchors(path: Path) -> set[str]:
    """Return the names under which the headings of a page can be linked to."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_page_on_the_architecture_names_every_room() -> None:
    page = (TREE / "docs" / "architecture.md").read_text(encoding="utf-8")
    for part in ("core", "cli", "tui"):
        for path in sorted((TREE / "csp_tui" / part).glob("*/__init__.py")):
            assert f"](../csp_tui/{part}/{path.parent.name})" in page
