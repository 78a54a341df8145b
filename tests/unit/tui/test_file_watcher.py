"""The thread that watches files: what it takes for a change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from csp_tui.tui.saving.file_watcher import FileWatcher

PATIENCE = 120
"""Seconds; more than any look takes."""


class Watched:
    """A watcher whose looks are counted; its paths and the day can be exchanged."""

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self.day = date(2026, 11, 30)
        self.changes = 0
        self._looked = Event()
        self._watcher = FileWatcher(self._give, lambda: self.day, self._change, pause=0.001)

    def _give(self) -> list[Path]:
        self._looked.set()
        return self.paths

    def _change(self) -> None:
        self.changes += 1

    def look(self) -> int:
        """Wait until two looks have begun, so that one is over; return how often it changed."""
        for _time in range(2):
            self._looked.clear()
            assert self._looked.wait(PATIENCE)
        return self.changes

    def stop(self) -> None:
        self._watcher.stop()


@pytest.fixture
def watched() -> Iterator[Watched]:
    found = Watched()
    yield found
    found.stop()


def test_a_change_is_told_once_and_files_that_come_back_unchanged_are_none(
    watched: Watched, tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("1")
    other.write_text("2")
    watched.paths = [one]
    assert watched.look() == 1
    watched.paths = [other]
    assert watched.look() == 2
    watched.paths = [one]
    assert watched.look() == 2
    watched.paths = [other]
    other.write_text("much longer")
    assert watched.look() == 3
    watched.paths = [one]
    one.unlink()
    assert watched.look() == 4
    assert watched.look() == 4


def test_a_new_day_is_told_once(watched: Watched) -> None:
    assert watched.look() == 0
    watched.day = date(2026, 12, 1)
    assert watched.look() == 1
    assert watched.look() == 1
