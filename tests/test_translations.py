"""The translations of the app's own texts: complete, in line with the code, and compiled."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "csp_tui"
CATALOGUES = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/csp_tui.po"))
CURE = "run .venv/bin/python docs/make_messages.py"
PLACEHOLDER = re.compile(r"\{\w*\}|%(?:\(\w+\))?[a-z]")
MARKS = {"_", "ngettext", "pgettext"}
"""What translates at once; ``N_`` marks for later."""

_spec = importlib.util.spec_from_file_location("make_messages", ROOT / "docs" / "make_messages.py")
assert _spec is not None
make_messages = importlib.util.module_from_spec(_spec)
assert _spec.loader is not None
_spec.loader.exec_module(make_messages)

each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


def test_there_is_a_catalogue_of_every_language():
    from csp_tui.core.language import LANGUAGES, SOURCE

    assert [path.parts[-3] for path in CATALOGUES] == sorted({*LANGUAGES} - {SOURCE})


@each_catalogue
def test_the_catalogue_holds_the_texts_of_the_code_and_no_others(path):
    as_it_is = path.read_text(encoding="utf-8")
    assert as_it_is == make_messages.as_text(make_messages.updated(make_messages.read(path))), CURE


@each_catalogue
def test_every_text_is_translated_beyond_doubt(path):
    catalogue = make_messages.read(path)
    assert [each.id for each in make_messages.open_messages(catalogue)] == []
    for each in catalogue:
        wanted = catalogue.num_plurals if isinstance(each.id, tuple) else 1
        assert len(make_messages.strings(each)) == wanted, each.id


@each_catalogue
def test_a_translation_has_the_placeholders_of_its_text(path):
    for each in make_messages.read(path):
        if each.id:
            texts = each.id if isinstance(each.id, tuple) else (each.id,)
            allowed = [sorted(PLACEHOLDER.findall(text)) for text in texts]
            for told in make_messages.strings(each):
                assert sorted(PLACEHOLDER.findall(told)) in allowed, each.id


@each_catalogue
def test_what_is_compiled_is_what_the_catalogue_says(path):
    with path.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for each in make_messages.read(path):
        if each.id and isinstance(each.id, str) and not each.context:
            assert compiled.gettext(each.id) == each.string, CURE


def speakers() -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module that translates."""
    for path in sorted(PACKAGE.glob("**/*.py")):
        text = path.read_text(encoding="utf-8")
        if "core.language import" in text:
            yield path, ast.parse(text)


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is run when a module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for part in (*child.decorator_list, child.args):
                yield part
                yield from at_import(part)
        elif not isinstance(child, ast.Lambda):
            yield child
            yield from at_import(child)


def marked(nodes: Iterator[ast.AST]) -> Iterator[ast.Call]:
    for node in nodes:
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if is_call and node.func.id in MARKS:
            yield node


def test_nothing_is_translated_when_a_module_is_imported():
    for path, tree in speakers():
        for node in marked(at_import(tree)):
            pytest.fail(f"{path}:{node.lineno}: mark it with N_ and translate it at its use")


def test_nothing_is_translated_with_its_values_in_it():
    for path, tree in speakers():
        for node in marked(ast.walk(tree)):
            if any(isinstance(each, ast.JoinedStr) for each in node.args):
                pytest.fail(f"{path}:{node.lineno}: give the values by .format after _()")


def test_no_module_throws_away_into_the_name_that_translates():
    for path, tree in speakers():
        names = [each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)]
        if not any(each.name == "_" for node in names for each in node.names):
            continue
        for node in ast.walk(tree):
            is_name = isinstance(node, ast.Name) and node.id == "_"
            if is_name and isinstance(node.ctx, ast.Store):
                pytest.fail(f"{path}:{node.lineno}: call it _unused, or what it is")
