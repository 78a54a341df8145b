"""From run to run of a partner: the next one, closing, and coming back to the same place."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.question import Question, Talk, confirmed
from csp_tui.core.history.undo import started
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import partner_runs
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.last_place import Spot
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.run.saved_run import RunScreen
from csp_tui.tui.saving.saver import ChangeSaved
from csp_tui.tui.widgets.row_list import RowList


class RunsScreen(RunScreen):
    """A run among the partner's others.

    Args:
        workplace: the store, the checklists and the rest.
        view: the run as it was read.
        item: the id of the item to start at, where the user has been here before.
    """

    def __init__(self, workplace: Workplace, view: RunView, item: str = "") -> None:
        super().__init__(workplace, view)
        self._start_at = item
        self._is_opening = False

    def _first_item(self) -> str:
        is_there = self._start_at in self._view.checklist.by_id
        return self._start_at if is_there else super()._first_item()

    def _notes(self) -> list[str]:
        ended = partner_runs.ending(self._view.run, self._today)
        return [*filter(None, [ended]), *super()._notes()]

    @property
    def partners_row(self) -> str:
        """The row of this run in the list of partners."""
        return f"{self._view.partner.id} {self._run}"

    def leave(self) -> None:
        """Remember the place, for the next time that this partner is opened."""
        for rows in self.query(RowList):
            if rows.key:
                spot = Spot(self._run, rows.key)
                self._workplace.remembered.keep(self._view.partner.id, spot)

    def converse(self, talk: Talk[None]) -> None:
        """Ask what an act asks; in a closed run first whether to open it again."""
        super().converse(self._opened_first(talk) if self._view.is_closed else talk)

    def _opened_first(self, talk: Talk[None]) -> Talk[None]:
        ended = partner_runs.ending(self._view.run, self._today)
        lead = _("It is {state}.").format(state=ended)
        if (yield from confirmed(_("Open this run again?"), lead)):
            self._is_opening = True
            try:
                yield from talk
            finally:
                self._is_opening = False

    def _change(self, *changes: Change) -> None:
        """Make `changes`; in a closed run only where it is opened again, in the same step."""
        change = super()._change
        if not self._view.is_closed or not all(each.item for each in changes):
            change(*changes)
        elif self._is_opening:
            change(partner_runs.reopen(self._run), *changes)
        else:
            self.converse(_then(lambda: self._change(*changes)))

    def take_saved(self, message: ChangeSaved) -> None:
        """Show what is on the disk; go to a run that a redo has started again."""
        is_asked = message.ticket in self._asked
        super().take_saved(message)
        run = started(message.saved.lines)
        if is_asked and run not in ("", self._run) and self.app.screen is self:
            self.open_run(message.saved.partner, run)

    def action_close_run(self) -> None:
        """Ask for the outcome and close the run; open it again where it is closed."""
        if self._view.is_closed:
            self._change(partner_runs.reopen(self._run))
            self.say(_("Opened again. u undoes that."))
        else:
            self.converse(self._close())

    def _close(self) -> Talk[None]:
        missing = self._view.counts().required_open
        if missing:
            lead = ngettext(
                "{count} required item is open.", "{count} required items are open.", missing
            ).format(count=missing)
            if not (yield from confirmed(_("Close all the same?"), lead)):
                return
        offer = partner_runs.ABANDONED if missing else partner_runs.COMPLETED
        label = _("Close as {one} or {other}").format(
            one=partner_runs.COMPLETED, other=partner_runs.ABANDONED
        )
        typed = yield Question(label, offer, _outcome_trouble)
        self._change(
            partner_runs.close(self._run, partner_runs.outcome_of(typed), self._workplace.clock())
        )
        self.say(_("Closed. C opens it again, u undoes."))

    def action_move_edition(self) -> None:
        """Show what becomes of each item in the newest edition, from where y moves the run."""
        from csp_tui.core.runs.moving import moves_to_newest
        from csp_tui.tui.moving.screen import MovingScreen

        if self.holds_back():
            return
        try:
            partner = self._workplace.store.load(self._view.partner.id)
            moves = moves_to_newest(self._workplace.library, partner, self._run)
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        if moves:
            self.app.push_screen(MovingScreen(moves))
        else:
            closed, newest = _("A closed run stays as it is."), _("This is the newest edition.")
            self.say(closed if self._view.is_closed else newest)

    def action_next_run(self) -> None:
        """Go to the partner's next run; behind the last, offer to start another."""
        self._other_run(1)

    def action_previous_run(self) -> None:
        """Go to the partner's run before."""
        self._other_run(-1)

    def _other_run(self, step: int) -> None:
        partner = self._view.partner
        keys = partner_runs.in_order(partner)
        index = keys.index(self._run) + step
        if index < 0:
            self.say(_("This is the first checklist of this partner; ] goes to the next."))
        elif index < len(keys):
            self.open_run(partner, keys[index])
        else:
            from csp_tui.tui.start.screen import StartScreen

            self.app.push_screen(StartScreen(self._workplace, partner, self.open_run))

    def open_run(self, partner: Partner, run: str) -> None:
        """Go to another run of the partner."""
        try:
            view = self._workplace.view(partner, run)
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        self.app.switch_screen(type(self)(self._workplace, view))


def _then(act: Callable[[], None]) -> Talk[None]:
    """Act, in a talk that asks nothing more."""
    act()
    yield from ()


def _outcome_trouble(text: str) -> str:
    try:
        partner_runs.outcome_of(text)
    except UsageError:
        return _("one of the two")
    return ""
