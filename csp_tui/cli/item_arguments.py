"""The arguments of the commands that act on items and facts."""

from __future__ import annotations

import argparse

from csp_tui.cli.adder import Commands, add_partner
from csp_tui.cli.customer_arguments import add_customer_option

_AGAIN = "else after the usual wait"
_YES = "take the tick off what is done; do not ask, facts stay not known"


def add_item_commands(commands: Commands) -> None:
    """Add ``tick`` and the other commands that change items, and ``fact``."""
    _add_ticks(commands)
    _add_waiting(commands)
    _add_texts(commands)
    _add_fact(commands)


def _add_items(command: argparse.ArgumentParser, several: bool) -> None:
    add_partner(command)
    command.add_argument(
        "items",
        metavar="ITEM",
        nargs="+" if several else 1,
        help="id or start of the title" + ("; all in one step" if several else ""),
    )
    command.add_argument("--run", metavar="RUN", help="the run, where several have such an item")
    add_customer_option(command)


def _add_ticks(commands: Commands) -> None:
    command = commands.add(
        "tick",
        "set items done; asks before one out of order, and before one that is one way",
        "tick contoso partner-id --on 2026-09-01",
        'tick contoso "MFA on" security-contact',
        "tick contoso billing-switched --yes",
    )
    _add_items(command, several=True)
    command.add_argument(
        "--on", metavar="DATE", default="", help="when it became true, if you know"
    )
    command.add_argument("--yes", action="store_true", help="do not ask; facts stay not known")
    command = commands.add(
        "untick",
        "set items to do again; evidence and notes stay",
        "untick contoso partner-id",
    )
    _add_items(command, several=True)
    for name, summary, example in (
        ("na", "set items not applicable", 'na contoso azure-transferred --reason "no Azure"'),
        ("refuse", "set items refused", 'refuse contoso credit-approval --reason "limit 0"'),
    ):
        command = commands.add(name, summary, example)
        _add_items(command, several=True)
        command.add_argument("--reason", metavar="R", required=True, help="why")
        command.add_argument("--yes", action="store_true", help=_YES)


def _add_waiting(commands: Commands) -> None:
    command = commands.add(
        "wait",
        "set items waiting for somebody",
        "wait contoso credit-approval --for Microsoft --case 2611230040001234",
        "wait contoso credit-approval --for Microsoft --chase +10",
    )
    _add_items(command, several=True)
    command.add_argument("--for", metavar="WHO", dest="who", required=True, help="for whom")
    command.add_argument("--case", metavar="N", default="", help="case number")
    command.add_argument("--since", metavar="DATE", default="", help="since when; else today")
    command.add_argument("--chase", metavar="DATE", default="", help=_AGAIN)
    command.add_argument("--yes", action="store_true", help=_YES)
    command = commands.add(
        "chase",
        "record that waiting items were chased today, and when to chase again",
        "chase contoso credit-approval",
        "chase contoso credit-approval --chase 2026-12-07",
    )
    _add_items(command, several=True)
    command.add_argument("--chase", metavar="DATE", default="", help=f"again on; {_AGAIN}")


def _add_texts(commands: Commands) -> None:
    text_help = '"-" reads standard input; "" takes it away'
    command = commands.add(
        "note", "set the note of an item", 'note contoso credit-approval "Ben asked twice"'
    )
    _add_items(command, several=False)
    command.add_argument("text", metavar="TEXT", help=text_help)
    command = commands.add(
        "evidence",
        "say where the proof of an item is, or name and hash a file that proves it",
        'evidence contoso partner-id "PLA 1234567, agreement active" --as-of 2026-10-31',
        "evidence contoso credit-approval --file approval.pdf",
        'evidence contoso credit-approval --file ""',
    )
    _add_items(command, several=False)
    _may_be_missing(command.add_argument("text", metavar="[TEXT]", help=text_help))
    command.add_argument(
        "--as-of", metavar="DATE", default="", help="the day on which the value held"
    )
    command.add_argument(
        "--file",
        metavar="PATH",
        help='keep its name and SHA-256, not its path; "" takes them away',
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


def _add_fact(commands: Commands) -> None:
    command = commands.add(
        "fact",
        "list what is asked of a partner and what depends on it, or answer it",
        "fact contoso",
        "fact contoso sells-azure no",
        "fact contoso sells-azure no --customer coho",
    )
    add_partner(command)
    add_customer_option(command)
    fact = command.add_argument("fact", metavar="[FACT]", help="id or start of the question")
    answer = command.add_argument(
        "answer", metavar="[ANSWER]", choices=("yes", "no", "unknown"), help="yes, no or unknown"
    )
    _may_be_missing(fact)
    _may_be_missing(answer)


def _may_be_missing(argument: argparse.Action) -> None:
    """Let a positional argument be left out; unlike one with "?", it may stand after options."""
    argument.required = False
