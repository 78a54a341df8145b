"""A step that is planned but not written yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from csp_tui.core.disk import toml
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.change import Change


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """Changes that are made together and undone together."""

    changes: Sequence[Change]
    undoes: str = ""
    """Id of the step that this one takes back; empty if it takes no step back."""
    base: toml.Table | None = None
    """The table to take the values before the changes from; None for the table of the file."""
    taken_in: Sequence[HistoryLine] = ()
    """Lines written on another machine, which are added to the history before the changes."""
    is_whole: bool = False
    """Whether to record all values of the changes, even unchanged ones, so that they are later."""

    def table_of(self, usual: Callable[[Change], toml.Table]) -> Callable[[Change], toml.Table]:
        """Return a function that returns, for a change, the table with the values before it.

        If `base` is set, the function returns `base` for every change. Otherwise it is `usual`,
        which returns the table of the file that the change is to.
        """
        base = self.base
        return usual if base is None else lambda _: base
