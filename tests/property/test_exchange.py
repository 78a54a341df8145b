"""Any operations on three to five sides with real git: the latest real change of a field stands.

`CSP_TUI_EXCHANGE_RUNS` says how many runs there are; with `--figures` the sums are printed.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from exchange.play import Operation, Play, Setting, random_operation, random_setting

RUNS = int(os.environ.get("CSP_TUI_EXCHANGE_RUNS", "6"))
LENGTH = 25
PATIENCE = 120.0
"""Seconds for which a failing run is tried again with fewer operations."""


def problems(
    setting: Setting, operations: Sequence[Operation], figures: Counter[str] | None = None
) -> list[str]:
    with tempfile.TemporaryDirectory() as root:
        play = Play(Path(root), setting)
        for operation in operations:
            play.carry_out(operation)
        found = play.end()
        if figures is not None:
            figures.update(play.figures)
        return found


def reduced(setting: Setting, operations: Sequence[Operation], found: str) -> list[Operation]:
    """Return fewer of the operations, after which a problem that begins like `found` remains."""
    kept, size, start = [*operations], len(operations) // 2, 0
    end = time.monotonic() + PATIENCE
    while size and time.monotonic() < end:
        fewer = kept[:start] + kept[start + size :]
        if any(each.startswith(found[:20]) for each in problems(setting, fewer)):
            kept = fewer
        else:
            start += size
        if start >= len(kept):
            start, size = 0, size // 2
    return kept


def failure(setting: Setting, operations: Sequence[Operation]) -> str:
    """Return what is wrong and how it is played again."""
    found = problems(setting, operations)
    listed = "".join(f"    {each!r},\n" for each in operations)
    return "\n".join([*found, f"play again: problems({setting!r}, [\n{listed}])"])


@pytest.mark.process
@pytest.mark.parametrize("seed", range(RUNS))
def test_whatever_is_done_the_latest_real_change_of_every_field_stands(seed, record_property):
    r = random.Random(seed)
    setting = random_setting(r)
    operations = [random_operation(r, setting) for _ in range(LENGTH)]
    figures: Counter[str] = Counter(runs=1)
    found = problems(setting, operations, figures)
    for name, count in figures.items():
        record_property(name, count)
    if found:
        pytest.fail(failure(setting, reduced(setting, operations, found[0])), pytrace=False)
