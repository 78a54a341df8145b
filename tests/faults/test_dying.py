"""A process that is killed at any call of a save leaves the old state or the new one."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from thoroughness import IS_LONG

from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.care.recovery import Recovery

from .helpers import Actor, Values, is_there, problems_of, temporary_files, values_of
from .scenarios import (
    COMMANDS,
    CONTOSO,
    GOES_ON,
    OTHER,
    SCENARIOS,
    copy_tree,
    open_store,
    places_in,
    purge_in,
    take_in_handed,
)

MOMENTS = ("before", "amid", *(["after"] if IS_LONG else []))
"""When the process dies: before a call, with half of its data written, or after it.

After one call is before the next, so that the last is tried in a long run only.
"""

A_DAY_AGO = time.time() - 25 * 60 * 60
"""When nobody can be writing any more what was begun then."""

FEWEST = {"before": 10, "amid": 2, "after": 6}
"""With fewer calls, or writes, the harness would see nothing."""


class Deaths:
    """One scenario, killed at every call in turn; the next dies while the last is looked at."""

    def __init__(self, actor: Actor, root: Path, name: str, *, fewest: int | None = None) -> None:
        self._actor = actor
        self._fewest = fewest
        self._root = root
        self._name = name
        self.before = root / "before"
        SCENARIOS[name].prepare(self.before)
        self.whole = root / "whole"
        assert actor.act(self.whole, name, before=self.before).saved

    def __iter__(self) -> Iterator[Path]:
        """Yield the roots that killed processes left, those that are unlike each other."""
        seen: set[str] = set()
        for moment in MOMENTS:
            number = 1
            self._start(number, moment)
            is_dead = True
            while is_dead:
                is_dead = (status := self._actor.answer().status) != 0
                if is_dead:
                    assert status == -signal.SIGKILL
                    self._start(number + 1, moment)
                # Who came to the end has left what a death after the last change leaves.
                root = self._root_of(number, moment)
                state = fingerprint(root)
                if state not in seen:
                    seen.add(state)
                    yield root
                shutil.rmtree(root)
                number += is_dead
            assert number > (FEWEST[moment] if self._fewest is None else self._fewest)

    def _start(self, number: int, moment: str) -> None:
        root = self._root_of(number, moment)
        self._actor.start(root, self._name, "death", number, moment, before=self.before)

    def _root_of(self, number: int, moment: str) -> Path:
        return self._root / f"{moment}-{number}"


_UNLIKE_EACH_TIME = re.compile(
    rb"\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{64}|\d+:\d+|process \d+, since [\d:]+"
)


def fingerprint(root: Path) -> str:
    """Return what is the same for directories that differ in times and random names only."""
    states = []
    for path in root.rglob("*"):
        name = re.sub(r"[0-9a-f]{8}\.tmp$", "tmp", str(path.relative_to(root)))
        content = path.read_bytes() if path.is_file() else b""
        states.append((name, path.stat().st_mode, _UNLIKE_EACH_TIME.sub(b"", content)))
    return hashlib.sha256(repr(sorted(states)).encode()).hexdigest()


NOT_CHANGES = (
    "restore",
    "undo of a restore",
    "purge",
    "purge with customers",
    "new partner",
    "hand-over of a new partner",
    "putting away",
    "bringing back",
    *COMMANDS,
)


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name not in NOT_CHANGES])
def test_a_change_that_dies_at_any_call_is_wholly_there_or_not_at_all(actor, tmp_path, name):
    deaths = Deaths(actor, tmp_path, name)
    start = values_of(deaths.before, CONTOSO)
    settled = tmp_path / "settled"
    copy_tree(deaths.before, settled)
    open_store(settled).catch_up(CONTOSO)
    old, new = values_of(settled, CONTOSO), values_of(deaths.whole, CONTOSO)
    assert old != new
    for left in deaths:
        open_store(left).load(CONTOSO)
        # One file is never half; of several, some may be late until the next start.
        assert values_of(left, CONTOSO).items() <= start.items() | old.items() | new.items()
        open_store(left).catch_up(CONTOSO)
        found = values_of(left, CONTOSO)
        assert found in (old, new)
        goes_on(left, CONTOSO, found)
        assert recorded_acts(left) <= recorded_acts(deaths.whole) + 1


def test_a_new_partner_that_dies_at_any_call_is_wholly_there_or_not_at_all(actor, tmp_path):
    deaths = Deaths(actor, tmp_path, "new partner")
    old, new = values_of(deaths.before, CONTOSO), values_of(deaths.whole, OTHER)
    assert new is not None
    for left in deaths:
        if is_there(left, OTHER):
            assert values_of(left, OTHER) == new
            goes_on(left, OTHER, new)
        goes_on(left, CONTOSO, old)
        another = open_store(left).add_partner("Another").partner.id
        assert problems_of(left, another) == []


def test_a_hand_over_that_dies_at_any_call_can_be_taken_in_again(actor, tmp_path):
    deaths = Deaths(actor, tmp_path, "hand-over of a new partner")
    new = values_of(deaths.whole, CONTOSO)
    own = places_in(deaths.whole).own_checklists / "demo/1.toml"
    for left in deaths:
        assert values_of(left, CONTOSO) in (None, new) or not is_there(left, CONTOSO)
        take_in_handed(left)
        copy = places_in(left).own_checklists / "demo/1.toml"
        assert copy.read_bytes() == own.read_bytes()
        for hidden in places_in(left).own_checklists.glob("*/.*.tmp"):
            os.utime(hidden, (A_DAY_AGO, A_DAY_AGO))
        goes_on(left, CONTOSO, new)


def test_a_checklist_that_somebody_may_still_be_writing_is_left_alone(actor, tmp_path):
    deaths = Deaths(actor, tmp_path, "hand-over of a new partner")
    own = places_in(deaths.whole).own_checklists / "demo"
    mine, old = own / ".2.toml.0123abcd.tmp", own / ".3.toml.0123abcd.tmp"
    for path in (mine, old):
        path.write_text("")
    os.utime(old, (A_DAY_AGO, A_DAY_AGO))
    open_store(deaths.whole).change(CONTOSO, [GOES_ON])
    assert (mine.exists(), old.exists()) == (True, False)


def test_a_restore_that_dies_at_any_call_can_be_said_again(actor, tmp_path):
    deaths = Deaths(actor, tmp_path, "restore")
    new = values_of(deaths.whole, CONTOSO)
    damaged = places_in(deaths.before).progress_file(CONTOSO).read_bytes()
    for left in deaths:
        file = places_in(left).progress_file(CONTOSO)
        if is_unreadable(left):
            assert file.read_bytes() == damaged
            recovery_of(left).restore(CONTOSO)
        goes_on(left, CONTOSO, new)
        recovery_of(left).undo_restore(CONTOSO)
        assert file.read_bytes() == damaged


def test_an_undone_restore_that_dies_at_any_call_loses_neither_file(actor, tmp_path):
    deaths = Deaths(actor, tmp_path, "undo of a restore")
    restored = values_of(deaths.before, CONTOSO)
    damaged = places_in(deaths.whole).progress_file(CONTOSO).read_bytes()
    for left in deaths:
        file = places_in(left).progress_file(CONTOSO)
        if file.read_bytes() != damaged:
            recovery_of(left).undo_restore(CONTOSO)
        assert file.read_bytes() == damaged
        recovery_of(left).restore(CONTOSO)
        goes_on(left, CONTOSO, restored)


@pytest.mark.parametrize("name", ["purge", "purge with customers"])
def test_a_purge_that_dies_at_any_call_can_be_said_again_and_leaves_no_word(actor, tmp_path, name):
    for left in Deaths(actor, tmp_path, name):
        purge_in(left, CONTOSO)
        assert b"read twice" not in everything(left)
        assert temporary_files(left) == []
        assert not places_in(left).customers_of(CONTOSO).exists()
        with pytest.raises(NotFoundError):
            open_store(left).load(CONTOSO)
        assert [line.do for line in open_store(left).history(CONTOSO).lines()] == ["purge"]


@pytest.mark.parametrize("name", ["purge", "purge with customers"])
def test_a_purge_that_dies_has_begun_nothing_or_lets_nobody_restore_what_is_left(
    actor, tmp_path, name
):
    deaths = Deaths(actor, tmp_path, name)
    whole = own_files(deaths.before)
    moments = set()
    for left in deaths:
        is_erased = next(open_store(left).history(CONTOSO).newest_first()).do == "purge"
        moments.add(is_erased)
        if is_erased:
            with pytest.raises(NotFoundError):
                recovery_of(left).restore(CONTOSO)
        else:
            if not places_in(left).progress_file(CONTOSO).exists():
                recovery_of(left).restore(CONTOSO)
            assert own_files(left) == whole
    assert moments == {False, True}


def own_files(root: Path) -> set[Path]:
    """Return the relative paths of progress files and their good copies."""
    return {path.relative_to(root) for path in places_in(root).data.rglob("*.toml")}


def goes_on(root: Path, partner_id: str, values: Values) -> None:
    """The next change works, adds itself and nothing else, and leaves nothing lying about."""
    open_store(root).change(partner_id, [GOES_ON])
    expected = {**values, ("region",): "goes on"}
    assert values_of(root, partner_id) == expected
    assert problems_of(root, partner_id) == []
    assert temporary_files(root) == []


def recorded_acts(root: Path) -> int:
    return len({line.step for line in open_store(root).history(CONTOSO).lines()})


def is_unreadable(root: Path) -> bool:
    try:
        open_store(root).load(CONTOSO)
    except InvalidFileError:
        return True
    return False


def everything(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())


def recovery_of(root: Path) -> Recovery:
    return Recovery(places_in(root), open_store(root))
