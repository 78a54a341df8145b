"""The arguments of ``next``."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands, add_view
from csp_tui.core.base.language import N_, _

ROLES = ("global-admin", "finance", "operations", "distributor", "customer")
GROUPS = ("missed", "chase", "due", "clock", "confirm", "ready", "not-yet")

_COLUMNS = N_("""\
groups: missed (a yearly check whose day is over), chase (waiting, and its day to chase has come),
due (its due day has come or is at most 7 days off), clock (the other points of the yearly clock;
--group clock has both), confirm (the rule has changed since it was ticked), ready (to do, or
refused and to be taken up again), not-yet (a prerequisite is open, or it waits).

An item that is gone through for each customer is one line for all of those for whom the same is
to be done; the numbers count each of them.

In a pipe the columns are: group, partner, partner id, run, item id, title, role, need, owner,
day, remarks; with --by-item: group, number of partners, item id, title, role, need, partner ids,
remarks.""")


def add_next(commands: Commands) -> None:
    """Add ``next`` to the command line."""
    command = commands.add(
        "next",
        "show what can or must be done now, for one partner or for all",
        "next",
        "next contoso",
        "next --role finance",
        "next --role finance --by-item",
        "next --mine --group chase --group due",
        "next --for Microsoft",
        'next --item "credit approval"',
        "next contoso --markdown",
        "next --group chase --json",
    )
    command.epilog = f"{command.epilog}\n\n{_(_COLUMNS)}"
    command.add_argument("partner", metavar="PARTNER", nargs="?", help="else all partners")
    command.add_argument(
        "--role",
        choices=ROLES,
        help="what this role can do",
    )
    whose = command.add_mutually_exclusive_group()
    whose.add_argument("--owner", metavar="OWNER", help="what this owner looks after")
    whose.add_argument("--mine", action="store_true", help="what you look after")
    command.add_argument("--for", metavar="WHO", dest="whom", help="what waits for this party")
    add_view(command)
    command.add_argument(
        "--group",
        choices=GROUPS,
        action="append",
        default=[],
        help="just this group, all of it; may be repeated",
    )
    command.add_argument("--item", metavar="ITEM", help="this item's state in every partner")
    command.add_argument(
        "--by-item",
        action="store_true",
        help="each item once, with how many partners have it to do",
    )
    command.add_argument(
        "--markdown", action="store_true", help="as a task list to paste into a mail"
    )
    command.add_argument(
        "--all",
        action="store_true",
        help="over all partners: everything, not only the first of each run that is ready",
    )
