"""What a command works with: its arguments, its output and, once asked for, the workplace."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Union

from csp_tui.cli.output import Output

if TYPE_CHECKING:
    from argparse import Namespace

    from csp_tui.core.workplace import Workplace


Arguments = Union["Namespace", SimpleNamespace]
"""The parsed arguments, by name."""


class Session:
    """One call of the command.

    Args:
        args: the parsed arguments.
        environ: the environment.
        out: where to print.
    """

    def __init__(self, args: Arguments, environ: Mapping[str, str], out: Output) -> None:
        self.args = args
        self.environ = environ
        self.out = out

    @cached_property
    def workplace(self) -> Workplace:
        """The workplace that flags and environment name; raises InvalidFileError (settings)."""
        from csp_tui.core.workplace import open_workplace

        workplace = open_workplace(self.environ, self.args.data)
        self.out.plain = self.out.plain or workplace.settings.plain
        return workplace

    def tell_settings(self) -> None:
        """Say which setting is none, where the settings were read."""
        if "workplace" in self.__dict__ and self.workplace.settings.trouble:
            self.out.note(self.workplace.settings.trouble)

    def command(self, words: str) -> str:
        """Return a command to type next, which works in the data directory of this call."""
        data = f"--data {shlex.quote(self.args.data)} " if self.args.data else ""
        return f"csp-tui {data}{words}"


Command = Callable[[Session], int]
"""Does what was asked and returns the exit code."""
