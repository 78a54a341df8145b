"""The standard streams: terminals, closed streams, readers that have gone, harmless errors."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from types import TracebackType
from typing import NoReturn, TextIO


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether `stream` is an open terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def accept_any_text() -> None:
    """Let standard output write an escape, not fail, for characters its encoding lacks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def write_document(text: str) -> None:
    """Write a document to standard output: in a pipe as UTF-8, whatever the locale is."""
    if sys.stdout is None:
        return
    if is_terminal(sys.stdout):
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())


def drop_output() -> None:
    """Discard what is left for standard output, so that Python does not complain at the exit."""
    with contextlib.suppress(OSError, ValueError):
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)


def make_tracebacks_harmless() -> None:
    """Strip what drives a terminal from the tracebacks of all threads."""
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
    """Print a sentence on standard error, harmless to a terminal; ignore a closed stream."""
    from csp_tui.core.base.text import visible_line

    with contextlib.suppress(OSError, ValueError):
        print(f"csp-tui: {visible_line(sentence)}", file=sys.stderr, flush=True)


def leave(code: int) -> NoReturn:
    """End the process at once, after everything is printed and saved.

    Python's own shutdown, with Textual loaded, would take longer than everything else at the end.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


def read_input(most: int) -> bytes:
    """Return at most `most` bytes of standard input; raises UsageError if it is closed."""
    if sys.stdin is None:
        from csp_tui.core.base.errors import UsageError
        from csp_tui.core.base.language import _

        raise UsageError(_("standard input is closed"))
    return sys.stdin.buffer.read(most)
