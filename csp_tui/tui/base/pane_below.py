"""The pane below a list with a change in full, which tab lets scroll, and the divider above it."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.language import _, ngettext
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.lines.frame import divider, pane_divider
from csp_tui.tui.lines.tone import Line
from csp_tui.tui.widgets.scrolled_lines import ScrolledLines
from csp_tui.tui.widgets.text_lines import TextLines


class PaneBelow:
    """Shows a change in full below the list of a screen.

    Args:
        screen: has the pane, of the id ``change``, and the divider, of the id ``rule``.
    """

    def __init__(self, screen: ListScreen) -> None:
        self._screen = screen

    @property
    def cells(self) -> int:
        """The width of the pane."""
        return self._pane.size.width

    def show(self, lines: Sequence[Line]) -> None:
        """Show `lines`, scrolled to the first, and the divider."""
        self._pane.show(lines, self._screen.rows.key)
        self.show_rule()

    def switch(self) -> None:
        """Move the focus to the pane, to scroll it, or back to the list, and say so."""
        is_change = not self._pane.has_focus
        self._screen.set_focus(self._pane if is_change else self._screen.rows)
        self.show_rule()
        change, rows = _("The change scrolls; tab goes back."), _("The list moves.")
        self._screen.say(change if is_change else rows)

    def show_rule(self) -> None:
        """Show in the divider which rows are visible, and how much of the pane is out of sight.

        Without rows there is no divider.
        """
        rule, pane = self._screen.query_one("#rule", TextLines), self._pane
        cells, hidden = rule.size.width, pane.more_below
        if self._screen.focused is pane:
            rule.show([pane_divider(cells, _("Change"), pane.more_above, hidden)])
            return
        more = ngettext(
            "{count} more line of the change: tab", "{count} more lines of the change: tab", hidden
        )
        note = more.format(count=hidden) if hidden else ""
        is_empty = not self._screen.rows.key
        rule.show([() if is_empty else divider(cells, *self._screen.rows.position(), note)])

    @property
    def _pane(self) -> ScrolledLines:
        return self._screen.query_one("#change", ScrolledLines)
