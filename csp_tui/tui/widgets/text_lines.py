"""Widgets for lines of text: fixed ones such as titles, and a pane that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from csp_tui.core.base.glyphs import glyphs
from csp_tui.tui.keys.all_keys import MOVE
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.widgets.line_view import LineView


class TextLines(LineView):
    """Shows lines of text from the first on, as many as its height allows."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: Sequence[Line] = ()
        self._top = 0

    def show(self, lines: Sequence[Line]) -> None:
        """Show `lines`, scrolled to the first."""
        self._lines = lines
        self._top = 0
        self.sync()

    def line(self, y: int) -> Line:
        """Return the line to draw at row `y` of the widget, from 0; empty below the last line."""
        index = self._top + y
        return self._lines[index] if index < len(self._lines) else ()

    @property
    def more_above(self) -> int:
        """How many lines there are above the first visible one."""
        return self._top

    @property
    def more_below(self) -> int:
        """How many lines are below the last visible line."""
        return max(0, len(self._lines) - self._top - self.size.height)


class Beside(LineView):
    """The line between a list and the pane beside it.

    Args:
        has_joint: whether it ends at a divider below the list.
        id: the widget's id.
    """

    def __init__(self, *, has_joint: bool = True, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._has_joint = has_joint

    def line(self, y: int) -> Line:
        """Return the sign to draw at row `y` of the widget, from 0."""
        signs = glyphs()
        is_joint = self._has_joint and y == self.size.height - 1
        return ((signs.joint if is_joint else signs.beside, Tone.QUIET),)


class ScrolledLines(TextLines, can_focus=True):
    """Shows lines of text that the user can scroll by the keys that move a cursor in a list."""

    BINDINGS = bindings_for(MOVE)

    _of = ""
    """What the lines are about."""

    class Scrolled(Message):
        """The user has scrolled."""

    def show(self, lines: Sequence[Line], of: str = "") -> None:
        """Show `lines`, scrolled to the first.

        If they are about the same as before, and those out of sight above have not changed, they
        stay scrolled, so that somebody who reads on loses nothing.

        Args:
            lines: what to show.
            of: what they are about, such as the key of a row.
        """
        top = self._top
        is_same = of == self._of and list(lines[:top]) == list(self._lines[:top])
        self._of, above = of, top if is_same else 0
        super().show(lines)
        self._put_at(above)

    def action_move_down(self) -> None:
        """Scroll a line down."""
        self._scroll_by(1)

    def action_move_up(self) -> None:
        """Scroll a line up."""
        self._scroll_by(-1)

    def action_move_page_down(self) -> None:
        """Scroll a page down."""
        self._scroll_by(max(1, self.size.height - 1))

    def action_move_page_up(self) -> None:
        """Scroll a page up."""
        self._scroll_by(-max(1, self.size.height - 1))

    def action_move_first(self) -> None:
        """Scroll to the first line."""
        self._scroll_by(-len(self._lines))

    def action_move_last(self) -> None:
        """Scroll to the last line."""
        self._scroll_by(len(self._lines))

    def _scroll_by(self, count: int) -> None:
        self._put_at(self._top + count)
        self.post_message(self.Scrolled())

    def _put_at(self, above: int) -> None:
        last = max(0, len(self._lines) - self.size.height)
        self._top = min(last, max(0, above))
        self.sync()
