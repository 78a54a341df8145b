"""``completion``: print the script that makes a shell complete csp-tui's words on tab."""

from __future__ import annotations

from csp_tui.cli.completion.shell_scripts import SCRIPTS
from csp_tui.cli.session import Session


def completion(session: Session) -> int:
    """Print the completion script of the shell that is named: bash, zsh or fish.

    Returns:
        The exit code, always 0.
    """
    for line in SCRIPTS[session.args.shell].splitlines():
        session.out.line(line.replace("\t", " "))
    return 0


COMMANDS = {"completion": completion}
