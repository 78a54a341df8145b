"""The menus of the matrix of customers: filters and orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.core.base.choice import ValueFilter
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.filters import (
    ORDERS,
    VALUE_FILTERS,
    filter_called,
    filter_title,
    item_place,
)
from csp_tui.tui.customers.matrix import Matrix
from csp_tui.tui.lines.filter_menu import Filters, Kind, Offer, Views, filter_menu, order_menu
from csp_tui.tui.lines.menu import Menu, MenuChoice, MenuTalk

_FILTER_KEYS = {
    "l": "late",
    "s": "this-week",
    "n": "lacking",
    "w": "waiting",
    "c": "chase",
    "d": "due",
    "i": "incomplete",
    "k": "complete",
    "z": "archived",
}
_VALUE_KEYS = {"o": "owner", "p": "planned", "u": "week"}
_ITEM = "item "
"""What stands before the id of an item in the answer of its choice."""
_ORDER_KEYS = {"n": "name", "d": "planned", "t": "term-end", "p": "progress"}


def filters_of_customers(
    matrix: Matrix, show: Callable[[], object], choose_item: Callable[[], object], views: Views
) -> MenuTalk:
    """Return the menu of the filters of customers.

    Args:
        matrix: holds the customers and the filters that are on.
        show: shows the customers as `matrix` has them.
        choose_item: chooses the item for which the filters show the customer under the cursor.
            With the filters that were on before, the item of before is chosen.
        views: the kept views of the list.
    """
    rows, column = list(matrix.rows.values()), matrix.column
    before = matrix.filters

    def take(names: Sequence[str]) -> None:
        matrix.place = column.place  # the counts in the menu are of this item
        matrix.filter(names)
        show()
        if matrix.filters != before:
            choose_item()

    def shown() -> str:
        number = len(matrix.order)
        words = ngettext("now {count} customer", "now {count} customers", number)
        return words.format(count=number)

    offers = [
        Offer(key, name, filter_title(name), sum(keeps(row, column) for row in rows))
        for key, name in _FILTER_KEYS.items()
        for keeps in [filter_called(name)]
    ]
    kinds = {each.name: each for each in VALUE_FILTERS}
    filters = Filters(
        _("Filter the customers"),
        offers,
        [_kind(key, kinds[name], matrix) for key, name in _VALUE_KEYS.items()],
        lambda: {each: filter_title(each) for each in matrix.filters},
        take,
        shown,
        views,
        lambda: matrix.given,
    )
    return filter_menu(filters)


def _kind(key: str, kind: ValueFilter[Callable[[CustomerSummary], str]], matrix: Matrix) -> Kind:
    values = [kind.rule(row) for row in matrix.rows.values() if row.is_active]
    offers = [
        Offer("", f"{kind.name} {value}", kind.shown(value), values.count(value))
        for value in sorted(set(filter(None, values)))
    ]
    return Kind(key, kind.name, _(kind.title), offers)


def items_of_customers(matrix: Matrix, choose: Callable[[int], object]) -> MenuTalk:
    """Return the menu of the items; each has the number of customers who lack it.

    Args:
        matrix: holds the customers and the chosen item.
        choose: chooses the item at this index.
    """
    choices = []
    for place, item in enumerate(matrix.items):
        done, total = matrix.counts(place)
        words, is_on = f"{place + 1} {visible_line(item.title)}", place == matrix.place
        choices.append(MenuChoice("", words, total - done, is_on, f"{_ITEM}{item.id}"))
    keys = (("ctrl+g", _("as before")),)
    answer = yield Menu(_("Choose an item; at the right: customers who lack it"), choices, keys)
    if answer.startswith(_ITEM):
        choose(item_place(matrix.view, answer.removeprefix(_ITEM)))


def orders_of_customers(matrix: Matrix, show: Callable[[], object]) -> MenuTalk:
    """Return the menu of the orders of customers.

    Args:
        matrix: holds the customers and their order.
        show: shows the customers as `matrix` has them.
    """

    def take(name: str, is_reversed: bool) -> None:
        matrix.sort_by(name, is_reversed=is_reversed)
        show()

    now = (matrix.sort.name, matrix.is_reversed)
    return order_menu(_("Order the customers"), _ORDER_KEYS, ORDERS, now, take)
