"""Partners to run commands on, and a terminal to run them in."""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from copied_data import adopt

from .forked import code_of, run_forked, start_forked
from .samples import MINI

T = TypeVar("T")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, list[Any]]]:
    """Return where a home is kept that was made once, and what its maker returned, if it is."""
    return cache(lambda name: (tmp_path_factory.mktemp("made") / "home", []))


@pytest.fixture
def once(home, made) -> Callable[[str, Callable[[], T]], T]:
    """Fill the home by a function and return its result; in later tests by a copy of that home.

    ``once("mini", make)``; the function must not depend on the test.
    """

    def fill(name: str, make: Callable[[], T]) -> T:
        kept, result = made(name)
        if result:
            shutil.copytree(kept, home.path, symlinks=True, dirs_exist_ok=True)
            adopt(home.data)
            return result[0]
        is_new = not (home.files() or any(home.data.iterdir()))
        answer = make()
        if is_new:  # else the test has put something there
            not_kept = shutil.ignore_patterns("tmp", "cache")
            shutil.copytree(home.path, kept, symlinks=True, ignore=not_kept)
            result.append(answer)
        return answer

    return fill


def start_mini(home, call: Callable[..., Any]) -> str:
    """Add a partner, start the user's own small checklist for her, and return her id."""
    home.put("checklists/mini/2026-01.toml", MINI)
    partner_id = call("add", "Contoso Ltd", "--again").out.strip()
    assert call("start", partner_id, "mini").code == 0
    return str(partner_id)


@pytest.fixture
def mini(home, call: Callable[..., Any], once) -> str:
    """Return the id of a partner that has started the user's own small checklist."""
    return once("mini", lambda: start_mini(home, call))


@pytest.fixture
def fork(home) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command as `run` does, but in a child of this process, which is quicker."""

    def run_there(
        *args: str, env: dict[str, str] | None = None, typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return run_forked(args, {**home.env, **(env or {})}, home.path, typed)

    return run_there


@pytest.fixture
def in_terminal(home) -> Callable[..., str]:
    """Run the command with all three streams on a terminal and return what it showed.

    It runs in a child of this process, which speaks UTF-8; with `is_anew` it is started anew. With
    `given`, that text is its standard input, and what is typed comes from the terminal it is on.
    """

    def run_there(
        *args: str,
        columns: int = 80,
        env: dict[str, str] | None = None,
        typed: str = "",
        given: str | None = None,
        code: int = 0,
        is_anew: bool = False,
    ) -> str:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        surroundings = {**home.env, **(env or {})}
        if is_anew:
            process = subprocess.Popen(
                [sys.executable, "-m", "csp_tui", *args],
                env=surroundings,
                cwd=home.path,
                stdin=slave,
                stdout=slave,
                stderr=slave,
            )
            wait = partial(process.wait, timeout=300)
        else:
            with tempfile.TemporaryFile() as file:
                file.write((given or "").encode())
                file.seek(0)
                stdin = slave if given is None else file.fileno()

                def own() -> None:
                    os.setsid()
                    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

                child = start_forked(args, surroundings, home.path, (stdin, slave, slave), own)
            wait = partial(code_of, child)
        os.close(slave)
        os.write(master, typed.encode())
        shown = b""
        try:
            while chunk := os.read(master, 65536):
                shown += chunk
        except OSError:
            pass
        finally:
            os.close(master)
        assert wait() == code
        return shown.decode().replace("\r\n", "\n")

    return run_there
