"""Root, and users of one host: nobody's command takes a file away from its owner.

The other users may be unable to read Python itself, so all of it is loaded before the command runs.
"""

from __future__ import annotations

import codecs
import importlib
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import TREE, Answer

from .forked import code_of, start_forked
from .samples import MINI

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")

ROOT = (0, 0)
AMIRA, BEN = (54321, 54400), (54322, 54401)
"""Ids of user and group that nobody on the host has."""
TEAM = 54410


@dataclass
class Host:
    """A place that every user may enter, and the commands of its users."""

    path: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.path / "amira"

    @property
    def data(self) -> Path:
        return self.home / "own"

    def run(
        self,
        user: tuple[int, int],
        *words: str,
        groups: tuple[int, ...] = (),
        umask: int = 0o022,
    ) -> Answer:
        """Run the command as a user, with Amira's directory unless the words name another."""

        for name in ("resource", "tomllib", "tomlkit", "csp_tui.core.reports.html_page"):
            importlib.import_module(name)
        codecs.lookup("utf-8-sig")

        homes = {ROOT: self.path / "root", AMIRA: self.home, BEN: self.path / "ben"}
        env = {"HOME": str(homes.get(user, self.path / "tmp")), **self.env}

        def become() -> None:
            os.umask(umask)
            os.setgroups(groups)
            os.setresgid(user[1], user[1], user[1])
            os.setresuid(user[0], user[0], user[0])

        with (
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            Path(os.devnull).open("rb") as nothing,
        ):
            streams = (nothing.fileno(), out.fileno(), err.fileno())
            code = code_of(start_forked(words, env, self.path, streams, become))
            texts = [os.pread(each.fileno(), 99_999, 0).decode() for each in (out, err)]
        return Answer(code, *texts)

    def put_checklist(self, owner: tuple[int, int]) -> None:
        """Write the small checklist into the data, as one of that owner's own."""
        path = self.data / "checklists/mini/2026-01.toml"
        for directory in (self.data, path.parent.parent, path.parent):
            directory.mkdir(mode=0o700, exist_ok=True)
        path.write_text(MINI)
        path.chmod(0o600)
        for each in (self.data, path.parent.parent, path.parent, path):
            os.chown(each, *owner)

    def did(self, user: tuple[int, int], *words: str) -> str:
        """Run a command that must succeed; return what it printed."""
        answer = self.run(user, *words)
        assert answer.code == 0, answer.err
        return answer.out


@pytest.fixture
def host() -> Iterator[Host]:
    path = Path(tempfile.mkdtemp(prefix="csp-tui-"))
    path.chmod(0o755)
    host = Host(path)
    for name, owner in (("amira", AMIRA), ("ben", BEN), ("root", ROOT)):
        (path / name).mkdir(mode=0o700)
        os.chown(path / name, *owner)
    (path / "tmp").mkdir()
    (path / "tmp").chmod(0o1777)
    host.env = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "CSP_TUI_DATA": str(host.data),
        "TMPDIR": str(path / "tmp"),
    }
    yield host
    shutil.rmtree(path)


@pytest.fixture
def contoso(host: Host) -> str:
    """A partner of Amira's with a checklist; all is hers."""
    host.put_checklist(AMIRA)
    partner = host.did(AMIRA, "add", "Contoso").strip()
    host.did(AMIRA, "start", partner, "mini")
    return partner


def not_of(owner: tuple[int, int], root: Path) -> list[str]:
    """Return what below a directory belongs to another user or group."""
    found = ((path, path.lstat()) for path in root.rglob("*"))
    return [str(path) for path, now in found if (now.st_uid, now.st_gid) != owner]


def modes(root: Path) -> set[int]:
    return {stat.S_IMODE(path.lstat().st_mode) for path in root.rglob("*")}


def contents(root: Path) -> dict[Path, bytes]:
    """Return what is in the files; a lock is known by its name alone."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path: b"" if path.suffix == ".lock" else path.read_bytes() for path in files}


def test_one_command_of_root_takes_nothing_away(host: Host, contoso: str):
    host.did(ROOT, "tick", contoso, "register")
    assert not_of(AMIRA, host.home) == []
    assert "1/" in host.did(AMIRA, "show", contoso)
    host.did(AMIRA, "tick", contoso, "region")


COMMANDS = {
    "partner": ["add Fabrikam"],
    "customer": ["customer {} add Coho", "fact {} --customer coho education yes"],
    "undo": ["tick {} register", "undo {}", "redo {}"],
    "archive": ["archive {}"],
    "back from the archive": ["archive {}", "unarchive {}"],
    "purge": ["purge {} --yes"],
    "checklist": ["checklists new own --title Own"],
    "report": ["report {} --output {home}/report.html"],
    "export": ["export {} --output {home}/contoso.zip"],
    "info": ["info"],
    "show": ["show {}", "partners", "next", "verify {}"],
}


@pytest.mark.parametrize("commands", COMMANDS.values(), ids=COMMANDS)
def test_what_root_makes_belongs_to_the_owner_of_its_directory(host, contoso, commands):
    for command in commands:
        words = [word.format(contoso, home=host.home) for word in command.split()]
        answer = host.run(ROOT, *words)
        assert answer.code in (0, 2, 3), answer.err
    assert not_of(AMIRA, host.home) == []
    assert modes(host.data) == {0o600, 0o700}


def test_root_may_be_the_first_in_a_directory(host: Host):
    """As with `sudo` that keeps HOME: data, cache and settings are made in the user's home."""
    del host.env["CSP_TUI_DATA"]
    host.env["HOME"] = str(host.home)
    partner = host.did(ROOT, "add", "Contoso").strip()
    host.did(ROOT, "partners")
    data = host.home / ".local/share/csp-tui"
    assert (data / "partners" / f"{partner}.toml").is_file()
    assert not_of(AMIRA, host.home) == []
    host.did(AMIRA, "edit", partner, "--owner", "amira")


def test_with_a_home_of_its_own_root_keeps_its_cache_there(host: Host, contoso: str):
    """As with `sudo -H`: only the data is another user's."""
    (file,) = (host.data / "partners").iterdir()
    os.utime(file, (0, 0))  # only what was not changed just now is cached
    host.did(ROOT, "partners")
    host.did(ROOT, "tick", contoso, "register")
    assert (host.path / "root/.cache/csp-tui").is_dir()
    assert not_of(ROOT, host.path / "root") == []
    assert not_of(AMIRA, host.home) == []


def test_root_restores_and_takes_in_for_the_owner(host: Host, contoso: str):
    host.did(AMIRA, "export", contoso, "--output", str(host.home / "contoso.zip"))
    (file,) = (host.data / "partners").iterdir()
    file.write_bytes(file.read_bytes()[:40])
    host.did(ROOT, "restore", contoso)
    host.did(ROOT, "restore", contoso, "--undo")
    host.did(ROOT, "restore", contoso)
    host.did(ROOT, "purge", contoso, "--yes")
    (host.data / "history" / f"{contoso}.jsonl").unlink()
    host.did(ROOT, "import", "handover", str(host.home / "contoso.zip"), "--yes")
    assert not_of(AMIRA, host.home) == []
    assert zipfile.is_zipfile(host.home / "contoso.zip")
    host.did(AMIRA, "tick", contoso, "register")


def test_a_dry_run_of_a_purge_names_what_its_user_may_not_remove(host: Host, contoso: str):
    host.did(AMIRA, "edit", contoso, "--owner", "ben")
    copies = host.data / ".local/copies"
    copies.chmod(0o500)
    answer = host.run(AMIRA, "purge", contoso, "--dry-run")
    assert answer.code == 1
    assert f"would stay: {copies}/{contoso}.toml: permission denied\n" in answer.err
    answer = host.run(AMIRA, "purge", contoso, "--yes")
    assert f"still there: {copies}/{contoso}.toml: permission denied\n" in answer.err


def test_a_replaced_file_keeps_a_group_and_mode_of_its_own(host: Host, contoso: str):
    (file,) = (host.data / "partners").iterdir()
    os.chown(file, AMIRA[0], TEAM)
    file.chmod(0o640)
    host.did(ROOT, "tick", contoso, "register")
    now = file.stat()
    assert (now.st_uid, now.st_gid, stat.S_IMODE(now.st_mode)) == (AMIRA[0], TEAM, 0o640)


def test_an_owner_who_would_lose_the_group_of_a_file_is_told(host: Host, contoso: str):
    (file,) = (host.data / "partners").iterdir()
    os.chown(file, AMIRA[0], TEAM)
    file.chmod(0o640)
    before = contents(host.data)
    answer = host.run(AMIRA, "tick", contoso, "register")
    assert (answer.code, answer.out) == (6, "")
    assert f"the group {TEAM} would lose it; join that group" in answer.err
    assert contents(host.data) == before
    assert host.run(AMIRA, "tick", contoso, "register", groups=(TEAM,)).code == 0
    assert file.stat().st_gid == TEAM


def test_a_group_without_access_holds_nobody_up(host: Host, contoso: str):
    (file,) = (host.data / "partners").iterdir()
    os.chown(file, AMIRA[0], TEAM)
    host.did(AMIRA, "tick", contoso, "register")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_sync_writes_to_a_remote_on_this_host_has_the_modes_of_its_users(host, contoso):
    remote = host.path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
    known = set(remote.rglob("*"))
    for path in (remote, *known):
        os.chown(path, *AMIRA)
    assert host.run(AMIRA, "sync", str(remote), umask=0o002).code == 0
    made = [path for path in remote.rglob("*") if path not in known]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} == {0o775}
    own = [*(host.data / ".local/sync.git").rglob("*")]
    assert own
    assert {path.stat().st_mode & 0o077 for path in own} == {0}


@pytest.mark.parametrize(
    "words", ["add Fabrikam", "tick {} register", "checklists new own --title Own", "undo {}"]
)
def test_who_may_write_but_not_share_writes_nothing_and_is_told_why(host, contoso, words):
    host.home.chmod(0o755)
    for path in (host.data, *host.data.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    before = contents(host.data)
    answer = host.run(BEN, *(word.format(contoso) for word in words.split()))
    assert (answer.code, answer.out) == (6, "")
    assert f"belongs to {AMIRA[0]}, who could not read what you write" in answer.err
    assert "csp-tui init --shared" in answer.err
    assert answer.err.count("\n") == 1
    assert contents(host.data) == before
    assert not_of(AMIRA, host.data) == []


def test_a_report_of_somebody_else_is_not_replaced_in_an_open_directory(host, contoso):
    open_to_all = host.path / "reports"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    page = open_to_all / "contoso.html"
    host.did(AMIRA, "report", contoso, "--output", str(page))
    assert page.stat().st_uid == AMIRA[0]  # a new file of one's own, wherever one may write
    page.chmod(0o644)
    before = page.read_bytes()
    host.env["CSP_TUI_DATA"] = str(host.path / "tmp" / "bens")
    host.did(BEN, "add", "Fabrikam")
    answer = host.run(BEN, "report", "--all", "--output", str(page), "--yes")
    assert answer.code == 6
    assert f"cannot write {page}: it belongs to {AMIRA[0]}" in answer.err
    assert (page.read_bytes(), page.stat().st_uid) == (before, AMIRA[0])
    host.did(ROOT, "report", "--all", "--output", str(page), "--yes")
    assert page.stat().st_uid == AMIRA[0]


def test_reports_and_exports_are_private_in_a_directory_of_a_group_too(host, contoso):
    team = host.path / "team"
    team.mkdir()
    os.chown(team, AMIRA[0], TEAM)
    team.chmod(0o2775)
    page, table, handed = team / "page.html", team / "all.csv", team / "contoso.zip"
    page.touch()
    page.chmod(0o664)
    os.chown(page, AMIRA[0], TEAM)
    host.did(AMIRA, "report", contoso, "--output", str(page), "--yes")
    host.did(AMIRA, "report", "--all", "--output", str(table))
    host.did(AMIRA, "export", contoso, "--output", str(handed))
    assert modes(team) == {0o600}


def test_a_directory_made_by_hand_below_one_of_a_group_is_not_shared(host: Host):
    team = host.path / "team"
    team.mkdir()
    os.chown(team, AMIRA[0], TEAM)
    team.chmod(0o2775)
    data = team / "own"
    data.mkdir()
    os.chown(data, AMIRA[0], TEAM)
    data.chmod(0o2775)  # as by mkdir under a umask of 002
    host.env["CSP_TUI_DATA"] = str(data)
    assert "chmod g-w it, or 2770 if that group shares it" in host.did(AMIRA, "info")
    partner = host.did(AMIRA, "add", "Contoso").strip()
    host.did(AMIRA, "edit", partner, "--owner", "ben")
    assert modes(data) == {0o700, 0o600}
    data.chmod(0o2770)
    host.did(AMIRA, "add", "Fabrikam")
    assert 0o660 in modes(data)


def test_in_a_directory_like_tmp_everybody_has_data_of_their_own(host: Host):
    for user, name in ((AMIRA, "amiras"), (BEN, "bens")):
        host.env["CSP_TUI_DATA"] = str(host.path / "tmp" / name)
        host.did(user, "add", "Fabrikam")
        assert not_of(user, host.path / "tmp" / name) == []


@pytest.fixture
def shared(host: Host) -> Host:
    """Amira's directory is shared with the team."""
    host.home.chmod(0o755)
    host.put_checklist((AMIRA[0], TEAM))
    for path in (host.data, *host.data.rglob("*")):
        path.chmod(0o2770 if path.is_dir() else 0o660)
    return host


def test_in_a_shared_directory_a_file_is_replaced_by_who_changes_it(shared: Host):
    ids = [(AMIRA[0], TEAM), (BEN[0], TEAM)]
    partner = shared.did(ids[0], "add", "Contoso").strip()
    shared.did(ids[0], "start", partner, "mini")
    for user, item in ((ids[1], "register"), (ids[0], "region"), (ids[1], "sign")):
        shared.did(user, "tick", partner, item, "--yes")
        assert {path.lstat().st_gid for path in shared.data.rglob("*")} == {TEAM}
        assert modes(shared.data) == {0o2770, 0o660}


def test_what_root_makes_in_a_shared_directory_stays_the_groups(shared: Host):
    partner = shared.did(ROOT, "add", "Contoso").strip()
    shared.did(ROOT, "start", partner, "mini")
    assert not_of((AMIRA[0], TEAM), shared.data) == []
    assert modes(shared.data) == {0o2770, 0o660}
    shared.did((BEN[0], TEAM), "tick", partner, "register")


def test_any_member_of_a_group_syncs_the_changes_of_all(shared: Host):
    amira, ben = (AMIRA[0], TEAM), (BEN[0], TEAM)
    remote = shared.path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--shared=0777", remote], check=True)
    for path in (remote, *remote.rglob("*")):
        path.chmod(0o2777 if path.is_dir() else 0o666)
        os.chown(path, AMIRA[0], TEAM)
    settings = shared.path / "tmp/gitconfig"
    settings.write_text("[safe]\n\tdirectory = *\n")
    settings.chmod(0o644)
    shared.env["GIT_CONFIG_GLOBAL"] = str(settings)

    def did(user: tuple[int, int], *words: str) -> str:
        shared.env["XDG_CACHE_HOME"] = str(shared.path / "tmp" / f"cache-of-{user[0]}")
        return shared.did(user, *words)

    partner = did(amira, "add", "Contoso").strip()
    did(amira, "start", partner, "mini")
    did(ben, "tick", partner, "register", "--yes")
    assert partner in did(amira, "sync", str(remote))
    did(amira, "note", partner, "register", "a month")
    answer = shared.run(ben, "sync")
    assert (answer.code, "csp-tui sync ADDRESS" in answer.err) == (2, True)
    assert f"sent: {partner}" in did(ben, "sync", str(remote))
    assert not (shared.data / ".local/sync.git").exists()
    did(ben, "note", partner, "register", "two months")
    assert json.loads(did(amira, "sync", "--status", "--json"))["to_send"] == 1
    assert f"sent: {partner}" in did(ben, "sync")
    state = json.loads(did(amira, "sync", "--status", "--json"))
    last = json.loads(did(ben, "sync", "--status", "--json"))["last"]
    assert (state["to_send"], state["last"]) == (0, last)
    assert did(amira, "verify", "--remote").startswith(f"{partner}: clean, 5 lines")
    assert {path.lstat().st_gid for path in shared.data.rglob("*")} == {TEAM}


def test_root_makes_a_shared_directory_for_the_owner_of_the_place(host: Host):
    host.did(ROOT, "init", "--shared", "nogroup", str(host.home / "team" / "data"))
    made = (host.home / "team" / "data").stat()
    assert (host.home / "team").stat().st_uid == made.st_uid == AMIRA[0]
    assert stat.S_IMODE(made.st_mode) == 0o2770


def test_a_directory_that_was_moved_is_shared_again_with_all_that_is_in_it(
    host: Host, contoso: str
):
    added = host.data / f"partners/{contoso}.toml"
    foreign = host.path / "foreign"
    foreign.write_text("of root")
    foreign.chmod(0o600)
    host.home.chmod(0o755)
    os.link(foreign, host.data / "checklists" / "planted")
    (host.data / "checklists" / "link").symlink_to(foreign)
    answer = host.run(ROOT, "init", "--shared", "nogroup", str(host.data))
    assert answer.code == 1
    assert [line.rpartition("/")[2] for line in answer.err.splitlines()[-2:]] == ["link", "planted"]
    assert stat.S_IMODE(foreign.stat().st_mode) == 0o600
    found = {path: path.lstat() for path in (host.data, *host.data.rglob("*"))}
    group = (host.home / "own").stat().st_gid
    for path, status in found.items():
        if path.name not in ("link", "planted"):
            mode = 0o2770 if path.is_dir() else 0o660
            assert (stat.S_IMODE(status.st_mode), status.st_gid) == (mode, group), path
    assert added.stat().st_uid == AMIRA[0]
    assert f"{contoso}: " in host.did((BEN[0], group), "--data", str(host.data), "verify")
    (host.home / ".local").mkdir(exist_ok=True)  # as every home directory has it
    assert host.run(ROOT, "init", "--shared", "nogroup", str(host.home)).code == 2
    assert stat.S_IMODE(host.home.stat().st_mode) == 0o755


def test_sync_runs_no_program_that_another_user_has_put_among_the_data(host: Host, contoso: str):
    remote = host.path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
    for path in (remote, *remote.rglob("*")):
        os.chown(path, *AMIRA)
    host.did(AMIRA, "sync", str(remote))
    host.home.chmod(0o755)
    repository = host.data / ".local/sync.git"
    for path in (host.data, repository.parent, repository):
        path.chmod(0o775)
        os.chown(path, AMIRA[0], TEAM)
    marker, config = host.path / "tmp/ran", repository / "config"
    planted = f'{config.read_text()}[remote "origin"]\n\tuploadpack = touch {marker} #\n'
    config.unlink()
    config.write_text(planted)  # as any member of the team can
    os.chown(config, *BEN)
    before = contents(host.data)
    answer = host.run(AMIRA, "sync")
    assert (answer.code, "chmod -R go-w" in answer.err) == (6, True)
    subprocess.run(["chmod", "-R", "go-w", host.data], check=True)
    answer = host.run(AMIRA, "sync")
    assert answer.code == 6
    assert f"{config} belongs to {BEN[0]}, and sync reads no file of others" in answer.err
    assert contents(host.data) == before
    assert not marker.exists()


@pytest.mark.parametrize(
    ("user", "mode"),
    [(ROOT, 0o700), (ROOT, 0o1700), (BEN, 0o755), (BEN, 0o1755), (BEN, 0o555)],
)
def test_nobody_syncs_for_another_user(host: Host, contoso: str, user, mode):
    host.home.chmod(0o755)
    remote = host.path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
    subprocess.run(["chmod", "-R", "a+rX", host.data], check=True)
    host.data.chmod(mode)
    before = contents(host.data)
    for words in (["sync", str(remote)], ["sync", "--dry-run", str(remote)]):
        answer = host.run(user, *words)
        assert answer.code == 6
        assert f"{host.data}: it belongs to {AMIRA[0]}" in answer.err
    assert contents(host.data) == before


def test_root_makes_no_directory_of_another_user_for_a_sync(host: Host):
    answer = host.run(ROOT, "sync", str(host.path / "remote.git"))
    assert answer.code == 6
    assert f"cannot sync {host.home}: it belongs to {AMIRA[0]}" in answer.err
    assert not host.data.exists()


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv takes capabilities away")
def test_a_container_in_which_root_may_give_nothing_away_writes_nothing(host, contoso):
    before = contents(host.data)
    command = ["setpriv", "--bounding-set", "-chown", "--inh-caps", "-chown"]
    command += ["python3", "-c", "import os; os.chown('.', 54321, 54321)"]
    probe = subprocess.run(command, cwd=host.path / "tmp", capture_output=True, check=False)
    assert probe.returncode, "the capability is still there"
    command[5:] = [sys.executable, "-m", "csp_tui", "tick", contoso, "register"]
    env = {
        **host.env,
        "HOME": str(host.path / "root"),
        "PYTHONPATH": str(TREE),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 6
    assert f"it belongs to {AMIRA[0]}, who could not read what you write" in done.stderr
    assert contents(host.data) == before
    assert not_of(AMIRA, host.data) == []


@pytest.mark.parametrize("umask", [0o777, 0o277, 0o577])
def test_a_umask_does_not_lock_users_out_of_what_they_make(host, umask):
    added = host.run(AMIRA, "add", "Contoso", umask=umask)
    assert added.code == 0, added.err
    partner = added.out.strip()
    for words in (
        ("customer", "add", partner, "Coho"),
        ("report", partner, "--output", str(host.home / "report.html")),
        ("add", "Fabrikam", "--dry-run"),
        ("partners",),
    ):
        assert host.run(AMIRA, *words, umask=umask).code == 0
    made = [path for path in host.home.rglob("*") if path.stat().st_uid == AMIRA[0]]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in made}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_info_tells_root_with_the_home_of_somebody_else_why_each_start_is_slow(
    host: Host, contoso: str
):
    host.did(AMIRA, "partners")
    assert "the cache" not in host.run(AMIRA, "info").err
    host.env["HOME"] = str(host.home)  # as sudo -E leaves it
    answer = host.run(ROOT, "info")
    assert answer.code == 0
    assert f"belongs to {AMIRA[0]}, so that it is not used" in answer.err
    assert f"work as {AMIRA[0]}, or set XDG_CACHE_HOME" in answer.err
    host.env["XDG_CACHE_HOME"] = str(host.path / "root" / "cache")
    host.did(ROOT, "partners")
    assert "the cache" not in host.run(ROOT, "info").err
