"""Whatever writers, editors, backups and crashes do one after another, nothing is lost."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thoroughness import IS_LONG

from csp_tui.core.progress.change import Change
from csp_tui.core.store.store import Store

from .helpers import Actor, problems_of, replayed, temporary_files, values_of
from .scenarios import AMIRA, BEN, CONTOSO, SCENARIOS, copy_tree, note, open_store, places_in

bounded = settings(
    max_examples=1000 if IS_LONG else 40,
    deadline=None,
    derandomize=not IS_LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
)

Place = tuple[str, ...]

items = st.sampled_from(["membership", "revenue", "azure-plan"])
keys = st.sampled_from(["note", "evidence"])
fields = st.tuples(items, keys)
writers = st.integers(0, 2)
acts = st.one_of(
    st.tuples(st.just("change"), writers, st.lists(fields, min_size=1, max_size=3, unique=True)),
    st.tuples(st.just("change in another process"), items),
    st.tuples(st.just("die"), items, st.integers(1, 30)),
    st.tuples(st.just("edit by hand"), fields, st.sampled_from(["set", "delete"])),
    st.tuples(st.just("back up")),
    st.tuples(st.just("restore the backup")),
    st.tuples(st.just("open again"), writers),
    st.tuples(st.just("carry to another directory")),
)


def place_of(item: str, key: str) -> Place:
    return ("checklists", "demo", "items", item, key)


class World:
    """One partner, three writers whose clocks differ, and what must stand in the file."""

    def __init__(self, directory: Path, actor: Actor) -> None:
        self._directory = directory
        self._actor = actor
        self._numbers = itertools.count(1)
        self.root = directory / "0"
        SCENARIOS["first change of a file made by hand"].prepare(self.root)
        self.start = values_of(self.root, CONTOSO)
        self._stores = [self._open(writer) for writer in range(3)]
        self.expected: dict[Place, set[Any]] = {}
        """Every value that may stand at a place; several where a writer died, until it is seen."""
        self.kept: set[str] = set()
        """Comments and unknown keys."""
        self.recorded: set[str] = set()
        """Every text that was called saved."""
        self._by_hand: dict[Place, str] = {}
        self._edits: dict[Place, str | None] = {}
        """What was edited by hand and is not recorded yet; None for a value taken away."""
        self._settled: dict[Place, set[Any]] = {}
        """Every value that the history may give a place."""
        self._backup: tuple[bytes, dict[Place, str | None], set[str]] | None = None
        self._is_restored = False
        """Whether the backup was restored, and nothing was saved since."""
        self.act("change", 0, [("membership", "note")])

    @property
    def file(self) -> Path:
        return places_in(self.root).progress_file(CONTOSO)

    def act(self, name: str, *arguments: Any) -> None:
        steps: dict[str, Callable[..., None]] = {
            "change": self._change,
            "change in another process": self._change_elsewhere,
            "die": self._die,
            "edit by hand": self._edit,
            "back up": self._back_up,
            "restore the backup": self._restore,
            "open again": self._open_again,
            "carry to another directory": self._carry,
        }
        steps[name](*arguments)

    def _open(self, writer: int) -> Store:
        skew = timedelta(hours=writer - 1)
        actor = (AMIRA, BEN, BEN)[writer]
        return Store(places_in(self.root), lambda: datetime.now(UTC) + skew, actor)

    def _text(self) -> str:
        return f"text-{next(self._numbers)}"

    def _change(self, writer: int, fields: list[tuple[str, str]]) -> None:
        texts = {field: self._text() for field in fields}
        changes = [Change("edit", {key: text}, "demo", item) for (item, key), text in texts.items()]
        self._stores[writer].change(CONTOSO, changes)
        self._is_saved({place_of(*field): text for field, text in texts.items()})

    def _change_elsewhere(self, item: str) -> None:
        text = self._text()
        assert self._actor.act(self.root, f"note {CONTOSO} {item} {text}").saved
        self._is_saved({place_of(item, "note"): text})

    def _is_saved(self, values: dict[Place, str]) -> None:
        self.recorded |= set(values.values()) | set(self._by_hand.values())
        self._by_hand.clear()
        self._edits.clear()
        self._is_restored = False
        self.expected |= {place: {text} for place, text in values.items()}
        self.check_file()
        self._settled = {place: set(allowed) for place, allowed in self.expected.items()}

    def _die(self, item: str, number: int) -> None:
        text = self._text()
        answer = self._actor.act(
            self.root, f"note {CONTOSO} {item} {text}", "death", number, "before"
        )
        if answer.saved:
            self._is_saved({place_of(item, "note"): text})
        else:
            self.expected.setdefault(place_of(item, "note"), {None}).add(text)
            self._by_hand.pop(place_of(item, "note"), None)
            for place, value in [(place_of(item, "note"), text), *self._edits.items()]:
                self._settled.setdefault(place, {None}).add(value)

    def _edit(self, field: tuple[str, str], how: str) -> None:
        document = tomlkit.parse(self.file.read_text())
        number, place = next(self._numbers), place_of(*field)
        document["checklists"]["demo"].setdefault("items", {}).setdefault(field[0], {})
        table = document["checklists"]["demo"]["items"][field[0]]
        self._by_hand.pop(place, None)
        if how == "set":
            self._by_hand[place] = table[field[1]] = f"by-hand-{number}"
        else:
            table.pop(field[1], None)
        table[f"unknown-{number}"] = number
        text = f"# remark {number}\n{tomlkit.dumps(document)}"
        self.kept |= {f"# remark {number}\n", f"unknown-{number} = {number}\n"}
        self._edits[place] = table.get(field[1])
        self.expected[place] = {table.get(field[1])}
        if self._is_restored:
            # Who edits a backup does not know what was saved after it. Of the two, that one stands
            # which is the later by the clocks of their writers; the history has both.
            self.expected[place] |= self._settled.get(place, {None})
        self._put(text.encode())

    def _put(self, content: bytes) -> None:
        """Replace the file as an editor does."""
        new = self.file.with_name("new")
        new.write_bytes(content)
        new.replace(self.file)

    def _back_up(self) -> None:
        self._backup = (self.file.read_bytes(), dict(self._edits), set(self.kept))

    def _restore(self) -> None:
        if self._backup is None:
            return
        content, edits, kept = self._backup
        self.kept = set(kept)
        self._is_restored = True
        self._put(content)
        self._by_hand.clear()
        # The file is made again by the history. Only what was edited by hand in it, and was not
        # recorded when the backup was made, may be recorded now.
        self._edits = dict(edits)
        self.expected = {place: set(allowed) for place, allowed in self._settled.items()}
        for place, value in edits.items():
            self.expected.setdefault(place, {None}).add(value)

    def _open_again(self, writer: int) -> None:
        self._stores[writer] = self._open(writer)

    def _carry(self) -> None:
        root = self._directory / str(next(self._numbers))
        shutil.copytree(self.root, root)
        self.root = root
        self._stores = [self._open(writer) for writer in range(3)]

    def check_file(self) -> None:
        values = values_of(self.root, CONTOSO)
        for place, allowed in self.expected.items():
            assert values.get(place) in allowed
            self.expected[place] = {values.get(place)}
        text = self.file.read_text()
        assert not [each for each in self.kept if each not in text]


def known(values: dict[Place, Any]) -> dict[Place, Any]:
    return {place: value for place, value in values.items() if not place[-1].startswith("unknown")}


@bounded
@given(acts=st.lists(acts, max_size=14))
def test_every_change_is_in_the_history_and_the_newest_value_in_the_file(actor, acts):
    actor.met["sequences of writers, editors, backups and crashes"] += 1
    with tempfile.TemporaryDirectory() as directory:
        world = World(Path(directory), actor)
        for act in [*acts, ("open again", 0), ("change", 0, [("membership", "note")])]:
            world.act(*act)
        assert known(values_of(world.root, CONTOSO)) == replayed(world.root, CONTOSO, world.start)
        lines = Store(places_in(world.root), datetime.now, AMIRA).history(CONTOSO).lines()
        told = [value for line in lines for value in line.after.values()]
        assert not [text for text in world.recorded if text not in told]
        moments = {line.short_identity: line.at for line in lines}
        assert all(moments[name] < line.at for line in lines for name in line.over)
        assert problems_of(world.root, CONTOSO) == []
        assert temporary_files(world.root) == []
        assert os.listdir(places_in(world.root).partners) == [f"{CONTOSO}.toml"]


@pytest.mark.parametrize("name", ["change of an item", "undo"])
def test_where_locks_do_not_hold_a_change_that_was_not_read_is_merged(actor, tmp_path, name):
    before, alone = tmp_path / "before", tmp_path / "alone"
    SCENARIOS[name].prepare(before)
    copy_tree(before, alone)
    SCENARIOS[name].act(alone)
    theirs = {place_of("elsewhere", "note"): "theirs"}
    old, new = (known(values_of(each, CONTOSO)) | theirs for each in (before, alone))
    overwritten = refused = 0
    for number in itertools.count(1):
        root = tmp_path / str(number)
        answer = actor.act(root, name, "unlocked", number, before=before)
        if not answer.met_fault:
            break
        refused += not answer.saved
        told = [line.after.get("note") for line in open_store(root).history(CONTOSO).lines()]
        assert "theirs" in told
        open_store(root).catch_up(CONTOSO)
        found = known(values_of(root, CONTOSO))
        overwritten += not theirs.items() <= found.items()
        assert found | theirs in ([new] if answer.saved else [old, new])
        open_store(root).change(CONTOSO, [note("next", "goes on")])
        assert problems_of(root, CONTOSO) == [], number
        assert temporary_files(root) == []
    # No file system can compare and replace at once: the last call is the one that replaces.
    assert overwritten <= 1
    # The other process takes the temporary file for a dead one's where that stands alone.
    assert refused < number / 2
    assert number > 10


OWNER = ("owner",)


def test_a_file_saved_from_an_editor_at_any_moment_of_a_change_is_not_overwritten(actor, tmp_path):
    before = tmp_path / "before"
    SCENARIOS["change of an item"].prepare(before)
    assert values_of(before, CONTOSO)[OWNER] == "amira"
    overwritten = 0
    for number in itertools.count(1):
        root = tmp_path / str(number)
        answer = actor.act(root, "change of an item", "editor", number, before=before)
        if not answer.met_fault:
            break
        assert answer.saved
        values = values_of(root, CONTOSO)
        assert values[place_of("membership", "note")] == "changed"
        overwritten += values[OWNER] != "by hand"
        open_store(root).change(CONTOSO, [note("membership", "goes on")])
        if values[OWNER] == "by hand":
            assert values_of(root, CONTOSO)[OWNER] == "by hand"
            assert '"by hand" # why' in places_in(root).progress_file(CONTOSO).read_text()
            told = [line.after for line in open_store(root).history(CONTOSO).lines()]
            assert told.count({"owner": "by hand"}) == 1
        assert problems_of(root, CONTOSO) == []
        assert temporary_files(root) == []
    # No file system can compare and replace at once: the last call is the one that replaces.
    assert overwritten <= 1
    assert number > 10
