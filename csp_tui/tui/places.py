"""Places: values that say what to show, such as a run of a partner.

A screen opens a place without importing the screen that shows it; `routes` finds that screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from csp_tui.core.checklists.model import Checklist, Item
    from csp_tui.core.progress.model import Partner
    from csp_tui.core.runs.moving import Move
    from csp_tui.core.store.saved import Saved


class RunPlace(NamedTuple):
    """A run of a partner; if `run` is "", the run that the user left last, else the first."""

    partner_id: str
    run: str = ""
    item: str = ""
    """The id of the item for the cursor; "" for the one left last, else the next one to do."""


class CustomersPlace(NamedTuple):
    """The customers of a partner in a run.

    If `run` is "", or if that run has no items for each customer, it is the partner's first run
    that has some.
    """

    partner_id: str
    run: str = ""
    item: str = ""
    """The id of the item whose column is chosen; "" for the first."""
    filter_name: str = "all"
    at: str = ""
    """The id of the customer for the cursor."""


class ContactsPlace(NamedTuple):
    """The contacts of a partner; of one of its customers, if `customer_id` is given."""

    partner_id: str
    customer_id: str = ""


class HistoryPlace(NamedTuple):
    """The history of a partner."""

    partner: Partner


class StartPlace(NamedTuple):
    """The checklists that can be started for a partner."""

    partner: Partner
    is_over_run: bool = False
    """Whether the started run replaces the screen below, which shows another run."""


class MovingPlace(NamedTuple):
    """The preview of moving runs to another edition."""

    moves: Sequence[Move]
    troubles: Sequence[str] = ()
    """Sentences on why other marked runs cannot be moved."""
    moved: Callable[[Sequence[Saved]], object] | None = None
    """Called with what was saved for each partner, once the runs are moved."""
    read: Callable[[], tuple[Sequence[Move], Sequence[str]]] | None = None
    """Reads moves and troubles, where that takes longer than a key should wait; else None."""


class ReadingPlace(NamedTuple):
    """A checklist to read while there is no partner yet."""

    checklist: Checklist


class NextPlace(NamedTuple):
    """The next steps of all partners, of one (`partner_id`), or on one `item`."""

    partner_id: str = ""
    item: Item | None = None
    only: tuple[str, frozenset[str]] = ("", frozenset())
    """A description and the ids of the partners to show; both empty for all partners."""
    filters: tuple[str, ...] = ()
    """The names of the filters that are on at first."""
    at: str = ""
    """The key of the row for the cursor."""


class PortfolioPlace(NamedTuple):
    """The counts over all partners."""


class ConflictsPlace(NamedTuple):
    """The conflicts of all partners."""


class PartnersPlace(NamedTuple):
    """The list of partners, as the present filter and order show it."""


class ArchivePlace(NamedTuple):
    """The archived partners."""


Place = (
    RunPlace
    | CustomersPlace
    | ContactsPlace
    | HistoryPlace
    | StartPlace
    | MovingPlace
    | ReadingPlace
    | NextPlace
    | PortfolioPlace
    | ConflictsPlace
    | PartnersPlace
    | ArchivePlace
)
