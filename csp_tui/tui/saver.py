"""Saving off the UI loop: one thread, in order, and a message back for each change."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

from textual.message import Message

from csp_tui.core.errors import CspTuiError
from csp_tui.core.store import Saved, Store

Job = Callable[[Store], Saved]


@dataclass
class ChangeSaved(Message):
    """What was asked under `ticket` is on the disk."""

    ticket: int
    saved: Saved


@dataclass
class ChangeFailed(Message):
    """What was asked under `ticket` could not be done; the file is as before."""

    ticket: int
    error: CspTuiError


class Saver:
    """Runs jobs on the store, one after the other.

    Args:
        store: where the changes go.
        post: takes the messages; it is called from the saver's thread.
    """

    def __init__(self, store: Store, post: Callable[[Message], object]) -> None:
        self._store = store
        self._post = post
        self._jobs: queue.SimpleQueue[tuple[int, Job] | None] = queue.SimpleQueue()
        self._tickets = 0
        self._thread = Thread(target=self._run, name="saver", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> int:
        """Queue `job`; return the ticket that its message will carry."""
        self._tickets += 1
        self._jobs.put((self._tickets, job))
        return self._tickets

    def finish(self, patience: float = 10.0) -> bool:
        """Do what is queued, then stop; say if that took at most `patience` seconds."""
        self._jobs.put(None)
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (task := self._jobs.get()) is not None:
            ticket, job = task
            try:
                self._post(ChangeSaved(ticket, job(self._store)))
            except CspTuiError as error:
                self._post(ChangeFailed(ticket, error))
