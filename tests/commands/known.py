"""The commands that there are, found from the parser."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from csp_tui.cli.arguments.parser import build_parser


def _commands(
    parser: argparse.ArgumentParser, before: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield f"{before}{name}", command
                yield from _commands(command, f"{before}{name} ")


COMMANDS = dict(_commands(build_parser()))
"""Each command with its parser, also those that another word follows, such as ``customer``."""

WHOLE = [name for name in COMMANDS if not any(each.startswith(f"{name} ") for each in COMMANDS)]
"""The names of the commands that no other word follows."""
