"""The arguments of ``digest`` and ``people``."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands, add_dry_run
from csp_tui.cli.arguments.partners import add_choices
from csp_tui.core.base.language import LANGUAGES, _

USUAL_PROGRAM = "sendmail"


def add_digest(commands: Commands) -> None:
    """Add ``digest`` to the command line."""
    command = commands.add(
        "digest",
        "make a mail on what is to be chased, due or lapsing, and what others have done;"
        " a terminal shows its text alone",
        "digest --owner amira",
        'digest --filter "owner amira" --since 7d --always',
        "digest --each-owner --dry-run",
        "digest --each-owner --send --quiet",
    )
    whose = command.add_mutually_exclusive_group()
    whose.add_argument(
        "--owner", metavar="OWNER", help="what this owner looks after; else all partners"
    )
    whose.add_argument(
        "--each-owner", action="store_true", help="a mail to each owner who has something"
    )
    command.add_argument(
        "--since",
        metavar="DATE",
        help="what others have done from this day on, or in so many days: 7d; else from the last "
        "working day",
    )
    command.add_argument("--always", action="store_true", help="also if there is nothing to say")
    add_choices(command)
    command.add_argument(
        "--to", metavar="ADDRESS", action="append", default=[],
        help="to this address; else to the one that people shows; may be repeated",
    )  # fmt: skip
    command.add_argument(
        "--from",
        dest="sender",
        metavar="ADDRESS",
        help="from this address; else mail_from of the settings, or yours on this machine",
    )
    command.add_argument(
        "--send",
        metavar="PROGRAM",
        nargs="?",
        const=USUAL_PROGRAM,
        help="hand it to sendmail, or to this program, which is called with -t -i; else it is "
        "printed",
    )
    add_dry_run(command)


def add_people(commands: Commands) -> None:
    """Add ``people`` to the command line, with the commands inside it."""
    command = commands.add(
        "people",
        "list the owners with the mail address and language that digest uses",
        "people",
        "people set amira --mail amira@example.com --language fr",
        "people remove amira",
    )
    inside = commands.inside(command, "act", is_required=False)
    setting = inside.add(
        "set",
        'set the mail address or language of an owner; "" clears it',
        "people set amira --mail amira@example.com --language fr",
        'people set amira --language ""',
    )
    setting.add_argument("name", metavar="OWNER", help="the name of the owner")
    setting.add_argument("--mail", metavar="ADDRESS", help="such as amira@example.com")
    setting.add_argument(
        "--language", metavar="CODE", help=_("one of {known}").format(known=", ".join(LANGUAGES))
    )
    add_dry_run(setting)
    removing = inside.add("remove", "remove an owner from people.toml", "people remove amira")
    removing.add_argument("name", metavar="OWNER", help="the name of the owner")
    add_dry_run(removing)
