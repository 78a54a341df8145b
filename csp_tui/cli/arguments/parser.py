"""The parser of the whole command line."""

from __future__ import annotations

import argparse
from functools import cache

from csp_tui import __version__
from csp_tui.cli.arguments.argparse_words import translate_argparse
from csp_tui.cli.arguments.calendar import add_calendar
from csp_tui.cli.arguments.care import add_care
from csp_tui.cli.arguments.checklists import add_checklists, add_lint
from csp_tui.cli.arguments.commands import (
    Commands,
    Formatter,
    Parser,
    add_common_options,
    add_partner,
)
from csp_tui.cli.arguments.contacts import add_contact_commands
from csp_tui.cli.arguments.customers import add_customer_commands
from csp_tui.cli.arguments.digest import add_digest, add_people
from csp_tui.cli.arguments.editions import add_edition_commands
from csp_tui.cli.arguments.exchange import add_export, add_import, add_sync
from csp_tui.cli.arguments.items import add_item_commands
from csp_tui.cli.arguments.next import add_next
from csp_tui.cli.arguments.partners import add_partner_acts, add_partners
from csp_tui.cli.arguments.portfolio import add_portfolio
from csp_tui.cli.arguments.report import add_report
from csp_tui.cli.arguments.show import add_reading
from csp_tui.core.base import language
from csp_tui.core.base.language import N_, _

_ABOUT = N_("Checklists for partners of Microsoft's Cloud Solution Provider programme.")

_MANUAL = N_("""\
Without a command the full screen opens at the partners, or straight away at the only
one's checklist; where there is no suitable terminal, the partners are printed instead.

A partner, a checklist, a run and an item are named by id, or by the start of an id,
name or title that fits only one of them. Dates are written 2026-11-30, "today",
"tomorrow", or "+5" for five business days from today.

Exit codes: 0 fine, 1 something to report, 2 usage, 3 not found, 4 unreadable or
invalid file, 5 busy, 6 could not write.""")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line, with its texts in the current language.

    It is made once for each language, so a caller may not change it.
    """
    return _built(language.current())


@cache
def _built(_code: str) -> argparse.ArgumentParser:
    translate_argparse()
    parser = Parser(
        prog="csp-tui",
        description=_(_ABOUT),
        epilog=_(_MANUAL),
        formatter_class=Formatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"csp-tui {__version__}",
        help="show program's version number and exit",
    )
    add_common_options(parser, None)
    _add_mouse(parser)
    commands = Commands(parser)
    for add in (
        _add_screens,
        add_partners,
        add_reading,
        add_checklists,
        add_next,
        add_portfolio,
        add_calendar,
        add_report,
        add_digest,
        add_people,
        add_partner_acts,
        add_item_commands,
        add_customer_commands,
        add_contact_commands,
        add_import,
        add_export,
        add_sync,
        add_edition_commands,
        add_care,
        _add_rest,
    ):
        add(commands)
    return parser


def _add_mouse(parser: argparse.ArgumentParser, missing: str | bool = False) -> None:
    parser.add_argument(
        "--mouse",
        action="store_true",
        default=missing,
        help="let the full screen use the mouse",
    )


def _add_screens(commands: Commands) -> None:
    command = commands.add(
        "open", "open the full screen at a partner", "open contoso", "open contoso enroll-direct"
    )
    add_partner(command)
    command.add_argument("run", metavar="RUN", nargs="?", help="id or start of its title")
    _add_mouse(command, argparse.SUPPRESS)
    command = commands.add(
        "demo",
        "try it with invented partners, which are gone afterwards; --data DIR keeps them there",
        "demo",
        "demo --data ~/csp-demo",
    )
    _add_mouse(command, argparse.SUPPRESS)


def _add_rest(commands: Commands) -> None:
    add_lint(commands)
    command = commands.add(
        "completion",
        "print the script that lets a shell complete commands, partners, items and the rest",
        "completion bash",
        "completion zsh",
        "completion fish",
    )
    shells = ("bash", "zsh", "fish")
    command.add_argument("shell", metavar="SHELL", choices=shells, help=", ".join(shells))
    commands.add("info", "show where things are and which versions run", "info")
