"""Saving outside the UI loop: one thread, in order, and a message back for each job.

A change that cannot be written is tried again until it can, so that nothing is typed twice.
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
    """The job of `ticket` is done and saved."""

    ticket: int
    saved: Saved


@dataclass
class ChangeFailed(Message):
    """The job of `ticket` failed; the file is as before.

    Args:
        ticket: the ticket of the job.
        error: why it failed.
        is_kept: whether it will be tried again.
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
        post: called with each message, from the saver's thread.
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
            is_kept: whether to try it again as long as it cannot be written.
        """
        with self._news:
            self._tickets += 1
            self._tasks.append(_Task(self._tickets, job, is_kept))
            self._news.notify()
            return self._tickets

    def try_again(self) -> None:
        """Try again at once to write what could not be written."""
        with self._news:
            self._news.notify()

    def forget(self, tickets: set[int]) -> None:
        """Drop the jobs of `tickets`, which could not be written."""
        with self._news:
            self._tasks = deque(task for task in self._tasks if task.ticket not in tickets)

    def finish(self, patience: float = 10.0) -> bool:
        """Do the queued jobs, each once more at most, and stop; return whether that was in time."""
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
