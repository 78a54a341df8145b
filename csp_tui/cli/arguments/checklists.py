"""The arguments of ``checklists``, ``lint`` and ``import checklist``."""

from __future__ import annotations

import argparse

from csp_tui.cli.arguments.commands import Commands
from csp_tui.core.base.language import _

FORMATS = ("markdown", "csv", "azure-json")


def add_checklists(commands: Commands) -> None:
    """Add ``checklists`` to the command line."""
    command = commands.add(
        "checklists",
        'list the checklists, or the items of one; "new NAME" starts one of your own',
        "checklists",
        "checklists enroll-direct",
        "checklists sources enroll-direct",
        "checklists stale --days 30",
        'checklists new offboarding --title "Leave a customer"',
    )
    command.add_argument(
        "checklist",
        metavar="CHECKLIST",
        nargs="?",
        help='id or start of title; or "new", "sources" (what items come from) or "stale"',
    )
    command.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help='after "new": its id or name; after "sources" and "stale": this checklist, else all',
    )
    command.add_argument(
        "--edition", metavar="E", help="this edition instead of the newest; of a new one: this name"
    )
    command.add_argument("--title", metavar="T", help="title of a new one; else its name")
    command.add_argument(
        "--days", metavar="N", help='"stale": what was not checked for so many days; else 90'
    )


def add_lint(commands: Commands) -> None:
    """Add ``lint`` to the command line."""
    command = commands.add(
        "lint",
        "check checklist files and report every problem",
        "lint",
        "lint my-checklist/2026-12.toml",
    )
    command.add_argument("files", metavar="FILE", nargs="*", help="else all checklists in use")


def add_checklist_options(command: argparse.ArgumentParser) -> None:
    """Add the options of ``import checklist`` to its parser, `command`."""
    command.add_argument("--id", metavar="ID", help="its id; else made from the file's name")
    command.add_argument("--edition", metavar="E", help="its edition; else this month, as 2026-11")
    command.add_argument("--title", metavar="T", help="its title; else the one in the file")
    command.add_argument(
        "--format", metavar="FORMAT", choices=FORMATS,
        help=_("{formats}; else seen from name and content").format(formats=", ".join(FORMATS)),
    )  # fmt: skip
    command.add_argument(
        "--map", metavar="COLUMN=KEY", action="append", default=[],
        help='what a column of a table holds, such as "Task name=title"; may be repeated',
    )  # fmt: skip
