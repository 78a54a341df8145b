"""On a disk that is full, read-only or broken, the old file is whole and one sentence is told."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from csp_tui.core.base.errors import InvalidFileError, WriteError

from .helpers import Actor, Answer, is_there, needs_root, problems_of, temporary_files, values_of
from .scenarios import CONTOSO, OTHER, SCENARIOS, Scenario, copy_tree, note, open_store, places_in

PAGE = 4096
SIZE = 64 * PAGE


@dataclass
class Disk:
    """A small file system of its own, which the test fills and empties."""

    root: Path
    filled: int = 0
    """How often it was filled."""

    @property
    def filler(self) -> Path:
        return self.root / "filler"

    def leave(self, pages: int) -> None:
        """Fill the disk up to so many pages."""
        self.empty()
        self.filled += 1
        free = os.statvfs(self.root).f_bfree - pages
        with self.filler.open("wb") as stream:
            os.posix_fallocate(stream.fileno(), 0, free * PAGE)

    def leave_names(self, count: int) -> None:
        """Leave room for so many files or directories."""
        self.empty()
        self.filled += 1
        self.filler.mkdir()
        for number in range(os.statvfs(self.root).f_ffree - count):
            (self.filler / str(number)).touch()

    def empty(self) -> None:
        if self.filler.is_dir():
            shutil.rmtree(self.filler)
        self.filler.unlink(missing_ok=True)

    def remount(self, option: str) -> None:
        mount("-o", f"remount,{option}", self.root)


def mount(*arguments: object) -> bool:
    command = ["mount", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path, record_property: Callable[[str, object], None]) -> Iterator[Disk]:
    point = tmp_path / "disk"
    point.mkdir()
    options = f"size={SIZE},nr_inodes=80,mode=700"
    if not (shutil.which("mount") and mount("-t", "tmpfs", "-o", options, "tmpfs", point)):
        pytest.skip("a file system cannot be mounted here")
    disk = Disk(point)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(point)], check=True)
    record_property("full disks", disk.filled)


def steps_of(root: Path, partner_id: str) -> list[str]:
    return list(dict.fromkeys(line.step for line in open_store(root).history(partner_id).lines()))


def is_as_before(root: Path, partner_id: str, before: object) -> bool:
    """Say whether nothing of a failed act is left: in the file, the history or beside them."""
    return (values_of(root, partner_id), names_in(root)) == before and not temporary_files(root)


def names_in(root: Path) -> set[str]:
    """Return the names of all progress and history files."""
    places = places_in(root)
    directories = [each for each in (places.partners, places.history) if each.is_dir()]
    return {f"{each.name}/{name}" for each in directories for name in os.listdir(each)}


def refusal(act: Callable[..., object], *arguments: object, **options: object) -> str:
    """Return the sentence with which an act is refused; empty where it is done."""
    try:
        act(*arguments, **options)
    except WriteError as error:
        return str(error)
    return ""


LONG_NOTE = "a note that fills pages " * 400


@pytest.mark.parametrize("limit", ["pages", "names"])
def test_a_full_disk_never_harms_a_file_and_the_change_can_be_made_again(disk, limit):
    SCENARIOS["change of an item"].prepare(disk.root)
    open_store(disk.root).change(CONTOSO, [note("long", LONG_NOTE)])
    ends = set()
    for room in range(14 if limit == "pages" else 5):
        change = note(f"item-{room}", "made on a full disk")
        before = (values_of(disk.root, CONTOSO), names_in(disk.root))
        steps = steps_of(disk.root, CONTOSO)
        disk.leave(room) if limit == "pages" else disk.leave_names(room)
        told = refusal(open_store(disk.root).change, CONTOSO, [change])
        disk.empty()
        if told:
            assert told.endswith(": no space left on device")
            assert is_as_before(disk.root, CONTOSO, before)
            assert steps_of(disk.root, CONTOSO) == steps
        ends.add(told != "")
        open_store(disk.root).change(CONTOSO, [change])
        assert len(steps_of(disk.root, CONTOSO)) == len(steps) + 1
        assert problems_of(disk.root, CONTOSO) == []
        assert temporary_files(disk.root) == []
    assert ends == {True, False}


@pytest.mark.parametrize("limit", ["pages", "names"])
def test_a_partner_that_cannot_be_added_leaves_no_trace(disk, limit):
    ends = set()
    for room in range(14):
        before = names_in(disk.root)
        add = open_store(disk.root).add_partner
        disk.leave(room) if limit == "pages" else disk.leave_names(room)
        told = refusal(add, "Contoso", company=LONG_NOTE)
        disk.empty()
        if told:
            assert names_in(disk.root) == before
        ids = open_store(disk.root).partner_ids()
        assert not [problem for each in ids for problem in problems_of(disk.root, each)]
        assert temporary_files(disk.root) == []
        ends.add(told != "")
        shutil.rmtree(places_in(disk.root).data, ignore_errors=True)
    assert ends == {True, False}


def test_a_restore_on_a_full_disk_keeps_the_damaged_file_and_can_be_said_again(disk):
    restore = SCENARIOS["restore"]
    for room in range(8):
        restore.prepare(disk.root)
        damaged = places_in(disk.root).progress_file(CONTOSO).read_bytes()
        disk.leave(room)
        told = refusal(restore.act, disk.root)
        disk.empty()
        if told and places_in(disk.root).progress_file(CONTOSO).read_bytes() == damaged:
            restore.act(disk.root)
        assert values_of(disk.root, CONTOSO)
        assert problems_of(disk.root, CONTOSO) == []
        assert temporary_files(disk.root) == []
        shutil.rmtree(places_in(disk.root).data)


@pytest.mark.parametrize("name", ["hand-over of a new partner", "hand-over of a known partner"])
def test_a_hand_over_on_a_full_disk_leaves_nothing_half_and_can_be_taken_in_again(disk, name):
    scenario, ends = SCENARIOS[name], set()
    for room in range(0, 16, 3):
        scenario.prepare(disk.root)
        before = (values_of(disk.root, CONTOSO), names_in(disk.root))
        disk.leave(room)
        told = refusal(scenario.act, disk.root)
        disk.empty()
        if told:
            assert told.endswith(": no space left on device")
            # A new one that is there whole may lack the line that says where it came from.
            assert is_as_before(disk.root, CONTOSO, before) or is_there(disk.root, CONTOSO)
            scenario.act(disk.root)
        ends.add(told != "")
        alpine = ("customer alpine", "name")
        assert values_of(disk.root, CONTOSO)[alpine] == "Alpine"
        assert problems_of(disk.root, CONTOSO) == []
        assert temporary_files(disk.root) == []
        shutil.rmtree(places_in(disk.root).data)
    assert ends == {True, False}


def test_a_read_only_disk_is_read_and_told(disk):
    SCENARIOS["change of an item"].prepare(disk.root)
    before = (values_of(disk.root, CONTOSO), names_in(disk.root))
    disk.remount("ro")
    for act in ("change of an item", "undo", "new partner", "purge"):
        with pytest.raises(WriteError, match="read-only file system"):
            SCENARIOS[act].act(disk.root)
    assert open_store(disk.root).load(CONTOSO).name == "Contoso"
    disk.remount("rw")
    assert is_as_before(disk.root, CONTOSO, before)
    steps = len(steps_of(disk.root, CONTOSO))
    SCENARIOS["change of an item"].act(disk.root)
    assert len(steps_of(disk.root, CONTOSO)) == steps + 1
    assert problems_of(disk.root, CONTOSO) == []


FAILING = (
    *("change of an item", "bulk of five", "edit by hand taken up", "undo", "new partner"),
    "change beside a backup of hard links",
)


class Failures:
    """One scenario, in which each call fails in turn."""

    def __init__(self, actor: Actor, root: Path, name: str) -> None:
        self._actor = actor
        self._root = root
        self.scenario: Scenario = SCENARIOS[name]
        self._name = name
        self.partner = OTHER if name == "new partner" else CONTOSO
        self.before = root / "before"
        self.scenario.prepare(self.before)
        self.old = (values_of(self.before, self.partner), names_in(self.before))
        self.whole = root / "whole"
        copy_tree(self.before, self.whole)
        self.scenario.act(self.whole)
        self.new = values_of(self.whole, self.partner)

    def __call__(
        self, fault: str, moment: str, numbers: Iterable[int]
    ) -> Iterator[tuple[Path, Answer]]:
        """Yield what is left at each number, until there is no such call any more."""
        for number in numbers:
            root = self._root / str(number)
            answer = self._actor.act(root, self._name, fault, number, moment, before=self.before)
            assert answer.status == 0
            if not answer.met_fault:
                return
            yield root, answer
            shutil.rmtree(root)

    def is_made_once(self, root: Path) -> None:
        """The act stands in the file and in the history, once."""
        assert values_of(root, self.partner) == self.new
        assert len(steps_of(root, self.partner)) == len(steps_of(self.whole, self.partner))
        assert problems_of(root, self.partner) == []
        assert temporary_files(root) == []


NUMBERS = range(1, 100)
"""More calls than a save makes."""


@pytest.mark.parametrize("name", FAILING)
def test_a_call_that_fails_leaves_everything_as_it_was(actor, tmp_path, name):
    failures = Failures(actor, tmp_path, name)
    refused = 0
    for root, answer in failures("failure", "once", NUMBERS):
        if answer.error == "WriteError":
            refused += 1
            assert answer.sentence.endswith(": input/output error")
            assert is_as_before(root, failures.partner, failures.old)
            failures.scenario.act(root)
        elif answer.error == "NotDurableError":
            open_store(root).catch_up(failures.partner)
        else:
            assert answer.saved
        failures.is_made_once(root)
    assert refused > 5


@pytest.mark.parametrize("name", [name for name in FAILING if name not in ("undo", "new partner")])
def test_a_disk_that_stays_broken_leaves_the_change_or_nothing_of_it(actor, tmp_path, name):
    failures = Failures(actor, tmp_path, name)
    for root, answer in failures("failure", "lasts", NUMBERS):
        assert answer.error in ("", "WriteError", "NotDurableError")
        found = values_of(root, failures.partner)
        assert found in (failures.old[0], failures.new)
        assert found == failures.new or not answer.saved
        failures.scenario.act(root)
        failures.is_made_once(root)


@pytest.mark.parametrize("name", FAILING)
def test_a_write_that_the_system_cuts_off_leaves_everything_as_it_was(actor, tmp_path, name):
    failures = Failures(actor, tmp_path, name)
    ends = set()
    places = places_in(failures.whole)
    written = (places.history_file(failures.partner), places.progress_file(failures.partner))
    sizes = [path.stat().st_size for path in written]
    limits = {0, 1, 30, *range(60, max(sizes), 200), *sizes, *(size - 1 for size in sizes)}
    for root, answer in failures("limit", "", sorted(limits)):
        ends.add(answer.error)
        if not answer.saved:
            assert answer.sentence.endswith(": file too large")
            assert is_as_before(root, failures.partner, failures.old)
            failures.scenario.act(root)
        failures.is_made_once(root)
    assert ends == {"", "WriteError"}


NOT_FOR_WRITING = [
    ("change of an item", "partners", "refused"),
    ("change of an item", "history", "saved"),
    ("change of an item", f"history/{CONTOSO}.jsonl", "refused"),
    ("change of an item", ".local/locks", "saved"),
    ("change of an item", f".local/locks/{CONTOSO}.lock", "refused"),
    ("change of an item", ".local/copies", "saved"),
    ("new partner", "partners", "refused"),
    ("new partner", "history", "refused"),
    ("new partner", ".local/locks", "refused"),
]
USER = 54321
"""A user id that nobody on the host has."""


@needs_root
@pytest.mark.parametrize(("name", "place", "end"), NOT_FOR_WRITING)
def test_a_place_that_the_user_may_not_write_is_told(actor, open_path, name, place, end):
    failures = Failures(actor, open_path, name)
    root = open_path / "root"
    copy_tree(failures.before, root)
    path = places_in(root).data / place
    with owned_by(USER, root):
        mode = path.stat().st_mode
        path.chmod(mode & 0o500)
        answer = actor.act(root, name, user=(USER, USER, 0o077))
        path.chmod(mode)
    if end == "refused":
        assert answer.error == "WriteError"
        assert answer.sentence.endswith(": permission denied")
        assert is_as_before(root, failures.partner, failures.old)
        failures.scenario.act(root)
    else:
        assert answer.saved
    failures.is_made_once(root)


@contextlib.contextmanager
def owned_by(user: int, root: Path) -> Iterator[None]:
    everything = [root, *root.rglob("*")]
    for path in everything:
        os.chown(path, user, user)
    yield
    for path in [root, *root.rglob("*")]:
        os.chown(path, 0, 0)


def test_a_file_that_an_editor_cut_off_is_never_taken_for_an_edit(tmp_path):
    SCENARIOS["change of an item"].prepare(tmp_path)
    file = places_in(tmp_path).progress_file(CONTOSO)
    whole, values = file.read_bytes(), values_of(tmp_path, CONTOSO)
    refused = 0
    for size in range(len(whole)):
        file.write_bytes(whole[:size])
        try:
            open_store(tmp_path).load(CONTOSO)
        except InvalidFileError:
            refused += 1
        else:
            assert values_of(tmp_path, CONTOSO) == values
    assert refused > len(whole) // 2
    for size in (40, 60, len(whole) // 2):
        file.write_bytes(whole[:size])
        with pytest.raises(InvalidFileError):
            SCENARIOS["change of an item"].act(tmp_path)
        assert file.read_bytes() == whole[:size]
        SCENARIOS["restore"].act(tmp_path)
        assert values_of(tmp_path, CONTOSO) == values
