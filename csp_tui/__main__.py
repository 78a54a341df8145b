"""The command ``csp-tui``. To be quick, ``--version`` is answered without importing the rest."""

from __future__ import annotations

import sys

from csp_tui import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from csp_tui.tui.terminal.shown_frame import ShownFrame

INTERRUPTED = 130
"""Exit code after ctrl+c, as shells give it."""

COMPLETE = "__complete"
"""First argument that a shell's completion script passes at each press of tab; not for people."""


def limit_core_files() -> None:
    """Keep the system from writing this process's memory, with partners' names, into a file.

    The limit is one byte, not zero: at zero, Linux would still pass the memory to a crash handler,
    if the machine has one. If the system's own limit is zero already, nothing is changed. A program
    that csp-tui starts may raise the limit again.
    """
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard:
        resource.setrlimit(resource.RLIMIT_CORE, (1, hard))


def keep_own_access() -> None:
    """Let the user read and change what this process makes, even under a umask that forbids it."""
    import os

    os.umask(os.umask(0o077) & 0o077)


def _run_and_leave(arguments: list[str], frame: ShownFrame | None = None) -> NoReturn:
    from csp_tui.cli.main import run
    from csp_tui.cli.output.streams import leave, make_tracebacks_harmless

    make_tracebacks_harmless()
    leave(run(arguments, frame))


def _open_and_leave() -> NoReturn:
    """Open the full screen, and end the process with its exit code.

    If the list of partners that the last session kept is still up to date, it is shown at once.
    """
    from os import environ

    from csp_tui.tui.terminal.kept_frame import show_kept_frame

    with show_kept_frame(environ) as frame:
        from csp_tui.tui.terminal.signals import exit_on_signals

        with exit_on_signals():
            frame.watch()
            frame.answer_keys()
            _run_and_leave([], frame)


def main(argv: list[str] | None = None) -> int:
    """Run ``csp-tui`` and return the exit code; after ctrl+c that is INTERRUPTED.

    Args:
        argv: the arguments. None means those of this process; then the process usually ends
            here instead of returning.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if arguments == ["--version"]:
        try:
            print(f"csp-tui {__version__}", flush=True)
        except OSError:  # let `run` below report that the output cannot be written
            pass
        else:
            return 0

    try:
        if argv is None:
            limit_core_files()
            keep_own_access()
            import gc

            gc.disable()  # a command is too short to need it; the full screen turns it on again
        if arguments[:1] == [COMPLETE]:
            from os import environ

            from csp_tui.cli.completion.candidates import complete

            return complete(arguments[1:], environ)
        if argv is not None:
            from csp_tui.cli.main import run

            return run(arguments)
        if arguments:
            _run_and_leave(arguments)
        _open_and_leave()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
