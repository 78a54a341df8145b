"""Asking the user of a command, where there is somebody to ask."""

from __future__ import annotations

import sys
from collections.abc import Callable

from csp_tui.cli.streams import is_terminal
from csp_tui.core.errors import UsageError
from csp_tui.core.text import visible_line


def can_ask() -> bool:
    """Say whether somebody sits at standard input and reads standard error."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def ask(question: str) -> str:
    """Return the line that is typed after `question`; nothing at the end of the input."""
    sys.stderr.write(f"{visible_line(question)} ")
    sys.stderr.flush()
    try:
        return sys.stdin.readline().strip()
    except UnicodeDecodeError as error:
        raise UsageError("what was typed is no text in the terminal's encoding") from error


def ask_until(question: str, understand: Callable[[str], bool | None]) -> bool | None:
    """Ask until the answer is understood, which raises UsageError where it is not."""
    while True:
        try:
            return understand(ask(question))
        except UsageError as error:
            question = f"{error}:"
