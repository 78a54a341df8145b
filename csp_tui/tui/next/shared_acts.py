"""Change items of several partners from the screen Next, as one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.timer import Timer

from csp_tui.core.base.asking import Talk, confirmed
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.history.acts import Act
from csp_tui.core.next_steps.step import Step
from csp_tui.core.progress.change import Change
from csp_tui.core.runs.chosen_files import ChosenPartners
from csp_tui.core.runs.item_questions import Outcome
from csp_tui.core.store.over_partners import Done
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.shared_act import SharedAct
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.act_words import changed_items, sentences, taken_back
from csp_tui.tui.base.list_screen import ListScreen, WhenFailed, as_sentence
from csp_tui.tui.host import host_of
from csp_tui.tui.saving.saver import SAVE_PATIENCE, ChangeFailed, ChangeSaved, Job

AskAboutMany = Callable[[ChosenPartners], Talk[Outcome]]
TakeBack = Callable[[bool, WhenFailed], object]
"""Takes an act back, or with True makes it again; calls the function with the error if it fails."""


class _Pending(NamedTuple):
    """The steps of a partner whose items a job changes, and whether it only edits them."""

    steps: Sequence[Step]
    is_edit: bool


class SharedActs:
    """Asks once about steps of several partners, and saves what is answered.

    Each partner is saved by a job of its own. If a partner cannot be saved, the saver tries again;
    what was typed is kept.

    Args:
        screen: the screen, on which questions and messages are shown.
        workplace: the store, the checklists and the rest.
        show: called to show the steps anew, when changes begin to be saved or cannot be saved.
        show_state: called to show anew what is not saved.
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
        self._show_state = show_state
        self._slow: Timer | None = None
        self.slow = ""
        """How far the saving was when that was last looked at; "" if it takes no while."""
        self._pending: dict[int, _Pending] = {}
        """By ticket, what is not saved yet."""
        self._hidden: set[str] = set()
        self.partners: set[str] = set()
        """The ids of the partners with changes that are not shown yet."""
        self.trouble = ""
        """Why a change could not be saved; "" if none failed."""

    @property
    def unsaved(self) -> int:
        """How many partners are not saved yet."""
        return len(self._pending)

    @property
    def is_saving(self) -> bool:
        """Whether an act of any screen is being saved, and no partner of it has failed."""
        saver = host_of(self._screen).saver
        return bool(saver.acts_left()) and not (self.trouble or saver.is_stuck)

    def is_unsaved(self, step: Step) -> bool:
        """Return whether a change of the item of `step`, other than an edit, is not shown yet.

        The steps are shown anew when all partners are saved, or one cannot be saved.
        """
        return step.key in self._hidden

    def _hide(self) -> None:
        """Hide the steps whose item is not saved yet, but for those that are only edited."""
        pending = self._pending.values()
        self.partners = {step.partner.id for each in pending for step in each.steps[:1]}
        self._hidden = {step.key for each in pending if not each.is_edit for step in each.steps}

    def act(
        self,
        steps: Sequence[Step],
        ask: AskAboutMany,
        done: Callable[[TakeBack], object],
        note: str = "",
    ) -> Talk[None]:
        """Ask about items of several partners, and save what `ask` returns.

        Args:
            steps: the steps whose items are changed, none of them for customers.
            ask: returns the talk about the items.
            done: called, if there is something to save, with a function that takes the act back, or
                makes it again.
            note: a sentence on what is left out, said behind what came of the act.
        """
        by_partner: dict[str, list[Step]] = {}
        for step in steps:
            by_partner.setdefault(step.partner.id, []).append(step)
        items = [step.item for step in steps if step.item is not None]
        states = [step.state for step in steps if step.state is not None]
        chosen = ChosenPartners(items, states, [(step.partner.id, step.run) for step in steps])
        parts = chosen.parts
        missing = dict.fromkeys(
            step.missing
            for step in steps
            if step.missing
            and step.missing not in {each.title for each in parts[step.partner.id, step.run]}
        )
        outcome = yield from ask(chosen._replace(open_before=list(missing)))
        if outcome.do is None:
            if outcome.message:
                self._screen.say(sentences(outcome.message, note))
            return
        store, saver = self._workplace.store, host_of(self._screen).saver
        shared = SharedAct(len(by_partner))
        name = shared.begin(store) or store.writing.new_shared_step()
        for partner_id, own in by_partner.items():
            job = _saving(self._workplace, partner_id, own, outcome, name, shared)
            ticket = saver.submit(job, act=shared)
            self._pending[ticket] = _Pending(own, outcome.do == Act.EDIT)
        self._hide()
        self.follow_saving()
        done(self.taking_back(name, list(by_partner)))
        self._screen.rows.keep_marks()
        self._show()
        count = len(items) if outcome.number is None else outcome.number
        self._screen.say(sentences(changed_items(outcome.do, count), outcome.message, note))

    def follow_saving(self) -> None:
        """Say once a second how far the saving is, until it ends."""
        if self._slow is None:
            self._slow = self._screen.set_interval(SAVE_PATIENCE, self._say_slow)

    def _say_slow(self) -> None:
        saver = host_of(self._screen).saver
        is_saving = saver.acts_left() or self._screen.submitted
        self.slow = saver.words() if is_saving else ""
        if not is_saving and self._slow is not None:
            self._slow.stop()
            self._slow = None
        self._show_state()

    def taking_back(self, name: str, ids: list[str]) -> TakeBack:
        """Return a function that takes back the step `name` of the partners `ids`, or redoes it."""
        last, own = name, host_of(self._screen).saver.own_steps

        def undo_or_redo(redo: bool, failed: WhenFailed) -> None:
            found: list[Done] = []
            shared = SharedAct(len(ids), is_undo=not redo)

            def job(store: Store) -> Saved:
                from csp_tui.core.care.take_back import take_back  # late: it is rarely needed

                nonlocal last
                if not redo:
                    own.check(store, ids[0], last, others=len(ids) - 1)
                shared.count = len(ids)
                done = take_back(self._workplace, last, ids, redo=redo, act=shared)
                found.append(done)
                saved = [each for each in done.saved if each.lines]
                if not saved:
                    raise next(iter(done.failed.values()), UsageError(_("nothing was taken back")))
                last, ids[:] = saved[0].lines[0].step, [each.partner.id for each in saved]
                return saved[-1]

            def say_done(_saved: Saved) -> None:
                self._screen.say(taken_back(found[0], self._workplace, redo=redo))

            def fail(error: CspTuiError) -> None:
                self._screen.say(as_sentence(str(error)))
                failed(error)

            self._screen.save(job, say_done, fail, shared)
            self.follow_saving()

        return undo_or_redo

    def mark_saved(self, message: ChangeSaved) -> None:
        """Take note that a job was saved."""
        if self._pending.pop(message.ticket, None) is not None:
            self.trouble = ""
            if not (self._pending and self.is_saving):
                self.slow = ""
                self._hide()
            self._screen.bottom.alert("")

    def fail(self, message: ChangeFailed) -> None:
        """Show why a job of this screen was not saved; do nothing if it is another screen's."""
        if pending := self._pending.get(message.ticket):
            self.trouble = str(message.error)
            if not message.is_kept:
                del self._pending[message.ticket]
            self._hide()
            self._show()
            sentence = _("Not saved: {name}, {why}; trying again")
            name, why = pending.steps[0].partner.name, message.error.short
            self._screen.bottom.alert(sentence.format(name=name, why=why))

    def holds_back(self) -> bool:
        """Return whether partners could not be saved; if so, ask whether to give them up."""
        if not (self.trouble and self._pending):
            return False
        self._screen.converse(self._leave())
        return True

    def _leave(self) -> Talk[None]:
        count, saver = len(self._pending), host_of(self._screen).saver
        title = ngettext(
            "Give up the change of {count} partner, which is not saved?",
            "Give up the changes of {count} partners, which are not saved?",
            count,
        )
        if (yield from confirmed(title.format(count=count), f"{self.trouble.rstrip('.')}.")):
            saver.forget(set(self._pending))
            self._pending.clear()
            self._hide()
            self.trouble = ""
            host_of(self._screen).action_go_back()
        else:
            saver.try_again()


def _saving(
    workplace: Workplace,
    partner_id: str,
    steps: Sequence[Step],
    outcome: Outcome,
    name: str,
    act: SharedAct,
) -> Job:
    """Return the job that makes the changes of `outcome` in one partner.

    They are to the items of `steps`. Left out are runs and items that are gone by then, runs that
    are closed by then, and items that do not apply any more. `name` is the name of the step, which
    several partners share as one `act`.
    """

    def save(store: Store) -> Saved:
        partner = store.load(partner_id)
        changes: list[Change] = []
        for step in steps:
            if step.run not in partner.runs or step.item is None:
                continue
            view = workplace.view(partner, step.run)
            item = view.checklist.by_id.get(step.item.id)
            if item is not None and not view.is_closed and view.fits(item):
                change = outcome.make(view, item)
                changes += [change] if change is not None else []
        saved = store.change(partner_id, changes, name)
        act.count_one()
        return saved

    return save
