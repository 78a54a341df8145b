"""A partner whose putting away or bringing back dies at any call is whole, and in one place."""

from __future__ import annotations

import errno
import os

import pytest

from csp_tui.core.base.errors import WriteError

from .helpers import values_of
from .scenarios import CONTOSO, CUSTOMERS, SCENARIOS, archive_of, places_in
from .test_dying import Deaths, goes_on


def parts(root, places) -> list[bool]:
    """Which of progress, history and customers are in a place."""
    customers = places.data / "customers" / CONTOSO
    paths = (places.progress_file(CONTOSO), places.history_file(CONTOSO), customers)
    return [path.exists() for path in paths]


def is_here(root) -> bool:
    """Say whether a partner is among the others, and not in the archive, and wholly so."""
    here, away = parts(root, places_in(root)), parts(root, places_in(root).archived)
    assert sorted([here, away]) == [[False] * 3, [True] * 3]
    places = places_in(root) if all(here) else places_in(root).archived
    customers = {path.stem for path in places.customers_of(CONTOSO).iterdir()}
    assert customers == set(CUSTOMERS)
    return all(here)


@pytest.mark.parametrize("name", ["putting away", "bringing back"])
def test_a_move_that_dies_at_any_call_is_completed_or_taken_back(actor, tmp_path, name):
    deaths = Deaths(actor, tmp_path, name)
    values = values_of(deaths.before if name == "putting away" else deaths.whole, CONTOSO)
    outcomes = set()
    for left in deaths:
        archive_of(left).finish_moves()
        outcomes.add(is_here(left))
        if not is_here(left):
            archive_of(left).bring_back(CONTOSO)
        assert is_here(left)
        goes_on(left, CONTOSO, values)
        archive_of(left).put_away(CONTOSO)
        assert not is_here(left)
    assert outcomes == {True, False}


@pytest.mark.parametrize("name", ["putting away", "bringing back"])
@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_move_that_fails_leaves_the_partner_where_it_was(tmp_path, monkeypatch, name, failing):
    root = tmp_path / "root"
    SCENARIOS[name].prepare(root)
    was_here = is_here(root)
    rename, calls = os.rename, []

    def fail_once(*arguments, **named):
        calls.append(arguments)
        if len(calls) == failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(*arguments, **named)

    monkeypatch.setattr(os, "rename", fail_once)
    with pytest.raises(WriteError, match="cannot move"):
        SCENARIOS[name].act(root)
    monkeypatch.undo()
    assert is_here(root) is was_here
    SCENARIOS[name].act(root)
    assert is_here(root) is not was_here
