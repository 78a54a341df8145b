"""The list on most screens: rows with keys, headings between them, marks, and a cursor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, KeysView, Sequence
from typing import TYPE_CHECKING

from textual.events import Click, Resize
from textual.geometry import Offset
from textual.message import Message

from csp_tui.tui.keys.all_keys import MOVE
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import divider
from csp_tui.tui.lines.row import (
    FOLDED,
    NO_MARK,
    headings_of,
    index_of,
    key_at,
    nearest,
    position,
    scrolled,
)
from csp_tui.tui.lines.row import Row as Row
from csp_tui.tui.lines.tone import Line
from csp_tui.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from csp_tui.core.base.search import NamedText

REST = 0.12
"""Seconds without a move of the cursor after which it rests."""


class RowList(LineView, can_focus=True):
    """Shows rows and moves a cursor over them; a move sends only the two rows that change.

    The cursor skips rows without a key, such as headings.

    Args:
        has_divider: whether the last row of the widget says which rows are visible, if not all
            are; a list above a pane leaves that to the divider between them.
        has_stars: whether the list draws a star before marked rows, or the rows themselves do.
        id: the widget's id.
    """

    BINDINGS = bindings_for(MOVE)

    class Moved(Message, bubble=False):
        """The user has moved the cursor or scrolled; it is posted to the screen."""

        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> RowList:
            """The list that posted the message."""
            return self.rows

    class Rested(Message):
        """The user has not moved the cursor for `REST` seconds: panes can show its row."""

    def __init__(
        self,
        *,
        has_divider: bool = True,
        has_stars: bool = True,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.has_divider = has_divider
        self._has_stars = has_stars
        self.note = ""
        """What the divider says behind the count of the rows; "" for nothing."""
        self._rows: Sequence[Row] = ()
        self._headings: Sequence[int] | None = None
        """The indexes of the rows that the cursor skips; None until they are asked for."""
        self._top = 0
        self._cursor = 0
        self._words: Sequence[str] = ()
        self._texts_of: Callable[[str], Iterable[NamedText]] = lambda _key: ()
        self._found: dict[str, tuple[Row, int, Row]] = {}
        """By key, a row that was found, the width of the list, and the row with the reason."""
        self._made: dict[int, Row] = {}
        """By index, the rows that were made to be drawn, until any but the cursor changes."""
        self._marked: dict[str, None] = {}
        self._rest: asyncio.TimerHandle | None = None

    @property
    def key(self) -> str:
        """The key of the row under the cursor; "" if there is no row with a key."""
        return self._key_at(self._cursor) if self._cursor < len(self._rows) else ""

    def _key_at(self, index: int) -> str:
        return key_at(self._rows, index)

    def keys(self) -> Iterator[str]:
        """Return an iterator over the keys of all rows; "" for headings and the like."""
        return map(self._key_at, range(len(self._rows)))

    def position(self) -> tuple[int, int, int]:
        """Return the numbers of the first and last visible row, from 1, and of all rows.

        Only rows that the cursor can reach are counted, so no headings. If no such row is visible,
        the last number is one less than the first: an empty list gives ``(1, 0, 0)``.
        """
        if self._headings is None:
            self._headings = headings_of(self._rows)
        return position(self._headings, len(self._rows), self._top, self._height)

    @property
    def _height(self) -> int:
        """How many rows are visible at once: one less where the divider takes the last row."""
        height = self.size.height
        is_divided = self.has_divider and len(self._rows) > height > 1
        return height - is_divided

    def show(self, rows: Sequence[Row], key: str = "", at: int | None = None) -> None:
        """Show `rows` and place the cursor.

        Args:
            rows: the rows.
            key: the key of the row for the cursor; "" keeps the cursor on its row. If there is no
                such row now, the cursor goes to the row that has taken its place: the next one, or
                the last if there is no next one.
            at: the index of the row for the cursor, instead of `key`.
        """
        wanted = key or self.key
        self._rows, self._headings = rows, None
        self._found.clear()
        cursor = self._index_of(wanted) if at is None else at
        self._put(self._nearest(self._cursor, 1) if cursor is None else cursor)

    def select(self, key: str) -> None:
        """Put the cursor on the row with this key, if there is one; post no message."""
        index = self._index_of(key)
        if index is not None:
            self._put(index)

    def go_to_next(self, keys: Collection[str]) -> None:
        """Move the cursor to the next row whose key is in `keys`; the first follows the last.

        If no row has such a key, the cursor stays.
        """
        count = len(self._rows)
        for distance in range(1, count + 1):
            index = (self._cursor + distance) % count
            if self._key_at(index) in keys:
                self._move_to(index)
                return

    def show_matches(
        self,
        words: Sequence[str],
        texts_of: Callable[[str], Iterable[NamedText]] = lambda _key: (),
    ) -> None:
        """Underline `words` in the rows of the next `show` and later ones.

        Without words, nothing is underlined. A row that does not show all words also shows the text
        that has most of the missing ones.

        Args:
            words: the words, in the form for searching.
            texts_of: returns the texts that belong to the row with the given key.
        """
        self._words, self._texts_of = words, texts_of

    @property
    def marked(self) -> KeysView[str]:
        """The keys of the marked rows, the last marked at the end."""
        return self._marked.keys()

    def mark(self) -> None:
        """Mark or unmark the row under the cursor, and move the cursor to the next row.

        The heading of folded rows is not marked.
        """
        if _can_be_marked(self.key) and self.key not in self._marked:
            self._marked[self.key] = None
        else:
            self._marked.pop(self.key, None)
        self._step(1)
        self.sync()

    def mark_to_here(self) -> None:
        """Mark all rows from the one marked last to the one under the cursor, except headings.

        If no row is marked, or the one marked last is not shown, mark only the current row.
        """
        last = next(reversed(self._marked), None)
        start = next((i for i, key in enumerate(self.keys()) if key == last), self._cursor)
        step = 1 if start <= self._cursor else -1
        for index in range(start, self._cursor + step, step):
            if _can_be_marked(key := self._key_at(index)):
                self._marked.pop(key, None)
                self._marked[key] = None
        self.sync()

    def mark_all(self) -> None:
        """Mark all rows except headings; if all are marked, unmark them."""
        keys = dict.fromkeys(filter(_can_be_marked, self.keys()))
        self._marked = {} if keys.keys() <= self._marked.keys() else self._marked | keys
        self.sync()

    def add_marks(self, keys: Iterable[str]) -> int:
        """Mark the rows with these keys, those that are there; return how many they are."""
        there = set(self.keys()).intersection(keys)
        self._marked |= {key: None for key in keys if key in there}
        self.sync()
        return len(there)

    def keep_marks(self, keys: Collection[str] = ()) -> None:
        """Unmark all rows except those whose key is in `keys`; without `keys`, all rows."""
        self._marked = {key: None for key in self._marked if key in keys}
        self.sync()

    def sync(self) -> None:
        """Draw the cells that have changed since they were drawn; every row may have changed."""
        self._made.clear()
        super().sync()

    def line(self, y: int) -> Line:
        """Return the line to draw at row `y` of the widget: a row with its mark.

        In the last row of the widget it is the divider, if there is one. Below the last row of the
        list it is empty.
        """
        index = self._top + y
        if index >= len(self._rows):
            return ()
        if y >= self._height:
            return divider(self.size.width, *self.position(), self.note)
        row = self._made[index] = self._made.get(index) or self._rows[index]
        is_found = bool(row.key and self._words)
        if is_found:
            row = self._with_reason(row)
        line = row.drawn(
            is_current=index == self._cursor,
            is_marked=self._has_stars and row.key in self._marked,
            is_whole=is_found,
            are_keys_away=not self.has_focus,
        )
        if not is_found:
            return line
        from csp_tui.tui.lines.highlight import highlighted

        mark, *rest = line
        return (mark, *highlighted(tuple(rest), self._words))

    def _with_reason(self, row: Row) -> Row:
        """Return `row` with the text for which it was found; made once, as files may be read."""
        cells = self.size.width - len(NO_MARK[0])
        known = self._found.get(row.key)
        if known is None or known[:2] != (row, cells):
            from csp_tui.tui.lines.highlight import with_reason

            found = with_reason(row, self._words, self._texts_of(row.key), cells)
            known = self._found[row.key] = row, cells, found
        return known[2]

    def action_move_down(self) -> None:
        """Move the cursor to the next row."""
        self._step(1)

    def action_move_up(self) -> None:
        """Move the cursor to the previous row."""
        self._step(-1)

    def action_move_page_down(self) -> None:
        """Move the cursor a page down."""
        self._page(1)

    def action_move_page_up(self) -> None:
        """Move the cursor a page up."""
        self._page(-1)

    def action_move_first(self) -> None:
        """Move the cursor to the first row that it can be on, and scroll to the top."""
        self._move_to(self._nearest(0), top=0)

    def action_move_last(self) -> None:
        """Move the cursor to the last row that it can be on."""
        self._move_to(self._nearest(len(self._rows) - 1))

    def on_click(self, event: Click) -> None:
        """Move the cursor to the row that the mouse clicks, unless that row is a heading."""
        index = self._top + event.y
        if event.y < self._height and index < len(self._rows) and self._key_at(index):
            self._move_to(index)

    def focus_changed(self) -> None:
        """Reverse the name of the current row, and put the terminal's own cursor on the row.

        Without the focus the name is bold: keys go to a pane, a menu or a question.
        """
        self._park()
        self.sync()

    def on_resize(self, _event: Resize) -> None:
        """Scroll so that the current row is visible; the base class then draws all rows."""
        self._put(self._cursor)

    def _step(self, step: int) -> None:
        index = self._cursor + step
        while 0 <= index < len(self._rows):
            if self._key_at(index):
                self._move_to(index)
                return
            index += step
        if step < 0 and self._top:
            self._move_to(self._cursor, top=0)

    def _page(self, step: int) -> None:
        page = max(1, self._height - 1)
        last = max(0, len(self._rows) - self._height)
        top = min(last, max(0, self._top + step * page))
        target = min(len(self._rows) - 1, max(0, self._cursor + step * page))
        self._move_to(self._nearest(target, step), top)

    def _nearest(self, index: int, step: int = -1) -> int:
        return nearest(self._rows, index, step)

    def _move_to(self, index: int, top: int | None = None) -> None:
        """Move the cursor, and scroll so that it is in sight, from the row `top` if that is given.

        If nothing is scrolled, only the rows that the cursor leaves and reaches change.
        """
        left, before = self._cursor, self._top
        self._top = before if top is None else top
        self._point_at(index)
        if self._top == before:
            self.sync_rows({left - before, index - before})
        else:
            self.sync()
        self.screen.post_message(self.Moved(self, self.key))
        self.rest_anew()

    def rest_anew(self) -> None:
        """Post `Rested` after `REST` seconds without a move from now on."""
        if self._rest is not None:
            self._rest.cancel()
        loop = asyncio.get_running_loop()  # a timer of Textual takes longer than all else here
        self._rest = loop.call_later(REST, self.post_message, self.Rested())

    def _put(self, index: int) -> None:
        self._point_at(index)
        self.sync()

    def _point_at(self, index: int) -> None:
        """Have the cursor at `index`; scroll if it or a heading right above is out of sight."""
        self._cursor = index
        if height := self._height:
            self._top = scrolled(self._rows, index, self._top, height)
        self._park()

    def _park(self) -> None:
        if self.has_focus:
            y = self.region.y + self._cursor - self._top
            self.app.cursor_position = Offset(self.region.x, y)

    def _index_of(self, key: str) -> int | None:
        if not key:
            return None
        if self.key == key:
            return self._cursor
        return index_of(self._rows, key)


def _can_be_marked(key: str) -> bool:
    """Return whether a row with this key can be marked: no heading, folded or not."""
    return bool(key) and not key.startswith(FOLDED)
