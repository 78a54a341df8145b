"""Saving off the UI loop: one thread, in order, and a message back for each change.

What cannot be written is tried again until it can, so that nothing has to be typed twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread

from textual.message import Message

from csp_tui.core.base.errors import (
    BusyError,
    CspTuiError,
    InvalidFileError,
    RunGoneError,
    WriteError,
)
from csp_tui.core.store.store import Saved, Store

Job = Callable[[Store], Saved]

RETRY = 3.0
"""Seconds after which a change that could not be written is tried again."""


@dataclass
class ChangeSaved(Message):
    """What was asked under `ticket` is on the disk."""

    ticket: int
    saved: Saved


@dataclass
class ChangeFailed(Message):
    """What was asked under `ticket` could not be done; the file is as before.

    Args:
        ticket: what was asked.
        error: why it failed.
        is_kept: it will be tried again.
    """

    ticket: int
    error: CspTuiError
    is_kept: bool


@dataclass(frozen=True, slots=True)
class _Task:
    ticket: int
    job: Job
    is_kept: bool


class Saver:
    """Runs jobs on the store, one after the other.

    Args:
        store: where the changes go.
        post: takes the messages; it is called from the saver's thread.
        retry: seconds between two tries of a change that cannot be written.
    """

    def __init__(
        self, store: Store, post: Callable[[Message], object], retry: float = RETRY
    ) -> None:
        self._store = store
        self._post = post
        self._retry = retry
        self._tasks: deque[_Task] = deque()
        self._tickets = 0
        self._is_ending = False
        self._news = Condition()
        self._thread = Thread(target=self._run, name="saver", daemon=True)
        self._thread.start()

    def submit(self, job: Job, *, is_kept: bool = True) -> int:
        """Queue `job`; return the ticket that its message will carry.

        Args:
            job: what to do with the store.
            is_kept: try it again as long as it cannot be written.
        """
        with self._news:
            self._tickets += 1
            self._tasks.append(_Task(self._tickets, job, is_kept))
            self._news.notify()
            return self._tickets

    def try_again(self) -> None:
        """Try at once what could not be written."""
        with self._news:
            self._news.notify()

    def forget(self, tickets: set[int]) -> None:
        """Give up what could not be written under `tickets`."""
        with self._news:
            self._tasks = deque(task for task in self._tasks if task.ticket not in tickets)

    def finish(self, patience: float = 10.0) -> bool:
        """Do what is queued, each once more at most, then stop; say if that was in time."""
        with self._news:
            self._is_ending = True
            self._news.notify()
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (task := self._next()) is not None:
            try:
                self._done(task, ChangeSaved(task.ticket, task.job(self._store)))
            except (WriteError, BusyError, InvalidFileError, RunGoneError) as error:
                self._post(ChangeFailed(task.ticket, error, task.is_kept))
                if not task.is_kept or self._is_ending:
                    self._drop(task)
                else:
                    self._rest()
            except CspTuiError as error:
                self._done(task, ChangeFailed(task.ticket, error, is_kept=False))

    def _next(self) -> _Task | None:
        with self._news:
            while not self._tasks:
                if self._is_ending:
                    return None
                self._news.wait()
            return self._tasks[0]

    def _done(self, task: _Task, message: Message) -> None:
        self._drop(task)
        self._post(message)

    def _drop(self, task: _Task) -> None:
        with self._news:
            if self._tasks and self._tasks[0] is task:
                self._tasks.popleft()

    def _rest(self) -> None:
        with self._news:
            if not self._is_ending:
                self._news.wait(self._retry)
