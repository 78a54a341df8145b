"""Find what an unfinished word on the command line can become, by asking the argument parser.

A shell asks at each press of tab, so this must be quick: it imports neither store nor screens.
"""

from __future__ import annotations

import argparse
import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from csp_tui.cli.completion.known_names import Names, Word
from csp_tui.core.base.language import _

FILES = ":files"
"""Printed instead of words; it makes the shell complete names of files itself."""

_BARE = re.compile(r"""[^\s'"\\]+""")
_SAFE = re.compile(r"[\w-][\w ./+=-]*\Z")
"""A word of which a shell takes nothing but blanks as its own; other words are never offered."""

_FILES = frozenset({"FILE", "PATH", "DIR"})
"""The metavars of arguments that are paths."""


class TypedWords:
    """The words before the one to complete, each matched to an argument of the parser.

    Attributes:
        parser: the parser of the whole command line; after a command's name, of that command.
        values: the words given to each argument, by the argument's ``dest``.
    """

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self.parser = parser
        self.values: dict[str, list[str]] = {}
        self.pending: argparse.Action | None = None
        """The option whose value is the next word; None if the last word was no such option."""
        self.has_ended_options = False
        self.path: tuple[str, ...] = ()
        """The name of the command, then of a command inside it: ``("customer", "add")``."""
        self.passed = 0
        """How many positional arguments of `parser` have their word."""

    @property
    def positional(self) -> argparse.Action | None:
        """The positional argument that the next word is for; None if the command takes no more."""
        found = [each for each in self.parser._actions if not each.option_strings]
        if self.passed < len(found):
            return found[self.passed]
        return found[-1] if found and found[-1].nargs in ("+", "*") else None

    def take(self, word: str) -> bool:
        """Match the next `word` of the line to an argument; return False if no argument takes it.

        An unknown option is passed over, and True returned.
        """
        if self.pending is not None:
            given = self.values.setdefault(self.pending.dest, [])
            given.append(word)
            most = self.pending.nargs if isinstance(self.pending.nargs, int) else 1
            if len(given) % most == 0:
                self.pending = None
        elif word == "--" and not self.has_ended_options:
            self.has_ended_options = True
        elif word.startswith("-") and word != "-" and not self.has_ended_options:
            name, has_value, value = word.partition("=")
            action = self.parser._option_string_actions.get(name)
            if action is not None and has_value:
                self.values.setdefault(action.dest, []).append(value)
            elif action is not None and action.nargs != 0:
                self.pending = action
        else:
            return self._take_positional(word)
        return True

    def _take_positional(self, word: str) -> bool:
        action = self.positional
        if action is None:
            return False
        if isinstance(action, argparse._SubParsersAction):
            if word not in action.choices:
                return False
            self.parser, self.passed = action.choices[word], 0
            self.path = (*self.path, word)
            return True
        self.values.setdefault(action.dest, []).append(word)
        self.passed += action.nargs not in ("+", "*")
        return True


def completions(
    parser: argparse.ArgumentParser, before: Sequence[str], word: str, environ: Mapping[str, str]
) -> list[Word]:
    """Return the words that the unfinished `word` can become; empty if `before` is no valid line.

    Args:
        parser: the parser of the whole command line.
        before: the words between ``csp-tui`` and `word`.
        word: the unfinished word; "" offers all.
        environ: the environment, which may name the data directory.
    """
    typed = TypedWords(parser)
    if not all(map(typed.take, before)):
        return []
    names = Names(environ, typed.values, typed.path)
    if typed.pending is not None:
        return _safe(_values(typed.pending, names, word))
    if word.startswith("-") and not typed.has_ended_options:
        option, has_value, value = word.partition("=")
        action = typed.parser._option_string_actions.get(option)
        if not has_value:
            return _safe(_options(typed, word))
        found = _values(action, names, value) if action is not None and action.nargs != 0 else ()
        return _safe(Word(f"{option}={each.value}", each.about) for each in found)
    return _safe(_values(typed.positional, names, word)) if typed.positional else []


def _safe(words: Any) -> list[Word]:
    return [each for each in words if each.value == FILES or _SAFE.match(each.value)]


def _options(typed: TypedWords, word: str) -> Iterator[Word]:
    for action in typed.parser._actions:
        for name in action.option_strings:
            is_long = name.startswith("--")
            if is_long and name.startswith(word) and action.dest not in typed.values:
                yield Word(name, _about(action))


def _about(action: argparse.Action) -> str:
    return _(action.help) if action.help else ""


def _values(action: argparse.Action, names: Names, word: str) -> Iterator[Word]:
    """Yield the values that the argument `action` can have and that start with `word`.

    For a file this is the one word FILES: the shell then completes file names itself.
    """
    kind = str(action.metavar or "").strip("[]")
    if isinstance(action, argparse._SubParsersAction):
        about = {each.dest: _about(each) for each in action._choices_actions}
        yield from (Word(key, about.get(key, "")) for key in action.choices if key.startswith(word))
    elif action.choices is not None:
        yield from (Word(str(each)) for each in action.choices if str(each).startswith(word))
    elif kind in _FILES:
        yield Word(FILES)
    else:
        yield from names.starting_with(kind, action.dest, word)


def split(line: str) -> tuple[list[str], str]:
    """Return the words of an unfinished command line, and the quote that is open at its end.

    The words are without quotes and escapes. The last is the word that the user is typing: "" after
    a blank. The quote is "" if none is open.
    """
    words, word, is_word, quote, place = [], "", False, "", 0
    while place < len(line):
        each = line[place]
        if quote:
            if each == quote:
                quote = ""
            elif each == "\\" and quote == '"' and line[place + 1 : place + 2] in ('"', "\\"):
                place += 1
                word += line[place]
            else:
                word += each
        elif each in "'\"":
            quote, is_word = each, True
        elif each == "\\":
            place, is_word = place + 1, True
            word += line[place : place + 1]
        elif each.isspace():
            if is_word:
                words.append(word)
            word, is_word = "", False
        elif bare := _BARE.match(line, place):
            word, is_word, place = word + bare[0], True, bare.end() - 1
        place += 1
    return [*words, word], quote


def cut_for_bash(word: str, breaks: str, found: list[Word]) -> list[Word]:
    """Return `found`, each word cut to the part that bash puts into the line.

    bash replaces only what follows the last of its break characters in `word`, and keeps the part
    before. So that part is cut off each word that begins with it; other words are left out.

    Args:
        word: the unfinished word.
        breaks: bash's ``COMP_WORDBREAKS``, of which ``:`` and ``=`` matter here; "" for other
            shells, whose words are returned whole.
        found: the whole words that `word` can become.
    """
    last = max((word.rfind(each) for each in ":=" if each in breaks), default=-1)
    known = word[: last + 1]
    return [
        Word(each.value.removeprefix(known), each.about)
        for each in found
        if each.value == FILES or each.value.startswith(known)
    ]


def complete(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Print what the last word of `arguments` can become, for the shell's script; return 0.

    Errors print nothing, since they would appear in the line that the user types.
    """
    from csp_tui.core.base.errors import CspTuiError

    try:
        lines = [*answer(arguments, environ)]
        print(*lines, sep="\n", end="\n" if lines else "", flush=True)
    except (CspTuiError, OSError, ValueError):
        pass
    return 0


def answer(arguments: Sequence[str], environ: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each word to offer: the word, and a tab with a few words if any are known.

    Args:
        arguments: the name of the shell; after ``bash``, the text of the line and bash's
            ``COMP_WORDBREAKS``; after other shells, the words of the line.
        environ: the environment.
    """
    from csp_tui.cli.arguments.parser import build_parser
    from csp_tui.cli.language_asked import speak
    from csp_tui.core.base.errors import CspTuiError
    from csp_tui.core.base.text import visible_line

    shell, *words = arguments
    breaks, blank = "", " "
    if shell == "bash":  # other shells escape blanks themselves
        line, breaks = words
        words, quote = split(line)
        blank = " " if quote else "\\ "
    elif shell == "fish" and words:  # its last word is as it was typed, with quotes and escapes
        words[-1] = split(words[-1])[0][-1]
    if not words:
        return
    before, word = words[1:-1], words[-1]
    with contextlib.suppress(CspTuiError):  # the command itself reports an unknown language
        speak(before, environ)
    found = completions(build_parser(), before, word, environ)
    for each in cut_for_bash(word, breaks, found):
        about, value = visible_line(each.about).replace("\t", " "), each.value.replace(" ", blank)
        yield f"{value}\t{about}" if about else value
