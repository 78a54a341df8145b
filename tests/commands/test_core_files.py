"""A crash writes no file with the memory, which has partners' names in it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys

import pytest

CRASH = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"


@pytest.fixture
def unlimited():
    """Let this process's children write core files, as far as the system lets anybody."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    yield before[1]
    resource.setrlimit(resource.RLIMIT_CORE, before)


def crashed(process: subprocess.Popen[str], number: int) -> bool:
    """End a process by a signal, and return whether the system took its memory."""
    process.send_signal(number)
    status = os.waitpid(process.pid, 0)[1]
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == -number
    return os.WCOREDUMP(status)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT])
def test_a_crash_writes_no_core_file(home, mini, unlimited, number):
    process = subprocess.Popen(
        [sys.executable, "-m", "csp_tui", "walk", mini],
        env={**home.env, "PYTHONUNBUFFERED": "1"},
        cwd=home.path,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert "Contoso" in process.stdout.readline()
        assert not crashed(process, number)
    assert [path for path in home.path.iterdir() if path.name.startswith("core")] == []


def test_the_limit_also_keeps_out_programs_that_take_the_memory_of_crashed_ones(home, unlimited):
    if not unlimited:
        pytest.skip("no process may write core files here")
    show = "from csp_tui.__main__ import limit_core_files as limit; import resource; limit(); "
    show += "print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    shown = subprocess.run([sys.executable, "-c", show], env=home.env, stdout=-1, check=True)
    assert shown.stdout == b"1\n"


def test_without_the_limit_a_crash_is_seen_by_these_tests(home, unlimited):
    crash = [sys.executable, "-c", CRASH]
    with subprocess.Popen(crash, cwd=home.path, text=True) as process:
        status = os.waitpid(process.pid, 0)[1]
        process.returncode = os.waitstatus_to_exitcode(status)
    if not os.WCOREDUMP(status):
        pytest.skip("the system writes no core files here")
