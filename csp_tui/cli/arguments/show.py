"""The arguments of ``show``, ``links`` and ``history``."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands, add_partner
from csp_tui.cli.arguments.items import FILTERS
from csp_tui.core.base.language import _


def add_reading(commands: Commands) -> None:
    """Add ``show``, ``links`` and ``history`` to the command line."""
    _add_show(commands)
    command = commands.add(
        "links",
        "print the addresses of the guidance that an item comes from, one on each line",
        "links contoso credit-approval",
    )
    add_partner(command)
    command.add_argument("item", metavar="ITEM", help="id or start of the title")
    command.add_argument("--run", metavar="RUN", help="the run, where several have such an item")
    command.add_argument("--customer", metavar="C", help="an item of this customer")
    command = commands.add(
        "history",
        "list who changed what and when, the oldest first",
        "history contoso",
        "history contoso credit-approval",
    )
    add_partner(command)
    command.add_argument("item", metavar="ITEM", nargs="?", help="this item alone")
    command.add_argument("--run", metavar="RUN", help="this run alone")


def _add_show(commands: Commands) -> None:
    command = commands.add(
        "show",
        "show a partner's checklist with the state of each item, or one item in full",
        "show contoso",
        "show contoso enroll-direct",
        "show contoso --filter chase",
        'show contoso "credit approval"',
        "show contoso credit-approval --links",
        "show contoso --as-of 2026-10-31",
    )
    add_partner(command)
    command.add_argument(
        "run", metavar="RUN", nargs="?", help="one of several runs; or an item, in full"
    )
    what = command.add_mutually_exclusive_group()
    what.add_argument("--items", action="store_true", help="all items (the default)")
    what.add_argument("--item", metavar="ITEM", help="this item in full, of RUN if that is given")
    what.add_argument(
        "--filter",
        metavar="NAME",
        action="append",
        default=[],
        help=_("only these items, several at once: {filters}").format(
            filters=", ".join(FILTERS[1:])
        ),
    )
    command.add_argument("--links", action="store_true", help="of an item: its addresses alone")
    command.add_argument("--as-of", metavar="DATE", help="as it was at the end of that day")
    command.add_argument("--customer", metavar="C", help="the items of this customer")
