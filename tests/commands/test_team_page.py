"""Every line of the page on a team with several hosts is run, in its order, each on its own host.

A host is a home directory. The git host is reached by ssh: each connection starts an sshd of its
own, which nobody else can reach and which knows the keys that the page puts there.
"""

from __future__ import annotations

import getpass
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import put

TREE = Path(__file__).resolve().parents[2]
PAGE = TREE / "docs" / "howto" / "team.md"
CRON_LINE = re.compile(r"^.*\* .*/csp-tui --data .* sync.*$", re.MULTILINE)
WITH_CRON = [
    path
    for path in sorted((TREE / "docs").rglob("*.md"))
    if CRON_LINE.search(path.read_text("utf-8"))
]
GIT_HOST = "git.example.com"
HOSTS = ("bastion1", "bastion2", "bastion3")
NEEDED = ("git", "git-shell", "ssh", "ssh-keygen")
SSHD = shutil.which("sshd", path=f"{os.defpath}:/usr/sbin:/usr/local/sbin")
EXIT_CODE = re.compile(r"#.*exit code (\d)")

pytestmark = pytest.mark.skipif(
    not SSHD or not all(map(shutil.which, NEEDED)), reason="git-shell or sshd is not installed"
)


class Team:
    """The hosts of a page; `place` holds their homes and stands in for the root of the git host."""

    def __init__(self, place: Path, page: str) -> None:
        self.place = place
        self.repository = place / "srv/git/csp.git"
        self.repository.parent.mkdir(parents=True)
        allowed = re.search(r"^(restrict,.*) ssh-ed25519 ", page, re.MULTILINE)
        self.allowed = allowed[1] if allowed else "restrict"
        client = re.search(r"^Host git\.example\.com\n(?: +.*\n)+", page, re.MULTILINE)
        self.client = client[0] if client else ""
        programs = place / "bin"
        self._program(programs / "ssh", f'exec {shutil.which("ssh")} -F "$HOME/.ssh/config" "$@"')
        self._program(programs / "csp-tui", f'exec {shlex.quote(sys.executable)} -m csp_tui "$@"')
        self._program(programs / "compared", "echo yes")
        self.environ = {
            "PATH": f"{programs}:/usr/bin:/bin",
            "PYTHONPATH": str(TREE),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
        }
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place / "etc_ssh_key"], check=True
        )
        put(
            place / "sshd_config",
            f"""\
HostKey {place / "etc_ssh_key"}
AuthorizedKeysFile {place / "authorized_keys"}
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
""",
        )
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # what its service makes at start

    @staticmethod
    def _program(path: Path, text: str) -> None:
        put(path, f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def home(self, host: str) -> Path:
        """Return the home directory of whoever works on a host."""
        home = self.place / host
        if not home.exists():
            place = f"""\
    ProxyCommand {SSHD} -i -f {self.place / "sshd_config"}
    UserKnownHostsFile {home / ".ssh/known_hosts"}
    GlobalKnownHostsFile /dev/null
"""
            put(home / ".gitconfig", f"[core]\n\tsshCommand = {self.place / 'bin/ssh'}\n")
            put(home / ".ssh/config", self.client.replace("~", str(home)) + place)
        return home

    def run(self, host: str, line: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a line in the shell of a host; files that people carry about are in `place`.

        A public key that the line shows goes where the page says. Whoever connects by hand and is
        asked about the key of the git host says yes; nobody else is there to be asked.
        """
        there = str(self.repository.parent)
        line = line.replace(there, "/srv/git").replace("/srv/git", there)
        line = line.replace("ssh://git@", f"ssh://{getpass.getuser()}@")
        line = line.replace("/etc/ssh/ssh_host_ed25519_key", str(self.place / "etc_ssh_key"))
        if line.startswith("git ls-remote"):
            more = {"SSH_ASKPASS": str(self.place / "bin/compared"), "SSH_ASKPASS_REQUIRE": "force"}
        answer = subprocess.run(
            ["bash", "-c", line],
            env={**self.environ, "HOME": str(self.home(host)), **more},
            cwd=self.place,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if line.startswith("cat ") and line.endswith(".pub"):
            with (self.place / "authorized_keys").open("a", encoding="utf-8") as keys:
                keys.write(f"{self.allowed} {answer.stdout}")
        return answer

    def data(self, host: str) -> Path:
        return self.home(host) / ".local/share/csp-tui"

    def heads(self, host: str) -> list[str]:
        """Return the heads of all partners on a host, in an order of their own."""
        return sorted(re.findall(r"^  head .*", self.run(host, "csp-tui verify").stdout, re.M))


def blocks(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the host and the lines of each block of a page that belongs to a host.

    Before the first block of another host come the lines that connected the first one, since the
    page says to do the same there.
    """
    connecting: list[str] = []
    connected = {GIT_HOST, HOSTS[0], "laptop", ""}
    for kind, host, block in re.findall(
        r"^```(sh|crontab) ?(\S*)\n(.*?)^```", page, re.DOTALL | re.MULTILINE
    ):
        lines = block.splitlines()
        if any(line.startswith(("ssh-keygen -q", "git ls-remote")) for line in lines):
            connecting += lines
        if host not in connected:
            connected.add(host)
            yield host, connecting
        if host or kind == "crontab":
            yield host or "crontab", lines


def start(team: Team) -> None:
    """Let the first host have a partner with a customer."""
    for line in (
        "csp-tui add Contoso",
        "csp-tui start contoso enroll-direct",
        'csp-tui customer add contoso "Coho Winery"',
    ):
        assert team.run("bastion1", line).returncode == 0


def alter(history: Path) -> None:
    """Change a letter in a history, as somebody does who edits it."""
    history.write_bytes(history.read_bytes().replace(b'"enroll-direct"', b'"enroll-dirext"', 1))


def test_the_lines_of_the_page_work_on_their_hosts_and_erase_what_they_say(tmp_path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    team = Team(tmp_path, page)
    start(team)
    known = False
    seen = list(blocks(page))
    assert {host for host, _lines in seen} >= {*HOSTS, GIT_HOST, "crontab"}
    for host, lines in seen:
        if host == "crontab":
            for line in lines:
                assert_cron_runs(team, line)
            continue
        if any("~/aside" in line for line in lines):
            (history,) = team.data(host).glob("history/*.jsonl")
            alter(history)
        for line in lines:
            if " purge " in line:
                known = known or '"to":{"name":"Contoso"}' in in_repository(team)
            answer = team.run(host, line)
            wanted = EXIT_CODE.search(line)
            assert answer.returncode == (int(wanted[1]) if wanted else 0), (line, answer)
    for host in (*HOSTS, *HOSTS[:-1]):
        assert team.run(host, "csp-tui sync").returncode == 0
    for host in HOSTS:
        assert "csp-tui: both sides are the same" in team.run(host, "csp-tui sync").stderr
    heads = team.heads(HOSTS[0])
    assert all(team.heads(host) == heads for host in HOSTS[1:])
    assert known
    kept = in_repository(team)
    assert '"do":"purge"' in kept
    assert "Contoso" not in kept
    assert "Coho Winery" not in kept
    for host in HOSTS:
        shown = b"".join(each.read_bytes() for each in team.data(host).rglob("*") if each.is_file())
        assert b"Contoso" not in shown


def assert_cron_runs(team: Team, line: str) -> None:
    """Run a line of a crontab with cron's environment, and see that it sends a change."""
    home = team.home("bastion1")
    *_when, command = line.replace("/home/amira", str(home)).split(maxsplit=5)
    data = command.split()[command.split().index("--data") + 1]
    changed = f'csp-tui --data {data} note contoso credit-approval "sent by cron"'
    assert team.run("bastion1", changed).returncode == 0
    program = team.place / "bin/csp-tui"
    answer = subprocess.run(
        ["/bin/sh", "-c", re.sub(r"^\S*/csp-tui(?= )", str(program), command)],
        env={
            "HOME": str(home),
            "LOGNAME": "amira",
            "SHELL": "/bin/sh",
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(TREE),
        },
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert "sent by cron" in in_repository(team)


@pytest.mark.parametrize("path", WITH_CRON, ids=lambda path: str(path.relative_to(TREE)))
def test_the_lines_for_cron_send_what_was_changed(path, tmp_path) -> None:
    page = path.read_text(encoding="utf-8")
    team = Team(tmp_path, page)
    assert team.run(GIT_HOST, "git init --quiet --bare /srv/git/csp.git").returncode == 0
    for line in CRON_LINE.findall(page):
        data = re.search(r"--data (\S+)", line.replace("/home/amira", "~"))
        assert data
        for words in (
            "add Contoso",
            "start contoso enroll-direct",
            f"sync {shlex.quote(str(team.repository))}",
        ):
            assert team.run("bastion1", f"csp-tui --data {data[1]} {words}").returncode == 0
        assert_cron_runs(team, line)


def in_repository(team: Team) -> str:
    """Return all that git keeps in the repository, in commits or not."""
    listed = ["git", "-C", str(team.repository), "cat-file", "--batch-all-objects"]
    shown = subprocess.run([*listed, "--batch"], capture_output=True, check=True)
    return shown.stdout.decode(errors="replace")


def test_a_backup_that_the_page_puts_back_takes_back_nothing(tmp_path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    team = Team(tmp_path, page)
    repository = shlex.quote(str(team.repository))
    for line in (
        f"git init --quiet --bare {repository}",
        "csp-tui add Contoso",
        "csp-tui start contoso enroll-direct",
        f"csp-tui sync {repository}",
    ):
        assert team.run("bastion1", line).returncode == 0
    (lines,) = [lines for _host, lines in blocks(page) if "csp-tui.backup" in lines[0]]
    for line in lines:
        answer = team.run("bastion1", line)
        assert answer.returncode == 0
    assert "approved" in answer.stdout
    assert team.run("bastion1", "csp-tui verify --remote").returncode == 0
