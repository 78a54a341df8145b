"""The arguments of every command, with a sentence and an example for each."""

from __future__ import annotations

import argparse
import difflib
from typing import Any, NoReturn

from csp_tui import __version__
from csp_tui.cli.customer_arguments import add_customer_commands, add_customer_option
from csp_tui.core.errors import UsageError

_ABOUT = "Checklists for partners of Microsoft's Cloud Solution Provider programme."

_MANUAL = """\
Without a command the full screen opens at the partners, or straight away at the only
one's checklist; where there is no suitable terminal, the partners are printed instead.

A partner, a checklist, a run and an item are named by id, or by the start of an id,
name or title that fits only one of them. Dates are written 2026-11-30 or "today".

Exit codes: 0 fine, 1 something to report, 2 usage, 3 not found, 4 unreadable or
invalid file, 5 busy, 6 could not write."""

_STATE_HELP = "when it became true, if you know"


class _Parser(argparse.ArgumentParser):
    """Reports what is wrong as one sentence, like every other error."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            names = [str(each) for each in action.choices]
            near = difflib.get_close_matches(str(value), names, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"it is one of {', '.join(names)}"
            name = action.metavar or action.dest
            raise argparse.ArgumentError(None, f'there is no {name} "{value}"; {hint}')


class _Commands:
    """Adds commands that share the common options."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._adder = parser.add_subparsers(
            title="commands", dest="command", metavar="COMMAND", required=False, prog=parser.prog
        )

    def add(self, name: str, summary: str, *examples: str) -> argparse.ArgumentParser:
        command = self._adder.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog="\n".join(("examples:", *(f"  csp-tui {each}" for each in examples))),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        _add_common(command, argparse.SUPPRESS)
        return command


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(
        prog="csp-tui",
        description=_ABOUT,
        epilog=_MANUAL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"csp-tui {__version__}")
    _add_common(parser, None)
    _add_mouse(parser)
    commands = _Commands(parser)
    for add in (
        _add_screens,
        _add_reading,
        _add_partner_acts,
        _add_states,
        _add_texts,
        add_customer_commands,
        _add_care,
        _add_rest,
    ):
        add(commands)
    return parser


def _add_common(parser: argparse.ArgumentParser, missing: str | None) -> None:
    """Add the common options; after a command a missing one leaves what stands before it."""
    no = False if missing is None else missing
    group = parser.add_argument_group("common options")
    group.add_argument("--data", metavar="DIR", default=missing, help="use this data directory")
    group.add_argument(
        "--plain", action="store_true", default=no, help="words instead of marks, one fact a line"
    )
    group.add_argument(
        "--quiet", action="store_true", default=no, help="no confirmations and no notes"
    )


def _add_mouse(parser: argparse.ArgumentParser, missing: str | bool = False) -> None:
    parser.add_argument(
        "--mouse", action="store_true", default=missing, help="let the full screen take the mouse"
    )


def _add_partner(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("partner", metavar="PARTNER", help="id or start of the name")


def _add_screens(commands: _Commands) -> None:
    command = commands.add(
        "open", "open the full screen at a partner", "open contoso", "open contoso enroll-direct"
    )
    _add_partner(command)
    command.add_argument("run", metavar="RUN", nargs="?", help="id or start of its title")
    _add_mouse(command, argparse.SUPPRESS)
    command = commands.add(
        "demo", "look around among invented partners, which are gone afterwards", "demo"
    )
    _add_mouse(command, argparse.SUPPRESS)


def _add_reading(commands: _Commands) -> None:
    commands.add(
        "partners", "list the partners, how far they are and what is next", "partners --plain"
    )
    command = commands.add(
        "show",
        "show a partner's checklist with the state of each item, or one item in full",
        "show contoso",
        "show contoso enroll-direct",
        'show contoso --item "credit approval"',
        "show contoso --item credit-approval --links",
    )
    _add_partner(command)
    command.add_argument("run", metavar="RUN", nargs="?", help="one of several runs")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--items", action="store_true", help="all items (what is shown anyway)")
    what.add_argument("--item", metavar="ITEM", help="this item in full")
    command.add_argument("--links", action="store_true", help="with --item: its addresses alone")
    command.add_argument("--customer", metavar="C", help="the items of this customer")
    command = commands.add(
        "history",
        "list who changed what and when, the oldest first",
        "history contoso",
        "history contoso credit-approval",
    )
    _add_partner(command)
    command.add_argument("item", metavar="ITEM", nargs="?", help="this item alone")
    command.add_argument("--run", metavar="RUN", help="this run alone")
    command = commands.add(
        "checklists",
        "list the checklists, or the items of one",
        "checklists",
        "checklists enroll-direct",
    )
    command.add_argument("checklist", metavar="CHECKLIST", nargs="?", help="id or start of title")
    command.add_argument("--edition", metavar="E", help="this edition instead of the newest")


def _add_partner_acts(commands: _Commands) -> None:
    command = commands.add(
        "add", "add a partner and print its id", 'add "Contoso Ltd" --region EU/EFTA --owner amira'
    )
    command.add_argument("name", metavar="NAME", help="its name, as you call it")
    command.add_argument("--company", help="the company, where it has several tenants")
    command.add_argument("--partner-id", metavar="ID", help="Microsoft's PartnerID")
    command.add_argument("--tenant", help="such as contoso.onmicrosoft.com")
    command.add_argument("--region", help="CSP region")
    command.add_argument(
        "--model", choices=("indirect-reseller", "direct-bill"), help="how it buys today"
    )
    command.add_argument("--owner", help="who looks after it")
    command = commands.add(
        "start",
        "start a checklist for a partner",
        "start contoso enroll-direct",
        "start contoso enroll-direct --edition 2018-12",
    )
    _add_partner(command)
    command.add_argument("checklist", metavar="CHECKLIST", help="id or start of its title")
    command.add_argument("--edition", metavar="E", help="this edition instead of the newest")
    _add_partner(commands.add("undo", "take back your last step in a partner", "undo contoso"))
    _add_partner(commands.add("redo", "take back your last undo in a partner", "redo contoso"))


def _add_items(command: argparse.ArgumentParser, several: bool) -> None:
    _add_partner(command)
    command.add_argument(
        "items",
        metavar="ITEM",
        nargs="+" if several else 1,
        help="id or start of the title" + ("; all in one step" if several else ""),
    )
    command.add_argument("--run", metavar="RUN", help="the run, where several have such an item")
    add_customer_option(command)


def _add_states(commands: _Commands) -> None:
    command = commands.add(
        "tick",
        "set items done",
        "tick contoso partner-id --on 2026-09-01",
        'tick contoso "MFA on" security-contact',
    )
    _add_items(command, several=True)
    command.add_argument("--on", metavar="DATE", default="", help=_STATE_HELP)
    command = commands.add(
        "untick",
        "set items to do again; evidence and notes stay",
        "untick contoso partner-id",
    )
    _add_items(command, several=True)
    command = commands.add(
        "wait",
        "set items waiting for somebody",
        "wait contoso credit-approval --for Microsoft --case 2611230040001234",
    )
    _add_items(command, several=True)
    command.add_argument("--for", metavar="WHO", dest="who", required=True, help="for whom")
    command.add_argument("--case", metavar="N", default="", help="case number")
    command.add_argument("--since", metavar="DATE", default="", help="since when; else today")
    command.add_argument("--chase", metavar="DATE", default="", help="else after the usual wait")
    for name, summary, example in (
        ("na", "set items not applicable", 'na contoso azure-transferred --reason "no Azure"'),
        ("refuse", "set items refused", 'refuse contoso credit-approval --reason "limit 0"'),
    ):
        command = commands.add(name, summary, example)
        _add_items(command, several=True)
        command.add_argument("--reason", metavar="R", required=True, help="why")


def _add_texts(commands: _Commands) -> None:
    for name, summary, example in (
        ("note", "set the note of an item", 'note contoso credit-approval "Ben asked twice"'),
        (
            "evidence",
            "say where the proof of an item is",
            'evidence contoso partner-id "PLA 1234567, agreement active" --as-of 2026-10-31',
        ),
    ):
        command = commands.add(name, summary, example)
        _add_items(command, several=False)
        command.add_argument(
            "text", metavar="TEXT", help='"-" reads standard input; "" takes it away'
        )
        if name == "evidence":
            command.add_argument(
                "--as-of", metavar="DATE", default="", help="the day on which the value held"
            )
    command = commands.add(
        "set",
        "set the owner or the due date of an item",
        "set contoso credit-approval --owner ben --due 2027-03-01",
        'set contoso credit-approval --due ""',
    )
    _add_items(command, several=False)
    command.add_argument("--owner", metavar="O", help='who does it; "" takes it away')
    command.add_argument("--due", metavar="DATE", help='by when; "" takes it away')


def _add_care(commands: _Commands) -> None:
    command = commands.add(
        "verify",
        "check that no history line is missing or was altered",
        "verify",
        "verify contoso --against k3v9q2mx:12:296c8dd5...",
    )
    command.add_argument("partners", metavar="PARTNER", nargs="*", help="else all partners")
    command.add_argument("--against", metavar="HEAD", help="a head that was kept elsewhere")
    command = commands.add(
        "restore", "put the last good copy in place of an unreadable file", "restore contoso"
    )
    _add_partner(command)
    command.add_argument("--undo", action="store_true", help="put the damaged file back")
    command = commands.add(
        "purge", "erase a partner with its history and copies", "purge contoso-7f3a --yes"
    )
    _add_partner(command)
    command.add_argument("--yes", action="store_true", help="do not ask")
    command = commands.add(
        "init",
        "make a data directory that the users of a group share",
        "init --shared csp-team /srv/csp-tui",
    )
    command.add_argument("--shared", metavar="GROUP", required=True, help="whose members share it")
    command.add_argument("directory", metavar="DIR", help="the directory; empty or not there yet")


def _add_rest(commands: _Commands) -> None:
    command = commands.add(
        "lint",
        "check checklist files and report every problem",
        "lint",
        "lint my-checklist/2026-12.toml",
    )
    command.add_argument("files", metavar="FILE", nargs="*", help="else all checklists in use")
    commands.add("info", "tell where things are and which versions run", "info")
