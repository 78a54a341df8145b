"""A directory swapped for a link, at any call of an act, leads into nobody else's directory."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from thoroughness import IS_LONG

from .scenarios import CONTOSO, SCENARIOS, places_in

LOOKS = "+looks" if IS_LONG else ""
"""Also swap before each call that only looks; what it found is used by a later call."""

LOWEST = (
    f"partners history customers/{CONTOSO} checklists/demo .local/locks .local/copies .local/aside "
    f"archive/partners archive/history archive/customers/{CONTOSO}"
)
UPPER = "customers checklists .local archive"
LAST = f".local/copies/{CONTOSO} archive/customers"

ACTS = (
    "change of an item",
    "new partner",
    "new customers",
    "purge with customers",
    "restore",
    "undo of a restore",
    "hand-over of a new partner",
    "putting away",
    "bringing back",
)
MORE_ACTS = (
    "bulk of customers",
    "customers and the partner",
    "change after a crash",
    "purge",
    "hand-over of a known partner",
)

FEWEST = 5
"""With fewer calls the harness would see nothing."""


def state(directory: Path) -> list[tuple[str, int, int, bytes]]:
    """Return what is below `directory`: names, modes, times of change of files, contents."""
    found = []
    for path in sorted(directory.rglob("*")):
        status = path.lstat()
        is_file = path.is_file()
        content = path.read_bytes() if is_file else b""
        name = str(path.relative_to(directory))
        found.append((name, status.st_mode, status.st_mtime_ns if is_file else 0, content))
    return found


@pytest.mark.parametrize("name", [*ACTS, *(MORE_ACTS if IS_LONG else ())])
@pytest.mark.parametrize("swapped", [LOWEST, UPPER, *([LAST] if IS_LONG else [])])
def test_a_directory_swapped_for_a_link_at_any_call_leaves_anothers_as_it_was(
    actor, tmp_path, name, swapped
):
    before = tmp_path / "before"
    SCENARIOS[name].prepare(before)
    shutil.copytree(places_in(before).data, before / "others")
    for each in swapped.split():  # where the act has to make a directory, another has it already
        (before / "others" / each).mkdir(parents=True, exist_ok=True)
    others = state(before / "others")
    number, is_met = 1, True
    while is_met:
        root = tmp_path / str(number)
        answer = actor.act(root, name, "swap", number, swapped + LOOKS, before=before)
        # A purge names what it has left, which the act of the scenarios takes for a failure.
        assert answer.status in ((0, 1) if "purge" in name else (0,)), f"call {number}"
        assert state(root / "others") == others, f"call {number}"
        shutil.rmtree(root)
        is_met = answer.met_fault
        number += 1
    assert number > FEWEST


def test_a_link_that_was_there_from_the_start_is_refused(actor, tmp_path):
    before = tmp_path / "before"
    SCENARIOS["purge"].prepare(before)
    shutil.copytree(places_in(before).data, before / "others")
    answer = actor.act(tmp_path / "root", "purge", "swap", 1, "partners", before=before)
    assert answer.error == "InvalidFileError"
    assert os.listdir(tmp_path / "root/others/partners") == [f"{CONTOSO}.toml"]
