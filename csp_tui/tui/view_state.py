"""How the user wants the lists shown; kept while the app is open, not on disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csp_tui.core.base.language import _
from csp_tui.core.partners import filters, order
from csp_tui.core.partners.last_visit import Visit

if TYPE_CHECKING:
    from csp_tui.core.exchange.last_sync import SyncState


@dataclass
class ViewState:
    """What the user has chosen for the lists, and what is known of other machines and visits."""

    partners_order: order.Order = order.BY_NAME
    is_partners_order_reversed: bool = False
    partners_filters: tuple[filters.Filter, ...] = ()
    """The filters that must all fit; empty for all partners."""
    is_next_by_item: bool = False
    """Whether the screen Next has one row for all partners of an item, not one for each."""
    sync: SyncState | None = None
    """The state of the exchange with other machines; None if unknown, or without a remote."""
    last_visit: Visit | None = None
    """The visit before this one; None if unknown, or once the news since was shown."""

    @property
    def partners_title(self) -> str:
        """The filters and the order of the partners in words; "" for all partners by name."""
        is_by_name = self.partners_order is order.BY_NAME
        titles = [filters.title_of(each) for each in self.partners_filters]
        if self.is_partners_order_reversed:
            order_title = _("{order}, the other way")
            titles.append(order_title.format(order=_(self.partners_order.title)))
        elif not is_by_name:
            titles.append(_(self.partners_order.title))
        return ", ".join(titles)
