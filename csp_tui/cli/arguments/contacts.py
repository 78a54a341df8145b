"""The arguments of ``contact``: the people to ask at a partner or customer."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands, add_dry_run, add_partner
from csp_tui.core.base.language import N_


def add_contact_commands(commands: Commands) -> None:
    """Add ``contact`` to the command line."""
    command = commands.add(
        "contact",
        "the people to ask at a partner or customer: add, change, remove or list them",
        'contact add contoso "Jane Doe" --role CFO --mail jane@contoso.com',
        'contact edit contoso jane --phone "+44 20 7946 0000"',
        "contact list woodgrove --customer coho",
        "contact remove contoso jane",
    )
    acts = commands.inside(command, "act")
    for name, summary, example in (
        ("add", N_("add a contact and print its id"), 'contoso "Jane Doe" --role CFO'),
        (
            "edit",
            N_('change a contact; "" clears a value'),
            "contoso jane --role CEO",
        ),
        ("remove", N_("remove a contact; undo brings it back"), "contoso jane"),
        ("list", N_("list the contacts and the note"), "contoso"),
    ):
        act = acts.add(name, summary, f"contact {name} {example}")
        add_partner(act)
        if name == "add":
            act.add_argument("name", metavar="NAME", help="the person's name")
        elif name != "list":
            act.add_argument("contact", metavar="CONTACT", help="id or start of the name")
        act.add_argument("--customer", metavar="CUSTOMER", help="of this customer")
        if name == "edit":
            act.add_argument("--name", help="the person's name")
        if name in ("add", "edit"):
            act.add_argument("--role", help="what the person does, such as CFO")
            act.add_argument("--mail", metavar="ADDRESS", help="the mail address")
            act.add_argument("--phone", metavar="NUMBER", help="the phone number")
            act.add_argument("--link", metavar="URL", help="a page, such as a profile")
        if name != "list":
            add_dry_run(act)
