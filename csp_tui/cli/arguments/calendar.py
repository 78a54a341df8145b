"""The arguments of ``calendar``."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands
from csp_tui.cli.arguments.next import ROLES
from csp_tui.cli.arguments.partners import add_choices
from csp_tui.core.base.language import _

GROUPS = ("chase", "due", "clock", "planned", "term-end")


def add_calendar(commands: Commands) -> None:
    """Add ``calendar`` to the command line."""
    command = commands.add(
        "calendar",
        "write the days to chase, due days, yearly clocks, planned days and term ends as iCalendar",
        "calendar contoso --output contoso.ics",
        "calendar contoso --group clock --output contoso-clock.ics",
        "calendar --mine --output mine.ics --yes",
        "calendar --owner ben --group chase --group due",
        "calendar --checklist transition --group planned --output waves.ics",
    )
    command.add_argument("partners", metavar="PARTNER", nargs="*", help="else all partners")
    command.add_argument(
        "--group",
        choices=GROUPS,
        action="append",
        default=[],
        help="just these days; may be repeated",
    )
    whose = command.add_mutually_exclusive_group()
    whose.add_argument("--owner", metavar="OWNER", help="what this owner looks after")
    whose.add_argument("--mine", action="store_true", help="what you look after")
    command.add_argument("--for", metavar="WHO", dest="whom", help="what waits for this party")
    command.add_argument("--role", choices=ROLES, help="what this role can do")
    add_choices(command.add_argument_group(_("which partners")))
    command.add_argument("--no-reminders", action="store_true", help="events without reminders")
    command.add_argument("--output", metavar="FILE", help='write to FILE; "-" is standard output')
    command.add_argument("--yes", action="store_true", help="replace FILE if it exists")
