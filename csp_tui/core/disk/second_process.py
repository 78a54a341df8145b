"""Work in a second process, since Python uses one processor at a time."""

from __future__ import annotations

import contextlib
import io
import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, NoReturn


def is_worth_it(count: int) -> bool:
    """Say whether two processes read `count` files sooner than one, and may be started.

    A process with more than one thread must not fork: a lock that another thread holds would
    stay locked in the second process.
    """
    from threading import active_count  # late: few files need no second process

    return count >= _MANY and (os.cpu_count() or 1) > 1 and active_count() == 1


_MANY = 200
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that end a program; blocked during the fork, until both processes are ready."""
_LENGTH = 8
"""Bytes of the length prefix; a truncated result is discarded."""


@contextlib.contextmanager
def in_second_process(act: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Run `act` in a second process during the block; the process ends with the block.

    Yields:
        A function that waits for the result. It returns nothing where `act` failed or no process
        could be started.
    """
    child = 0
    held = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        child, stream = _split(act, held)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        with stream:
            yield partial(_result, stream)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        if child:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def _split(act: Callable[[], bytes], held: set[int]) -> tuple[int, BinaryIO]:
    """Return the second process's id and the stream of its result; 0 where the fork failed."""
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:  # as many processes as this user may have, or as there is memory for
        os.close(reading)
        os.close(writing)
        return 0, io.BytesIO()
    if child == 0:
        _work(act, reading, writing, held)
    os.close(writing)
    return child, os.fdopen(reading, "rb")


def _work(act: Callable[[], bytes], reading: int, writing: int, held: set[int]) -> NoReturn:
    """Run `act`, then end the process at once, whatever happens; no exit handler runs."""
    try:
        for number in _ENDING:
            if callable(signal.getsignal(number)):
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        os.close(reading)
        with os.fdopen(writing, "wb") as stream:
            result = act()
            stream.write(len(result).to_bytes(_LENGTH, "big") + result)
    finally:
        os._exit(0)


def _result(stream: BinaryIO) -> bytes:
    """Wait for the result and return it; empty where it is truncated."""
    length, result = stream.read(_LENGTH), stream.read()
    return result if len(result) == int.from_bytes(length, "big") else b""
