from __future__ import annotations

import os
import re
import stat
from datetime import date

import pytest

from csp_tui.core.base.errors import (
    BusyError,
    CspTuiError,
    InvalidFileError,
    MissingFileError,
    NotFoundError,
    RunGoneError,
    UsageError,
    WriteError,
)
from csp_tui.core.disk.locks import locked
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import customer_changes, item_changes

from ..helpers import BEN, NOON, history_of, put, run_python, start_python, tree


@pytest.fixture
def tick(demo):
    """Makes the change that ticks an item."""
    return lambda item="membership": item_changes.tick("demo", demo.by_id[item])


def test_a_new_partner_can_be_read_at_once(store, places):
    saved = store.add_partner("Contoso [UK] Ltd", company="Contoso", region="EU/EFTA")
    partner = store.load(saved.partner.id)
    assert partner == saved.partner
    assert (partner.name, partner.company, partner.region) == (
        *("Contoso [UK] Ltd", "Contoso", "EU/EFTA"),
    )
    assert store.partner_ids() == [partner.id]
    assert partner.id.startswith("contoso-uk-ltd-")


def test_everything_new_is_for_the_owner_alone(store, places, contoso):
    modes = {
        each.relative_to(places.data): stat.S_IMODE(each.stat().st_mode)
        for each in places.data.rglob("*")
    }
    assert {mode for path, mode in modes.items() if (places.data / path).is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if (places.data / path).is_file()} == {0o600}


def test_two_partners_may_have_the_same_name(store):
    ids = {store.add_partner("Contoso").partner.id for _ in range(3)}
    assert len(ids) == 3
    assert set(store.partner_ids()) == ids


def test_a_name_is_cleaned_before_it_is_stored(store):
    partner = store.add_partner("Con\x1b[2Jto\u202eso \n Ltd", company="a\x07b", owner=" ").partner
    assert partner.name == "Con[2Jtoso Ltd"
    assert (partner.company, partner.owner) == ("ab", "")


@pytest.mark.parametrize("name", ["", "  ", "\x1b\x07", "\n"])
def test_a_partner_needs_a_name(store, places, name):
    with pytest.raises(UsageError, match="needs a name"):
        store.add_partner(name)
    assert not places.data.exists()


def test_a_name_that_looks_like_a_path_stays_in_the_directory(store, places):
    store.add_partner("../../etc/passwd")
    assert not [
        each for each in tree(places.data.parent) if "passwd" in each and "data" not in each
    ]


def test_a_change_is_on_the_disk_when_it_is_called_saved(store, open_store, contoso, tick):
    saved = store.change(contoso, [tick()])
    read = open_store().load(contoso)
    assert saved.partner == read
    item = read.runs["demo"].of("membership")
    assert (item.status, item.by, item.at) == (Status.DONE, "amira", saved.lines[0].at)
    assert saved.at > item.at > NOON


def test_a_change_of_nothing_writes_nothing(store, places, contoso, tick):
    store.change(contoso, [tick()])
    before = tree(places.data)
    version = store.version(contoso)
    saved = store.change(contoso, [tick()])
    assert saved.lines == ()
    assert saved.partner.runs["demo"].of("membership").status is Status.DONE
    assert (tree(places.data / "partners"), tree(places.data / "history")) == (
        {name[9:]: content for name, content in before.items() if name.startswith("partners")},
        {name[8:]: content for name, content in before.items() if name.startswith("history")},
    )
    assert store.version(contoso) == version


def test_only_what_really_changes_is_in_the_history(store, places, contoso, demo, tick):
    store.change(contoso, [tick()])
    store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"], date(2026, 9, 1))])
    assert history_of(places.data, contoso)[-1]["to"] == {"on": "2026-09-01"}


def test_an_edit_leaves_who_ticked_and_when(store, open_store, contoso, demo, tick):
    ticked = store.change(contoso, [tick()]).partner.runs["demo"].of("membership")
    edit = item_changes.edit("evidence", "demo", demo.by_id["membership"], evidence="PLA 123")
    edited = open_store(BEN).change(contoso, [edit]).partner.runs["demo"].of("membership")
    assert (edited.by, edited.at, edited.evidence) == ("amira", ticked.at, "PLA 123")


def test_unticking_keeps_evidence_and_note(store, contoso, demo, tick):
    item = demo.by_id["membership"]
    store.change(contoso, [tick(), item_changes.edit("note", "demo", item, note="n", evidence="e")])
    partner = store.change(contoso, [item_changes.untick("demo", item)]).partner
    progress = partner.runs["demo"].of("membership")
    assert (progress.status, progress.note, progress.evidence) == (Status.TODO, "n", "e")
    assert progress.fingerprint == ""


def test_two_changes_of_one_item_in_one_step_are_made_one_after_the_other(
    store, contoso, demo, tick
):
    saved = store.change(contoso, [tick(), item_changes.untick("demo", demo.by_id["membership"])])
    assert saved.partner.runs["demo"].of("membership").status is Status.TODO
    assert [line.before["status"] for line in saved.lines] == [None, "done"]


def test_many_new_customers_are_one_step_that_says_how_far_it_is(
    store, open_store, contoso, monkeypatch
):
    def start(_thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", start)  # where there may be no more of them
    shares = []
    ids = [f"customer-{number:02}" for number in range(20)]
    added = [Change("add", {"name": each}, customer=each) for each in ids]
    store.change(contoso, added, on_way=shares.append)
    assert len(shares) == 4 * 20 + 1  # the partner's own file is looked at, and stays as it is
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert [open_store().load_customer(contoso, each).name for each in ids] == ids
    assert store.is_as_written(contoso, store.history(contoso))
    store.undo(contoso)
    assert all(open_store().load_customer(contoso, each).archived for each in ids)


def test_two_sessions_on_one_partner_lose_nothing(open_store, contoso, demo, tick):
    amira, ben = open_store(), open_store(BEN)
    for number, item in enumerate(demo.items):
        first, second = (amira, ben) if number % 2 else (ben, amira)
        first.change(contoso, [tick(item.id)])
        second.change(contoso, [item_changes.edit("note", "demo", item, note=item.title)])
    run = open_store().load(contoso).runs["demo"]
    assert [run.of(item.id).status for item in demo.items] == [Status.DONE] * 5
    assert [run.of(item.id).note for item in demo.items] == [item.title for item in demo.items]
    assert {run.of(item.id).by for item in demo.items} == {"amira", "ben"}


def test_the_later_of_two_changes_stands_and_both_are_in_the_history(open_store, contoso, demo):
    item = demo.by_id["membership"]
    open_store().change(contoso, [item_changes.edit("note", "demo", item, note="Amira's")])
    open_store(BEN).change(contoso, [item_changes.edit("note", "demo", item, note="Ben's")])
    assert open_store().load(contoso).runs["demo"].of("membership").note == "Ben's"
    lines = open_store().history(contoso).lines()[-2:]
    assert [(line.by, line.after["note"]) for line in lines] == [
        ("amira", "Amira's"),
        ("ben", "Ben's"),
    ]


WORKER = """
import sys
from pathlib import Path
from csp_tui.core.base.actor import Actor
from csp_tui.core.progress.change import Change
from csp_tui.core.base.clock import system_clock
from csp_tui.core.base.errors import BusyError
from csp_tui.core.disk.places import Places
from csp_tui.core.store.store import Store
data, partner, name, count = sys.argv[1:]
root = Path(data)
store = Store(Places(root, root / "c", root / "c", root / "c"), system_clock, Actor(name, "host"))
store.load(partner)
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(count)):
    item = f"{name}-{number}" if number % 2 else f"common-{number}"
    while True:
        try:
            store.change(partner, [Change("note", {"note": name}, "demo", item)])
            break
        except BusyError:
            continue
"""


def test_four_processes_on_one_partner_lose_nothing(places, store, contoso):
    names = ["ada", "ben", "cleo", "dan"]
    workers = [start_python(WORKER, places.data, contoso, name, 25) for name in names]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        _, err = worker.communicate(timeout=300)
        assert worker.returncode == 0, err
    items = store.load(contoso).runs["demo"].items
    assert {f"{name}-{number}" for name in names for number in range(1, 25, 2)} < items.keys()
    lines = store.history(contoso).lines()
    assert [line.count for line in lines] == list(range(1, 103))
    assert [line.at for line in lines] == sorted({line.at for line in lines})
    for number in range(0, 25, 2):
        notes = [line.after["note"] for line in lines if line.item == f"common-{number}"]
        assert items[f"common-{number}"].note == notes[-1]


def test_a_hand_edit_between_two_changes_survives(store, contoso, file, tick):
    store.change(contoso, [tick()])
    text = file.read_text()
    edited = text.replace("[checklists.demo]", "# called on Mondays\ncolour = 1\n[checklists.demo]")
    file.write_text(edited)
    store.change(contoso, [tick("newsletter")])
    after = file.read_text()
    assert "# called on Mondays\ncolour = 1\n[checklists.demo]" in after
    assert store.load(contoso).runs["demo"].of("newsletter").status is Status.DONE


@pytest.mark.parametrize("calls", [2, 3])
def test_a_hand_edit_in_the_middle_of_a_save_survives(store, contoso, file, tick, clock, calls):
    clock.act_after(calls, lambda: file.write_text(file.read_text() + "# in between\n"))
    store.change(contoso, [tick()])
    assert "# in between" in file.read_text()
    assert store.load(contoso).runs["demo"].of("membership").status is Status.DONE
    assert len(store.history(contoso).lines()) == 3


def test_a_file_that_never_rests_is_told_after_some_tries(
    store, contoso, file, tick, clock, places
):
    for calls in range(1, 20):
        clock.act_after(calls, lambda: file.write_text(file.read_text() + "# in between\n"))
    before = tree(places.history)
    with pytest.raises(BusyError, match="keeps changing"):
        store.change(contoso, [tick()])
    assert tree(places.history) == before


def test_a_partner_that_another_process_changes_is_busy_and_stays_as_it_was(
    store, contoso, places, tick
):
    before = tree(places.partners)
    lock = places.local / "locks" / f"{contoso}.lock"
    with (
        locked(lock, "ben on host-b, process 7, since 10:42:03"),
        pytest.raises(BusyError, match="being changed by ben on host-b, process 7"),
    ):
        store.change(contoso, [tick()])
    assert tree(places.partners) == before


UNREADABLE = {
    "no TOML": b"format = 1\nname\n",
    "Latin-1": "format = 1\nname = 'Société'\n".encode("latin-1"),
    "NUL bytes": b"format = 1\n\0\0\0\n",
    "empty": b"",
    "newer format": b"format = 2\n",
    "status typo": b"format = 1\n[checklists.a]\nedition = ''\n[checklists.a.items.b]\nstatus = ''",
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_file_is_never_overwritten(open_store, places, contoso, file, tick, content):
    file.write_bytes(content)
    before = (tree(places.partners), tree(places.history))
    with pytest.raises(InvalidFileError):
        open_store().change(contoso, [tick()])
    with pytest.raises(CspTuiError):
        open_store().undo(contoso)
    assert (tree(places.partners), tree(places.history)) == before


def test_a_refused_change_leaves_what_was_edited_by_hand_and_records_it(
    open_store, places, contoso, file, tick
):
    """The file can be read, but nothing can be added to its tables of a single line."""
    content = "format = 1\nname = 'Ours'\nchecklists = { demo = { edition = '1' } }\n"
    file.write_text(content)
    before, lengths = open_store().history(contoso).lines(), []
    for _time in range(2):
        with pytest.raises(InvalidFileError):
            open_store().change(contoso, [tick()])
        after = file.read_text()
        assert after.startswith(content)
        assert after.removeprefix(content).startswith("\n[history]\n")
        new = open_store().history(contoso).lines()[len(before) :]
        assert [(line.do, line.after) for line in new][:1] == [("outside", {"name": "Ours"})]
        assert {line.do for line in new} == {"outside"}
        lengths.append(len(new))
    assert lengths[0] == lengths[1]


def test_a_file_damaged_after_it_was_read_is_not_overwritten_from_memory(
    store, contoso, file, tick
):
    store.change(contoso, [tick()])
    file.write_bytes(b"format = 1\nname")
    with pytest.raises(InvalidFileError):
        store.change(contoso, [tick("newsletter")])
    assert file.read_bytes() == b"format = 1\nname"


def test_a_file_taken_away_is_not_brought_back_from_memory(store, contoso, file, tick):
    store.change(contoso, [tick()])
    file.unlink()
    with pytest.raises(MissingFileError, match="the file is missing; restore brings it back"):
        store.change(contoso, [tick("newsletter")])
    assert not file.exists()


def test_a_progress_file_that_is_a_link_is_neither_read_nor_replaced(store, contoso, file, tick):
    target = file.rename(file.with_name("elsewhere"))
    file.symlink_to(target)
    before = target.read_bytes()
    for act in (lambda: store.load(contoso), lambda: store.change(contoso, [tick()])):
        with pytest.raises(InvalidFileError, match="symbolic link"):
            act()
    assert file.is_symlink()
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    "partner_id", ["../../evil", "..", "", "a/b", "A", "x" * 300, "/etc/passwd"]
)
def test_an_id_that_is_a_path_leads_nowhere(store, places, contoso, tick, partner_id):
    before = tree(places.data.parent)
    for act in (store.load, store.undo, lambda each: store.change(each, [tick()])):
        with pytest.raises(NotFoundError):
            act(partner_id)
    assert tree(places.data.parent) == before


def test_a_missing_partner_is_not_found(store, tick):
    for act in (store.load, store.undo, lambda each: store.change(each, [tick()])):
        with pytest.raises(NotFoundError, match='there is no partner "nobody-1234"'):
            act("nobody-1234")


def test_files_of_other_kinds_are_no_partners(store, places, contoso):
    for name in ("README.md", ".hidden.toml", "Big.toml", "a.toml~", ".contoso.toml.1234.tmp"):
        put(places.partners / name, "x")
    assert store.partner_ids() == [contoso]


def test_there_are_no_partners_where_there_is_no_directory(store):
    assert store.partner_ids() == []


FULL_DISK = """
import os, resource, signal, sys
from pathlib import Path
from csp_tui.core.base.actor import Actor
from csp_tui.core.progress.change import Change
from csp_tui.core.base.clock import system_clock
from csp_tui.core.base.errors import WriteError
from csp_tui.core.disk.places import Places
from csp_tui.core.store.store import Store
data, partner, limit = sys.argv[1:]
root = Path(data)
store = Store(Places(root, root / "c", root / "c", root / "c"), system_clock, Actor("a", "h"))
change = Change("note", {"note": "new"}, "demo", "membership")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
try:
    store.change(partner, [change])
except WriteError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
if store.load(partner).runs["demo"].of("membership").note:
    print("the note is in the file all the same")
if sys.stdin.readline():
    store.change(partner, [change])
"""


@pytest.mark.parametrize("place", ["nothing", "history", "progress"])
def test_a_full_disk_leaves_file_and_history_as_they_were(
    store, places, contoso, file, demo, place
):
    for letter in "abcde":
        changed = item_changes.edit("note", "demo", demo.by_id["revenue"], note=letter * 2000)
        store.change(contoso, [changed])
    log = places.history_file(contoso)
    limit = {"nothing": 0, "history": log.stat().st_size + 20, "progress": file.stat().st_size - 20}
    before = (tree(places.partners), tree(places.history))
    printed = run_python(FULL_DISK, places.data, contoso, limit[place])
    failed = log if place == "history" else file
    assert printed == f"cannot write {failed}: file too large\n"
    assert (tree(places.partners), tree(places.history)) == before


def test_after_a_full_disk_the_same_change_can_be_made(places, contoso, file, open_store):
    file.write_text(file.read_text() + "# filler\n" * 1000)
    child = start_python(FULL_DISK, places.data, contoso, file.stat().st_size - 20)
    out, err = child.communicate("again\n", timeout=300)
    assert (child.returncode, "file too large" in out) == (0, True), err
    assert open_store().load(contoso).runs["demo"].of("membership").note == "new"
    lines = open_store().history(contoso).lines()
    assert [line.count for line in lines] == [1, 2, 3]


def test_a_change_that_no_reader_could_read_is_not_written(store, contoso, places):
    before = (tree(places.partners), tree(places.history))
    change = Change("edit", {"note": "x" * 17 * 1024 * 1024}, "demo", "membership")
    with pytest.raises(WriteError, match="too large"):
        store.change(contoso, [change])
    with pytest.raises(InvalidFileError, match="status cannot be"):
        store.change(contoso, [Change("edit", {"status": "dne"}, "demo", "membership")])
    assert (tree(places.partners), tree(places.history)) == before


def test_after_a_refused_change_the_next_one_writes_only_itself(store, contoso, tick):
    with pytest.raises(InvalidFileError):
        store.change(contoso, [tick(), Change("edit", {"status": "dne"}, "demo", "revenue")])
    run = store.change(contoso, [tick("newsletter")]).partner.runs["demo"]
    assert set(run.items) == {"newsletter"}


def test_a_file_keeps_its_mode_through_a_change(store, contoso, file, tick):
    file.chmod(0o660)
    store.change(contoso, [tick()])
    assert stat.S_IMODE(file.stat().st_mode) == 0o660


def test_no_temporary_file_is_left_after_many_changes(store, contoso, places, demo, tick):
    for item in demo.items:
        store.change(contoso, [tick(item.id)])
    assert os.listdir(places.partners) == [f"{contoso}.toml"]


def test_a_second_run_of_the_same_checklist_is_refused(store, contoso, demo):
    with pytest.raises(UsageError, match='already has a run "demo"'):
        item_changes.start(store.load(contoso), demo, NOON)


def test_a_change_to_a_run_that_was_taken_away_is_refused_and_nothing_is_written(
    open_store, contoso, demo, file, places
):
    store, other = open_store(), open_store()
    other.undo(contoso)
    before = tree(places.data)
    tick = item_changes.tick("demo", demo.by_id["membership"])
    for changes in ([tick], [customer_changes.for_customer(tick, "alpine")]):
        with pytest.raises(RunGoneError, match=r'^the run "demo" is no longer started$'):
            store.change(contoso, changes)
    assert tree(places.data) == before
    other.undo(contoso, redo=True)
    assert store.change(contoso, [tick]).partner.runs["demo"].of("membership").status == "done"


@pytest.mark.parametrize("key", ["started", "closed"])
@pytest.mark.parametrize("value", ["{ by = [1] }", "[2026-11-23, 1]"])
def test_a_run_that_was_taken_away_by_hand_leaves_nothing_that_cannot_be_recorded(
    store, contoso, file, tick, places, key, value
):
    table = re.sub("(?m)^(edition|checklist|started) = .*\n", "", file.read_text())
    file.write_text(table.replace("[checklists.demo]", f"[checklists.demo]\n{key} = {value}"))
    before = tree(places.data)
    with pytest.raises(InvalidFileError, match=f"line [0-9]+: {key} must be"):
        store.change(contoso, [tick()])
    assert tree(places.data) == before


def test_a_customer_has_nothing_of_a_run_that_cannot_be_recorded(store, contoso, places):
    store.change(contoso, [Change("add", {"name": "Alpine"}, customer="alpine")])
    file = places.customer_file(contoso, "alpine")
    own = '\n[checklists.demo]\nchecklist = "x"\nstarted = { by = [1] }\n'
    file.write_text(file.read_text() + own)
    with pytest.raises(InvalidFileError, match="started must be a time"):
        store.change(contoso, [Change("edit", {"owner": "amira"}, customer="alpine")])
    assert own in file.read_text()


@pytest.mark.parametrize("is_in_place", [True, False])
def test_a_hand_edit_of_the_same_size_with_its_old_time_is_seen(
    store, contoso, file, tick, is_in_place
):
    saved = store.change(contoso, [tick()])
    assert store.load(contoso) is saved.partner  # what was just written is not read again
    status = file.stat()
    edited = file.read_bytes().replace(b'name = "Contoso', b'name = "contosO', 1)
    path = file if is_in_place else file.with_name("edited")
    path.write_bytes(edited)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    path.replace(file)
    assert store.load(contoso).name.startswith("contosO")
    store.change(contoso, [tick("newsletter")])
    assert b'name = "contosO' in file.read_bytes()
    assert [line.do for line in store.history(contoso).lines()][-2:] == ["outside", "tick"]
