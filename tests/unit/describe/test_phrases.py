"""Phrases about what a hand has written only in part."""

from __future__ import annotations

from datetime import date

from csp_tui.core.describe.item import waiting

TODAY = date(2026, 11, 23)


def test_who_waits_for_nobody_named_waits_for_somebody():
    assert waiting("", date(2026, 12, 1), TODAY).value == "somebody, chase on 2026-12-01"
    assert waiting("", None, TODAY).short == "somebody"
