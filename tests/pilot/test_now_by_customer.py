"""A run whose section goes customer by customer only now: told when it opens, moved, taken back.

`kept/make.py` made the data with the version before.
"""

from __future__ import annotations

import shutil
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from .helpers import DIRECT, INDIRECT, NEW, at_the_app

BEFORE = Path(__file__).parent.parent / "kept" / "data"
TOLD = "E updates this checklist: .For each customer. goes customer by customer now"


def run_in(path: Path, run: str) -> dict[str, Any]:
    """What the file of a partner says of a run."""
    found: dict[str, Any] = tomllib.loads(path.read_text())["checklists"][run]
    return found


@pytest.mark.parametrize(
    ("partner", "run", "title"),
    [
        ("direct-2023", DIRECT, "Customer Agreement confirmed"),
        ("direct-2026", DIRECT, "Customer told and its consent filed"),
        ("indirect-2018", INDIRECT, "Customer invited jointly and linked"),
    ],
)
async def test_a_run_begun_before_is_told_moved_by_a_key_and_taken_back_by_another(
    workplace, clock, partner, run, title
):
    clock.now += timedelta(days=9)
    data = workplace.places.data
    shutil.copytree(BEFORE, data, dirs_exist_ok=True)
    for path in [*data.glob("*/*")]:
        if path.stem.rpartition("-")[0] != partner:
            path.unlink()
    (path,) = (data / "partners").iterdir()
    before = run_in(path, run)
    async with at_the_app(workplace) as seat:
        await seat.see(TOLD)
        await seat.go_to(title)
        await seat.see_gone(TOLD)
        await seat.see(r"\[x\] " + title)
        await seat.press("E")
        await seat.see("Move to the newest edition|By customer from now on  1 run, on the newest")
        await seat.see(r" [139] for each customer, ")
        await seat.see("  .was done, stays the partner")
        await seat.press("y")
        await seat.see("Moved 1 run|1 run goes by customer from now on")
        assert "somebody" not in seat.text  # nobody is waited for in what is the partner's alone
        moved = run_in(path, run)
        assert moved["edition"] == NEW
        assert "per" in moved or run == INDIRECT  # which always went by customer there
        await seat.press("u")
        await seat.see(r"\[x\] " + title)
        is_same = moved["edition"] == before["edition"]
        await seat.see("work with customers is once for all again" if is_same else "Undone")
        now = run_in(path, run)
        assert {**now, "items": {key: now["items"][key] for key in before["items"]}} == before
