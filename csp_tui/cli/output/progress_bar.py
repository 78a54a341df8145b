"""Show a progress bar on standard error during long work."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from csp_tui.cli.output.output import Output
from csp_tui.cli.output.streams import is_terminal

T = TypeVar("T")

_PATIENCE = 0.5
"""Seconds of work before the bar appears."""
_OFTEN = 0.1
"""Seconds between two updates of the bar."""
_CELLS = 24


def followed(out: Output, things: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Yield `things` one by one; if that takes long, show a progress bar, removed at the end.

    Args:
        out: no bar if it is plain or quiet, or if standard error is no terminal.
        things: the things that the caller works on.
        total: how many things there are.
        what: the word before the bar.
    """
    if out.plain or out.quiet or not is_terminal(sys.stderr):
        yield from things
        return
    shown, last = 0, time.monotonic() + _PATIENCE - _OFTEN
    try:
        for done, thing in enumerate(things, 1):
            yield thing
            if time.monotonic() - last >= _OFTEN:
                last = time.monotonic()
                cells = _CELLS * done // max(1, total)
                bar = f"{'#' * cells}{'-' * (_CELLS - cells)}"
                shown = sys.stderr.write(f"\r{what} {bar} {done:,}/{total:,}")
                sys.stderr.flush()
    finally:
        if shown:
            sys.stderr.write(f"\r{' ' * shown}\r")
            sys.stderr.flush()
