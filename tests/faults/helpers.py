"""What every fault test asks of a data directory, and children that run from this tree."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import csp_tui
from csp_tui.core.audit.verify import verify
from csp_tui.core.base.errors import NotFoundError

from .scenarios import open_store, places_in

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")

TESTS = Path(__file__).resolve().parents[1]
PACKAGE = Path(csp_tui.__file__).resolve().parents[1]


@dataclass(frozen=True)
class Answer:
    """How an act in a process of its own ended."""

    status: int
    error: str = ""
    """Name of the error that was told, and its sentence; empty where it said "saved"."""
    sentence: str = ""
    met_fault: bool = True
    modes: tuple[int, ...] = ()
    """Of every file and directory that another user made, from their first moment on."""

    @property
    def saved(self) -> bool:
        return self.status == 0 and not self.error


FIGURES = {
    "death": "kill points of a save",
    "failure": "calls that failed",
    "limit": "writes that were cut off",
    "editor": "saves of an editor amid a save",
    "swap": "directories that were swapped for links amid an act",
    "unlocked": "changes of another process amid a save, without locks",
}
"""What the faults are called where they are counted."""


class Actor:
    """Lets another process act, in a copy of itself for each act."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._fault = ""
        self._started = 0
        self.met: Counter[str] = Counter()
        """How many faults of each kind the other process has met."""

    def start(
        self,
        root: Path,
        act: str,
        fault: str = "",
        number: int = 0,
        moment: str = "",
        *,
        before: Path | None = None,
        user: tuple[int, int, int] | None = None,
    ) -> None:
        """Start an act in `root`, a copy of `before` if that is given.

        With `user`, by somebody with these ids of user and group, and this umask.
        """
        task = [before and str(before), str(root), act, (fault, number, moment), user]
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        self._fault = fault
        self._started += 1

    def answer(self) -> Answer:
        """Wait for the end of the act that was started."""
        self._started -= 1
        status, told = json.loads(self._process.stdout.readline())
        answer = Answer(status, *(told or ()))
        is_met = answer.status < 0 if self._fault == "death" else answer.met_fault
        if self._fault and is_met:
            self.met[FIGURES[self._fault]] += 1
        return answer

    def end_all(self) -> None:
        """Wait for the end of acts for whose answer nobody has waited: of a test that failed."""
        while self._started:
            self.answer()

    def act(self, *arguments: Any, **options: Any) -> Answer:
        """Act and wait for the end."""
        self.start(*arguments, **options)
        return self.answer()


Values = dict[tuple[str, ...], Any]
"""Every value of a progress file by its place; times of recording and heads left out."""

_NOT_COMPARED = {"at", "by", "format"}


def child_environ() -> dict[str, str]:
    path = os.pathsep.join([str(PACKAGE), str(TESTS)])
    return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


@contextlib.contextmanager
def child(module: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run a module of the tests in a process of its own, killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)],
        env=child_environ(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def values_of(root: Path, partner_id: str) -> Values | None:
    """Return what a partner's file and those of its customers say, or None where there is none."""
    places = places_in(root)
    try:
        table = tomllib.loads(places.progress_file(partner_id).read_text())
    except FileNotFoundError:
        return None
    table.pop("history", None)
    for path in places.customers_of(partner_id).glob("*.toml"):
        customer = tomllib.loads(path.read_text())
        customer.pop("history", None)
        table[f"customer {path.stem}"] = customer
    return {place: value for place, value in _flat(table) if place[-1] not in _NOT_COMPARED}


def _flat(table: dict[str, Any], *place: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, *place, key)
        else:
            yield (*place, key), value


def replayed(root: Path, partner_id: str, start: Values) -> Values:
    """Return the values that the history makes of those in which nothing was recorded yet.

    Of two changes that did not know of each other, the later one stands, by their writers' clocks.
    """
    values = dict(start)
    lines = open_store(root).history(partner_id).lines()
    for line in sorted(lines, key=lambda line: line.at):
        for key, value in line.after.items():
            if key in _NOT_COMPARED:
                continue
            place = (*line.change.table, key)
            if value is None:
                values.pop(place, None)
            else:
                assert isinstance(value, str | int | bool | date | datetime)
                values[place] = value
    return values


def problems_of(root: Path, partner_id: str) -> list[str]:
    """Return what ``verify`` finds."""
    return list(verify(places_in(root), open_store(root), partner_id).problems)


def temporary_files(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if path.name.endswith(".tmp")]


def is_there(root: Path, partner_id: str) -> bool:
    try:
        open_store(root).load(partner_id)
    except NotFoundError:
        return False
    return True
