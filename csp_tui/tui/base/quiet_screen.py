"""The base of all screens: a change of focus sends nothing, keys typed ahead keep their order."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Key, Paste
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from csp_tui.core.base import language
from csp_tui.tui.host import host_of
from csp_tui.tui.widgets.bottom_row import BottomRow


class QuietScreen(Screen[ScreenResultType]):
    """A screen that, unlike Textual's own, is not redrawn as a whole when the focus moves."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    is_ready = False
    """Whether its widgets can take keys."""

    _language = ""
    """The language in which it was last shown."""

    @property
    def is_there(self) -> bool:
        """Whether all its widgets are mounted, and none is being removed."""
        return self.is_mounted and self.is_running and not self._pruning

    def on_screen_resume(self) -> None:
        """Take keys once the widgets are mounted, keys typed ahead first."""
        self.call_after_refresh(self._become_ready)
        if self._language not in ("", language.current()):
            self.soon(self.retranslate)
        self._language = language.current()

    def retranslate(self) -> None:
        """Show everything in the present language."""
        self._language = language.current()
        self._show()
        for bottom in self.query(BottomRow):
            bottom.sync()

    def _show(self) -> None:
        """Fill the widgets: at first, and again in another language."""

    def on_screen_suspend(self) -> None:
        """Take no keys behind another screen."""
        self.is_ready = False

    def _become_ready(self) -> None:
        if self.app.screen is self and self.is_there:
            self.is_ready = True
            self._compositor.update_widgets({self, *self.query("*")})
            self._compositor_refresh()
            self._repaint_required = False
            host_of(self).release_typed()

    def _compositor_refresh(self) -> None:
        """Send nothing until the widgets are filled, so that a screen opens in one frame."""
        if self.is_ready or self.app.screen is not self:
            super()._compositor_refresh()

    def _screen_resized(self, size: Size) -> None:
        """Lay out again for a new size; Textual calls this for the same size too."""
        if size != self._compositor.size:
            super()._screen_resized(size)

    async def on_key(self, event: Key) -> None:
        """Act on a key at once, or hand it to the screen that is in front by now."""
        event.stop()
        if self.app.screen is self:
            await self.app._check_bindings(event.key)
        else:
            host_of(self).take_typed(event)

    def on_paste(self, event: Paste) -> None:
        """Hand a paste to the screen that is in front by now."""
        event.stop()
        if self.app.screen is not self:
            host_of(self).take_typed(event)

    def soon(self, callback: Callable[..., object], *arguments: object) -> None:
        """Call `callback` when sizes are known, unless the screen is closed by then."""
        self.call_after_refresh(self._call_if_there, callback, *arguments)

    def _call_if_there(self, callback: Callable[..., object], *arguments: object) -> None:
        if self.is_there:
            callback(*arguments)


class Ground(Screen[None]):
    """The empty screen below all others that Textual needs; it is never seen nor sent."""

    def _compositor_refresh(self) -> None:
        pass
