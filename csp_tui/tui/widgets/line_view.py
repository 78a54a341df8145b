"""The base class of our widgets, which draws lines and sends only cells that changed.

Of each row the stretches of changed cells are refreshed; `SparingCompositor` sends just these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style
from textual.app import RenderResult
from textual.color import Color
from textual.events import Blur, Focus, Key, Paste, Resize
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from csp_tui.tui.host import host_of
from csp_tui.tui.lines.row import Cell, cells
from csp_tui.tui.lines.tone import (
    ON_DARK,
    ON_LIGHT,
    WITHOUT_COLOURS,
    Line,
    Palette,
    Tone,
    style_of,
    true_colours,
)

_BLANK: Cell = (" ", Tone.TEXT)
_NO_STYLE = Style()
_tone_of = itemgetter(1)
_JUMP = 10
"""So many unchanged cells between changed ones cost as much as a move of the terminal's cursor."""
_FEW = 4
"""So many blanks cost as much as the command that erases a row to its end."""
_UNSEEN = Tone.STRONG | Tone.QUIET | Tone.ACCENT | Tone.KEY | Tone.LATE
"""Tones in which a blank looks as it does in plain text."""
_LAST_PLAIN = "\u25ff"
"""Up to here all terminals agree on how wide a character is."""
_QUIET = 0.55
"""The share of the text's colour in quiet text; the rest is the ground's."""
_PALETTES: dict[str, Palette] = {}
"""The styles of each theme with colours of its own that was shown."""


class LineView(Widget):
    """Draws the lines that :meth:`line` returns; :meth:`sync` draws those that have changed."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._drawn: dict[int, tuple[Line, list[Cell]]] = {}
        self._drawn_size = Size()
        self._was_drawn = False

    def line(self, y: int) -> Line:
        """Return the line to draw at row `y` of the widget, from 0; each subclass defines this."""
        raise NotImplementedError

    def sync(self) -> None:
        """Draw the cells that have changed since they were drawn.

        While another screen is in front, draw nothing: Textual would send that screen again. Before
        the widget was ever drawn, do nothing: all of it will be.
        """
        self.sync_rows(range(self.size.height))

    def sync_rows(self, rows: Iterable[int]) -> None:
        """Do what `sync` does, where only these `rows` of the widget can have changed."""
        if self.app.screen is not self.screen or not self._was_drawn:
            self._drawn.clear()
            return
        self._forget_other_size()
        regions = []
        columns, height = self._drawn_size
        width = columns if self.region.right == self.app.size.width else 0
        for y in filter(range(height).__contains__, rows):
            old, line = self._drawn.get(y), self.line(y)
            if old is not None and old[0] == line:
                continue
            new = cells(line, columns)
            if old is None:
                regions.append(Region(0, y, columns, 1))
            elif old[1] != new:
                changed = _differences(old[1], new, width)
                regions += [Region(x, y, end - x, 1) for x, end in changed]
            self._drawn[y] = line, new
        if regions:
            self.refresh(*regions)

    def render(self) -> RenderResult:
        """Return an empty text: Textual calls this, but `render_line` draws the lines."""
        return ""

    def render_line(self, y: int) -> Strip:
        """Return row `y` as Textual draws it, and remember its cells for `sync`."""
        self._forget_other_size()
        self._was_drawn = True
        width = self._drawn_size.width
        if y not in self._drawn:
            line = self.line(y)
            self._drawn[y] = line, cells(line, width)
        drawn = self._drawn[y][1]
        ground, palette = self._ground(), self._palette()
        segments = []
        for tone, group in groupby(drawn, key=_tone_of):
            style = style_of(tone, palette)
            text = "".join([text for text, _ in group])
            segments.append(Segment(text, ground + style if ground else style))
        strip = Strip(segments, len(drawn))
        return strip.adjust_cell_length(width, ground or _NO_STYLE)

    def on_resize(self, _event: Resize) -> None:
        """Draw all rows again if the size has changed."""
        if self._forget_other_size():
            self.refresh()

    def _size_updated(
        self,
        size: Size,
        virtual_size: Size,
        container_size: Size,
        layout: bool = True,  # noqa: ARG002 - Textual's signature
    ) -> bool:
        """Take a new size as Textual does, but ask for no second layout, and draw nothing later.

        The layout that gives the size draws the widget already; a second one would send all its
        rows again, and so would the next key. Return what Textual's own method returns.
        """
        is_new = size != self._size
        is_updated = super()._size_updated(size, virtual_size, container_size, layout=False)
        if is_new:
            self._exchange_repaint_regions()
        return is_updated

    def _forget_other_size(self) -> bool:
        """Forget the rows drawn if the widget's size has changed; return whether it has."""
        size = self.size
        if size == self._drawn_size:
            return False
        self._drawn.clear()
        self._drawn_size = size
        return True

    async def on_key(self, event: Key) -> None:
        """Give a key to `take_key`; if that returns False, run what the key is bound to.

        If the key is bound to nothing, say that it does nothing here. If an earlier key has moved
        the focus, pass the key to the app, which gives it to the focused widget.
        """
        event.stop()
        event.prevent_default()
        if self.app.focused is not self:
            host_of(self).take_typed(event)
        elif not (self.take_key(event) or await self.app._check_bindings(event.key)):
            host_of(self).say_no_meaning(event)

    def take_key(self, _event: Key) -> bool:
        """Handle a key and return True, or return False to leave the key to the bindings.

        This base class returns False.
        """
        return False

    def on_paste(self, event: Paste) -> None:
        """Give a pasted text to `take_paste`.

        If an earlier key has moved the focus, pass the paste to the app, which gives it to the
        focused widget.
        """
        event.stop()
        if self.app.focused is self:
            self.take_paste(event.text)
        else:
            host_of(self).take_typed(event)

    def take_paste(self, _text: str) -> None:
        """Handle a pasted text; this base class drops it."""

    def focus_changed(self) -> None:
        """Handle that the widget has got or lost the focus; this base class does nothing."""

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do nothing, where Textual would draw the widget again: no style depends on the focus."""

    def _on_focus(self, event: Focus) -> None:
        event.prevent_default()
        self.has_focus = True
        self.focus_changed()

    def _on_blur(self, event: Blur) -> None:
        event.prevent_default()
        self.has_focus = False
        self.focus_changed()

    def _ground(self) -> Style | None:
        """Return the style with the theme's colours; None if the theme uses the terminal's."""
        return None if self.app.current_theme.ansi else self.visual_style.rich_style

    def _palette(self) -> Palette:
        """Return the style of each tone in the theme that is in force."""
        theme = self.app.current_theme
        if self.app.no_color:
            return WITHOUT_COLOURS
        if theme.ansi:
            return ON_DARK if theme.dark else ON_LIGHT
        if theme.name not in _PALETTES:
            _PALETTES[theme.name] = palette_of(theme, self.app.theme_variables)
        return _PALETTES[theme.name]


def palette_of(theme: Theme, colours: Mapping[str, str]) -> Palette:
    """Return the style of each tone in a theme that has colours of its own.

    Where the theme's accent is the colour of its warnings, its primary colour is the accent: where
    one is must not look like what is due soon.

    Args:
        theme: the theme.
        colours: its colours by Textual's names for them, such as ``text-accent``.
    """
    where = "primary" if theme.accent == theme.warning else "accent"
    accent, late, soon = (colours[f"text-{each}"] for each in (where, "error", "warning"))
    ground, text = (Color.parse(colours[key]) for key in ("background", "foreground"))
    return true_colours(accent, late, soon, ground.blend(text, _QUIET).hex)


def _differences(old: list[Cell], new: list[Cell], width: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which two rows differ: the first cell, and the one after the last.

    If a stretch ends in blanks and only blanks follow, it goes on to the end of the screen: one
    command erases them. That end is after `width` cells; 0 is for rows that do not reach it.

    A terminal may draw a character wider or narrower than we think. A row with such a character is
    one stretch from its left edge, so that no cell is drawn in a wrong place.
    """
    length = max(len(old), len(new))
    before, after = ([*row, *[_BLANK] * (length - len(row))] for row in (old, new))
    pairs = enumerate(zip(before, after, strict=True))
    changed = [x for x, (was, now) in pairs if was != now and _seen(was) != _seen(now)]
    if not changed:
        return
    texts = [text for text, _tone in (*before, *after)]
    if max(texts) > _LAST_PLAIN or {*map(len, texts)} != {1}:
        end = changed[-1] + 1
        is_half = any(end < length and not row[end][0] for row in (before, after))
        yield 0, end + is_half
        return
    start = end = changed[0]
    for x in changed:
        if x - end > _JUMP:
            yield start, end
            start = x
        end = x + 1
    text_end = next((x + 1 for x in reversed(range(length)) if after[x] != _BLANK), 0)
    yield start, max(end, width if end - text_end >= _FEW else 0)


def _seen(cell: Cell) -> Cell:
    """Return what is seen of a cell: a blank in a tone that only letters show is plain."""
    text, tone = cell
    return _BLANK if text == " " and isinstance(tone, Tone) and tone in _UNSEEN else cell
