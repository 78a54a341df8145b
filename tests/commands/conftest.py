"""Partners to run commands on, and a terminal to run them in."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from .forked import code_of, start_forked
from .samples import MINI


@pytest.fixture
def mini(home, call: Callable[..., Any]) -> str:
    """Return the id of a partner that has started the user's own small checklist."""
    home.put("checklists/mini/2026-01.toml", MINI)
    partner_id = call("add", "Contoso Ltd", "--again").out.strip()
    assert call("start", partner_id, "mini").code == 0
    return partner_id


@pytest.fixture
def in_terminal(home) -> Callable[..., str]:
    """Run the command with all three streams on a terminal and return what it showed.

    With `is_forked` in a child of this process, which is quicker and speaks UTF-8.
    """

    def run_there(
        *args: str,
        columns: int = 80,
        env: dict[str, str] | None = None,
        typed: str = "",
        code: int = 0,
        is_forked: bool = False,
    ) -> str:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        surroundings = {**home.env, **(env or {})}
        if is_forked:
            child = start_forked(args, surroundings, home.path, (slave, slave, slave))
            wait = partial(code_of, child)
        else:
            process = subprocess.Popen(
                [sys.executable, "-m", "csp_tui", *args],
                env=surroundings,
                cwd=home.path,
                stdin=slave,
                stdout=slave,
                stderr=slave,
            )
            wait = partial(process.wait, timeout=30)
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
