"""Show a progress bar on standard error during long work."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from csp_tui.cli.output.output import Output
from csp_tui.cli.output.streams import is_terminal

T = TypeVar("T")

_PATIENCE = 0.5
"""Seconds of work before the bar appears."""
_OFTEN = 0.1
"""Seconds between two updates of the bar."""
_CELLS = 24


@contextmanager
def progress_bar(out: Output, what: str) -> Iterator[Callable[[int, int], None]]:
    """Return a context manager; it gives a function to call with how much is done, and of how much.

    If the work takes long, the function shows a bar, which is removed at the end of the block.

    Args:
        out: no bar if it is plain or quiet, or if standard error is no terminal.
        what: the word before the bar.
    """
    is_shown = not (out.plain or out.quiet) and is_terminal(sys.stderr)
    shown, last = 0, time.monotonic() + _PATIENCE - _OFTEN

    def show(done: int, total: int) -> None:
        nonlocal shown, last
        if is_shown and time.monotonic() - last >= _OFTEN:
            last = time.monotonic()
            cells = _CELLS * done // max(1, total)
            bar = f"{'#' * cells}{'-' * (_CELLS - cells)}"
            shown = sys.stderr.write(f"\r{what} {bar} {done:,}/{total:,}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write(f"\r{' ' * shown}\r")
            sys.stderr.flush()


def followed(out: Output, things: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Yield `things` one by one; if that takes long, show a `progress_bar` for them."""
    with progress_bar(out, what) as show:
        for done, thing in enumerate(things, 1):
            yield thing
            show(done, total)
