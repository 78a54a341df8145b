"""Where to go, as values: what a screen asks for, without knowing the screen that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from csp_tui.core.checklists.model import Checklist, Item
    from csp_tui.core.progress.model import Partner
    from csp_tui.core.runs.moving import Move


class RunPlace(NamedTuple):
    """A run of a partner; where no run is named the one left last, else the first."""

    partner_id: str
    run: str = ""
    item: str = ""
    """The item for the cursor; else the one left last, else what is next."""


class CustomersPlace(NamedTuple):
    """The customers of a partner; where no run is named, in the first that has any."""

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
    """The run and the item to whose history a key goes; else those of the line at the cursor."""


class StartPlace(NamedTuple):
    """The checklists that can be started for a partner."""

    partner: Partner
    is_over_run: bool = False
    """Whether the run that is started takes the place of the run below."""


class MovingPlace(NamedTuple):
    """The preview of moving runs to another edition."""

    moves: Sequence[Move]
    troubles: Sequence[str] = ()
    """Which of the chosen runs cannot be moved, and why."""


class ReadingPlace(NamedTuple):
    """A checklist that is read before there is a partner."""

    checklist: Checklist


class NextPlace(NamedTuple):
    """What is next: of all partners, of one, or one item in all of them."""

    partner_id: str = ""
    item: Item | None = None
    only: tuple[str, frozenset[str]] = ("", frozenset())
    """The partners to keep to, in words and as ids; all where there are none."""
    at: str = ""
    """The row for the cursor."""


class ArchivePlace(NamedTuple):
    """The partners that are put away."""


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
