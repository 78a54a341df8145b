"""The arguments of the commands that change items and facts, and of ``walk``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from csp_tui.cli.arguments.commands import (
    Commands,
    add_dry_run,
    add_partner,
    add_view,
    make_optional,
)
from csp_tui.cli.arguments.customers import add_customer_option
from csp_tui.cli.arguments.next import ROLES
from csp_tui.core.base.language import N_, _

FILTERS = ("all", "to-do", "waiting", "late", "chase", "due", "rule-changed", "newer-rule", "mine")

_AGAIN = N_("else after the usual wait")
_YES = N_("untick what is done; do not ask, facts stay not known")

_ANSWERS = N_("""\
answers, each saved at once:
  y  done ("y 2026-09-01": when it became true)    t  to do again
  w  waiting; on a waiting item: chased today      r  refused
  x  not applicable                                e, note  evidence, note
  n  skip     b  back     u  undo     l  links     ?  everything on the item
  q  leave; so does the end of the input

Text after the letter answers its first question; the others get their preset answer:
"w Microsoft", "x no Azure", "e PLA 1234567". Where standard input is no terminal, facts are
not asked (see csp-tui fact), and the first answer that cannot be done ends it.""")


def add_item_commands(commands: Commands) -> None:
    """Add the commands that change items (``tick``, ``wait`` and others), ``fact`` and ``walk``."""
    _add_ticks(commands)
    _add_waiting(commands)
    _add_texts(commands)
    _add_fact(commands)
    _add_walk(commands)


def _add_items(
    command: argparse.ArgumentParser, several: bool, *, taken: Sequence[str] = ()
) -> None:
    """Add the arguments that choose items, with ``--customer``, ``--dry-run`` and ``--yes``.

    The items are those of one partner, or with ``--all`` of all partners.

    Args:
        command: the command.
        several: whether it takes several items of a partner at once.
        taken: options that this command adds itself with another meaning. ``--for`` and ``--owner``
            are then called ``--waits-for`` and ``--owned-by``; ``--yes`` is left out.
    """
    partner = command.add_argument("partner", metavar="[PARTNER]", help="id or start of the name")
    make_optional(partner)
    if several:
        items = command.add_argument(
            "items", metavar="ITEM", nargs="*", help="id or start of the title; all in one step"
        )
        make_optional(items)
    else:
        make_optional(
            command.add_argument("items", metavar="[ITEM]", help="id or start of the title")
        )
    command.add_argument(
        "--filter",
        metavar="NAME",
        action="append",
        default=[],
        help=_("instead of naming items, all that are, several at once: {filters}").format(
            filters=", ".join(FILTERS[1:])
        ),
    )
    command.add_argument("--run", metavar="RUN", help="the run, where several have such an item")
    add_customer_option(command)
    add_dry_run(command)
    every = command.add_argument_group(_("over all partners"))
    every.add_argument(
        "--all",
        dest="every",
        action="store_true",
        help="items of all partners, as these options choose them",
    )
    every.add_argument("--item", metavar="ITEM", help="this item, in every partner")
    add_view(every)
    whom = "--waits-for" if "--for" in taken else "--for"
    every.add_argument(whom, metavar="WHO", dest="whom", help="what waits for this party")
    owner = "--owned-by" if "--owner" in taken else "--owner"
    whose = every.add_mutually_exclusive_group()
    whose.add_argument(owner, metavar="OWNER", dest="owned_by", help="what this owner looks after")
    whose.add_argument("--mine", action="store_true", help="what you look after")
    every.add_argument(
        "--role",
        metavar="ROLE",
        choices=ROLES,
        help=_("what this role can do: {roles}").format(roles=", ".join(ROLES)),
    )
    if "--yes" not in taken:
        every.add_argument("--yes", action="store_true", help="do not ask")


def _add_ticks(commands: Commands) -> None:
    command = commands.add(
        "tick",
        "set items done; asks before one that is refused, out of order, or one way",
        "tick contoso partner-id --on 2026-09-01",
        'tick contoso "MFA on" security-contact',
        "tick contoso mpa-direct-accepted --yes",
    )
    _add_items(command, several=True, taken=("--yes",))
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
    command = commands.add(
        "confirm",
        "record that done items are still true under a changed rule; untick reopens them",
        "confirm proseware revenue-ttm --dry-run",
        "confirm proseware --filter rule-changed",
    )
    _add_items(command, several=True)
    for name, summary, example in (
        (
            "na",
            N_("set items not applicable"),
            'na contoso api-ready --reason "portal only"',
        ),
        ("refuse", N_("set items refused"), 'refuse contoso credit-approval --reason "limit 0"'),
    ):
        command = commands.add(name, summary, example)
        _add_items(command, several=True, taken=("--yes",))
        command.add_argument("--reason", metavar="R", required=True, help="why")
        command.add_argument("--yes", action="store_true", help=_YES)


def _add_waiting(commands: Commands) -> None:
    command = commands.add(
        "wait",
        "set items waiting for somebody",
        "wait contoso credit-approval --for Microsoft --case 2611230040001234",
        "wait contoso credit-approval --for Microsoft --chase +10",
    )
    _add_items(command, several=True, taken=("--for", "--yes"))
    command.add_argument("--for", metavar="WHO", dest="who", required=True, help="for whom")
    command.add_argument("--case", metavar="N", default="", help="case number")
    command.add_argument("--since", metavar="DATE", default="", help="since when; else today")
    command.add_argument("--chase", metavar="DATE", default="", help=_AGAIN)
    command.add_argument("--yes", action="store_true", help=_YES)
    command = commands.add(
        "chase",
        "record that waiting items were chased today, and when to chase again",
        "chase contoso --filter chase",
        "chase contoso business-verification",
        "chase contoso business-verification --chase +10",
        "chase contoso business-verification --text",
        "chase --all --item business-verification --for Microsoft",
    )
    _add_items(command, several=True)
    command.add_argument(
        "--chase", metavar="DATE", default="", help="again on; else after the usual wait"
    )
    command.add_argument(
        "--text",
        dest="wants_text",
        action="store_true",
        help="print a mail to chase with for each item, and record nothing",
    )


def _add_texts(commands: Commands) -> None:
    text_help = N_('"-" reads standard input; "" clears it')
    command = commands.add(
        "note",
        "set the note of an item",
        'note contoso credit-approval "Ben asked twice"',
        'note --all --item business-verification --for Microsoft "outage of 12 May"',
    )
    _add_items(command, several=False)
    make_optional(command.add_argument("text", metavar="[TEXT]", help=text_help))
    command = commands.add(
        "evidence",
        "say where the proof of an item is, or name and hash a file that proves it",
        'evidence contoso partner-id "PLA 1234567, agreement active" --as-of 2026-10-31',
        "evidence contoso credit-approval --file approval.pdf",
        'evidence contoso credit-approval --file ""',
    )
    _add_items(command, several=False)
    make_optional(command.add_argument("text", metavar="[TEXT]", help=text_help))
    command.add_argument(
        "--as-of", metavar="DATE", default="", help="the day on which the value held"
    )
    command.add_argument(
        "--file",
        metavar="PATH",
        help='keep its name and SHA-256, not its path; "" clears them',
    )
    command = commands.add(
        "set",
        "set the owner or the due date of items",
        "set contoso credit-approval --owner ben --due 2027-03-01",
        "set contoso --filter to-do --owner ben",
        "set --all --item business-verification --owned-by amira --owner ben --dry-run",
        'set contoso credit-approval --due ""',
    )
    _add_items(command, several=True, taken=("--owner",))
    command.add_argument("--owner", metavar="OWNER", help='who does it; "" clears it')
    command.add_argument("--due", metavar="DATE", help='by when; "" clears it')


def _add_fact(commands: Commands) -> None:
    command = commands.add(
        "fact",
        "list what is asked of a partner and what depends on it, or answer it",
        "fact contoso",
        "fact contoso sells-azure no",
        "fact woodgrove sells-azure no --customer coho",
    )
    add_partner(command)
    fact = command.add_argument("fact", metavar="[FACT]", help="id or start of the question")
    answer = command.add_argument(
        "answer", metavar="[ANSWER]", choices=("yes", "no", "unknown"), help="yes, no or unknown"
    )
    add_customer_option(command)
    add_dry_run(command)
    make_optional(fact)
    make_optional(answer)


def _add_walk(commands: Commands) -> None:
    command = commands.add(
        "walk",
        "go through a checklist item by item on plain lines, from the first that is open",
        "walk contoso",
        "walk contoso enroll-direct --open",
        'walk contoso --from "credit approval"',
        "walk woodgrove --customer all",
    )
    command.epilog = f"{command.epilog}\n\n{_(_ANSWERS)}"
    add_partner(command)
    command.add_argument("run", metavar="RUN", nargs="?", help="else every run that is open")
    command.add_argument("--from", metavar="ITEM", dest="start", help="start at this item")
    command.add_argument("--open", action="store_true", help="skip what is done or not applicable")
    command.add_argument(
        "--yes", action="store_true", help="do not ask about order, one way or done"
    )
    add_customer_option(command)
