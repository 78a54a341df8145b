"""Write the tables of keys and commands in the manual from the code.

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
PAGE = DOCS / "reference" / "keys.md"


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


def command_table() -> str:
    """Return a Markdown table of all commands, each with its line of help."""
    lines = ["| Command | Does |", "|---|---|"]
    lines += [f"| `{name}` | {_cell(summary)} |" for name, summary in commands()]
    return "\n".join([*lines, ""])


def commands() -> Iterator[tuple[str, str]]:
    """Yield the name of each command and its line of help."""
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action._choices_actions:
                yield command.dest, command.help or ""


def with_tables(page: str) -> str:
    """Return the text `page` with its tables replaced by new ones.

    Raises:
        SystemExit: the comments that enclose a table are missing.
    """
    for name, table in (("keys", key_tables()), ("commands", command_table())):
        found = re.search(rf"<!-- {name}: .*?-->\n(.*?)<!-- end of {name} -->", page, re.DOTALL)
        if found is None:
            raise SystemExit(f"{PAGE}: the marks around the {name} are missing")
        page = f"{page[: found.start(1)]}\n{table}\n{page[found.end(1) :]}"
    return page


def _keys(shown: str) -> str:
    """Return the keys `shown` with each in backquotes; a range such as ``1 - 9`` as one."""
    return f"`{shown}`" if " - " in shown else " ".join(f"`{each}`" for each in shown.split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the tables into the page of the manual."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
