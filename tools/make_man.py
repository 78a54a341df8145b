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

_TASKS = (
    ("SCREENS", "open demo"),
    ("READING", "partners show links history checklists next portfolio conflicts"),
    ("PARTNERS AND CHECKLISTS", "add edit archive unarchive join start close contact"),
    ("ITEMS", "tick untick confirm na refuse wait chase note evidence set fact walk undo redo"),
    ("CUSTOMERS", "customers customer"),
    ("REPORTS, CALENDAR AND MAIL", "report calendar digest people"),
    ("TABLES AND HAND-OVER", "import export"),
    ("EDITIONS", "diff migrate lint"),
    ("SEVERAL PEOPLE AND HOSTS", "init sync"),
    ("LOOKING AFTER THE DATA", "verify clock restore purge info"),
    ("SHELL", "completion"),
)
"""The sections of the page, and the commands that each has."""

_SETTINGS = (
    ("reviewer", "a name that the history has beside the login"),
    ("theme", "ansi-dark, ansi-light, or a theme with colours of its own"),
    ("mouse", "true: csp-tui takes the mouse"),
    ("plain", "true: commands always print plain words"),
    ("language", "en or fr; else as the locale says"),
    ("mail_from", "from whom the mail of digest comes"),
    ("sync.every", "minutes after which the full screen syncs; 0 for never"),
)
_FILES = (
    ("~/.local/share/csp-tui", "the data: partners, customers, history, own checklists"),
    ("~/.config/csp-tui/config.toml", "settings; none is needed"),
    ("~/.config/csp-tui/views.toml", "the views that you have kept"),
    ("~/.config/csp-tui/maps.toml", "what the columns of tables hold, where you have kept it"),
    ("~/.cache/csp-tui", "what makes the first screen quick; may be deleted at any time"),
)
_ENVIRONMENT = (
    ("CSP_TUI_DATA", "the data directory, unless --data names one"),
    ("CSP_TUI_LANG", "the language, unless --lang names one"),
    ("CSP_TUI_REVIEWER", "the name under which changes are recorded, beside the login"),
    ("CSP_TUI_THEME", "the theme of the full screen"),
    ("NO_COLOR", "no colours, where it is not empty"),
)
_EXIT_CODES = (
    ("0", "all is well"),
    ("1", "there is something to report"),
    ("2", "wrong use; also what needs --yes where nobody can be asked"),
    (
        "3",
        "there is nothing of that name, or no such data directory; with --all, nothing to change",
    ),
    ("4", "a file cannot be read or is not valid"),
    ("5", "another process is busy with it"),
    ("6", "it could not be written"),
)
_EXAMPLES = (
    ("csp-tui demo", "Look around among invented partners."),
    ("csp-tui next --mine --group chase", "Whom you must chase."),
    ("csp-tui tick contoso reseller-tenure --on 2026-09-01", "Tick an item that was true before."),
    ("csp-tui partners --filter late --sort clock", "Who is late, the nearest check first."),
    ("csp-tui report contoso --output contoso.html", "A page for somebody else."),
    ("csp-tui verify", "Find out whether a line of the history is missing or was altered."),
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
        *_paragraphs((parser.epilog or "").rpartition("\n\n")[0]),  # exit codes have a section
        ".SH OPTIONS",
        "Each command takes these, too, before or behind its own.",
        *_arguments(parser),
        ".SH EXAMPLES",
        *_list(_EXAMPLES),
    ]
    common = {name for action in parser._actions for name in action.option_strings}
    untold = list(commands(parser, ""))
    for title, names in _TASKS:
        lines.append(f".SH {title}")
        for word in names.split():
            for each in [each for each in untold if each[0].split()[0] == word]:
                lines += _command(*each, common)
                untold.remove(each)
    assert not untold, f"commands without a section: {[name for name, *_ in untold]}"
    for title, entries in (
        ("SETTINGS", _SETTINGS),
        ("ENVIRONMENT", _ENVIRONMENT),
        ("FILES", _FILES),
        ("EXIT STATUS", _EXIT_CODES),
    ):
        lines += [f".SH {title}", *_list(entries)]
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
