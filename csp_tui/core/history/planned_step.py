"""A step that is planned but not written yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from csp_tui.core.disk import toml
from csp_tui.core.history.fold import State
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.change import Change


class Base(NamedTuple):
    """A progress file as it was before somebody changed it outside csp-tui."""

    table: toml.Table
    """The table of the file before the change."""
    state: State
    """What stood then in each register."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """Changes that are made together and undone together."""

    changes: Sequence[Change]
    undoes: str = ""
    """What this step takes back, as `undoes` of a line has it; empty if it takes back nothing."""
    base: Base | None = None
    """What was known before the changes; None for the present state."""
    taken_in: Sequence[HistoryLine] = ()
    """Lines written elsewhere, which are added to the history before the changes."""
    name: str = ""
    """The name of the step, where steps of several partners share one; empty for a name of its own.
    """
    is_whole: bool = False
    """Whether to record all values of the changes, even unchanged ones, so that they are later."""
    is_late: bool = False
    """Whether the step gets the earliest possible order stamp: nobody knows when it was made, and
    it must not stand against what others have changed since."""

    def table_of(self, usual: Callable[[Change], toml.Table]) -> Callable[[Change], toml.Table]:
        """Return a function that returns the table with the values before a change.

        If `base` is set, the function returns the table of `base` for every change. Otherwise it is
        `usual`, which returns the table of the file that the change is to.
        """
        base = self.base
        return usual if base is None else lambda _: base.table
