"""What a sync says of clocks that are wrong."""

from __future__ import annotations

from datetime import UTC, datetime

from csp_tui.core.exchange.clock_remarks import clock_remarks

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
PRESENT = int(NOW.timestamp())
MINUTE, DAY = 60, 24 * 60 * 60


def test_clocks_that_are_ahead_by_unlike_times_are_named_one_by_one():
    commits = [("Amira at one", PRESENT + 3 * DAY), ("Ben at two", PRESENT + 7 * MINUTE)]
    assert clock_remarks(commits, NOW) == [
        "the clock of Amira at one is 3 days ahead of the one here",
        "the clock of Ben at two is 7 minutes ahead of the one here",
    ]


def test_the_clock_here_is_named_where_all_others_agree():
    commits = [("Amira at one", PRESENT + 3 * DAY), ("Ben at two", PRESENT + 3 * DAY - MINUTE)]
    (remark,) = clock_remarks(commits, NOW)
    assert remark.startswith("the clock here is 3 days behind those of one, two;")
