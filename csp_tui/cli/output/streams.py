"""Use standard input, output and error safely, also if they are closed or nobody reads them."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import NoReturn, TextIO


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether `stream` is a terminal; False if it is None or closed."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def accept_any_text(environ: Mapping[str, str]) -> None:
    """Make standard output print a backslash escape for characters that its encoding lacks.

    Where ``LC_ALL`` in `environ` is ``C`` or ``POSIX``, a terminal has ASCII alone. Python writes
    UTF-8 then, bytes of which would control a terminal of another encoding. So standard output and
    error are set to ASCII if they are a terminal, unless variables of Python say what they are.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    is_said = environ.get("PYTHONUTF8") or environ.get("PYTHONIOENCODING")
    if environ.get("LC_ALL") in ("C", "POSIX") and not is_said:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper) and is_terminal(stream):
                stream.reconfigure(encoding="ascii", errors="backslashreplace")


def write_document(text: str) -> None:
    """Write `text` to standard output; if it is no terminal, in UTF-8 whatever the locale is.

    Nothing is written if there is no standard output.
    """
    if sys.stdout is None:
        return
    if is_terminal(sys.stdout):
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())


def drop_output() -> None:
    """Discard unwritten output, so that Python prints no error of its own when the process ends."""
    with contextlib.suppress(OSError, ValueError):
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)


def make_tracebacks_harmless() -> None:
    """From now on, print tracebacks of all threads without characters that control the terminal."""
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
    """Print `sentence` on standard error after ``csp-tui:``; ignore a closed stream.

    Characters that would control the terminal are replaced.
    """
    from csp_tui.core.base.text import visible_line

    with contextlib.suppress(OSError, ValueError):
        print(f"csp-tui: {visible_line(sentence)}", file=sys.stderr, flush=True)


def leave(code: int) -> NoReturn:
    """End the process at once with exit code `code`; all work must be saved before.

    Python's own shutdown is skipped, since it is slow once Textual is loaded.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


def read_input(most: int) -> bytes:
    """Return at most `most` bytes of standard input; raise UsageError if it is closed.

    Questions are then answered at the terminal: see `answer_at_terminal`.
    """
    if sys.stdin is None:
        from csp_tui.core.base.errors import UsageError
        from csp_tui.core.base.language import _

        raise UsageError(_("standard input is closed"))
    content = sys.stdin.buffer.read(most)
    answer_at_terminal()
    return content


def answer_at_terminal() -> None:
    """Let answers come from the terminal after a file or text was read from standard input.

    Without a terminal, or if questions would not be seen there, standard input stays what it is.
    """
    if is_terminal(sys.stderr) and not is_terminal(sys.stdin):
        with contextlib.suppress(OSError):
            sys.stdin = os.fdopen(os.open("/dev/tty", os.O_RDONLY))
