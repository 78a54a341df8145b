"""Work in a second process: Python uses one processor at a time, and most machines have two."""

from __future__ import annotations

import contextlib
import io
import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, NoReturn


def is_worth_it(count: int) -> bool:
    """Say whether so many files are read sooner by two processes, and whether there may be two.

    A process with more than one thread is never split: a lock that another thread holds would
    stay locked in the second process for ever.
    """
    from threading import active_count  # late: few files need no second process

    return count >= _MANY and (os.cpu_count() or 1) > 1 and active_count() == 1


_MANY = 200
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What ends a program; held back while it splits, so that each side is ready for it."""
_LENGTH = 8
"""Bytes before the result that tell its length: a part of a result is none."""


@contextlib.contextmanager
def in_second_process(act: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Let a second process do `act` during the block; it is gone with the block.

    Yields:
        What waits for the result; nothing where the act failed or there can be no second
        process, which is not told.
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
    """Return the second process and where its result comes from; 0 where there can be none."""
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
    """Do `act` and end, whatever happens, without leaving in the manner of the first process."""
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
    """Wait for the result; nothing where the second process did not come to the end of it."""
    length, result = stream.read(_LENGTH), stream.read()
    return result if len(result) == int.from_bytes(length, "big") else b""
