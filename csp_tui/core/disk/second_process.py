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
    """Return whether two processes may read `count` files, and are quicker at it.

    They are quicker from 200 files on, with at least two processors. They are not allowed while
    this process has several threads: a lock that another thread holds would stay locked in the
    second process.
    """
    from threading import active_count  # late: few files need no second process

    return count >= _MANY and (os.cpu_count() or 1) > 1 and active_count() == 1


_MANY = 200
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
"""Signals that end a program; blocked during the fork, until both processes are ready."""
_LENGTH = 8
"""Bytes of the number before the result that gives its length, so that a cut result is noticed."""


@contextlib.contextmanager
def in_second_process(act: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Run `act` in a second process, which is killed at the end of the block if it still runs.

    Yields:
        A function that waits until `act` returns and returns its result, or returns empty bytes if
        `act` failed or no process could be started.
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
    """Start a second process that runs `act`; return its process id and a stream.

    The stream has the length of the result, in 8 bytes, then the result: `_result` reads it. If no
    process could be started, the id is 0 and the stream is empty. `held` is the signal mask that
    the second process restores.
    """
    ends: list[int] = []
    try:
        ends += os.pipe()
        child = os.fork()
    except OSError:  # as many files or processes as there may be, or as there is memory for
        for each in ends:
            os.close(each)
        return 0, io.BytesIO()
    reading, writing = ends
    if child == 0:
        _work(act, reading, writing, held)
    os.close(writing)
    return child, os.fdopen(reading, "rb")


def _work(act: Callable[[], bytes], reading: int, writing: int, held: set[int]) -> NoReturn:
    """Run `act`, write its result to a pipe, then end this process without exit handlers.

    Args:
        act: returns the result.
        reading: the pipe's end for reading, which is closed here.
        writing: the pipe's end for writing.
        held: the signal mask to restore.
    """
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
    """Wait for the result in `stream` and return it; empty bytes if it was cut off."""
    length, result = stream.read(_LENGTH), stream.read()
    return result if len(result) == int.from_bytes(length, "big") else b""
