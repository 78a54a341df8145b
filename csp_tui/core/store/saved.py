"""What a save has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from csp_tui.core.base.language import _
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.model import Customer, Partner


@dataclass(frozen=True, slots=True)
class Saved:
    """The result of a save: what is on the disk now, and the history lines that were added."""

    partner: Partner
    lines: tuple[HistoryLine, ...]
    """The added lines; empty if the files had all the values already."""
    at: datetime
    customers: Mapping[str, Customer] = field(default_factory=dict)
    """By id: the customers whose files were opened for the save, as they are now."""
    older: Sequence[Path] = ()
    """Files of which an older state had been put in place; they were made again by the history."""
    missing: Sequence[Path] = ()
    """Files that were missing, and were made again by the history."""

    @property
    def remarks(self) -> list[str]:
        """A sentence on each file that was made again."""
        missing = _("{path} was missing, and was made again from its history")
        message = _(
            "{path} was older than its history, and was made again from it; to go back to an older "
            "state, undo or take back lines of the history"
        )
        return [
            *(message.format(path=path) for path in self.older),
            *(missing.format(path=path) for path in self.missing),
        ]


def saved_from(
    models: Mapping[str, Partner | Customer], lines: Sequence[HistoryLine], at: datetime
) -> Saved:
    """Return the result of a save.

    Args:
        models: the partner, under an empty id, and the customers whose files were opened.
        lines: the lines that were added; those that only record what was found are left out.
        at: the moment of the save.
    """
    partner = models[""]
    assert isinstance(partner, Partner)
    customers = {key: each for key, each in models.items() if isinstance(each, Customer)}
    return Saved(
        partner,
        tuple(line for line in lines if line.do not in (Act.OUTSIDE, Act.FOUND)),
        at,
        customers,
    )
