"""Somebody else who changes something while a question stands."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest


def answer_meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Answer yes to the next question at the terminal, but only after `act` was done."""
    monkeypatch.setattr("sys.stdin", _Terminal(act))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)


class _Terminal(io.StringIO):
    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__("y\n")
        self._act = act

    def isatty(self) -> bool:
        return True

    def readline(self, size: int | None = -1) -> str:
        self._act()
        return super().readline(size)
