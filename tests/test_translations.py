"""The translations of the app's own texts: complete, in line with the code, and compiled."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from itertools import chain
from pathlib import Path

import pytest
from french import BREAKS_IN_FRENCH

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "csp_tui"
CATALOGUES = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/csp_tui.po"))
CURE = "run .venv/bin/python tools/make_messages.py"
PLACEHOLDER = re.compile(r"\{\w*\}|%(?:\(\w+\))?[a-z]")
MARKS = {"_", "ngettext", "pgettext"}
"""What translates at once; ``N_`` marks for later."""

_spec = importlib.util.spec_from_file_location("make_messages", ROOT / "tools" / "make_messages.py")
assert _spec is not None
make_messages = importlib.util.module_from_spec(_spec)
assert _spec.loader is not None
_spec.loader.exec_module(make_messages)

each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


def test_there_is_a_catalogue_of_every_language():
    from csp_tui.core.base.language import LANGUAGES, SOURCE

    assert [path.parts[-3] for path in CATALOGUES] == sorted({*LANGUAGES} - {SOURCE})


def messages(catalogue):
    """Return what a catalogue says, however the library writes it into a file."""
    return [
        (each.id, each.context, each.string, [place for place, _line in each.locations])
        for each in catalogue
        if each.id
    ]


@cache
def updated_from_code(path: Path):
    """Return a catalogue as it is in line with the code."""
    return make_messages.updated(make_messages.read(path))


@each_catalogue
def test_the_catalogue_holds_the_texts_of_the_code_and_no_others(path):
    known = make_messages.read(path)
    assert messages(known) == messages(updated_from_code(path)), CURE


@each_catalogue
def test_the_plural_forms_stay_as_the_catalogue_has_them(path):
    known = make_messages.read(path)
    updated = updated_from_code(path)
    assert updated.plural_forms == known.plural_forms
    assert make_messages.as_text(updated).count(known.plural_forms) == 1


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


def test_french_puts_no_break_spaces_before_signs_and_units():
    french = next(path for path in CATALOGUES if path.parts[-3] == "fr")
    told = [
        text
        for each in make_messages.read(french)
        if each.id
        for text in make_messages.strings(each)
    ]
    assert [text for text in told if BREAKS_IN_FRENCH.search(text)] == []


@each_catalogue
def test_what_is_compiled_is_what_the_catalogue_says(path):
    with path.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for each in make_messages.read(path):
        if each.id and isinstance(each.id, str) and not each.context:
            assert compiled.gettext(each.id) == each.string, CURE


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


TEXT = re.compile(r"[A-Za-z]{2,}[,;:]? [a-z]{2,}")
"""Words that follow one another: what a user would read."""
NO_TEXT = re.compile(r"<|#|\\n| \\\\|[a-z ]*(contoso|woodgrove)|(not )?bold|font-|csp-tui")
"""Markup, scripts, examples that are typed, and styles."""
OUTPUTS = {"line", "note", "warn", "notify", "Static", "complain", "print", "Option"}
NOT_SHOWN = {"ValueError", "TypeError", "KeyError", "RuntimeError"}
"""Failures that are told in other words, or not at all."""
OTHER_TEXTS = {
    "csp_tui/cli/completion/shell_scripts.py": "shell scripts",
    "csp_tui/core/importing/partner_center.py": "the names of columns in the tables of others",
    "csp_tui/core/checklists/keys.py": "the remarks of the schemas, for editors",
    "csp_tui/core/checklists/schemas.py": "the titles of the schemas, for editors",
    "csp_tui/core/demo/partners.py": "what the invented partners have recorded",
    "csp_tui/core/demo/customers.py": "what the invented customers have recorded",
    "csp_tui/core/checklists/own.py": "a file that is written in English",
    "csp_tui/core/importing/list_csv.py": "headings of foreign tables",
    "csp_tui/core/disk/toml_advice.py": "what the parser says",
    "csp_tui/core/exchange/git_reasons.py": "what git says",
    "csp_tui/core/digest/html.py": "a style sheet",
    "csp_tui/core/reports/html_style.py": "a style sheet",
    "csp_tui/core/reports/workbook_forms.py": "Excel's forms of days",
    "csp_tui/tui/lines/tone.py": "styles",
    "csp_tui/core/reports/html_page.py": "markup",
    "csp_tui/core/reports/html_parts.py": "markup",
    **{
        f"csp_tui/core/reports/html_{name}.py": "markup"
        for name in (
            "sources",
            "standing",
            "summary",
            "partner_tables",
            "run_tables",
            "customer_tables",
            "history_table",
        )
    },
    "csp_tui/core/reports/markdown.py": "keys of the labels",
    "csp_tui/core/reports/markdown_summary.py": "keys of the labels",
    "csp_tui/core/reports/summary.py": "keys of the labels",
    "csp_tui/core/reports/labels.py": "keys of the labels",
    "csp_tui/core/reports/labelled_texts.py": "keys of the labels",
    "csp_tui/core/checklists/editions.py": "words of --json",
    "csp_tui/tui/customers/screen.py": "keys",
    "csp_tui/tui/saving/leaving.py": "a key",
}
"""Where sentences stand that are not the app's own words, and what they are."""


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def unmarked(tree: ast.AST, calls: tuple[str, ...] = ()) -> Iterator[tuple[ast.Constant, str]]:
    """Yield every text that no mark holds, with the call that it is given to."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if isinstance(node, ast.keyword) and node.arg == "help":
            continue
        if isinstance(node, ast.Call):
            name = name_of(node)
            if name in {
                *MARKS,
                "N_",
                "Action",
                "command_line",
                "compile",
            }:  # what is typed and patterns
                continue
            if name == "add" and len(node.args) > 1:  # a command: name, summary and examples
                continue
            yield from unmarked(node, (name,))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, calls[-1] if calls else ""
        elif not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant):
            yield from unmarked(node, calls)


def misplaced_marks(tree: ast.AST, nodes: list[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    """Yield what is wrong with the marks of a module that translates, and its cure."""
    for node in marked(at_import(tree)):
        yield node, "mark it with N_ and translate it at its use"
    for node in marked(iter(nodes)):
        if any(isinstance(each, ast.JoinedStr) for each in node.args):
            yield node, "give the values by .format after _()"
    strings = [each for each in nodes if isinstance(each, ast.JoinedStr)]
    for node in chain.from_iterable(map(ast.walk, strings)):
        if isinstance(node, ast.Call) and name_of(node) in ("ngettext", "pgettext"):
            yield node, "translate it before the f-string"


def covered_marks(nodes: list[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    """Yield where a module throws away into the name that translates, if it imports that."""
    imports = [each for each in nodes if isinstance(each, ast.ImportFrom)]
    if any(each.name == "_" for node in imports for each in node.names):
        for node in nodes:
            is_name = isinstance(node, ast.Name) and node.id == "_"
            if is_name and isinstance(node.ctx, ast.Store):
                yield node, "call it _unused, or what it is"


def left_texts(name: str, tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield the texts of a module that nobody translates."""
    for node, call in unmarked(tree):
        is_sentence = bool(TEXT.search(node.value)) and name not in OTHER_TEXTS
        is_told = call.endswith("Error") or (call in OUTPUTS and "/core/" not in name)
        is_word = is_told and bool(re.search(r"[A-Za-z]{2,}[^./=]*$", node.value))
        if (is_sentence or is_word) and call not in NOT_SHOWN and not NO_TEXT.match(node.value):
            yield node, f"mark {node.value!r} for translation"


def test_every_text_is_marked_and_translated_when_it_is_shown():
    faults = []
    for path in sorted(PACKAGE.glob("**/*.py")):
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        found = [left_texts(name, tree)]
        if "core.base.language import" in text:
            nodes = [*ast.walk(tree)]
            found += [misplaced_marks(tree, nodes), covered_marks(nodes)]
        faults += [f"{name}:{node.lineno}: {cure}" for node, cure in chain.from_iterable(found)]
    assert faults == []
