"""The two panes of a run: the list, and the detail of the item under the cursor.

The detail is below the list or to its right, as the width allows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Container

from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Item, Section
from csp_tui.core.runs.step_groups import SETTLED
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.frame import pane_divider
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.run import detail_text
from csp_tui.tui.run.lines import ROOMY_SCREEN, WIDE, divider_of
from csp_tui.tui.run.rows import RunRows, section_key
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.scrolled_lines import ScrolledLines
from csp_tui.tui.widgets.text_lines import Beside, TextLines

_ONLY_SOME = N_("Only some items are shown: ctrl+g shows all, then sections fold.")

WIDTHS = [(0, "-narrow"), (WIDE, "-wide")]
"""The class that a screen with these panes has, by its least width in cells."""


def _is_settled(view: RunView, section: Section) -> bool:
    """Return whether nothing is left to do in a section.

    In a section that is gone through for each customer, that is so if all active customers are
    complete.
    """
    if section.per and view.customers is not None and view.customer is None:
        return view.customers.complete == view.customers.active
    return all(view.state(item) in SETTLED for item in section.items if view.fits(item))


class RunPanes(Container):
    """Shows the items of a run in a list, and the detail of one once the cursor rests on it."""

    def __init__(self, view: RunView, today: date) -> None:
        super().__init__(id="panes")
        self._view = view
        self.today = today
        """The day as of which the run is shown."""
        self._chosen: Collection[str] | None = None
        self._if_none: Sequence[Row] = ()
        self._folded: set[str] = set()
        self._detailed = ""

    def on_mount(self) -> None:
        """Give the screen the class for its width before it is laid out first, so only once."""
        self.screen.set_class(self.app.size.width >= WIDE, "-wide")

    def compose(self) -> ComposeResult:
        """Yield the list with a separator below it, and the detail with its link."""
        with Container(id="list"):
            yield RowList(has_divider=False)
            yield TextLines(id="rule")
        yield Beside(id="beside")
        with Container(id="guidance"):
            yield ScrolledLines(id="detail")
            yield TextLines(id="detail-rule")
            yield TextLines(id="link")
            yield TextLines(id="foot")

    @property
    def rows(self) -> RowList:
        """The list widget."""
        return self.query_one(RowList)

    @property
    def item(self) -> Item | None:
        """The item under the cursor; None if the row there shows no item, or if there is no row."""
        return self._view.checklist.by_id.get(self.rows.key)

    @property
    def section(self) -> Section | None:
        """The folded section under the cursor; None if the cursor is on an item or on no row."""
        key = self.rows.key
        return next((each for each in self._view.sections if section_key(each.id) == key), None)

    def _section_of(self, item_id: str) -> Section | None:
        sections = self._view.sections
        return next((s for s in sections if any(i.id == item_id for i in s.items)), None)

    def fold(self) -> str:
        """Fold the section of the current item; on a folded section, unfold it.

        While only some items are shown, do nothing and return a message on how to see all;
        otherwise return "".
        """
        if self._chosen is not None:
            return _(_ONLY_SOME)
        if (folded := self.section) is not None:
            self._folded.discard(folded.id)
            self._show_rows(folded.items[0].id if folded.items else "")
        elif (section := self._section_of(self.rows.key)) is not None:
            self._folded.add(section.id)
            self._show_rows(section_key(section.id))
        self.show_detail_soon()
        return ""

    def fold_done(self) -> str:
        """Fold all sections in which nothing is left to do; if all of these are folded, unfold all.

        While only some items are shown, do nothing and return a message, as `fold` does.
        """
        if self._chosen is not None:
            return _(_ONLY_SOME)
        here = self.section or self._section_of(self.rows.key)
        done = {each.id for each in self._view.sections if _is_settled(self._view, each)}
        all_are = bool(done) and done <= self._folded
        self._folded = set() if all_are else self._folded | done
        is_folded = here is not None and here.id in self._folded
        first = here.items[0].id if here and here.items and self.section else self.rows.key
        self._show_rows(section_key(here.id) if here and is_folded else first)
        self.show_detail_soon()
        return ""

    def reveal(self, item_id: str) -> None:
        """Unfold the section of an item, so that the cursor can go there.

        If the section is not folded, do nothing.
        """
        section = self._section_of(item_id)
        if section is not None and section.id in self._folded:
            self._folded.discard(section.id)
            self._show_rows()

    @property
    def is_full(self) -> bool:
        """Whether the detail takes the whole screen, without the list."""
        return self.screen.has_class("-full")

    def show(
        self,
        view: RunView,
        today: date,
        key: str = "",
        chosen: Collection[str] | None = None,
        if_none: Sequence[Row] = (),
    ) -> None:
        """Show a run; unfold the section of the item on which the cursor is put.

        Args:
            view: the run.
            today: the current day.
            key: the id of the item for the cursor; "" leaves the cursor where it is.
            chosen: the ids of the items to show; None for all.
            if_none: the rows to show if `chosen` is empty.
        """
        self._view = view
        self.today = today
        self._chosen, self._if_none = chosen, if_none
        if section := self._section_of(key):
            self._folded.discard(section.id)
        self._show_rows(key)

    def _show_rows(self, key: str = "") -> None:
        is_roomy = self.screen.size.height >= ROOMY_SCREEN
        cells, chosen = self.rows.size.width, self._chosen
        folded = self._folded if chosen is None else ()
        rows = RunRows(self._view, self.today, cells, chosen, folded, is_roomy=is_roomy)
        self.rows.show(rows if chosen is None or chosen else self._if_none, key)
        self._show_rule()

    def show_detail(self) -> None:
        """Show the marked items; without marks, the item or folded section under the cursor.

        If the run has no item at all, say so; if the list is narrowed to none, show nothing.
        """
        item, detail, key = self.item, self._detail, self.rows.key
        link = self.query_one("#link", TextLines)
        self._detailed = key
        chosen = self.rows.marked
        marked = [each for each in self._view.checklist.items if each.id in chosen]
        if marked and not self.is_full:
            is_asked = self.screen.query_one(BottomRow).is_editing
            cells = detail.size.width
            detail.show(detail_text.marked_lines(self._view, marked, cells, is_asked=is_asked), key)
            link.show([])
        elif section := self.section:
            detail.show(detail_text.section_lines(self._view, section, detail.size.width), key)
            link.show([])
        else:
            is_wide, is_full = self.screen.has_class("-wide"), self.is_full
            lines = detail_text.detail_lines(
                self._view, item, detail.size, self.today, is_wide=is_wide, is_full=is_full
            )
            detail.show(lines, key)
            cells, height = link.size
            link.show(detail_text.link_lines(item, cells, height, self.today) if item else [])
        self._show_rule()

    def toggle_full_detail(self) -> None:
        """Switch between the detail on the whole screen and both panes.

        The keys go to the detail when it takes the whole screen, and back to the list afterwards.
        """
        self.screen.toggle_class("-full")
        self._give_keys(is_detail=self.is_full)
        self.call_after_refresh(self._fit)

    def switch(self) -> str:
        """Move the focus to the other pane; return a message that says what the keys move now.

        If the detail takes the whole screen, only return a message on how to go back.
        """
        if self.is_full:
            return _("Only the detail is shown: enter goes back to the list.")
        is_detail = not self._detail.has_focus
        self._give_keys(is_detail=is_detail)
        return _("The detail scrolls; tab goes back.") if is_detail else _("The list moves.")

    @property
    def _detail(self) -> ScrolledLines:
        return self.query_one("#detail", ScrolledLines)

    def _give_keys(self, *, is_detail: bool) -> None:
        """Give the keys to the detail or to the list; the divider shows which of them has them."""
        self.screen.set_focus(self._detail if is_detail else self.rows)
        if self.rows.key != self._detailed:
            self.show_detail()
        self._show_rule()

    def on_scrolled_lines_scrolled(self) -> None:
        """Show how much of the detail is out of sight."""
        self._show_rule()

    def show_detail_soon(self) -> None:
        """Show the detail anew once the cursor rests, even if it stays on the same row."""
        self._detailed = ""
        self.rows.rest_anew()

    def on_row_list_rested(self) -> None:
        """Show the detail of the item under the cursor."""
        if self.rows.key != self._detailed:
            self.show_detail()
        else:
            self._show_rule()

    def on_resize(self) -> None:
        """Fit rows and detail to the new width."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.children:
            self._show_rows()
            self.show_detail()

    def _show_rule(self) -> None:
        rule, detail = self.query_one("#rule", TextLines), self._detail
        foot = self.query_one("#foot", TextLines)
        foot.show([((glyphs().line * foot.size.width, Tone.QUIET),)])
        hidden = detail.more_below
        if self.is_full:
            rule = self.query_one("#detail-rule", TextLines)
        if self.screen.focused is detail or self.is_full:
            name, cells = _("Detail"), rule.size.width
            rule.show([pane_divider(cells, name, detail.more_above, hidden)])
            return
        rule.show([divider_of(rule.size.width, self.rows.position(), hidden)])
