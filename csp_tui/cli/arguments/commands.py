"""Add commands to the command line, with the arguments that many commands share."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import LANGUAGES, _
from csp_tui.core.base.near import choices_hint, translated_choice
from csp_tui.core.base.text import fold


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError for a wrong command line, where argparse would exit."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with `message` and the command that prints help."""
        sentence = _("{message}; see {command} --help")
        raise UsageError(sentence.format(message=message, command=self.prog))

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print `message`, a help or version text, to `file`; None means standard error.

        Raises:
            OSError: it could not be printed. argparse would ignore that.
        """
        stream = file or sys.stderr
        if message and stream is not None:
            stream.write(message)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return the parsed `args` and an empty list; raise UsageError if an argument is unknown.

        The message names the help of this command, where argparse would name the general help.
        """
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            message = _("unrecognized arguments: %s") % " ".join(each or '""' for each in unknown)
            if hasattr(known, "every") and unknown[0] and not unknown[0].startswith("-"):
                cure = _("quote a text of several words; --all and its options choose several")
                message = f"{message}; {cure}"
            self.error(message)
        return known, unknown

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """Return the value of an argument.

        If only certain words are allowed, a word may also be typed as its title in the current
        language. The names of commands are always English.
        """
        value = super()._get_value(action, arg_string)
        if action.choices is None or isinstance(action, argparse._SubParsersAction):
            return value
        titles = {each: each.replace("-", " ") for each in map(str, action.choices)}
        return translated_choice(str(value), titles)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        lacking = getattr(action.choices, "values", ())
        if not isinstance(action, argparse._SubParsersAction) and fold(str(value)) in lacking:
            message = _('"{word}" needs a value behind it, as in {option} "owner ben"')
            option = action.option_strings[0]
            raise argparse.ArgumentError(None, message.format(word=value, option=option))
        if action.choices is not None and value not in action.choices:
            of_option = next(iter(action.option_strings), "").lstrip("-")
            message = _('there is no {name} "{value}"; {hint}').format(
                name=of_option or str(action.metavar or action.dest).strip("[]").lower(),
                value=value,
                hint=choices_hint(str(value), map(str, action.choices)),
            )
            raise argparse.ArgumentError(None, message)


class Formatter(argparse.RawDescriptionHelpFormatter):
    """A help formatter that keeps line breaks and translates the help of options and commands."""

    def _get_help_string(self, action: argparse.Action) -> str:
        return _(action.help) if action.help else ""

    def _split_lines(self, text: str, width: int) -> list[str]:
        """Return `text` in lines; a word with a hyphen, which may be one to type, stays whole."""
        import textwrap  # late: only a help text needs it

        return textwrap.wrap(" ".join(text.split()), width, break_on_hyphens=False)


class Commands:
    """Adds commands to a parser, each with the common options.

    Args:
        parser: the whole command line, or a command that has commands of its own.
        dest: name of the parsed argument that will hold the name of the chosen command.
        is_required: whether a command must be given.
    """

    def __init__(
        self, parser: argparse.ArgumentParser, dest: str = "command", *, is_required: bool = False
    ) -> None:
        self._subparsers = parser.add_subparsers(
            title=_("commands"),
            dest=dest,
            metavar=dest.upper(),
            required=is_required,
            prog=parser.prog,
        )

    def inside(
        self, command: argparse.ArgumentParser, dest: str, *, is_required: bool = True
    ) -> Commands:
        """Return a `Commands` for the commands inside `command`, such as ``add`` in ``customer``.

        Args:
            command: the parser of the outer command.
            dest: name of the parsed argument that will hold the name of the inner command, or None
                if the user gives none.
            is_required: whether an inner command must be given.
        """
        return Commands(command, dest, is_required=is_required)

    def add(self, name: str, summary: str, *examples: str) -> argparse.ArgumentParser:
        """Add a command, with the common options, and return its parser.

        Args:
            name: the word that users type.
            summary: what the command does: English (it is translated here), in small letters and
                without a full stop.
            examples: command lines to show in its help, without the leading ``csp-tui``.
        """
        command = self._subparsers.add_parser(
            name,
            help=summary,
            description=f"{_(summary)[0].upper()}{_(summary)[1:]}.",
            epilog="\n".join((_("examples:"), *(f"  csp-tui {each}" for each in examples))),
            formatter_class=Formatter,
            allow_abbrev=False,
        )
        add_common_options(command, argparse.SUPPRESS)
        return command


def add_common_options(parser: argparse.ArgumentParser, missing: str | None) -> None:
    """Add ``--data``, ``--lang``, ``--plain``, ``--json`` and ``--quiet`` to `parser`.

    Args:
        parser: the parser of the whole command line, or of one command.
        missing: the value of an option that the user leaves out; if it is None, switches get
            False. For a command this is ``argparse.SUPPRESS``: an option given before the command
            then keeps its value.
    """
    no = False if missing is None else missing
    group = parser.add_argument_group(_("common options"))
    group.add_argument("--data", metavar="DIR", default=missing, help="use this data directory")
    group.add_argument(
        "--lang",
        metavar="LANG",
        choices=tuple(LANGUAGES),
        default=missing,
        help=_("use this language: {languages}").format(languages=", ".join(LANGUAGES)),
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


def add_partner(command: argparse.ArgumentParser) -> None:
    """Add the positional argument PARTNER to `command`."""
    command.add_argument("partner", metavar="PARTNER", help="id or start of the name")


def add_view(command: argparse._ActionsContainer) -> None:
    """Add ``--view``, by which `command` takes only what a kept view chooses."""
    command.add_argument(
        "--view",
        metavar="VIEW",
        help="what this view shows; f and = in the full screen keep one",
    )


class NamesAndValues(tuple[str, ...]):
    """The names of filters that an option takes, and the words that a value follows.

    ``chase`` is a name; ``owner`` is a word for a value, as in ``owner amira``.
    """

    values: tuple[str, ...]

    @classmethod
    def of(cls, names: tuple[str, ...], values: tuple[str, ...]) -> NamesAndValues:
        """Return the choices of an option, for argparse's ``choices``.

        The option takes each of `names` alone, and each of `values` with a value after it. Where
        argparse lists the choices, it lists `names` only.
        """
        found = cls(names)
        found.values = values
        return found

    def __contains__(self, word: object) -> bool:
        """Return whether `word` is one of the names, or one of the words with a value after it."""
        first, _space, value = str(word).strip().partition(" ")
        return super().__contains__(word) or (fold(first) in self.values and bool(value))


def make_optional(argument: argparse.Action) -> None:
    """Let users leave out a positional argument, and let them type it after options.

    argparse's own way, ``nargs="?"``, does not find an argument that comes after options.
    """
    argument.required = False


def add_csv(command: argparse.ArgumentParser) -> None:
    """Add ``--csv`` to a command; its value is None without it, else ``plain`` or ``excel``."""
    command.add_argument(
        "--csv",
        nargs="?",
        const="plain",
        choices=("plain", "excel"),
        help="as a table for a spreadsheet; excel: with semicolons, where numbers have a comma",
    )


def add_dry_run(command: argparse.ArgumentParser) -> None:
    """Add ``--dry-run`` to `command`: show what would be done and write nothing."""
    command.add_argument(
        "--dry-run", action="store_true", help="show what would be done and write nothing"
    )
