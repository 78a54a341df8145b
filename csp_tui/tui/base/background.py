"""Wait for a function that takes long, without keeping the app from ending."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def in_background(function: Callable[[], T]) -> T:
    """Return what `function` returns; it runs in a thread, while the app takes keys.

    When the app ends, it does not wait for the thread, as it would with `asyncio.to_thread`. So
    `function` must only read. An exception that `function` raises is raised here.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def end(result: T | None, error: BaseException | None) -> None:
        if future.done():  # nobody waits for it any more
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = function()
        except Exception as raised:  # told to whom waits
            error = raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(end, result, error)

    Thread(target=run, daemon=True).start()
    return await future
