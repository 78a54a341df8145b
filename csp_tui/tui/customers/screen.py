"""The screen of the customers: adding, changing, putting away, importing."""

from __future__ import annotations

import contextlib
from datetime import date
from functools import partial
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError, NotFoundError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import fold
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.customers.listing import ALL
from csp_tui.core.disk.files import read_file
from csp_tui.core.importing.table import ImportTable
from csp_tui.core.runs import customer_changes, facts
from csp_tui.core.store.store import Saved, Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.confirming import confirm, yes_no_trouble
from csp_tui.tui.customers.acts import CustomerCellsScreen
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.saving.saver import ChangeSaved, Job
from csp_tui.tui.widgets.bottom_row import Question

PUT_AWAY, RESTORED = N_("Put away"), N_("Restored")
"""What was asked for, by the ticket of the saving."""


class CustomersScreen(CustomerCellsScreen):
    """The customers of a partner in a run, with all that can be done to them."""

    _put_back: Saved | None = None
    """What was told when a damaged file was put back."""
    _table = ""
    """The table that was to be imported last, and was not."""

    def action_add_customer(self) -> None:
        """Ask for a name and add the customer."""
        partner_id = self._partner_id

        def add(name: str) -> None:
            def save(store: Store) -> Saved:
                customer_id = store.customer_id(partner_id, name)
                return store.change(partner_id, [customer_changes.add(customer_id, name)])

            self._asked[self._submit(save, is_kept=False)] = N_("Added")

        self.ask([Question(_("Name of the customer"), check=self._name_trouble)], add)

    def _name_trouble(self, name: str) -> str:
        if not name:
            return _("it needs one")
        known = (row for row in self._rows.values() if row.is_active)
        is_known = any(fold(name) == fold(row.name) for row in known)
        return _("exists already; write it another way") if is_known else ""

    def action_edit_customer(self) -> None:
        """Open the form of the customer."""
        from csp_tui.tui.customers.form import EditCustomerScreen

        if (customer := self._here()) is None:
            return

        def save(values: dict[str, str | date | None] | None) -> None:
            if values is not None:
                self._change(customer_changes.edit(customer.id, **values))

        self.app.push_screen(EditCustomerScreen(customer, self._workplace.today), save)

    def action_answer_facts(self) -> None:
        """Ask the facts on which items of the customer depend."""
        if (customer := self._here()) is None:
            return
        view = self._view.of_customer(customer)
        wanted = {fact.id: fact.question for fact in facts.facts_of_customers(view)}
        if not wanted:
            self.say(_("No item depends on a fact."))
            return

        def answer(*texts: str) -> None:
            known = dict(zip(wanted, map(facts.yes_or_no, texts), strict=True))
            self._change(customer_changes.answer(customer.id, known))

        own = {True: "y", False: "n"}
        self.ask(
            [
                Question(
                    _("y, n, enter: as the partner"),
                    own[customer.facts[fact]] if fact in customer.facts else "",
                    yes_no_trouble,
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
            change, question = customer_changes.bring_back(customer.id), _("Bring back {name}?")
        else:
            change = customer_changes.put_away(customer.id, self._workplace.today)
            question = _("Put away {name}?")
        partner_id, told = self._partner_id, N_("Brought back") if customer.archived else PUT_AWAY

        def save() -> None:
            ticket = self._submit(lambda store: store.change(partner_id, [change]), is_kept=False)
            self._asked[ticket] = told

        confirm(self, question.format(name=customer.name), save)

    def action_restore_customer(self) -> None:
        """Put the last good copy in place of the unreadable file under the cursor."""
        row = self._rows.get(self.rows.key)
        if row is None or not row.error:
            self.say(_("Only an unreadable customer can be restored."))
            return
        partner_id, customer_id = self._partner_id, row.id
        ticket = self._submit(
            lambda _store: self._recovery.restore(partner_id, customer_id), is_kept=False
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

        self._asked[self._submit(take_back, is_kept=False)] = N_("Undone")

    @property
    def _recovery(self) -> Recovery:
        return Recovery(self._workplace.places, self._workplace.store)

    def _say_done(self, asked: str, message: ChangeSaved) -> None:
        if message.saved is self._put_back:
            self.follow()
            self.say(_("The damaged file is back."))
            return
        super()._say_done(asked, message)
        names = ", ".join(each.name for each in message.saved.customers.values())
        if asked == PUT_AWAY:
            self.say(_("Put away: {names}. u undoes; f shows who is put away.").format(names=names))
        elif asked == RESTORED:
            self.say(_("Restored {name}; u puts the damaged file back.").format(name=names))

    def action_import_customers(self) -> None:
        """Ask for a CSV file, and show what it would add."""
        self.ask([Question(_("CSV file"), self._table)], self._import)

    def _import(self, path: str) -> None:
        from csp_tui.core.importing.customers import import_job, read_customers
        from csp_tui.tui.importing.screen import ImportScreen

        self._table, partner = path, self._view.partner
        if not path:
            return
        try:
            content = read_file(Path(path).expanduser(), follow_links=True)[0]
            table = read_customers(content, Path(path), self._rows.values())
        except (CspTuiError, RuntimeError) as error:
            self.say(f"{error}.", Tone.ALERT)
            return

        def job(update: bool) -> Job:
            return import_job(partner.id, table.new, table.chosen(update=update))

        done = partial(self._tell_imported, table)
        self.app.push_screen(ImportScreen(path, N_("Import customers"), table, job, done))

    def _tell_imported(self, table: ImportTable, saved: Saved, update: bool) -> None:
        self._table = ""
        if saved.customers:
            self.rows.select(next(iter(saved.customers)))
        self.say(_("{done} u undoes.").format(done=table.done(update=update)))


def customers_screen_of(
    workplace: Workplace,
    partner_id: str,
    run: str = "",
    *,
    item: str = "",
    filter_name: str = ALL,
    at: str = "",
) -> CustomersScreen:
    """Return the customers of a partner, in the run that is named, else the first that has any.

    Args:
        workplace: the store, the checklists and the rest.
        partner_id: the partner.
        run: the run's key.
        item: the id of the item to choose.
        filter_name: which customers to show.
        at: the id of the customer for the cursor.

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
                return CustomersScreen(workplace, view, item, filter_name, at)
    told = _("{name} has no checklist with items for each customer").format(name=partner.name)
    raise NotFoundError(told)
