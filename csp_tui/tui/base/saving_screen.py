"""What every screen shares that changes a run: saving in order, telling of it, undoing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.timer import Timer

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.question import Question
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.saving.draft import Draft
from csp_tui.tui.saving.leaving import leaving_question, may_leave_for
from csp_tui.tui.saving.saver import ChangeFailed, Job

if TYPE_CHECKING:
    from csp_tui.tui.app import CspTuiApp

SAVE_PATIENCE = 0.25
"""Seconds after which a change that is not on the disk yet is said to be on its way."""


class SavingScreen(ListScreen):
    """Hands changes to the saver, and says what became of them.

    The screen sets what it works with: the draft, and by its ticket what was asked, in English.
    """

    _workplace: Workplace
    _draft: Draft
    _asked: dict[int, str]
    _slow: Timer | None = None
    _show_rows: Callable[..., None]
    _show_head: Callable[[], None]

    @property
    def _csp_app(self) -> CspTuiApp:
        return cast("CspTuiApp", self.app)

    @property
    def _view(self) -> RunView:
        return self._draft.view

    @property
    def _run(self) -> str:
        return self._view.run.key

    def _submit(self, job: Job, *, is_kept: bool = True) -> int:
        if self._slow is not None:
            self._slow.stop()
        self._slow = self.set_timer(SAVE_PATIENCE, self._say_slow)
        return self._csp_app.saver.submit(job, is_kept=is_kept)

    def _say_slow(self) -> None:
        if self._draft.pending:
            self._draft.is_slow = True
            self._show_head()

    def take_failed(self, message: ChangeFailed) -> None:
        """Say that a change was not saved; it stays on the screen as long as it is tried again."""
        if self._asked.pop(message.ticket, ""):
            self.say(f"{message.error}.", Tone.ALERT)
        elif self._draft.fail(message.ticket, str(message.error), is_kept=message.is_kept):
            self._show_rows()
            again = _("Not saved: {why}; trying again")
            told = again if message.is_kept else _("Not saved: {why}")
            self.say(told.format(why=message.error.short), Tone.ALERT)

    def holds_back(self) -> bool:
        """Ask before something that is not saved is left; say whether there is any."""
        if not (self._draft.trouble and self._draft.pending):
            return False
        self._ask_before_leaving()
        return True

    def _ask_before_leaving(self) -> None:
        changes = [change for step in self._draft.pending.values() for change in step]
        store, saver = self._workplace.store, self._csp_app.saver
        partner_id = self._view.partner.id

        def answered(answer: str) -> None:
            try:
                may_leave = may_leave_for(answer, lambda: store.preview(partner_id, changes))
            except CspTuiError as error:
                self.say(str(error), Tone.ALERT)
                return
            if may_leave:
                saver.forget(self._draft.drop())
                self._csp_app.action_go_back()
            else:
                saver.try_again()

        self.ask([Question(leaving_question(len(changes)))], answered)

    def _leave_gone(self, told: str = "") -> None:
        """Go back from a run whose start was taken back, unless something typed is not saved.

        Args:
            told: who did that; else it was the user.
        """
        is_front = self.app.screen is self
        if is_front and not (self._draft.pending or self.bottom.is_editing):
            name, run = self._view.partner.name, self._run
            sentence = _("{run} of {partner} is not started any more: {why}.").format(
                run=run, partner=name, why=told or _("U starts it again")
            )
            self._csp_app.leave_run(self._view.partner.id, sentence)

    def action_undo_step(self) -> None:
        """Take back one's own last step in this partner."""
        self._ask_store(N_("Undone"), redo=False)

    def action_redo_step(self) -> None:
        """Do again what was undone last."""
        self._ask_store(N_("Redone"), redo=True)

    def _ask_store(self, done: str, *, redo: bool) -> None:
        partner_id = self._view.partner.id
        job: Job = lambda store: store.undo(partner_id, redo=redo)  # noqa: E731
        ticket = self._submit(job, is_kept=False)
        self._asked[ticket] = done

    def _say_act(self, asked: str, what: str, more: int) -> None:
        """Say what an act that was asked for has changed, and how much besides."""
        told = _("{act}: {what} and {count} more") if more > 0 else _("{act}: {what}")
        self.say(told.format(act=_(asked), what=what, count=more))

    def action_show_history(self) -> None:
        """Open the history of the partner."""
        from csp_tui.tui.history.screen import HistoryScreen

        self.app.push_screen(HistoryScreen(self._workplace, self._view.partner))
