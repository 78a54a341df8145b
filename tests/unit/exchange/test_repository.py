"""The repository here: what git reads, writes and sends, and what a killed git has left."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from csp_tui.core.base.errors import CspTuiError, WriteError
from csp_tui.core.exchange.git import Repository
from csp_tui.core.exchange.git_contents import blob_id
from csp_tui.core.exchange.git_process import DamagedError


def git(place: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t", *words]
    return subprocess.run(command, cwd=place, capture_output=True, check=True, text=True).stdout


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    path = tmp_path / "remote.git"
    path.mkdir()
    git(path, "init", "--quiet", "--bare")
    return path


@pytest.fixture
def open_one(tmp_path: Path, remote: Path) -> Callable[..., Repository]:
    """Return a repository by name, with the remote's address; it is to be entered."""

    def open_named(name: str = "here", **given: object) -> Repository:
        arguments = {"address": str(remote), **given}
        return Repository(tmp_path / name / "sync.git", os.environ, **arguments)  # type: ignore[arg-type]

    return open_named


def written(repository: Repository, files: dict[str, bytes | None], parent: str) -> str:
    with repository.writing(parent) as new:
        for name, content in files.items():
            new.put(name, content)
        return new.commit("sync", "Amira <b> at\nhost", 1_700_000_000)


def send(repository: Repository, files: dict[str, bytes | None]) -> str:
    """Send files as a sync does, and return the commit."""
    commits = []

    def sync() -> bool:
        commits.append(written(repository, files, repository.fetch()))
        return repository.push(commits[-1])

    repository.repeat(sync)
    repository.keep(commits[-1])
    return commits[-1]


def contents(repository: Repository) -> dict[str, bytes]:
    """Return the remote's files, which a sync would take in."""
    found: dict[str, bytes] = {}

    def sync() -> bool:
        found.clear()
        commit = repository.fetch()
        with repository.reading() as blobs:
            found.update(
                (name, blobs.content(blob)) for name, blob in repository.tree(commit).items()
            )
        if commit:
            repository.keep(commit)
        return True

    repository.repeat(sync)
    return found


FILES = {
    "history/a0/contoso.jsonl": b'{"n":1}\r\n\0\xff' * 500,
    "format": b"2\n",
    "empty": b"",
    "checklists/own/2026.toml": "née\n".encode(),
}


def test_damage_that_is_found_in_the_last_try_is_mended_and_tried_again(open_one, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    calls = []

    def sync() -> bool:
        calls.append(len(calls))
        if len(calls) == 5:
            raise DamagedError(WriteError("x is missing"))
        return len(calls) == 6

    with open_one() as here:
        here.repeat(sync)
    assert len(calls) == 6


def test_what_is_sent_arrives_byte_for_byte(open_one):
    with open_one() as here, open_one("there") as there:
        assert (here.fetch(), contents(there)) == ("", {})
        first = send(here, FILES)
        assert contents(there) == FILES
        assert there.tree(first) == {name: blob_id(content) for name, content in FILES.items()}
        send(there, {"empty": None, "format": b"3\n"})
        assert contents(here) == {
            **{name: content for name, content in FILES.items() if name != "empty"},
            "format": b"3\n",
        }
        assert (here.has_held(["empty"]), here.has_held(["never"])) == (True, False)


def test_whoever_is_slower_is_told_so_and_the_remote_keeps_both(open_one):
    with open_one() as here, open_one("there") as there:
        send(here, FILES)
        slow = written(there, {"slow": b"1"}, there.fetch())
        send(here, {"fast": b"1"})
        assert not there.push(slow)
        send(there, {"slow": b"1"})
        assert contents(here).keys() == {*FILES, "fast", "slow"}


def test_a_file_that_is_too_large_is_refused_before_it_is_read(open_one):
    with open_one() as here:
        commit = send(here, {"large": b"x" * (2 * 1024 * 1024 + 1), "small": b"1"})
        tree = here.tree(commit)
        with here.reading() as blobs:
            with pytest.raises(CspTuiError, match="is larger than 2 MiB"):
                blobs.content(tree["large"], 2 * 1024 * 1024)
            assert blobs.content(tree["small"], 1) == b"1"


@pytest.mark.parametrize("order", ["abcdL", "dcbaL", "bd", "aLcc", "Lxa", "axbxc", "aabb"])
def test_expected_files_may_be_read_in_any_order_or_not_at_all(open_one, order):
    files = {name: name.encode() * 70_000 for name in "abcd"}
    files |= {"L": b"l" * (2 * 1024 * 1024), "x": b"not expected"}
    with open_one() as here:
        tree = here.tree(send(here, files))
        with here.reading() as blobs:
            blobs.expect([tree[name] for name in "aLbcd"])
            assert [blobs.content(tree[name]) for name in order] == [files[name] for name in order]


def test_a_link_a_folder_and_a_submodule_are_no_files(open_one, remote):
    with open_one() as here:
        commit = send(here, FILES)
        blob = blob_id(FILES["format"])
        listed = f"120000 blob {blob}\tlink\n160000 commit {commit}\tmodule\n"
        tree = subprocess.run(
            ["git", "mktree", "--missing"], cwd=remote, input=listed, text=True, **PIPED
        ).stdout.strip()
        new = git(remote, "commit-tree", tree, "-p", commit, "-m", "x").strip()
        git(remote, "update-ref", "refs/heads/csp-tui", new)
        assert here.tree(here.fetch()) == {"link": "", "module": ""}


PIPED: dict[str, bool] = {"capture_output": True, "check": True}


class Failing(dict[str, bytes | None]):
    """Files of which the last cannot be read."""

    def items(self):
        yield from super().items()
        raise ZeroDivisionError


def test_a_write_that_fails_leaves_no_commit(open_one, tmp_path):
    with open_one() as here:
        first = send(here, FILES)
        with pytest.raises(ZeroDivisionError):
            written(here, Failing(format=b"4\n"), first)
        assert contents(here)["format"] == b"2\n"
        packs = tmp_path / "here/sync.git/objects/pack"
        assert [path for path in packs.iterdir() if "tmp" in path.name] == []


def test_a_remote_that_lost_a_file_is_an_error_with_a_cure(open_one, remote):
    with open_one() as here:
        send(here, FILES)
    blob = blob_id(FILES["format"])
    loose = remote / "objects" / blob[:2] / blob[2:]
    loose.unlink()
    with (
        open_one("there") as there,
        pytest.raises(WriteError, match="corruption on the remote side; mend it there"),
    ):
        contents(there)


def test_a_file_that_is_missing_here_is_an_error_with_a_cure(open_one):
    with open_one() as here, here.reading() as blobs:
        with pytest.raises(DamagedError) as raised:
            blobs.content("1" * 40)
        assert "is missing in the repository; if it cannot be mended there" in str(raised.value)


def test_the_commit_of_the_last_sync_is_kept(open_one):
    with open_one() as here:
        commit = send(here, FILES)
    with open_one() as again:
        assert again.last() == commit


def packs_of(path: Path, ending: str) -> list[Path]:
    return [*(path / "objects/pack").glob(f"*.{ending}")]


def cut_off(path: Path, left: float) -> None:
    path.chmod(0o600)
    os.truncate(path, int(path.stat().st_size * left))


def leave_locks(path: Path) -> None:
    for name in (
        "HEAD",
        "config",
        "packed-refs",
        "shallow",
        "refs/heads/csp-tui",
        "objects/info/x",
    ):
        (path / name).parent.mkdir(exist_ok=True)
        (path / f"{name}.lock").touch()
    for name in ("objects/pack/tmp_pack_x", "objects/ab/tmp_obj_x", "objects/pack/.tmp-1-pack-x"):
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_bytes(b"PACK")
    for pack in packs_of(path, "pack"):
        pack.with_suffix(".keep").touch()


def empty_the_objects(path: Path) -> None:
    for pack in packs_of(path, "pack"):
        moved = path / pack.name
        shutil.move(pack, moved)
        with moved.open("rb") as file:
            subprocess.run(["git", "unpack-objects", "-q"], cwd=path, stdin=file, check=True)
    for each in (path / "objects").glob("??/*"):
        cut_off(each, 0)


def point_elsewhere(path: Path, content: str) -> None:
    (path / "refs/heads/csp-tui").write_text(content)


def make_file(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("x")


BREAKS: dict[str, Callable[[Path], object]] = {
    "no repository": shutil.rmtree,
    "a file": make_file,
    "nothing in it": lambda path: [shutil.rmtree(path), path.mkdir()],
    "no objects": lambda path: shutil.rmtree(path / "objects"),
    "objects a file": lambda path: make_file(path / "objects"),
    "packs a file": lambda path: make_file(path / "objects/pack"),
    "no refs": lambda path: shutil.rmtree(path / "refs"),
    "refs a file": lambda path: make_file(path / "refs"),
    "ref a directory": lambda path: [
        (path / "refs/heads/csp-tui").unlink(),
        (path / "refs/heads/csp-tui").mkdir(),
    ],
    "empty ref": lambda path: point_elsewhere(path, ""),
    "ref to nowhere": lambda path: point_elsewhere(path, "1" * 40 + "\n"),
    "empty packs": lambda path: [cut_off(each, 0) for each in packs_of(path, "pack")],
    "half packs": lambda path: [cut_off(each, 0.5) for each in packs_of(path, "pack")],
    "one half pack": lambda path: cut_off(packs_of(path, "pack")[0], 0.5),
    "empty indexes": lambda path: [cut_off(each, 0) for each in packs_of(path, "idx")],
    "half indexes": lambda path: [cut_off(each, 0.5) for each in packs_of(path, "idx")],
    "no indexes": lambda path: [each.unlink() for each in packs_of(path, "idx")],
    "one pack missing": lambda path: packs_of(path, "pack")[0].unlink(),
    "empty objects": empty_the_objects,
    "locks and temporary files": leave_locks,
}


@pytest.mark.parametrize("break_it", BREAKS.values(), ids=BREAKS)
def test_a_broken_repository_is_mended_by_the_next_sync(open_one, tmp_path, break_it):
    with open_one() as here, open_one("there") as there:
        send(here, FILES)
        send(there, {"fetched": b"1"})
        contents(here)
        send(here, {"format": b"3\n"})
    break_it(tmp_path / "here/sync.git")
    with open_one() as here, open_one("there") as there:
        send(there, {"new": b"1"})
        expected = {**FILES, "fetched": b"1", "format": b"3\n", "new": b"1"}
        assert contents(here) == expected
        send(here, {"own": b"1"})
        assert contents(there) == {**expected, "own": b"1"}
    path = tmp_path / "here/sync.git"
    assert [each for each in path.rglob("*") if "tmp" in each.name or each.suffix == ".keep"] == []


OTHER_PACKING = {
    "fetch.unpackLimit": "1000",
    "transfer.unpackLimit": "1000",
    "fastimport.unpackLimit": "1000",
    "fetch.writeCommitGraph": "true",
    "repack.writeBitmaps": "true",
    "pack.writeReverseIndex": "true",
    "gc.auto": "1",
}
"""Settings for the user's own repositories."""


def size_of(path: Path) -> int:
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())


def test_fifty_syncs_with_one_change_each_add_little(open_one, tmp_path, monkeypatch):
    settings = tmp_path / "settings"
    for key, value in OTHER_PACKING.items():
        git(tmp_path, "config", "--file", str(settings), key, value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    line = b'{"v":2,"w":"k3v9q2mx","do":"tick","item":"%d","prev":"296c8dd5"}\n'
    histories = [b"".join(line % (each * 97 + place) for place in range(20)) for each in range(300)]
    names = [f"history/{each % 256:02x}/p{each}.jsonl" for each in range(300)]
    path = tmp_path / "here/sync.git"
    with open_one() as here, open_one("there") as there:
        send(here, dict(zip(names, histories, strict=True)))
        before = size_of(path)
        for each in range(50):
            side = (here, there)[each % 2]
            send(side, {names[each]: histories[each] + line % each})
        send(here, {names[0]: histories[0] + line})
    assert size_of(path) - before < 50 * 10_000
    assert len(packs_of(path, "pack")) <= 21
    assert [*path.glob("objects/[0-9a-f][0-9a-f]/*")] == []


def test_pushes_that_are_refused_do_not_pile_up(open_one, remote, tmp_path):
    hook = remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o700)
    with open_one() as here:
        for each in range(30):
            with pytest.raises(WriteError, match="hook declined"):
                send(here, {"refused": b"%d" % each})
    assert len(packs_of(tmp_path / "here/sync.git", "pack")) <= 22


def test_what_an_earlier_version_left_unpacked_is_packed(open_one, tmp_path):
    path = tmp_path / "here/sync.git"
    with open_one() as here:
        send(here, FILES)
        empty_blobs = ["git", "hash-object", "-w", "--stdin"]
        for each in range(30):
            subprocess.run(empty_blobs, cwd=path, input=b"%d" % each, **PIPED)
        assert contents(here) == FILES
    assert [*path.glob("objects/[0-9a-f][0-9a-f]/*")] == []


@pytest.fixture
def silent_ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let ssh connect to a host that says nothing; return the file with its process id."""
    running = tmp_path / "running"
    program = tmp_path / "bin/ssh"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho $$ > {running}\nexec sleep 1000\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    yield running
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(running.read_text()), 9)


def is_running(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    return False


def test_a_remote_that_says_nothing_is_given_up_with_what_git_started(open_one, silent_ssh):
    for patience in (0.5, 2, 8, 32):  # a busy machine may take longer until git has started ssh
        with (
            open_one(address="git@bastion.example:csp.git", patience=patience) as here,
            pytest.raises(WriteError, match=r"git fetch failed: the remote was silent for \d+ s"),
        ):
            here.fetch()
        if silent_ssh.exists():
            break
    process, deadline = int(silent_ssh.read_text()), time.monotonic() + 300
    while is_running(process):
        assert time.monotonic() < deadline
