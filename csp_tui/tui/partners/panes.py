"""The list of partners, and the pane with the partner on which the cursor rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from csp_tui.core.base.glyphs import glyphs
from csp_tui.tui.lines.frame import divider
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.partners.pane_place import BESIDE, PanePlace
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import Beside, TextLines

About = Callable[[int, int], Sequence[Line]]
"""Returns what the pane shows of the current partner, from the pane's width and height in cells."""


class _Still(Widget):
    """A container that asks for no second layout when a layout has given it a new size."""

    def _size_updated(
        self,
        size: Size,
        virtual_size: Size,
        container_size: Size,
        layout: bool = True,  # noqa: ARG002 - Textual's signature
    ) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)


class PartnersPanes(Widget):
    """Shows the partners in a list and, where there is room, a pane on the current one.

    The widgets of the pane are made when there is room for it first.

    Args:
        about: returns the lines of the pane.
        place: where the pane is at first.
    """

    def __init__(self, about: About, place: PanePlace) -> None:
        super().__init__(id="panes")
        self._about = about
        self._place = place
        self._has_pane = False
        self._shown: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Yield the list."""
        yield _Still(RowList(), id="list")

    @property
    def _subject(self) -> tuple[str, ...]:
        """The keys of the rows that the pane is to be about."""
        return (*self._rows.marked,) or (self._rows.key,)

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    def put(self, place: PanePlace) -> None:
        """Put the pane where `place` says."""
        if place != self._place:
            self._place = place
            self._fit()
            self.call_after_refresh(self.show)

    def on_mount(self) -> None:
        """Put the pane in its first place."""
        self._fit()

    def _fit(self) -> None:
        place = self._place
        self._rows.has_divider = not place.is_shown
        self.set_class(place.is_beside, "-beside")
        self.set_class(place.below > 0, "-below")
        if place.is_shown and not self._has_pane:
            self._make_pane()
        if self._has_pane:
            side = self.query_one("#side")
            side.styles.height = None if place.is_beside else place.below - 1
            side.styles.width = BESIDE if place.is_beside else None

    def _make_pane(self) -> None:
        """Make the divider below the list, and the pane."""
        self._has_pane = True
        self.query_one("#list").mount(TextLines(id="rule"))
        side = _Still(id="side")
        self.mount(Beside(id="beside"), side)
        side.mount(TextLines(id="about"), TextLines(id="foot"))  # at once: `show` fills them next

    def show(self) -> None:
        """Show the current partner in the pane, and the divider; do nothing if there is no pane."""
        if not self._place.is_shown or not self.is_attached:
            return
        about = self.query_one("#about", TextLines)
        self._shown = self._subject
        about.show(self._about(*about.size))
        self._show_rule()

    def follow(self) -> None:
        """Show what the pane is to be about now: the marked rows, or else the current partner."""
        if self._place.is_shown and self._subject != self._shown:
            self.show()

    def on_row_list_rested(self) -> None:
        """Show what the pane is about now, or where the list stands; nothing without a pane."""
        if self._subject != self._shown:
            self.show()
        elif self._place.is_shown:
            self._show_rule()

    def _show_rule(self) -> None:
        rule, foot = self.query_one("#rule", TextLines), self.query_one("#foot", TextLines)
        rule.show([divider(rule.size.width, *self._rows.position(), self._rows.note)])
        foot.show([((glyphs().line * foot.size.width, Tone.QUIET),)])
