"""An act on several partners while it is saved: how far it is, and when it is to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.language import _
from csp_tui.core.store.act_notes import ActNote
from csp_tui.core.store.store import Store

T = TypeVar("T")


class SharedAct:
    """An act on several partners, saved in one after the other.

    On one partner alone it is a step as any other: without a name of its own, and without a note.

    Args:
        count: in how many partners it is saved.
        is_undo: whether it takes back another act, so that `undo` again does the rest.
    """

    def __init__(self, count: int, *, is_undo: bool = False) -> None:
        self.count = count
        self.is_undo = is_undo
        self.done = 0
        """In how many partners it is saved, or could not be."""
        self.step = ""
        """The name of its steps; "" before the first of them."""
        self.is_stopped = False
        """Whether it is to go on in no other partner."""
        self._has_ended = False
        self._notes: list[ActNote] = []
        """Its note, until it is removed; a thread that ends the act takes it out of here first."""

    @property
    def left(self) -> int:
        """In how many partners it is still to be saved."""
        return self.count - self.done

    def stopped_words(self) -> str:
        """Return a sentence for an act that has not ended: how far it is, and what can be done."""
        message = _(
            "stopped after {done} of {count} partners; {undo} takes that back, the same act again "
            "does the rest"
        )
        if self.is_undo:
            message = _("stopped after {done} of {count} partners; {undo} takes back the rest")
        elif not self.done:
            message = _("stopped before the first of {count} partners; nothing was changed")
        undo = command_line("undo --last")
        return message.format(done=self.done, count=self.count, undo=undo)

    def begin(self, store: Store) -> str:
        """Write a note of the act, unless that is done; return the name of the steps.

        Raises:
            WriteError, BusyError: there is no writer id, and none can be made.
        """
        if not self.step and self.count > 1:
            self.step = store.writing.new_shared_step()
            if note := store.writing.note_act(self.step, self.count, is_undo=self.is_undo):
                self._notes.append(note)
            if self._has_ended:  # given up meanwhile, in another thread
                self.end()
        return self.step

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """Yield `things`, one for each partner, counting those done, until the act is stopped."""
        for thing in things:
            if self.is_stopped:
                return
            yield thing
            self.count_one()

    def count_one(self) -> None:
        """Count one partner more as done; after the last, remove the note."""
        self.done += 1
        if not self.left:
            self.end()

    def end(self) -> None:
        """Stop the act and remove its note: what came of it is known to the user."""
        self.is_stopped = self._has_ended = True
        with suppress(IndexError):
            self._notes.pop().remove()
