"""A bar on standard error for work over many, where somebody may wonder whether it goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from csp_tui.cli.output.output import Output
from csp_tui.cli.output.streams import is_terminal

T = TypeVar("T")

_PATIENCE = 0.5
"""Seconds without a bar; what is done by then needs none."""
_OFTEN = 0.1
_CELLS = 24


def followed(out: Output, things: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Yield `things` and show how many are done; only on a terminal, and only if it takes long.

    The bar is one line that is written over and gone at the end.
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
