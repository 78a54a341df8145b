"""The screen of the customers: a matrix of customers and items, in which both can be changed.

A row is a customer, a column an item. One item is the chosen one: the keys for items change it for
the customer under the cursor, or for the marked customers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.search import NamedText
from csp_tui.core.customers.customers import read_view
from csp_tui.core.customers.filters import ALL, OF_COLUMN, place_for
from csp_tui.core.customers.search import texts_of
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import item_questions, tick_questions
from csp_tui.core.runs.view import RunView
from csp_tui.core.runs.waiting_questions import wait_or_chase
from csp_tui.core.store.saved import Saved
from csp_tui.core.workplace.views import CUSTOMERS as CUSTOMERS_VIEWS
from csp_tui.core.workplace.views import View
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.cursor_after_save import go_to_changed
from csp_tui.tui.base.kept_views import kept_views
from csp_tui.tui.base.leaving_later import LeavingLater
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.base.restored import UNDONE
from csp_tui.tui.base.screen_saving import Saving
from csp_tui.tui.customers import text as customers_text
from csp_tui.tui.customers.acts import DONE, ActOnMany, ActOnOne, CustomerActs
from csp_tui.tui.customers.items_pane import items_lines
from csp_tui.tui.customers.matrix import Matrix
from csp_tui.tui.customers.menus import (
    filters_of_customers,
    items_of_customers,
    orders_of_customers,
)
from csp_tui.tui.history import text as history_text
from csp_tui.tui.keys.all_keys import CUSTOMERS
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import NARROW, WIDE, title_row
from csp_tui.tui.lines.hints import MARK_HINTS, tick_hint
from csp_tui.tui.lines.row import rows_of_text
from csp_tui.tui.places import ContactsPlace, HistoryPlace
from csp_tui.tui.run.text import names_of
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import Beside, TextLines

HINTS = hint_line(
    ("space", N_("done")),
    ("left right", N_("item")),
    ("e", N_("edit customer")),
    ("f", N_("filter")),
    ("w", N_("wait")),
    ("i", N_("items")),
    ("enter", N_("open")),
    ("/", N_("narrow")),
    ("a", N_("add")),
    ("F", N_("facts")),
    ("v", N_("next")),
    ("?", N_("help")),
    ("q", N_("back")),
)
EMPTY_HINTS = hint_line(("a", N_("add")), ("I", N_("take from a table")))
"""The keys that act where no customer is shown."""
PANED, ROOMY = 120, 200
"""Width of the screen from which on there is a pane of items, and a wide one."""
_NEAR = 100
"""At least so many rows before and after the cursor have their files watched. More are added only
when the cursor comes to a multiple of it: all are read again when a file is watched anew."""


class CustomersScreen(ListScreen):
    """Shows the customers of a partner in a run: one row each, one column for each item.

    Args:
        workplace: the store, the checklists and the rest.
        view: the run, not as one customer's part of it.
        item: the id of the item that is chosen at first.
        filter_name: the name of the filter at first.
        at: the id of the customer under the cursor at first.
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
        self._saving = Saving(self, workplace.store, view, self._show_changes)
        self._leaving = LeavingLater(self, self._saving.asked)
        self._matrix = Matrix(workplace, view, item, filter_name, lambda: self.marked)
        self._acts = CustomerActs(self, workplace, self._matrix, self._saving)
        self._at = at
        self._left: set[int] = set()  # tickets of acts after which the cursor was moved
        self._shown_on: date | None = None
        self._trouble = ""  # why the customers could not be read the last time

    # Showing the customers

    def compose(self) -> ComposeResult:
        """Yield the title, counts, column titles, the list, the pane and the bottom row."""
        yield TextLines(id="head")
        with Container(id="body"):
            with Container(id="matrix"):
                yield TextLines(id="columns")
                yield RowList(has_stars=False)
            yield Beside(has_joint=False, id="beside")
            yield TextLines(id="items")
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the customers that pass the filter; if no customer passes it, all."""
        self.soon(self._open, self._at)

    def _open(self, first: str) -> None:
        matrix = self._matrix
        self.follow()
        self.rows.select(first)
        if not matrix.order:
            matrix.filters = ()
            self._arrange()

    def on_resize(self) -> None:
        """Fit the columns to the new width, with a pane beside them if there is room for it."""
        columns = self.size.width
        self.set_class(columns >= PANED, "-paned")
        self.set_class(columns >= ROOMY, "-roomy")
        self.soon(self._show)

    @property
    def _view(self) -> RunView:
        return self._saving.view

    @property
    def _run(self) -> str:
        return self._view.run.key

    @property
    def partner_id(self) -> str:
        """The id of the partner whose customers are shown."""
        return self._view.partner.id

    def _arrange(self) -> None:
        self._matrix.arrange()
        self._show()

    def _show(self) -> None:
        self._show_rows()
        self._show_columns()

    def _show_columns(self) -> None:
        """Show the column titles; on a narrow screen, with the name of the current customer."""
        row = self._matrix.rows.get(self.rows.key)
        line = customers_text.column_line(self._layout, row.name if row else "")
        self.query_one("#columns", TextLines).show([line])

    def _show_head(self) -> None:
        head, matrix = self.query_one("#head", TextLines), self._matrix
        cells, saved = head.size.width, self._saving.draft.state()
        names = names_of(self._view, cells)
        notes = [*filter(None, [self.narrowing_note()]), *matrix.notes()]
        counts = customers_text.state_line(matrix, notes, self._layout.page, cells)
        known = customers_text.customer_counts(matrix)
        title = title_row(cells, names, known, [saved])
        head.show([title, counts])

    @property
    def _layout(self) -> customers_text.Layout:
        matrix = self._matrix
        cells, count = self.rows.size.width, len(matrix.items)
        has_now = self.size.width >= WIDE
        return customers_text.layout_of(
            cells, count, matrix.place, matrix.sort.name, has_now=has_now
        )

    def _show_changes(self) -> None:
        """Apply the unsaved changes to the customers, and draw the rows again."""
        self._matrix.lay_over(self._saving.changes())
        self._show_rows()

    def _show_rows(self) -> None:
        matrix, self._shown_on = self._matrix, self._workplace.today
        rows = customers_text.CustomerRows(
            matrix, self._layout, self.marked, has_legend=not self.has_class("-paned")
        )
        if self._trouble and not matrix.rows:
            self.rows.show(rows_of_text(self._trouble, self._layout.cells - 1))
        else:
            self.rows.show(self.none_found() if self.narrowing and not matrix.order else rows)
        self._show_hints()
        self._show_items()
        self._show_head()

    def _show_items(self) -> None:
        """Show the items of the customer under the cursor in the pane, and the chosen one's record.

        On a screen that is too narrow for the pane, do nothing.
        """
        if not self.has_class("-paned"):
            return
        pane, matrix, part = self.query_one("#items", TextLines), self._matrix, None
        if (row := matrix.rows.get(self.rows.key)) is not None:
            with contextlib.suppress(CspTuiError):
                part = self._view.of_customer(matrix.customer(row.id, self._saving.changes()))
        pane.show(items_lines(matrix, row, part, pane.size.width))

    def show_narrowed(self, key: str) -> None:
        """Show the customers that have the words typed to narrow the list; the cursor is on `key`.

        The others are unmarked.
        """
        matrix = self._matrix
        matrix.narrowing = self.narrowing
        matrix.arrange()
        self.rows.keep_marks(matrix.order)
        self._show()
        self.rows.select(key)

    def counted(self) -> tuple[int, int]:
        """Return how many customers are shown, and how many pass the filter."""
        return len(self._matrix.order), self._matrix.without_narrowing

    def texts_of(self, key: str) -> Iterable[NamedText]:
        """Return all texts of the customer `key`; none if there is no such customer."""
        row = self._matrix.rows.get(key)
        return texts_of(self._workplace.places, self.partner_id, row) if row else ()

    def on_row_list_moved(self) -> None:
        """Show what the keys do on the current customer, near which files are watched."""
        self._left.update(self._saving.asked)
        self._go_along()
        self._show_hints()

    def _go_along(self) -> None:
        """If the cursor is on another row than before, choose the item for which filters show it.

        While customers are marked, the chosen item stays: it is the one that they are marked for.
        """
        before, self._at = self._at, self.rows.key
        matrix, row = self._matrix, self._matrix.rows.get(self._at)
        if row is not None and self._at != before and not self.marked:
            place = place_for(row, matrix.column, matrix.filters)
            if place != matrix.place:
                self._choose(place)

    def on_row_list_rested(self) -> None:
        """Show the items of the current customer in the pane; on a narrow screen, the name."""
        self._show_items()
        if self.size.width < NARROW:
            self._show_columns()

    def followed(self) -> list[Path]:
        """Return the paths to watch; `follow` is called when one changes.

        They are the partner's file, the directory of its customers, and the files of the
        customers in the rows near the cursor.
        """
        places, partner_id = self._workplace.places, self.partner_id
        key, order = self._at, self._matrix.order
        here = order.index(key) // _NEAR * _NEAR if key in order else 0
        near = order[max(0, here - _NEAR) : here + 2 * _NEAR]
        files = [places.customer_file(partner_id, each) for each in near]
        return [places.progress_file(partner_id), places.customers_of(partner_id), *files]

    def follow(self) -> None:
        """Read the partner and its customers again, and show them if they have changed.

        If the run is gone, leave the screen. If a file cannot be read, say why.
        """
        store, before = self._workplace.store, (self._view, self._matrix.rows)
        try:
            partner = store.load(self.partner_id)
            if self._run not in partner.runs:
                self._saving.leave_gone(_("its start was undone"))
                return
            is_moved = partner.runs[self._run].edition != self._view.run.edition
            heads = self._saving.draft.heads()
            moving = store.history(partner.id).beyond(heads) if is_moved else []
            self._take(partner)
            are_same = self._matrix.read()
        except CspTuiError as error:
            self._trouble = str(error)
            if not self._matrix.rows:
                self._show()
            self.say(self._trouble)
            return
        self._matrix.lay_over(self._saving.changes())
        is_new_day = self._shown_on != self._workplace.today
        is_shown = not self._trouble and (self._view, self._matrix.rows) == before
        self._trouble = ""
        if is_shown and not is_new_day:
            return
        if is_moved or is_new_day or not are_same:
            self._matrix.arrange()
        self._show()
        self._go_along()
        if moving and self.is_current:
            self.say(history_text.news(moving, self._view.checklist))

    # Saving

    def _take(self, partner: Partner) -> None:
        """Take the run as `partner` has it, and read its checklist again.

        `partner` must still have the run. If the checklist cannot be read, or has no items for each
        customer, the one on the screen stays.
        """
        run = partner.runs[self._run]
        view = replace(self._view.partner_part, partner=partner, run=run)
        with contextlib.suppress(CspTuiError):
            now = read_view(self._workplace.library, partner, self._run)
            if now.customer_items:
                view = replace(view, checklist=now.checklist, newer=now.newer)
        self._saving.draft.replace_saved(view)
        self._matrix.take(self._view)

    def take_saved(self, message: ChangeSaved) -> None:
        """Show the customers after a change of this partner was saved, on any screen.

        If the run is gone by that change, leave the screen.
        """
        saved = message.saved
        if saved.partner.id != self.partner_id:
            return
        is_asked = message.ticket in self._saving.asked
        done = self._saving.mark_saved(message)
        if self._run not in saved.partner.runs:
            self._saving.leave_gone("" if done else _("its start was undone"))
            return
        before = self._view.checklist
        if saved.partner.runs[self._run].edition != self._view.run.edition:
            self.follow()
        else:
            self._take(saved.partner)
        moved = [self._matrix.put(customer) for customer in saved.customers.values()]
        self._matrix.lay_over(self._saving.changes())
        if any(moved) or done:
            self._arrange()
        else:
            self._show_rows()
        self._saving.say_all_saved()
        if done:
            of_several = done == UNDONE and len(saved.customers) > 1
            if saved.lines and message.ticket not in self._left and not of_several:
                self._go_to_changed(saved)
            self._acts.say_done(done, message)
        if not done or done in DONE.values():
            lines, now = saved.lines, self._view.checklist
            if sentence := history_text.not_counted(lines, self._run, before, now):
                self.say(sentence)
        self._go_along()
        if is_asked:
            self._leaving.go_on(is_saved=True)

    def take_failed(self, message: ChangeFailed) -> None:
        """Show why a change of this screen was not saved."""
        is_asked = message.ticket in self._saving.asked
        self._saving.fail(message)
        if is_asked:
            self._leaving.go_on(is_saved=False)

    def _go_to_changed(self, saved: Saved) -> None:
        """Choose the item of the first change in `saved`, and put the cursor on its customer.

        If that change is not of a per-customer item, the chosen item stays.
        """
        first, matrix = saved.lines[0], self._matrix
        item = self._view.checklist.by_id.get(first.item)
        if item is not None and item in matrix.items and matrix.item is not item:
            matrix.place = matrix.items.index(item)
            self._arrange()
        go_to_changed(self.rows, saved, lambda line: line.customer)
        self._at = first.customer or self._at  # the item of the change stays the chosen one

    def go_back(self) -> bool:
        """Return whether the screen stays: changes could not be saved, or are being saved.

        If they could not, ask about them; if they are being saved, leave the screen afterwards.
        """
        return self.holds_back() or self._leaving.holds_back()

    def holds_back(self) -> bool:
        """Return whether there are changes that could not be saved; if so, ask about them."""
        return self._saving.holds_back()

    # Changing the chosen item

    def action_tick_item(self) -> None:
        """Tick the chosen item for the current customer; untick it if it is done or not applicable.

        If its rule has changed since the tick, confirm it. With marked customers, tick it for
        those.
        """
        self._act(tick_questions.tick, tick_questions.tick_for_customers)

    def action_reopen_item(self) -> None:
        """Set the status of the chosen item back to ``todo``."""
        self._act(item_questions.reopen, item_questions.reopen)

    def action_set_not_applicable(self) -> None:
        """Ask for the reason, then set the chosen item not applicable."""
        self._act(item_questions.set_not_applicable, item_questions.set_not_applicable)

    def action_refuse_item(self) -> None:
        """Ask for the reason, then set the chosen item refused for the marked customers.

        If none is marked, for the current one.
        """
        self._act(item_questions.refuse, item_questions.refuse)

    def action_wait_item(self) -> None:
        """Ask for the details, then set the chosen item waiting.

        If no customer is marked and the item waits already, record instead that it was chased
        today.
        """
        act = partial(wait_or_chase, today=self._workplace.today)
        self._act(act, act)

    def _act(self, on_one: ActOnOne, on_many: ActOnMany) -> None:
        self._go_along()  # the key may come before the message that the cursor has moved
        self._acts.act(on_one, on_many)

    def action_copy_item(self) -> None:
        """Ask what of the chosen item to copy, as the customer under the cursor goes through it.

        If other customers are marked, only say that the key is for one.
        """
        from csp_tui.tui.run.copying import copy_menu

        if self.refuses_marks("copy-item"):
            return
        self._go_along()
        if (customer := self._acts.customer_here()) is not None:
            view = self._view.of_customer(customer)
            self.bottom.choose(copy_menu(self, self._matrix.item, view, self._workplace))

    # Choosing the item; filter, order and marks

    def action_next_item(self) -> None:
        """Choose the next item; if there is none, say so."""
        self._go_along()
        self._choose(self._matrix.place + 1)

    def action_previous_item(self) -> None:
        """Choose the previous item; if there is none, say so."""
        self._go_along()
        self._choose(self._matrix.place - 1)

    def action_choose_item(self, number: int = 1) -> None:
        """Choose the item with this number, counted from 1; if there is none, say so."""
        self._go_along()
        self._choose(number - 1)

    def _choose(self, place: int) -> None:
        count = len(self._matrix.items)
        if not 0 <= place < count:
            sentence = ngettext(
                "There is {count} item; this is the end.",
                "There are {count} items; this is the end.",
                count,
            )
            self.say(sentence.format(count=count))
            return
        self._matrix.place = place
        if set(OF_COLUMN) & set(self._matrix.filters):
            self._matrix.arrange()
        self._show()

    def action_list_items(self) -> None:
        """Open the menu of the items; a letter chooses one."""
        self.bottom.choose(items_of_customers(self._matrix, self._choose))

    def action_filter_list(self) -> None:
        """Open the menu of filters; the list follows each letter. Without customers, do nothing."""
        if self._matrix.rows:
            views = kept_views(
                self, self._workplace, CUSTOMERS_VIEWS, self._matrix.view_shown, self._show_view
            )
            self.bottom.choose(
                filters_of_customers(self._matrix, self._show, self._choose_filtered, views)
            )

    def _choose_filtered(self) -> None:
        """Choose the item for which new filters show the customer under the cursor."""
        self._at = ""
        self._go_along()

    def _show_view(self, name: str, view: View) -> None:
        self._matrix.take_view(name, view)
        self._show()
        self._choose_filtered()

    def action_sort_list(self) -> None:
        """Open the menu of orders; one letter sorts. Without customers, do nothing."""
        if self._matrix.rows:
            self.bottom.choose(orders_of_customers(self._matrix, self._show))

    def end_filters(self) -> None:
        """Show all active customers again, if filters are on."""
        if self._matrix.filters:
            self._matrix.filter(())
            self._show()

    def show_marks(self) -> None:
        """Show which customers are marked and how many, and what the keys do with them."""
        self._show_rows()

    def marks_to_say(self) -> int:
        """Return how many customers are marked."""
        return len(self.marked)

    def _show_hints(self) -> None:
        matrix, row = self._matrix, self._matrix.rows.get(self.rows.key)
        state = matrix.column.state(row) if row is not None else None
        hints = MARK_HINTS if self.marked else (tick_hint(state), *HINTS[1:])
        self.show_hints(hints, EMPTY_HINTS, is_filtered=bool(matrix.filters))

    # Changing customers

    def action_open_customer(self) -> None:
        """Open the run as the customer under the cursor goes through it.

        If the customer cannot be read, say why.
        """
        from csp_tui.tui.run.screen import RunScreen

        self._go_along()
        if (customer := self._acts.customer_here()) is not None:
            view, matrix = self._view.of_customer(customer), self._matrix
            screen = RunScreen(self._workplace, view, matrix.item.id, matrix.order)
            self.app.push_screen(screen)

    def action_add_customer(self) -> None:
        """Ask for a name and add the customer."""
        self.converse(self._acts.add())

    def action_edit_customer(self) -> None:
        """Open the form of the current customer; if several are marked, the form for all of them.

        If only another customer is marked, say that the key is for one. If the file of a customer
        cannot be read, say so.
        """
        from csp_tui.tui.customers.forms import open_form, open_form_for_many

        matrix = self._matrix
        if len(self.marked) > 1:
            if self._acts.can_change_marked():
                open_form_for_many(self._acts, matrix.chosen_in_order, {})
            return
        if self.refuses_marks("edit-customer"):
            return
        if (customer := self._acts.customer_here()) is not None:
            open_form(self._acts, customer)

    def action_answer_facts(self) -> None:
        """Ask the facts on which items depend, for the marked customers, else the current one."""
        self._acts.answer_facts()

    def action_put_away(self) -> None:
        """Ask, then archive the marked customers, else the current one, or bring them back."""
        self._acts.put_away()

    def action_restore_customer(self) -> None:
        """Replace the unreadable file of the current customer by its last good copy."""
        self._acts.restore()

    def action_undo_step(self) -> None:
        """Undo the user's last step in this partner, or put a damaged file back."""
        self._acts.undo()

    def action_redo_step(self) -> None:
        """Redo the step that the user has undone last in this partner."""
        self._saving.redo()

    def action_show_contacts(self) -> None:
        """Open the contacts of the customer under the cursor; if it cannot be read, say why."""
        if (customer := self._acts.customer_here()) is not None:
            self.open(ContactsPlace(self.partner_id, customer.id))

    def action_show_history(self) -> None:
        """Open the history of the partner."""
        self.open(HistoryPlace(self._view.partner))

    def action_import_customers(self) -> None:
        """Ask for a CSV or Excel file, and open the preview of what importing it would add."""
        self.converse(self._acts.import_table())
