"""The documents tell what is so: their tables are the program's, their links work."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from csp_tui.tui.help.text import GROUPS
from csp_tui.tui.keys import all_keys

TREE = Path(__file__).resolve().parent.parent
LINKING = [
    TREE / "README.md", TREE / "CONTRIBUTING.md", TREE / "SECURITY.md", TREE / "CHANGELOG.md",
    *sorted((TREE / "docs").rglob("*.md")),
]  # fmt: skip


def names(path: Path) -> str:
    return str(path.relative_to(TREE))


def maker(name: str) -> ModuleType:
    """Return a module of ``tools/`` that makes a document."""
    spec = importlib.util.spec_from_file_location(name, TREE / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # as an import does
    spec.loader.exec_module(module)
    return module


def test_the_pages_of_keys_and_commands_are_those_of_the_program() -> None:
    make_keys = maker("make_keys")
    for name, page in make_keys.PAGES.items():
        assert page.read_text(encoding="utf-8") == make_keys.with_tables(name), "run make_keys.py"


def test_the_manual_page_is_what_the_parser_gives() -> None:
    make_man = maker("make_man")
    assert make_man.PAGE.read_text(encoding="utf-8") == make_man.page(), "run tools/make_man.py"


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_manual_page_renders_without_warnings() -> None:
    words = ["groff", "-man", "-ww", "-Tutf8", str(TREE / "docs" / "csp-tui.1")]
    shown = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
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


def test_the_readme_tells_how_new_the_rules_are() -> None:
    editions = sorted(path.stem for path in (TREE / "checklists").glob("*/????-??.toml"))
    assert f"rules in them are as of {editions[-1]};" in (TREE / "README.md").read_text("utf-8")


def test_the_page_on_the_architecture_names_every_room() -> None:
    page = (TREE / "docs" / "architecture.md").read_text(encoding="utf-8")
    for part in ("core", "cli", "tui"):
        for path in sorted((TREE / "csp_tui" / part).glob("*/__init__.py")):
            assert f"](../csp_tui/{part}/{path.parent.name})" in page


def test_the_pages_of_screens_have_a_picture_of_each_and_the_key_that_opens_it() -> None:
    tool = maker("make_pictures")
    for code, page in tool.PAGES_OF_SCREENS.items():
        text = page.read_text(encoding="utf-8")
        parts = re.findall(r"^((?:`[^`]+` )+).*\n\n!\[.+\]\(\.\./(.+)\)$", text, re.MULTILINE)
        assert len(parts) == len(tool.SCREENS)
        for keys, picture in parts:
            name = Path(picture).stem.removeprefix("screen-").removesuffix(f"-{code}")
            shown = [tool.FRENCH_KEYS.get(key, key) for key in keys.replace("`", "").split()]
            assert f" {tool.SCREENS[name]}".endswith(f" {' '.join(shown)}")
            assert (TREE / "docs" / picture).is_file()


def test_the_site_has_every_page() -> None:
    config = (TREE / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r"- (?:[\w ]+: )?(\S+\.md)$", config, re.MULTILINE)
    docs = TREE / "docs"
    assert sorted(listed) == sorted(str(path.relative_to(docs)) for path in docs.rglob("*.md"))


def test_the_search_of_the_site_finds_pages_in_the_language_of_the_reader_first(
    tmp_path: Path,
) -> None:
    names = ("words.html", "howto/mail.html", "fr/words.html")
    docs = [{"location": name, "title": "", "text": "", "boost": 1} for name in names]
    (tmp_path / "search").mkdir()
    (tmp_path / "fr").mkdir()
    index = tmp_path / "search" / "search_index.json"
    index.write_text(json.dumps({"config": {}, "docs": docs}), encoding="utf-8")
    maker("site_pages").on_post_build({"site_dir": str(tmp_path)})
    for path, found in (
        (index, {"words.html": True, "howto/mail.html": True, "fr/words.html": False}),
        (
            tmp_path / "fr" / "search" / "search_index.json",
            {"../words.html": False, "../howto/mail.html": False, "words.html": True},
        ),
    ):
        said = json.loads(path.read_text(encoding="utf-8"))["docs"]
        assert {each["location"]: each["boost"] == 1 for each in said} == found
