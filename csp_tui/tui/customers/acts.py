"""Change customers and their chosen item from the matrix: the marked ones, or the current one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from csp_tui.core.base.asking import Question, Talk
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.checklists.model import Item
from csp_tui.core.describe.item import condition
from csp_tui.core.history.acts import Act
from csp_tui.core.importing.table import Chosen, ImportTable
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Customer
from csp_tui.core.runs import customer_changes, item_questions, run_questions
from csp_tui.core.runs.chosen import ChosenItems, Make
from csp_tui.core.runs.chosen_files import ChosenCustomers
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.asking_names import ask_again, ask_name
from csp_tui.tui.base.asking_undo import ask_first
from csp_tui.tui.base.list_screen import ListScreen, WhenFailed, left_out_words, why_unread
from csp_tui.tui.base.restored import UNDONE, restoring, undoing
from csp_tui.tui.base.screen_saving import Saving
from csp_tui.tui.customers import questions
from csp_tui.tui.customers.matrix import Matrix
from csp_tui.tui.host import host_of
from csp_tui.tui.saving.saver import ChangeSaved, Job

RESTORED, CHANGED = N_("Restored"), N_("Changed")
DONE = {
    Act.TICK: N_("Done"),
    Act.UNTICK: N_("To do again"),
    Act.WAIT: N_("Waiting"),
    Act.NOT_APPLICABLE: N_("Not applicable"),
    Act.REFUSE: N_("Refused"),
}
"""For each act on the item of the marked customers, the word for what was done."""

ActOnOne = Callable[[ChosenItems], Talk[item_questions.Outcome]]
ActOnMany = Callable[[ChosenCustomers], Talk[item_questions.Outcome]]


class CustomerActs:
    """Asks about customers, and saves the changes that follow.

    Args:
        screen: the screen of the matrix, on which questions and messages are shown.
        workplace: the store, the checklists and the rest.
        matrix: the customers, the marks and the chosen item.
        saving: saves the changes of the screen.
    """

    def __init__(
        self, screen: ListScreen, workplace: Workplace, matrix: Matrix, saving: Saving
    ) -> None:
        self.screen = screen
        self.workplace = workplace
        self.matrix = matrix
        self.saving = saving
        self._left_out: dict[int, str] = {}  # by ticket: a sentence on who is left out of the act
        self._table = ""  # the path of the file whose import did not come about
        self._recovery = Recovery(workplace.places, workplace.store)
        self._restored: list[str] = []  # what to say of each restore that is saved
        self._put_back: Saved | None = None  # what the job returned that put a damaged file back

    @property
    def view(self) -> RunView:
        """The run with the changes that are not saved yet."""
        return self.saving.view

    def customer_here(self) -> Customer | None:
        """Return the customer under the cursor, with its unsaved changes.

        If there is no row or the file cannot be read, show why and return None.
        """
        if not (key := self.screen.rows.key):
            self.screen.say(_("No customer here; a adds one."))
            return None
        try:
            return self.matrix.customer(key, self.saving.changes())
        except CspTuiError as error:
            self.screen.say(why_unread(error))
            return None

    def can_change_marked(self) -> bool:
        """Return whether one of the marked customers can be changed; if none can, say so."""
        can_one = bool(self.matrix.chosen)
        if not can_one:
            first = _("No marked customer can be changed: bring them back with D first.")
            self.screen.say(left_out_words(self.matrix.left_out) or first)
        return can_one

    def save_for(
        self,
        count: int,
        changes: Callable[[Store], Sequence[Change]],
        done: str,
        failed: WhenFailed | None = None,
        note: str = "",
    ) -> None:
        """Save changes of `count` customers as one step, and end the marks.

        Args:
            count: how many customers.
            changes: returns the changes, when the customers' files are read.
            done: the English word for what is done.
            failed: called with the error if nothing could be saved.
            note: a sentence on what is left out, said behind what was done.
        """
        partner_id = self.view.partner.id
        self._ask_for(lambda store: store.change(partner_id, changes(store)), done, failed, note)
        sentence = ngettext("Saving {count} customer ...", "Saving {count} customers ...", count)
        self.screen.say(sentence.format(count=count))

    # The chosen item

    def act(self, on_one: ActOnOne, on_many: ActOnMany) -> None:
        """Ask about the chosen item and change it for the marked customers, else the current one.

        If none of the marked customers can be changed, say so.

        Args:
            on_one: returns the talk (a generator of questions) about one customer.
            on_many: returns the talk about the marked customers.
        """
        if self.matrix.marked:
            if self.can_change_marked():
                self.screen.converse(self._act_on_many(on_many))
        elif (view := self._part_here()) is not None:
            self.screen.converse(self._act_on_one(on_one, view))

    def _part_here(self) -> RunView | None:
        """Return the run as the customer under the cursor goes through it.

        If the customer cannot be read or the chosen item does not apply to it, show why and return
        None.
        """
        if (customer := self.customer_here()) is None:
            return None
        view, item = self.view.of_customer(customer), self.matrix.item
        if view.fits(item):
            return view
        sentence = _("Does not apply here (F answers): it needs {why}")
        self.screen.say(sentence.format(why=condition(view, item)))
        return None

    def _act_on_one(self, act: ActOnOne, view: RunView) -> Talk[None]:
        customer_id, item = view.customer_id, self.matrix.item

        def answer_fact(change: Change) -> RunView:
            self.saving.change(customer_changes.for_customer(change, customer_id))
            customer = self.matrix.customer(customer_id, self.saving.changes())
            return self.view.of_customer(customer)

        if not (yield from run_questions.may_change(self.view, self.workplace.today)):
            return
        outcome = yield from act(ChosenItems(view, [item], answer_fact))
        if outcome.changes:
            self.saving.change(
                *(customer_changes.for_customer(each, customer_id) for each in outcome.changes)
            )
        if outcome.message:
            self.screen.say(outcome.message)

    def _act_on_many(self, act: ActOnMany) -> Talk[None]:
        ids, item = self.matrix.chosen, self.matrix.item
        if not (yield from run_questions.may_change(self.view, self.workplace.today)):
            return
        outcome = yield from act(self.matrix.chosen_customers())
        if outcome.do is None:
            if outcome.message:
                self.screen.say(outcome.message)
            return
        run, opening, make = self.view, self.saving.opening(), outcome.make
        self.save_for(
            len(ids) if outcome.number is None else outcome.number,
            lambda store: [*opening, *changes_of(make, ids, item, run, store)],
            DONE[outcome.do],
            note=outcome.message,
        )

    # The customers

    def add(self, typed: str = "", lead: str = "") -> Talk[None]:
        """Ask for a name and add the customer; if that fails, ask for the name again.

        Args:
            typed: the name that the user typed before.
            lead: why it could not be saved.
        """

        def known() -> list[str]:
            return [row.name for row in self.matrix.rows.values() if row.is_active]

        name = yield from ask_name(_("Name of the customer"), known, typed, lead)
        partner_id = self.view.partner.id

        def save(store: Store) -> Saved:
            customer_id = store.customer_id(partner_id, name)
            return store.change(partner_id, [customer_changes.add(customer_id, name)])

        self.saving.ask_for(save, N_("Added"), partial(ask_again, self.screen, self.add, name))

    def answer_facts(self) -> None:
        """Ask the facts on which items depend, for the marked customers, else the current one.

        If no item depends on a fact, or no marked customer can be changed, say so.
        """
        if self.matrix.marked:
            if self.can_change_marked():
                talk = questions.answer_facts_of_many(self.view, self.matrix.chosen)
                self.screen.converse(self._save_answer(talk, _(item_questions.NOTHING_CHANGED)))
        elif (customer := self.customer_here()) is not None:
            self.screen.converse(self._answer_for(customer))

    def _answer_for(self, customer: Customer) -> Talk[None]:
        change = yield from questions.answer_facts(self.view, customer)
        if change is None:
            self.screen.say(_("No item depends on a fact."))
        else:
            self.saving.change(change)

    def put_away(self) -> None:
        """Ask, then archive the current customer; bring it back if it is archived.

        With marks, archive those marked that are active; if none is, bring the archived ones back.
        """
        matrix, today = self.matrix, self.workplace.today
        if matrix.marked and matrix.left_out and len(matrix.left_out) == len(matrix.marked):
            self.screen.say(left_out_words(matrix.left_out))
        elif matrix.marked:
            self.screen.converse(self._save_answer(questions.archive_marked(matrix, today)))
        elif (customer := self.customer_here()) is not None:
            self.screen.converse(self._save_answer(questions.archive(customer, today)))

    def _save_answer(self, talk: Talk[questions.ToSave], otherwise: str = "") -> Talk[None]:
        """Save what `talk` returns as one step, and end the marks; if it is nothing, say so.

        `otherwise` is what to say then; "" for nothing.
        """
        changes, done = yield from talk
        partner_id = self.view.partner.id
        if changes:
            self._ask_for(lambda store: store.change(partner_id, changes), done)
        elif otherwise:
            self.screen.say(otherwise)

    def _ask_for(
        self, job: Job, done: str, failed: WhenFailed | None = None, note: str = ""
    ) -> None:
        """Save by `job`, and end the marks; `note` and who cannot be read are said once saved."""
        left_out = " ".join(filter(None, (note, left_out_words(self.matrix.left_out))))
        self.screen.end_marks()
        ticket = self.saving.ask_for(job, done, failed)
        if left_out:
            self._left_out[ticket] = left_out

    def import_table(self) -> Talk[None]:
        """Ask for a CSV or Excel file, and open the preview of what importing it would add."""
        from csp_tui.tui.customers.table import import_source
        from csp_tui.tui.importing.opening import open_preview

        self._table = path = yield Question(
            _("Import a CSV or Excel file (preview first)"), self._table
        )
        if path:
            source = import_source(self.workplace, self.matrix, path, self._say_imported)
            open_preview(self.screen, source)

    def _say_imported(self, table: ImportTable, chosen: Chosen, saved: Saved) -> None:
        self._table = ""
        self.matrix.arrange()
        self.screen.show_marks()
        self.screen.rows.select(next(iter(saved.customers), ""))
        self.screen.say(_("{done} u undoes.").format(done=table.done_sentence(chosen)))

    def restore(self) -> None:
        """Replace the unreadable file of the current customer by its last good copy.

        If the file can be read, only say so.
        """
        row = self.matrix.rows.get(self.screen.rows.key)
        if row is None or not row.error:
            self.screen.say(_("Only an unreadable customer can be restored."))
            return
        partner_id, said = self.view.partner.id, self._restored
        job = restoring(self._recovery, partner_id, said, customer_id=row.id)
        self.saving.ask_for(job, RESTORED)

    def undo(self) -> None:
        """Undo the user's last step in this partner.

        If that step restored the file of a customer, put the damaged file back; if it restored that
        of the partner, only say where its undo is. Of an older step than the user may think of, ask
        first.
        """
        partner, recovery, clock = self.view.partner, self._recovery, self.workplace.clock
        undo = undoing(recovery, partner.id, host_of(self.screen).saver.own_steps)

        def take_back(store: Store) -> Saved:
            restored = recovery.last_restored(partner.id)
            if not restored:
                return undo(store)
            recovery.undo_restore(partner.id, restored)
            self._put_back = Saved(partner, (), clock())
            return self._put_back

        self.saving.ask_for(
            take_back,
            UNDONE,
            lambda error: ask_first(self.screen, self.workplace, error, self.undo),
        )

    # What is said

    def say_done(self, done: str, message: ChangeSaved) -> None:
        """Say what was done; `done` is the English word that `Saving.mark_saved` returned."""
        self._say_act(done, message.saved)
        if left_out := self._left_out.pop(message.ticket, ""):
            self.screen.bottom.say_also(left_out)

    def _say_act(self, done: str, saved: Saved) -> None:
        say, count = self.screen.say, len(saved.customers)
        if saved is self._put_back:
            self.screen.follow()
            say(_("The damaged file is back."))
        elif not saved.lines:
            say(_("{act}: nothing had to change.").format(act=_(done)))
        elif done == CHANGED:
            sentence = ngettext(
                "{count} customer changed. u undoes that.",
                "{count} customers changed. u undoes them all.",
                count,
            )
            say(sentence.format(count=count))
        elif done == questions.ARCHIVED and count > 1:
            sentence = _("{count} customers are archived. u undoes; f shows who is archived.")
            say(sentence.format(count=count))
        elif done == questions.ARCHIVED:
            names = ", ".join(customer.name for customer in saved.customers.values())
            sentence = _("Archived: {names}. u undoes; f shows who is archived.")
            say(sentence.format(names=names.rstrip(".")))
        elif done == RESTORED:
            say(self._restored.pop(0))
        else:
            self._say_changed(done, saved)

    def _say_changed(self, done: str, saved: Saved) -> None:
        first = saved.lines[0]
        item, row = (
            self.view.checklist.by_id.get(first.item),
            self.matrix.rows.get(first.customer),
        )
        whom = row.name if row else first.customer
        what = item.title if item else first.item or ("" if whom else first.run)
        customers = {line.customer for line in saved.lines if line.customer}
        self.saving.say_done(done, ", ".join(filter(None, (what, whom))), len(customers) - 1)


def changes_of(
    make: Make, ids: Sequence[str], item: Item, run: RunView, store: Store
) -> list[Change]:
    """Return the changes of `item` that `make` makes for the customers `ids`, read anew.

    A customer to whom the item does not apply is left out.
    """
    changes = []
    for customer_id in ids:
        view = run.of_customer(store.load_customer(run.partner.id, customer_id))
        change = make(view, item) if view.fits(item) else None
        if change is not None:
            changes.append(customer_changes.for_customer(change, customer_id))
    return changes
