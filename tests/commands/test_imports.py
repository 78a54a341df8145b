"""What is asked most often imports least."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"textual", "rich", "tomlkit"}

SCRIPT = """\
import sys
before = set(sys.modules)
from csp_tui.__main__ import main
code = main({args!r})
print(*sorted(set(sys.modules) - before), file=sys.stderr)
sys.exit(code)
"""


def imported(home, *args):
    answer = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(args=list(args))],
        env=home.env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in answer.stderr.splitlines()[-1].split()}, answer


@pytest.mark.parametrize(
    "args", [("--help",), ("tick", "--help"), ("info",), ("partners",), ("next",), ("lint",), ()]
)
def test_neither_textual_nor_tomlkit_is_imported_without_need(home, args):
    found, _ = imported(home, *args)
    assert not found & HEAVY


def test_the_version_is_printed_without_argparse(home):
    found, answer = imported(home, "--version")
    assert answer.stdout == "csp-tui 0.1.0\n"
    assert found <= {"csp_tui", "__future__"}


def test_the_module_prints_its_version(run):
    assert run("--version").stdout == "csp-tui 0.1.0\n"


def test_changes_do_not_import_textual(home, call):
    call("add", "Contoso")
    found, _ = imported(home, "start", "contoso", "enroll-direct")
    assert "tomlkit" in found
    assert not found & {"textual", "rich"}
