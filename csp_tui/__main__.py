"""The command ``csp-tui``; it prints the version before anything else is imported."""

from __future__ import annotations

import sys

from csp_tui import __version__

INTERRUPTED = 130
"""Exit code after ctrl+c, as shells give it."""

COMPLETE = "__complete"
"""What the scripts of ``completion`` ask at each press of tab; no command, nobody types it."""


def main(argv: list[str] | None = None) -> int:
    """Run the command with the arguments `argv`, or the process's own; return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments == ["--version"]:
        try:
            print(f"csp-tui {__version__}", flush=True)
        except OSError:  # it ends like any other command whose answer cannot be written
            pass
        else:
            return 0

    try:
        if argv is None:
            import gc

            gc.disable()  # a command is over before it pays; the full screen turns it on again
        if arguments[:1] == [COMPLETE]:
            from os import environ

            from csp_tui.cli.completion.candidates import complete

            return complete(arguments[1:], environ)
        from csp_tui.cli.main import run
        from csp_tui.cli.output.streams import leave, make_tracebacks_harmless

        if argv is not None:
            return run(arguments)
        make_tracebacks_harmless()
        leave(run(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
