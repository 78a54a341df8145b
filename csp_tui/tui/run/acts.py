"""Change the items of a run and the run itself, with the questions that come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.core.base.asking import Talk
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import customer_changes, item_changes, run_questions
from csp_tui.core.runs.chosen import ChosenItems
from csp_tui.core.runs.item_questions import Outcome
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.act_words import changed_items
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.base.screen_saving import Saving

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
        self._saving = saving

    @property
    def view(self) -> RunView:
        """The run with the changes that are not saved yet."""
        return self._saving.view

    def change(self, *changes: Change) -> None:
        """Show `changes` at once and save them, those of a customer's part with that customer."""
        if (customer := self.view.customer) is not None:
            changes = tuple(customer_changes.for_customer(each, customer.id) for each in changes)
        self._saving.change(*changes)

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
        told = [outcome.message]
        if outcome.changes:
            are_marked = any(change.item in self.screen.marked for change in outcome.changes)
            self.change(*outcome.changes)
            if are_marked and outcome.do is not None:
                self.screen.end_marks()
                told.insert(0, changed_items(outcome.do, len(outcome.changes)))
        if message := " ".join(filter(None, told)):
            self.screen.say(message)

    def _answer_fact(self, change: Change) -> RunView:
        self.change(change)
        return self.view

    def edit(self, change: Change) -> Talk[None]:
        """Make a change that was typed in a form; if the run is closed, ask first."""
        if (yield from run_questions.may_change(self.view, self.workplace.today)):
            self.change(change)

    def close(self) -> Talk[None]:
        """Ask for the outcome, and close the run."""
        change = yield from run_questions.close(self.view, self.workplace.clock())
        if change is not None:
            self.change(change)
            self.screen.say(_("Closed. C opens it again, u undoes."))

    def start_next(self, checklist: Checklist) -> Talk[None]:
        """Ask whether to start `checklist` for the partner, and start it."""
        if not (yield from run_questions.start_next(self.view, checklist)):
            return
        partner, now = self.view.partner, self.workplace.clock()
        change = item_changes.start(partner, checklist, now)
        self._saving.ask_for(lambda store: store.change(partner.id, [change]), N_("Started"))
