"""The base of all screens: a change of focus sends nothing."""

from __future__ import annotations

from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget


class QuietScreen(Screen[ScreenResultType]):
    """A screen that is not drawn anew as a whole when the focus moves, as Textual's own is."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
