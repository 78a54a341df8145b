"""Who may import whom, read from the source."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "csp_tui"
CORE = sorted((PACKAGE / "core").glob("**/*.py"))
CLI = sorted((PACKAGE / "cli").glob("**/*.py"))
ALL = sorted(PACKAGE.glob("**/*.py"))
LONGEST = 300
"""Lines of a file; beyond, look for the second idea in it."""

ROOMS = {
    "core": (
        *("base", "disk", "progress", "checklists", "history", "store", "runs", "customers"),
        *("partners", "audit", "workplace", "next_steps", "portfolio", "describe", "care"),
        *("demo", "importing", "exchange", "calendar", "reports", "digest"),
    ),
    "cli": (
        *("output", "arguments", "language_asked", "targets", "dry_run", "session", "changes"),
        *("completion", "walk", "commands", "main"),
    ),
    "tui": (
        *(
            "keys",
            "lines",
            "saving",
            "syncing",
            "places",
            "view_state",
            "host",
            "widgets",
            "base",
            "help",
        ),
        *(
            "reporting",
            "importing",
            "history",
            "moving",
            "start",
            "run",
            "next",
            "portfolio",
            "conflicts",
            "contacts",
            "customers",
        ),
        *("partners", "preparing", "routes", "terminal", "app", "launch"),
    ),
}
"""The rooms of each part of the package: a room imports only rooms before it in this list."""


def imported(node: ast.AST, path: Path, *, late: bool = True) -> Iterator[str]:
    """Yield the full name of every module, or name in a module, that `node` imports.

    Without `late`, only what importing the file imports at once.
    """
    if isinstance(node, ast.Import):
        yield from (each.name for each in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            package = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
            base = ".".join((*package, *([base] if base else [])))
        yield from (f"{base}.{each.name}" for each in node.names)
    is_late = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    if isinstance(node, ast.If):  # what is imported for the types alone is never run
        is_late = is_late or ast.unparse(node.test) == "TYPE_CHECKING"
    if late or not is_late:
        for child in ast.iter_child_nodes(node):
            yield from imported(child, path, late=late)


@cache
def imports_of(path: Path, *, late: bool = True) -> set[str]:
    """Return what a file imports, anywhere in it or at once."""
    return set(imported(ast.parse(path.read_text()), path, late=late))


def name_of(path: Path) -> str:
    """Return a file as the lists name it: ``core/base/ids.py``."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def files_imported_by(path: Path) -> frozenset[Path]:
    """Return our own files that a file imports: at once, late, or for the types alone."""
    found = set()
    for name in imports_of(path):
        base = ROOT / name.replace(".", "/")
        while ROOT in base.parents:  # the end of a name may be a class or function in the module
            if (module := base.with_suffix(".py")).exists():
                found.add(module)
                break
            if (base / "__init__.py").exists():
                found.add(base / "__init__.py")
                break
            base = base.parent
    return frozenset(found - {path})


def room_of(path: Path) -> tuple[str, int] | None:
    """Return the part of the package that a file is in, and the number of its room there."""
    part, _, place = name_of(path).partition("/")
    room = place.partition("/")[0].removesuffix(".py")
    return (part, ROOMS[part].index(room)) if room not in ("", "__init__") else None


def in_circle(path: Path) -> bool:
    """Say whether a file imports itself by way of others."""
    seen: set[Path] = set()
    new = files_imported_by(path)
    while new:
        seen |= new
        new = frozenset().union(*map(files_imported_by, new)) - seen
    return path in seen


def users_of(name: str) -> set[str]:
    """Return the files that import a module or package, anywhere in them."""
    return {
        str(path.relative_to(PACKAGE))
        for path in ALL
        if any(each == name or each.startswith(f"{name}.") for each in imports_of(path))
    }


def test_the_core_has_rooms_and_no_other_module():
    assert [path.name for path in (PACKAGE / "core").glob("*.py")] == ["__init__.py"]


def test_every_module_is_in_a_room_of_the_list():
    parts = {name_of(path).partition("/")[0] for path in ALL if path.parent != PACKAGE}
    assert parts == set(ROOMS)
    listed = {f"{part}/{room}" for part, rooms in ROOMS.items() for room in (*rooms, "__init__")}
    found = ("/".join(name_of(path).removesuffix(".py").split("/")[:2]) for path in ALL)
    assert {each for each in found if "/" in each} <= listed


def test_a_room_imports_only_rooms_before_it():
    back = set()
    for path in ALL:
        for other in files_imported_by(path):
            here, there = room_of(path), room_of(other)
            if here and there and here[0] == there[0] and here[1] < there[1]:
                back.add((name_of(path), name_of(other)))
    assert back == set()


def test_no_file_imports_itself_by_way_of_others():
    assert [name_of(path) for path in ALL if in_circle(path)] == []


@pytest.mark.parametrize(
    "other", ["csp_tui.cli", "csp_tui.tui", "csp_tui.__main__", "textual", "rich", "argparse"]
)
def test_the_core_knows_no_screen_and_no_command(other):
    assert not [name for name in users_of(other) if name.startswith("core/")]


def test_every_third_party_has_one_owner():
    assert users_of("icalendar") == {"core/calendar/file.py"}
    assert users_of("tomlkit") == {"core/progress/toml_document.py"}
    assert users_of("python_calamine") == {"core/importing/workbook_process.py"}
    assert users_of("xlsxwriter") == {"core/reports/workbook.py"}
    assert users_of("markdown_it") == {"core/importing/markdown_blocks.py"}
    assert users_of("email") == {"core/digest/message.py"}
    assert users_of("platformdirs") == {"core/disk/places.py"}
    assert users_of("tomli") == users_of("tomllib") == {"core/disk/toml.py"}


@pytest.mark.parametrize("library", ["xlsxwriter", "python_calamine"])
def test_a_library_for_a_format_is_loaded_only_where_it_is_needed(library):
    at_once = {each.partition(".")[0] for path in ALL for each in imports_of(path, late=False)}
    assert library not in at_once


@pytest.mark.parametrize("library", ["textual", "rich"])
def test_the_screen_library_stays_with_the_screens(library):
    assert {name.split("/")[0] for name in users_of(library)} <= {"tui"}


def test_a_command_imports_the_screens_only_to_open_them():
    at_once = ((path.name, each) for path in CLI for each in imports_of(path, late=False))
    assert not [found for found in at_once if found[1].startswith("csp_tui.tui")]


def test_the_screens_do_not_know_the_commands():
    assert not [name for name in users_of("csp_tui.cli") if name.startswith("tui/")]


def test_a_file_of_the_core_is_short_enough_to_hold_one_idea():
    lines = {name_of(path): len(path.read_text().splitlines()) for path in CORE}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


WATCH = """
import importlib, os, pkgutil, shutil, sys, time
root, gone = sys.argv[1:]
os.chdir(gone)
shutil.rmtree(gone)
sys.path[:] = [root] + [each for each in sys.path if each]
import difflib, json, markdown_it, platformdirs, secrets, tomlkit, tomli  # not ours to judge

touched = []
code = (".py", ".pyc", ".so")

def watch(event, arguments):
    if event == "open" and not str(arguments[0]).endswith(code):
        touched.append(f"opens {arguments[0]}")
    if event.startswith(("os.mkdir", "os.rename", "os.remove", "socket.", "subprocess.")):
        touched.append(event)

def note(name):
    return lambda *_, **__: touched.append(name)

sys.addaudithook(watch)
os._Environ.__getitem__ = lambda self, key: touched.append(f"reads {key}") or ""
time.time = time.monotonic = note("asks the time")
import csp_tui.core
names = [each.name for each in pkgutil.walk_packages(csp_tui.core.__path__, "csp_tui.core.")]
assert len(names) > 20, names
for name in names:
    importlib.import_module(name)
print(*touched, sep="\\n", end="")
"""


def test_importing_the_core_touches_no_disk_environment_or_clock(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    environ = {key: value for key, value in os.environ.items() if key not in ("HOME", "PYTHONPATH")}
    result = subprocess.run(
        [sys.executable, "-B", "-c", WATCH, ROOT, gone],
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
