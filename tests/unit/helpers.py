"""A clock, a small checklist and a child process, for tests of the core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from csp_tui.core.base.actor import Actor

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)

AMIRA = Actor("amira", "host-a")
BEN = Actor("ben", "host-b")

CHECKLIST = """\
format = 1
title = "Demo checklist"

[[facts]]
id = "sells-azure"
question = "Does the partner sell Azure?"

[[sections]]
id = "eligibility"
title = "Eligibility"

[[sections.items]]
id = "membership"
title = "Membership active"
rule = "The membership is active"

[[sections.items]]
id = "revenue"
title = "Revenue counted"
rule = "USD 1,000,000 or more"
after = ["membership"]

[[sections.items]]
id = "newsletter"
title = "Newsletter read"
need = "recommended"

[[sections]]
id = "azure"
title = "Azure"

[[sections.items]]
id = "azure-plan"
title = "Azure plan bought"
when = "sells-azure"
usual_wait = 3

[[sections.items]]
id = "no-azure-noted"
title = "No Azure noted"
when = "!sells-azure"
"""


class FakeClock:
    """Shows a set moment, one millisecond later at every look; `at_call` acts in between."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now
        self.calls = 0
        self.at_call: dict[int, Callable[[], object]] = {}

    def __call__(self) -> datetime:
        self.calls += 1
        act = self.at_call.pop(self.calls, None)
        if act is not None:
            act()
        self.now += timedelta(milliseconds=1)
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)

    def act_after(self, calls: int, act: Callable[[], object]) -> None:
        """Do `act` when the clock has been looked at `calls` more times."""
        self.at_call[self.calls + calls] = act


def random_bytes_from(start: int = 0) -> Callable[[int], bytes]:
    """Return a source of bytes that gives 0, 1, 2, …"""
    state = start

    def give(count: int) -> bytes:
        nonlocal state
        found = bytes((state + each) % 256 for each in range(count))
        state += count
        return found

    return give


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def crash_back(file: Path, content: bytes) -> None:
    """Leave the progress file and its last good copy as a crash before the replace leaves them."""
    file.write_bytes(content)
    put(file.parent.parent / ".local" / "copies" / file.name, content)


def tree(directory: Path) -> dict[str, bytes]:
    """Return every file below `directory` with its bytes."""
    files = sorted(each for each in directory.rglob("*") if each.is_file())
    return {str(each.relative_to(directory)): each.read_bytes() for each in files}


def history_of(data: Path, partner_id: str) -> list[dict[str, object]]:
    lines = (data / "history" / f"{partner_id}.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def start_python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start `code` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_python(code: str, *arguments: object) -> str:
    """Run `code` in a process of its own and return what it printed."""
    process = start_python(code, *arguments)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out
