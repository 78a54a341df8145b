"""The saver: a thread that saves changes one after the other, so that the keys never wait.

A change that cannot be saved, for whatever reason, is tried again until it can, so that nothing is
typed twice: a partner, a file or a whole disk that is gone may be gone for a moment.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Condition, Thread
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from textual.message import Message

from csp_tui.core.base.errors import BusyError, CspTuiError, known_error
from csp_tui.core.base.language import _
from csp_tui.tui.saving.own_steps import OwnSteps

if TYPE_CHECKING:
    from csp_tui.core.store.saved import Saved
    from csp_tui.core.store.shared_act import SharedAct
    from csp_tui.core.store.store import Store

Job: TypeAlias = "Callable[[Store], Saved]"

SAVE_PATIENCE = 1.0
"""Seconds of saving after which a screen shows ``saving``."""

STOPPING = 1.0
"""Seconds for an act on several partners to end with the partner in hand, as the app ends."""

RETRY = 3.0
"""Seconds after which a job that could not be written is tried again."""


class ChangeSaved(Message):
    """A message: the job of `ticket` is done, and `saved` is what it returned."""

    def __init__(self, ticket: int, saved: Saved) -> None:
        super().__init__()
        self.ticket = ticket
        self.saved = saved


class ChangeFailed(Message):
    """A message: a try of the job of `ticket` failed.

    A job over several partners may have changed those before the failure.

    Args:
        ticket: the ticket of the job.
        error: why the job failed.
        is_kept: whether the saver tries the job again.
    """

    def __init__(self, ticket: int, error: CspTuiError, is_kept: bool) -> None:
        super().__init__()
        self.ticket = ticket
        self.error = error
        self.is_kept = is_kept


class _Task(NamedTuple):
    ticket: int
    job: Callable[[], Saved]
    is_kept: bool
    act: SharedAct | None


class Saver:
    """Runs jobs in its own thread, one after the other; the thread starts with the first job.

    Args:
        store: returns the store that each job gets.
        post: called in that thread with a message after each try of a job.
        retry: seconds between two tries of a job that cannot be written.
    """

    def __init__(
        self, store: Callable[[], Store], post: Callable[[Message], object], retry: float = RETRY
    ) -> None:
        self._store = store
        self._post = post
        self._retry = retry
        self._tasks: deque[_Task] = deque()
        self._errors: dict[int, CspTuiError] = {}
        self._acts: list[SharedAct] = []
        self._tickets = 0
        self._saved = 0
        self._is_ending = False
        self._is_resting = False
        self.own_steps = OwnSteps()
        self._news = Condition()
        self._thread: Thread | None = None

    def submit(self, job: Job, *, is_kept: bool = True, act: SharedAct | None = None) -> int:
        """Put `job` at the end of the queue; return its ticket.

        Args:
            job: what to do with the store.
            is_kept: whether to try it again as long as it fails; if not, it is tried once.
            act: the act on several partners that the job saves, in all of them or in one.
        """
        with self._news:
            if self._thread is None and not self._is_ending:
                self._thread = Thread(target=self._run, name="saver", daemon=True)
                self._thread.start()
            self._tickets += 1
            self._tasks.append(_Task(self._tickets, partial(job, self._store()), is_kept, act))
            if act is not None and act not in self._acts[-1:]:
                self._acts = [*self.acts_left(), act]
            self._news.notify()
            return self._tickets

    def begin_act(self) -> None:
        """Take note that the user begins an act: what is submitted from now on belongs to it."""
        self.own_steps.begin_act(self._tickets)

    @property
    def newest(self) -> int:
        """The ticket of the job that was submitted last; 0 before the first."""
        return self._tickets

    def has_newer(self, ticket: int) -> bool:
        """Return whether a later job than that of `ticket` was saved, or is still to be saved."""
        with self._news:
            return self._saved > ticket or any(each.ticket > ticket for each in self._tasks)

    def unsaved(self) -> dict[int, CspTuiError | None]:
        """Return the tickets of all jobs that are not saved, each with the error of its last try.

        The error is None while the job is tried, and before.
        """
        with self._news:
            return {task.ticket: self._errors.get(task.ticket) for task in self._tasks}

    def acts_left(self) -> list[SharedAct]:
        """Return the acts on several partners that are not saved in all, the oldest first."""
        return [act for act in self._acts if act.left]

    @property
    def is_stuck(self) -> bool:
        """Whether the job that is to be saved next has failed, and so those behind it wait."""
        with self._news:
            return bool(self._tasks) and self._tasks[0].ticket in self._errors

    def words(self) -> str:
        """Return that something is being saved; of an act on several partners, how far it is.

        If that has failed and is tried again, return how many jobs are not saved.
        """
        if self.is_stuck:
            return _("not saved: {count}").format(count=len(self.unsaved()))
        with self._news:
            act = self._tasks[0].act if self._tasks else None
        if act is None or act.count == 1:
            return _("saving")
        return _("saving, {done} of {count}").format(done=act.done, count=act.count)

    def stop_acts(self) -> None:
        """Let the acts on several partners go on in no other partner than the one in hand."""
        for act in self.acts_left():
            act.is_stopped = True

    def try_again(self) -> None:
        """If the saver waits before it tries a failed job again, let it try at once."""
        with self._news:
            self._news.notify()

    def forget(self, tickets: set[int]) -> None:
        """Remove the jobs of `tickets` from the queue; they are not tried again.

        An act on several partners that is being saved ends with the partner in hand, and is no
        longer among those that are left.
        """
        with self._news:
            acts = {task.act for task in self._tasks if task.ticket in tickets and task.act}
            self._tasks = deque(task for task in self._tasks if task.ticket not in tickets)
            self._acts = [each for each in self._acts if each not in acts]
        for act in acts:
            act.end()

    def give_up(self) -> None:
        """Remove all jobs from the queue, as `forget` does; `acts_left` still returns their acts.

        The app is left.
        """
        acts = self.acts_left()
        self.forget(set(self.unsaved()))
        self._acts = acts

    @contextmanager
    def held(self, patience: float = RETRY) -> Iterator[None]:
        """Return a context manager; inside its block no new job begins.

        Before the block, wait until the queued jobs are done, or until one has failed and is to be
        tried again later. After `patience` seconds the block begins all the same; a job may then
        still be running.
        """
        with self._news:
            self._news.wait_for(lambda: not self._tasks or self._is_resting, patience)
            yield

    def finish(self, patience: float = 10.0) -> bool:
        """Try each job in the queue once more, then end the thread.

        A job for which somebody else holds the lock is tried as long as there is time. An act on
        several partners goes on as long as that, but is not cut off in the middle of a partner.

        Returns:
            Whether the thread ended within `patience` seconds.
        """
        with self._news:
            self._is_ending = True
            self._news.notify()
        if self._thread is None:
            return True
        self._thread.join(patience - STOPPING if self.acts_left() else patience)
        if self._thread.is_alive() and self.acts_left():
            self.stop_acts()
            self._thread.join(STOPPING)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (task := self._next()) is not None:
            self._errors.pop(task.ticket, None)
            try:
                saved = task.job()
                self.own_steps.add(task.ticket, saved)
                self._done(task, ChangeSaved(task.ticket, saved))
            except Exception as error:  # an end of this thread would lose every later change
                failure = known_error(error)
                self._errors[task.ticket] = failure
                self._post(ChangeFailed(task.ticket, failure, task.is_kept))
                if not task.is_kept or (self._is_ending and not isinstance(failure, BusyError)):
                    self._drop(task)
                    if task.act is not None and not task.is_kept:  # the screen says so
                        self._end_act(task.act)
                else:
                    self._rest()

    def _next(self) -> _Task | None:
        with self._news:
            while True:
                while self._tasks and (act := self._tasks[0].act) and act.is_stopped:
                    self._tasks.popleft()
                if self._tasks:
                    return self._tasks[0]
                if self._is_ending:
                    return None
                self._news.wait()

    def _done(self, task: _Task, message: Message) -> None:
        self._saved = task.ticket
        self._drop(task)
        self._post(message)

    def _drop(self, task: _Task) -> None:
        with self._news:
            self._errors.pop(task.ticket, None)
            if self._tasks and self._tasks[0] is task:
                self._tasks.popleft()
                self._news.notify_all()

    def _end_act(self, act: SharedAct) -> None:
        if not act.is_stopped:
            act.end()
            with self._news:
                self._acts = [each for each in self._acts if each is not act]

    def _rest(self) -> None:
        with self._news:
            if not self._is_ending:
                self._is_resting = True
                self._news.notify_all()
                self._news.wait(self._retry)
                self._is_resting = False
