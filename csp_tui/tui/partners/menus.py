"""The menus of the list of partners: filters, the values that a filter asks for, and orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.core.base.choice import ValueFilter, choice_named
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.partners.filters import (
    FILTERS,
    VALUE_FILTERS,
    Values,
    filter_called,
    title_of,
)
from csp_tui.core.partners.order import ORDERS
from csp_tui.core.partners.sieve import Sieve
from csp_tui.tui.lines.filter_menu import Filters, Kind, Offer, Views, filter_menu, order_menu
from csp_tui.tui.lines.menu import MenuTalk
from csp_tui.tui.view_state import ViewState

_FILTER_KEYS = {
    "l": "late",
    "c": "chase",
    "d": "due",
    "x": "rule-changed",
    "n": "no-checklist",
    "m": "mine",
    "a": "within-30",
    "b": "within-60",
    "t": "within-90",
    "i": "idle",
    "p": "lapsed",
    "r": "refused",
    "e": "behind",
    "u": "unreadable",
    "j": "no-owner",
    "f": "nothing-open",
}
_VALUE_FILTER_KEYS = {
    "o": "owner",
    "w": "for",
    "g": "stage",
    "k": "checklist",
    "y": "model",
    "h": "t",
    "q": "planned",
}
_ORDER_KEYS = {
    "n": "name",
    "u": "urgency",
    "c": "clock",
    "p": "progress",
    "l": "changed",
    "w": "waiting",
    "e": "edition",
}


def filters_of_partners(
    state: ViewState, sieve: Sieve, show: Callable[[], object], views: Views
) -> MenuTalk:
    """Return the menu of the filters of partners.

    Args:
        state: holds the filters that are on.
        sieve: counts the partners that each filter keeps.
        show: shows the list as `state` says.
        views: the kept views of the list.
    """
    by_name = {each.name: each for each in state.partners_filters}

    def take(names: Sequence[str]) -> None:
        state.partners_filters = tuple(by_name.get(each) or filter_called(each) for each in names)
        show()

    def shown() -> str:
        number = len(sieve.kept(state.partners_filters))
        words = ngettext("now {count} partner", "now {count} partners", number)
        return words.format(count=number)

    offers = [
        Offer(key, name, title_of(each), sieve.number(each))
        for key, name in _FILTER_KEYS.items()
        for each in [choice_named(FILTERS, name)]
    ]
    by_value = {each.name: each for each in VALUE_FILTERS}
    filters = Filters(
        _("Filter the partners"),
        offers,
        [_kind(key, by_value[name], sieve) for key, name in _VALUE_FILTER_KEYS.items()],
        lambda: {each.name: title_of(each) for each in state.partners_filters},
        take,
        shown,
        views,
    )
    return filter_menu(filters)


def _kind(key: str, by_value: ValueFilter[Values], sieve: Sieve) -> Kind:
    known = sieve.values(by_value)
    of_several = {
        value
        for value, _count in known
        if by_value.name == "for" and any(each.startswith(f"{value} ") for each, _number in known)
    }
    offers = []
    for value, count in known:
        words = by_value.shown(value)
        if value in of_several:
            # Translators: a company of which several departments are waited for
            words = _("{name}, any").format(name=words)
            count = sieve.number(filter_called(f"{by_value.name} {value}"))
        offers.append(Offer("", f"{by_value.name} {value}", words, count))
    return Kind(key, by_value.name, _(by_value.title), offers)


def orders_of_partners(state: ViewState, show: Callable[[], object]) -> MenuTalk:
    """Return the menu of the orders of partners.

    Args:
        state: holds the order of the list.
        show: shows the list as `state` says.
    """

    def take(name: str, is_reversed: bool) -> None:
        state.partners_order = choice_named(ORDERS, name)
        state.is_partners_order_reversed = is_reversed
        show()

    now = (state.partners_order.name, state.is_partners_order_reversed)
    return order_menu(_("Order the partners"), _ORDER_KEYS, ORDERS, now, take)
