"""How the user wants the partners and Next shown, which comes back at the next start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.core.base.choice import order_title
from csp_tui.core.partners import filters, order
from csp_tui.core.partners.last_visit import Visit
from csp_tui.core.workplace.views import View, checked

if TYPE_CHECKING:
    from csp_tui.core.exchange.last_sync import SyncState


class ViewState:
    """What the user has chosen for the lists, and what is known of other machines and visits."""

    def __init__(self, last_visit: Visit | None = None) -> None:
        self.partners_order = order.BY_NAME
        self.is_partners_order_reversed = False
        self.partners_filters: tuple[filters.Filter, ...] = ()
        """The filters that must all fit; empty for all partners."""
        self.next_view: View | None = None
        """What the screen Next of all partners shows; None before it is opened first."""
        self.sync: SyncState | None = None
        """The state of the exchange with other machines; None if unknown, or without a remote."""
        self.conflicts = 0
        """How many conflicts there are, as far as is known."""
        self.last_visit = last_visit
        """The visit before this one; None if unknown, or once the news since was shown."""

    def partners_view(self, search: str = "") -> View:
        """Return what the list of partners shows as a view, with the text that is searched.

        Filters that are about a row of the portfolio have no name to keep and are left out.
        """
        names = (each.name for each in self.partners_filters)
        return View(
            tuple(each for each in names if not each.startswith(f"{filters.COUNTED} ")),
            "" if self.partners_order is order.BY_NAME else self.partners_order.name,
            self.is_partners_order_reversed,
            search,
        )

    def take_partners_view(self, config: Path, name: str, view: View) -> None:
        """Let the list of partners show `view`, which is called `name`; its search is not used.

        Raises:
            InvalidFileError: the view has a filter or order that does not exist; nothing is taken.
        """
        chosen = checked(config, name, view.filters, filters.filter_called)
        found = checked(config, name, [view.order or order.BY_NAME.name], order.order_called)
        self.partners_filters, self.partners_order = tuple(chosen), found[0]
        self.is_partners_order_reversed = view.other_way

    @property
    def partners_title(self) -> str:
        """The filters and the order of the partners in words; "" for all partners by name."""
        is_reversed = self.is_partners_order_reversed
        titles = [filters.title_of(each) for each in self.partners_filters]
        titles.append(order_title(self.partners_order, order.BY_NAME, is_reversed=is_reversed))
        return ", ".join(filter(None, titles))
