"""A text of several lines to type in.

Textual's own text area sends all its lines at every character, in the full width of the widget;
this one sends only the cells that changed.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, Self

from rich.cells import cell_len
from textual.binding import Binding
from textual.events import Key, Paste
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from csp_tui.core.base.text import storable
from csp_tui.tui.host import host_of
from csp_tui.tui.lines.tone import WITHOUT_COLOURS, Tone, style_of

_LEAST_ROWS = 3
"""Rows that are underlined even if they are empty."""


class NoteArea(TextArea):
    """A text area of several lines; control characters, typed or pasted, are dropped.

    Args:
        text: the text at first.
        label: the word before the area.
        about: a sentence on what it is for.
    """

    BINDINGS = [Binding("ctrl+z", "app.stop_app", "shell", show=False, id="stop-app")]
    """As everywhere; Textual's own text area takes the key for itself."""

    def __init__(self, text: str, label: str, about: str) -> None:
        self.label = label
        self.about = about
        self._before = text
        self._sent: dict[int, Strip] = {}
        self._sent_size = Size()
        self._is_comparing = False
        super().__init__(text, compact=True, tab_behavior="focus")

    @property
    def is_changed(self) -> bool:
        """Whether the area has another text than at first."""
        return self.text != self._before

    def on_mount(self) -> None:
        """Stop the blinking of the cursor, which sends to the terminal all the time."""
        self.cursor_blink = False

    def on_resize(self) -> None:
        """Draw the lines again once they are wrapped to the new width.

        The screen may have been drawn before.
        """
        self.call_later(self._refresh_changed)

    async def on_key(self, event: Key) -> None:
        """Run the action of a key; pass it to the app if an earlier key has moved the focus.

        Characters and enter are left to Textual's text area.
        """
        if self.app.focused is not self:
            event.stop()
            event.prevent_default()
            host_of(self).take_typed(event)
        elif not event.is_printable and event.key != "enter":
            event.stop()
            event.prevent_default()
            await self.app._check_bindings(event.key)

    def on_paste(self, event: Paste) -> None:
        """Cut a long paste; pass it to the app if an earlier key has moved the focus."""
        if self.app.focused is not self:
            event.stop()
            event.prevent_default()
            host_of(self).take_typed(event)
        else:
            event.text = host_of(self).cut_paste(event.text)

    def edit(self, edit: Edit) -> EditResult:
        """Apply `edit` as Textual does, without characters that could control a terminal.

        Returns:
            What Textual returns: the end of the edit and the text that was replaced.
        """
        edit.text = storable(edit.text)
        return super().edit(edit)

    def render_line(self, y: int) -> Strip:
        """Return row `y` as Textual draws it, and keep it as the row sent to the terminal."""
        if self.size != self._sent_size:
            self._sent, self._sent_size = {}, self.size
        self._sent[y] = strip = self._drawn(y)
        return strip

    def _drawn(self, y: int) -> Strip:
        """Return row `y`, underlined if it holds text or is one of the first rows."""
        strip = super().render_line(y)
        rows = max(_LEAST_ROWS, self.wrapped_document.height - self.scroll_offset.y)
        return strip.apply_style(style_of(Tone.FIELD, WITHOUT_COLOURS)) if y < rows else strip

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw only the cells that have changed, once the current event is handled.

        The arguments are Textual's. If they ask for a new layout, draw everything, as Textual does.
        """
        if layout or recompose or not repaint or self.size != self._sent_size:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        if not self._is_comparing:
            self._is_comparing = True
            self.call_later(self._refresh_changed)
        return self

    def _refresh_changed(self) -> None:
        self._is_comparing = False
        if self.size != self._sent_size:
            super().refresh()
            return
        found = (self._changed_region(y) for y in range(self.size.height))
        if regions := [each for each in found if each is not None]:
            super().refresh(*regions)

    def _changed_region(self, y: int) -> Region | None:
        """Return the part of row `y` that must be sent to the terminal again.

        Returns:
            The region, from the start of the row to the last cell that has changed since the row
            was sent; None if no cell has.
        """
        new, old = self._drawn(y), self._sent.get(y)
        if old is None:
            return Region(0, y, self.size.width, 1)
        pairs = list(zip_longest(_characters(old), _characters(new)))
        last = next((n for n in range(len(pairs), 0, -1) if pairs[n - 1][0] != pairs[n - 1][1]), 0)
        if not last:
            return None
        ends = (cell_len("".join(each[0] for each in row[:last])) for row in _rows(old, new))
        return Region(0, y, max(ends), 1)


def _rows(*strips: Strip) -> list[list[tuple[str, Any]]]:
    return [_characters(strip) for strip in strips]


def _characters(strip: Strip) -> list[tuple[str, Any]]:
    """Return each character of a row with its style."""
    return [(character, segment.style) for segment in strip for character in segment.text]
