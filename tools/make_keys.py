"""Write the pages of all keys and of all commands from the code.

Run it from the project's root: ``.venv/bin/python tools/make_keys.py``
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from csp_tui.cli.arguments.parser import build_parser
from csp_tui.tui.help.text import GROUPS

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {name: DOCS / "reference" / f"{name}.md" for name in ("keys", "commands")}


def key_tables() -> str:
    """Return Markdown with a table for each screen: keys, what they do, and the same command."""
    lines = []
    for title, actions in GROUPS:
        lines += [f"### {title}", "", "| Key | Does | Command |", "|---|---|---|"]
        for action in actions:
            command = f"`{action.command}`" if action.command else ""
            lines.append(f"| {_keys(action.shown)} | {_cell(action.title)} | {command} |")
        lines.append("")
    return "\n".join(lines)


def command_lists() -> str:
    """Return Markdown that tells each command: a line of help, and its options and arguments."""
    parser = build_parser()
    lines = ["## Options of every command", "", *_options(parser, set()), ""]
    common = {name for action in parser._actions for name in action.option_strings}
    for name, command, summary in _commands(parser, ""):
        lines += [f"## {name}", "", f"{summary[:1].upper()}{summary[1:]}.", ""]
        if options := list(_options(command, common)):
            lines += [*options, ""]
    return "\n".join(lines)


def _commands(
    parser: argparse.ArgumentParser, before: str
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Yield name, parser and summary of every command, those inside another after that one."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            about = {each.dest: each.help or "" for each in action._choices_actions}
            for name, command in action.choices.items():
                yield f"{before}{name}", command, about.get(name, "")
                yield from _commands(command, f"{before}{name} ")


def _options(command: argparse.ArgumentParser, left_out: set[str]) -> Iterator[str]:
    for action in command._actions:
        is_inner = isinstance(action, argparse._SubParsersAction)
        if action.help and not is_inner and not left_out & set(action.option_strings):
            words = [action.metavar or action.dest.upper()] if action.nargs != 0 else []
            shown = [each if isinstance(each, str) else " ".join(each) for each in words]
            names = ", ".join(action.option_strings)
            yield f"- `{' '.join(filter(None, (names, *shown)))}`: {action.help}"


def with_tables(name: str) -> str:
    """Return the page "keys" or "commands" with what is between its comments made anew.

    Raises:
        SystemExit: the comments are missing.
    """
    page = PAGES[name].read_text(encoding="utf-8")
    made = key_tables() if name == "keys" else command_lists()
    found = re.search(rf"<!-- {name}: .*?-->\n(.*?)<!-- end of {name} -->", page, re.DOTALL)
    if found is None:
        raise SystemExit(f"{PAGES[name]}: the comments around the {name} are missing")
    return f"{page[: found.start(1)]}\n{made}\n{page[found.end(1) :]}"


def _keys(shown: str) -> str:
    """Return the keys `shown` with each in backquotes; a range such as ``1 - 9`` as one."""
    return f"`{shown}`" if " - " in shown else " ".join(f"`{each}`" for each in shown.split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write both pages."""
    for name, page in PAGES.items():
        page.write_text(with_tables(name), encoding="utf-8")


if __name__ == "__main__":
    main()
