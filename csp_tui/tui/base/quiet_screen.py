"""The base class of all screens, which sends little to the terminal and loses no key.

Textual's own screen is drawn again as a whole when the focus moves, and takes keys before its
widgets are there. Keys typed ahead, before the screen is ready, keep their order here.
"""

from __future__ import annotations

from collections.abc import Callable

from textual._styles_cache import StylesCache
from textual.events import Key, Paste, ScreenResume, ScreenSuspend
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from csp_tui.core.base import language
from csp_tui.tui.base.changed_cells import ShownRows, SparingCompositor
from csp_tui.tui.host import host_of
from csp_tui.tui.widgets.bottom_row import BottomRow


class QuietScreen(Screen[ScreenResultType]):
    """A screen that is drawn at once when it opens, and not again when the focus moves."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    is_ready = False
    """Whether the widgets of the screen can take keys."""

    _language = ""
    """The language in which the screen was last shown; "" before it is shown first."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor: SparingCompositor = SparingCompositor()

    @property
    def bottom(self) -> BottomRow:
        """The widget of the bottom row: key hints, messages and questions."""
        return self.query_one(BottomRow)

    @property
    def is_there(self) -> bool:
        """Whether the screen can be drawn: its widgets are mounted, and none are being removed.

        False as soon as the app ends.
        """
        is_whole = self.is_mounted and self.is_running and not self._pruning
        return is_whole and self.is_attached and bool(self.children)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Prepare to take keys now that the screen is in front; follow a change of language.

        When it opens, its widgets have just got their styles: Textual need not style them again.
        """
        event.refresh_styles = bool(self._language)
        self.call_after_refresh(host_of(self).once_started, self._become_ready)
        if self._language not in ("", language.current()):
            self.soon(self.retranslate)
        self._language = language.current()

    def retranslate(self) -> None:
        """Show all texts of the screen again in the current language."""
        self._language = language.current()
        self._show()
        for bottom in self.query(BottomRow):
            bottom.sync()

    def _show(self) -> None:
        """Fill the widgets with texts, when the screen opens or the language has changed.

        By default do nothing.
        """

    def take_partners(self) -> None:
        """Show the partners that a thread has read meanwhile; by default do nothing.

        A list screen reads all again by `follow`, which is called besides.
        """

    def holds_back(self) -> bool:
        """Return whether something of the screen would be lost if the app were left; if so, ask.

        That is what was typed, or could not be saved. This base class returns False.
        """
        return False

    def on_screen_suspend(self) -> None:
        """Stop taking keys when another screen comes to the front."""
        self.is_ready = False

    def on_unmount(self) -> None:
        """Let go of the drawn rows of the screen, which Textual would keep for all later ones."""
        StylesCache.get_inner_outer.cache_clear()

    def _become_ready(self) -> None:
        if self.app.screen is self and self.is_there:
            if self._layout_required:
                self._refresh_layout()
                self._layout_required = False
            self.is_ready = True
            self._compositor.shown = ShownRows(host_of(self).take_shown_rows())
            self._compositor.update_widgets({self, *self.query("*")})
            if host_of(self).release_typed() and self._compositor.shown.rows:
                self.refresh()  # the next frame has what the keys do that were typed at the first
                return
            self._compositor_refresh()
            self._repaint_required = False

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Add no widgets for notifications and tooltips, as Textual does: there are none here."""

    def _clear_tooltip(self) -> None:
        """Look for no tooltip, as Textual does at each key."""

    def _compositor_refresh(self) -> None:
        """Draw as Textual does, but not before the screen is ready: so it opens in one frame.

        A screen behind another is drawn when it comes to the front; Textual would draw the other.
        """
        if self.app.screen is not self:
            self._dirty_widgets.clear()
        elif self.is_ready:
            super()._compositor_refresh()

    def _screen_resized(self, size: Size) -> None:
        """Lay out again if `size` is new; Textual calls this for an unchanged size, too."""
        if size != self._compositor.size:
            super()._screen_resized(size)

    async def on_key(self, event: Key) -> None:
        """Run what a key is bound to; if it is bound to nothing, say that it does nothing here.

        If another screen has come to the front, pass the key to the app, which gives it to that
        screen.
        """
        event.stop()
        if self.app.screen is self:
            if not await self.app._check_bindings(event.key):
                host_of(self).say_no_meaning(event)
        else:
            host_of(self).take_typed(event)

    def on_paste(self, event: Paste) -> None:
        """Drop a paste that no widget took.

        If another screen has come to the front, pass the paste to the app, which gives it to that
        screen.
        """
        event.stop()
        if self.app.screen is not self:
            host_of(self).take_typed(event)

    def soon(self, callback: Callable[..., object], *arguments: object) -> None:
        """Call `callback` after the next refresh, when the widgets have their sizes.

        If the screen is closed by then, do nothing.
        """
        self.call_after_refresh(self.call_if_there, callback, *arguments)

    def call_if_there(self, callback: Callable[..., object], *arguments: object) -> None:
        """Call `callback`, unless the screen is closed: after waiting, its widgets may be gone."""
        if self.is_there:
            callback(*arguments)


class Ground(Screen[None]):
    """The empty screen that Textual needs below all others; it is never laid out nor drawn."""

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Do nothing, where Textual would style and lay out the screen."""
        event.prevent_default()

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        """Do nothing, where Textual would do so again."""
        event.prevent_default()

    def _extend_compose(self, widgets: list[Widget]) -> None:
        pass

    def _compositor_refresh(self) -> None:
        pass
