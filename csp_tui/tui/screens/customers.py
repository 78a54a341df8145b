"""The screen of the customers: adding, changing, putting away, importing."""

from __future__ import annotations

import contextlib
from datetime import date

from csp_tui.core import customer_acts, facts
from csp_tui.core.customer_import import read_table
from csp_tui.core.errors import CspTuiError, NotFoundError
from csp_tui.core.recovery import Recovery
from csp_tui.core.store import Saved, Store
from csp_tui.core.text import fold
from csp_tui.core.workplace import Workplace
from csp_tui.tui.confirming import confirm
from csp_tui.tui.saver import ChangeSaved
from csp_tui.tui.screens.customer_cells import CustomerCellsScreen
from csp_tui.tui.tone import Tone
from csp_tui.tui.widgets.bottom_row import Question

PUT_AWAY, RESTORED = "Put away", "Restored"
"""What was asked for, by the ticket of the saving."""
ANSWERS: dict[str, bool | None] = {"": None, "y": True, "yes": True, "n": False, "no": False}


class CustomersScreen(CustomerCellsScreen):
    """The customers of a partner in a run, with all that can be done to them."""

    _put_back: Saved | None = None
    """What was told when a damaged file was put back."""

    def action_add_customer(self) -> None:
        """Ask for a name and add the customer."""
        partner_id = self._partner_id

        def add(name: str) -> None:
            def save(store: Store) -> Saved:
                customer_id = store.customer_id(partner_id, name)
                return store.change(partner_id, [customer_acts.add(customer_id, name)])

            self._asked[self._submit(save, is_kept=False)] = "Added"

        self.ask([Question("Name of the customer", check=self._name_trouble)], add)

    def _name_trouble(self, name: str) -> str:
        if not name:
            return "it needs one"
        known = (row for row in self._rows.values() if row.is_active)
        is_known = any(fold(name) == fold(row.name) for row in known)
        return "exists already; write it another way" if is_known else ""

    def action_edit_customer(self) -> None:
        """Open the form of the customer."""
        from csp_tui.tui.screens.edit_customer import EditCustomerScreen

        if (customer := self._here()) is None:
            return

        def save(values: dict[str, str | date | None] | None) -> None:
            if values is not None:
                self._change(customer_acts.edit(customer.id, **values))

        self.app.push_screen(EditCustomerScreen(customer, self._workplace.today), save)

    def action_answer_facts(self) -> None:
        """Ask the facts on which items of the customer depend."""
        if (customer := self._here()) is None:
            return
        view = self._view.of_customer(customer)
        wanted = {fact.id: fact.question for fact in facts.facts_of_customers(view)}
        if not wanted:
            self.say("No item depends on a fact.")
            return

        def answer(*texts: str) -> None:
            given = (ANSWERS[text.casefold()] for text in texts)
            known = dict(zip(wanted, given, strict=True))
            self._change(customer_acts.answer(customer.id, known))

        own = {True: "y", False: "n"}
        self.ask(
            [
                Question(
                    "y, n, enter: as the partner",
                    own[customer.facts[fact]] if fact in customer.facts else "",
                    lambda text: "" if text.casefold() in ANSWERS else "y or n",
                    question,
                )
                for fact, question in wanted.items()
            ],
            answer,
        )

    def action_put_away(self) -> None:
        """Put the customer away, or bring it back."""
        if (customer := self._here()) is None:
            return
        if customer.archived:
            change, question = customer_acts.bring_back(customer.id), "Bring back"
        else:
            change = customer_acts.put_away(customer.id, self._workplace.today)
            question = "Put away"
        partner_id, told = self._partner_id, "Brought back" if customer.archived else PUT_AWAY

        def save() -> None:
            ticket = self._submit(lambda store: store.change(partner_id, [change]), is_kept=False)
            self._asked[ticket] = told

        confirm(self, f"{question} {customer.name}?", save)

    def action_restore_customer(self) -> None:
        """Put the last good copy in place of the unreadable file under the cursor."""
        row = self._rows.get(self.rows.key)
        if row is None or not row.error:
            self.say("Only an unreadable customer can be restored.")
            return
        partner_id, customer_id = self._partner_id, row.id
        ticket = self._submit(
            lambda _: self._recovery.restore(partner_id, customer_id), is_kept=False
        )
        self._asked[ticket] = RESTORED

    def action_undo_step(self) -> None:
        """Take back one's own last step in this partner, or the restoring of a customer."""
        partner, recovery, clock = self._view.partner, self._recovery, self._workplace.clock

        def take_back(store: Store) -> Saved:
            restored = recovery.last_restored(partner.id)
            if not restored:
                return store.undo(partner.id)
            recovery.undo_restore(partner.id, restored)
            self._put_back = Saved(partner, (), clock())
            return self._put_back

        self._asked[self._submit(take_back, is_kept=False)] = "Undone"

    @property
    def _recovery(self) -> Recovery:
        return Recovery(self._workplace.places, self._workplace.store)

    def _say_done(self, asked: str, message: ChangeSaved) -> None:
        if message.saved is self._put_back:
            self.follow()
            self.say("The damaged file is back.")
            return
        super()._say_done(asked, message)
        names = ", ".join(each.name for each in message.saved.customers.values())
        if asked == PUT_AWAY:
            self.say(f"Put away: {names}. u undoes; f shows who is put away.")
        elif asked == RESTORED:
            self.say(f"Restored {names}; u puts the damaged file back.")

    def action_import_customers(self) -> None:
        """Ask for a CSV file, and show what it would add."""
        from csp_tui.tui.screens.import_customers import ImportCustomersScreen

        def preview(path: str) -> None:
            try:
                table = read_table(path, self._rows.values())
            except CspTuiError as error:
                self.say(f"{error}.", Tone.ALERT)
                return
            screen = ImportCustomersScreen(self._workplace, self._view.partner, table, path)
            self.app.push_screen(screen)

        self.ask(
            [Question("CSV file", check=lambda text: "" if text else "name the file")], preview
        )


def customers_screen_of(workplace: Workplace, partner_id: str, run: str = "") -> CustomersScreen:
    """Return the customers of a partner, in the run that is named, else the first that has any.

    Raises:
        NotFoundError: no run of the partner is gone through for each customer.
        InvalidFileError: the partner's file is unreadable.
    """
    with contextlib.suppress(CspTuiError):
        workplace.store.settle(partner_id)
    partner = workplace.store.load(partner_id)
    for key in sorted(partner.runs, key=lambda each: each != run):
        with contextlib.suppress(CspTuiError):
            view = workplace.view(partner, key)
            if view.customer_items:
                return CustomersScreen(workplace, view)
    raise NotFoundError(f"{partner.name} has no checklist with items for each customer")
