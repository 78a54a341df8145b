"""The matrix of the customers and items of a run: what it shows, and moving about in it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container

from csp_tui.core.base.choice import choice_named
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Item
from csp_tui.core.customers import listing
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.listing import ALL, ORDERS, Column
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import hint_line
from csp_tui.tui.base.saving_screen import SavingScreen
from csp_tui.tui.customers import text as customers_text
from csp_tui.tui.keys.actions import CUSTOMERS
from csp_tui.tui.keys.bindings import bindings_for
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.saving.draft import Draft, laid_over
from csp_tui.tui.saving.saver import ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import TextLines

HINTS = hint_line(
    ("left right", N_("item")),
    ("i", N_("items")),
    ("space", N_("tick")),
    ("enter", N_("open")),
    ("/", N_("search")),
    ("f", N_("filter")),
    ("a", N_("add")),
    ("e", N_("edit")),
    ("F", N_("facts")),
    ("v", N_("next")),
    ("?", N_("help")),
    ("q", N_("back")),
)
_NEAR = 100
"""Rows before and after the current one whose files are followed one by one."""


class CustomerMatrixScreen(SavingScreen):
    """Shows the customers of a partner in a run: one row each, one column for each item.

    Args:
        workplace: the store, the checklists and the rest.
        view: the run, as the partner's own part.
        item: the id of the item to choose at first.
        filter_name: which customers to show at first.
        at: the id of the customer for the cursor at first.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = CUSTOMERS
    BINDINGS = [
        *bindings_for(CUSTOMERS),
        *(
            Binding(str(number), f"choose_item({number})", show=False, id=f"choose-item-{number}")
            for number in range(2, 10)
        ),
    ]

    def __init__(
        self,
        workplace: Workplace,
        view: RunView,
        item: str = "",
        filter_name: str = ALL,
        at: str = "",
    ) -> None:
        super().__init__()
        self._workplace = workplace
        self._draft = Draft(view)
        self._asked: dict[int, str] = {}
        self._place = listing.place_of(view, item)
        self._filter = filter_name
        self._sort = ORDERS[0].name
        self._rows: dict[str, CustomerSummary] = {}
        self._loaded: dict[str, Customer] = {}
        self._order: list[str] = []
        self._at = at
        self._marked: dict[str, None] = {}

    def compose(self) -> ComposeResult:
        """Head, columns, list and bottom row."""
        yield TextLines(id="title")
        with Container(id="state"):
            yield TextLines(id="counts")
            yield TextLines(id="saved")
        yield TextLines(id="columns")
        yield RowList()
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the customers, and say so where not all of them are shown."""
        self.soon(self._open)

    def _open(self) -> None:
        first = self._at
        self.follow()
        self.rows.select(first)
        if not self._order:
            self._filter = ALL
            self._arrange()
        elif self._filter != ALL:
            told = _("Only customers {filter}; f shows others.")
            self.say(told.format(filter=listing.filter_title(self._filter)))

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.soon(self._show)

    @property
    def _items(self) -> tuple[Item, ...]:
        return self._view.customer_items

    @property
    def _item(self) -> Item:
        """The chosen item."""
        return self._items[self._place]

    @property
    def _column(self) -> Column:
        return Column(self._view, self._place, self._workplace.today)

    def _arrange(self) -> None:
        """Choose and order the rows anew; between two choices a row that was ticked stays."""
        rows = listing.chosen(self._rows.values(), self._column, self._filter, self._sort)
        self._order = [row.id for row in rows]
        self._show()

    def _show(self, key: str = "") -> None:
        self._show_rows(key)
        cells, is_demo = self.rows.size.width, self._workplace.is_demo
        title = customers_text.title_line(self._view, self._place, cells, is_demo=is_demo)
        self.query_one("#title", TextLines).show([title])
        self.query_one("#columns", TextLines).show([customers_text.column_line(self._layout)])

    @property
    def _layout(self) -> customers_text.Layout:
        cells = self.rows.size.width
        return customers_text.Layout(cells, len(self._items), self._place, self._sort)

    def _show_rows(self, key: str = "") -> None:
        rows = customers_text.CustomerRows(
            self._view, self._rows, self._order, self._layout, self._marked
        )
        self.rows.show(rows, key)
        self._show_head()

    def _show_head(self) -> None:
        counts = listing.column_counts(self._rows.values(), self._column)
        line = customers_text.state_line(counts, self._notes())
        self.query_one("#counts", TextLines).show([line])
        self.query_one("#saved", TextLines).show([(self._draft.state(),)])

    def _notes(self) -> list[str]:
        notes = []
        if self._marked:
            notes.append(_("{count} marked").format(count=len(self._marked)))
        if self._filter != ALL:
            notes.append(_("only {filter}").format(filter=listing.filter_title(self._filter)))
        elif self._sort != "name":
            notes.append(_(choice_named(ORDERS, self._sort).title))
        return notes

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Remember where the cursor is, for the thread that follows the files."""
        self._at = message.key

    def followed(self) -> list[Path]:
        """Return the partner's file, the directory of the customers, and files near the cursor."""
        places, partner_id = self._workplace.places, self._view.partner.id
        key, order = self._at, self._order
        here = order.index(key) if key in order else 0
        near = order[max(0, here - _NEAR) : here + _NEAR]
        files = [places.customer_file(partner_id, each) for each in near]
        return [places.progress_file(partner_id), places.customers_of(partner_id), *files]

    def follow(self) -> None:
        """Show the files as they are now."""
        try:
            partner = self._workplace.store.load(self._view.partner.id)
            if self._run not in partner.runs:
                self._leave_gone(_("its start was taken back"))
                return
            self._take(partner)
            rows = self._workplace.customers.rows(partner)
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        is_same = self._rows.keys() == {row.id for row in rows}
        self._rows = {row.id: row for row in rows}
        self._lay_over()
        if is_same:
            self._show()
        else:
            self._arrange()

    def speak(self) -> None:
        """Show the items in the language that is spoken now."""
        run = self._view.run
        with contextlib.suppress(CspTuiError):
            checklist = self._workplace.library.get(run.checklist, run.edition)
            self._draft.take(replace(self._view, checklist=checklist))
        super().speak()

    def _take(self, partner: Partner) -> None:
        self._draft.take(
            replace(self._view.partner_part, partner=partner, run=partner.runs[self._run])
        )

    def _lay_over(self) -> None:
        """Lay what is not saved yet over the rows of the customers that it concerns."""
        changes = [change for step in self._draft.pending.values() for change in step]
        for customer_id in {change.customer for change in changes if change.item}:
            if customer_id in self._loaded:
                self._put(laid_over(self._loaded[customer_id], changes))

    def _put(self, customer: Customer) -> None:
        row = self._workplace.customers.row_of(self._view.partner, customer)
        self._rows[customer.id] = row

    def take_saved(self, message: ChangeSaved) -> None:
        """Show what is on the disk, with the time."""
        saved = message.saved
        if saved.partner.id != self._view.partner.id:
            return
        was_in_trouble = bool(self._draft.trouble)
        self._draft.settle(message.ticket, saved.at)
        asked = self._asked.pop(message.ticket, "")
        if self._run not in saved.partner.runs:
            self._leave_gone("" if asked else _("its start was taken back"))
            return
        self._take(saved.partner)
        is_new = not saved.customers.keys() <= self._rows.keys()
        for customer in saved.customers.values():
            self._loaded[customer.id] = customer
            self._put(customer)
        self._lay_over()
        if is_new or asked:
            self._arrange()
        else:
            self._show_rows()
        if was_in_trouble and not self._draft.pending:
            self.say(_("Everything is saved now."))
        if asked:
            self._say_done(asked, message)

    def _say_done(self, asked: str, message: ChangeSaved) -> None:
        lines = message.saved.lines
        if not lines:
            self.say(_("{act}: nothing, everything was so already.").format(act=_(asked)))
            return
        first = lines[0]
        item = self._view.checklist.by_id.get(first.item)
        if item is not None and item in self._items and self._item is not item:
            self._place = self._items.index(item)
            self._arrange()
        self.rows.select(first.customer)
        names = list(dict.fromkeys(line.customer for line in lines if line.customer))
        row = self._rows.get(first.customer)
        whom = row.name if row else first.customer
        what = item.title if item else first.item or ("" if whom else first.run)
        self._say_act(asked, ", ".join(filter(None, (what, whom))), len(names) - 1)

    def go_back(self) -> bool:
        """Do not leave what is not saved unasked."""
        return self.holds_back()
