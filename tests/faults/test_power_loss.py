"""Whatever a loss of power leaves of a save, nothing that was called saved is lost."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

import pytest
from copied_data import adopt
from thoroughness import IS_LONG

from csp_tui.core.care.recovery import Recovery

from .disk import Tree, read_tree, states, write_tree
from .helpers import Values, child, is_there, problems_of, temporary_files, values_of
from .scenarios import GOES_ON, SEQUENCES, copy_tree, open_store, places_in

MOST_STATES = None if IS_LONG else 70
"""Disks that are tried of each sequence, one of each part of it; in a long run all."""

FEWEST_STATES = 50
"""With fewer, the record would miss what a save does."""


@pytest.fixture(scope="module")
def process() -> Iterator[subprocess.Popen[str]]:
    with child("faults.recording_child") as process:
        yield process


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork")) as pool:
        yield pool


@pytest.mark.parametrize("name", SEQUENCES)
def test_no_loss_of_power_takes_away_what_was_saved(process, pool, tmp_path, name, record_property):
    sequence = SEQUENCES[name]
    sequence.prepare(tmp_path / "before")
    expected = outcomes(tmp_path, name)
    recorded = tmp_path / "recorded"
    copy_tree(tmp_path / "before", recorded)
    start = read_tree(recorded)
    process.stdin.write(json.dumps([name, str(recorded)]) + "\n")
    process.stdin.flush()
    found = list(states(start, json.loads(process.stdout.readline())))
    assert len(found) > FEWEST_STATES
    if MOST_STATES and len(found) > MOST_STATES:
        found = spread(found, MOST_STATES, random.Random(name))
    tries = [
        pool.submit(comes_back, tmp_path / str(number), tree, sequence.partner, expected[saved:])
        for number, (tree, saved) in enumerate(found)
    ]
    for each in tries:
        each.result()
    record_property("disks as a loss of power may leave them", len(tries))


def spread(
    found: list[tuple[Tree, int]], most: int, chance: random.Random
) -> list[tuple[Tree, int]]:
    """Return one drawn of each of `most` parts of equal length, in their order."""
    length = len(found) / most
    return [found[int((number + chance.random()) * length)] for number in range(most)]


def outcomes(tmp_path: Path, name: str) -> list[list[Values | None]]:
    """Return what may stand in the file after each number of saved acts."""
    sequence = SEQUENCES[name]
    root = tmp_path / "outcomes"
    copy_tree(tmp_path / "before", root)
    if settled_values(root, sequence.partner) not in (None, DAMAGED):
        open_store(root).catch_up(sequence.partner)
    found: list[list[Values | None]] = [[settled_values(root, sequence.partner)]]
    if sequence.instead:
        instead = tmp_path / "instead"
        copy_tree(root, instead)
        sequence.instead(instead)
        found[0].append(values_of(instead, sequence.partner))
    for act, is_saved in sequence.acts:
        act(root)
        if is_saved:
            found.append([values_of(root, sequence.partner)])
    return found


DAMAGED: Values = {("damaged",): True}


def settled_values(root: Path, partner_id: str) -> Values | None:
    try:
        return values_of(root, partner_id)
    except tomllib.TOMLDecodeError:
        return DAMAGED


def comes_back(
    root: Path, tree: Tree, partner_id: str, expected: list[list[Values | None]]
) -> None:
    """A start after the power is back finds one of the `expected` states, and goes on."""
    write_tree(tree, root)
    adopt(places_in(root).data)
    allowed = list(itertools.chain(*expected))
    if settled_values(root, partner_id) == DAMAGED:
        assert DAMAGED in allowed
        Recovery(places_in(root), open_store(root)).restore(partner_id)
        allowed = allowed[1:]
    if is_there(root, partner_id):
        has_history = places_in(root).history_file(partner_id).exists()
        told = problems_of(root, partner_id) if has_history else []
        assert all(each.endswith(": was cut off by a crash") for each in told)
        open_store(root).catch_up(partner_id)
        found = values_of(root, partner_id)
        assert found in allowed
        open_store(root).change(partner_id, [GOES_ON])
        following = {("region",): "goes on"}
        assert values_of(root, partner_id) == {**found, **following}
    else:
        assert None in allowed
        partner_id = open_store(root).add_partner("Another").partner.id
    assert problems_of(root, partner_id) == []
    assert temporary_files(root) == []
    shutil.rmtree(root)
