"""Moves the cursor of the first frame while Textual is imported, so that arrow keys act at once."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from typing import NamedTuple

_STEPS = {b"\x1b[B": 1, b"\x1bOB": 1, b"j": 1, b"\x1b[A": -1, b"\x1bOA": -1, b"k": -1}
"""The keys that move the cursor, and by how many rows."""
_MOST_READ = 4096
"""Bytes that are read at once."""


class FrameRow(NamedTuple):
    """A row of the first frame that the cursor can reach.

    Args:
        y: its number on the screen, from 0.
        key: the key of the row in the list.
        current: its text with escape sequences while the cursor is on it.
        other: the same while the cursor is elsewhere.
    """

    y: int
    key: str
    current: str
    other: str


def rows_as_text(rows: list[FrameRow]) -> str:
    """Return `rows` as lines of text, to be kept."""
    return "\n".join("\t".join((str(row.y), *row[1:])) for row in rows)


def rows_of_text(text: str) -> list[FrameRow]:
    """Return the rows that `rows_as_text` has written; raise ValueError if it did not."""
    rows = []
    for line in text.splitlines():
        y, key, current, other = line.split("\t")
        rows.append(FrameRow(int(y), key, current, other))
    return rows


class FirstKeys:
    """A thread that moves the cursor by the arrow keys, `j` and `k`.

    It ends at the first other key, and at a move out of the visible rows: from that on, all keys
    are left to the app.

    Args:
        rows: the rows that the cursor can reach, in their order; it is on the first.
        keys: the file descriptor to read keys from.
        send: sends a text to the terminal; may raise OSError.
    """

    def __init__(self, rows: list[FrameRow], keys: int, send: Callable[[str], object]) -> None:
        self._rows = rows
        self._keys = keys
        self._send = send
        self._at = 0
        self._left = b""
        self.changed: dict[int, str] = {}
        """The rows that were drawn again, by their numbers on the screen, with their new text."""
        self._waker, self._wake = os.pipe()
        self._lock = Lock()
        self._is_stopped = False

    def start(self) -> None:
        """Start the thread."""
        # A signal that ends the app must come to the thread that waits for it, not to this one.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            Thread(target=self._answer, name="keys", daemon=True).start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    @property
    def key(self) -> str:
        """The key of the row under the cursor."""
        return self._rows[self._at].key

    def stop(self, patience: float) -> bytes:
        """Let the thread read and draw nothing more; return what is left to the app.

        A second call does what the first has not done because of a signal.

        Args:
            patience: seconds to wait at most while the thread draws, which takes long if the
                terminal takes no output; -1 for as long as that takes.
        """
        is_at_rest = self._lock.acquire(timeout=patience)
        self._is_stopped = True
        if is_at_rest:
            self._lock.release()
        wake, self._wake = self._wake, -1
        if wake >= 0:
            os.close(wake)  # the thread wakes up
        return self._left

    def _answer(self) -> None:
        with suppress(OSError):
            while self._may_go_on:
                select.select([self._keys, self._waker], [], [])
                with self._lock:
                    content = b"" if self._is_stopped else os.read(self._keys, _MOST_READ)
                    if not content:
                        break
                    self._take(self._left + content)
        os.close(self._waker)

    @property
    def _may_go_on(self) -> bool:
        """Whether what is left is nothing, or the start of a key that moves the cursor."""
        left = self._left
        return not left or any(key.startswith(left) and key != left for key in _STEPS)

    def _take(self, typed: bytes) -> None:
        """Move the cursor by the keys at the start of `typed`; leave the rest."""
        at = self._at
        while key := next(filter(typed.startswith, _STEPS), None):
            if not 0 <= at + _STEPS[key] < len(self._rows):
                break
            at, typed = at + _STEPS[key], typed[len(key) :]
        before, self._at, self._left = self._at, at, typed
        if at != before:
            old, new = self._rows[before], self._rows[at]
            self.changed |= {old.y: old.other, new.y: new.current}
            self._send("".join(f"\x1b[{y + 1};1H{self.changed[y]}" for y in (old.y, new.y)))
