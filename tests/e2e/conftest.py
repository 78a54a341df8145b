from __future__ import annotations

import atexit
import fcntl
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from commands.forked import import_screens, run_forked

from .terminal import Terminal

Start = Callable[..., Terminal]
INSTALLED = shlex.split(os.environ.get("CSP_TUI_COMMAND", ""))
COMMAND = INSTALLED or [sys.executable, "-m", "csp_tui"]
PYTHON = str(Path(INSTALLED[0]).with_name("python")) if INSTALLED else sys.executable
"""The interpreter that finds the package of the command."""
TREE = Path(__file__).resolve().parents[2]


class Place:
    """Directories of a test, the command that works in them, and what it wrote."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path / "data"
        self.env = {
            "HOME": str(path),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "TZ": "UTC",
            "XDG_CACHE_HOME": str(path / "cache"),
            "XDG_CONFIG_HOME": str(path / "config"),
            "CSP_TUI_DATA": str(self.data),
        }
        if not INSTALLED:
            self.env["PYTHONPATH"] = str(TREE)

    def run(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run the command without a terminal."""
        chosen = {"env": self.env, "stdin": subprocess.DEVNULL, "capture_output": True, **options}
        return subprocess.run(
            [*COMMAND, *arguments], text=True, timeout=300, check=False, cwd=self.path, **chosen
        )

    def fork(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command in a child of this process, for what is only made ready or looked at."""
        return run_forked(arguments, self.env, self.path, typed)

    def add(self, name: str, checklist: str, edition: str = "2018-12") -> Path:
        """Add a partner and start a checklist with the plain commands; return her file.

        The commands run once for all tests; each test gets a copy of what they wrote.
        """
        made = _made(name, checklist, edition)
        shutil.copytree(made.data, self.data, dirs_exist_ok=True)
        return self.data / "partners" / made.file.name

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Hold the lock of the only partner, as another process does."""
        lock = os.open(self.data / ".local" / "locks" / f"{self.file.stem}.lock", os.O_RDWR)
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(lock)

    @property
    def file(self) -> Path:
        """The only partner's progress file."""
        (path,) = (self.data / "partners").glob("*.toml")
        return path

    @property
    def progress(self) -> dict[str, Any]:
        """What the only partner's progress file says."""
        return tomllib.loads(self.file.read_text())


@cache
def _made(name: str, checklist: str, edition: str) -> Place:
    directory = tempfile.mkdtemp(prefix="csp-tui-e2e-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    place = Place(Path(directory))
    for arguments in (
        ("add", name),
        ("start", name, checklist, "--edition", edition),
    ):
        done = place.fork(*arguments)
        assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def start(place: Place) -> Iterator[Start]:
    """Starts the command in a terminal of its own: ``start("demo", size=(120, 40), NO_COLOR="1")``.

    A variable that is None is taken out of the environment.
    """
    with ExitStack() as stack:
        yield partial(_start, stack, place, COMMAND, is_forked=False)


@pytest.fixture
def fork(place: Place) -> Iterator[Start]:
    """Starts the command as `start` does, in a child of this process: it need not import anything.

    What Textual takes from the environment as it is imported is what this process has.
    """
    import_screens()
    with ExitStack() as stack:
        yield partial(_start, stack, place, (), is_forked=True)


def _start(
    stack: ExitStack,
    place: Place,
    command: Sequence[str],
    *arguments: str,
    is_forked: bool,
    size: tuple[int, int] = (80, 24),
    **variables: str | None,
) -> Terminal:
    env = {k: v for k, v in {**place.env, **variables}.items() if v is not None}
    words = [*command, *arguments]
    return stack.enter_context(Terminal(words, env, size, place.path, is_forked=is_forked))
