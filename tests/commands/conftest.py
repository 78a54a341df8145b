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
from typing import Any

import pytest

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
    """Run the command with all three streams on a terminal and return what it showed."""

    def run_there(
        *args: str,
        columns: int = 80,
        env: dict[str, str] | None = None,
        typed: str = "",
        code: int = 0,
    ) -> str:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        child = subprocess.Popen(
            [sys.executable, "-m", "csp_tui", *args],
            env={**home.env, **(env or {})},
            cwd=home.path,
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
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
        assert child.wait(timeout=30) == code
        return shown.decode().replace("\r\n", "\n")

    return run_there
