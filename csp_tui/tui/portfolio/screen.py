"""The portfolio: how many partners, items and changes there are of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual import work
from textual.app import ComposeResult

from csp_tui.core.base.language import N_
from csp_tui.core.next_steps.filters import FOR
from csp_tui.core.partners.filters import Filter, Viewer
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.portfolio.groups import Group, Portfolio, groups_of, portfolio_of
from csp_tui.core.portfolio.opened import filters_of
from csp_tui.core.portfolio.weeks import WeekCount, Weeks
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.background import in_background
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import PORTFOLIO
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import ruled
from csp_tui.tui.places import NextPlace, PartnersPlace
from csp_tui.tui.portfolio import text as portfolio_text
from csp_tui.tui.saving.file_watcher import files_of_partners
from csp_tui.tui.saving.saver import ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

HINTS = hint_line(
    ("enter", N_("open these")),
    ("c", N_("other checklist")),
    ("/", N_("narrow")),
    ("?", N_("help")),
    ("q", N_("back")),
)


class PortfolioScreen(ListScreen):
    """Shows the counts over all partners; each row opens the list that it counts.

    A thread counts, so that no key waits: first what the summaries of the partners tell, then the
    last weeks, from the histories.

    Args:
        workplace: the store, the checklists and the rest.
    """

    CSS_PATH = "screen.tcss"
    SHOWS_ALL_PARTNERS = True
    ACTIONS = PORTFOLIO
    BINDINGS = bindings_for(PORTFOLIO)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._partners: Sequence[PartnerSummary] = []
        self._portfolio: Portfolio | None = None
        self._weeks: Sequence[WeekCount] | None = None
        self._weeks_counter = Weeks(workplace.store.history)
        self._groups: Sequence[Group] = ()
        self._checklist = ""
        self._at = ""
        """The row for the cursor, from when the rows go until they are counted again."""
        self._filters_before: tuple[Filter, ...] | None = None
        """The filters to put back when the list of partners that was opened here is left."""

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(HINTS)

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self.soon(self._show)

    def followed(self) -> list[Path]:
        """Return the paths to watch: of partners, customers and the user's own checklists."""
        return files_of_partners(self._workplace.places, self._partners)

    def follow(self) -> None:
        """Count again, and show the rows when that is done; only if the screen is in front.

        If a row was opened from here, the list of partners gets back the filters that it had
        before.
        """
        if self.app.screen is not self:
            return
        if self._filters_before is not None:
            host_of(self).view_state.partners_filters = self._filters_before
            self._filters_before = None
        if not host_of(self).partners_reader.look():
            self.workers.cancel_group(self, "count")
            self._at = self._at or self.rows.key
            self._portfolio = self._weeks = None
            self._show()
            return
        self._partners = host_of(self).partners_reader.partners
        self._count()

    def take_saved(self, message: ChangeSaved) -> None:  # noqa: ARG002 - any change may count
        """Count again after a change was saved."""
        self.follow()

    def leave(self) -> None:
        """Put back the filters that the list of partners had before a row was opened.

        Do nothing if no row of this screen was opened.
        """
        if self._filters_before is not None:
            host_of(self).view_state.partners_filters = self._filters_before

    @work(group="count", exclusive=True)
    async def _count(self) -> None:
        """Count in a thread, and show what is counted.

        The last weeks come second: all else is shown before they are counted.
        """
        workplace, rows = self._workplace, self._partners
        viewer = Viewer(workplace.actor, workplace.today)
        self._portfolio = await in_background(
            partial(portfolio_of, rows, workplace.library, viewer)
        )
        self.call_if_there(self._show)
        count = self._weeks_counter.count
        self._weeks = await in_background(partial(count, rows, workplace.today))
        self.call_if_there(self._show)

    def _show(self) -> None:
        if (counted := self._portfolio) is None:
            self._show_lines([portfolio_text.counting_row()])
            return
        stages = [each for each in counted.stages if each[0].checklist == self._checklist]
        self._groups = groups_of(
            counted,
            stages or counted.stages[:1],
            self._weeks or (),
            self._workplace.today,
        )
        are_known, cells = self._weeks is not None, self.rows.size.width
        rows = portfolio_text.rows(self._groups, cells, are_weeks_known=are_known)
        self._show_lines(self.narrowed(rows))
        self.rows.select(self._at)
        if self._weeks is not None or self.rows.key == self._at:
            self._at = ""

    def _show_lines(self, rows: Sequence[Row]) -> None:
        cells, today = self.rows.size.width, self._workplace.today
        read, note = host_of(self).partners_reader.read, self.narrowing_note()
        line = portfolio_text.head(self._portfolio, today, cells, note, read)
        self.query_one("#head", TextLines).show([ruled(line, cells)])
        self.rows.show(rows)
        if self._portfolio is not None:
            self.show_hints(HINTS)

    def action_other_checklist(self) -> None:
        """Show the sections of the next checklist; after the last, of the first."""
        known = [each[0].checklist for each in self._portfolio.stages] if self._portfolio else []
        if known:
            place = known.index(self._checklist) if self._checklist in known else 0
            self._checklist = known[(place + 1) % len(known)]
            self._show()
            self.rows.action_move_first()

    def action_open_counted(self) -> None:
        """Open the partners that the current row counts; for a party, open its steps in Next.

        On a heading, do nothing.
        """
        key = self.rows.key
        rows = (row for group in self._groups for row in group.rows)
        row = next((each for each in rows if each.key == key), None)
        if row is None:
            return
        chosen = filters_of(row)
        if not chosen:
            self.open(NextPlace(filters=(f"{FOR} {row.name}",)))
            return
        view_state = host_of(self).view_state
        self._filters_before = view_state.partners_filters
        view_state.partners_filters = chosen
        self.open(PartnersPlace())
