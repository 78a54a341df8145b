"""The arguments of the commands on partners and runs: list, add, edit, archive, start, undo."""

from __future__ import annotations

import argparse

from csp_tui.cli.arguments.commands import (
    Commands,
    NamesAndValues,
    add_dry_run,
    add_partner,
    add_view,
    make_optional,
)
from csp_tui.core.base.language import _

FILTERS = (
    "all", "chase", "due", "mine", "lapsed", "refused", "rule-changed", "unreadable", "behind",
    "late", "no-checklist", "within-30", "within-60", "within-90", "idle", "no-owner",
    "nothing-open",
)  # fmt: skip
VALUES = ("owner", "for", "stage", "checklist", "model", "t", "planned")
ORDERS = ("name", "clock", "progress", "changed", "waiting", "edition", "urgency")


def add_partners(commands: Commands) -> None:
    """Add ``partners`` to the command line."""
    command = commands.add(
        "partners",
        "list the partners, how far they are and what is next",
        "partners --plain",
        "partners --sort urgency --filter chase --filter mine",
        'partners --filter "owner ben" --filter "for Microsoft"',
        'partners --search "4711"',
    )
    command.add_argument(
        "--sort", metavar="ORDER", choices=ORDERS,
        help=_("{orders}; else by name").format(orders=", ".join(ORDERS)),
    )  # fmt: skip
    add_choices(command)
    command.add_argument("--archived", action="store_true", help="the archived ones")


def add_choices(command: argparse._ActionsContainer) -> None:
    """Add ``--filter``, ``--view``, ``--checklist`` and ``--search``, which choose partners."""
    command.add_argument(
        "--filter", metavar="NAME", choices=NamesAndValues.of(FILTERS, VALUES),
        action="append", default=[],
        help=_(
            'just these; several must all fit: {filters}; or {words} with a value: "owner ben"'
        ).format(filters=", ".join(FILTERS), words=", ".join(VALUES)),
    )  # fmt: skip
    add_view(command)
    command.add_argument("--checklist", metavar="CHECKLIST", help="just those who have started it")
    command.add_argument(
        "--search",
        metavar="TEXT",
        help="just those who have all these words, in any of their texts",
    )


def add_partner_acts(commands: Commands) -> None:
    """Add the commands that add or change a partner, start or close a run, undo and redo."""
    command = commands.add(
        "add", "add a partner and print its id", 'add "Contoso Ltd" --region EU/EFTA --owner amira'
    )
    command.add_argument("name", metavar="NAME", help="its name, as you call it")
    command.add_argument("--again", action="store_true", help="even if the name exists already")
    _add_data(command)
    add_dry_run(command)
    _add_changes(commands)
    command = commands.add(
        "start",
        "start a checklist for a partner",
        "start northwind enroll-direct",
        "start fabrikam enroll-direct --edition 2018-12",
        "start contoso enroll-direct --again",
    )
    add_partner(command)
    command.add_argument("checklist", metavar="CHECKLIST", help="id or start of its title")
    command.add_argument("--edition", metavar="E", help="this edition instead of the newest")
    command.add_argument(
        "--again", action="store_true", help="also where an earlier run of it is still open"
    )
    add_dry_run(command)
    _add_close(commands)
    command = commands.add(
        "undo",
        "take back your last step in a partner, or one history line",
        "undo contoso",
        "undo contoso --line k3v9q2mx:12",
        "undo --last",
    )
    partner = command.add_argument("partner", metavar="[PARTNER]", help="id or start of the name")
    make_optional(partner)
    command.add_argument(
        "--last", action="store_true", help="your last step in any partner, in all that it changed"
    )
    command.add_argument("--line", metavar="LINE", help="this line alone, as history names it")
    command.add_argument("--yes", action="store_true", help="do not ask, whoever made it")
    add_dry_run(command)
    command = commands.add("redo", "take back your last undo in a partner", "redo contoso")
    add_partner(command)
    add_dry_run(command)


def _add_data(command: argparse.ArgumentParser) -> None:
    """Add an option to `command` for each field of a partner except its name, and for its note."""
    command.add_argument("--company", help="the company, where it has several tenants")
    command.add_argument("--partner-id", metavar="ID", help="Microsoft's PartnerID")
    command.add_argument("--tenant", help="such as contoso.onmicrosoft.com")
    command.add_argument("--region", help="CSP region")
    command.add_argument("--model", help="how it buys today: indirect-reseller or direct-bill")
    command.add_argument(
        "--anniversary", metavar="MONTH", help="month of the first CSP onboarding: 3 or March"
    )
    command.add_argument("--owner", help="who looks after it")
    command.add_argument("--note", help="anything worth knowing; it may have several lines")


def _add_changes(commands: Commands) -> None:
    command = commands.add(
        "edit",
        'change the data of a partner; "" clears a value',
        "edit contoso --anniversary March --model direct-bill",
        'edit contoso --owner ""',
        "edit --all --filter late --owned-by ben --owner chloe --dry-run",
    )
    make_optional(
        command.add_argument("partner", metavar="[PARTNER]", help="id or start of the name")
    )
    command.add_argument("--name", help="its name, as you call it; the id stays")
    _add_data(command)
    add_dry_run(command)
    every = command.add_argument_group(_("over all partners"))
    every.add_argument(
        "--all",
        dest="every",
        action="store_true",
        help="all partners that these options choose, as one act",
    )
    add_choices(every)
    every.add_argument("--owned-by", metavar="OWNER", help="just those that this owner looks after")
    every.add_argument("--yes", action="store_true", help="do not ask")
    command = commands.add(
        "archive", "archive a partner, with its customers and history", "archive contoso"
    )
    add_partner(command)
    add_dry_run(command)
    command = commands.add(
        "unarchive", "bring a partner back from the archive", "unarchive contoso"
    )
    add_partner(command)
    add_dry_run(command)
    command = commands.add(
        "join",
        "join two partners that are the same one, added twice",
        "join contoso-7f3a contoso-k4q7",
    )
    add_partner(command)
    command.add_argument("other", metavar="PARTNER", help="the one that is archived")
    command.add_argument("--yes", action="store_true", help="do not ask")
    add_dry_run(command)


def _add_close(commands: Commands) -> None:
    command = commands.add(
        "close",
        "close a run; it can still be read, and opened again",
        "close adatum --outcome completed",
        "close contoso enroll-direct --outcome abandoned",
        "close contoso enroll-direct --reopen",
    )
    add_partner(command)
    command.add_argument("run", metavar="RUN", nargs="?", help="where several are open")
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--outcome",
        metavar="OUTCOME",
        choices=("completed", "abandoned"),
        help="completed: what it was for is reached; abandoned: it is given up",
    )
    what.add_argument("--reopen", action="store_true", help="open a closed run again")
    command.add_argument(
        "--yes",
        action="store_true",
        help="completed, although required items are open or customers are not complete",
    )
    add_dry_run(command)
