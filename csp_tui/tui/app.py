"""The full-screen app: what all screens share."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from textual.app import App

from csp_tui.core.actions import ANYWHERE
from csp_tui.core.workplace import Workplace
from csp_tui.tui.bindings import bindings_for
from csp_tui.tui.driver import QuietDriver
from csp_tui.tui.follower import Follower
from csp_tui.tui.palette import ActionPalette
from csp_tui.tui.saver import ChangeFailed, ChangeSaved, Saver
from csp_tui.tui.screens.list_screen import ListScreen
from csp_tui.tui.screens.partners import PartnersScreen

LAST_RESORT = 5
"""Seconds after a signal in which the app must have left by itself."""


class CspTuiApp(App[int]):
    """Checklists for partners of Microsoft's Cloud Solution Provider programme.

    Args:
        workplace: the store, the checklists and the rest.
        partner_id: the partner to open at once.
        run: the run of that partner to open.
    """

    CSS_PATH = "app.tcss"
    TITLE = "csp-tui"
    BINDINGS = bindings_for(ANYWHERE)
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (36, "-slim"), (70, "-narrow"), (100, "-wide")]

    def __init__(
        self, workplace: Workplace, *, partner_id: str | None = None, run: str | None = None
    ) -> None:
        super().__init__(driver_class=QuietDriver)
        self.workplace = workplace
        self._start_at = (partner_id, run)
        self.saver = Saver(workplace.store, self.post_message)
        self._follower: Follower | None = None

    def on_mount(self) -> None:
        """Show the partners, or straight away the one that was named or is alone."""
        self.animation_level = "none"
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._leave_for_signal)
        self._follower = Follower(self._followed, lambda: self.call_later(self._follow))
        partners = PartnersScreen(self.workplace)
        self.push_screen(partners)
        partner_id, run = self._start_at
        if partner_id is None:
            partner_id = partners.only_partner
        if partner_id is not None:
            self.open_partner(partner_id, run)

    def open_partner(self, partner_id: str, run: str | None = None) -> None:
        """Open the run that is named, else the partner's first; else offer to start one."""
        if isinstance(self.screen, PartnersScreen):
            self.screen.open_partner(partner_id, run)

    def on_unmount(self) -> None:
        """Finish what is to be saved."""
        if self._follower is not None:
            self._follower.stop()
        self.saver.finish()

    def on_change_saved(self, message: ChangeSaved) -> None:
        """Tell the screens; whichever asked knows its ticket."""
        for screen in self.screen_stack:
            if isinstance(screen, ListScreen):
                screen.take_saved(message)

    def on_change_failed(self, message: ChangeFailed) -> None:
        """Tell the screens; whichever asked knows its ticket."""
        for screen in self.screen_stack:
            if isinstance(screen, ListScreen):
                screen.take_failed(message)

    def action_show_help(self) -> None:
        """Open the help."""
        from csp_tui.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.workplace))

    def action_open_palette(self) -> None:
        """Open the list of all commands."""
        if not isinstance(self.screen, ActionPalette):
            self.push_screen(ActionPalette())

    def action_go_back(self) -> None:
        """Go back a screen; leave from the first."""
        if isinstance(self.screen, ListScreen) and self.screen.go_back():
            return
        if len(self.screen_stack) > 2:
            self.pop_screen()
        else:
            self.exit(0)

    def action_quit_app(self) -> None:
        """Leave."""
        self.exit(0)

    def _leave_for_signal(self) -> None:
        signal.alarm(LAST_RESORT)
        self.exit(0)

    def _followed(self) -> list[Path]:
        screen = self.screen
        return screen.followed() if isinstance(screen, ListScreen) else []

    def _follow(self) -> None:
        if isinstance(self.screen, ListScreen):
            self.screen.follow()
