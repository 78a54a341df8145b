"""What one step will write, before the lock of the partner is held."""

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
    """The step that this one takes back; empty where it takes back none."""
    base: toml.Table | None = None
    """The table that the changes are compared with; None for the file as it is."""
    taken_in: Sequence[HistoryLine] = ()
    """Lines written elsewhere, which go before the changes.

    Each change after them is recorded in full, so that its values are the later ones.
    """

    def table_of(self, usual: Callable[[Change], toml.Table]) -> Callable[[Change], toml.Table]:
        """Return the function that gives the table with which a change is compared."""
        base = self.base
        return usual if base is None else lambda _: base
