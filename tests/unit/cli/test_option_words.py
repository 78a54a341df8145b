"""The words of options are those of the things that they name."""

from __future__ import annotations

from csp_tui.cli.arguments import option_words as words
from csp_tui.core.checklists.keys import SPEC
from csp_tui.core.customers import listing
from csp_tui.core.partners import filters as partner_filters
from csp_tui.core.partners import order as partner_order
from csp_tui.core.runs import item_filters as filters


def test_the_words_of_options_are_those_of_what_they_name() -> None:
    assert SPEC["item"]["role"].words == words.ROLES
    for choices, names in (
        (filters.FILTERS, words.ITEM_FILTERS),
        (partner_filters.FILTERS, words.PARTNER_FILTERS),
        (partner_order.ORDERS, words.PARTNER_ORDERS),
        (listing.FILTERS, words.CUSTOMER_FILTERS),
        (listing.ORDERS, words.CUSTOMER_ORDERS),
    ):
        assert tuple(each.name for each in choices) == names
