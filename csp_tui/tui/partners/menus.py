"""The menus of the list of partners: filters, the values that a filter asks for, and orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from csp_tui.core.base.choice import choice_named
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.partners.filters import (
    FILTERS,
    VALUE_FILTERS,
    Filter,
    ValueFilter,
    Viewer,
    kept,
    number_kept,
    title_of,
    value_in_words,
)
from csp_tui.core.partners.order import ORDERS
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.tui.lines.menu import Menu, MenuChoice, MenuTalk

if TYPE_CHECKING:
    from collections.abc import Generator

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
}
_VALUE_FILTER_KEYS = {"o": "owner", "w": "for", "g": "stage", "k": "checklist", "y": "model"}
_ORDER_KEYS = {
    "n": "name",
    "u": "urgency",
    "c": "clock",
    "p": "progress",
    "l": "changed",
    "w": "waiting",
    "e": "edition",
}
_SHOW_ALL, _OTHER_WAY = "0", "-"
_VALUE_KEYS = ascii_lowercase
_OTHER = "ctrl+g"


def filter_menu(
    state: ViewState,
    rows: Sequence[PartnerSummary],
    viewer: Viewer,
    show: Callable[[], object],
) -> MenuTalk:
    """Show the filters that keep any partner, and turn them on and off until `enter`.

    `ctrl+g` puts back the filters that were on before. The list follows each key.

    Args:
        state: holds the filters that are on.
        rows: all partners, which are counted for each filter.
        viewer: who looks at the list, and on which day.
        show: shows the list as `state` says.
    """
    before = state.partners_filters
    filters = {key: choice_named(FILTERS, name) for key, name in _FILTER_KEYS.items()}
    counts = {key: number_kept(each, rows, viewer) for key, each in filters.items()}
    asked = {
        key: next(each for each in VALUE_FILTERS if each.name == name)
        for key, name in _VALUE_FILTER_KEYS.items()
    }
    values = {key: by_value.counts(rows) for key, by_value in asked.items()}
    while True:
        number = len(kept(state.partners_filters, rows, viewer))
        on = {each.name: each for each in state.partners_filters}
        choices = [
            MenuChoice(key, title_of(each), counts[key], each.name in on)
            for key, each in filters.items()
            if counts[key] or each.name in on
        ]
        choices += _value_choices(asked, values, on)
        shown = ngettext("now {count} partner", "now {count} partners", number)
        key = yield Menu(
            _("Filter the partners"),
            choices,
            (
                ("enter", _("done")),
                (_SHOW_ALL, _("show all")),
                (_OTHER, _("as before")),
            ),
            shown.format(count=number),
        )
        if key == "enter":
            return
        if key in (_SHOW_ALL, _OTHER):
            state.partners_filters = before if key == _OTHER else ()
        elif key in filters and (counts[key] or filters[key].name in on):
            state.partners_filters = _switched(on, filters[key])
        elif key in asked and values[key]:
            by_value, found = asked[key], values[key]
            if (value := (yield from _value(by_value, found, on))) is not None:
                others = {name: each for name, each in on.items() if not _is_of(name, by_value)}
                answer = by_value.of(value)
                state.partners_filters = (
                    tuple(others.values()) if answer.name in on else (*others.values(), answer)
                )
        else:
            continue
        show()
        if key == _OTHER:
            return


def _switched(on: dict[str, Filter], chosen: Filter) -> tuple[Filter, ...]:
    """Return the filters `on` with `chosen` put in, or taken away if it is on already."""
    others = tuple(each for name, each in on.items() if name != chosen.name)
    return others if chosen.name in on else (*others, chosen)


def _is_of(name: str, by_value: ValueFilter) -> bool:
    return name.startswith(f"{by_value.name} ")


def _value_choices(
    asked: dict[str, ValueFilter],
    values: dict[str, list[tuple[str, int]]],
    on: dict[str, Filter],
) -> Iterator[MenuChoice]:
    for key, by_value in asked.items():
        answer = next((each for name, each in on.items() if _is_of(name, by_value)), None)
        if values[key]:
            words = title_of(answer) if answer else f"{_(by_value.title)} …"
            yield MenuChoice(key, words, len(values[key]), answer is not None)


def _value(
    by_value: ValueFilter, found: Sequence[tuple[str, int]], on: dict[str, Filter]
) -> Generator[Menu, str, str | None]:
    """Ask for one of the values `found`; return None if the user goes back."""
    known = dict(zip(_VALUE_KEYS, found, strict=False))
    choices = [
        MenuChoice(key, value_in_words(by_value.name, value), count, by_value.of(value).name in on)
        for key, (value, count) in known.items()
    ]
    title = _("Filter the partners: {what}").format(what=_(by_value.title))
    while True:
        key = yield Menu(title, choices, ((_OTHER, _("back")),))
        if key in known:
            return known[key][0]
        if key in (_OTHER, "enter"):
            return None


def order_menu(state: ViewState, show: Callable[[], object]) -> MenuTalk:
    """Show the orders, and sort the list by the one whose letter is pressed.

    Args:
        state: holds the order of the list.
        show: shows the list as `state` says.
    """
    orders = {key: choice_named(ORDERS, name) for key, name in _ORDER_KEYS.items()}
    choices = [
        MenuChoice(key, _(each.title), is_on=each is state.partners_order)
        for key, each in orders.items()
    ]
    choices.append(
        MenuChoice(_OTHER_WAY, _("the other way"), is_on=state.is_partners_order_reversed)
    )
    while True:
        key = yield Menu(_("Order the partners"), choices, ((_OTHER, _("as before")),))
        if key in (_OTHER, "enter"):
            return
        if key in orders:
            state.partners_order, state.is_partners_order_reversed = orders[key], False
        elif key == _OTHER_WAY:
            state.is_partners_order_reversed = not state.is_partners_order_reversed
        else:
            continue
        show()
        return
