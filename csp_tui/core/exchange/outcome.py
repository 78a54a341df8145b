"""What a sync did."""

from __future__ import annotations

from dataclasses import dataclass, field

from csp_tui.core.history.clashes import Clash


@dataclass(slots=True)
class Outcome:
    """What a sync did, or, for a dry run, would do."""

    taken_in: list[str] = field(default_factory=list)
    """Ids of the partners of which lines were taken in."""
    added: list[str] = field(default_factory=list)
    """Ids of those of them that are new here."""
    sent: list[str] = field(default_factory=list)
    """Ids of the partners, and file names of the checklists, that were sent."""
    checklists: list[str] = field(default_factory=list)
    """File names of the checklists that were taken in."""
    put_aside: list[str] = field(default_factory=list)
    """File names of the checklists of which the file here was put aside."""
    deleted: list[str] = field(default_factory=list)
    """File names of the checklists that were deleted on the remote, as they had been here."""
    problems: list[str] = field(default_factory=list)
    """Sentences on what was left alone."""
    remarks: list[str] = field(default_factory=list)
    """Sentences on what is set aside until its day."""
    noticed: list[str] = field(default_factory=list)
    """Sentences on files here that were put back, copied or missing; each is told once."""
    clashes: list[tuple[str, Clash]] = field(default_factory=list)
    """Partner ids, and the changes that fell against a later one, newly so here."""
