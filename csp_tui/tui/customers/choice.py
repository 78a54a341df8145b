"""Choosing in the matrix of the customers: the item, which customers and in which order, marks."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.choice import choice_named
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import fold, visible_line
from csp_tui.core.customers import listing
from csp_tui.core.customers.listing import ALL, FILTERS, LACKING, ORDERS, Column
from csp_tui.core.runs.view import RunView
from csp_tui.tui.customers.matrix import HINTS, CustomerMatrixScreen
from csp_tui.tui.lines.hints import MARK_HINTS


class CustomerChoiceScreen(CustomerMatrixScreen):
    """The matrix with the keys that choose what is shown and what the next act is for."""

    def _set_marked(self, marked: Sequence[str]) -> None:
        self._marked = dict.fromkeys(marked)
        self.bottom.set_hints(MARK_HINTS if self._marked else HINTS)
        self._show_rows()

    def action_next_item(self) -> None:
        """Choose the next item."""
        self._choose(self._place + 1)

    def action_previous_item(self) -> None:
        """Choose the item before."""
        self._choose(self._place - 1)

    def action_choose_item(self, number: int = 1) -> None:
        """Choose the item of a number."""
        self._choose(number - 1)

    def _choose(self, place: int) -> None:
        if not 0 <= place < len(self._items):
            count = len(self._items)
            told = ngettext(
                "There is {count} item; this is the end.",
                "There are {count} items; this is the end.",
                count,
            )
            self.say(told.format(count=count))
            return
        self._place = place
        if self._filter == LACKING:
            self._arrange()
        else:
            self._show()

    def _find(self, step: int) -> None:
        """Go to the next customer that holds the text, or where none does to such an item."""
        needle = fold(self._sought)
        if needle and not self.matches(self._sought):
            count = len(self._items)
            places = ((self._place + step * far) % count for far in range(1, count + 1))
            found = (place for place in places if needle in fold(self._items[place].title))
            if (place := next(found, None)) is not None:
                self._choose(place)
                told = _('"{text}": item {number}, {title}')
                title = visible_line(self._items[place].title)
                self.say(told.format(text=self._sought, number=place + 1, title=title))
                return
        super()._find(step)

    def action_list_items(self) -> None:
        """Open the list of the items, where one is chosen by its title."""
        from csp_tui.tui.customers.items import CustomerItemsScreen

        self.app.push_screen(CustomerItemsScreen(self, self._column_counts, self._choose))

    def _column_counts(self) -> tuple[RunView, list[tuple[int, int]], int]:
        """Return the run, for how many customers each item is done, and which is chosen."""
        view, rows, today = self._view, self._rows.values(), self._workplace.today
        columns = [Column(view, place, today) for place in range(len(self._items))]
        counts = [listing.column_counts(rows, each) for each in columns]
        return view, counts, self._place

    def action_filter_list(self) -> None:
        """Go to the next filter that shows any customer, and from the last back to all."""
        names = [each.name for each in FILTERS]
        behind = names[names.index(self._filter) + 1 :]
        self._filter = next((each for each in behind if self._finds(each)), ALL)
        self._arrange()
        told = _("{count}: {filter}. f goes on, ctrl+g shows all.")
        self.say(told.format(count=len(self._order), filter=listing.filter_title(self._filter)))

    def _finds(self, name: str) -> bool:
        test, column = choice_named(FILTERS, name).rule, self._column
        return any(test(row, column) for row in self._rows.values())

    def action_sort_list(self) -> None:
        """Go to the next order."""
        names = [each.name for each in ORDERS]
        self._sort = names[(names.index(self._sort) + 1) % len(names)]
        self._arrange()
        self.say(_("Sorted {order}.").format(order=_(choice_named(ORDERS, self._sort).title)))

    def action_show_all(self) -> None:
        """Take off all marks; where there are none show all customers."""
        if self._marked:
            self._set_marked(())
        elif self._filter != ALL:
            self._filter = ALL
            self._arrange()

    def action_mark_row(self) -> None:
        """Mark the customer, or unmark it, and go on."""
        if key := self.rows.key:
            others = [each for each in self._marked if each != key]
            self._set_marked(others if key in self._marked else [*others, key])
            self.rows.action_move_down()

    def action_mark_to_here(self) -> None:
        """Mark everything from the customer marked last to this one."""
        if not (key := self.rows.key):
            return
        last = next(reversed(self._marked), key)
        ends = sorted(self._order.index(each) if each in self._order else 0 for each in (last, key))
        self._set_marked([*self._marked, *self._order[ends[0] : ends[1] + 1]])
