"""Bring the translations in line with the code: add new texts, drop old ones, and compile.

Run it from the project's root: ``.venv/bin/python tools/make_messages.py``. It prints what is not
translated yet. With ``--take FILE…`` it first takes translations from other catalogues, such as
the other side of a merge. The catalogues have no dates and no line numbers and are sorted by
text, so that a changed text changes only its own lines.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TREE = Path(__file__).resolve().parent.parent
PACKAGE = TREE / "csp_tui"
CATALOGUES = PACKAGE / "locale"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "Action": (4,)}
"""The functions whose arguments are texts to translate, with the numbers of those arguments."""
COMMENT = "Translators:"
"""How a comment begins that is above a text and meant for its translators."""
_ANY_WIDTH = 0
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def extracted() -> Catalog:
    """Return a catalogue of all texts in the code that are to be translated, sorted."""
    found = Catalog(fuzzy=False)
    texts: list[tuple[str, str, str, str | tuple[str, ...], list[str]]] = [
        (_first(message), context or "", name, message, comments)
        for name, _line, message, comments, context in extract_from_dir(
            PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=[COMMENT]
        )
    ]
    for path in sorted(PACKAGE.glob("**/*.py")):
        name, code = str(path.relative_to(PACKAGE)), path.read_text("utf-8")
        found_there = [
            *_in_f_strings(code),
            *(_help_texts(code) if path.parent.name == "arguments" else ()),
        ]
        texts += [(text, "", name, text, []) for text in found_there]
    for _text, context, name, message, comments in sorted(texts):
        place = [(f"csp_tui/{name}", 0)]
        found.add(message, locations=place, auto_comments=comments, context=context or None)
    return found


def _help_texts(code: str) -> Iterator[str]:
    """Yield the help texts of options and commands in `code`, which are not marked for translation.

    The parser translates them when it prints help.
    """
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        texts = [each.value for each in node.keywords if each.arg == "help"]
        if node.func.attr == "add" and len(node.args) > 1:
            texts.append(node.args[1])  # the summary of a command
        for each in texts:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value


def _in_f_strings(code: str) -> Iterator[str]:
    """Yield the texts that `code` translates inside f-strings, where Babel does not find them."""
    if "{_(" not in code:
        return
    for string in ast.walk(ast.parse(code)):
        for node in ast.walk(string) if isinstance(string, ast.JoinedStr) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                text = node.args[0] if node.func.id in ("_", "N_") else None
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value


def _first(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]


def catalogues() -> Iterator[Path]:
    """Yield the path of the catalogue of each language."""
    yield from sorted(CATALOGUES.glob("*/LC_MESSAGES/csp_tui.po"))


def read(path: Path, language: str = "") -> Catalog:
    """Return the catalogue in the file at `path`.

    Args:
        path: the file.
        language: the code of its language; by default the name of its folder.

    Raises:
        PoFileError: the file is no catalogue.
    """
    with path.open("rb") as file:
        return read_po(file, locale=language or path.parent.parent.name, abort_invalid=True)


def updated(known: Catalog) -> Catalog:
    """Return a catalogue of the texts in the code, with their translations in `known`.

    A text that `known` does not have remains without translation.
    """
    fresh = Catalog(locale=known.locale, fuzzy=False)
    fresh.mime_headers = [("Plural-Forms", known.plural_forms)]  # the same for any Babel version
    for message in extracted():
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        if old is not None and old.pluralizable != message.pluralizable:
            old = None  # a text that got plural forms, or lost them, is translated anew
        new = fresh.add(
            message.id,
            old.string if old is not None else None,
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old is not None else (),
            context=message.context,
        )
        if old is not None and old.fuzzy:
            new.flags.add("fuzzy")
    return fresh


def take(catalogue: Catalog, other: Catalog) -> Iterator[str]:
    """Add translations from `other` that `catalogue` lacks, for texts that `catalogue` has.

    Yields:
        A sentence for each text that the two translate differently; `catalogue` keeps its own.
    """
    for message in other:
        known = catalogue.get(message.id, message.context) if message.id else None
        if known is None or message.fuzzy or not all(strings(message)):
            continue
        if not all(strings(known)) or known.fuzzy:
            known.string = message.string
            known.flags.discard("fuzzy")
        elif known.string != message.string:
            yield f"{message.id!r}: {known.string!r} stays, {message.string!r} is left out"


def as_text(catalogue: Catalog) -> str:
    """Return the text of a catalogue's file, without dates and names in its header."""
    file = io.BytesIO()
    write_po(file, catalogue, width=_ANY_WIDTH, include_lineno=False, omit_header=True)
    header = HEADER.format(language=catalogue.locale, plurals=catalogue.plural_forms)
    return header + file.getvalue().decode()


def open_messages(catalogue: Catalog) -> list[Message]:
    """Return the texts that are not translated, or whose translation is marked as fuzzy."""
    return [each for each in catalogue if each.id and (each.fuzzy or not all(strings(each)))]


def strings(message: Message) -> tuple[str, ...]:
    """Return the translations of a text: one, or several for its plural forms; "" if missing."""
    several = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(str(each or "") for each in several)


def main() -> int:
    """Write and compile all catalogues; return 1 if a text is not translated, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--take", nargs="+", type=Path, default=[], metavar="FILE")
    parts = parser.parse_args().take
    count = 0
    for path in catalogues():
        catalogue = updated(read(path))
        for part in parts:
            for sentence in take(catalogue, read(part, path.parent.parent.name)):
                print(f"{part}: {sentence}")
        path.write_text(as_text(catalogue), encoding="utf-8")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        for message in open_messages(catalogue):
            count += 1
            print(f"{catalogue.locale}: {message.locations[0][0]}: {message.id!r}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
