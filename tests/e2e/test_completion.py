"""Completion in real shells: what a press of tab makes of a line."""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from .conftest import COMMAND, INSTALLED

CONTOSO = """\
format = 1
name = "Contoso: [UK] $(touch pwned) `touch pwned`; touch pwned"

[checklists.enroll-direct]
checklist = "enroll-direct"
edition = "2026-08"

[checklists.keep-direct-2027]
checklist = "keep-direct"
edition = "2026-08"
"""
CUSTOMER = 'format = 1\nname = "Coho: Winery"\n'
HOSTILE = "$(touch pwned)", "a b", "a;touch pwned", "`touch pwned`", "Contoso: \x1b[31mred"

CASES = [
    # commands and their second words
    ("csp-tui part", "csp-tui partners"),
    ("csp-tui import part", "csp-tui import partners"),
    ("csp-tui customer unarch", "csp-tui customer unarchive"),
    # options and their values
    ("csp-tui partners --arch", "csp-tui partners --archived"),
    ("csp-tui partners --sort cl", "csp-tui partners --sort clock"),
    ("csp-tui partners --filter=lap", "csp-tui partners --filter=lapsed"),
    ("csp-tui partners --filter lap", "csp-tui partners --filter lapsed"),
    ("csp-tui show contoso --filter newer", "csp-tui show contoso --filter newer-rule"),
    ("csp-tui next --role fin", "csp-tui next --role finance"),
    ("csp-tui --lang f", "csp-tui --lang fr"),
    ("csp-tui completion ba", "csp-tui completion bash"),
    ("csp-tui tick contoso x --on tod", "csp-tui tick contoso x --on today"),
    # names
    ("csp-tui show cont", "csp-tui show contoso-7f3a"),
    ("csp-tui report fabr", "csp-tui report fabrikam-2b4c"),
    ("csp-tui unarchive tail", "csp-tui unarchive tailspin-5d6e"),
    ("csp-tui show contoso en", "csp-tui show contoso enroll-direct"),
    ("csp-tui close contoso keep-direct-", "csp-tui close contoso keep-direct-2027"),
    ("csp-tui history contoso --run keep", "csp-tui history contoso --run keep-direct-2027"),
    ("csp-tui tick contoso enroll-plan-id-x credit-ap", "credit-approval"),
    ("csp-tui show contoso --item credit-ap", "csp-tui show contoso --item credit-approval"),
    ("csp-tui next --item credit-ap", "csp-tui next --item credit-approval"),
    ("csp-tui start contoso transi", "csp-tui start contoso transition-to-indirect"),
    ("csp-tui checklists min", "csp-tui checklists mine"),
    ("csp-tui start contoso enroll-direct --edition 2023", "--edition 2023-04"),
    ("csp-tui diff enroll-direct 2018-12 2019", "csp-tui diff enroll-direct 2018-12 2019-02"),
    ("csp-tui migrate contoso --to 2019", "csp-tui migrate contoso --to 2019-02"),
    ("csp-tui customer edit contoso coh", "csp-tui customer edit contoso coho-9x2k"),
    ("csp-tui tick contoso x --customer coh", "csp-tui tick contoso x --customer coho-9x2k"),
    ("csp-tui tick contoso x --customer al", "csp-tui tick contoso x --customer all"),
    ("csp-tui fact contoso sells-az", "csp-tui fact contoso sells-azure"),
    ("csp-tui fact contoso sells-azure unk", "csp-tui fact contoso sells-azure unknown"),
    # files
    ("csp-tui lint tab", "csp-tui lint table.toml"),
]


OF_EACH_KIND = {
    "csp-tui part",
    "csp-tui import part",
    "csp-tui partners --sort cl",
    "csp-tui partners --filter=lap",
    "csp-tui show cont",
    "csp-tui close contoso keep-direct-",
    "csp-tui tick contoso enroll-plan-id-x credit-ap",
    "csp-tui start contoso enroll-direct --edition 2023",
    "csp-tui lint tab",
}
"""What the script of each shell must hand on; the command, not the shell, knows the words."""


@pytest.fixture
def shelled(home) -> Path:
    """Put partners into the data directory, and the command on the path."""
    home.put("partners/contoso-7f3a.toml", CONTOSO)
    home.put("partners/fabrikam-2b4c.toml", 'format = 1\nname = "Fabrikam"\n')
    home.put("partners/p-4711.toml", 'format = 1\nname = "Wide World Importers"\n')
    home.put("archive/partners/tailspin-5d6e.toml", 'format = 1\nname = "Tailspin"\n')
    home.put("customers/contoso-7f3a/coho-9x2k.toml", CUSTOMER)
    views = home.config.with_name("views.toml")
    views.parent.mkdir(parents=True)
    views.write_text('[partners."Monday chase"]\nfilters = ["chase"]\n')
    for name in HOSTILE:
        home.put(f"partners/{name}.toml", CONTOSO)
        home.put(f"checklists/mine/{name}.toml", "")
    tool = home.path / "bin" / "csp-tui"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n')
    tool.chmod(0o755)
    (home.path / "table.toml").write_text("")
    if INSTALLED:
        del home.env["PYTHONPATH"]
    home.env["PATH"] = f"{tool.parent}:{home.env['PATH']}"
    return home.path


@pytest.fixture
def listed(home, shelled, call) -> None:
    """List the partners once, so that the cache has their names."""
    long_ago = time.time() - 60
    for path in (home.data / "partners").iterdir():
        os.utime(path, (long_ago, long_ago))
    assert call("partners").code == 0


class Shell:
    """A shell at a terminal, read until its prompt."""

    def __init__(self, words: list[str], env: dict[str, str], place: Path) -> None:
        self.master, slave = pty.openpty()
        env = {**env, "TERM": "dumb", "PS1": "READY>", "HISTFILE": "/dev/null"}
        self.child = subprocess.Popen(
            words,
            env=env,
            cwd=place,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)

    def type(self, text: str, until: str) -> str:
        """Type and return what is shown up to a text."""
        os.write(self.master, text.encode())
        shown, end = "", time.monotonic() + 300
        while until not in shown:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            assert ready, f"{until!r} did not come: {shown!r}"
            shown += os.read(self.master, 65536).decode(errors="replace")
        return shown

    def end(self) -> None:
        self.child.kill()
        self.child.wait()
        os.close(self.master)


def bash(home, place: Path) -> Shell:
    shell = Shell(["bash", "--norc", "--noprofile", "-i"], home.env, place)
    shell.type("bind 'set enable-bracketed-paste off'\r", "READY>")
    shell.type("source <(csp-tui completion bash); echo RE''AD\r", "READ\r\n")
    return shell


def zsh(home, place: Path) -> Shell:
    shell = Shell(["zsh", "-f", "-i"], home.env, place)
    shell.type("unsetopt zle_bracketed_paste; bindkey -e; PS1='READY>'\r", "READY>")
    shell.type("autoload -U compinit; compinit -u -D; echo RE''AD\r", "READ\r\n")
    shell.type("source <(csp-tui completion zsh); echo RE''AD\r", "READ\r\n")
    return shell


def typed_in(shell: Shell, lines: Iterable[str]) -> Iterator[str]:
    """Press tab after each line, one after the other, and yield what the shell then shows."""
    try:
        for line in lines:
            os.write(shell.master, f"{line}\t".encode())
            # After tab, ctrl-a and ctrl-e quote the line as it stands, for echo.
            yield shell.type("\x05'\x01echo 'GOT:\x05; echo EN''D\r", "END\r\n")
    finally:
        shell.end()


def of_bash(home, place: Path, *lines: str) -> Iterator[str]:
    return typed_in(bash(home, place), lines)


def of_zsh(home, place: Path, *lines: str) -> Iterator[str]:
    return typed_in(zsh(home, place), lines)


def fish_answers(home, place: Path, *lines: str) -> Iterator[list[str]]:
    """Yield for each line the words that fish offers, with a tab and a description if they have."""
    script = "csp-tui completion fish | source; for line in $argv; complete -C $line; echo; end"
    answer = subprocess.run(
        ["fish", "--no-config", "-c", script, *lines],
        env=home.env,
        cwd=place,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    words: list[str] = []
    for each in answer.stdout.splitlines():
        if each:
            words.append(each)
        else:
            yield words
            words = []


def of_fish(home, place: Path, *lines: str) -> Iterator[str]:
    for line, answer in zip(lines, fish_answers(home, place, *lines), strict=True):
        words = [each.split("\t")[0] for each in answer]
        yield "\n".join(f"GOT:{line[: line.rfind(' ') + 1]}{word}" for word in words)


SHELLS: dict[str, Callable[..., Iterator[str]]] = {"bash": of_bash, "zsh": of_zsh, "fish": of_fish}


def if_there(name: str):
    missing = pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed")
    return pytest.param(name, marks=missing)


EACH = [if_there(name) for name in SHELLS]


@pytest.mark.parametrize("name", EACH)
def test_tab_completes(home, shelled, name):
    cases = [case for case in CASES if name == "bash" or case[0] in OF_EACH_KIND]
    answers = SHELLS[name](home, shelled, *(line for line, _ in cases))
    wrong = {}
    for (line, wanted), shown in zip(cases, answers, strict=True):
        got = [each for each in shown.splitlines() if each.startswith("GOT:")]
        if not any(each.rstrip().endswith(wanted) for each in got):
            wrong[line] = shown
    assert not wrong


BLANKS = {
    "mon": "Monday\\ chase",
    "Monday\\ ch": "Monday\\ chase",
    '"mon': '"Monday chase"',
}


@pytest.mark.parametrize("name", EACH)
def test_a_name_with_a_blank_is_completed_as_one_word(home, shelled, name):
    lines = [f"csp-tui partners --view {typed}" for typed in BLANKS]
    if name == "fish":  # it shows words without the escapes that it puts in
        assert [*fish_answers(home, shelled, *lines)] == [["Monday chase"]] * len(lines)
        return
    for wanted, shown in zip(BLANKS.values(), SHELLS[name](home, shelled, *lines), strict=True):
        assert f"GOT:csp-tui partners --view {wanted}" in shown


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("name", EACH)
def test_tab_completes_a_partner_by_its_name(home, shelled, name):
    (shown,) = SHELLS[name](home, shelled, "csp-tui show Wide")
    assert "GOT:csp-tui show p-4711" in shown


@pytest.mark.usefixtures("listed")
@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_shows_the_name_beside_the_id_of_a_partner(home, shelled):
    (answer,) = fish_answers(home, shelled, "csp-tui show ")
    assert "p-4711\tWide World Importers" in answer
    assert "fabrikam-2b4c\tFabrikam" in answer


@pytest.mark.usefixtures("listed")
@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_shows_the_name_beside_the_id_of_a_partner(home, shelled):
    shell = zsh(home, shelled)
    try:
        shown = shell.type("csp-tui show \t", "p-4711  -- Wide World Importers")
        assert "fabrikam-2b4c  -- Fabrikam" in shown
    finally:
        shell.end()


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("name", EACH)
def test_no_name_is_ever_run(home, shelled, name):
    quote = "" if name == "fish" else "'"
    lines = ("csp-tui show ", "csp-tui diff mine ", f"csp-tui show 'Contoso: [{quote}")
    for shown in SHELLS[name](home, shelled, *lines):
        assert "\x1b[31m" not in shown
    assert not list(home.path.rglob("pwned"))
