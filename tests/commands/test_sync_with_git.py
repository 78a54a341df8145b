"""How ``sync`` uses git: the user's settings, reasons with cures, the lock, the address."""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest

from csp_tui.core.exchange.repository_names import history_name


def git(place: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t", *words]
    return subprocess.run(command, cwd=place, capture_output=True, check=True, text=True).stdout


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o700)
    return path


@pytest.fixture
def remote(home) -> Path:
    path = home.path / "remote.git"
    path.mkdir()
    git(path, "init", "--quiet", "--bare")
    return path


@pytest.fixture
def contoso(call) -> str:
    return call("add", "Contoso").out.strip()


def held(remote: Path) -> str:
    return git(remote, "ls-tree", "-r", "--name-only", "csp-tui")


NAMING = (
    *("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_SHALLOW_FILE"),
    *("GIT_GRAFT_FILE", "GIT_CEILING_DIRECTORIES", "GIT_REPLACE_REF_BASE", "GIT_CONFIG"),
    *("GIT_QUARANTINE_PATH", "GIT_LITERAL_PATHSPECS", "GIT_IMPLICIT_WORK_TREE"),
)


@pytest.mark.parametrize("name", NAMING)
def test_a_variable_that_names_another_repository_does_not_count(
    home, remote, contoso, call, monkeypatch, name
):
    other = home.path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    git(other, "remote", "add", "origin", "/somewhere/else")
    before = {path: path.read_bytes() for path in other.rglob("*") if path.is_file()}
    monkeypatch.setenv(name, str(other / ".git"))
    assert call("sync", str(remote)).code == 0
    assert call("sync").code == 0
    monkeypatch.delenv(name)
    assert history_name(contoso) in held(remote)
    assert {path: path.read_bytes() for path in other.rglob("*") if path.is_file()} == before


INSTEAD = {
    "GIT_CONFIG_GLOBAL": lambda key, _value, file: {"GIT_CONFIG_GLOBAL": file},
    "GIT_CONFIG_SYSTEM": lambda key, _value, file: {"GIT_CONFIG_SYSTEM": file},
    "GIT_CONFIG_COUNT": lambda key, value, _file: {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": key,
        "GIT_CONFIG_VALUE_0": value,
    },
    "GIT_CONFIG_PARAMETERS": lambda key, value, _file: {
        "GIT_CONFIG_PARAMETERS": f"'{key}'='{value}'"
    },
}


@pytest.mark.parametrize("given", INSTEAD.values(), ids=INSTEAD)
def test_settings_from_the_environment_say_how_to_reach_the_remote(
    home, remote, contoso, call, monkeypatch, given: Callable[[str, str, str], dict[str, str]]
):
    key, value = f"url.{home.path}/.insteadOf", "team:"
    file = home.path / "settings"
    git(home.path, "config", "--file", str(file), key, value)
    for name, text in given(key, value, str(file)).items():
        monkeypatch.setenv(name, text)
    answer = call("sync", "team:remote.git")
    assert (answer.code, answer.out) == (0, f"sent: {contoso}\n")


OWN_SETTINGS = {
    "signed pushes": {"push.gpgSign": "true"},
    "push options": {"push.pushOption": "ci.skip"},
    "tags": {"push.followTags": "true"},
    "hooks": {"core.hooksPath": "{hooks}"},
    "signatures shown": {"log.showSignature": "true", "gpg.program": "{hooks}/pre-push"},
    "colours": {"color.ui": "always", "color.remote": "always", "color.push": "always"},
    "another remote": {"remote.origin.url": "/nowhere", "remote.origin.fetch": "+refs/*:refs/*"},
    "pruned": {"fetch.prune": "true", "fetch.pruneTags": "true"},
    "checked": {"transfer.fsckObjects": "true"},
    "submodules": {"push.recurseSubmodules": "check", "submodule.recurse": "true"},
    "reflogs": {"core.logAllRefUpdates": "always"},
}


@pytest.mark.parametrize("settings", OWN_SETTINGS.values(), ids=OWN_SETTINGS)
def test_no_setting_for_the_users_own_work_stops_a_sync(
    home, remote, contoso, call, settings: dict[str, str]
):
    hooks = program(home.path / "hooks/pre-push", f"touch {home.path}/ran; exit 1").parent
    for key, value in settings.items():
        git(home.path, "config", "--file", ".gitconfig", key, value.format(hooks=hooks))
    there = ("--data", str(home.path / "there"))
    assert call("sync", str(remote)).out == f"sent: {contoso}\n"
    assert f"received for: {contoso}\n" in call(*there, "sync", str(remote)).out
    for side, owner in (((), "amira"), (there, "ben"), ((), "cleo")):
        call(*side, "edit", contoso, "--owner", owner)
        assert f"sent: {contoso}\n" in call(*side, "sync").out
    assert call("purge", contoso, "--yes").code == 1
    assert not (home.path / "ran").exists()


SSH = (
    "fatal: Could not read from remote repository.\n\n"
    "Please make sure you have the correct access rights\nand the repository exists."
)
REASONS = {
    "unknown host": (
        f"Host key verification failed.\n{SSH}",
        "git fetch failed: Host key verification failed; connect once by hand and compare its key: "
        "ssh -p 2222 git@bastion.example",
    ),
    "strange host key": (
        "@@@@@@@@@@@@@@@@\n@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n@@@@@@@@@@@\n"
        f"Host key verification failed.\n{SSH}",
        "then type: ssh-keygen -R '[bastion.example]:2222'",
    ),
    "no key": (
        f"git@bastion.example: Permission denied (publickey).\n{SSH}",
        "Permission denied (publickey); the host knows no key of yours, or ssh-agent does not hold "
        "it; try: ssh -p 2222 git@bastion.example",
    ),
    "owner": (
        "fatal: detected dubious ownership in repository at '/srv/it s/csp.git'\n"
        f"To add an exception for this directory, call:\n\n\tgit config --global x\n{SSH}",
        "dubious ownership in repository at '/srv/it s/csp.git'; if you trust its owner: "
        "git config --global --add safe.directory '/srv/it s/csp.git'",
    ),
    "no repository": (
        f"fatal: '/srv/csp.git' does not appear to be a git repository\n{SSH}",
        "'/srv/csp.git' does not appear to be a git repository; make the repository there first, "
        "or name the right address: csp-tui sync ADDRESS",
    ),
    "no repository on a forge": (
        f"ERROR: Repository not found.\n{SSH}",
        "git fetch failed: Repository not found; make the repository there first",
    ),
    "no name": (
        f"ssh: Could not resolve hostname bastion.example: Name or service not known\n{SSH}",
        "Name or service not known; check the network and the address; nothing is lost",
    ),
    "no answer": (
        f"ssh: connect to host bastion.example port 2222: Connection timed out\n{SSH}",
        "Connection timed out; check the network",
    ),
    "full": (
        f"remote: fatal: write error: No space left on device\n{SSH}",
        "No space left on device; make room, here or where the repository is",
    ),
    "unheard of": (f"the moon is full\n{SSH}", "git fetch failed: the moon is full\n"),
    "nothing": ("", "git fetch failed: "),
    "controls": ("fatal: \x1b[31mred\x1b[0m \x07and\u202e back", "git fetch failed: red ^Gand"),
}


@pytest.mark.parametrize(("said", "expected"), REASONS.values(), ids=REASONS)
def test_the_reason_of_ssh_is_told_with_a_cure(home, contoso, call, monkeypatch, said, expected):
    (home.path / "said").write_text(said)
    ssh = program(home.path / "bin/ssh", f"cat {home.path}/said >&2; exit 255")
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    answer = call("sync", "ssh://git@bastion.example:2222/srv/csp.git")
    assert (answer.code, answer.out, answer.err.count("\n")) == (6, "", 1)
    assert expected in answer.err
    assert "\x1b" not in answer.err


def test_a_reason_has_its_cure_in_french(home, contoso, call, monkeypatch):
    ssh = program(home.path / "bin/ssh", "echo Host key verification failed. >&2; exit 255")
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    monkeypatch.setenv("CSP_TUI_LANG", "fr")
    answer = call("sync", "git@bastion.example:csp.git")
    assert "connectez-vous une fois à la main et comparez sa clé\xa0: ssh git@bastion.example" in (
        answer.err
    )


HOOKS = {
    "words": (
        r'printf "\033[31mpolicy: frozen\033[0m\n" >&2; exit 1',
        "git push failed: policy: frozen (pre-receive hook declined); ask who runs the repository",
    ),
    "silent": ("exit 1", "git push failed: pre-receive hook declined; ask who runs"),
    "protected": (
        'echo "error: GH006: Protected branch update failed for refs/heads/csp-tui." >&2; exit 1',
        "Protected branch update failed for refs/heads/csp-tui; the branch csp-tui must accept "
        "pushes of this user",
    ),
    "full": ('echo "No space left on device" >&2; exit 1', "No space left on device; make room"),
}


@pytest.mark.parametrize(("text", "expected"), HOOKS.values(), ids=HOOKS)
def test_a_push_that_is_refused_is_told_at_once(home, remote, contoso, call, text, expected):
    program(remote / "hooks/pre-receive", f"echo >> {home.path}/tries\n{text}")
    answer = call("sync", str(remote))
    assert (answer.code, answer.out) == (6, "")
    assert expected in answer.err
    assert "\x1b" not in answer.err
    assert (home.path / "tries").read_text() == "\n"
    (remote / "hooks/pre-receive").unlink()
    assert call("sync").out == f"sent: {contoso}\n"


def test_a_web_server_that_cannot_be_reached_is_named_with_a_cure(contoso, call):
    answer = call("sync", "http://127.0.0.1:1/csp.git")
    assert (answer.code, answer.err.count("\n")) == (6, 1)
    assert "check the network and the address; nothing is lost" in answer.err


def test_a_shallow_repository_is_named_and_not_taken_for_an_empty_one(home, remote, contoso, call):
    assert call("sync", str(remote)).code == 0
    call("edit", contoso, "--region", "EU")
    assert call("sync").code == 0
    shallow = home.path / "shallow.git"
    words = ("--quiet", "--bare", "--depth=1", "--branch=csp-tui")
    git(home.path, "clone", *words, f"file://{remote}", str(shallow))
    before = git(shallow, "rev-parse", "csp-tui")
    elsewhere = ("--data", str(home.path / "elsewhere"))
    empty = call(*elsewhere, "sync", str(shallow))
    call(*elsewhere, "add", "Fabrikam")
    filled = call(*elsewhere, "sync", str(shallow))
    for answer in (empty, filled):
        assert (answer.code, answer.out) == (6, "")
        assert "git fetch failed: rejected " in answer.err
        assert "git fetch --unshallow" in answer.err
    assert git(shallow, "rev-parse", "csp-tui") == before


@pytest.mark.parametrize("address", ["ssh://bastion.example", "moon://bastion.example/csp.git"])
def test_an_address_that_git_does_not_know_is_named(contoso, call, address):
    answer = call("sync", address)
    assert (answer.code, answer.err.count("\n")) == (6, 1)
    assert "csp-tui sync ADDRESS" in answer.err


@pytest.mark.parametrize("version", ["1.8.3.1", "2.19.6"])
def test_an_old_git_is_named_with_the_least_that_will_do(home, contoso, run, version):
    old = program(home.path / "bin/git", f"echo git version {version}")
    answer = run("sync", "x", env={"PATH": f"{old.parent}:{os.environ['PATH']}"})
    assert answer.returncode == 2
    assert "is too old; sync needs git 2.20 or newer" in answer.stderr


def ssh_words(home, call, address: str = "git@bastion.example:csp.git") -> list[str]:
    """Return the arguments and variables that ssh gets."""
    call("sync", address)
    return (home.path / "got").read_text().splitlines()


SAYS = 'for each in "$@"; do echo "$each"; done > {home}/got; exit 255'


def test_ssh_asks_nothing_and_gives_up(home, contoso, call, monkeypatch):
    ssh = program(home.path / "bin/ssh", SAYS.format(home=home.path))
    monkeypatch.setenv("PATH", f"{ssh.parent}:{os.environ['PATH']}")
    words = ssh_words(home, call)
    assert "BatchMode=yes" in words
    assert "ConnectTimeout=20" in words


@pytest.mark.parametrize("how", ["GIT_SSH_COMMAND", "GIT_SSH", "core.sshCommand"])
def test_the_users_own_command_for_ssh_is_called_as_it_is(home, contoso, call, monkeypatch, how):
    ssh = program(home.path / "bin/own", SAYS.format(home=home.path))
    if how.startswith("GIT_"):
        monkeypatch.setenv(how, str(ssh))
    else:
        git(home.path, "config", "--file", ".gitconfig", how, str(ssh))
    assert "BatchMode=yes" not in ssh_words(home, call)


def test_a_dry_run_keeps_no_address_and_changes_nothing(home, remote, contoso, call):
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in home.data.rglob("*") if path.is_file()}

    before = state()
    assert call("sync", "--dry-run", str(remote)).code == 0
    assert state() == before
    assert "name the git repository once" in call("sync").err
    there = ("--data", str(home.path / "there"))
    call("sync", str(remote))
    call(*there, "sync", str(remote))
    call(*there, "edit", contoso, "--owner", "ben")
    call(*there, "sync")
    before = state()
    assert f"would be received for: {contoso}\n" in call("sync", "--dry-run").out
    assert state() == before


def test_an_address_that_does_not_answer_takes_no_other_ones_place(home, remote, contoso, call):
    assert call("sync", str(remote)).code == 0
    assert call("sync", str(home.path / "nowhere.git")).code == 6
    assert call("sync").code == 0


def test_the_address_outlives_the_repository(home, remote, contoso, call):
    assert call("sync", str(remote)).code == 0
    assert (home.data / ".local/exchange/address").read_text() == f"{remote}\n"
    shutil.rmtree(home.data / ".local/sync.git")
    assert call("sync").code == 0
    assert "both sides are the same" in call("sync").err


@pytest.mark.parametrize("name", ["remote.git", 'quote"d back\\slash.git'])
def test_the_address_that_an_earlier_version_kept_is_taken_over(home, remote, contoso, call, name):
    remote = remote.rename(home.path / name)
    repository = home.data / ".local/sync.git"
    repository.mkdir(mode=0o700)
    (repository / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\thooksPath = /dev/null\n"
        "[gc]\n\tauto = 0\n"
    )
    git(repository, "config", "--file", "config", "remote.origin.url", str(remote))
    assert call("sync").out == f"sent: {contoso}\n"
    assert str(remote) not in (repository / "config").read_text()
    assert call("sync").code == 0


@contextmanager
def sync_lock(home, holder: str):
    path = home.data / ".local/locks/_sync.lock"
    with path.open("w") as file:
        file.write(holder)
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def test_a_sync_waits_for_another_and_names_who_does_it(home, remote, contoso, call):
    call("sync", str(remote))
    with sync_lock(home, "ben (bastion2, 4711)"):
        answer = call("sync")
        assert call("sync", "--dry-run").code == 0
    assert answer.code == 5
    assert "another sync is running here, of ben (bastion2, 4711); try again" in answer.err
    assert call("sync").code == 0


def test_a_purge_works_while_a_sync_runs(home, remote, contoso, call):
    call("sync", str(remote))
    with sync_lock(home, "ben"):
        answer = call("purge", contoso, "--yes")
    assert (answer.code, "its commits hold the partner" in answer.err) == (1, True)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of other processes are Linux's")
def test_git_gets_no_more_than_so_much_memory_for_what_the_remote_sends(home, contoso, run):
    real = shlex.quote(shutil.which("git") or "")
    limited = 'case "$*" in *" fetch "*) until [ "$(ulimit -d)" != unlimited ]; do sleep 0.01; done'
    said = "fatal: Out of memory, malloc failed (tried to allocate $(ulimit -d) KiB)"
    spy = program(
        home.path / "bin/git", f'{limited}; echo "{said}" >&2; exit 128;; esac\nexec {real} "$@"'
    )
    answer = run("sync", "x", env={"PATH": f"{spy.parent}:{os.environ['PATH']}"})
    assert answer.returncode == 6
    assert "(tried to allocate 1048576 KiB); the repository holds too large a file" in answer.stderr


def test_git_and_its_settings_are_gone_after_a_sync(home, remote, contoso, run):
    seen = home.path / "seen"
    real = shlex.quote(shutil.which("git") or "")
    spy = program(home.path / "bin/git", f'echo "$GIT_DIR" >> {seen}\nexec {real} "$@"')
    assert (
        run("sync", str(remote), env={"PATH": f"{spy.parent}:{os.environ['PATH']}"}).returncode == 0
    )
    (directory,) = set(filter(None, seen.read_text().splitlines()))
    assert not Path(directory).exists()
    assert not Path(directory).is_relative_to(home.data)
