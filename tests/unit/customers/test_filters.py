"""The filters of customers by their names."""

from __future__ import annotations

import pytest

from csp_tui.core.customers.filters import filter_called, filter_title


def test_case_does_not_matter_in_the_name_of_a_filter():
    assert filter_title("Owner Amira") == "owner Amira"
    assert filter_title("Planned 2026-12") == "planned December 2026"
    assert filter_title("Chase") == filter_title("chase")
    for wrong in ("owner ", "planned 2026-13", "nobody amira"):
        with pytest.raises(LookupError):
            filter_called(wrong)
