"""A step as it is planned, before its lines are written."""

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
    """Id of the step that this one takes back; empty for none."""
    base: toml.Table | None = None
    """The table with which the changes are compared; None for that of the file."""
    taken_in: Sequence[HistoryLine] = ()
    """Lines written elsewhere, which are added before the changes.

    The changes are then recorded with all their values, so that these are the later ones.
    """

    def table_of(self, usual: Callable[[Change], toml.Table]) -> Callable[[Change], toml.Table]:
        """Return the function that gives the table with which a change is compared."""
        base = self.base
        return usual if base is None else lambda _: base
