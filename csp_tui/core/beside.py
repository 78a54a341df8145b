"""Work in a second process: Python uses one processor at a time, and most machines have two."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator


def is_worth_it(count: int) -> bool:
    """Say whether so many files are read sooner by two processes, and whether there may be two.

    A process with more than one thread is never split: a lock that another thread holds would
    stay locked in the second process for ever.
    """
    from threading import active_count  # late: few files need no second process

    return count >= _MANY and (os.cpu_count() or 1) > 1 and active_count() == 1


_MANY = 200


@contextlib.contextmanager
def beside(act: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Let a second process do `act` during the block; it is gone with the block.

    Yields:
        What waits for the result; nothing where the act failed, which is not told.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as stream:
                stream.write(act())
        finally:
            os._exit(0)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as stream:
            yield stream.read
    finally:
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
