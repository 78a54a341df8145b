"""After a purge nothing tells of the partner any more, but what the purge has named."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

WORDS = (b"Contoso", b"Coho", b"Northwind")


@pytest.fixture
def partner(call, mini, home) -> str:
    """A partner with a customer, in every list, restored once, with a spot in the cache."""
    call("start", mini, "transition-to-indirect")
    call("customer", "add", mini, "Coho Winery")
    call("edit", mini, "--name", "Northwind Contoso")
    age(home)
    for _ in range(2):  # another partner keeps the list's cache from being empty
        call("add", "Fabrikam", "--again")
    return mini


def age(home) -> None:
    """Let every file be old enough for the cache to trust its time."""
    for path in home.data.rglob("*"):
        os.utime(path, (1_780_000_000, 1_780_000_000), follow_symlinks=False)


def visited(call, home, partner: str, *data: str) -> None:
    """Let a user see everything, so that it is in the cache."""
    age(home)
    assert "Northwind" in call(*data, "partners").out
    assert "Coho" in call(*data, "customers", partner).out


def telling(home, partner: str, words=WORDS) -> set[str]:
    """Return every file and directory below the home that has a word of the partner.

    The one history line that stays is left out.
    """
    found = set()
    for path in home.path.rglob("*"):
        named = path.relative_to(home.path)
        content = path.read_bytes() if path.is_file() else b""
        names = (*words, partner.encode())
        if any(word in os.fsencode(named) or word in content for word in names):
            found.add(str(named))
    history = home.data / "history" / f"{partner}.jsonl"
    (line,) = history.read_text().splitlines()
    assert json.loads(line)["do"] == "purge"
    return found - {f"data/history/{partner}.jsonl"}


def cached(home, user: str = "cache") -> bytes:
    files = (home.path / user).rglob("*.json")
    return b"".join(path.read_bytes() + path.name.encode() for path in files)


def test_a_purge_leaves_nothing_but_one_history_line(call, partner, home):
    path = home.data / "partners" / f"{partner}.toml"
    path.write_text("damaged Contoso")
    assert call("restore", partner).code == 0
    history = home.data / "history" / f"{partner}.jsonl"
    history.write_bytes(history.read_bytes() + b'{"torn by a crash')
    assert call("note", partner, "first", "Contoso again", "--run", "mini").code in (0, 3)
    assert call("edit", partner, "--owner", "ben").code == 0
    visited(call, home, partner)
    assert call("purge", partner, "--yes").code == 0
    assert telling(home, partner) == set()


@pytest.mark.parametrize(
    "spelling", ["data/", "./data", "share/../data", "link", "//data", "data/."]
)
def test_one_cache_serves_every_path_of_the_data_directory(
    call, partner, home, monkeypatch, spelling
):
    (home.path / "link").symlink_to("data")
    (home.path / "share").mkdir()
    monkeypatch.chdir(home.path)
    path = f"{home.path}/{spelling}" if spelling.startswith("/") else spelling
    visited(call, home, partner)
    before = set((home.path / "cache").rglob("*"))
    visited(call, home, partner, "--data", path)
    assert set((home.path / "cache").rglob("*")) == before
    assert call("--data", path, "purge", partner, "--yes").code == 0
    assert telling(home, partner) == set()


def test_a_purge_also_clears_caches_of_another_path(call, partner, home):
    visited(call, home, partner)
    for path in [*(home.path / "cache").rglob("*.json")]:
        shutil.copy(path, path.with_name(f"{path.stem[:-16]}{'0' * 16}.json"))
    assert call("purge", partner, "--yes").code == 0
    assert telling(home, partner) == set()


def test_a_purge_removes_what_killed_writes_of_the_cache_have_left(call, partner, home):
    visited(call, home, partner)
    for path in [*(home.path / "cache").rglob("*.json")]:
        shutil.copy(path, path.with_name(f".{path.name}.0123abcd.tmp"))
    assert call("purge", partner, "--yes").code == 0
    assert telling(home, partner) == set()


DIES = """
import os, signal, tempfile
from csp_tui.__main__ import main
tempfile.TemporaryDirectory.cleanup = lambda _self: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


def test_a_purge_removes_what_a_killed_dry_run_has_left(run, partner, home):
    command = [sys.executable, "-c", DIES, "edit", partner, "--owner", "ben", "--dry-run"]
    died = subprocess.run(command, env=home.env, capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL
    assert len([*(home.path / "tmp").glob(f"*/partners/{partner}.toml")]) == 1
    (home.path / "tmp" / "csp-tui-dry-sync" / ".local" / "sync.git").mkdir(parents=True)
    (home.path / "tmp" / "csp-tui-dry-of-another").symlink_to(home.data)
    assert run("purge", partner, "--yes", "--dry-run").returncode == 0
    assert len([*(home.path / "tmp").glob(f"*/partners/{partner}.toml")]) == 2
    assert run("purge", partner, "--yes").returncode == 0
    assert telling(home, partner) == set()
    assert [path.name for path in (home.path / "tmp").iterdir()] == ["csp-tui-dry-of-another"]
    assert home.data.is_dir()


RUNS = """
import sys
from csp_tui.core.disk.cache_erasing import dry_run_directory
with dry_run_directory() as directory:
    (directory / sys.argv[1]).write_text("Contoso")
    print(directory, flush=True)
    sys.stdin.readline()
"""


def test_a_purge_leaves_a_dry_run_alone_that_is_still_running(run, partner, home):
    command = [sys.executable, "-c", RUNS, f"{partner}.toml"]
    with subprocess.Popen(
        command, env=home.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        directory = Path(running.stdout.readline().rstrip())
        assert run("purge", partner, "--yes").returncode == 0
        assert [path.name for path in directory.iterdir()] == [f"{partner}.toml"]
        running.kill()
    assert directory.exists()
    assert run("purge", partner, "--yes").returncode == 0
    assert not directory.exists()


def test_a_start_removes_only_old_leftovers_of_the_cache(call, partner, home):
    visited(call, home, partner)
    cache = home.path / "cache" / "csp-tui"
    old, new = cache / ".rows-1.json.0123abcd.tmp", cache / ".rows-1.json.0123abce.tmp"
    for path in (old, new):
        path.write_text("Contoso")
    os.utime(old, (1_780_000_000, 1_780_000_000))
    call("partners")
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize("command", ["partners", "next", "show fabrikam", "verify"])
def test_the_cache_of_another_user_forgets_at_the_next_command(
    call, partner, home, monkeypatch, command
):
    call("archive", "fabrikam") if command == "verify" else None
    monkeypatch.setenv("XDG_CACHE_HOME", str(home.path / "other"))
    visited(call, home, partner)
    assert b"Northwind" in cached(home, "other")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home.path / "cache"))
    call("purge", partner, "--yes")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home.path / "other"))
    call(*command.split())
    assert telling(home, partner) == set()


def test_a_partner_in_the_archive_or_without_its_file_stays_where_it_was(call, partner, home):
    visited(call, home, partner)
    before = cached(home)
    (home.data / "history").touch()
    call("checklists")
    assert cached(home) == before


def test_backups_of_an_editor_are_named_and_left(call, partner, home):
    customer = next((home.data / "customers" / partner).iterdir())
    backups = {
        *(home.data / "partners" / name for name in (f"{partner}.toml~", f"#{partner}.toml#")),
        *(home.data / "partners" / name for name in (f".{partner}.toml.swp", f"{partner}.orig")),
        home.data / "history" / f"{partner}.jsonl.bak",
        home.data / ".local" / "copies" / f"{partner}.toml.orig",
        customer.with_name(f"{customer.name}~"),
        home.data / f"{partner}.html",
        home.data / "partners" / f"{partner.upper()}.toml",
    }
    for path in backups:
        path.write_text("Contoso")
    of_another = home.data / "partners" / f"{partner}-2.toml~"
    of_another.write_text("Contoso 2")
    link = home.data / "partners" / f".#{partner}.toml"
    link.symlink_to("amira@host.1234")
    backups.add(link)
    visited(call, home, partner)
    before = home.files()
    would_be = call("purge", partner, "--dry-run")
    assert (would_be.code, home.files()) == (1, before)
    assert json.loads(call("purge", partner, "--dry-run", "--json").out)["is_dry_run"] is True
    answer = call("purge", partner, "--yes")
    assert answer.code == 1
    assert answer.out == f"erased: {partner}; one history line stays and says so\n"
    dry, _note = would_be.err.replace("would stay: ", "still there: ").rsplit("csp-tui: ", 1)
    assert dry == answer.err
    named = {line.split(": ")[-2] for line in answer.err.splitlines()}
    assert named == set(map(str, backups))
    assert all("is not csp-tui's own" in line for line in answer.err.splitlines())
    assert all(os.path.lexists(path) for path in backups)
    left = {str(home.path / each) for each in telling(home, partner)}
    beside = {str(of_another), str(customer.parent)}
    assert left - beside == named
    again = json.loads(call("purge", partner, "--yes", "--json").out)
    assert set(again["left"]) == named
    for path in backups:
        path.unlink()
    assert call("purge", partner, "--yes").code == 0


def test_what_cannot_be_removed_is_named_and_the_rest_is_erased(call, partner, home, monkeypatch):
    call("edit", partner, "--owner", "ben")
    unlink, stuck = os.unlink, home.data / ".local" / "copies" / f"{partner}.toml"

    def refuse(path, *, dir_fd):
        if path == stuck.name and os.path.samestat(os.fstat(dir_fd), stuck.parent.stat()):
            raise PermissionError(1, os.strerror(1))
        unlink(path, dir_fd=dir_fd)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        answer = call("purge", partner, "--yes")
    assert answer.code == 1
    assert f"still there: {stuck}: operation not permitted" in answer.err
    assert telling(home, partner) == {str(stuck.relative_to(home.path))}
    assert call("purge", partner, "--yes").code == 0
    assert telling(home, partner) == set()


def test_nothing_beyond_a_link_in_the_archive_is_removed(call, partner, home):
    outside = home.path / "outside" / "customers" / partner
    outside.mkdir(parents=True)
    (outside / "own.toml").write_text("mine")
    (home.data / "archive").symlink_to(home.path / "outside")
    assert call("purge", partner, "--yes").code == 4
    assert (outside / "own.toml").read_text() == "mine"
    assert (home.data / "partners" / f"{partner}.toml").exists()


def test_files_of_the_archive_go_too(call, partner, home):
    for name in (".local/copies", ".local/locks", "history", "customers/" + partner):
        (home.data / "archive" / name).mkdir(parents=True, exist_ok=True)
    archive = home.data / "archive"
    (archive / ".local" / "copies" / f"{partner}.toml").write_text("Contoso")
    (archive / ".local" / "locks" / f"{partner}.lock").write_text("amira")
    (archive / "customers" / partner / "coho.toml").write_text("Coho")
    (archive / "partners").mkdir()
    (archive / "partners" / f".{partner}.toml.0123abcd.tmp").write_text("Contoso")
    assert call("purge", partner, "--yes").code == 0
    assert telling(home, partner) == set()


def test_the_repository_of_sync_is_named_if_it_holds_the_partner(call, partner, home):
    remote = home.path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", remote], check=True)
    assert call("sync", str(remote)).code == 0
    other = call("add", "Woodgrove").out.strip()
    assert call("purge", other, "--yes").code == 0
    before = home.files()
    assert call("purge", other, "--dry-run").code == 0
    for words in (("--dry-run",), ("--yes",)):
        answer = call("purge", partner, *words)
        assert answer.code == 1
        repository = home.data / ".local" / "sync.git"
        assert f": {repository}: its commits hold the partner" in answer.err
        if words == ("--dry-run",):
            assert home.files() == before


def test_what_killed_writes_left_of_an_archived_partner_goes_before_it_is_back(call, partner, home):
    call("archive", partner)
    for directory in ("partners", f"customers/{partner}"):
        left = home.data / "archive" / directory / ".coho.toml.0123abcd.tmp"
        left.write_text("Coho")
    call("unarchive", partner)
    assert [*home.data.rglob("*.tmp")] == []


def test_a_lock_file_names_nobody_afterwards_and_goes_with_its_partner(call, partner, home):
    locks = home.data / ".local" / "locks"
    assert {path.read_bytes() for path in locks.iterdir()} == {b""}
    assert (locks / f"{partner}.lock").exists()
    call("archive", partner)
    assert not (locks / f"{partner}.lock").exists()
    call("unarchive", partner)
    assert (locks / f"{partner}.lock").exists()


def test_a_failing_command_leaves_nothing_behind(call, partner, home):
    before = home.files()
    for line in (
        *("tick nobody x", "restore nobody", "restore nobody --undo", "purge nobody --yes"),
        *("unarchive nobody", "archive nobody", "undo nobody", "note nobody x y", "export nobody"),
        *("walk nobody", "customer add nobody X", "migrate nobody mini", "report nobody"),
        *(f"tick {partner} nothing", f"undo {partner} --line x:1", f"customer edit {partner} x"),
        *("edit nobody --owner x", "start nobody mini", "fact nobody x yes", "history nobody"),
    ):
        assert call(*line.split()).code in (2, 3), line
    assert home.files() - before <= set((home.path / "cache").rglob("*"))


HOLD = """
import sys
from pathlib import Path
from csp_tui.core.disk.locks import locked
with locked(Path(sys.argv[1]), sys.argv[2], patience=30, is_kept=lambda: False):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_who_waited_for_a_lock_that_was_removed_shares_the_new_one_with_nobody(home):
    path = home.path / "locks" / "contoso.lock"

    def hold(name: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", HOLD, path, name],
            env=home.env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    first = hold("first")
    assert first.stdout.readline() == "held\n"
    others = [hold(f"other {number}") for number in range(3)]
    first.communicate("\n")
    for _ in others:
        holders = [each for each in others if each.poll() is None]
        while not (named := path.read_text() if path.exists() else ""):
            assert any(each.poll() is None for each in holders)
        holder = others[int(named.split()[-1])]
        assert holder.stdout.readline() == "held\n"
        holder.communicate("\n")
        assert holder.returncode == 0
    assert not path.exists()
