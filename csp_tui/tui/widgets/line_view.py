"""The base of every widget here: draws lines and sends only the cells that changed.

Textual sends a changed row from the left edge of its widget to the last cell of the refreshed
region, so the region of each row ends at its last changed cell.
"""

from __future__ import annotations

from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.app import RenderResult
from textual.events import Blur, Focus, Key, Paste, Resize
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from csp_tui.tui.host import host_of
from csp_tui.tui.lines.row import Cell, cells
from csp_tui.tui.lines.tone import Line, Tone, style_of

_BLANK: Cell = (" ", Tone.NORMAL)
_NO_STYLE = Style()


class LineView(Widget):
    """Draws what :meth:`line` returns; :meth:`sync` redraws what has changed."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._drawn: dict[int, tuple[Line, list[Cell]]] = {}
        self._drawn_size = Size()

    def line(self, y: int) -> Line:
        """Return the line to draw at row `y` of the widget."""
        raise NotImplementedError

    def sync(self) -> None:
        """Redraw the cells that have changed.

        Behind another screen nothing is drawn: Textual would send all of the front one again.
        """
        if self.app.screen is not self.screen:
            self._drawn.clear()
            return
        self._forget_other_size()
        regions = []
        for y in range(self.size.height):
            old, line = self._drawn.get(y), self.line(y)
            if old is not None and old[0] == line:
                continue
            new = cells(line, self.size.width)
            if old is None:
                regions.append(Region(0, y, self.size.width, 1))
            elif old[1] != new:
                regions.append(Region(0, y, _last_difference(old[1], new), 1))
            self._drawn[y] = line, new
        if regions:
            self.refresh(*regions)

    def render(self) -> RenderResult:
        """Return nothing: Textual calls it, but the lines are drawn one by one."""
        return ""

    def render_line(self, y: int) -> Strip:
        """Return row `y` as it is drawn."""
        self._forget_other_size()
        if y not in self._drawn:
            line = self.line(y)
            self._drawn[y] = line, cells(line, self.size.width)
        drawn = self._drawn[y][1]
        ground = self._ground()
        segments = []
        for tone, group in groupby(drawn, key=lambda cell: cell[1]):
            style = style_of(tone)
            text = "".join(text for text, _ in group)
            segments.append(Segment(text, ground + style if ground else style))
        strip = Strip(segments, len(drawn))
        return strip.adjust_cell_length(self.size.width, ground or _NO_STYLE)

    def on_resize(self, _event: Resize) -> None:
        """Draw everything again in a new size."""
        if self._forget_other_size():
            self.refresh()

    def _forget_other_size(self) -> bool:
        """Forget what was drawn if the size has changed; return whether it has."""
        if self.size == self._drawn_size:
            return False
        self._drawn.clear()
        self._drawn_size = self.size
        return True

    async def on_key(self, event: Key) -> None:
        """Act on a key at once, so that keys typed ahead keep their order."""
        event.stop()
        event.prevent_default()
        if self.app.focused is not self:
            host_of(self).take_typed(event)
        elif not self.take_key(event):
            await self.app._check_bindings(event.key)

    def take_key(self, _event: Key) -> bool:
        """Take a key that is not a command; return whether it was taken."""
        return False

    def on_paste(self, event: Paste) -> None:
        """Take a paste after the keys that came before it."""
        event.stop()
        if self.app.focused is self:
            self.take_paste(event.text)
        else:
            host_of(self).take_typed(event)

    def take_paste(self, _text: str) -> None:
        """Take a pasted text; here it is dropped."""

    def focus_changed(self) -> None:
        """Called when the widget gets or loses the focus; here nothing changes."""

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do nothing: no style depends on the focus."""

    def _on_focus(self, event: Focus) -> None:
        event.prevent_default()
        self.has_focus = True
        self.focus_changed()

    def _on_blur(self, event: Blur) -> None:
        event.prevent_default()
        self.has_focus = False
        self.focus_changed()

    def _ground(self) -> Style | None:
        """Return the theme's own colours; None if the terminal's are used."""
        return None if self.app.current_theme.ansi else self.rich_style


def _last_difference(old: list[Cell], new: list[Cell]) -> int:
    """Return the end of the last cell that differs, with a wide character's second cell."""
    length = max(len(old), len(new))
    for x in range(length - 1, -1, -1):
        before = old[x] if x < len(old) else _BLANK
        after = new[x] if x < len(new) else _BLANK
        if before != after:
            is_half = any(x + 1 < len(row) and not row[x + 1][0] for row in (old, new))
            return x + 2 if is_half else x + 1
    return 0
