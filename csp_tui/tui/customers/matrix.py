"""The state of the matrix of customers and items, without the screen that shows it.

A row is a customer, a column an item. One item is the chosen one: keys change it, and filters,
counts and order are about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import partial

from csp_tui.core.base.choice import choice_named, order_title
from csp_tui.core.base.language import _
from csp_tui.core.checklists.model import Item
from csp_tui.core.customers import filters
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.filters import ALL, ARCHIVED, ORDERS, Column
from csp_tui.core.customers.search import matching
from csp_tui.core.customers.urgency import Pressing, pressing
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Customer
from csp_tui.core.runs.chosen_files import ChosenCustomers
from csp_tui.core.runs.step_groups import MET, State
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.views import View, checked
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.saving.draft import laid_over


class Matrix:
    """The customers of a run, with filters, narrowing, order, marks and a chosen item.

    Args:
        workplace: the store, the checklists and the rest.
        view: the whole run, not one customer's part of it. It must have items that are gone through
            for each customer.
        item: the id of the item that is chosen at first; if there is no such item, the first one is
            chosen.
        filter_name: the name of the filter at first.
        marked: returns the ids of the marked customers, also of those that filters hide now.
    """

    def __init__(
        self,
        workplace: Workplace,
        view: RunView,
        item: str,
        filter_name: str,
        marked: Callable[[], Collection[str]],
    ) -> None:
        self._workplace = workplace
        self.view = view
        self.place = filters.item_place(view, item)
        """The index of the chosen item."""
        self.filters: tuple[str, ...] = () if filter_name == ALL else (filter_name,)
        """The names of the filters, which must all fit."""
        self._given = self.filters
        """Those with which the list was opened."""
        self.narrowing = ""
        """The words that the texts of the customers shown have; "" for any."""
        self.without_narrowing = 0
        """How many customers pass the filters."""
        self.sort = ORDERS[0]
        self.is_reversed = False
        self.rows: dict[str, CustomerSummary] = {}
        """Every customer by its id."""
        self.order: list[str] = []
        """The ids of the customers that pass the filters, in the order shown."""
        self._marked = marked
        self._loaded: dict[str, Customer] = {}
        self._pressing: dict[str, tuple[CustomerSummary, date, Pressing | None]] = {}

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that are gone through for each customer."""
        return self.view.customer_items

    @property
    def item(self) -> Item:
        """The chosen item."""
        return self.items[self.place]

    @property
    def today(self) -> date:
        """The current day."""
        return self._workplace.today

    @property
    def column(self) -> Column:
        """The chosen item as a column; filters and counts of customers use its statuses."""
        return Column(self.view, self.place, self.today)

    def arrange(self) -> None:
        """Filter, narrow and sort the rows.

        It is not called after each change, so that a row that was changed stays where it is.
        """
        rows = filters.chosen(
            self.rows.values(),
            self.column,
            self.filters,
            self.sort.name,
            is_reversed=self.is_reversed,
        )
        self.without_narrowing = len(rows)
        if self.narrowing:
            rows = matching(self._workplace.places, self.view.partner.id, rows, self.narrowing)
        self.order = [row.id for row in rows]

    def take(self, view: RunView) -> None:
        """Take the run as it is now; the chosen item stays if its edition still has it.

        Otherwise the first item is the chosen one.
        """
        item = self.item.id
        self._pressing.clear()
        self.view, self.place = view, filters.item_place(view, item)

    def read(self) -> bool:
        """Read the summaries of all customers.

        Returns:
            Whether they are the same customers as before, and the same of them are archived.

        Raises:
            InvalidFileError: the directory of the customers cannot be read.
        """
        rows = self._workplace.customers.rows(self.view.partner)
        before = {row.id: row.is_active for row in self.rows.values()}
        self.rows = {row.id: row for row in rows}
        return before == {row.id: row.is_active for row in rows}

    def put(self, customer: Customer) -> bool:
        """Replace or add a customer that was saved.

        Return True if it was added, archived or brought back.
        """
        before = self.rows.get(customer.id)
        self._loaded[customer.id] = customer
        self._summarise(customer)
        return before is None or before.is_active != self.rows[customer.id].is_active

    def lay_over(self, changes: Sequence[Change]) -> None:
        """Apply the unsaved `changes` of customers to their summaries.

        The summary of a customer that was not read yet by `customer` stays as it is.
        """
        for customer_id in {change.customer for change in changes if change.customer}:
            if customer_id in self._loaded:
                self._summarise(laid_over(self._loaded[customer_id], changes))

    def _summarise(self, customer: Customer) -> None:
        row = self._workplace.customers.row_of(self.view.partner, customer)
        self.rows[customer.id] = row

    def customer(self, customer_id: str, changes: Sequence[Change]) -> Customer:
        """Return a customer, after applying those of the unsaved `changes` that are about it.

        Its file is read, unless it was read before and has such changes.

        Raises:
            NotFoundError, InvalidFileError: the customer does not exist, or its file is
                unreadable.
        """
        is_changing = any(change.customer == customer_id for change in changes)
        if customer_id not in self._loaded or not is_changing:
            store, partner_id = self._workplace.store, self.view.partner.id
            self._loaded[customer_id] = store.load_customer(partner_id, customer_id)
        return laid_over(self._loaded[customer_id], changes)

    @property
    def marked(self) -> list[CustomerSummary]:
        """The marked customers, the last marked at the end."""
        return [self.rows[each] for each in self._marked() if each in self.rows]

    @property
    def chosen(self) -> list[str]:
        """The ids of the marked customers that can be changed: active and readable."""
        return [row.id for row in self.marked if row.is_active and not row.error]

    @property
    def left_out(self) -> list[str]:
        """The names of the marked customers whose files cannot be read."""
        return [row.name for row in self.marked if row.error]

    @property
    def chosen_in_order(self) -> list[str]:
        """The ids in `chosen`: first those that are shown, in the order shown, then the others."""
        places = {each: place for place, each in enumerate(self.order)}
        return sorted(self.chosen, key=lambda each: places.get(each, len(places)))

    def chosen_customers(self) -> ChosenCustomers:
        """Return what a talk needs to ask about a change of the marked customers.

        It is the chosen item, its state for each marked customer that can be changed, and the
        titles of open items that come before it.
        """
        rows = [self.rows[each] for each in self.chosen]
        states = [self.column.state(row) for row in rows]
        return ChosenCustomers(self.item, states, list(self._open_before(rows)))

    def _open_before(self, rows: Sequence[CustomerSummary]) -> Iterator[str]:
        """Yield the titles of the open items that the chosen item requires to be done first.

        These are items of the partner, and per-customer items that are open for at least one of
        the customers `rows`.
        """
        own = {item.id: place for place, item in enumerate(self.items)}
        yield from (item.title for item in self.view.missing(self.item))
        for key in self.item.after:
            if key in own and any(
                Column(self.view, own[key], self.today).state(row) not in MET for row in rows
            ):
                yield self.items[own[key]].title

    def notes(self) -> list[str]:
        """Return in words how many customers are marked, which filters are on, and the order."""
        notes = []
        if self.marked:
            notes.append(_("{count} marked").format(count=len(self.marked)))
        if self.filters:
            every = len(self._active)
            if ARCHIVED in self.filters:
                every = len(self.rows) - every
            titles = ", ".join(map(filters.filter_title, self.filters))
            note = _("only {filter}: {count} of {all}")
            notes.append(note.format(filter=titles, count=self.without_narrowing, all=every))
        order = order_title(self.sort, ORDERS[0], is_reversed=self.is_reversed)
        return [*notes, *filter(None, [order])]

    @property
    def _active(self) -> list[CustomerSummary]:
        return [row for row in self.rows.values() if row.is_active]

    def counts(self, place: int) -> tuple[int, int]:
        """Return how far the item at the index `place` is, over all active customers.

        The first number says for how many it is done, the second for how many it applies.
        """
        column = Column(self.view, place, self.today)
        return filters.column_counts(self.rows.values(), column)

    def states(self) -> Counter[State | None]:
        """Return how many active customers have the chosen item in each state.

        None counts those whose states are unknown.
        """
        return Counter(map(self.column.state, self._active))

    def pressing(self, row: CustomerSummary) -> Pressing | None:
        """Return what is most urgent of a customer in the run; None if nothing is urgent."""
        known = self._pressing.get(row.id)
        if known is None or known[0] is not row or known[1] != self.today:
            found = pressing(row, self.view, self.today)
            known = self._pressing[row.id] = row, self.today, found
        return known[2]

    def urgent(self) -> tuple[int, int]:
        """Return how many customers are late, and how many are due this week."""
        found = Counter(each.is_late for row in self.rows.values() if (each := self.pressing(row)))
        return found[True], found[False]

    def complete(self) -> tuple[int, int]:
        """Return how many active customers are complete, and how many are not."""
        count = sum(map(self.column.is_complete, self._active))
        return count, len(self._active) - count

    def filter(self, names: Sequence[str]) -> None:
        """Show the rows that pass the filters called `names`.

        Without names, all active customers are shown. The filter ``archived`` cannot be combined,
        since archived customers pass no other. If it is the last of several names, it alone is
        used; if it is another of them, it is left out.
        """
        if ARCHIVED in names and len(names) > 1:
            names = [ARCHIVED] if names[-1] == ARCHIVED else [n for n in names if n != ARCHIVED]
        self.filters = tuple(names)
        self.arrange()

    @property
    def given(self) -> tuple[str, ...]:
        """The filters with which the list was opened, while no others are on; else none."""
        return self.filters if self.filters == self._given else ()

    def view_shown(self) -> View:
        """Return the filters and the order as a view; the order is "" if it is the usual one."""
        sort = "" if self.sort is ORDERS[0] else self.sort.name
        return View(self.filters, sort, self.is_reversed)

    def take_view(self, name: str, view: View) -> None:
        """Filter and sort the rows as `view` says; its search is not used.

        `name` is the name of the view, for the error.

        Raises:
            InvalidFileError: the view has a filter or order that does not exist; nothing is
                changed.
        """
        config, order = self._workplace.places.config, view.order or ORDERS[0].name
        checked(config, name, view.filters, filters.filter_called)
        checked(config, name, [order], partial(choice_named, ORDERS))
        self.filters = view.filters
        self.sort_by(order, is_reversed=view.other_way)

    def sort_by(self, name: str, *, is_reversed: bool) -> None:
        """Sort the rows by the order with this name; with `is_reversed`, the other way round."""
        self.sort, self.is_reversed = choice_named(ORDERS, name), is_reversed
        self.arrange()
