"""The command in a child of this process: streams and an end of its own, no start to pay for.

What a start as such brings (imports, the locale's encoding) is tried where `run` is used.
"""

from __future__ import annotations

import codecs
import importlib
import os
import pkgutil
import resource  # noqa: F401  loaded late by the command, which another user may not read
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import ModuleType

import icalendar  # noqa: F401  loaded late, like that one

import csp_tui.cli
import csp_tui.core
from csp_tui.__main__ import main

LONGEST = 300
"""Seconds after which a child that hangs is ended."""


def start_forked(
    words: Sequence[str],
    env: Mapping[str, str],
    cwd: Path,
    streams: tuple[int, int, int],
    before: Callable[[], object] = lambda: None,
) -> int:
    """Start the command in a child of this process, after `before` there; return its id."""
    import_all()
    child = os.fork()
    if not child:
        try:
            signal.alarm(LONGEST)
            os.environ.clear()
            os.environ.update(env)
            time.tzset()
            os.chdir(cwd)
            before()
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
            os.closerange(3, 256)
            tempfile.tempdir = None
            sys.stdin = open(0, encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
            sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
            sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
            sys.argv = ["csp-tui", *words]
            main()
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(99)
    return child


def code_of(child: int) -> int:
    """Wait for a child and return its exit code; of one that a signal ended, less than 0."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_forked(
    words: Sequence[str], env: Mapping[str, str], cwd: Path, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the command in a child of this process, with `typed` on its standard input."""
    with ExitStack() as stack:
        given, *told = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(typed.encode())
        given.seek(0)
        numbers = (given.fileno(), told[0].fileno(), told[1].fileno())
        code = code_of(start_forked(words, env, cwd, numbers))
        for each in told:
            each.seek(0)
        out, err = (each.read().decode(errors="surrogateescape") for each in told)
    return subprocess.CompletedProcess(words, code, out, err)


@cache
def import_all() -> None:
    """Import what the command may import, so that no child does."""
    for package in (csp_tui.core, csp_tui.cli):
        _import_below(package)
    codecs.lookup("cp437")  # of zip files


@cache
def import_screens() -> None:
    """Import what the full screen may import besides."""
    _import_below(importlib.import_module("csp_tui.tui"))


def _import_below(package: ModuleType) -> None:
    for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(each.name)
