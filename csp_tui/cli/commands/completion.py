"""``completion``: the script by which a shell completes the words of csp-tui."""

from __future__ import annotations

from csp_tui.cli.completion.shell_scripts import SCRIPTS
from csp_tui.cli.session import Session


def completion(session: Session) -> int:
    """Print the script of a shell."""
    for line in SCRIPTS[session.args.shell].splitlines():
        session.out.line(line.replace("\t", " "))
    return 0


COMMANDS = {"completion": completion}
