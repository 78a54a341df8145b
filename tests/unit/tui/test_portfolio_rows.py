"""The rows of the portfolio: what is to be mended is red, and its words stand whole."""

from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.base.language import speaking
from csp_tui.core.base.text import width
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.portfolio.counts import month_counts
from csp_tui.core.portfolio.groups import Portfolio, groups_of
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.portfolio.text import rows

TODAY = date(2026, 11, 30)
"""The last day to mend a T of 1 October, which a reseller could until 31 October."""


def of_october(cells: int) -> Row:
    """Return the row of that month, with 12 direct-bill partners and 21 resellers."""
    partners = [
        PartnerSummary(f"p{number}", "", month=10, model=model, known_since_text="2026-09-01")
        for number, model in enumerate(["direct-bill"] * 12 + ["indirect-reseller"] * 21)
    ]
    counted = Portfolio(33, 0, 0, [], [], month_counts(partners, TODAY), [], {})
    groups = groups_of(counted, [], [], TODAY)
    return rows(groups, cells, are_weeks_known=True)[1]


@pytest.mark.parametrize(
    ("code", "cells", "words"),
    [
        ("en", 80, "mend today: 12, lapsed? 21"),
        ("en", 60, "mend today: 12, lapsed? 21"),
        ("fr", 80, "à corriger auj. : 12, périmé ? 21"),
    ],
)
def test_what_is_to_be_mended_today_is_whole_and_red(code: str, cells: int, words: str):
    with speaking(code):
        row = of_october(cells)
    *_others, (remark, tone) = row.line
    assert (remark.strip().replace("\xa0", " "), tone) == (words, Tone.LATE)
    assert width(row.text) <= cells - 2
