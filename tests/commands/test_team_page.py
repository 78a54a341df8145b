"""Every line of the page on a team with several hosts is run, in its order, each on its own host.

A host is a home directory. The git host is reached through a stand-in for ssh, which runs what the
page's line for ``authorized_keys`` allows; everything else is git itself, and a bare repository.
"""

from __future__ import annotations

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
PAGE = TREE / "docs" / "manual" / "team.md"
WITH_CRON = [PAGE, TREE / "docs" / "manuel.fr.md", TREE / "docs" / "recipes.md"]
GIT_HOST = "git.example.com"
HOSTS = ("bastion1", "bastion2", "bastion3")
NEEDED = ("git", "git-shell", "ssh-keygen")
EXIT_CODE = re.compile(r"#.*exit code (\d)")

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, NEEDED)), reason="git-shell or ssh-keygen is not installed"
)


class Team:
    """The hosts of a page; `place` holds their homes and stands in for the root of the git host."""

    def __init__(self, place: Path, page: str) -> None:
        self.place = place
        self.repository = place / "srv/git/csp.git"
        self.repository.parent.mkdir(parents=True)
        programs = place / "bin"
        allowed = re.search(r'restrict,command="(.*)" ssh-', page)
        command = allowed[1].replace('\\"', '"') if allowed else 'sh -c "$SSH_ORIGINAL_COMMAND"'
        moved = f'SSH_ORIGINAL_COMMAND=$(printf %s "$last" | sed "s|/srv/git|{place}&|")'
        self._program(programs / "ssh", f"for last; do :; done\n{moved}\n{command}")
        self._program(programs / "csp-tui", f'exec {shlex.quote(sys.executable)} -m csp_tui "$@"')
        self.environ = {
            "PATH": f"{programs}:/usr/bin:/bin",
            "PYTHONPATH": str(TREE),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
        }
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place / "etc_ssh_key"], check=True
        )

    @staticmethod
    def _program(path: Path, text: str) -> None:
        put(path, f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def home(self, host: str) -> Path:
        """Return the home directory of whoever works on a host."""
        home = self.place / host
        if not home.exists():
            put(home / ".gitconfig", f"[core]\n\tsshCommand = {self.place / 'bin/ssh'}\n")
        return home

    def run(self, host: str, line: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a line in the shell of a host; files that people carry about are in `place`."""
        if host == GIT_HOST:
            line = line.replace("/srv/git", str(self.repository.parent))
        line = line.replace("/etc/ssh/ssh_host_ed25519_key", str(self.place / "etc_ssh_key"))
        return subprocess.run(
            ["bash", "-c", line],
            env={**self.environ, "HOME": str(self.home(host)), **more},
            cwd=self.place,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def data(self, host: str) -> Path:
        return self.home(host) / ".local/share/csp-tui"

    def heads(self, host: str) -> list[str]:
        """Return the heads of all partners on a host, in an order of their own."""
        return sorted(re.findall(r"^  head .*", self.run(host, "csp-tui verify").stdout, re.M))


def blocks(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the host and the lines of each block of a page that belongs to a host."""
    for kind, host, block in re.findall(
        r"^```(sh|crontab) ?(\S*)\n(.*?)^```", page, re.DOTALL | re.MULTILINE
    ):
        if host or kind == "crontab":
            yield host or "crontab", block.splitlines()


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


def test_the_lines_of_the_page_work_on_their_hosts(tmp_path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    team = Team(tmp_path, page)
    start(team)
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
            answer = team.run(host, line)
            wanted = EXIT_CODE.search(line)
            assert answer.returncode == (int(wanted[1]) if wanted else 0), (line, answer)
    for host in HOSTS:
        assert team.run(host, "csp-tui sync").returncode == 0
    for host in HOSTS:
        team.run(host, "csp-tui sync")
        assert "csp-tui: both sides are the same" in team.run(host, "csp-tui sync").stderr
        assert team.heads(host) == team.heads("bastion1")


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
        timeout=60,
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert "sent by cron" in in_repository(team)


@pytest.mark.parametrize("path", WITH_CRON, ids=lambda path: path.name)
def test_the_lines_for_cron_send_what_was_changed(path, tmp_path) -> None:
    page = path.read_text(encoding="utf-8")
    team = Team(tmp_path, page)
    assert team.run(GIT_HOST, "git init --quiet --bare /srv/git/csp.git").returncode == 0
    found = [line for line in page.splitlines() if re.search(r"\* .*/csp-tui --data .* sync", line)]
    assert found
    for line in found:
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


def test_what_the_page_erases_is_in_no_object_of_the_repository(tmp_path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    team = Team(tmp_path, page)
    start(team)
    for host, lines in blocks(page[: page.index("## Let cron do it")]):
        for line in lines:
            team.run(host, line)
    assert '"to":{"name":"Contoso"}' in in_repository(team)
    for host, lines in blocks(page[page.index("## Erase a partner everywhere") :]):
        for line in lines:
            team.run(host, line)
    for host in HOSTS:
        assert team.run(host, "csp-tui sync").returncode == 0
    kept = in_repository(team)
    assert '"do":"purge"' in kept
    assert "Contoso" not in kept
    assert "Coho Winery" not in kept
    for host in HOSTS:
        shown = b"".join(each.read_bytes() for each in team.data(host).rglob("*") if each.is_file())
        assert b"Contoso" not in shown


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
