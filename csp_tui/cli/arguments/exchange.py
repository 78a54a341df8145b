"""The arguments of ``import``, ``export``, ``sync`` and ``conflicts``."""

from __future__ import annotations

from csp_tui.cli.arguments.checklists import add_checklist_options
from csp_tui.cli.arguments.commands import Commands, add_dry_run, add_partner


def add_export(commands: Commands) -> None:
    """Add ``export`` to the command line."""
    command = commands.add(
        "export",
        "write a partner with its customers, history and checklists into one hand-over file",
        "export contoso",
        "export contoso --output contoso.zip",
    )
    add_partner(command)
    command.add_argument("--output", metavar="FILE", help='this file; "-" is standard output')


def add_sync(commands: Commands) -> None:
    """Add ``sync`` and ``conflicts`` to the command line."""
    command = commands.add(
        "sync",
        "exchange changes with other machines through a git repository",
        "sync ssh://git@example.com/csp.git",
        "sync",
        "sync --dry-run",
        "sync --take checklists/onboarding/2026-11.toml mine",
        "sync --keep contoso-7f3a",
        "sync --status",
    )
    command.add_argument(
        "remote", metavar="ADDRESS", nargs="?", help="the repository; it is remembered"
    )
    ways = command.add_mutually_exclusive_group()
    ways.add_argument("--dry-run", action="store_true", help="show what would be taken in")
    ways.add_argument(
        "--status",
        action="store_true",
        help="show the last sync and what is to be sent; the repository is not asked",
    )
    command.add_argument(
        "--take",
        action="append",
        nargs=2,
        default=[],
        metavar=("NAME", "SIDE"),
        help="keep this side's file of a checklist that both sides have changed: mine or theirs",
    )
    command.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="PARTNER",
        help="keep a partner that was erased on another machine, or bring back one that was erased "
        "here and kept elsewhere",
    )
    command = commands.add(
        "conflicts",
        "list changes that were not kept because of others made at the same time, and put one back",
        "conflicts",
        "conflicts contoso",
        "conflicts contoso --take k3v9q2mx:12",
    )
    command.add_argument("partner", metavar="PARTNER", nargs="?", help="else all partners")
    decision = command.add_mutually_exclusive_group()
    decision.add_argument("--take", metavar="LINE", help="put back what this line of it changed")
    decision.add_argument(
        "--keep", metavar="LINE", help="end the conflict of this line: what is there is right"
    )
    add_dry_run(command)


def add_import(commands: Commands) -> None:
    """Add ``import`` with its kinds: partners, customers, checklist and handover."""
    command = commands.add(
        "import",
        "add many partners or customers from a table (CSV, Excel), a checklist, or a hand-over",
        "import partners resellers.csv --dry-run",
        "import customers contoso customers.csv --yes",
        "import checklist onboarding.md --dry-run",
        "import handover contoso-7f3a.handover.zip",
    )
    kinds = commands.inside(command, "kind")
    partners = kinds.add(
        "partners",
        "add the partners of a table (CSV, Excel) that are not here yet",
        "import partners resellers.csv --dry-run",
        "import partners resellers.csv --update --dry-run",
    )
    customers = kinds.add(
        "customers",
        "add the customers of a partner that are not here yet from a table (CSV, Excel)",
        "import customers contoso customers.csv --yes",
    )
    add_partner(customers)
    checklist = kinds.add(
        "checklist",
        "make a checklist of a list that you have: Markdown, CSV, Excel, or Azure review JSON",
        "import checklist onboarding.md --dry-run",
    )
    handover = kinds.add(
        "handover",
        "take in a partner that another data directory has handed over, after a preview",
        "import handover contoso-7f3a.handover.zip",
        "import handover contoso-7f3a.handover.zip --dry-run",
    )
    for kind in (partners, customers, checklist, handover):
        kind.add_argument("file", metavar="FILE", help='the file; "-" is standard input')
        kind.add_argument("--dry-run", action="store_true", help="show what would be added")
        kind.add_argument("--yes", action="store_true", help="do not ask")
    for kind in (partners, customers, checklist):
        kind.add_argument(
            "--sheet",
            metavar="SHEET",
            default="",
            help="of an Excel workbook; else the first that fits",
        )
    for kind in (partners, customers):
        kind.add_argument(
            "--update",
            action="store_true",
            help="set what differs here to the table's values; archived ones come back",
        )
        kind.add_argument("--no-new", action="store_true", help="add none that is not here yet")
        kind.add_argument(
            "--map",
            metavar="COLUMN=KEY",
            action="append",
            default=[],
            help='what a column holds, such as "Ends on=term_end"; may be repeated',
        )
        kind.add_argument(
            "--keep-map",
            metavar="NAME",
            help="keep the --map under this name; tables with these columns are then read by it",
        )
        kind.add_argument(
            "--archive-gone", action="store_true", help="archive those that the table lacks"
        )
    add_checklist_options(checklist)
