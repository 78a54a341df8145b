"""A sync that is killed, with git or without, is finished by the next one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from thoroughness import IS_LONG

ROUNDS = 40 if IS_LONG else 6
CALLS = 8
"""How many times a sync calls git, at most."""

DOOMED = """#!/bin/sh
cd {home}/calls
number=$(ls | wc -l)
mkdir $number
if [ $number = {doomed} ]; then
    {kill}
fi
exec {git} "$@"
"""
AT_ONCE = "kill -9 {whom}"
LATER = "(sleep {after}; kill -9 {whom}) </dev/null >/dev/null 2>&1 &"
WHOM = {"git": "$$", "both": "$PPID $$", "sync alone": "$PPID"}


@pytest.fixture
def remote(home) -> Path:
    path = home.path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", path], check=True)
    return path


def set_trap(path: Path, home: Path, whom: str, chance: random.Random, is_sure: bool) -> None:
    """Let one call of git be killed: the first at once, or any a moment after its start.

    The second may come too late, since most calls end within the moment; the first cannot.
    """
    shutil.rmtree(home / "calls", ignore_errors=True)
    (home / "calls").mkdir()
    kill = AT_ONCE if is_sure else LATER
    text = DOOMED.format(
        home=home,
        doomed=0 if is_sure else chance.randrange(CALLS),
        kill=kill.format(whom=WHOM[whom], after=chance.uniform(0, 0.01)),
        git=shutil.which("git"),
    )
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o700)


@pytest.mark.parametrize("whom", WHOM)
def test_a_killed_sync_is_finished_by_the_next(home, remote, call, fork, whom, record_property):
    chance = random.Random(whom)
    there = ("--data", str(home.path / "there"))
    partner = call("add", "Contoso").out.strip()
    assert call("sync", str(remote)).code == 0
    assert call(*there, "sync", str(remote)).code == 0
    trap = home.path / "bin/git"
    ends = []
    for number in range(ROUNDS):
        side = there if number % 3 == 0 else ()
        assert call(*side, "edit", partner, "--owner", f"ben{number}").code == 0
        if side:
            assert call(*there, "sync").code == 0
        set_trap(trap, home.path, whom, chance, is_sure=number == 0)
        ended = fork("sync", env={"PATH": f"{trap.parent}:{os.environ['PATH']}"})
        assert "Traceback" not in ended.stderr
        ends.append(ended.returncode)
        for each in ((), there, ()):
            answer = call(*each, "sync")
            assert answer.code == 0, (number, ended, answer)
        for each in ((), there):
            assert f"ben{number}" in call(*each, "show", partner, "--json").out
    assert call("verify").code == 0
    assert set(ends) != {0}, "nothing was killed"
    record_property("syncs killed", sum(code != 0 for code in ends))
    if whom != "git":
        assert -signal.SIGKILL in ends
