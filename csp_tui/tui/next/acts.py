"""Change an item of any partner from the screen Next, with the questions and promises of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from csp_tui.core.base.asking import Talk
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import Act
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import StepList
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import item_questions, run_questions
from csp_tui.core.runs.chosen import ChosenItems
from csp_tui.core.runs.ticked_rules import with_wordings
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.act_words import changed_items, sentences
from csp_tui.tui.base.acts_to_undo import ActsToUndo
from csp_tui.tui.base.asking_undo import ask_first
from csp_tui.tui.base.list_screen import ListScreen, WhenFailed
from csp_tui.tui.base.screen_saving import Saving
from csp_tui.tui.host import host_of
from csp_tui.tui.lines.tone import Span, Tone
from csp_tui.tui.next.shared_acts import AskAboutMany, SharedActs, TakeBack
from csp_tui.tui.saving.own_steps import OwnSteps
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved

if TYPE_CHECKING:
    from csp_tui.tui.base.earlier_act import EarlierAct

AskForAct = Callable[[ChosenItems], Talk[item_questions.Outcome]]


class StepActs:
    """Asks about the items of steps, and saves the changes as the screen of a run does.

    Args:
        screen: the screen, on which questions and messages are shown.
        workplace: the store, the checklists and the rest.
        show: called to show the steps anew, when a change begins to be saved or cannot be saved.
        show_state: called to show anew what `state` returns.
    """

    def __init__(
        self,
        screen: ListScreen,
        workplace: Workplace,
        show: Callable[[], object],
        show_state: Callable[[], object],
    ) -> None:
        self._screen = screen
        self._workplace = workplace
        self._show = show
        self._savings: dict[tuple[str, str], Saving] = {}
        self._acts = ActsToUndo[TakeBack]()
        self._shared = SharedActs(screen, workplace, show, show_state)

    @property
    def _own_steps(self) -> OwnSteps:
        return host_of(self._screen).saver.own_steps

    def without_unsaved(self, steps: StepList) -> StepList:
        """Return `steps` without those whose item has a change that is not saved yet.

        A step that is only edited stays.
        """
        own = {partner for (partner, _run), saving in self._savings.items() if saving.changes()}
        partners = own | self._shared.partners
        return steps.without(partners, self._is_unsaved)

    def _is_unsaved(self, step: Step) -> bool:
        if self._shared.is_unsaved(step):
            return True
        saving = self._savings.get((step.partner.id, step.run))
        if saving is None or step.item is None:
            return False
        changes = (each for each in saving.changes() if each.item == step.item.id)
        return any(each.do != Act.EDIT for each in changes)

    def is_saving_many(self) -> bool:
        """Return whether several partners are being saved; say how many are until all are."""
        if host_of(self._screen).saver.acts_left():
            self._shared.follow_saving()
        return self._shared.is_saving

    @property
    def unsaved_partners(self) -> int:
        """In how many partners acts on several of them are not saved yet."""
        return self._shared.unsaved

    def state(self) -> Span | None:
        """Return words on what is not saved, with their tone.

        Returns:
            ``not saved: 2`` if a save failed, ``saving`` if one is slow, of several partners with
            how many are saved; None otherwise.
        """
        drafts = [saving.draft for saving in self._savings.values()]
        is_failing = any(draft.trouble and draft.pending for draft in drafts)
        if is_failing or (self._shared.trouble and self._shared.unsaved):
            count = sum(len(draft.pending) for draft in drafts) + self._shared.unsaved
            return (_("not saved: {count}").format(count=count), Tone.STRONG)
        is_slow = any(draft.is_slow and draft.pending for draft in drafts)
        slow = self._shared.slow or (_("saving") if is_slow else "")
        return (slow, Tone.QUIET) if slow else None

    def act(
        self, step: Step, ask: AskForAct, *, is_typed: bool = False, note: str = ""
    ) -> Talk[None]:
        """Ask the questions of `ask` about the item of `step`, and make the changes it returns.

        If the run is closed, ask first whether to open it again. Change nothing if the user says
        no, or if the run cannot be read or was moved to an edition without the item; say so then.

        Args:
            step: the step; nothing is done about one without an item.
            ask: returns the talk about the item.
            is_typed: whether `ask` has texts that the user has typed already. They are saved even
                if the run was moved to an edition without the item, and are not counted there.
            note: a sentence on what is left out, said behind what came of the act.
        """
        if step.item is None:
            return
        try:
            saving = self._saving_of(step)
            if not is_typed:
                self.item_of(step, saving.view)
        except CspTuiError as error:
            self._screen.say(str(error))
            return
        if not (yield from run_questions.may_change(saving.view, self._workplace.today)):
            return

        def answer_fact(change: Change) -> RunView:
            saving.change(change)
            return saving.view

        message = ""
        outcome = yield from ask(ChosenItems(saving.view, [step.item], answer_fact))
        if outcome.changes and outcome.do is not None:
            self._screen.rows.keep_marks()
            self._acts.add(_taking_back(saving, saving.change(*outcome.changes), self._own_steps))
            message = changed_items(outcome.do, 1)
            if saving.view.checklist.item(step.item.id) is None:
                sentence = _(
                    'Saved, but not counted: "{item}" is not in edition {edition}. u undoes.'
                )
                edition = saving.view.checklist.edition
                message = sentence.format(item=step.item.title, edition=edition)
        if message := outcome.message or message:
            self._screen.say(sentences(message, note))

    def act_on_many(
        self, steps: Sequence[Step], ask: AskAboutMany, *, note: str = ""
    ) -> Talk[None]:
        """Ask once about the items of `steps`, of several partners, and change them as one act.

        `note` is a sentence on what is left out, said behind what came of the act.
        """
        return self._shared.act(steps, ask, self._acts.add, note)

    def view_of(self, step: Step) -> RunView:
        """Return the run of `step`, read anew.

        Raises:
            NotFoundError, InvalidFileError: the run is gone, or a file of it cannot be read.
        """
        return self._workplace.view(self._workplace.store.load(step.partner.id), step.run)

    def item_of(self, step: Step, view: RunView) -> Item:
        """Return the item of `step`, which must have one, as the checklist of `view` has it.

        If the run was moved to an edition in which another item replaces it, return that one.

        Raises:
            NotFoundError: the run was moved to an edition that has neither.
        """
        assert step.item is not None
        if (item := view.checklist.item(step.item.id)) is None:
            sentence = _('{name} is on edition {edition} now, which lacks "{item}"')
            name, edition = view.partner.name, view.checklist.edition
            raise NotFoundError(sentence.format(name=name, edition=edition, item=step.item.title))
        return item

    def _saving_of(self, step: Step) -> Saving:
        """Return what saves the run of `step`, with the run read anew.

        Raises:
            NotFoundError, InvalidFileError: the run is gone, or a file of it cannot be read.
        """
        store = self._workplace.store
        view = with_wordings(store, self.view_of(step))
        saving = self._savings.get((step.partner.id, step.run))
        if saving is None:
            saving = Saving(self._screen, store, view, self._show)
            self._savings[step.partner.id, step.run] = saving
        saving.draft.replace_saved(view)
        return saving

    def undo(self, *, redo: bool) -> None:
        """Undo the last act of this screen that is not undone, in one partner or several.

        With `redo`, make the last undone act again. If there is none, say so. If the user's last
        act changed nothing, ask before an earlier one is undone; if nothing was done since the app
        was opened, ask about the last act before, if that was on several partners.
        """
        take_back = self._acts.take(redo=redo)
        if take_back is not None:
            take_back(redo, partial(self._put_back, take_back, redo=redo))
        elif redo:
            self._screen.say(_("Nothing was undone from here; U in a checklist redoes there."))
        elif host_of(self._screen).saver.newest:
            self._say_nothing()
        else:
            from csp_tui.tui.base.earlier_act import offer_earlier_act

            offer_earlier_act(
                self._screen, self._workplace, self._take_back_earlier, self._say_nothing
            )

    def _say_nothing(self) -> None:
        self._screen.say(_("Nothing was changed from here; u in a checklist undoes there."))

    def _take_back_earlier(self, act: EarlierAct) -> None:
        self._acts.add(self._shared.taking_back(act.line.step, act.partner_ids))
        self.undo(redo=False)

    def _put_back(self, take_back: TakeBack, error: CspTuiError, *, redo: bool) -> None:
        self._acts.put_back(take_back, error, redo=redo)
        ask_first(self._screen, self._workplace, error, partial(self.undo, redo=redo))

    def mark_saved(self, message: ChangeSaved) -> str:
        """Take note that a job, of this screen or another, was saved.

        Returns:
            The English word ``Undone`` or ``Redone`` if the job was an undo or redo of this screen
            in one partner, so that the caller shows a message; else "".
        """
        words = ""
        self._shared.mark_saved(message)
        for saving in self._of_partner(message.saved):
            words = saving.mark_saved(message) or words
            saving.say_all_saved()
        return words

    def say_undone(self, words: str, saved: Saved) -> None:
        """Show what an undo or redo, `saved`, has changed: the first item, and how many others.

        `words` is what `mark_saved` returned.
        """
        first = saved.lines[0]
        for saving in self._of_partner(saved)[:1]:
            item = saving.view.checklist.by_id.get(first.item)
            what = ", ".join((item.title if item else first.item or first.run, saved.partner.name))
            saving.say_done(words, what, len(saved.lines) - 1)

    def _of_partner(self, saved: Saved) -> list[Saving]:
        partner_id = saved.partner.id
        return [each for (known, _run), each in self._savings.items() if known == partner_id]

    def fail(self, message: ChangeFailed) -> None:
        """Show why a change of this screen was not saved; what waits behind it is not saved either.

        Do nothing if the job is another screen's.
        """
        self._shared.fail(message)
        savings = list(self._savings.values())
        for saving in savings:
            saving.fail(message)
        if any(message.ticket in saving.draft.pending for saving in savings):
            for saving in savings:
                if saving.draft.pending:
                    saving.draft.trouble = str(message.error)
            self._show()

    def holds_back(self) -> bool:
        """Return whether changes could not be saved.

        If so, ask about those of the first run that has some; without one, about acts on several
        partners.
        """
        savings = self._savings.values()
        return any(saving.holds_back() for saving in savings) or self._shared.holds_back()


def _taking_back(saving: Saving, saved: list[Saved], own: OwnSteps) -> TakeBack:
    """Return a function that takes back the change of one run, or makes it again.

    It fails if nothing was saved: the change was given up, or nothing had to change.

    Args:
        saving: saved the change.
        saved: what was saved, once it is; what takes it back is added.
        own: says whether the user must be asked first.
    """

    def take_back(redo: bool, failed: WhenFailed) -> None:
        def job(store: Store) -> Saved:
            lines = saved[-1].lines if saved else ()
            if not lines:
                raise UsageError(_("nothing was taken back"))
            partner_id, step = saving.view.partner.id, lines[0].step
            if not redo:
                own.check(store, partner_id, step)
            taken = store.undo(partner_id, redo=redo, step=step)
            if taken.lines:
                saved.append(taken)
            return taken

        saving.ask_for(job, N_("Redone") if redo else N_("Undone"), failed)

    return take_back
