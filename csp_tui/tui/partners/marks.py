"""Marking runs on the first screen, and moving them to the newest edition together."""

from __future__ import annotations

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.partners.acts import PartnerActsScreen


class PartnerMovesScreen(PartnerActsScreen):
    """The first screen with the keys for many runs at once."""

    def action_mark_row(self) -> None:
        """Mark the run, or unmark it, and go on."""
        self.rows.mark()
        self._tell_marks()

    def action_mark_to_here(self) -> None:
        """Mark everything from the run marked last to this one."""
        self.rows.mark_to_here()
        self._tell_marks()

    def _tell_marks(self) -> None:
        count = len(self.rows.marked)
        told = _("{count} marked: E moves them to the newest edition; ctrl+g: none.")
        self.say(told.format(count=count))

    def action_move_edition(self) -> None:
        """Show what moving the marked runs, else the one here, to the newest edition would do."""
        from csp_tui.core.runs.moving import Move, moves_to_newest
        from csp_tui.tui.moving.screen import MovingScreen

        moves: list[Move] = []
        troubles = []
        for key in self.rows.marked or [self.rows.key]:
            partner_id, _space, run = key.partition(" ")
            if not run:
                continue
            try:
                partner = self._workplace.store.load(partner_id)
                moves += moves_to_newest(self._workplace.library, partner, run)
            except CspTuiError as error:
                troubles.append(str(error))
        if moves:
            self.rows.keep_marks()
            self.app.push_screen(MovingScreen(moves, troubles))
        elif troubles:
            self.say(troubles[0], Tone.ALERT)
        else:
            self.say(_("Nothing to move: every open run here is on the newest edition."))
