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


@dataclass(slots=True)
class Noticed:
    """What was noticed of the files of a partner before a save, and is to be told once."""

    older: list[Path] = field(default_factory=list)
    """Files of which an older state had been put in place; they were made again by the history."""
    missing: list[Path] = field(default_factory=list)
    """Files that were missing, and were made again by the history."""
    is_history_older: bool = False
    """Whether an older state of the history had been put in place."""
    is_writer_new: bool = False
    """Whether the directory was put back or copied, and goes on under a new writer id."""

    @property
    def remarks(self) -> list[str]:
        """A sentence for the user on each thing noticed; empty if nothing was."""
        missing = _("{path} was missing, and was made again from its history")
        message = _(
            "{path} was older than its history, and was made again from it; to go back to an older "
            "state, undo or take back lines of the history"
        )
        remarks = [
            *(message.format(path=path) for path in self.older),
            *(missing.format(path=path) for path in self.missing),
        ]
        if self.is_history_older:
            remarks.append(older_history_words())
        elif self.is_writer_new:
            remarks.append(new_writer_words())
        return remarks


def new_writer_words() -> str:
    """Return a sentence: the directory was put back or copied, and has a new name in histories."""
    return _(
        "this data directory was put back from a backup, or copied; it goes on under a new name in "
        "the history, and gets what was sent since. Nothing need be done"
    )


def older_history_words() -> str:
    """Return a sentence: the history was put back from a backup and is older than the files."""
    return _(
        "the history was put back from a backup, and is older than the files; what they hold is "
        "kept, and lines that were sent come back with the next sync. Nothing need be done"
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """The result of a save: what is on the disk now, and the history lines that were added."""

    partner: Partner
    lines: tuple[HistoryLine, ...]
    """The added lines; empty if the files had all the values already."""
    at: datetime
    customers: Mapping[str, Customer] = field(default_factory=dict)
    """By id: the customers whose files were opened for the save, as they are now."""
    remarks: Sequence[str] = ()
    """Sentences on what was noticed of files that were put back, copied or missing."""


def saved_from(
    models: Mapping[str, Partner | Customer], lines: Sequence[HistoryLine], at: datetime
) -> Saved:
    """Return the result of a save, as the store gives it to its callers.

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
