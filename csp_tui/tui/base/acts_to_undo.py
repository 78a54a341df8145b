"""The acts that a screen takes back, the last one first, and makes again."""

from __future__ import annotations

from typing import Generic, TypeVar

from csp_tui.core.base.errors import CspTuiError, UsageError

Act = TypeVar("Act")


class ActsToUndo(Generic[Act]):
    """The acts of one screen, in the order in which they were done.

    An act counts as undone as soon as its undo is asked for, so that keys typed ahead reach the
    acts before it. If the undo fails, `put_back` puts it where it was.
    """

    def __init__(self) -> None:
        self._order: list[Act] = []
        self._done: list[Act] = []
        self._undone: list[Act] = []

    def add(self, act: Act) -> None:
        """Add the newest act; those that are undone can no longer be made again."""
        self._order.append(act)
        self._done.append(act)
        self._undone.clear()

    def drop(self, act: Act) -> None:
        """Forget an act that came to nothing."""
        for acts in (self._order, self._done, self._undone):
            if act in acts:
                acts.remove(act)

    def take(self, *, redo: bool) -> Act | None:
        """Return the last act that is not undone, and count it as undone.

        With `redo`, return the act that was undone last, and count it as not undone. Return None if
        there is no such act.
        """
        source, target = (self._undone, self._done) if redo else (self._done, self._undone)
        if not source:
            return None
        target.append(source.pop())
        return target[-1]

    def put_back(self, act: Act, error: CspTuiError, *, redo: bool) -> None:
        """Put an act that `take` returned back where it was, since `error` kept it from happening.

        An act that was refused, such as one whose values somebody has changed since, is dropped: it
        would be refused again, and keep the user from the acts before it.
        """
        source, target = (self._undone, self._done) if redo else (self._done, self._undone)
        if act in target:
            target.remove(act)
        if not isinstance(error, UsageError):
            source.append(act)
            source.sort(key=self._order.index, reverse=redo)
