"""Run a command: parse the arguments, call the command's function, return the exit code."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from types import SimpleNamespace
from typing import TYPE_CHECKING

from csp_tui.cli.language_asked import speak
from csp_tui.cli.output.output import open_output
from csp_tui.cli.output.streams import accept_any_text, complain, drop_output
from csp_tui.cli.session import Command, Session
from csp_tui.core.base import command_line, glyphs, language
from csp_tui.core.base.errors import CspTuiError, UsageError, WriteError, reason
from csp_tui.core.base.terminal_size import drop_impossible_sizes

if TYPE_CHECKING:
    from csp_tui.cli.arguments.parsed import Arguments
    from csp_tui.tui.terminal.shown_frame import ShownFrame

_MODULES = {
    "open": "open",
    "demo": "open",
    "partners": "partners",
    "show": "show",
    "next": "next",
    "portfolio": "portfolio",
    "calendar": "calendar",
    "digest": "digest",
    "people": "people",
    "add": "partner_steps",
    "edit": "partner_care",
    "archive": "partner_care",
    "unarchive": "partner_care",
    "join": "partner_care",
    "import": "import_kinds",
    "export": "handover",
    "sync": "sync",
    "start": "partner_steps",
    "close": "close",
    "undo": "partner_steps",
    "redo": "partner_steps",
    "tick": "item_status",
    "untick": "item_status",
    "wait": "item_status",
    "chase": "item_status",
    "confirm": "item_status",
    "na": "item_status",
    "refuse": "item_status",
    "note": "item_texts",
    "evidence": "item_texts",
    "set": "item_texts",
    "fact": "fact",
    "links": "show",
    "walk": "walk",
    "completion": "completion",
    "customers": "customers",
    "customer": "customers",
    "contact": "contacts",
    "history": "history",
    "report": "report",
    "checklists": "checklists",
    "conflicts": "conflicts",
    "verify": "verify",
    "clock": "clock",
    "restore": "care",
    "purge": "care",
    "init": "care",
    "diff": "editions",
    "migrate": "editions",
    "lint": "lint",
    "info": "info",
}
"""Command to module in `csp_tui.cli.commands`; only the module of the given command is imported."""

_WITHOUT_JSON = ("walk", "calendar", "completion", "demo", "digest", "init", "export", "handover")

NOTHING_ASKED = {
    "command": None,
    "data": None,
    "plain": False,
    "json": False,
    "quiet": False,
    "lang": None,
    "mouse": False,
}
"""The parsed arguments of a call without arguments."""


def run(argv: Sequence[str], frame: ShownFrame | None = None) -> int:
    """Run the command of `argv` and return the exit code.

    An error is printed, and gives its own exit code. `frame` is what the terminal shows already,
    before the full screen; None if nothing. It is closed before an error is printed. Output that a
    closed pipe does not take any more is dropped, which is no error. If the output cannot be
    written for another reason, a message says so, and the code is that of a WriteError.
    """
    code = 0
    try:
        accept_any_text(os.environ)
        drop_impossible_sizes(os.environ)
        code = _exit_code(argv, frame)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
    except OSError as error:
        drop_output()
        why = reason(error)
        unwritten = language._("the answer could not be written: {reason}").format(reason=why)
        complain(f"{error.filename}: {why}" if error.filename else unwritten)
        code = WriteError.exit_code
    return code


def _parsed(argv: Sequence[str]) -> Arguments:
    """Return the parsed arguments; for an empty `argv`, the defaults.

    The defaults do not need the parser, whose import is slow.
    """
    if not argv:
        return SimpleNamespace(**NOTHING_ASKED)
    from csp_tui.cli.arguments.parser import build_parser

    return build_parser().parse_args(argv)


def _run_command(session: Session, command: Command) -> int:
    is_done = False
    try:
        code = int(command(session))
        is_done = True
        return code
    finally:
        session.end(is_done=is_done)


def _exit_code(argv: Sequence[str], frame: ShownFrame | None) -> int:
    try:
        with frame or nullcontext():
            return _parsed_and_run(argv, frame)
    except CspTuiError as error:
        complain(str(error))
        return error.exit_code
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 0


def _parsed_and_run(argv: Sequence[str], frame: ShownFrame | None) -> int:
    speak(argv, os.environ)
    glyphs.use(glyphs.fitting(os.environ, getattr(sys.stdout, "encoding", "") or "utf-8"))
    args = _parsed(argv)
    command_line.use_data(args.data)
    if args.json:
        language.use(language.SOURCE)  # programs get the same texts for every user
    name = args.command or "open"
    for word in (name, getattr(args, "kind", "")):
        if args.json and word in _WITHOUT_JSON:
            raise UsageError(language._("{command} has no --json").format(command=word))
    module = importlib.import_module(f"csp_tui.cli.commands.{_MODULES[name]}")
    is_dry_run = getattr(args, "dry_run", False)
    out = open_output(plain=args.plain, quiet=args.quiet, is_dry_run=is_dry_run)
    session = Session(args, os.environ, out, frame)
    code = _run_command(session, module.COMMANDS[name])
    session.note_trouble_in_settings()
    return code
