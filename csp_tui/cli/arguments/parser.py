"""The arguments of every command, with a sentence and an example for each."""

from __future__ import annotations

import argparse
import difflib
from typing import Any, NoReturn

from csp_tui import __version__
from csp_tui.cli.arguments.adding import add_partner
from csp_tui.cli.arguments.argparse_words import translate_argparse
from csp_tui.cli.arguments.care import add_care
from csp_tui.cli.arguments.checklists import add_checklists, add_lint
from csp_tui.cli.arguments.customers import add_customer_commands
from csp_tui.cli.arguments.editions import add_edition_commands
from csp_tui.cli.arguments.exchange import add_export, add_import, add_sync
from csp_tui.cli.arguments.items import add_item_commands
from csp_tui.cli.arguments.next import add_next
from csp_tui.cli.arguments.partners import add_partner_acts, add_partners
from csp_tui.cli.arguments.report import add_report
from csp_tui.cli.arguments.show import add_reading
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import LANGUAGES, N_, _

_ABOUT = N_("Checklists for partners of Microsoft's Cloud Solution Provider programme.")

_MANUAL = N_("""\
Without a command the full screen opens at the partners, or straight away at the only
one's checklist; where there is no suitable terminal, the partners are printed instead.

A partner, a checklist, a run and an item are named by id, or by the start of an id,
name or title that fits only one of them. Dates are written 2026-11-30, "today",
"tomorrow", or "+5" for five business days from today.

Exit codes: 0 fine, 1 something to report, 2 usage, 3 not found, 4 unreadable or
invalid file, 5 busy, 6 could not write.""")


class _Parser(argparse.ArgumentParser):
    """Reports what is wrong as one sentence, like every other error."""

    def error(self, message: str) -> NoReturn:
        told = _("{message}; see {command} --help")
        raise UsageError(told.format(message=message, command=self.prog))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuse what the command does not know, naming the command's own help."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(_("unrecognized arguments: %s") % " ".join(unknown))
        return known, unknown

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            names = [str(each) for each in action.choices]
            near = difflib.get_close_matches(str(value), names, n=1)
            told = (
                _('there is no {name} "{value}"; did you mean "{near}"?')
                if near
                else _('there is no {name} "{value}"; it is one of {known}')
            )
            said = told.format(
                name=str(action.metavar or action.dest).strip("[]"),
                value=value,
                near="".join(near),
                known=", ".join(names),
            )
            raise argparse.ArgumentError(None, said)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of a text, and says what options and commands do in the language spoken."""

    def _get_help_string(self, action: argparse.Action) -> str:
        return _(action.help) if action.help else ""


class _Commands:
    """Adds commands that share the common options."""

    def __init__(self, parser: argparse.ArgumentParser, dest: str = "command") -> None:
        is_outer = dest == "command"
        self._adder = parser.add_subparsers(
            title=_("commands"),
            dest=dest,
            metavar=dest.upper(),
            required=not is_outer,
            prog=parser.prog,
        )

    def below(self, command: argparse.ArgumentParser, dest: str) -> _Commands:
        """Return what adds the words that may follow `command`."""
        return _Commands(command, dest)

    def add(self, name: str, summary: str, *examples: str) -> argparse.ArgumentParser:
        command = self._adder.add_parser(
            name,
            help=summary,
            description=f"{_(summary)[0].upper()}{_(summary)[1:]}.",
            epilog="\n".join((_("examples:"), *(f"  csp-tui {each}" for each in examples))),
            formatter_class=_Formatter,
            allow_abbrev=False,
        )
        _add_common(command, argparse.SUPPRESS)
        return command


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line, in the language that is spoken."""
    translate_argparse()
    parser = _Parser(
        prog="csp-tui",
        description=_(_ABOUT),
        epilog=_(_MANUAL),
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"csp-tui {__version__}",
        help="show program's version number and exit",
    )
    _add_common(parser, None)
    _add_mouse(parser)
    commands = _Commands(parser)
    for add in (
        _add_screens,
        add_partners,
        add_reading,
        add_checklists,
        add_next,
        add_report,
        add_partner_acts,
        add_item_commands,
        add_customer_commands,
        add_import,
        add_export,
        add_sync,
        add_edition_commands,
        add_care,
        _add_rest,
    ):
        add(commands)
    return parser


def _add_common(parser: argparse.ArgumentParser, missing: str | None) -> None:
    """Add the common options; after a command a missing one leaves what stands before it."""
    no = False if missing is None else missing
    group = parser.add_argument_group(_("common options"))
    group.add_argument("--data", metavar="DIR", default=missing, help="use this data directory")
    group.add_argument(
        "--lang",
        metavar="LANG",
        choices=tuple(LANGUAGES),
        default=missing,
        help="speak this language",
    )
    group.add_argument(
        "--plain",
        action="store_true",
        default=no,
        help="words instead of marks, one fact a line",
    )
    group.add_argument(
        "--json", action="store_true", default=no, help="for programs, in shapes that stay"
    )
    group.add_argument(
        "--quiet", action="store_true", default=no, help="no confirmations and no notes"
    )


def _add_mouse(parser: argparse.ArgumentParser, missing: str | bool = False) -> None:
    parser.add_argument(
        "--mouse",
        action="store_true",
        default=missing,
        help="let the full screen take the mouse",
    )


def _add_screens(commands: _Commands) -> None:
    command = commands.add(
        "open", "open the full screen at a partner", "open contoso", "open contoso enroll-direct"
    )
    add_partner(command)
    command.add_argument("run", metavar="RUN", nargs="?", help="id or start of its title")
    _add_mouse(command, argparse.SUPPRESS)
    command = commands.add(
        "demo", "look around among invented partners, which are gone afterwards", "demo"
    )
    _add_mouse(command, argparse.SUPPRESS)


def _add_rest(commands: _Commands) -> None:
    add_lint(commands)
    command = commands.add(
        "completion",
        "print the script that lets a shell complete commands, partners, items and the rest",
        "completion bash",
        "completion zsh",
        "completion fish",
    )
    command.add_argument("shell", metavar="SHELL", choices=("bash", "zsh", "fish"))
    commands.add("info", "tell where things are and which versions run", "info")
