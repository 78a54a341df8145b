"""A second process does a part of the work, and nothing of it stays behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from ..helpers import put

BESIDE = """
import os
from csp_tui.core.disk.second_process import in_second_process
with in_second_process(lambda: {act}) as result:
    print(os.getpid(), result().decode())
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("alone")
"""


def python(code: str) -> list[str]:
    return subprocess.check_output([sys.executable, "-c", code], text=True).split()


def test_another_process_works_and_is_gone_afterwards():
    own, other, state = python(BESIDE.format(act="str(os.getpid()).encode()"))
    assert (own != other, state) == (True, "alone")


def test_a_second_process_that_fails_returns_nothing():
    assert python(BESIDE.format(act="1 / 0"))[1:] == ["alone"]


WITHOUT_PIPES = """
import resource
from csp_tui.core.disk.second_process import in_second_process
resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))
with in_second_process(lambda: b"x") as result:
    print(result() == b"")
"""


def test_without_a_pipe_there_is_no_result():
    assert python(WITHOUT_PIPES) == ["True"]


SLEEPS = """
import time
from csp_tui.core.disk.second_process import in_second_process
with in_second_process(lambda: time.sleep(99)):
    print("left")
"""


def test_a_second_process_goes_with_the_block():
    assert python(SLEEPS) == ["left"]


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor alone has nothing to share")
def test_many_partners_are_told_alike_when_they_are_read_and_from_the_cache(tmp_path):
    names = {f"p{number}": f"Partner {number:03}" for number in range(250)}
    for key, name in names.items():
        path = tmp_path / "data" / "partners" / f"{key}.toml"
        broken = "=" if key in ("p7", "p240") else ""
        put(path, f'format = 1\nname = "{name}"\nanniversary = 3\n{broken}')
        os.utime(path, (1_780_000_000, 1_780_000_000))
    environ = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "csp_tui", "--data", str(tmp_path / "data")]
    asked = [*command, "partners"]
    first, second = (subprocess.check_output(asked, env=environ) for _ in range(2))
    assert first == second
    known = json.loads(subprocess.check_output([*asked, "--json"], env=environ))["partners"]
    told = {row["id"]: row["name"] for row in known}
    assert told == {**names, "p7": "p7.toml", "p240": "p240.toml"}
    assert python(
        "from csp_tui.core.disk.second_process import is_worth_it; print(is_worth_it(250))"
    ) == ["True"]


KILLED = """
import os, signal
from csp_tui.core.disk.second_process import in_second_process
def act():
    os.kill(os.getpid(), signal.{name})
    return b"whole"
signal.signal(signal.SIGTERM, lambda *_: print("left in the manner of the first"))
with in_second_process(act) as result:
    print(result())
"""


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_second_process_that_is_ended_returns_nothing_and_tells_nothing(name):
    assert python(KILLED.format(name=name)) == ["b''"]


CUT_OFF = """
import os, signal
from csp_tui.core.disk.second_process import in_second_process
def act():
    os.write(4, (9).to_bytes(8, "big") + b"half")
    os.kill(os.getpid(), signal.SIGKILL)
with in_second_process(act) as result:
    print(result())
"""


def test_a_part_of_a_result_is_none():
    assert python(CUT_OFF) == ["b''"]


NO_MORE = """
import os, resource
from csp_tui.core.disk.second_process import in_second_process
resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
if os.geteuid() == 0:
    os.setuid(65534)
before = len(os.listdir("/proc/self/fd"))
with in_second_process(lambda: b"never") as result:
    print(result(), len(os.listdir("/proc/self/fd")) - before)
"""


def test_where_there_can_be_no_second_process_nothing_is_returned():
    assert python(NO_MORE) == ["b''", "0"]


INTERRUPTED = """
import os, signal, sys, time
from csp_tui.core.disk.second_process import in_second_process
print("once", end=" ")
try:
    with in_second_process(lambda: time.sleep(99)):
        os.kill(0, signal.SIGINT)
        time.sleep(99)
except KeyboardInterrupt:
    print("interrupted")
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("alone")
"""


def test_an_interrupt_ends_both_and_what_was_printed_stands_once():
    told = subprocess.check_output(
        [sys.executable, "-c", INTERRUPTED], text=True, start_new_session=True
    )
    assert told.split() == ["once", "interrupted", "alone"]
