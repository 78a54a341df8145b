"""The arguments of ``next``."""

from __future__ import annotations

from csp_tui.cli.adder import Commands
from csp_tui.cli.option_words import ROLES

GROUPS = ("chase", "due", "confirm", "ready", "not-yet")

_COLUMNS = """

groups: chase (waiting, and its day to chase has come), due (by its due day or within 7 days,
and the points of the yearly clock), confirm (the rule has changed since it was ticked), ready
(to do, or refused and to be taken up again), not-yet (a prerequisite is open, or it waits).

In a pipe the columns are: group, partner, partner id, run, item id, title, role, need, owner,
day, remarks."""


def add_next(commands: Commands) -> None:
    """Add ``next``."""
    command = commands.add(
        "next",
        "tell what can or must be done now, for one partner or for all",
        "next",
        "next contoso",
        "next --role finance",
        "next --mine --group chase",
        "next --for Microsoft",
        'next --item "credit approval"',
        "next contoso --markdown",
    )
    command.epilog = f"{command.epilog}{_COLUMNS}"
    command.add_argument("partner", metavar="PARTNER", nargs="?", help="else all partners")
    command.add_argument(
        "--role",
        choices=ROLES,
        help="what this role can do",
    )
    whose = command.add_mutually_exclusive_group()
    whose.add_argument("--owner", metavar="O", help="what this owner looks after")
    whose.add_argument("--mine", action="store_true", help="what you look after")
    command.add_argument("--for", metavar="WHO", dest="whom", help="what waits for this party")
    command.add_argument("--group", choices=GROUPS, help="one group, all of it")
    command.add_argument("--item", metavar="ITEM", help="this item's state in every partner")
    command.add_argument(
        "--markdown", action="store_true", help="as a task list to paste into a mail"
    )
    command.add_argument(
        "--all",
        action="store_true",
        help="over all partners: everything, not only the first of each run that is ready",
    )
