"""Eight processes at once: every change of each is in the history, and the last in the file."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from thoroughness import IS_LONG

from .helpers import child, problems_of, temporary_files, values_of
from .scenarios import Change, open_store

WRITERS = 8
CHANGES = 2000 if IS_LONG else 400


def partners_in(root: Path, count: int) -> list[str]:
    store = open_store(root)
    start = Change("start", {"checklist": "demo", "edition": "1"}, "demo")
    ids = [store.add_partner(f"Partner {number}").partner.id for number in range(count)]
    for each in ids:
        store.change(each, [start])
    return ids


@pytest.mark.parametrize("count", [1, 50])
def test_eight_processes_at_once_lose_no_change(tmp_path, count, record_property):
    ids = partners_in(tmp_path, count)
    share = CHANGES // WRITERS
    with contextlib.ExitStack() as stack:
        processes = [
            stack.enter_context(child("faults.loading_child", tmp_path, number, share, *ids))
            for number in range(WRITERS)
        ]
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in processes:
            assert process.stdout.readline()
            assert process.wait() == 0
    for place, partner in enumerate(ids):
        lines = open_store(tmp_path).history(partner).lines()
        made = {f"{n}-{each}" for n in range(WRITERS) for each in range(place, share, count)}
        for item in ("of-all", *(f"of-{number}" for number in range(WRITERS))):
            told = [line.after["note"] for line in lines if line.item == item]
            assert len(told) == len(set(told))
            assert set(told) == {each for each in made if item in ("of-all", f"of-{each[0]}")}
            where = ("checklists", "demo", "items", item, "note")
            assert values_of(tmp_path, partner).get(where) == (told[-1] if told else None)
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        assert problems_of(tmp_path, partner) == []
    assert temporary_files(tmp_path) == []
    record_property("changes of eight processes at once", share * WRITERS)
