"""The arguments of the commands about the customers of a partner."""

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
from csp_tui.core.base.language import N_, _

FILTERS = (
    "all", "lacking", "waiting", "late", "this-week", "chase", "due",
    "chase-it", "due-it", "incomplete", "complete",
    "archived",
)  # fmt: skip
VALUES = ("owner", "planned", "week")
ORDERS = ("name", "planned", "term-end", "progress")


def add_customer_commands(commands: Commands) -> None:
    """Add ``customers`` and ``customer`` to the command line."""
    command = commands.add(
        "customers",
        "list the customers of a partner with the state of each item, or who lacks one",
        "customers woodgrove",
        'customers woodgrove --item "your gdap"',
        "customers woodgrove --filter chase --sort term-end",
        'customers woodgrove --filter lacking --filter "planned 2026-12"',
    )
    add_partner(command)
    command.add_argument("run", metavar="RUN", nargs="?", help="one of several runs")
    command.add_argument("--item", metavar="ITEM", help="this item alone; else all")
    _add_choices(command)
    command.add_argument("--archived", action="store_true", help="the archived ones")
    _add_customer(commands)


def _add_choices(command: argparse._ActionsContainer) -> None:
    """Add ``--filter``, ``--sort`` and ``--view``, which choose customers and say their order."""
    command.add_argument(
        "--filter",
        metavar="NAME",
        choices=NamesAndValues.of(FILTERS, VALUES),
        action="append",
        default=[],
        help=_(
            'just these; several must all fit: {filters}; or {words} with a value: "owner ben"'
        ).format(filters=", ".join(FILTERS), words=", ".join(VALUES)),
    )
    command.add_argument(
        "--sort",
        metavar="NAME",
        choices=tuple(ORDERS),
        help=", ".join(ORDERS),
    )
    add_view(command)


def add_customer_option(command: argparse.ArgumentParser) -> None:
    """Add ``--customer``, which names the customers whose items `command` works on."""
    command.add_argument(
        "--customer",
        metavar="C",
        action="append",
        default=None,
        help='for this customer (may be repeated); "all": for all active ones',
    )


def _add_customer(commands: Commands) -> None:
    command = commands.add(
        "customer",
        "add a customer, change its data, archive it or bring it back",
        'customer add woodgrove "Wide World Importers" --planned 2027-01-11',
        'customer edit woodgrove coho --term-end 2027-03-31 --owner ""',
        "customer edit woodgrove --all --planned 2027-01-11 --per-week 20 --dry-run",
        "customer archive woodgrove coho",
    )
    acts = commands.inside(command, "act")
    for name, summary, example in (
        ("add", N_("add a customer and print its id"), 'woodgrove "Wide World Importers"'),
        ("edit", N_("change its data"), "woodgrove coho --owner ben"),
        ("archive", N_("archive it; it is not counted any more"), "woodgrove coho"),
        ("unarchive", N_("bring it back from the archive"), "woodgrove vanarsdel"),
    ):
        act = acts.add(name, summary, f"customer {name} {example}")
        add_partner(act)
        add_dry_run(act)
        if name == "add":
            act.add_argument("name", metavar="NAME", help="its name, as you call it")
            act.add_argument("--again", action="store_true", help="even if the name exists already")
        elif name == "edit":
            make_optional(
                act.add_argument("customer", metavar="[CUSTOMER]", help="id or start of the name")
            )
            act.add_argument("--name", help="its name, as you call it")
        else:
            act.add_argument("customer", metavar="CUSTOMER", help="id or start of the name")
        if name in ("add", "edit"):
            act.add_argument("--tenant", help="such as coho.onmicrosoft.com")
            act.add_argument("--tenant-id", metavar="ID", help="Microsoft's id of its tenant")
            act.add_argument("--owner", help="who looks after it")
            act.add_argument("--planned", metavar="DATE", help="the day its wave starts")
            act.add_argument("--term-end", metavar="DATE", help="when its subscriptions run out")
            act.add_argument("--note", help="anything worth knowing; it may have several lines")
        if name == "edit":
            _add_edit_of_many(act)


def _add_edit_of_many(command: argparse.ArgumentParser) -> None:
    """Add ``--all``, and the options that go with it: whom to edit, and ``--yes``.

    Also added are ``--per-day`` and ``--per-week``, which spread planned days in waves.
    """
    every = command.add_argument_group(_("over all customers of the partner"))
    every.add_argument(
        "--all",
        dest="every",
        action="store_true",
        help="all active customers that these options choose, as one act",
    )
    every.add_argument("--run", metavar="RUN", help="one of several runs, for --item and --filter")
    every.add_argument("--item", metavar="ITEM", help="those who lack this item")
    _add_choices(every)
    waves = every.add_mutually_exclusive_group()
    waves.add_argument(
        "--per-day", metavar="N", help="with --planned: so many that day and each working day after"
    )
    waves.add_argument(
        "--per-week", metavar="N", help="with --planned: so many that day and each week after"
    )
    every.add_argument("--yes", action="store_true", help="do not ask")
