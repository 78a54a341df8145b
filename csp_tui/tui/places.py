"""Places to go to, as values: a screen asks for a place without knowing which screen shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from csp_tui.core.checklists.model import Checklist, Item
    from csp_tui.core.progress.model import Partner
    from csp_tui.core.runs.moving import Move


class RunPlace(NamedTuple):
    """A run of a partner; without a key, the run that was left last, else the first."""

    partner_id: str
    run: str = ""
    item: str = ""
    """The item for the cursor; if empty, the one left last, else what is next."""


class CustomersPlace(NamedTuple):
    """The customers of a partner in a run; without a key, in the first that has items for each."""

    partner_id: str
    run: str = ""
    item: str = ""
    """The item whose column is chosen."""
    filter_name: str = "all"
    at: str = ""
    """The customer for the cursor."""


class HistoryPlace(NamedTuple):
    """The history of a partner."""

    partner: Partner
    of_item: tuple[str, str] | None = None
    """The run and item whose history a key shows; if None, those of the line at the cursor."""


class StartPlace(NamedTuple):
    """The checklists that can be started for a partner."""

    partner: Partner
    is_over_run: bool = False
    """Whether the started run replaces the run on the screen below."""


class MovingPlace(NamedTuple):
    """The preview of moving runs to another edition."""

    moves: Sequence[Move]
    troubles: Sequence[str] = ()
    """Why other chosen runs cannot be moved, a sentence each."""


class ReadingPlace(NamedTuple):
    """A checklist to read while there is no partner yet."""

    checklist: Checklist


class NextPlace(NamedTuple):
    """What is next: for all partners, for one, or one item in all of them."""

    partner_id: str = ""
    item: Item | None = None
    only: tuple[str, frozenset[str]] = ("", frozenset())
    """The only partners to show, in words and as ids; no ids: all of them."""
    choice: str = ""
    """The filter to begin with; all steps if it is empty or no step passes it."""
    at: str = ""
    """The row for the cursor."""


class ArchivePlace(NamedTuple):
    """The archived partners."""


Place = (
    RunPlace
    | CustomersPlace
    | HistoryPlace
    | StartPlace
    | MovingPlace
    | ReadingPlace
    | NextPlace
    | ArchivePlace
)
