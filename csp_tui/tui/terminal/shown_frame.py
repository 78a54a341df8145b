"""What the terminal shows until the app draws over it. Imports nothing that takes time."""

from __future__ import annotations

import os
import select
import termios

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self

ALTERNATE_SCREEN = "\x1b[?1049h"
_OPENED = f"{ALTERNATE_SCREEN}\x1b[?25l\x1b[2J"
MAIN_SCREEN = "\x1b[?1049l"
ERASED = "\x1b[m\x1b[H\x1b[2J"
"""Sent before `MAIN_SCREEN`, so that nothing of the app stays on a terminal with one screen alone.

The Linux console has one, and so has GNU screen unless its ``altscreen`` is on."""
_CLOSED = f"{ERASED}{MAIN_SCREEN}\x1b[?25h"
_KEYS, _SCREEN = 0, 2
"""The file descriptors of standard input, and of standard error, to which the app writes, too."""
_MOST_READ = 4096
"""Bytes that are read at once."""
_INPUT, _LOCAL = 0, 3
"""Indexes of the input and local flags in the list that `tcgetattr` returns."""


class ShownFrame:
    """A context manager that restores the terminal at its end if the app never took it over."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        self._typed = b""

    @property
    def is_up(self) -> bool:
        """Whether a frame is on the screen and the app has not called `hand_over` yet."""
        return self._before is not None

    def show(self, painted: str) -> None:
        """Show `painted`, lines with their escape sequences; do nothing if this is no terminal.

        From now on the keys are kept for the app: they are neither echoed nor changed.
        """
        try:
            before = termios.tcgetattr(_KEYS)
            termios.tcsetattr(_KEYS, termios.TCSANOW, _without_echo(before))
            self._before = before
            _send(_OPENED + painted)
        except (termios.error, OSError):
            return

    def typed(self) -> bytes:
        """Return all that was typed since the frame was shown, as far as it has come.

        It does not wait; b"" if nothing was typed. `take_typed` returns the same bytes later.
        """
        if select.select([_KEYS], [], [], 0)[0]:
            self._typed += os.read(_KEYS, _MOST_READ)
        return self._typed

    def take_typed(self) -> bytes:
        """Return the bytes that `typed` returned last, and forget them.

        b"" if `typed` was not called.
        """
        typed, self._typed = self._typed, b""
        return typed

    def hand_over(self) -> list[Any] | None:
        """Leave the terminal to the app.

        Returns:
            The settings that the terminal had before, for the app to restore at its end; None if
            no frame was shown.
        """
        before, self._before = self._before, None
        return before

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        before = self.hand_over()
        if before is None:
            return
        try:
            _send(_CLOSED)
            termios.tcsetattr(_KEYS, termios.TCSANOW, before)
        except (termios.error, OSError):
            return


def _without_echo(attributes: list[Any]) -> list[Any]:
    """Return a copy of `attributes` in which keys are neither echoed nor changed, as in the app."""
    changed = attributes.copy()
    changed[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    flow = termios.IXON | termios.IXOFF
    changed[_INPUT] &= ~(flow | termios.ICRNL | termios.INLCR | termios.IGNCR)
    return changed


def _send(text: str) -> None:
    left = memoryview(text.encode())
    while left:
        left = left[os.write(_SCREEN, left) :]
