"""What the files of arguments share: adding commands, and the argument that names a partner."""

from __future__ import annotations

import argparse
from typing import Protocol


class Commands(Protocol):
    """Adds commands that share the common options."""

    def add(self, name: str, summary: str, *examples: str) -> argparse.ArgumentParser:
        """Add a command and return its parser."""

    def below(self, command: argparse.ArgumentParser, dest: str) -> Commands:
        """Return what adds the words that may follow `command`."""


def add_partner(command: argparse.ArgumentParser) -> None:
    """Add the argument that names a partner."""
    command.add_argument("partner", metavar="PARTNER", help="id or start of the name")


def add_dry_run(command: argparse.ArgumentParser) -> None:
    """Add the option with which a command only says what it would do."""
    command.add_argument(
        "--dry-run", action="store_true", help="say what would be done and write nothing"
    )
