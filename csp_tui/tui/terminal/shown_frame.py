"""What the terminal shows until the app draws over it. Imports nothing that takes time."""

from __future__ import annotations

import os
import select
import termios

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self

    from csp_tui.tui.terminal.first_keys import FirstKeys

ALTERNATE_SCREEN = "\x1b[?1049h"
_OPENED = f"{ALTERNATE_SCREEN}\x1b[?25l\x1b[2J"
MAIN_SCREEN = "\x1b[?1049l"
ERASED = "\x1b[m\x1b[H\x1b[2J"
"""Sent before `MAIN_SCREEN`, so that nothing of the app stays on a terminal with one screen alone.

The Linux console has one, and so has GNU screen unless its ``altscreen`` is on."""
_CLOSED = f"{ERASED}{MAIN_SCREEN}\x1b[?25h"
_BEGIN, _ROW = "\x1b[", ";1H"
"""Between both is the number of a row, from 1, in a move of the terminal's cursor to that row."""
_KEYS, _SCREEN = 0, 2
"""The file descriptors of standard input, and of standard error, to which the app writes, too."""
_MOST_READ = 4096
"""Bytes that are read at once."""
_PATIENCE = 0.25
"""Seconds to wait at most, at the end, for a terminal that takes no output."""
_INPUT, _LOCAL = 0, 3
"""Indexes of the input and local flags in the list that `tcgetattr` returns."""


class ShownFrame:
    """A context manager that restores the terminal at its end if the app never took it over."""

    def __init__(self) -> None:
        self.before: list[Any] | None = None
        """The settings that the terminal had before a frame was shown; None if none is shown, and
        after `hand_over`."""
        self._typed = b""
        self._painted = ""
        self._size = (0, 0)
        self._keys: FirstKeys | None = None
        self._changed: dict[int, str] = {}
        self._rows: dict[int, str] = {}
        self._is_forgotten = False
        self.row = ""
        """The key of the row on which `stop_keys` has left the cursor; "" for the first row."""
        self.moves = ""
        """The rows that `answer_keys` can reach, as `first_keys.rows_as_text` writes them."""

    @property
    def is_up(self) -> bool:
        """Whether a frame is on the screen and the app has not called `hand_over` yet."""
        return self.before is not None

    def show(self, painted: str, size: tuple[int, int]) -> None:
        """Show `painted`, lines with their escape sequences; do nothing if this is no terminal.

        From now on the keys are kept for the app: they are neither echoed nor changed.

        Args:
            painted: the lines, each with a move of the terminal's cursor to its first cell before.
            size: the columns and lines of the terminal for which they were made.
        """
        try:
            self.before = termios.tcgetattr(_KEYS)
            termios.tcsetattr(_KEYS, termios.TCSANOW, _without_echo(self.before))
            _send(_OPENED + painted)
            self._painted, self._size = painted, size
        except (termios.error, OSError):
            return

    def change(self, painted: str) -> None:
        """Show `painted` instead of what is shown; only the rows that differ are sent.

        Do nothing if no frame is shown, or if the terminal may show something else by now.
        """
        if not (self.is_up and self._painted):
            return
        before, self._painted = _rows_of(self._painted), painted
        changed = [row for row in _rows_of(painted).items() if row not in before.items()]
        try:
            _send("".join(f"{_BEGIN}{y + 1}{_ROW}{text}" for y, text in changed))
        except OSError:
            self.forget()

    def watch(self) -> None:
        """From now on, forget the frame if the terminal may show it no more as it was sent.

        That is so when the terminal gets another size, even for a moment, and when this process was
        stopped, so that others could write to the terminal.
        """
        if not self.is_up:
            return
        import signal

        for number in (signal.SIGWINCH, signal.SIGCONT):
            signal.signal(number, self.forget)
        try:
            if os.get_terminal_size(_SCREEN) != self._size:
                self.forget()
        except OSError:
            self.forget()

    def answer_keys(self) -> None:
        """From now on, move the cursor among the rows of `moves` by keys, until the app takes over.

        Do nothing if no frame is shown, or if there are no such rows.
        """
        if self.is_up and self.moves:
            from csp_tui.tui.terminal.first_keys import FirstKeys, rows_of_text

            try:
                rows = rows_of_text(self.moves)
            except ValueError:  # damaged
                return
            self._keys = FirstKeys(rows, _KEYS, _send)
            self._keys.start()  # a signal that comes in it leads to `close`, which knows the keys

    def stop_keys(self, patience: float = -1) -> None:
        """Leave the keys to the app from now on.

        Args:
            patience: seconds to wait at most until a row is drawn; -1 for as long as that takes.
        """
        keys = self._keys
        if keys is not None:
            self._typed += keys.stop(patience)
            self._changed = keys.changed
            self.row = keys.key
            self._keys = None

    def forget(self, *_signal: object) -> None:
        """Empty what `take_rows` returns or has returned: the terminal may show something else."""
        self._painted, self._is_forgotten = "", True
        self._rows.clear()

    def take_rows(self, size: tuple[int, int]) -> dict[int, str]:
        """Return the rows that the terminal shows; another call returns nothing.

        The result maps the number of a row, from 0, to its text with escape sequences; a row
        without text is left out. It is empty if the terminal may show something else by now, and
        `forget` empties it later.

        Args:
            size: the columns and lines of the terminal as the app knows them.
        """
        painted, self._painted = self._painted, ""
        if not painted or size != self._size:
            return {}
        self._rows.update(_rows_of(painted) | self._changed)
        if self._is_forgotten:  # by a signal that came meanwhile
            self._rows.clear()
        return self._rows

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

    def hand_over(self) -> None:
        """Leave the terminal to the app, which restores it at its end as it was `before`.

        The keys are left to it by `stop_keys`.
        """
        self.before = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Restore the terminal if the app never took it over.

        If the terminal takes no output within `_PATIENCE` seconds, the characters that restore it
        are not sent.
        """
        self.stop_keys(_PATIENCE)
        before = self.before
        if before is None:
            return
        try:
            if select.select([], [_SCREEN], [], _PATIENCE)[1]:
                _send(_CLOSED)
            termios.tcsetattr(_KEYS, termios.TCSANOW, before)
        except (termios.error, OSError):
            return
        self.hand_over()


def _rows_of(painted: str) -> dict[int, str]:
    """Return the rows of a frame, by their number from 0, each with its escape sequences."""
    rows: dict[int, str] = {}
    y = -1
    for piece in painted.split(_BEGIN):
        number, is_start, text = piece.partition(_ROW)
        if is_start and number.isdigit():
            y = int(number) - 1
            rows[y] = text
        elif y >= 0:
            rows[y] += _BEGIN + piece
    return rows


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
