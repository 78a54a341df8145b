"""A digest: what whoever looks after partners has to do, and what others have done for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from csp_tui.core.runs.step_groups import StepGroup


class Entry(NamedTuple):
    """One thing to read; all are texts, "" where there is nothing to say."""

    day: str
    """When it is to be done, in a few words: ``11 d late``."""
    is_late: bool
    partner: str
    what: str
    """The title of the item, or what was done, a line for each person."""
    url: str = ""
    """The address of the guidance on the item."""
    remarks: str = ""
    contacts: str = ""
    """Whom to ask at the partner, with mail address and phone number."""


class Part(NamedTuple):
    """Entries of one kind under a title."""

    title: str
    entries: Sequence[Entry]
    more: str = ""
    """How many are left out, and the command that shows all; "" if none is left out."""
    note: str = ""
    """A sentence under the title, on what csp-tui cannot know of the entries; usually ""."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What one reader is told on one day."""

    owner: str
    """The name of the owner whose share it is; "" for that of everybody."""
    today: date
    host: str
    """The name of the machine on which it was made."""
    partners: int
    """How many partners it is about."""
    numbers: Mapping[StepGroup, int]
    """How many steps there are of each group that is told; without groups that have none."""
    late: int
    """How many of them are late."""
    changes: int
    """How many changes others have made."""
    parts: Sequence[Part]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.parts
