"""The menu of the filters of a checklist's items."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.core.base.choice import choice_named
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.runs.item_filters import FILTERS, Asked, Filter, filtered
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.filter_menu import Filters, Offer, filter_menu
from csp_tui.tui.lines.menu import MenuTalk

_KEYS = {
    "l": "late",
    "t": "to-do",
    "w": "waiting",
    "c": "chase",
    "d": "due",
    "m": "mine",
    "x": "rule-changed",
    "e": "newer-rule",
}


def filters_of_items(
    view: RunView,
    asked: Asked,
    taken: Callable[[], Sequence[Filter]],
    take: Callable[[Sequence[Filter]], object],
) -> MenuTalk:
    """Return the menu of the filters of items.

    Args:
        view: the run whose items are counted.
        asked: the present day and the user.
        taken: returns the filters that are on.
        take: turns on just these filters, and shows the items.
    """
    every = [item for section in view.sections for item in section.items]

    def shown() -> str:
        number = len(filtered(chosen, view, asked) if (chosen := taken()) else every)
        return ngettext("now {count} item", "now {count} items", number).format(count=number)

    offers = [
        Offer(key, name, _(each.title), len(filtered([each], view, asked)))
        for key, name in _KEYS.items()
        for each in [choice_named(FILTERS, name)]
    ]
    filters = Filters(
        _("Filter the items"),
        offers,
        (),
        lambda: {each.name: _(each.title) for each in taken()},
        lambda names: take([choice_named(FILTERS, each) for each in names]),
        shown,
    )
    return filter_menu(filters)
