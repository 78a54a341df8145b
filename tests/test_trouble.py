"""The pages on trouble have each message of an error that does not say its own cure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

TREE = Path(__file__).resolve().parent.parent
CATALOGUE = TREE / "csp_tui" / "locale" / "fr" / "LC_MESSAGES" / "csp_tui.po"

PAGES = ("howto/trouble.md", "fr/trouble.md")

CURE = re.compile(
    r"; |: \{|--|, such as |did you mean|\{(command|hint|known|cure|near)\}|^(say|name|answer) "
)
"""What a message has that says what to do, or gives the reason after a colon."""

PLAIN = re.compile(
    r"\b(there (is|was) no|has no|^no (\w+ )?(partner|customer|item)|^nothing|what was|already"
    r"|not there any|must be|needs?|cannot be before|longer than|may be|too far|only since|ends in"
    r"|use a-z|is no id|no (address|number|table)|is not closed|exists|standard input)\b"
)
"""How a message begins or goes on that refuses what was typed, and says why."""

ELSEWHERE = {
    "another process": "the end of a message that is there",
    "and {count} more problem": "the end of a list of problems",
    "it is to do": "the item is as the user wants it",
    "this checklist has no edition": "asked of checklists, which names the editions",
    "{path}: no such file": "the path is what was typed",
    "no file can have that name: {path}": "the path is what was typed",
    "you have stopped it": "the user has",
    "the file": "the end of a message that is there",
    "the last step restored a file: u in the list before puts the damaged one back": "it says so",
    "the partner": "the end of a message that is there",
    "permission denied": "a cache of somebody else: the rows are read without it",
    "holds no view": "a damaged cache: the list is shown without it",
}
"""Messages that need no cure, and why."""


def called(node: ast.AST) -> str:
    """Return the name of the function that `node` calls; "" if it is no call."""
    if not isinstance(node, ast.Call):
        return ""
    name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
    return str(name)


def marked(node: ast.AST) -> Iterator[str]:
    """Yield the messages that are marked for translation below `node`."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and called(call) in {"_", "N_", "ngettext"}:
            text = call.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def errors_of(function: ast.AST) -> Iterator[str]:
    """Yield the messages with which a function makes errors, also by way of a name."""
    nodes = [*ast.walk(function)]
    errors = [each for each in nodes if called(each).endswith("Error")]
    names = {each.id for error in errors for each in ast.walk(error) if isinstance(each, ast.Name)}
    for error in errors:
        yield from marked(error)
    for node in nodes if errors else ():
        if isinstance(node, ast.Assign):
            targets = (each for target in node.targets for each in ast.walk(target))
            if any(isinstance(each, ast.Name) and each.id in names for each in targets):
                yield from marked(node.value)


def messages_of_errors() -> set[str]:
    """Return all messages of errors that the program has, in English."""
    found: set[str] = set()
    for path in (TREE / "csp_tui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "Error(" in text:
            functions = (
                each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.FunctionDef)
            )
            found.update(message for each in functions for message in errors_of(each))
    return found


def quoted(name: str) -> list[str]:
    """Return the messages that the first columns of a page quote."""
    page = (TREE / "docs" / name).read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`[^|]+`) \|", page, re.MULTILINE)
    return [" ".join(each.split()) for cell in cells for each in re.findall("`([^`]+)`", cell)]


def texts() -> dict[str, tuple[str, str]]:
    """Return each message in English and in French, by the English one as it is in the code."""
    with CATALOGUE.open("rb") as file:
        known = [(each.id, each.string) for each in read_po(file)]
    pairs = [
        pair
        for ids, strings in known
        for pair in ([(ids, strings)] if isinstance(ids, str) else zip(ids, strings, strict=True))
    ]
    return {english: (shown(english), shown(french)) for english, french in pairs}


def shown(text: str) -> str:
    """Return a message as a page quotes it."""
    return " ".join(re.sub(r"{\w+}", "…", text).split())


def begin_of(text: str) -> str:
    """Return the first words of a message that never change, without the signs around them."""
    parts = (part.strip('« »":;,.') for part in text.split("…"))
    return next((part for part in parts if " " in part), text)


def test_the_pages_on_trouble_have_each_message_that_does_not_say_its_cure() -> None:
    found, known = messages_of_errors(), texts()
    assert len(found) > 300
    assert ELSEWHERE.keys() <= found
    needed = [
        known[each]
        for each in sorted(found - ELSEWHERE.keys())
        if not (CURE.search(each) or PLAIN.search(each))
    ]
    for at, name in enumerate(PAGES):
        rows = quoted(name)
        said = "\n".join(each[at] for each in known.values())
        assert [each for each in rows if each not in said] == [], f"{name} quotes what nobody says"
        page = "\n".join(rows)
        lacking = [each[at] for each in needed if begin_of(each[at]) not in page]
        assert lacking == [], f"{name} lacks them: put them into a row, or into ELSEWHERE"
