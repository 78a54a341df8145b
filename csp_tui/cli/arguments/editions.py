"""The arguments of ``diff`` and ``migrate``."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands


def add_edition_commands(commands: Commands) -> None:
    """Add ``diff`` and ``migrate`` to the command line."""
    command = commands.add(
        "diff",
        "show what differs between two editions of a checklist",
        "diff enroll-direct",
        "diff enroll-direct 2020-10 2026-08",
    )
    command.add_argument("checklist", metavar="CHECKLIST", help="id or start of its title")
    command.add_argument("old", metavar="OLD", nargs="?", help="else the one before NEW")
    command.add_argument("new", metavar="NEW", nargs="?", help="else the newest edition")
    command = commands.add(
        "migrate",
        "move a run to another edition, after showing what becomes of each item",
        "migrate contoso",
        "migrate contoso enroll-direct --to 2026-08 --dry-run",
        "migrate --all enroll-direct --yes",
    )
    command.add_argument("partner", metavar="PARTNER", nargs="?", help="id or start of the name")
    command.add_argument("run", metavar="RUN", nargs="?", help="where the partner has several")
    command.add_argument("--all", metavar="CHECKLIST", help="every open run of this checklist")
    command.add_argument("--to", metavar="EDITION", help="else the newest edition")
    command.add_argument("--dry-run", action="store_true", help="show it and change nothing")
    command.add_argument("--yes", action="store_true", help="do not ask")
