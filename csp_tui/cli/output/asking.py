"""Asking the user of a command, where there is somebody to ask."""

from __future__ import annotations

import sys
from collections.abc import Callable

from csp_tui.cli.output.streams import is_terminal
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.runs.facts import yes_or_no

Answer = Callable[[str], bool | None]
"""Returns what a typed line means; raises UsageError where it means nothing."""


def can_ask() -> bool:
    """Say whether somebody sits at standard input and reads standard error."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def is_heard() -> bool:
    """Say whether somebody types on a terminal and can be asked again; a script cannot."""
    return is_terminal(sys.stdin)


def ask(question: str) -> str:
    """Return the line that is typed after `question`; nothing at the end of the input."""
    return ask_line(question) or ""


def ask_line(question: str) -> str | None:
    """Return the line that is typed after `question`; None at the end of the input.

    Where a script answers, each question stands on a line of its own.
    """
    if sys.stdout is not None:
        sys.stdout.flush()
    if sys.stderr is not None:
        sys.stderr.write(f"{visible_line(question)}{' ' if is_terminal(sys.stdin) else chr(10)}")
        sys.stderr.flush()
    try:
        line = sys.stdin.readline() if sys.stdin else ""
    except UnicodeDecodeError as error:
        message = _("what was typed is no text in the terminal's encoding")
        raise UsageError(message) from error
    return line.strip() if line else None


def ask_until(question: str, understand: Answer) -> bool | None:
    """Ask until the answer is understood; a script's that is not raises UsageError."""
    while True:
        try:
            return understand(ask(question))
        except UsageError as error:
            if not is_heard():
                raise
            question = _("{error}:").format(error=error)


def confirm(question: str, *, unasked: str, refused: str, understand: Answer = yes_or_no) -> None:
    """Ask before something is done.

    Args:
        question: what is asked.
        unasked: what is said where nobody can be asked.
        refused: what is said where the answer is not yes.
        understand: returns True for the answer that is wanted.

    Raises:
        UsageError: nobody can be asked, or the answer is not yes.
    """
    if not can_ask():
        raise UsageError(unasked)
    if not ask_until(question, understand):
        raise UsageError(refused)
