"""Leave the app once everything is saved, and ask about what could not be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App
from textual.screen import Screen

from csp_tui.core.base.asking import Talk, confirmed
from csp_tui.core.base.language import _, ngettext
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.base.quiet_screen import QuietScreen
from csp_tui.tui.saving.saver import Saver
from csp_tui.tui.widgets.bottom_row import BottomRow


class LeavingApp:
    """Leaves the app, now or when what is being saved is saved.

    Args:
        app: the app.
        saver: saves what the screens change.
        lists: returns the list screens that are open, the front one last.
    """

    def __init__(
        self, app: App[int], saver: Saver, lists: Callable[[], Sequence[ListScreen]]
    ) -> None:
        self._app = app
        self._saver = saver
        self._lists = lists
        self.is_waiting = False
        """Whether the app is left as soon as everything is saved."""

    def leave(self, *, waits: bool = True) -> None:
        """Leave once everything is saved; ask first about changes that could not be saved.

        Also ask first about what was typed in a form. The screen that asks comes to the front.

        Args:
            waits: whether to wait for what is being saved; if not, ask about that, too.
        """
        self.is_waiting = False
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, QuietScreen) and screen.is_there and screen.holds_back():
                self._bring_to_front(screen)
                return
        unsaved, lists = self._saver.unsaved(), self._lists()
        if not unsaved or not lists:
            self._app.exit(0)
            return
        self._bring_to_front(lists[-1])
        self.is_waiting = None in unsaved.values()
        if self.is_waiting and waits:
            sentence = _("Leaving when everything is saved; ctrl+q asks whether to leave at once.")
            lists[-1].say(sentence)
        else:
            why = next((error.short for error in unsaved.values() if error), "")
            lists[-1].converse(self._ask_to_give_up(len(unsaved), why))

    def go_on_saved(self) -> None:
        """Leave if that was to wait until everything is saved, and it is now.

        If an answer is being typed by then, the app stays.
        """
        if self.is_waiting and not self._saver.unsaved():
            self.is_waiting = False
            if not any(bottom.has_typed for bottom in self._app.screen.query(BottomRow)):
                self.leave()

    def go_on_failed(self, *, is_kept: bool) -> None:
        """Wait no longer to leave, as something could not be saved.

        If the saver tries it again (`is_kept`), ask about it; if not, the app stays, so that the
        user sees why.
        """
        if self.is_waiting:
            self.is_waiting = False
            if is_kept:
                self.leave()

    def _bring_to_front(self, screen: Screen[Any]) -> None:
        """Close all screens above `screen`; they have nothing that would be lost."""
        while self._app.screen is not screen:
            if isinstance(self._app.screen, ListScreen):
                self._app.screen.leave()
            self._app.pop_screen()

    def _ask_to_give_up(self, count: int, why: str) -> Talk[None]:
        """Ask whether to leave without what is not saved, and do so.

        Args:
            count: how many changes are not saved.
            why: why not; "" if they are being saved.
        """
        title = ngettext(
            "Leave without saving {count} change?", "Leave without saving {count} changes?", count
        ).format(count=count)
        lead = _("Not saved: {why}; trying again").format(why=why) if why else _("Saving ...")
        if acts := [act for act in self._saver.acts_left() if act.count > 1]:
            title = _("Leave without saving {count} of {all} partners?")
            title = title.format(
                count=sum(act.left for act in acts), all=sum(act.count for act in acts)
            )
            goes_on = _("Saving goes on until you answer; those left then stay as they were.")
            lead = f"{lead}. {goes_on}" if why else goes_on
        if (yield from confirmed(title, lead=lead)):
            self._saver.give_up()
            self._app.exit(0)
        else:
            self.is_waiting = False
            self._saver.try_again()
