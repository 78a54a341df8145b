"""Who may read and write what: one user alone, two users of a group, and everybody else."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from thoroughness import IS_LONG

from csp_tui.core.base.clock import system_clock
from csp_tui.core.base.errors import CspTuiError, InvalidFileError, WriteError
from csp_tui.core.care.purge import purge_partner
from csp_tui.core.checklists.library import Library
from csp_tui.core.customers.customers import Customers
from csp_tui.core.disk.files import LARGEST, version_of
from csp_tui.core.partners.overview import Overview

from .helpers import (
    Actor,
    Answer,
    needs_root,
    problems_of,
    temporary_files,
    values_of,
)
from .scenarios import (
    CONTOSO,
    GOES_ON,
    OTHER,
    SCENARIOS,
    act_named,
    copy_tree,
    note,
    open_store,
    places_in,
)

GROUP = 54400
AMIRA, BEN = (54321, GROUP), (54322, GROUP)
EVE = (54323, 54323)
"""Ids of user and group that nobody on the host has; Eve is not of the group."""

UMASKS = (0o077, 0o022, 0o000)


def modes_below(root: Path) -> tuple[set[int], set[int]]:
    """Return the modes of all directories and of all files."""
    found = [(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in root.rglob("*")]
    return {mode for is_dir, mode in found if is_dir}, {m for is_dir, m in found if not is_dir}


@needs_root
@pytest.mark.parametrize("umask", UMASKS)
def test_everything_private_is_so_from_its_first_moment_on(actor, open_path, umask):
    os.chown(open_path, *AMIRA)
    for act in ("new partner", f"note {OTHER} a text", f"note {OTHER} b text", f"undo {OTHER}"):
        answer = actor.act(open_path, act, user=(*AMIRA, umask))
        assert answer.saved
        assert {stat.S_IMODE(mode) for mode in answer.modes} <= {0o600, 0o700}
    assert modes_below(open_path) == ({0o700}, {0o600})


@needs_root
def test_data_below_a_directory_of_a_group_are_private_all_the_same(actor, open_path):
    os.chown(open_path, AMIRA[0], GROUP)
    open_path.chmod(0o2775)
    for act in ("new partner", f"note {OTHER} a text", f"note {OTHER} b text", f"undo {OTHER}"):
        answer = actor.act(open_path, act, user=(*AMIRA, 0o002))
        assert answer.saved
        assert not [mode for mode in answer.modes if mode & 0o077]
    assert modes_below(open_path) == ({0o700}, {0o600})


class Shared:
    """A directory of a group, and those who work in it."""

    def __init__(self, actor: Actor, root: Path, umask: int) -> None:
        self._actor = actor
        self._umask = umask
        self.root = root
        self.seen: set[int] = set()
        places_in(root).data.mkdir(parents=True)
        os.chown(places_in(root).data, AMIRA[0], GROUP)
        places_in(root).data.chmod(0o2770)

    def act(self, user: tuple[int, int], act: str, *fault: str | int) -> Answer:
        answer = self._actor.act(self.root, act, *fault, user=(*user, self._umask))
        self.seen |= set(answer.modes)
        return answer

    def file(self) -> Path:
        return places_in(self.root).progress_file(OTHER)


@pytest.fixture
def shared(actor, open_path) -> Shared:
    return Shared(actor, open_path / "shared", 0o077)


@needs_root
@pytest.mark.parametrize("umask", UMASKS)
def test_two_users_of_a_group_work_on_the_same_partner(actor, open_path, umask):
    shared = Shared(actor, open_path / "shared", umask)
    assert shared.act(AMIRA, "new partner").saved
    for user, text in ((BEN, "ben-1"), (AMIRA, "amira-1"), (BEN, "ben-2")):
        assert shared.act(user, f"note {OTHER} item {text}").saved
    assert shared.act(BEN, "add Contoso").saved
    for user in (AMIRA, BEN):
        whole = values_of(shared.root, OTHER)
        shared.file().write_bytes(shared.file().read_bytes()[:30])
        assert shared.act(user, f"restore {OTHER}").saved
        assert values_of(shared.root, OTHER) == whole
        assert shared.act(user, f"undo-restore {OTHER}").saved
        assert shared.act(user, f"restore {OTHER}").saved
        assert shared.act(user, f"undo {OTHER}").saved
    assert problems_of(shared.root, OTHER) == []
    owners = {path.stat().st_gid for path in shared.root.rglob("*")}
    assert owners == {GROUP}
    assert modes_below(places_in(shared.root).data) == ({0o2770}, {0o660})
    assert not [mode for mode in shared.seen if mode & 0o007]


@needs_root
def test_who_is_not_of_the_group_is_told_so_in_a_sentence_and_changes_nothing(shared):
    assert shared.act(AMIRA, "new partner").saved
    assert shared.act(AMIRA, f"note {OTHER} item text").saved
    before = values_of(shared.root, OTHER)
    for do in ("load", "list", "history", "verify", "undo", "restore", "purge", "add"):
        answer = shared.act(EVE, f"{do} {OTHER}")
        assert answer.status == 0
        assert answer.error in ("InvalidFileError", "WriteError")
        assert answer.sentence.endswith("ermission denied")
        assert "\n" not in answer.sentence
    assert shared.act(EVE, f"note {OTHER} item eve").error
    assert values_of(shared.root, OTHER) == before


@needs_root
def test_a_user_who_dies_in_a_new_shared_directory_locks_nobody_out(actor, open_path):
    for number in itertools.count(1, 1 if IS_LONG else 3):
        shared = Shared(actor, open_path / str(number), 0o077)
        died = shared.act(AMIRA, "new partner", "death", number, "before").status
        assert shared.act(AMIRA, "add Contoso").saved
        assert shared.act(BEN, "add Fabrikam").saved
        for partner in open_store(shared.root).partner_ids():
            assert shared.act(BEN, f"note {partner} item text").saved
        assert modes_below(places_in(shared.root).data) == ({0o2770}, {0o660})
        assert temporary_files(shared.root) == []
        shutil.rmtree(shared.root)
        if died != -signal.SIGKILL:
            break
    assert number > 20


@needs_root
def test_two_users_may_start_in_a_new_shared_directory_at_once(actor, second_actor, open_path):
    for number in range(10):
        shared = Shared(actor, open_path / str(number), 0o077)
        actor.start(shared.root, "add Contoso", user=(*AMIRA, 0o077))
        second_actor.start(shared.root, "add Fabrikam", user=(*BEN, 0o077))
        assert actor.answer().saved
        assert second_actor.answer().saved
        for partner in open_store(shared.root).partner_ids():
            assert shared.act(AMIRA, f"note {partner} item text").saved
            assert shared.act(BEN, f"note {partner} item changed").saved


DIRECTORIES = ("partners", "history", ".local", ".local/locks", ".local/copies", ".local/aside")


@pytest.mark.parametrize("name", DIRECTORIES)
def test_a_directory_that_is_a_link_is_refused_and_nothing_is_written_through_it(tmp_path, name):
    root = tmp_path / "root"
    SCENARIOS["restore"].prepare(root)
    open_store(root).add_partner("Another")
    places_in(root).aside.mkdir(mode=0o700, exist_ok=True)
    directory = places_in(root).data / name
    target = directory.rename(tmp_path / "elsewhere")
    directory.symlink_to(target)
    before = contents(tmp_path)
    acts = [act_named(f"{do} {CONTOSO}") for do in ("undo", "restore", "undo-restore", "purge")]
    acts += [act_named(f"note {CONTOSO} item text"), act_named("add Fabrikam")]
    if name == "partners":
        acts += [act_named(f"{do} {CONTOSO}") for do in ("list", "load")]
    if name == "history":
        acts += [act_named(f"{do} {CONTOSO}") for do in ("history", "verify")]
    for act in acts:
        with pytest.raises(InvalidFileError, match="is a symbolic link, which is not followed"):
            act(root)
    assert contents(tmp_path) == before


def test_the_data_directory_itself_may_be_a_link(tmp_path):
    SCENARIOS["change of an item"].prepare(tmp_path / "root")
    (tmp_path / "link").symlink_to("root")
    assert open_store(tmp_path / "link").change(CONTOSO, [note("item", "text")]).lines


def test_a_link_that_takes_the_place_of_the_data_directory_is_not_followed(tmp_path):
    root = tmp_path / "root"
    SCENARIOS["change of an item"].prepare(root)
    copy_tree(root, tmp_path / "others")
    before = contents(tmp_path / "others")
    store = open_store(root)
    places = places_in(root)
    places.data.rename(tmp_path / "away")
    places.data.symlink_to(places_in(tmp_path / "others").data)
    for act in (
        lambda: store.change(CONTOSO, [note("item", "text")]),
        lambda: purge_partner(places, store, CONTOSO),
    ):
        with pytest.raises(InvalidFileError, match="is a symbolic link, which is not followed"):
            act()
    assert contents(tmp_path / "others") == before


FILES = {
    "progress": (f"partners/{CONTOSO}.toml", InvalidFileError),
    "history": (f"history/{CONTOSO}.jsonl", InvalidFileError),
    "lock": (f".local/locks/{CONTOSO}.lock", WriteError),
    "writer": (".local/writer", WriteError),
}


@pytest.mark.parametrize(("name", "error"), FILES.values(), ids=FILES)
def test_a_file_that_is_a_link_is_refused_and_nothing_is_written_through_it(tmp_path, name, error):
    root = tmp_path / "root"
    SCENARIOS["change of an item"].prepare(root)
    file = places_in(root).data / name
    target = file.rename(tmp_path / "elsewhere")
    file.symlink_to(target)
    before = target.read_bytes(), values_of(root, CONTOSO)
    with pytest.raises(error):
        open_store(root).change(CONTOSO, [note("item", "text")])
    assert (target.read_bytes(), values_of(root, CONTOSO)) == before
    assert file.is_symlink()


def test_a_copy_that_is_a_link_is_left_alone_and_hinders_no_change(tmp_path):
    root = tmp_path / "root"
    SCENARIOS["change of an item"].prepare(root)
    copy = places_in(root).copies / f"{CONTOSO}.toml"
    target = copy.rename(tmp_path / "elsewhere")
    copy.symlink_to(target)
    before = target.read_bytes()
    assert open_store(root).change(CONTOSO, [note("item", "text")]).lines
    assert target.read_bytes() == before


def contents(directory: Path) -> dict[str, bytes | None]:
    """Return what stands below a directory; lock files, and files that are too large, by name."""
    return {
        str(path.relative_to(directory)): path.read_bytes() if is_small(path) else None
        for path in directory.rglob("*")
        if path.suffix != ".lock"
    }


def is_small(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= LARGEST


GOOD = 'format = 1\nname = "Contoso"\n'

Spoil = Callable[[Path], object]


def with_text(text: str | bytes) -> Spoil:
    return lambda path: path.write_bytes(text if isinstance(text, bytes) else text.encode())


def make_sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 200 * 1024 * 1024)


UNREADABLE: dict[str, tuple[Spoil, str]] = {
    "directory": (Path.mkdir, "is not a regular file"),
    "pipe": (os.mkfifo, "is not a regular file"),
    "link": (lambda path: path.symlink_to("/etc/hostname"), "is a symbolic link"),
    "200 MB": (make_sparse, "is larger than 16 MiB"),
    "empty": (with_text(""), "format must be 1"),
    "cut off": (with_text(GOOD[:-4]), "line 2: is not TOML"),
    "NUL bytes": (with_text(GOOD + "\0" * 100), "line 3: holds NUL bytes, so it was damaged"),
    "Latin-1": (
        with_text((GOOD + 'owner = "Zoë"').encode("latin-1")),
        "line 3: is not UTF-8 text; save it as UTF-8",
    ),
    "UTF-16": (with_text(GOOD.encode("utf-16")), "is UTF-16 text; save it as UTF-8"),
    "newer format": (with_text("format = 2\n"), "install a newer one"),
    "10,000 brackets": (with_text(GOOD + f"x = {'[' * 10_000}"), "is nested too deeply"),
    "10,000 tables": (with_text(f"{GOOD}[{'a.' * 10_000}a]"), "is nested too deeply"),
    "5,000 digits": (with_text(f"{GOOD}x = {'9' * 5000}"), "holds a number that is too long"),
}


@pytest.mark.parametrize(("spoil", "sentence"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_told_in_one_sentence_and_blocks_no_other(tmp_path, spoil, sentence):
    root = tmp_path / "root"
    places = places_in(root)
    other = open_store(root).add_partner("Fabrikam").partner.id
    file = places.progress_file(CONTOSO)
    spoil(file)
    before = (version_of(file.lstat()), contents(root))
    for act in ("load", "undo", "restore", "verify"):
        with pytest.raises(CspTuiError) as caught:
            act_named(f"{act} {CONTOSO}")(root)
        assert "\n" not in str(caught.value)
        if act == "load":
            assert sentence in str(caught.value)
    with pytest.raises(InvalidFileError):
        open_store(root).change(CONTOSO, [note("item", "text")])
    assert (version_of(file.lstat()), contents(root)) == before
    rows = rows_of(root)
    assert rows[other] == ""
    assert rows[CONTOSO].startswith("unreadable, ")
    assert open_store(root).change(other, [GOES_ON]).lines


def rows_of(root: Path) -> dict[str, str]:
    places = places_in(root)
    library = Library(places.shipped, places.own_checklists)
    store = open_store(root)
    customers = Customers(places, store, library, system_clock)
    overview = Overview(places, lambda: store, library, system_clock, lambda: customers)
    return {row.id: row.error for row in overview.rows()}


@needs_root
def test_a_partner_of_somebody_else_is_told_and_blocks_no_other(shared):
    assert shared.act(AMIRA, "new partner").saved
    assert shared.act(AMIRA, "add Contoso").saved
    shared.file().chmod(0o600)
    answer = shared.act(BEN, f"load {OTHER}")
    assert (answer.error, answer.sentence) == (
        "InvalidFileError",
        f"{shared.file()}: permission denied",
    )
    (other,) = set(open_store(shared.root).partner_ids()) - {OTHER}
    assert shared.act(BEN, f"note {other} item text").saved
