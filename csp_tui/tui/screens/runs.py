"""From run to run of a partner: the next one, closing, and coming back to the same place."""

from __future__ import annotations

from csp_tui.core import runs
from csp_tui.core.changes import Change
from csp_tui.core.counting import RunView
from csp_tui.core.errors import CspTuiError, UsageError
from csp_tui.core.progress import Partner
from csp_tui.core.remembered import Spot
from csp_tui.core.workplace import Workplace
from csp_tui.tui.confirming import confirm
from csp_tui.tui.screens.run import RunScreen
from csp_tui.tui.tone import Tone
from csp_tui.tui.widgets.bottom_row import Question
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

    def _first_item(self) -> str:
        is_there = self._start_at in self._view.checklist.by_id
        return self._start_at if is_there else super()._first_item()

    def _notes(self) -> list[str]:
        ended = runs.ending(self._view.run, self._today)
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

    def _change(self, *changes: Change) -> None:
        """Make `changes`; in a closed run only after it is opened again, in the same step."""
        change = super()._change
        if not self._view.is_closed or not all(each.item for each in changes):
            change(*changes)
            return
        ended = runs.ending(self._view.run, self._today)
        again = [runs.reopen(self._run), *changes]
        confirm(self, f"This run is {ended}. Open it again?", lambda: change(*again))

    def action_close_run(self) -> None:
        """Ask for the outcome and close the run; open it again where it is closed."""
        if self._view.is_closed:
            self._change(runs.reopen(self._run))
            self.say("Opened again. u undoes that.")
            return
        missing = self._view.counts().required_open
        if not missing:
            self._ask_outcome(runs.COMPLETED)
            return
        are = "1 required item is" if missing == 1 else f"{missing} required items are"
        question = f"{are} open. Close this run all the same?"
        confirm(self, question, lambda: self._ask_outcome(runs.ABANDONED))

    def _ask_outcome(self, offer: str) -> None:
        def close(text: str) -> None:
            now = self._workplace.clock()
            self._change(runs.close(self._run, runs.outcome_of(text), now))
            self.say("Closed. C opens it again, u undoes.")

        label = f"Close as {runs.COMPLETED} or {runs.ABANDONED}"
        self.ask([Question(label, offer, _outcome_trouble)], close)

    def action_next_run(self) -> None:
        """Go to the partner's next run; behind the last, offer to start another."""
        self._other_run(1)

    def action_previous_run(self) -> None:
        """Go to the partner's run before."""
        self._other_run(-1)

    def _other_run(self, step: int) -> None:
        partner = self._view.partner
        keys = runs.in_order(partner)
        index = keys.index(self._run) + step
        if index < 0:
            self.say("This is the first checklist of this partner; ] goes to the next.")
        elif index < len(keys):
            self.open_run(partner, keys[index])
        else:
            from csp_tui.tui.screens.start import StartScreen

            self.leave()
            self.app.switch_screen(StartScreen(self._workplace, partner))

    def open_run(self, partner: Partner, run: str) -> None:
        """Go to another run of the partner."""
        try:
            view = self._workplace.view(partner, run)
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        self.app.switch_screen(type(self)(self._workplace, view))


def _outcome_trouble(text: str) -> str:
    try:
        runs.outcome_of(text)
    except UsageError:
        return "one of the two"
    return ""
