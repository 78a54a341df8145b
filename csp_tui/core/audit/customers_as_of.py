"""The customers of a partner as they were at an earlier moment, with the same methods as now."""

from __future__ import annotations

from datetime import datetime

from csp_tui.core.audit.as_of import customers_as_of
from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import NotFoundError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.library import Library
from csp_tui.core.customers.customers import Customers, CustomerSummary
from csp_tui.core.disk.places import Places
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.store.store import Store


class CustomersThen(Customers):
    """The customers of one partner as they were just before a moment, rebuilt from the history.

    Args:
        places: the directories of the app.
        store: reads the files and the history.
        library: the checklists of the runs.
        clock: returns the present moment.
        partner_id: the partner.
        end: the moment.

    Raises:
        InvalidFileError: the history is unreadable.
    """

    def __init__(
        self,
        places: Places,
        store: Store,
        library: Library,
        clock: Clock,
        partner_id: str,
        end: datetime,
    ) -> None:
        super().__init__(places, store, library, clock)
        self.past = customers_as_of(places, store, partner_id, end)

    def rows(self, partner: Partner) -> list[CustomerSummary]:
        """Return the summary of every known customer of `partner` at that time, sorted by name.

        Customers whose state at that time is unknown are left out.
        """
        rows = [self.row_of(partner, customer) for customer in self.past.known]
        return sorted(rows, key=lambda row: (fold(row.name), row.id))

    def load(self, partner_id: str, customer_id: str) -> Customer:  # noqa: ARG002
        """Return the customer with this id as it was at that time.

        Raises:
            NotFoundError: there was no such customer then, or its state then is unknown.
        """
        for customer in self.past.known:
            if customer.id == customer_id:
                return customer
        raise NotFoundError(_('there was no customer "{id}" then').format(id=customer_id))
