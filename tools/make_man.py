"""Write the manual page ``csp-tui.1`` from the parser of the command line.

Run it from the project's root: ``.venv/bin/python tools/make_man.py``
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from csp_tui.cli.arguments.parser import build_parser

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "csp-tui.1"

_FILES = (
    ("~/.local/share/csp-tui", "the data: partners, customers, history, own checklists"),
    ("~/.config/csp-tui/config.toml", "settings; none is needed"),
    ("~/.cache/csp-tui", "what makes the first screen quick; may be deleted at any time"),
)
_ENVIRONMENT = (
    ("CSP_TUI_DATA", "the data directory, unless --data names one"),
    ("CSP_TUI_REVIEWER", "the name under which changes are recorded, beside the login"),
    ("CSP_TUI_THEME", "the theme of the full screen"),
    ("NO_COLOR", "no colours, where it is not empty"),
)


def page() -> str:
    """Return the manual page in the troff language."""
    parser = build_parser()
    lines = [
        '.\\" Made by tools/make_man.py; change the parser instead.',
        '.TH CSP-TUI 1 "" "csp-tui" "User Commands"',
        ".SH NAME",
        "csp-tui \\- checklists for Microsoft CSP partners, on a full screen and as commands",
        ".SH SYNOPSIS",
        ".B csp-tui",
        "[\\fIoptions\\fR] [\\fICOMMAND\\fR ...]",
        ".SH DESCRIPTION",
        _text(parser.description or ""),
        *_paragraphs(parser.epilog or ""),
        ".SH OPTIONS",
        *_arguments(parser),
        ".SH COMMANDS",
        "Each command also takes the options of csp\\-tui itself, before or behind its own.",
    ]
    common = {name for action in parser._actions for name in action.option_strings}
    for name, command, summary in commands(parser, ""):
        lines += _command(name, command, summary, common)
    lines += [".SH ENVIRONMENT", *_list(_ENVIRONMENT), ".SH FILES", *_list(_FILES)]
    return "\n".join(lines) + "\n"


def commands(
    parser: argparse.ArgumentParser, before: str
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Yield name, parser and summary of every command of `parser`.

    Of a command with commands inside it, such as ``import``, only those inside are yielded. The
    text `before` is put in front of each name.
    """
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            about = {each.dest: each.help or "" for each in action._choices_actions}
            for name, command in action.choices.items():
                kinds = list(commands(command, f"{before}{name} "))
                yield from kinds or [(f"{before}{name}", command, about.get(name, ""))]


def _command(
    name: str, command: argparse.ArgumentParser, summary: str, common: set[str]
) -> Iterator[str]:
    yield f'.SS "{_text(_usage(name, command, common))}"'
    yield _text(f"{summary[:1].upper()}{summary[1:]}.")
    yield from _arguments(command, common)
    yield from _paragraphs(command.epilog or "")


def _usage(name: str, command: argparse.ArgumentParser, common: set[str]) -> str:
    words = [name]
    for action in command._actions:
        if not action.option_strings:
            word = str(action.metavar or action.dest).strip("[]")
            optional = action.nargs in ("?", "*") or not action.required
            more = " ..." if action.nargs in ("+", "*") else ""
            words.append(f"[{word}{more}]" if optional else f"{word}{more}")
    if any(not set(a.option_strings) & common for a in command._actions if a.option_strings):
        words.append("[options]")
    return " ".join(words)


def _arguments(
    parser: argparse.ArgumentParser, left_out: set[str] | frozenset[str] = frozenset()
) -> Iterator[str]:
    for action in parser._actions:
        is_left_out = set(action.option_strings) & left_out
        if is_left_out or isinstance(action, argparse._SubParsersAction) or not action.help:
            continue
        metavar = action.metavar or action.dest.upper()
        words = (metavar,) if isinstance(metavar, str) else metavar
        value = "" if action.nargs == 0 else " ".join(words).strip("[]")
        names = ", ".join(f"\\fB{_text(name)}\\fR" for name in action.option_strings)
        yield ".TP"
        yield " ".join(filter(None, (names, f"\\fI{_text(value)}\\fR" if value else "")))
        yield _text(action.help)


def _list(entries: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, about in entries:
        yield from (".TP", f"\\fB{_text(name)}\\fR", _text(about))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the troff lines of `text`: its paragraphs; indented lines keep their line breaks."""
    for part in re.split(r"\n\n+", text.strip("\n")):
        head, *rest = part.split("\n")
        is_list = any(line.startswith("  ") for line in rest)
        yield ".PP"
        if is_list:
            yield from (_text(head), ".RS 2", ".nf", *map(_text, (line[2:] for line in rest)))
            yield from (".fi", ".RE")
        else:
            yield from map(_text, part.split("\n"))


def _text(text: str) -> str:
    """Return `text` escaped, so that troff takes nothing in it for a command."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace('"', "\\(dq")
    safe = safe.replace("^", "\\(ha").replace("~", "\\(ti").replace("`", "\\(ga")
    return f"\\&{safe}" if safe.startswith(".") else safe


def main() -> None:
    """Write the manual page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
