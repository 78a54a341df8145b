"""The part of a run that is gone through for one customer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import customer_changes
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.run.screen import MarkingScreen


class CustomerRunScreen(MarkingScreen):
    """The screen of a run for one customer; all keys of items work on that customer.

    Args:
        workplace: the store, the checklists and the rest.
        view: the customer's part of the run.
        item: the id of the item to start at.
        order: the ids of the customers among which ``]`` and ``[`` go.
    """

    def __init__(
        self, workplace: Workplace, view: RunView, item: str = "", order: Sequence[str] = ()
    ) -> None:
        super().__init__(workplace, view, item)
        self._order = order

    def leave(self) -> None:
        """Remember nothing: a partner opens with its own part."""

    def action_close_run(self) -> None:
        """Say where a run is closed."""
        self.say(_("A run is closed for all customers at once: go back to the checklist."))

    def action_move_edition(self) -> None:
        """Say where a run is moved to a newer edition."""
        self.say(_("A run is moved for all customers at once: go back to the checklist."))

    def _change(self, *changes: Change) -> None:
        super()._change(
            *(customer_changes.for_customer(each, self._customer_id) for each in changes)
        )

    def _read(self, partner: Partner) -> RunView:
        customer = self._workplace.store.load_customer(partner.id, self._customer_id)
        return super()._read(partner).of_customer(customer)

    def followed(self) -> list[Path]:
        """Return the files to follow."""
        own = self._workplace.places.customer_file(self._view.partner.id, self._customer_id)
        return [*super().followed(), own]

    def action_show_customers(self) -> None:
        """Go back to the customers."""
        self._csp_app.action_go_back()

    def _other_run(self, step: int) -> None:
        """Go to the next customer, or the one before, at the same item."""
        here = self._order.index(self._customer_id) if self._customer_id in self._order else 0
        place = here + step
        if self.holds_back():
            return
        if not 0 <= place < len(self._order):
            last, first = _("This is the last customer."), _("This is the first customer.")
            self.say(last if step > 0 else first)
            return
        workplace, partner = self._workplace, self._view.partner
        try:
            customer = workplace.store.load_customer(partner.id, self._order[place])
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        view = self._view.partner_part.of_customer(customer)
        screen = CustomerRunScreen(workplace, view, self.rows.key, self._order)
        self.app.switch_screen(screen)
