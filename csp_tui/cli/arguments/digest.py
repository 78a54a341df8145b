"""The arguments of ``digest`` and ``people``."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands, add_dry_run
from csp_tui.core.base.language import LANGUAGES, _


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
