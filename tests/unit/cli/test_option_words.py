"""The words that options take, written beside the options so that parsing imports little."""

from __future__ import annotations

from csp_tui.cli.arguments import checklists, customers, items, partners, report
from csp_tui.cli.arguments import next as next_
from csp_tui.core.checklists.keys import SPEC
from csp_tui.core.customers import filters as customer_filters
from csp_tui.core.importing import read_list as lists
from csp_tui.core.partners import filters as partner_filters
from csp_tui.core.partners import order as partner_order
from csp_tui.core.reports import output as report_output
from csp_tui.core.runs import item_filters
from csp_tui.core.runs.step_groups import StepGroup


def test_the_words_of_options_are_those_of_what_they_name() -> None:
    assert SPEC["item"]["role"].words == next_.ROLES
    assert tuple(StepGroup) == next_.GROUPS
    for choices, names in (
        (item_filters.FILTERS, items.FILTERS),
        (partner_filters.FILTERS, partners.FILTERS),
        (partner_order.ORDERS, partners.ORDERS),
        (customer_filters.FILTERS, customers.FILTERS),
        (customer_filters.ORDERS, customers.ORDERS),
    ):
        assert tuple(each.name for each in choices) == names
    assert tuple(each.name for each in partner_filters.VALUE_FILTERS) == partners.VALUES
    assert tuple(each.name for each in customer_filters.VALUE_FILTERS) == customers.VALUES
    assert report_output.FORMATS == report.FORMATS
    assert lists.FORMATS == checklists.FORMATS
