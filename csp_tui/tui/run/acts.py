"""Change the items of a run and the run itself, with the questions that come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.core.base.asking import Talk
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import customer_changes, item_changes, partner_runs, run_questions
from csp_tui.core.runs.chosen import ChosenItems
from csp_tui.core.runs.item_questions import Outcome
from csp_tui.core.runs.run_name import short_name_of
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.act_words import changed_items
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.base.screen_saving import Saving
from csp_tui.tui.places import MovingPlace, StartPlace

AskForAct = Callable[[ChosenItems], Talk[Outcome]]


class RunActs:
    """Asks about a run, or a customer's part of it, and saves the changes that follow.

    Args:
        screen: the screen of the run, on which questions and messages are shown.
        workplace: the store, the checklists and the rest.
        saving: saves the changes of the screen.
    """

    def __init__(self, screen: ListScreen, workplace: Workplace, saving: Saving) -> None:
        self.screen = screen
        self.workplace = workplace
        self.saving = saving

    @property
    def view(self) -> RunView:
        """The run with the changes that are not saved yet."""
        return self.saving.view

    def change(self, *changes: Change) -> None:
        """Show `changes` at once and save them, those of a customer's part with that customer."""
        if (customer := self.view.customer) is not None:
            changes = tuple(customer_changes.for_customer(each, customer.id) for each in changes)
        self.saving.change(*changes)

    def act(
        self, items: Sequence[Item], ask: AskForAct, left_out: Sequence[str] = ()
    ) -> Talk[None]:
        """Ask the questions of `ask` about `items`, and make the changes that it returns.

        If marked items are changed, end the marks and say how many were. `left_out` says how many
        marked items are not among `items`, and why.
        """
        if not (yield from run_questions.may_change(self.view, self.workplace.today)):
            return
        outcome = yield from ask(ChosenItems(self.view, items, self._answer_fact, left_out))
        parts = [outcome.message]
        if outcome.changes:
            are_marked = any(change.item in self.screen.marked for change in outcome.changes)
            self.change(*outcome.changes)
            if are_marked and outcome.do is not None:
                self.screen.end_marks()
                parts.insert(0, changed_items(outcome.do, len(outcome.changes)))
        if message := " ".join(filter(None, parts)):
            self.screen.say(message)

    def _answer_fact(self, change: Change) -> RunView:
        self.change(change)
        return self.view

    def edit(self, change: Change) -> Talk[None]:
        """Make a change that was typed in a form; if the run is closed, ask first."""
        if (yield from run_questions.may_change(self.view, self.workplace.today)):
            self.change(change)

    def _is_for_customer(self, sentence: str) -> bool:
        """Return whether a customer's part of the run is shown; if so, show `sentence`."""
        if self.view.customer is not None:
            self.screen.say(sentence)
        return self.view.customer is not None

    def close(self) -> None:
        """Ask for the outcome and close the run; open a closed run again.

        In a customer's part of the run, only say that a run is closed for all customers.
        """
        sentence = _("A run is closed for all customers at once: go back to the checklist.")
        if self._is_for_customer(sentence):
            return
        if self.view.is_closed:
            self.change(partner_runs.reopen(self.view.run.key))
            self.screen.say(_("Opened again. u undoes that."))
        else:
            self.screen.converse(self._close())

    def _close(self) -> Talk[None]:
        if outcome := (yield from run_questions.close(self.view)):
            self.change(partner_runs.close(self.view.run.key, outcome, self.workplace.clock()))
            self.screen.say(_("Closed. C opens it again, u undoes."))

    def move_edition(self) -> None:
        """Open the preview of moving the run to the newest edition of its checklist.

        If the run cannot be moved, say why. If changes could not be saved, only ask about them.
        """
        from csp_tui.core.runs.moving import moves_to_newest

        sentence = _("A run is moved for all customers at once: go back to the checklist.")
        if self._is_for_customer(sentence) or self.saving.holds_back():
            return
        try:
            partner = self.workplace.store.load(self.view.partner.id)
            moves = moves_to_newest(self.workplace.library, partner, self.view.run.key)
        except CspTuiError as error:
            self.screen.say(str(error))
            return
        if moves:
            self.screen.open(MovingPlace(moves))
        else:
            words = _("Nothing to move: {run} of {name} is on the newest edition, {edition}.")
            if self.view.is_closed:
                words = _("A closed run stays as it is.")
            run, name = short_name_of(self.view), visible_line(self.view.partner.name)
            edition = self.view.checklist.edition
            self.screen.say(words.format(run=run, name=name, edition=edition))

    # Other runs

    def start_named(self, item: Item | None) -> RunView | None:
        """Ask whether to start the checklist that `item` names; return its open run if it has one.

        If the item names none, or there is no such checklist, say so. If changes could not be
        saved, only ask about them.
        """
        if item is None or not item.starts:
            sentence = _("This item names no checklist to start; ] goes on to one.")
            if self.view.customer is not None:  # there ] goes to the next customer
                sentence = _("This item names no checklist to start.")
            self.screen.say(sentence)
            return None
        if self.saving.holds_back():
            return None
        partner = self.view.partner
        runs = partner_runs.of_checklist(partner, item.starts)
        if known := next((run.key for run in reversed(runs) if not run.closed), ""):
            return self.view_of_run(partner, known)
        newest = [each for each in self.workplace.library.newest() if each.id == item.starts]
        if newest:
            self.screen.converse(self._start_next(newest[0]))
        else:
            self.screen.say(_('There is no checklist "{id}".').format(id=item.starts))
        return None

    def _start_next(self, checklist: Checklist) -> Talk[None]:
        if not (yield from run_questions.start_next(self.view, checklist)):
            return
        partner, now = self.view.partner, self.workplace.clock()
        change = item_changes.start(partner, checklist, now)
        self.saving.ask_for(lambda store: store.change(partner.id, [change]), N_("Started"))

    def other(self, step: int, customers: Sequence[str]) -> RunView | None:
        """Return the partner's next run (`step` 1), or the previous one (-1).

        Before the first run, say so; after the last, open the screen to start another. In a
        customer's part of the run, return the part of the next or previous of the `customers`; if
        there is none, say so. If changes could not be saved, only ask about them.
        """
        if self.saving.holds_back():
            return None
        partner, customer = self.view.partner, self.view.customer
        if customer is not None:
            at = customers.index(customer.id) if customer.id in customers else 0
            return self._part_of(customers, at + step)
        keys = partner_runs.in_order(partner)
        index = keys.index(self.view.run.key) + step
        if 0 <= index < len(keys):
            return self.view_of_run(partner, keys[index])
        if index < 0:
            self.screen.say(_("This is the first checklist of this partner; ] goes to the next."))
        else:
            self.screen.open(StartPlace(partner, is_over_run=True))
        return None

    def view_of_run(self, partner: Partner, run: str) -> RunView | None:
        """Return a run of `partner`; if it cannot be read, say why."""
        try:
            return self.workplace.view(partner, run)
        except CspTuiError as error:
            self.screen.say(str(error))
            return None

    def _part_of(self, customers: Sequence[str], index: int) -> RunView | None:
        if not 0 <= index < len(customers):
            last, first = _("This is the last customer."), _("This is the first customer.")
            self.screen.say(first if index < 0 else last)
            return None
        try:
            customer = self.workplace.store.load_customer(self.view.partner.id, customers[index])
        except CspTuiError as error:
            self.screen.say(str(error))
            return None
        return self.view.partner_part.of_customer(customer)
