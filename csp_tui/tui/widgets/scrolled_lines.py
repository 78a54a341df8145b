"""The widget for lines of text that scroll, such as a pane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from textual.message import Message

from csp_tui.tui.keys.all_keys import MOVE
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.tone import Line
from csp_tui.tui.widgets.text_lines import TextLines


class ScrolledLines(TextLines, can_focus=True):
    """Shows lines of text that the user can scroll by the keys that move a cursor in a list."""

    BINDINGS = bindings_for(MOVE)

    _of = ""
    """What the lines are about."""
    _width = 0
    """The width for which they were made."""

    class Scrolled(Message):
        """The user has scrolled."""

    def show(self, lines: Sequence[Line], of: str = "") -> None:
        """Show `lines`, scrolled to the first.

        If they are about the same as before, and those out of sight above have not changed, they
        stay scrolled, so that somebody who reads on loses nothing. If they are wrapped to a new
        width, the same text is at the top as before.

        Args:
            lines: what to show.
            of: what they are about, such as the key of a row.
        """
        hidden, above = list(self._lines[: self._top]), 0
        if of == self._of and list(lines[: self._top]) == hidden:
            above = self._top
        elif of == self._of and self.size.width != self._width:
            above = _lines_with(_letters(hidden), lines)
        self._of, self._width = of, self.size.width
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


def _letters(lines: Iterable[Line]) -> int:
    """Return how many characters `lines` have; not blanks, which change with the width."""
    return sum(len("".join(text.split())) for line in lines for text, _tone in line)


def _lines_with(letters: int, lines: Sequence[Line]) -> int:
    """Return how many of `lines` are needed to have so many `letters`, or nearly so many."""
    counts = accumulate(_letters([line]) for line in lines)
    return sum(count <= letters for count in counts)
