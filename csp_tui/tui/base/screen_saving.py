"""Saving the changes that are made on a screen, and saying whether they are saved."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from csp_tui.core.base.asking import Question
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.progress.change import Change
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.store import Saved, Store
from csp_tui.tui.base.list_screen import ListScreen, as_sentence
from csp_tui.tui.host import host_of
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.saving.draft import Draft
from csp_tui.tui.saving.leaving import leaving_question, may_leave_for
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Job

SAVE_PATIENCE = 0.25
"""Seconds after which the screen says that a change is being saved."""


class Saving:
    """The changes of one screen between the key and the disk.

    Args:
        screen: the screen, which says whether they are saved.
        store: the store that saves them.
        view: the run as it was read.
        show: called to show the run and the state of saving as they are now.
    """

    def __init__(
        self, screen: ListScreen, store: Store, view: RunView, show: Callable[[], object]
    ) -> None:
        self._screen = screen
        self._store = store
        self._show = show
        self._done_words: dict[int, str] = {}
        self._slow: Timer | None = None
        self._was_in_trouble = False
        self.draft = Draft(view)

    @property
    def view(self) -> RunView:
        """The run, with the unsaved changes."""
        return self.draft.view

    @property
    def is_waiting_for_news(self) -> bool:
        """Whether a change is being saved; the run is then shown when it is."""
        return bool(self.draft.pending or self._done_words) and not self.draft.trouble

    def changes(self) -> list[Change]:
        """Return the changes that are not saved yet."""
        return [change for step in self.draft.pending.values() for change in step]

    def change(self, *changes: Change) -> None:
        """Show changes at once, and save them as one step."""
        partner_id, wanted = self.view.partner.id, list(changes)
        ticket = self._submit(lambda store: store.change(partner_id, wanted))
        self.draft.add(ticket, wanted)
        self._show()

    def ask_for(self, job: Job, done: str) -> None:
        """Submit a job, tried once; `settle` returns `done`, in English, when it is saved."""
        self._done_words[self._submit(job, is_kept=False)] = done

    def _submit(self, job: Job, *, is_kept: bool = True) -> int:
        if self._slow is not None:
            self._slow.stop()
        self._slow = self._screen.set_timer(SAVE_PATIENCE, self._say_slow)
        return host_of(self._screen).saver.submit(job, is_kept=is_kept)

    def _say_slow(self) -> None:
        if self.draft.pending:
            self.draft.is_slow = True
            self._show()

    def undo(self, *, redo: bool) -> None:
        """Undo the user's last step in this partner, or with `redo` the last undo."""
        partner_id = self.view.partner.id

        def job(store: Store) -> Saved:
            return store.undo(partner_id, redo=redo)

        self.ask_for(job, N_("Redone") if redo else N_("Undone"))

    def settle(self, message: ChangeSaved) -> str:
        """Take in that a job is saved; return the word that `ask_for` got for it, if any."""
        self._was_in_trouble |= bool(self.draft.trouble)
        self.draft.settle(message.ticket, message.saved.at)
        return self._done_words.pop(message.ticket, "")

    def say_all_saved(self) -> None:
        """Say that everything is saved, if it was not for a while."""
        if self._was_in_trouble and not self.draft.pending:
            self._was_in_trouble = False
            self._screen.say(_("Everything is saved now."))

    def fail(self, message: ChangeFailed) -> None:
        """Say that a change was not saved; it stays on the screen while it is tried again."""
        if self._done_words.pop(message.ticket, ""):
            self._screen.say(as_sentence(str(message.error)), Tone.ALERT)
        elif self.draft.fail(message.ticket, str(message.error), is_kept=message.is_kept):
            self._show()
            again, not_saved = _("Not saved: {why}; trying again"), _("Not saved: {why}")
            sentence = again if message.is_kept else not_saved
            self._screen.say(sentence.format(why=message.error.short), Tone.ALERT)

    def say_done(self, done: str, what: str, more: int) -> None:
        """Say which change was made, and how many more."""
        sentence = _("{act}: {what} and {count} more") if more > 0 else _("{act}: {what}")
        self._screen.say(sentence.format(act=_(done), what=what, count=more))

    def holds_back(self) -> bool:
        """Ask before the user leaves changes that could not be saved; return if there are any."""
        if not (self.draft.trouble and self.draft.pending):
            return False
        changes = self.changes()
        question = Question(leaving_question(len(changes)))
        self._screen.ask([question], lambda answer: self._leave_for(answer, changes))
        return True

    def _leave_for(self, answer: str, changes: list[Change]) -> None:
        host, partner_id = host_of(self._screen), self.view.partner.id
        try:
            may_leave = may_leave_for(answer, lambda: self._store.preview(partner_id, changes))
        except CspTuiError as error:
            self._screen.say(str(error), Tone.ALERT)
            return
        if may_leave:
            host.saver.forget(self.draft.drop())
            host.action_go_back()
        else:
            host.saver.try_again()

    def leave_gone(self, reason: str = "") -> None:
        """Go back from a run whose start was undone, unless something typed is not saved.

        Args:
            reason: who undid it; if empty, the user did.
        """
        is_front = self._screen.app.screen is self._screen
        if is_front and not (self.draft.pending or self._screen.bottom.is_editing):
            view = self.view
            sentence = _("{run} of {partner} is no longer started: {why}.").format(
                run=view.run.key,
                partner=view.partner.name,
                why=reason or _("U starts it again"),
            )
            host_of(self._screen).leave_run(view.partner.id, sentence)
