"""The help screen: marks, words and keys of a screen, where the data is, and advice for SSH."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding

from csp_tui.core.base.language import N_
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.help.text import lines
from csp_tui.tui.keys.all_keys import Action
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.scrolled_lines import ScrolledLines


class HelpScreen(ListScreen):
    """Shows what the marks and words of a screen mean, and all keys; those of the screen first.

    Args:
        workplace: gives the paths of data and settings.
        at: the actions of the screen from which the help was opened.
    """

    AUTO_FOCUS = "ScrolledLines"
    BINDINGS = [Binding("escape", "app.go_back", "back", show=False)]

    def __init__(self, workplace: Workplace, at: Sequence[Action] = ()) -> None:
        super().__init__()
        self._workplace = workplace
        self._at = at

    def compose(self) -> ComposeResult:
        """Yield the scrolling text and the bottom row."""
        yield ScrolledLines()
        yield BottomRow(hint_line(("down", N_("more")), ("pgdn", N_("a page")), ("q", N_("back"))))

    def on_mount(self) -> None:
        """Show the text."""
        self.soon(self._show)

    def on_resize(self) -> None:
        """Wrap the text to the new width."""
        self.soon(self._show)

    def _show(self) -> None:
        text = self.query_one(ScrolledLines)
        cells = max(20, text.size.width - 1)
        data, settings = self._workplace.places.data, self._workplace.settings_file
        text.show(list(lines(self._at, data, settings, cells)))
