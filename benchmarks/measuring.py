"""Measuring two programs in turn in a terminal of its own, and what came of it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import ptybench

HERE = Path(__file__).resolve().parent
PEERS = [sys.executable, str(HERE / "peers.py")]
APP = [sys.executable, "-c", "from csp_tui.__main__ import main; raise SystemExit(main())"]
"""What the installed command does."""


@dataclass(frozen=True)
class Result:
    """One budget and what was reached."""

    what: str
    budget: str
    reached: str
    is_met: bool


def at_most(what: str, limit: float, reached: float, unit: str = "", detail: str = "") -> Result:
    """Return the result of a figure that may be at most `limit`."""
    digits = 0 if unit.startswith(" B") else 2
    text = f"{reached:,.{digits}f}{unit}{f' ({detail})' if detail else ''}"
    return Result(what, f"at most {limit:,g}{unit}", text, reached <= limit)


@dataclass(frozen=True)
class Home:
    """Directories of a run, and the environment that leads there and nowhere else."""

    path: Path

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.path / "data"

    @property
    def env(self) -> dict[str, str]:
        """The variables to set."""
        paths = {f"XDG_{kind}_HOME": str(self.path / kind) for kind in ("CACHE", "CONFIG", "DATA")}
        own = {"CSP_TUI_DATA": str(self.data), "PYTHONPATH": str(HERE.parent), "HOME": "/nowhere"}
        return {**paths, **own}


@dataclass(frozen=True)
class Program:
    """A program at a terminal: what says that it is there, and what to press.

    Args:
        argv: the command.
        wait: what its screen shows once it is there (a regular expression).
        warm: keys to press before, not measured.
        keys: keys to press and measure, each by itself.
        leave: the key that ends it.
        env: variables to set.
    """

    argv: Sequence[str]
    wait: str
    warm: str = ""
    keys: str = ""
    leave: str = "q"
    env: Mapping[str, str] = field(default_factory=dict)

    def run(self, *options: str) -> dict[str, Any]:
        """Run it once; return what was measured. Raises RuntimeError where it failed."""
        settings = [f"--env={key}={value}" for key, value in self.env.items()]
        settings += ["--no-calibrate", "--timeout=60", *options, "--", *self.argv]
        chosen = ptybench.arguments(settings)
        side = ptybench.Side(self.argv, self.wait, self.keys, self.warm, "", self.leave)
        measured: dict[str, Any] = ptybench.run_once(side, chosen)
        if "error" in measured:
            raise RuntimeError(f"{shlex.join(self.argv)}: {measured['error']}\n{measured}")
        return measured


Figure = Callable[[dict[str, Any]], float]


def in_turn(
    ours: Program, other: Program, count: int, *options: str
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Run two programs in turn, A B, B A and so on, so that a drifting machine favours neither."""
    ours.run(*options)  # once for the caches, as for everybody who starts it twice
    found = []
    for number in range(count):
        if number % 2:
            second = other.run(*options)
            found.append((ours.run(*options), second))
        else:
            found.append((ours.run(*options), other.run(*options)))
    return found


def ratio(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]], figure: Figure) -> float:
    """Return the median of the ratios of a figure."""
    return median(figure(ours) / figure(other) for ours, other in pairs)


def key_figures(measured: dict[str, Any], figure: str) -> list[float]:
    """Return a figure of each key that was pressed."""
    return [each[figure] for each in measured["key_log"] if each[figure] is not None]


def seconds(argv: Sequence[str], env: Mapping[str, str]) -> float:
    """Return how long a command takes."""
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    subprocess.run(argv, env={**os.environ, **env}, check=True, stdout=quiet, stderr=quiet)
    return time.perf_counter() - start


@dataclass(frozen=True)
class Run:
    """What one process took: seconds by the clock and on the processor, and MB at its peak."""

    wall: float
    used: float
    memory: float


def run_of(argv: Sequence[str], env: Mapping[str, str]) -> Run:
    """Run a command in a process of its own, and return what it took, with what it started.

    Raises:
        RuntimeError: it failed; the error has what it said.
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            argv, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=said
        )
        _process, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        taken = time.perf_counter() - started
        if process.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace")[-2000:])
    return Run(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def number_told(argv: Sequence[str], env: Mapping[str, str]) -> float:
    """Return the number that a command prints."""
    return float(subprocess.check_output(argv, env={**os.environ, **env}))


def commands_in_turn(
    ours: Sequence[str], other: Sequence[str], env: Mapping[str, str], count: int
) -> float:
    """Return the median of the ratios of how long two commands take."""
    seconds(ours, env)
    found = []
    for number in range(count):
        if number % 2:
            second = seconds(other, env)
            found.append(seconds(ours, env) / second)
        else:
            found.append(seconds(ours, env) / seconds(other, env))
    return median(found)


class Screen:
    """A program that stays open at a terminal while others do something.

    Args:
        argv: the command.
        env: variables to set.
    """

    def __init__(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        settings = [f"--env={key}={value}" for key, value in env.items()]
        self._session = ptybench.Session(argv, ptybench.arguments([*settings, "--", *argv]))

    def see(self, text: str, limit: float = 20) -> None:
        """Wait until the screen shows `text`. Raises TimeoutError after `limit` seconds."""
        session = self._session
        deadline = session.elapsed() + limit
        session.pump(0)
        while text not in session.term.text():
            if session.elapsed() > deadline:
                raise TimeoutError(f"{text!r} is not on the screen:\n{session.term.text()}")
            session.pump(0.01)

    def press(self, key: str, until: Callable[[], bool], limit: float = 20) -> None:
        """Press a key and wait until something is so. Raises TimeoutError after `limit` seconds."""
        session = self._session
        deadline = session.elapsed() + limit
        session.key(key)
        while not until():
            if session.elapsed() > deadline:
                raise TimeoutError(f"after {key!r}:\n{session.term.text()}")
            session.pump(0.005)
        session.term.render()
        session.chunks.clear()

    @property
    def has_answered(self) -> bool:
        """Whether the program has sent something since the last key before this one."""
        return bool(self._session.chunks)

    def megabytes(self) -> float:
        """Return how much memory the program has once it rests."""
        self._session.quiet(0.5, 5)
        return float(ptybench.status_sum([self._session.pid], "VmRSS")) / 1024

    def close(self) -> None:
        """End the program."""
        self._session.close()
