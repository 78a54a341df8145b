"""Widgets for lines of text that stay, such as titles."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.glyphs import glyphs
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
