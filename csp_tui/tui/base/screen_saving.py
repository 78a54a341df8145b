"""Save the changes that the user makes on a screen, and show whether they are saved.

Changes are shown at once and saved by a thread, the saver. The draft is the run with the changes
that are not saved yet.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from csp_tui.core.base.asking import Talk
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import partner_runs
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.tui.base.list_screen import ListScreen, WhenFailed, as_sentence
from csp_tui.tui.host import host_of
from csp_tui.tui.saving.draft import Draft
from csp_tui.tui.saving.leaving import carry_out_leaving, leaving_question
from csp_tui.tui.saving.saver import SAVE_PATIENCE, ChangeFailed, ChangeSaved, Job


class Saving:
    """Saves the changes of one screen and keeps those that are not saved yet.

    Args:
        screen: the screen, on which messages are shown.
        store: the store, to write unsaved changes to another file.
        view: the run as it was read.
        show: called to show the run with the changes, and whether they are saved.
    """

    def __init__(
        self, screen: ListScreen, store: Store, view: RunView, show: Callable[[], object]
    ) -> None:
        self._screen = screen
        self._store = store
        self._show = show
        self.asked: dict[int, str] = {}
        """What `ask_for` is saving: the English word for what is done, by ticket."""
        self._when_failed: dict[int, WhenFailed] = {}
        self._slow: Timer | None = None
        self._was_in_trouble = False
        self.draft = Draft(view)

    @property
    def view(self) -> RunView:
        """The run with the changes that are not saved yet."""
        return self.draft.view

    @property
    def is_saving(self) -> bool:
        """Whether a job of this screen is being saved and none has failed.

        Changed files need not be shown then: the screen shows the run again once the job is saved.
        """
        return bool(self.draft.pending or self.asked) and not self.draft.trouble

    def changes(self) -> list[Change]:
        """Return the changes that are not saved yet."""
        return [change for step in self.draft.pending.values() for change in step]

    def change(self, *changes: Change) -> list[Saved]:
        """Show `changes` at once, and save them as one step.

        If all of them are of items and the run is closed, the run is opened again.

        Returns:
            A list, still empty; it gets what was saved, once it is.
        """
        opening = self.opening() if all(change.item for change in changes) else []
        partner_id, wanted = self.view.partner.id, [*opening, *changes]
        found: list[Saved] = []

        def save(store: Store) -> Saved:
            found.append(store.change(partner_id, wanted))
            return found[0]

        self.draft.add(self._submit(save), wanted)
        self._show()
        return found

    def opening(self) -> list[Change]:
        """Return the change that opens a closed run again; nothing if the run is open."""
        return [partner_runs.reopen(self.view.run.key)] if self.view.is_closed else []

    def ask_for(self, job: Job, done: str, failed: WhenFailed | None = None) -> int:
        """Let the saver run `job` once; its changes are shown only after they are saved.

        If the job has to wait for changes that could not be saved, say so.

        Args:
            job: changes the store.
            done: the English word for what was done, such as ``Undone``; `mark_saved` returns it.
            failed: called with the error if the job fails, after its message is shown.

        Returns:
            The ticket of the job.
        """
        ticket = self._submit(job, is_kept=False)
        self.asked[ticket] = done
        if failed is not None:
            self._when_failed[ticket] = failed
        if self.draft.trouble:
            self._screen.say(_("Not done yet: it waits until what is not saved can be saved."))
        return ticket

    def _submit(self, job: Job, *, is_kept: bool = True) -> int:
        if self._slow is not None:
            self._slow.stop()
        self._slow = self._screen.set_timer(SAVE_PATIENCE, self._say_slow)
        return host_of(self._screen).saver.submit(job, is_kept=is_kept)

    def _say_slow(self) -> None:
        if self.draft.pending:
            self.draft.is_slow = True
            self._show()

    def redo(self) -> None:
        """Redo the step that the user has undone last in this partner."""
        partner_id = self.view.partner.id
        self.ask_for(lambda store: store.undo(partner_id, redo=True), N_("Redone"))

    def mark_saved(self, message: ChangeSaved) -> str:
        """Remove the changes of a saved job from the draft.

        Returns:
            The word `done` that `ask_for` got for this job; "" for any other job.
        """
        self._was_in_trouble |= bool(self.draft.trouble)
        self.draft.mark_saved(message.ticket, message.saved.at)
        self._screen.bottom.alert("")
        self._when_failed.pop(message.ticket, None)
        return self.asked.pop(message.ticket, "")

    def say_all_saved(self) -> None:
        """Show that everything is saved, if saving failed before and no change is unsaved now."""
        if self._was_in_trouble and not self.draft.pending:
            self._was_in_trouble = False
            self._screen.say(_("Everything is saved now."))

    def fail(self, message: ChangeFailed) -> None:
        """Show why a job of this screen was not saved; do nothing if the job is another screen's.

        If the saver tries the job again, its changes stay; if not, they are removed.
        """
        if self.asked.pop(message.ticket, ""):
            self._screen.say(as_sentence(str(message.error)))
            if failed := self._when_failed.pop(message.ticket, None):
                failed(message.error)
        elif self.draft.fail(message.ticket, str(message.error), is_kept=message.is_kept):
            self._show()
            if message.is_kept:
                again = _("Not saved: {why}; trying again")
                self._screen.bottom.alert(again.format(why=message.error.short))
            else:
                self._screen.say(_("Not saved: {why}").format(why=message.error.short))

    def say_done(self, done: str, what: str, more: int) -> None:
        """Show what was done to what, such as ``Undone: MPN ID and 3 more``.

        Args:
            done: the English word for what was done.
            what: the first thing that was changed.
            more: how many other things were changed.
        """
        sentence = _("{act}: {what} and {count} more") if more > 0 else _("{act}: {what}")
        self._screen.say(sentence.format(act=_(done), what=what, count=more))

    def holds_back(self) -> bool:
        """Return whether there are changes that could not be saved; if so, also ask about them."""
        if not (self.draft.trouble and self.draft.pending):
            return False
        self._screen.converse(self._leave(self.changes()))
        return True

    def _leave(self, changes: list[Change]) -> Talk[None]:
        answer = yield leaving_question(len(changes))
        host, partner_id = host_of(self._screen), self.view.partner.id
        try:
            may_leave = carry_out_leaving(answer, lambda: self._store.preview(partner_id, changes))
        except CspTuiError as error:
            self._screen.say(str(error))
            return
        if may_leave:
            host.saver.forget(self.draft.drop())
            self._screen.call_later(host.action_go_back)  # once this question is closed
        else:
            host.saver.try_again()

    def leave_gone(self, reason: str = "") -> None:
        """Go back from the screen of a run that no longer exists, since its start was undone.

        The screen stays if it is not in front, has unsaved changes, or asks a question.

        Args:
            reason: who undid the start; "" if the user did.
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
