"""A function in the background is waited for, and told where it fails."""

from __future__ import annotations

import asyncio
from threading import Event, current_thread, main_thread

import pytest

from csp_tui.tui.base.background import in_background


def test_its_result_comes_and_it_runs_in_another_thread():
    assert asyncio.run(in_background(current_thread)) is not main_thread()


def test_what_it_raises_is_raised():
    def fail() -> None:
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        asyncio.run(in_background(fail))


def test_nobody_waits_for_it_when_the_loop_ends():
    may_end = Event()

    async def leave() -> None:
        task = asyncio.create_task(in_background(may_end.wait))
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(leave())  # comes back although the function has not
    assert not may_end.is_set()
    may_end.set()
