"""Changes to the chosen item in the matrix of the customers: of one, or of all marked."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.core.base.errors import CspTuiError, InvalidFileError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.describe.item import condition
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Customer
from csp_tui.core.runs import customer_changes
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.store import Saved, Store
from csp_tui.tui.customers.choice import CustomerChoiceScreen
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.saving.draft import laid_over

Make = Callable[[RunView], Change | None]
"""Makes the change to a customer's part of the run; None where there is nothing to change."""


class CustomerChangesScreen(CustomerChoiceScreen):
    """The matrix with what shows a change at once and has it saved."""

    @property
    def _partner_id(self) -> str:
        return self._view.partner.id

    def _here(self) -> Customer | None:
        """Return the customer under the cursor as it is shown; say so where it is unreadable."""
        if not (key := self.rows.key):
            self.say(_("No customer is here; a adds one."))
            return None
        changes = [change for step in self._draft.pending.values() for change in step]
        try:
            if key not in self._loaded or not any(each.customer == key for each in changes):
                self._loaded[key] = self._workplace.store.load_customer(self._partner_id, key)
        except CspTuiError as error:
            why = error.short if isinstance(error, InvalidFileError) else str(error)
            told = _("{why}; mend it, or R: the last good copy").format(why=why)
            self.say(told, Tone.ALERT)
            return None
        return laid_over(self._loaded[key], changes)

    def _change(self, *changes: Change) -> None:
        """Show `changes` to customers at once and save them."""
        partner_id, wanted = self._partner_id, list(changes)
        ticket = self._submit(lambda store: store.change(partner_id, wanted))
        self._draft.add(ticket, wanted)
        self._lay_over()
        self._show_rows()

    def _set(self, told: str, make: Make) -> None:
        """Make a change to the chosen item of the marked customers, else of the one here.

        Args:
            told: what is said of the marked ones when it is done, before it is translated.
            make: makes the change.
        """
        if ids := self._chosen():
            count = len(ids)
            self._set_marked(())
            self._asked[self._submit(self._job(ids, make), is_kept=False)] = told
            saving = ngettext("Saving {count} customer ...", "Saving {count} customers ...", count)
            self.say(saving.format(count=count))
        elif (view := self._part()) is not None:
            try:
                change, customer = make(view), view.customer
            except UsageError as error:
                self.say(f"{error}.", Tone.ALERT)
                return
            if change is not None and customer is not None:
                self._change(customer_changes.for_customer(change, customer.id))

    def _part(self) -> RunView | None:
        """Return the part of the customer here, unless a fact rules the chosen item out."""
        if (customer := self._here()) is None:
            return None
        view = self._view.of_customer(customer)
        if self._item.applies(view.facts):
            return view
        why = condition(view, self._item)
        told = _("Does not apply here (F answers): it needs {why}").format(why=why)
        self.say(told, Tone.ALERT)
        return None

    def _chosen(self) -> list[str]:
        """Return the marked customers that can be changed."""
        marked = [self._rows[each] for each in self._marked if each in self._rows]
        return [row.id for row in marked if row.is_active and not row.error]

    def _job(self, ids: list[str], make: Make) -> Callable[[Store], Saved]:
        run, item, partner_id = self._view, self._item, self._partner_id

        def save(store: Store) -> Saved:
            changes = []
            for customer_id in ids:
                view = run.of_customer(store.load_customer(partner_id, customer_id))
                change = make(view) if item.applies(view.facts) else None
                if change is not None:
                    changes.append(customer_changes.for_customer(change, customer_id))
            return store.change(partner_id, changes)

        return save
