"""Two data directories that exchange changes through a git repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import system_clock
from csp_tui.core.disk.places import find_places
from csp_tui.core.exchange.git_contents import blob_id
from csp_tui.core.exchange.repository_names import history_name
from csp_tui.core.progress.change import Change
from csp_tui.core.store.store import Store

from .samples import MINI


def git(place: Path, *words: str, sent: bytes = b"") -> bytes:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t", *words]
    return subprocess.run(command, cwd=place, input=sent, capture_output=True, check=True).stdout


@pytest.fixture
def remote(home) -> Path:
    path = home.path / "remote.git"
    path.mkdir()
    git(path, "init", "--quiet", "--bare")
    return path


@pytest.fixture
def here(home, call):
    return lambda *args: call(*args)


@pytest.fixture
def there(home, call):
    return lambda *args: call("--data", str(home.path / "there"), *args)


@pytest.fixture
def shared(remote, here, there, mini) -> str:
    """Return the id of a partner that both sides have."""
    assert here("customer", "add", mini, "Fabrikam").code == 0
    assert here("sync", str(remote)).out == f"sent: {mini}\nsent: checklists/mini/2026-01.toml\n"
    answer = there("sync", str(remote))
    assert answer.code == 0
    assert f"received for: {mini}\n" in answer.out
    return mini


def test_a_long_sync_shows_how_far_it_is(here, remote, home, monkeypatch):
    for name in ("Contoso", "Fabrikam"):
        assert here("add", name).code == 0
    seconds = count()
    passing = SimpleNamespace(monotonic=lambda: float(next(seconds)))
    monkeypatch.setattr("csp_tui.cli.output.progress_bar.time", passing)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    *_before, shown, removed, rest = here("sync", str(remote)).err.split("\r")
    assert shown == "partners ######################## 2/2"
    assert (removed.strip(), rest) == ("", "")
    assert "\r" not in here("sync", "--quiet").err


def snapshot(data: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and not {".local", "cache"} & {*path.relative_to(data).parts}
    }


def test_a_partner_its_customers_history_and_checklist_arrive(home, shared, here, there):
    assert (home.path / "there/checklists/mini/2026-01.toml").read_text() == MINI
    assert there("show", shared).out == here("show", shared).out
    assert len(list((home.path / "there/customers" / shared).iterdir())) == 1
    assert there("verify").code == 0


def test_changes_of_both_sides_meet_and_the_next_sync_changes_nothing(home, shared, here, there):
    here("tick", shared, "register", "--yes")
    here("note", shared, "region", "ours")
    there("note", shared, "region", "theirs")
    there("tick", shared, "sign", "--yes")
    for side in (here, there, here, there):
        assert side("sync").code == 0
    assert here("show", shared).out == there("show", shared).out
    assert here("show", shared).out.count("[x]") == 2
    text = home.progress_file().read_text()
    assert 'note = "theirs"' in text
    assert '"ours"' in (home.data / "history" / f"{shared}.jsonl").read_text()
    before = snapshot(home.path)
    for side in (there, here, there, here):
        answer = side("sync")
        assert (answer.code, answer.out) == (0, "")
        assert "both sides are the same" in answer.err
    assert snapshot(home.path) == before
    assert (here("verify").code, there("verify").code) == (0, 0)


def test_an_undo_after_a_sync_takes_back_the_last_step_here_and_nothing_of_others(
    home, shared, here, there, monkeypatch
):
    here("note", shared, "region", "ours")
    monkeypatch.setenv("CSP_TUI_REVIEWER", "Ben")
    assert there("evidence", shared, "region", "theirs").code == 0
    there("sync")
    monkeypatch.delenv("CSP_TUI_REVIEWER")
    assert here("sync").code == 0
    assert [row[3] for row in here("history", shared).rows][-2:] == ["note", "evidence"]
    assert here("undo", shared).code == 0
    text = home.progress_file().read_text()
    assert 'note = "ours"' not in text
    assert 'evidence = "theirs"' in text


def test_an_edit_by_hand_is_synced_too(home, shared, here, there):
    path = home.path / "there/partners" / f"{shared}.toml"
    path.write_text(path.read_text().replace('name = "Contoso Ltd"', 'name = "Contoso SARL"'))
    there("sync")
    here("sync")
    assert 'name = "Contoso SARL"' in home.progress_file().read_text()


def test_archiving_and_unarchiving_reach_the_other_side(home, shared, here, there):
    here("archive", shared)
    here("sync")
    there("sync")
    assert there("partners").out == ""
    assert shared in there("partners", "--archived").out
    there("unarchive", shared)
    there("sync")
    here("sync")
    assert shared in here("partners").out


def test_a_customer_that_is_put_away_does_not_keep_its_partner_in_the_archive(shared, here, there):
    here("archive", shared)
    for side in (here, there):
        assert side("sync").code == 0
    assert there("unarchive", shared).code == 0
    assert there("customer", "archive", shared, "Fabrikam").code == 0
    for side in (there, here, there):
        assert side("sync").code == 0
    for side in (here, there):
        assert shared in side("partners").out


def test_an_erased_partner_is_neither_sent_back_nor_erased_unasked(home, shared, here, there):
    here("purge", shared, "--yes")
    here("sync")
    for _ in range(2):
        answer = there("sync")
        assert answer.code == 1
        assert f"there purge {shared} erases it here, too" in answer.err
    assert here("sync").code == 0
    assert here("partners").out == ""
    there("purge", shared, "--yes")
    assert there("sync").code == 0


def test_an_unreadable_partner_is_left_alone_and_the_others_go_on(home, shared, here, there):
    other = here("add", "Northwind").out.strip()
    here("note", shared, "region", "new")
    here("sync")
    broken = home.path / "there/partners" / f"{shared}.toml"
    broken.write_text("format = ")
    answer = there("sync")
    assert answer.code == 1
    assert f"left alone: {shared}: " in answer.err
    assert broken.read_text() == "format = "
    assert other in there("partners").out
    assert here("sync").code == 0
    assert 'note = "new"' in (home.data / "partners" / f"{shared}.toml").read_text()


def test_a_problem_is_reported_once_even_if_others_send_at_the_same_time(
    home, remote, shared, here, there
):
    there("tick", shared, "register", "--yes")
    assert there("sync").code == 0
    home.progress_file().write_text("not toml")
    other = here("add", "Northwind").out.strip()
    hook = remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    faster = (
        "mkdir was_faster 2>/dev/null || exit 0\n"
        "unset GIT_QUARANTINE_PATH\n"
        "new=$(git commit-tree csp-tui^{tree} -p csp-tui -m x)\n"
        "git update-ref refs/heads/csp-tui $new\n"
    )
    hook.write_text(
        f"#!/bin/sh\nexport GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t\n"
        f"export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t\n{faster}"
    )
    hook.chmod(0o700)
    answer = here("sync")
    assert (remote / "was_faster").is_dir()
    assert answer.out == f"sent: {other}\n"
    assert answer.err.count("is not TOML") == 1


def test_a_checklist_that_both_have_changed_stays_as_it_is_on_each_side(home, shared, here, there):
    own = home.data / "checklists/mini/2026-01.toml"
    other = home.path / "there/checklists/mini/2026-01.toml"
    own.write_text(MINI.replace("Mini checklist", "Changed here"))
    here("sync")
    there("sync")
    assert "Changed here" in other.read_text()
    own.write_text(MINI.replace("Mini checklist", "Ours"))
    other.write_text(MINI.replace("Mini checklist", "Theirs"))
    here("sync")
    for _ in range(2):
        answer = there("sync")
        assert (answer.code, "was changed here and there" in answer.err) == (1, True)
        assert here("sync").code == 0
        assert "Theirs" in other.read_text()
        assert "Ours" in own.read_text()
    other.unlink()
    assert there("sync").code == 0
    assert "Ours" in other.read_text()


def test_an_edition_used_instead_of_a_shipped_one_is_named_and_can_be_removed(
    home, remote, shared, here, there
):
    shipped = find_places(home.env).shipped / "enroll-direct" / "2026-08.toml"
    name = "checklists/enroll-direct/2026-08.toml"
    own = home.put(name, shipped.read_text() + "\n# ours\n")
    assert here("sync").code == 0
    taken = home.path / "there" / name
    answer = there("sync", "--dry-run")
    assert (answer.code, answer.out) == (0, f"would be received: {name}\n")
    assert f"{taken} would be used instead of the edition that csp-tui ships\n" in answer.err
    answer = there("sync", "--quiet")
    assert (answer.code, answer.out) == (0, "")
    assert f"{taken} is used instead of the edition that csp-tui ships" in answer.err
    assert f"what differs: diff -u {shipped} {taken}; " in answer.err
    cure = f"to use the shipped one again, here and on the other machines: rm {taken}\n"
    assert answer.err.endswith(cure)
    taken.unlink()
    assert (there("sync").code, taken.exists()) == (0, False)
    assert (here("sync").code, own.exists()) == (0, False)
    home.put(name, shipped.read_text() + "\n# ours\n")
    own.write_text(own.read_text() + "# changed\n")
    here("sync")
    assert there("sync").code == 0
    assert taken.read_bytes() == own.read_bytes()


def test_a_dry_run_says_what_would_go_both_ways_and_writes_nothing(
    home, remote, shared, here, there
):
    here("note", shared, "region", "new")
    here("checklists", "new", "ours", "--title", "Ours")
    here("sync")
    other = there("add", "Northwind").out.strip()
    own = home.path / "there/partners" / f"{other}.toml"
    own.write_text(own.read_text().replace('name = "Northwind"', 'name = "Northwind SARL"'))
    head = git(remote, "rev-parse", "csp-tui")
    before = snapshot(home.path)
    answer = there("sync", "--dry-run")
    ours = next(name for name in before if name.startswith("data/checklists/ours/"))
    ours = ours.removeprefix("data/")
    lines = f"would be received for: {shared}\nwould be received: {ours}\n"
    lines += f"would be sent: {other}\n"
    assert (answer.code, answer.out) == (0, lines)
    found = json.loads(there("sync", "--dry-run", "--json").out)
    assert found["is_dry_run"] is True
    assert (found["received"], found["checklists"]) == ([shared], [ours])
    assert found["sent"] == [other]
    assert snapshot(home.path) == before
    assert git(remote, "rev-parse", "csp-tui") == head
    real = there("sync")
    assert real.out == lines.replace("would be ", "")
    assert there("sync", "--dry-run").err.count("both sides are the same") == 1


def test_a_dry_run_names_what_would_be_left_alone_by_its_path_in_the_data(home, shared, here):
    home.progress_file().write_text("format = ")
    answer = here("sync", "--dry-run")
    assert (answer.code, answer.out) == (1, "")
    assert f"left alone: {shared}: {home.progress_file()}, line 1: " in answer.err


def test_foreign_files_in_the_repository_never_reach_the_data(home, remote, shared, there, here):
    evil = git(remote, "hash-object", "-w", "--stdin", sent=b"evil").decode().strip()
    tree = git(remote, "ls-tree", "-r", "csp-tui").decode()
    names = (
        ("100644", "config.toml"), ("100644", ".local/writer"), ("120000", "partners/link.toml"),
        ("100755", "hooks/post-checkout"), ("100644", "partners/UPPER.toml"),
        ("100644", "checklists/mini/../../x.toml"), ("100644", "checklists/evil/2026-01.toml"),
        ("100644", ".gitattributes"), ("100644", "partners/\x1b[31m.toml"),
    )  # fmt: skip
    lines = [line for line in tree.splitlines() if line]
    index = remote / "evil-index"
    environ = {"GIT_INDEX_FILE": str(index), "PATH": home.env["PATH"]}
    for mode, name in names:
        command = ["git", "update-index", "--add", "--cacheinfo", f"{mode},{evil},{name}"]
        subprocess.run(command, cwd=remote, env=environ, capture_output=True, check=False)
    listed = "".join(f"{line}\n" for line in lines)
    update = ["git", "update-index", "--index-info"]
    subprocess.run(update, cwd=remote, env=environ, input=listed.encode(), check=True)
    made = subprocess.run(
        ["git", "write-tree"], cwd=remote, env=environ, capture_output=True, check=True
    )
    parent = git(remote, "rev-parse", "csp-tui").decode().strip()
    commit = git(remote, "commit-tree", made.stdout.decode().strip(), "-p", parent, "-m", "x")
    git(remote, "update-ref", "refs/heads/csp-tui", commit.decode().strip())
    before = snapshot(home.path / "there")
    answer = there("sync")
    assert snapshot(home.path / "there") == before
    assert "\x1b" not in answer.out + answer.err
    assert "checklists/evil/2026-01.toml" in answer.err


def put_in(remote: Path, name: str, content: bytes) -> None:
    """Let the repository hold a file as some other program might send it."""
    blob = git(remote, "hash-object", "-w", "--stdin", sent=content).decode().strip()
    assert blob == blob_id(content)
    data = b"commit refs/heads/csp-tui\ncommitter t <t> 1 +0000\ndata 1\nx\n"
    data += b"from refs/heads/csp-tui^0\n" + f"M 100644 {blob} {name}\n".encode()
    git(remote, "fast-import", "--quiet", sent=data)


def test_an_altered_history_is_reported_and_not_taken(home, remote, shared, here, there):
    here("tick", shared, "register", "--yes")
    here("sync")
    name = history_name(shared)
    old = git(remote, "show", f"csp-tui:{name}")
    new = old.replace(b'"Contoso Ltd"', b'"Somebody else"')
    assert new != old
    put_in(remote, name, new)
    before = snapshot(home.path / "there")
    answer = there("sync")
    assert (answer.code, f"left alone: {shared}" in answer.err) == (1, True)
    assert snapshot(home.path / "there") == before
    found = there("verify", "--remote")
    assert (found.code, "is not whole" in found.out, "0 lines" in found.out) == (1, True, False)


@pytest.mark.parametrize(
    "stamps",
    [
        {"at": "2999-01-01T00:00:00.000Z"},
        {"at": "9998-12-31T23:59:59.999Z", "clock": "2026-01-01T00:00:00.000Z"},
    ],
    ids=["ahead", "mended"],
)
def test_a_line_from_the_far_future_waits_on_the_remote_and_holds_up_nothing(
    home, remote, shared, here, there, stamps
):
    name = history_name(shared)
    old = git(remote, "show", f"csp-tui:{name}")
    line = {"v": 1, "w": "zzzzzzzz", "n": 1, **stamps, "by": "mallory", "host": "laptop"}
    line |= {"step": "zzzzzzzz-1", "do": "note", "run": "mini", "item": "region"}
    ahead = json.dumps({**line, "to": {"note": "x"}}, separators=(",", ":")).encode() + b"\n"
    put_in(remote, name, old + ahead)
    before = snapshot(home.data)
    for _ in range(2):
        answer = here("sync")
        assert answer.code == 0
        waits = f"lines of laptop wait until their day, {stamps['at'][:10]}; its clock is ahead"
        assert waits in answer.err
        assert snapshot(home.data) == before
    assert here("note", shared, "region", "ours").code == 0
    for side in (here, there, here):
        assert side("sync").code == 0
    for data in (home.data, home.path / "there"):
        assert 'note = "ours"' in (data / f"partners/{shared}.toml").read_text()
        assert "zzzzzzzz" not in (data / f"history/{shared}.jsonl").read_text()
    assert ahead in git(remote, "show", f"csp-tui:{name}")


def test_a_partner_whose_clock_was_mended_is_taken_in_again(home, shared, here, there):
    ahead = Store(find_places(home.env, str(home.data)), lambda: _in_days(40), Actor("ben", "b"))
    change = Change("note", {"note": "ahead"}, run="mini", item="region")
    ahead.change(shared, [change])
    here("note", shared, "sign", "also")
    here("sync")
    answer = there("sync")
    assert (answer.code, "lines of b wait until their day" in answer.err) == (0, True)
    text = (home.path / f"there/partners/{shared}.toml").read_text()
    assert ('note = "ahead"' in text, 'note = "also"' in text) == (False, True)
    assert here("clock", shared, "--mend").code == 0
    assert (here("sync").code, there("sync").code) == (0, 0)
    assert 'note = "ahead"' in (home.path / f"there/partners/{shared}.toml").read_text()
    there("note", shared, "region", "later")
    for side in (there, here, there):
        assert side("sync").code == 0
    assert here("show", shared).out == there("show", shared).out
    assert 'note = "later"' in home.progress_file().read_text()


def _in_days(days: int) -> datetime:
    return system_clock() + timedelta(days=days)


@pytest.mark.parametrize("address", ["-oProxyCommand=x", "ext::sh -c id", "", "a\x1bb"])
def test_an_address_that_git_would_run_is_refused(home, mini, here, address):
    answer = here("sync", "--", address)
    assert answer.code == 2
    assert answer.err.count("\n") == 1


def test_without_git_or_remote_one_sentence_says_so(home, mini, here, run, tmp_path):
    assert "name the git repository once" in here("sync").err
    answer = here("sync", str(tmp_path / "nowhere.git"))
    assert answer.code == 6
    assert "git fetch failed" in answer.err
    answer = run("sync", "x", env={"PATH": str(tmp_path)})
    assert (answer.returncode, "git is not installed" in answer.stderr) == (2, True)


PLANTED = {
    "program on the remote": '[remote "origin"]\n\tuploadpack = {program}\n',
    "program that receives": '[remote "origin"]\n\treceivepack = {program}\n',
    "another file of settings": "[include]\n\tpath = {included}\n",
    "conditional": '[includeIf "gitdir:/"]\n\tpath = {included}\n',
    "hooks": "[core]\n\thooksPath = {hooks}\n",
}


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED)
def test_a_program_in_the_settings_of_the_repository_does_not_run(home, shared, here, text):
    marker = home.path / "ran"
    program = home.path / "hooks/reference-transaction"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {marker}\nexit 1\n")
    program.chmod(0o700)
    included = home.path / "included"
    included.write_text(PLANTED["program on the remote"].format(program=program))
    config = home.data / ".local/sync.git/config"
    named = {"program": program, "included": included, "hooks": program.parent}
    config.write_text(config.read_text() + text.format(**named))
    here("note", shared, "region", "new")
    answer = here("sync")
    assert (answer.code, f"sent: {shared}\n" in answer.out) == (0, True)
    assert not marker.exists()
    assert str(home.path / "hooks") not in config.read_text()


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED)
def test_a_program_that_is_planted_while_sync_runs_does_not_run(home, shared, here, run, text):
    """As by whoever can swap the directory: the settings change before each call of git."""
    marker, program = home.path / "ran", home.path / "hooks/reference-transaction"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {marker}\nexit 1\n")
    program.chmod(0o700)
    included, planted = home.path / "included", home.path / "planted"
    included.write_text(PLANTED["program on the remote"].format(program=program))
    config = home.data / ".local/sync.git/config"
    named = {"program": program, "included": included, "hooks": program.parent}
    planted.write_text(config.read_text() + text.format(**named))
    swapping = home.path / "bin/git"
    swapping.parent.mkdir()
    swapping.write_text(f'#!/bin/sh\ncp {planted} {config}\nexec {shutil.which("git")} "$@"\n')
    swapping.chmod(0o700)
    here("note", shared, "region", "new")
    answer = run("sync", env={"PATH": f"{swapping.parent}:{os.environ['PATH']}"})
    assert (answer.returncode, f"sent: {shared}\n" in answer.stdout) == (0, True)
    assert config.read_text() == planted.read_text()
    assert not marker.exists()


def test_the_settings_of_a_repository_that_lends_its_objects_are_not_read(home, shared, here):
    marker, lender = home.path / "ran", home.path / "lender.git"
    lender.mkdir()
    git(lender, "init", "--quiet", "--bare")
    (lender / "refs/heads/gone").write_text(f"{'1' * 40}\n")
    (lender / "config").write_text(
        "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
        "[extensions]\n\tpartialClone = origin\n"
        f'[remote "origin"]\n\turl = {lender}\n\tpromisor = true\n'
        f"\tuploadpack = touch {marker} #\n"
    )
    lent = home.data / ".local/sync.git/objects/info/alternates"
    lent.parent.mkdir(exist_ok=True)
    lent.write_text(f"{lender}/objects\n")
    here("note", shared, "region", "new")
    assert f"sent: {shared}\n" in here("sync").out
    assert not marker.exists()


def test_a_program_for_ssh_in_the_settings_of_the_repository_does_not_run(home, shared, here):
    marker = home.path / "ran"
    config = home.data / ".local/sync.git/config"
    config.write_text(f"{config.read_text()}[core]\n\tsshCommand = touch {marker} #\n")
    assert here("sync", "ssh://nowhere.invalid/csp.git").code == 6
    assert not marker.exists()


def test_a_kept_address_that_names_a_program_is_refused(home, shared, here):
    marker = home.path / "ran"
    address = home.data / ".local/exchange/address"
    address.write_text(f"ext::sh -c touch% {marker}\n")
    answer = here("sync")
    assert (answer.code, "is no address of a git repository" in answer.err) == (2, True)
    assert not marker.exists()


def test_a_repository_that_lacks_a_file_is_made_anew(home, remote, shared, here, there):
    other = there("add", "Northwind").out.strip()
    there("note", shared, "region", "new")
    there("sync")
    repository = home.data / ".local/sync.git"
    blob = blob_id(b"2\n")  # the file that names the format, which every sync reads
    shutil.rmtree(repository / "objects/pack")
    git(repository, "unpack-objects", "-q", sent=git(remote, "pack-objects", "--all", "--stdout"))
    (repository / "objects" / blob[:2] / blob[2:]).unlink()
    assert here("sync").code == 0
    assert other in here("partners").out
    text = (home.data / "partners" / f"{shared}.toml").read_text()
    assert 'note = "new"' in text
    assert here("show", shared).out == there("show", shared).out


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o2757, 0o1777])
def test_a_directory_that_others_may_write_to_is_not_synced(home, shared, here, mode):
    home.data.chmod(mode)
    answer = here("sync")
    assert (answer.code, f": chmod -R go-w {home.data}\n" in answer.err) == (6, True)
    subprocess.run(["chmod", "-R", "go-w", str(home.data)], check=True)
    assert here("sync").code == 0


def test_a_file_that_others_may_write_counts_only_where_they_may_come(home, shared, here):
    config = home.data / ".local/sync.git/config"
    config.chmod(0o666)
    config.parent.chmod(0o755)
    assert here("sync").code == 0
    config.parent.parent.chmod(0o755)
    home.data.chmod(0o755)
    answer = here("sync")
    assert (answer.code, f"others may write {config}" in answer.err) == (6, True)


def test_a_link_among_the_files_of_sync_is_refused(home, shared, here):
    repository = home.data / ".local/sync.git"
    repository.rename(home.path / "elsewhere.git")
    repository.symlink_to(home.path / "elsewhere.git")
    answer = here("sync")
    assert (answer.code, f"{repository}: is a symbolic link" in answer.err) == (4, True)
