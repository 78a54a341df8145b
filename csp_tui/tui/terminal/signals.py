"""The signals that end the app, whatever it is doing, with all saved and the terminal restored."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType

_NOT_ENDING = (
    *("SIGKILL", "SIGSTOP", "SIGTSTP", "SIGCONT", "SIGTTIN", "SIGTTOU"),
    *("SIGCHLD", "SIGWINCH", "SIGURG", "SIGINFO", "SIGPIPE", "SIGXFSZ"),
)
"""Signals that cannot be handled, that stop and continue, or that end no Python program."""

_OF_FAULTS = ("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP", "SIGSYS", "SIGEMT")

FAULTS = {getattr(signal, name) for name in _OF_FAULTS if hasattr(signal, name)}
"""Signals of a broken process; after such a fault no Python code runs any more."""

ENDING = signal.valid_signals() - {getattr(signal, name, None) for name in _NOT_ENDING}
"""Signals that end the app, also those of `FAULTS` where another process sends them."""

WAKING = signal.SIGURG
"""A signal that does nothing but interrupt what a thread waits for, such as a slow terminal."""

GRACE = 0.5
"""Seconds in which the app may leave by itself after a signal; then it is cut off."""


HAS_COME = Event()
"""Set as soon as one of the `ENDING` signals has come."""

Watch = Callable[[Callable[[], object], Callable[[], object]], None]


@contextmanager
def ended_by_signals() -> Iterator[Watch]:
    """Block the signals in `ENDING`, so that a thread of their own can wait for them.

    The thread handles a signal at once, even while the app draws or handles a key. The signals
    are blocked until the ``with`` block ends, also in all threads that start in it. A real fault
    still ends the process.

    Yields:
        A function that starts the thread. Its first argument is called when a signal comes, and
        tells the app to leave. If the app has not left after `GRACE` seconds, its second argument
        is called, and then the process ends at once. The thread calls both.
    """
    is_over = Event()

    def wait(leave: Callable[[], object], cut_off: Callable[[], object]) -> None:
        number = signal.sigwait(ENDING)
        HAS_COME.set()
        leave()
        if not is_over.wait(GRACE):
            cut_off()
            os._exit(128 + number)

    def watch(*acts: Callable[[], object]) -> None:
        Thread(target=wait, args=acts, name="signals", daemon=True).start()

    held = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    before = {number: signal.signal(number, _ignore) for number in (*ENDING, WAKING)}
    try:
        yield watch
    finally:
        is_over.set()
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


@contextmanager
def exit_on_signals() -> Iterator[None]:
    """During the block, raise SystemExit (128 + number) when a signal asks the program to end.

    So what the block opened is closed first. Afterwards the former handlers are back.
    """

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, leave) for number in ENDING - FAULTS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Do nothing; with this handler a signal still interrupts what a thread waits for."""
