"""What a command works with: its arguments, its output and, once asked for, the workplace."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from functools import cached_property

from csp_tui.cli.output import Output
from csp_tui.core.workplace import Workplace, open_workplace


class Session:
    """One call of the command.

    Args:
        args: the parsed arguments.
        environ: the environment.
        out: where to print.
    """

    def __init__(self, args: Namespace, environ: Mapping[str, str], out: Output) -> None:
        self.args = args
        self.environ = environ
        self.out = out

    @cached_property
    def workplace(self) -> Workplace:
        """The workplace that flags and environment name; raises InvalidFileError (settings)."""
        workplace = open_workplace(self.environ, self.args.data)
        self.out.plain = self.out.plain or workplace.settings.plain
        return workplace


Command = Callable[[Session], int]
"""Does what was asked and returns the exit code."""
