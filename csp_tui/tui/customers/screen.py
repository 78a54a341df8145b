"""The screen of the customers: a matrix of customers and items, in which both can be changed.

A row is a customer, a column an item. One item is the chosen one: the keys for items change it for
the customer under the cursor, or for the marked customers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.timer import Timer

from csp_tui.core.base.asking import YES_NO, Keys, Question, Talk, confirmed
from csp_tui.core.base.errors import CspTuiError, InvalidFileError, UsageError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.search import NamedText
from csp_tui.core.base.text import fold
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.customers import filters
from csp_tui.core.customers.customers import read_view
from csp_tui.core.customers.filters import ALL, LACKING, ORDERS
from csp_tui.core.customers.search import texts_of
from csp_tui.core.describe.item import condition
from csp_tui.core.history.acts import Act
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.table import Chosen, ImportTable
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.runs import (
    customer_changes,
    facts,
    item_edits,
    item_questions,
    partner_runs,
    run_questions,
)
from csp_tui.core.runs.chosen import ChosenCustomers, ChosenItems, Make
from csp_tui.core.runs.step_groups import SETTLED
from csp_tui.core.runs.view import RunView
from csp_tui.core.runs.waiting_questions import wait_or_chase
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.views import CUSTOMERS as CUSTOMERS_VIEWS
from csp_tui.core.workplace.views import View
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.cursor_after_save import go_to_changed
from csp_tui.tui.base.kept_views import kept_views
from csp_tui.tui.base.leaving_later import LeavingLater
from csp_tui.tui.base.list_screen import ListScreen, as_sentence, hint_line, unreadable_words
from csp_tui.tui.base.restored import restoring
from csp_tui.tui.base.screen_saving import Saving
from csp_tui.tui.customers import text as customers_text
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
from csp_tui.tui.lines.frame import WIDE, title_row
from csp_tui.tui.lines.hints import MARK_HINTS
from csp_tui.tui.places import ContactsPlace, HistoryPlace
from csp_tui.tui.run.panes import DETAIL_REST
from csp_tui.tui.run.text import names_of
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Job
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import Beside, TextLines

HINTS = hint_line(
    ("space", N_("done")),
    ("left right", N_("item")),
    ("i", N_("items")),
    ("e", N_("edit")),
    ("f", N_("filter")),
    ("w", N_("wait")),
    ("enter", N_("open")),
    ("/", N_("narrow")),
    ("a", N_("add")),
    ("F", N_("facts")),
    ("v", N_("next")),
    ("?", N_("help")),
    ("q", N_("back")),
)
SETTLED_HINTS = hint_line(("space", N_("todo")), *HINTS[1:])
"""The hints where the chosen item is done or not applicable: `space` sets it to do again."""
ARCHIVED, RESTORED, CHANGED = N_("Archived"), N_("Restored"), N_("Changed")
DONE = {
    Act.TICK: N_("Done"),
    Act.UNTICK: N_("To do again"),
    Act.WAIT: N_("Waiting"),
    Act.NOT_APPLICABLE: N_("Not applicable"),
    Act.REFUSE: N_("Refused"),
}
"""For each act on the item of the marked customers, the word for what was done."""
PANED, ROOMY = 120, 200
"""Width of the screen from which on there is a pane of items, and a wide one."""
_NEAR = 100
"""So many rows before and after the cursor have their files watched."""

_FACT_KEYS: Keys = (*YES_NO, ("p", N_("as the partner")), ("s", N_("as it is")))
_FACT_ANSWERS = {True: N_("yes"), False: N_("no"), None: N_("as the partner")}
ActOnOne = Callable[[ChosenItems], Talk[item_questions.Outcome]]
ActOnMany = Callable[[ChosenCustomers], Talk[item_questions.Outcome]]


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
        self._matrix = Matrix(workplace, view, item, filter_name)
        self._recovery = Recovery(workplace.places, workplace.store)
        self._at = at
        self._rest: Timer | None = None
        self._restored: list[str] = []  # what to say of each restore that is saved
        self._put_back: Saved | None = None  # what the job returned that put a damaged file back
        self._table = ""  # the path of the file whose import did not come about

    # Showing the customers

    def compose(self) -> ComposeResult:
        """Yield the title, counts, column titles, the list, the pane and the bottom row."""
        yield TextLines(id="head")
        with Container(id="body"):
            with Container(id="matrix"):
                yield TextLines(id="columns")
                yield RowList()
            yield Beside(has_joint=False, id="beside")
            yield TextLines(id="items")
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the customers that pass the filter, and say which filter is on.

        If no customer passes it, show all.
        """
        self.soon(self._open)

    def _open(self) -> None:
        first, matrix = self._at, self._matrix
        self.follow()
        self.rows.select(first)
        if not matrix.order:
            matrix.filters = ()
            self._arrange()
        elif matrix.filters:
            sentence = _("Only customers {filter}; f shows others.")
            self.say(sentence.format(filter=self._filter_titles))

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
    def _partner_id(self) -> str:
        return self._view.partner.id

    def _arrange(self) -> None:
        self._matrix.arrange()
        self._show()

    def _show(self) -> None:
        self._show_rows()
        self.query_one("#columns", TextLines).show([customers_text.column_line(self._layout)])

    def _show_head(self) -> None:
        head, matrix = self.query_one("#head", TextLines), self._matrix
        cells, saved = head.size.width, self._saving.draft.state()
        names = names_of(self._view, cells)
        counts = customers_text.state_line(
            self._view,
            matrix.place,
            matrix.counts(),
            matrix.states(),
            [*filter(None, [self.narrowing_note()]), *self._notes()],
            self._layout.page,
            cells,
        )
        known = customers_text.customer_counts(matrix.urgent(), matrix.complete())
        title = title_row(cells, names, known, [saved])
        head.show([title, counts])

    @property
    def _layout(self) -> customers_text.Layout:
        matrix = self._matrix
        cells, count = self.rows.size.width, len(matrix.items)
        has_now = self.size.width >= WIDE
        return customers_text.Layout(cells, count, matrix.place, matrix.sort.name, has_now)

    def _show_changes(self) -> None:
        """Apply the unsaved changes to the customers, and draw the rows again."""
        self._matrix.lay_over(self._saving.changes())
        self._show_rows()

    def _show_rows(self) -> None:
        matrix = self._matrix
        rows = customers_text.CustomerRows(
            self._view,
            matrix.rows,
            matrix.order,
            self._layout,
            matrix.marked,
            matrix.pressing,
            self._workplace.today,
            has_legend=not self.has_class("-paned"),
        )
        self.rows.show(self.none_found() if self.narrowing and not matrix.order else rows)
        self._show_hints()
        self._show_items()
        self._show_head()

    def _show_items(self) -> None:
        """Show the items of the customer under the cursor in the pane.

        On a screen that is too narrow for the pane, do nothing.
        """
        pane = self.query_one("#items", TextLines)
        if self.has_class("-paned"):
            matrix, row = self._matrix, self._matrix.rows.get(self.rows.key)
            counts = matrix.counts_of_each()
            pane.show(items_lines(self._view, row, counts, matrix.place, pane.size.width))

    def _notes(self) -> list[str]:
        notes, matrix = [], self._matrix
        if matrix.marked:
            notes.append(_("{count} marked").format(count=len(matrix.marked)))
        if matrix.filters:
            notes.append(_("only {filter}").format(filter=self._filter_titles))
        if matrix.is_reversed:
            order = _("{order}, the other way").format(order=_(matrix.sort.title))
            notes.append(order)
        elif matrix.sort is not ORDERS[0]:
            notes.append(_(matrix.sort.title))
        return notes

    def show_narrowed(self, key: str) -> None:
        """Show the customers that have the words typed to narrow the list; the cursor is on `key`.

        The others are unmarked.
        """
        matrix = self._matrix
        matrix.narrowing = self.narrowing
        self._arrange()
        matrix.marked = {each: None for each in matrix.marked if each in matrix.order}
        self.rows.select(key)

    def counted(self) -> tuple[int, int]:
        """Return how many customers are shown, and how many pass the filter."""
        return len(self._matrix.order), self._matrix.without_narrowing

    def texts_of(self, key: str) -> Iterable[NamedText]:
        """Return all texts of the customer `key`; none if there is no such customer."""
        row = self._matrix.rows.get(key)
        return texts_of(self._workplace.places, self._partner_id, row) if row else ()

    @property
    def _filter_titles(self) -> str:
        return ", ".join(map(filters.filter_title, self._matrix.filters))

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Remember the current customer, and show what the keys do there.

        The files of those near it are watched. Its items are shown once the cursor has not moved
        for `DETAIL_REST` seconds.
        """
        self._at = message.key
        self._show_hints()
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(DETAIL_REST, self._show_items)

    def followed(self) -> list[Path]:
        """Return the paths to watch; `follow` is called when one changes.

        They are the partner's file, the directory of its customers, and the files of the
        customers in the rows near the cursor.
        """
        places, partner_id = self._workplace.places, self._partner_id
        key, order = self._at, self._matrix.order
        here = order.index(key) if key in order else 0
        near = order[max(0, here - _NEAR) : here + _NEAR]
        files = [places.customer_file(partner_id, each) for each in near]
        return [places.progress_file(partner_id), places.customers_of(partner_id), *files]

    def follow(self) -> None:
        """Read the partner and its customers again and show them as they are now.

        If the run is gone, leave the screen. If a file cannot be read, say why.
        """
        store = self._workplace.store
        try:
            partner = store.load(self._partner_id)
            if self._run not in partner.runs:
                self._saving.leave_gone(_("its start was undone"))
                return
            is_moved = partner.runs[self._run].edition != self._view.run.edition
            heads = self._saving.draft.heads()
            moving = store.history(partner.id).beyond(heads) if is_moved else []
            self._take(partner)
            are_same = self._matrix.read()
        except CspTuiError as error:
            self.say(str(error))
            return
        self._matrix.lay_over(self._saving.changes())
        if is_moved or not are_same:
            self._matrix.arrange()
        self._show()
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
        if saved.partner.id != self._partner_id:
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
            self._say_done(done, saved)
        if not done or done in DONE.values():
            self._say_not_counted(saved, before)
        if is_asked:
            self._leaving.go_on(is_saved=True)

    def _say_not_counted(self, saved: Saved, before: Checklist) -> None:
        run = self._run
        if message := history_text.not_counted(saved.lines, run, before, self._view.checklist):
            self.say(message)

    def take_failed(self, message: ChangeFailed) -> None:
        """Show why a change of this screen was not saved."""
        is_asked = message.ticket in self._saving.asked
        self._saving.fail(message)
        if is_asked:
            self._leaving.go_on(is_saved=False)

    def _say_done(self, done: str, saved: Saved) -> None:
        names = ", ".join(customer.name for customer in saved.customers.values())
        if saved is self._put_back:
            self.follow()
            self.say(_("The damaged file is back."))
        elif not saved.lines:
            self.say(_("{act}: nothing had to change.").format(act=_(done)))
        else:
            self._go_to_changed(saved)
            self._say_changed(done, saved)
            if done == CHANGED:
                count = len(saved.customers)
                sentence = ngettext(
                    "{count} customer changed. u undoes that.",
                    "{count} customers changed. u undoes them all.",
                    count,
                )
                self.say(sentence.format(count=count))
            elif done == ARCHIVED and len(saved.customers) > 1:
                sentence = _("{count} customers are archived. u undoes; f shows who is archived.")
                self.say(sentence.format(count=len(saved.customers)))
            elif done == ARCHIVED:
                sentence = _("Archived: {names}. u undoes; f shows who is archived.")
                self.say(sentence.format(names=names.rstrip(".")))
            elif done == RESTORED:
                self.say(self._restored.pop(0))

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

    def _say_changed(self, done: str, saved: Saved) -> None:
        first = saved.lines[0]
        item, row = (
            self._view.checklist.by_id.get(first.item),
            self._matrix.rows.get(first.customer),
        )
        whom = row.name if row else first.customer
        what = item.title if item else first.item or ("" if whom else first.run)
        customers = {line.customer for line in saved.lines if line.customer}
        self._saving.say_done(done, ", ".join(filter(None, (what, whom))), len(customers) - 1)

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
        self._act(item_questions.tick, item_questions.tick_for_customers)

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
        """Ask about the chosen item and change it for the marked customers, else the current one.

        If none of the marked customers can be changed, say so.

        Args:
            on_one: returns the talk (a generator of questions) about one customer.
            on_many: returns the talk about the marked customers.
        """
        if self._matrix.chosen:
            self.converse(self._talk_about_many(on_many))
        elif self._matrix.marked:
            self.say(_("No marked customer can be changed: bring them back with D first."))
        elif (view := self._part_here()) is not None:
            self.converse(self._talk_about_one(on_one, view))

    def _talk_about_one(self, act: ActOnOne, view: RunView) -> Talk[None]:
        customer_id = view.customer.id if view.customer else ""

        def answer_fact(change: Change) -> RunView:
            self._change(customer_changes.for_customer(change, customer_id))
            customer = self._matrix.customer(customer_id, self._saving.changes())
            return self._view.of_customer(customer)

        if not (yield from run_questions.may_change(self._view, self._workplace.today)):
            return
        outcome = yield from act(ChosenItems(view, [self._matrix.item], answer_fact))
        if outcome.changes:
            self._change(
                *(customer_changes.for_customer(each, customer_id) for each in outcome.changes)
            )
        self._say_outcome(outcome)

    def _talk_about_many(self, act: ActOnMany) -> Talk[None]:
        ids, item = self._matrix.chosen, self._matrix.item
        if not (yield from run_questions.may_change(self._view, self._workplace.today)):
            return
        outcome = yield from act(self._matrix.chosen_customers())
        self._say_outcome(outcome)
        if outcome.do is None:
            return
        run, opening = self._view, self._opening()

        def save(store: Store) -> Saved:
            changes = _changes_of(outcome.make, ids, item, run, store)
            return store.change(run.partner.id, [*opening, *changes])

        self._unmark()
        self._saving.ask_for(save, DONE[outcome.do])
        self._say_saving(len(ids))

    def _say_saving(self, count: int) -> None:
        sentence = ngettext("Saving {count} customer ...", "Saving {count} customers ...", count)
        self.say(sentence.format(count=count))

    def _say_outcome(self, outcome: item_questions.Outcome) -> None:
        if outcome.message:
            self.say(outcome.message)

    def _opening(self) -> list[Change]:
        """Return the change that opens a closed run again; nothing if the run is open."""
        return [partner_runs.reopen(self._run)] if self._view.is_closed else []

    def _change(self, *changes: Change) -> None:
        """Show `changes` at once and save them.

        If all of them are of items and the run is closed, the run is opened again.
        """
        opening = self._opening() if all(change.item for change in changes) else []
        self._saving.change(*opening, *changes)

    def _customer_here(self) -> Customer | None:
        """Return the customer under the cursor, with its unsaved changes.

        If there is no row or the file cannot be read, show why and return None.
        """
        if not (key := self.rows.key):
            self.say(_("No customer here; a adds one."))
            return None
        try:
            return self._matrix.customer(key, self._saving.changes())
        except CspTuiError as error:
            message = unreadable_words(error) if isinstance(error, InvalidFileError) else str(error)
            self.say(message)
            return None

    def _part_here(self) -> RunView | None:
        """Return the run as the customer under the cursor goes through it.

        If the customer cannot be read or the chosen item does not apply to it, show why and return
        None.
        """
        if (customer := self._customer_here()) is None:
            return None
        view, item = self._view.of_customer(customer), self._matrix.item
        if view.fits(item):
            return view
        sentence = _("Does not apply here (F answers): it needs {why}")
        self.say(sentence.format(why=condition(view, item)))
        return None

    def action_copy_item(self) -> None:
        """Ask what of the chosen item to copy, as the customer under the cursor goes through it.

        If other customers are marked, only say that the key is for one.
        """
        from csp_tui.tui.run.copying import copy_menu

        if self.refuses_marks("copy-item", self._matrix.marked):
            return
        if (customer := self._customer_here()) is not None:
            view, today = self._view.of_customer(customer), self._workplace.today
            self.bottom.choose(copy_menu(self, self._matrix.item, view, today))

    # Choosing the item; filter, order and marks

    def action_next_item(self) -> None:
        """Choose the next item; if there is none, say so."""
        self._choose(self._matrix.place + 1)

    def action_previous_item(self) -> None:
        """Choose the previous item; if there is none, say so."""
        self._choose(self._matrix.place - 1)

    def action_choose_item(self, number: int = 1) -> None:
        """Choose the item with this number, counted from 1; if there is none, say so."""
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
        if LACKING in self._matrix.filters:
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
            self.bottom.choose(filters_of_customers(self._matrix, self._show, views))

    def _show_view(self, name: str, view: View) -> None:
        self._matrix.take_view(name, view)
        self._show()

    def action_sort_list(self) -> None:
        """Open the menu of orders; one letter sorts. Without customers, do nothing."""
        if self._matrix.rows:
            self.bottom.choose(orders_of_customers(self._matrix, self._show))

    def action_show_all(self) -> None:
        """End the marks; if there are none, the narrowing; if there is none, the filters."""
        if self._matrix.marked:
            self._unmark()
        elif self.narrowing:
            self.narrow("")
        elif self._matrix.filters:
            self._matrix.filter(())
            self._show()

    def action_mark_row(self) -> None:
        """Mark or unmark the customer under the cursor, and move the cursor down."""
        if key := self.rows.key:
            self._matrix.mark(key)
            self._show_rows()
            self.rows.action_move_down()

    def action_mark_to_here(self) -> None:
        """Mark all customers from the one marked last to the one under the cursor.

        If no customer is marked, or the one marked last is not shown, mark only the current one.
        """
        if key := self.rows.key:
            self._matrix.mark_to(key)
            self._show_rows()

    def action_mark_all(self) -> None:
        """Mark all customers that are shown; if all are marked, unmark them."""
        matrix = self._matrix
        if set(matrix.order) <= matrix.marked.keys():
            matrix.marked.clear()
        else:
            matrix.marked |= dict.fromkeys(matrix.order)
        self._show_rows()

    def _unmark(self) -> None:
        self._matrix.marked.clear()
        self._show_rows()

    def _show_hints(self) -> None:
        matrix, row = self._matrix, self._matrix.rows.get(self.rows.key)
        is_settled = row is not None and matrix.column.state(row) in SETTLED
        hints = SETTLED_HINTS if is_settled else HINTS
        self.bottom.set_hints(MARK_HINTS if matrix.marked else hints)

    # Changing customers

    def action_open_customer(self) -> None:
        """Open the run as the customer under the cursor goes through it.

        If the customer cannot be read, say why.
        """
        from csp_tui.tui.run.screen import RunScreen

        if (customer := self._customer_here()) is not None:
            view, matrix = self._view.of_customer(customer), self._matrix
            screen = RunScreen(self._workplace, view, matrix.item.id, matrix.order)
            self.app.push_screen(screen)

    def action_add_customer(self) -> None:
        """Ask for a name and add the customer."""
        self.converse(self._add())

    def _add(self, typed: str = "", lead: str = "") -> Talk[None]:
        """Ask for a name and add the customer; if that fails, ask for the name again.

        Args:
            typed: the name that the user typed before.
            lead: why it could not be saved.
        """
        label, partner_id = _("Name of the customer"), self._partner_id
        name = yield Question(label, typed, self._name_trouble, lead, is_typed=bool(typed))

        def save(store: Store) -> Saved:
            customer_id = store.customer_id(partner_id, name)
            return store.change(partner_id, [customer_changes.add(customer_id, name)])

        self._saving.ask_for(save, N_("Added"), partial(self.ask_name_again, self._add, name))

    def _name_trouble(self, name: str) -> str:
        if not name:
            return _("it needs one")
        known = (row for row in self._matrix.rows.values() if row.is_active)
        is_known = any(fold(name) == fold(row.name) for row in known)
        return _("exists already; choose another name") if is_known else ""

    def action_edit_customer(self) -> None:
        """Open the form of the current customer; if several are marked, the form for all of them.

        If only another customer is marked, say that the key is for one. If the file of a customer
        cannot be read, say so.
        """
        from csp_tui.tui.customers.form import EditCustomerScreen

        if len(self._matrix.marked) > 1:
            self._open_form_for_many(self._matrix.chosen_in_order, {})
            return
        if self.refuses_marks("edit-customer", self._matrix.marked):
            return
        if (customer := self._customer_here()) is None:
            return

        def save(values: dict[str, str | date | None] | None) -> None:
            if values is not None:
                self._change(customer_changes.edit(customer.id, **values))

        names = (self._view.partner.name, customer.name)
        self.app.push_screen(EditCustomerScreen(names, customer, self._workplace.today), save)

    def _open_form_for_many(
        self, ids: Sequence[str], typed: Mapping[str, str], trouble: str = ""
    ) -> None:
        """Open the form for the data of the customers `ids`, and for their chosen item.

        Args:
            ids: the customers, in the order in which waves take them.
            typed: the texts that were typed before and could not be saved.
            trouble: a sentence on why they could not be saved.
        """
        from csp_tui.tui.base.form_for_many import FormForMany
        from csp_tui.tui.customers.form_for_many import fields_of_customers
        from csp_tui.tui.run.items_form import fields_of_items

        matrix, today = self._matrix, self._workplace.today
        if not ids:
            self.say(_("No marked customer can be changed: bring them back with D first."))
            return

        def save(texts: dict[str, str] | None) -> None:
            if texts is not None:
                self.converse(self._edit_many(ids, texts))

        try:
            customers = [matrix.customer(each, self._saving.changes()) for each in ids]
        except CspTuiError as error:
            self.say(self.message_of(error))
            return
        recorded = [self._view.of_customer(each).progress(matrix.item) for each in customers]
        fields = fields_of_customers([matrix.rows[each] for each in ids], today)
        fields += fields_of_items(recorded, today, matrix.item.title)
        count = len(ids)
        title = ngettext("{count} customer", "{count} customers", count).format(count=count)
        names = (self._view.partner.name, title)
        self.app.push_screen(FormForMany(names, count, fields, typed, trouble), save)

    def _edit_many(self, ids: Sequence[str], texts: Mapping[str, str]) -> Talk[None]:
        """Save what was typed for the customers `ids`, and for their chosen item, as one step.

        If that fails, open the form again with the typed `texts`.
        """
        from csp_tui.tui.customers.form_for_many import customer_edits
        from csp_tui.tui.run.items_form import item_values

        run, item, today = self._view, self._matrix.item, self._workplace.today
        try:
            edits = customer_edits(ids, texts, today)
        except UsageError as error:
            self._open_form_for_many(ids, texts, as_sentence(str(error)))
            return
        values = item_values(texts, today)
        if values and not (yield from run_questions.may_change(run, today)):
            return
        opening = self._opening() if values else []

        def save(store: Store) -> Saved:
            make = item_edits.setting(values)
            own = _changes_of(make, ids, item, run, store) if values else []
            return store.change(run.partner.id, [*opening, *edits, *own])

        def fail(error: CspTuiError) -> None:
            why = _("Not saved: {why}").format(why=error.short)
            self.when_in_front(partial(self._open_form_for_many, ids, texts, why))

        self._unmark()
        self._saving.ask_for(save, CHANGED, fail)
        self._say_saving(len(ids))

    def action_answer_facts(self) -> None:
        """Ask the facts on which items depend, for the marked customers, else the current one.

        If no item depends on a fact, or no marked customer can be changed, say so.
        """
        if self._matrix.chosen:
            self.converse(self._answer_facts_of_many(self._matrix.chosen))
        elif self._matrix.marked:
            self.say(_("No marked customer can be changed: bring them back with D first."))
        elif (customer := self._customer_here()) is not None:
            self.converse(self._answer_facts(customer))

    def _answer_facts(self, customer: Customer) -> Talk[None]:
        known: dict[str, bool | None] = {}
        lead = _("For {name}; now: {answer}.")
        for fact in facts.facts_of_customers(self._view.of_customer(customer)):
            now = customer.facts.get(fact.id)
            answer = yield Question(
                "",
                lead=lead.format(name=customer.name, answer=_(_FACT_ANSWERS[now])),
                names=[customer.name],
                title=fact.question,
                keys=_FACT_KEYS,
            )
            known[fact.id] = {"y": True, "n": False, "p": None}.get(answer, now)
        if known:
            self._change(customer_changes.answer(customer.id, known))
        else:
            self.say(_("No item depends on a fact."))

    def _answer_facts_of_many(self, ids: Sequence[str]) -> Talk[None]:
        known: dict[str, bool | None] = {}
        count = len(ids)
        lead = ngettext("For {count} customer.", "For {count} customers.", count)
        for fact in facts.facts_of_customers(self._view):
            answer = yield Question(
                "", lead=lead.format(count=count), title=fact.question, keys=_FACT_KEYS
            )
            if answer != "s":
                known[fact.id] = {"y": True, "n": False}.get(answer)
        if known:
            changes = [customer_changes.answer(each, known) for each in ids]
            self._change_marked(changes, N_("Answered"))
        else:
            self.say(_(item_questions.NOTHING_CHANGED))

    def _change_marked(self, changes: Sequence[Change], done: str) -> None:
        """Save `changes` of the marked customers as one step, and unmark the customers.

        `done` is the English word for what is done, such as ``Archived``.
        """
        partner_id = self._partner_id
        self._unmark()
        self._saving.ask_for(lambda store: store.change(partner_id, changes), done)

    def action_put_away(self) -> None:
        """Ask, then archive the current customer; bring it back if it is archived.

        With marks, archive those marked that are active; if none is, bring the archived ones back.
        """
        if self._matrix.marked:
            self.converse(self._archive_marked())
        elif (customer := self._customer_here()) is not None:
            self.converse(self._archive(customer))

    def _archive(self, customer: Customer) -> Talk[None]:
        if customer.archived:
            change, done = customer_changes.bring_back(customer.id), N_("Brought back")
            title, lead = _("Bring back: {name}?"), _("It counts again; u takes it back.")
        else:
            change = customer_changes.put_away(customer.id, self._workplace.today)
            title, done = _("Archive: {name}?"), ARCHIVED
            lead = _("It no longer counts; D brings it back.")
        if (yield from confirmed(title.format(name=customer.name), lead, [customer.name])):
            partner_id = self._partner_id
            self._saving.ask_for(lambda store: store.change(partner_id, [change]), done)

    def _archive_marked(self) -> Talk[None]:
        """Ask, and archive the marked customers that are active.

        If none of them is active, ask, and bring all of them back from the archive.
        """
        matrix, today = self._matrix, self._workplace.today
        if ids := matrix.chosen:
            changes, done = [customer_changes.put_away(each, today) for each in ids], ARCHIVED
            title = ngettext("Archive: {count} customer?", "Archive: {count} customers?", len(ids))
            lead = _("They no longer count; D brings them back.")
        else:
            ids = [row.id for row in map(matrix.rows.get, matrix.marked) if row and row.archived]
            changes, done = [customer_changes.bring_back(each) for each in ids], N_("Brought back")
            title = ngettext(
                "Bring back: {count} customer?", "Bring back: {count} customers?", len(ids)
            )
            lead = _("They count again; u takes it back.")
        if ids and (yield from confirmed(title.format(count=len(ids)), lead)):
            self._change_marked(changes, done)

    def action_restore_customer(self) -> None:
        """Replace the unreadable file of the current customer by its last good copy.

        If the file can be read, only say so.
        """
        row = self._matrix.rows.get(self.rows.key)
        if row is None or not row.error:
            self.say(_("Only an unreadable customer can be restored."))
            return
        job = restoring(self._recovery, self._partner_id, self._restored, customer_id=row.id)
        self._saving.ask_for(job, RESTORED)

    def action_undo_step(self) -> None:
        """Undo the user's last step in this partner.

        If that step restored a file, put the damaged file back.
        """
        partner, recovery, clock = self._view.partner, self._recovery, self._workplace.clock

        def take_back(store: Store) -> Saved:
            restored = recovery.last_restored(partner.id)
            if not restored:
                return store.undo(partner.id)
            recovery.undo_restore(partner.id, restored)
            self._put_back = Saved(partner, (), clock())
            return self._put_back

        self._saving.ask_for(take_back, N_("Undone"))

    def action_redo_step(self) -> None:
        """Redo the step that the user has undone last in this partner."""
        self._saving.undo(redo=True)

    def action_show_contacts(self) -> None:
        """Open the contacts of the customer under the cursor; if it cannot be read, say why."""
        if (customer := self._customer_here()) is not None:
            self.open(ContactsPlace(self._partner_id, customer.id))

    def action_show_history(self) -> None:
        """Open the history of the partner."""
        self.open(HistoryPlace(self._view.partner))

    def action_import_customers(self) -> None:
        """Ask for a CSV or Excel file, and open the preview of what importing it would add."""
        self.ask([Question(_("CSV or Excel file"), self._table)], self._import)

    def _import(self, path: str) -> None:
        from csp_tui.core.importing.customers import import_job, read_customers
        from csp_tui.core.importing.kept_maps import CUSTOMERS, maps_of
        from csp_tui.core.importing.workbook import read_given
        from csp_tui.tui.importing.opening import open_preview
        from csp_tui.tui.importing.source import Source

        self._table, partner_id = path, self._partner_id
        if not path:
            return
        config, today = self._workplace.places.config, self._workplace.today
        known = list(self._matrix.rows.values())

        def read(sheet: str, said: Map) -> ImportTable:
            content = read_given(Path(path))
            kept = maps_of(config, CUSTOMERS)
            return read_customers(content, Path(path), known, today, said or None, kept, sheet)

        def job(chosen: Chosen, goes_on: Callable[[int], object]) -> Job:
            return import_job(partner_id, chosen, today, goes_on)

        source = Source(
            *(path, N_("Import customers"), config, CUSTOMERS),
            *(read, job, self._say_imported),
            can_stop=False,
        )
        self.run_worker(open_preview(self, source), group="import", exclusive=True)

    def _say_imported(self, table: ImportTable, chosen: Chosen, saved: Saved) -> None:
        self._table = ""
        self._arrange()
        if saved.customers:
            self.rows.select(next(iter(saved.customers)))
        self.say(_("{done} u undoes.").format(done=table.done_sentence(chosen)))


def _changes_of(
    make: Make, ids: Sequence[str], item: Item, run: RunView, store: Store
) -> list[Change]:
    """Return the changes of `item` that `make` makes for the customers `ids`, read anew.

    A customer to whom the item does not apply is left out.
    """
    changes = []
    for customer_id in ids:
        view = run.of_customer(store.load_customer(run.partner.id, customer_id))
        change = make(view, item) if view.fits(item) else None
        if change is not None:
            changes.append(customer_changes.for_customer(change, customer_id))
    return changes
