"""The standard streams: what they lead to, and how to leave them when the reader has gone."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from types import TracebackType
from typing import NoReturn, TextIO


def is_terminal(stream: TextIO | None) -> bool:
    """Say whether `stream` leads to a terminal; a closed one does not."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def accept_any_text() -> None:
    """Let standard output write what its encoding lacks as an escape, not fail."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def write_document(text: str) -> None:
    """Write a whole document to standard output: in a pipe it is UTF-8, whatever the locale is."""
    if sys.stdout is None:
        return
    if is_terminal(sys.stdout):
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())


def drop_output() -> None:
    """Send what is left in standard output nowhere, so that Python does not complain at the end."""
    with contextlib.suppress(OSError, ValueError):
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)


def make_tracebacks_harmless() -> None:
    """Let the report of a fault of our own, in any thread, hold no text that drives a terminal."""
    threading.excepthook = lambda args: _report(args.exc_type, args.exc_value, args.exc_traceback)
    sys.excepthook = _report


def _report(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    import traceback

    from csp_tui.core.base.text import visible

    with contextlib.suppress(OSError, ValueError):
        text = "".join(traceback.format_exception(kind, error, trace))
        print(visible(text), end="", file=sys.stderr, flush=True)


def complain(sentence: str) -> None:
    """Write one sentence to standard error, harmless to a terminal, if anybody reads it."""
    from csp_tui.core.base.text import visible_line

    with contextlib.suppress(OSError, ValueError):
        print(f"csp-tui: {visible_line(sentence)}", file=sys.stderr, flush=True)


def leave(code: int) -> NoReturn:
    """End the process once everything is printed and saved.

    Taking the interpreter apart, with Textual in it, takes longer than all the rest of leaving.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


def read_input(most: int) -> bytes:
    """Return at most so many bytes of the standard input; raises UsageError where it is closed."""
    if sys.stdin is None:
        from csp_tui.core.base.errors import UsageError
        from csp_tui.core.base.language import _

        raise UsageError(_("standard input is closed"))
    return sys.stdin.buffer.read(most)
