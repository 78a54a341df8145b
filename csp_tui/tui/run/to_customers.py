"""The way from a run to its customers: the items that are gone through for each of them."""

from __future__ import annotations

from csp_tui.core.base.language import _
from csp_tui.core.customers.listing import ALL, LACKING
from csp_tui.tui.base.saving_screen import SavingScreen

ON_ITEMS = (
    "tick_item",
    "reopen_item",
    "wait_item",
    "edit_item",
    "set_not_applicable",
    "refuse_item",
    "open_detail",
)
"""What is done to an item; for one that stands for all customers it opens these instead."""


class CustomerKeys(SavingScreen):
    """Opens the customers of a run."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show who lacks an item, where it is not for the partner but for each customer."""
        item = self._view.checklist.by_id.get(self.rows.key) if action in ON_ITEMS else None
        if item is None or not self._view.is_for_each(item):
            return super().check_action(action, parameters)
        self._open_customers(item.id, LACKING)
        return False

    def action_show_customers(self) -> None:
        """Open the customers, at the item under the cursor if it is for each of them."""
        if any(section.per for section in self._view.checklist.sections):
            self._open_customers(self.rows.key, ALL)
        else:
            self.say(_("This checklist has no items that are gone through for each customer."))

    def _open_customers(self, item_id: str, filter_name: str) -> None:
        from csp_tui.tui.customers.screen import CustomersScreen

        self.app.push_screen(CustomersScreen(self._workplace, self._view, item_id, filter_name))
